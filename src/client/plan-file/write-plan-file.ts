import { Document, isMap, isScalar, isSeq } from 'yaml';
import type { GivenPlan } from '../../protocol/given-plan.js';
import { CRITICAL_PARTS, PRIORITIES } from '../../protocol/plan.js';
import { estimateOf, MEASURED } from './estimate.js';
import { keepComments } from './keep-comments.js';
import { toPlanFile, type PlanFile } from './plan-file.js';

type Section = Exclude<keyof PlanFile, 'version'>;

/** Longest line before a text is folded; brief and declarations stand as they are. */
const COLUMNS = 118;

/** What a person may do with each section, as a comment above it. */
function comments(given: GivenPlan): Readonly<Partial<Record<Section, string>>> {
  const open = given.analysis.requirements.filter(({ proof }) => proof.kind === 'none').length;
  return {
    author: 'Who writes the files. blueprint: templates, no model.',
    brief: 'What was asked for. Not to be edited here: change the brief, and plan again.',
    name: 'Yours to change: name, title and description.',
    kind: 'What kind of project, and in what. Templates write exactly this.',
    understood: 'What was understood, in plain words. For reading: it comes from the brief.',
    assumptions: 'What the brief leaves open, and was assumed. For reading, too.',
    requirements: [
      `One entry for each statement of the brief; ${open === 0 ? 'none is' : `${open} of ${given.analysis.requirements.length} are`} open (proof: none).`,
      'You may reword a statement (templates build what was read, so by new words it is reported open), or set',
      'proof to { kind: none, reason: … }. `source` quotes the brief.',
    ].join('\n'),
    phases: 'In this order. A critical phase ends with a gate. Yours to rename, add and reorder.',
    files: [
      `Yours to change: priority (${PRIORITIES.join(', ')}), phase, purpose; and files that nothing imports may be taken out.`,
      'A file that no template writes, or another contract, needs a model.',
      'A dependency is on the other file’s declarations (its contract) or on its implementation (the file itself).',
    ].join('\n'),
    packages:
      'One exact version each; versions are yours to change, and packages to add. The registry is asked.',
    bindings:
      'For each requirement that a test shows: the files, the symbol that implements it, and the test whose title has its id.',
    criticalParts: `What a project of kind ${given.plan.kind} cannot do without: ${CRITICAL_PARTS[given.plan.kind].join(', ')}.`,
    proofRecipe: 'How the whole is shown to work once it is built.',
    estimate: [
      'For reading. No model is called, so it costs nothing.',
      `The time is ${MEASURED.secondsPerFile} s a file, as measured on two cores (${MEASURED.source}).`,
    ].join('\n'),
    subject: 'The author’s own notes of the subject. Not to be edited: change the brief, and plan again.',
  };
}

/**
 * A plan as a file for a person to read and edit, with a comment on what may be changed where.
 * @param path How the file is called in the command that builds it.
 * @param before What stands there now: a person's comments are kept.
 */
export function writePlanFile(brief: string, given: GivenPlan, path: string, before?: string): string {
  const { subject, ...shown } = toPlanFile(brief, given);
  const file: PlanFile = { ...shown, estimate: estimateOf(given), subject };
  const document = new Document(file, { aliasDuplicateObjects: false });
  document.commentBefore = [
    ` The plan of a project. Edit it, then build exactly this:`,
    `   millwright generate --plan ${/^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`}`,
    ` It is checked first, and every problem is named with its line.`,
  ].join('\n');
  const notes = comments(given);
  for (const pair of isMap(document.contents) ? document.contents.items : []) {
    const { key, value } = pair;
    if (!isScalar(key)) continue;
    const note = notes[String(key.value) as Section];
    if (note !== undefined) key.commentBefore = note.replace(/^/gm, ' ');
    if (key.value !== 'version') key.spaceBefore = true;
    if (key.value === 'files') compact(value);
  }
  if (before !== undefined) keepComments(before, document);
  return document.toString({ lineWidth: COLUMNS, blockQuote: 'literal', flowCollectionPadding: true });
}

/** Dependencies and lists of ids on a line each: a file spec is to be taken in at a glance. */
function compact(files: unknown): void {
  for (const file of isSeq(files) ? files.items : []) {
    if (!isMap(file)) continue;
    for (const dependency of itemsOf(file.get('dependencies'))) flow(dependency);
    flow(file.get('requirements'));
    if (itemsOf(file.getIn(['contract', 'exports'])).length === 0) flow(file.get('contract'));
  }
}

function itemsOf(node: unknown): readonly unknown[] {
  return isSeq(node) ? node.items : [];
}

function flow(node: unknown): void {
  if (isMap(node) || isSeq(node)) node.flow = true;
}
