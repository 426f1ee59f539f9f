import type { GivenPlan } from '../../protocol/given-plan.js';
import { CRITICAL_PARTS, PRIORITIES } from '../../protocol/plan.js';
import { MEASURED } from './estimate.js';
import type { PlanFile } from './plan-file.js';

export type PlanSection = Exclude<keyof PlanFile, 'version'>;
export type SectionNotes = Readonly<Partial<Record<PlanSection, string>>>;

/** What a person may do with each section, as a comment above it. */
export function sectionNotes(given: GivenPlan): SectionNotes {
  const all = notesOfAny(given);
  return { ...all, ...(given.plan.author === 'model' ? notesOfModel(given) : notesOfBlueprint(given)) };
}

function notesOfAny({ plan }: GivenPlan): SectionNotes {
  return {
    brief: 'What was asked for. Not to be edited here: change the brief, and plan again.',
    name: 'Yours to change: name, title and description.',
    understood: 'What was understood, in plain words. For reading: it comes from the brief.',
    assumptions: 'What the brief leaves open, and was assumed. For reading, too.',
    phases: 'In this order. A critical phase ends with a gate. Yours to rename, add and reorder.',
    packages:
      'One exact version each; versions are yours to change, and packages to add. The registry is asked.',
    bindings:
      'For each requirement that a test shows: the files, the symbol that implements it, and the test whose title has its id.',
    criticalParts: `What a project of kind ${plan.kind} cannot do without: ${CRITICAL_PARTS[plan.kind].join(', ')}.`,
    proofRecipe: 'How the whole is shown to work once it is built.',
  };
}

function openOf({ analysis }: GivenPlan): string {
  const open = analysis.requirements.filter(({ proof }) => proof.kind === 'none').length;
  return `One entry for each statement of the brief; ${open === 0 ? 'none is' : `${open} of ${analysis.requirements.length} are`} open (proof: none).`;
}

const DEPENDENCY =
  'A dependency is on the other file’s declarations (its contract) or on its implementation (the file itself).';

function notesOfBlueprint(given: GivenPlan): SectionNotes {
  return {
    author: 'Who writes the files. blueprint: templates, no model.',
    kind: 'What kind of project, and in what. Templates write exactly this.',
    requirements: [
      openOf(given),
      'You may reword a statement (templates build what was read, so by new words it is reported open), or set',
      'proof to { kind: none, reason: … }. `source` quotes the brief.',
    ].join('\n'),
    files: [
      `Yours to change: priority (${PRIORITIES.join(', ')}), phase, purpose; and files that nothing imports may be taken out.`,
      'A file that no template writes, or another contract, needs a model.',
      DEPENDENCY,
    ].join('\n'),
    estimate: [
      'For reading. No model is called, so it costs nothing.',
      `The time is ${MEASURED.secondsPerFile} s a file, as measured on two cores (${MEASURED.source}).`,
    ].join('\n'),
    subject: 'The author’s own notes of the subject. Not to be edited: change the brief, and plan again.',
  };
}

function notesOfModel(given: GivenPlan): SectionNotes {
  return {
    author: 'Who writes the files. model: language models, as configured where the run is served.',
    kind: 'What kind of project, and in what.',
    requirements: [
      openOf(given),
      'Yours to change: statements, examples (given, when, then), proof. A test needs an example; one that nothing',
      'can show is proof: { kind: none, reason: … }. `source` quotes the brief.',
    ].join('\n'),
    files: [
      `All of it is yours to change: files, roles, priorities (${PRIORITIES.join(', ')}), phases, purposes, dependencies, contracts.`,
      'A contract has the exports that other files may count on, as declarations; `imports` are what these need.',
      DEPENDENCY,
    ].join('\n'),
    estimate: [
      'For reading, in US dollars: what building this will likely cost, beside what the plan was paid for.',
      'Where prices come from, and how a limit is set: docs/costs.md.',
    ].join('\n'),
    subject: 'What was noted of the brief while it was analyzed. For reading: it is not asked for again.',
  };
}
