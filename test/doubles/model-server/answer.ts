import { z } from 'zod';
import type { Plan } from '../../../src/protocol/plan.js';
import { chooseFault, drawFor, type Chance, type Mistakes } from './choose-fault.js';
import { conform } from './conform.js';
import { showsTheFault } from './diagnosed.js';
import { asEdit } from './edits.js';
import { NEEDED_FILES } from './faults/need-faults.js';
import { asCode, fenced, said, type Reply } from './faults/reply.js';
import type { FaultKind } from './faults/fault-kinds.js';
import { fileMistakes, planMistakes, reviewMistakes, structuredMistakes } from './mistakes.js';
import { blockOf, wordsIn, type CompletionRequest, type Prompt } from './prompt.js';
import { adviceOn, unreviewable } from './review.js';
import { specOf, type Reference } from './reference.js';
import { writeFile } from './write-file.js';

/** Share of the repairs that are told as edits, where the prompt says how. */
const EDITED = 0.5;
/** Share of the repairs that go wrong by changing nothing. */
const UNCHANGED = 0.5;

/** What the double makes of a request. */
export type Answer =
  | {
      readonly outcome: 'answer';
      readonly reply: Reply;
      /** What is wrong with it on purpose; null: nothing. */
      readonly fault: FaultKind | 'unmended' | null;
      readonly sticky: boolean;
    }
  /** The script does not allow this request. */
  | { readonly outcome: 'violation'; readonly problem: string };

function violation(problem: string): Answer {
  return { outcome: 'violation', problem };
}

function good(reply: Reply): Answer {
  return { outcome: 'answer', reply, fault: null, sticky: false };
}

function unlessFaulty(chance: Chance, right: Reply, mistakes: Mistakes): Answer {
  const fault = chooseFault(chance, mistakes);
  return fault === undefined
    ? good(right)
    : { outcome: 'answer', reply: fault.reply, fault: fault.kind, sticky: fault.sticky };
}

/** The answer to a prompt, from the reference and from what the prompt shows of it. */
export function answer(reference: Reference, chance: Chance, request: CompletionRequest): Answer {
  const given = answerFromTheStart(reference, chance, request);
  const { begun } = chance.prompt;
  if (given.outcome === 'violation' || begun === '') return given;
  const { text, rest = '' } = given.reply;
  const whole = `${text}${rest}`;
  const said = whole.startsWith(begun) ? begun : begun.trimEnd();
  if (!whole.startsWith(said)) return violation('A reply is to be continued that was not given here.');
  return { ...given, reply: { text: whole.slice(said.length), finish: 'stop', refusal: null } };
}

function answerFromTheStart(reference: Reference, chance: Chance, request: CompletionRequest): Answer {
  const { prompt } = chance;
  const { kind } = prompt.task;
  const schema = schemaOf(request, prompt);
  const tell = (value: unknown): string => JSON.stringify(conform(z.json().parse(value), schema ?? {}));
  switch (kind) {
    case 'analyze': {
      if (!plain(prompt.section('Brief')).includes(plain(reference.brief)))
        return violation(`The section "Brief" does not hold the brief of ${reference.name}.`);
      const text = tell(reference.analysis);
      return unlessFaulty(chance, said(text), structuredMistakes(text));
    }
    case 'plan': {
      const plan = planFor(reference, prompt);
      const tellPlan = (each: Plan): string => tell(each);
      return unlessFaulty(chance, said(tell(plan)), planMistakes(plan, tellPlan));
    }
    case 'write':
      return unwritable(reference, prompt) ?? writing(reference, chance);
    case 'repair':
      return unwritable(reference, prompt) ?? repairing(reference, chance);
    case 'review': {
      const problem = unreviewable(prompt);
      if (problem !== undefined) return violation(problem);
      const findings = adviceOn(prompt, drawFor(chance, 'advice'));
      return unlessFaulty(chance, said(tell({ findings })), reviewMistakes(findings, tell));
    }
  }
}

function plain(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** The plan with the requirements that the prompt states: nobody plans for what they were not told. */
function planFor({ plan }: Reference, prompt: Prompt): Plan {
  const stated = wordsIn(prompt.section('Requirements'));
  return {
    ...plan,
    files: plan.files.map((file) => ({
      ...file,
      requirements: file.requirements.filter((id) => stated.has(id)),
    })),
    bindings: plan.bindings.filter(({ requirement }) => stated.has(requirement)),
  };
}

function unwritable(reference: Reference, prompt: Prompt): Answer | undefined {
  const path = prompt.task.subject;
  if (specOf(reference, path) === undefined && !NEEDED_FILES.has(path))
    return violation(`The plan has no file ${path}.`);
  return prompt.section('File').includes(path)
    ? undefined
    : violation(`The section "File" does not say that ${path} is asked for.`);
}

/** The file as the prompt allows it to be written. */
function rightFile(reference: Reference, prompt: Prompt): string {
  const path = prompt.task.subject;
  return NEEDED_FILES.get(path) ?? writeFile(reference, path, prompt);
}

function writing(reference: Reference, chance: Chance): Answer {
  const path = chance.prompt.task.subject;
  const content = rightFile(reference, chance.prompt);
  const mistakes = fileMistakes({ reference, path, content }, chance.prompt);
  return unlessFaulty(chance, said(asCode(path, content)), mistakes);
}

/** Good only when the prompt shows what is wrong, and what is right. */
function repairing(reference: Reference, chance: Chance): Answer {
  const { prompt, rates, tier } = chance;
  const path = prompt.task.subject;
  const current = blockOf(prompt.section('Current content'));
  const diagnostics = prompt.section('Diagnostics');
  if (current.trim() === '')
    return violation(`${path} is to be repaired, and its current content is not shown.`);
  const unmended = (): Answer => ({
    outcome: 'answer',
    reply: said(asCode(path, current)),
    fault: 'unmended',
    sticky: false,
  });
  const content = rightFile(reference, prompt);
  // What is wrong is elsewhere: whoever knows that gives the file back as it is.
  if (current.trim() === content.trim()) return good(said(asCode(path, content)));
  if (!showsTheFault(reference, path, current, diagnostics)) return unmended();
  if (drawFor(chance, 'mended') >= rates.mended[tier] && drawFor(chance, 'unchanged') < UNCHANGED)
    return unmended();
  const mistakes = fileMistakes({ reference, path, content }, prompt);
  return unlessFaulty(chance, mended(chance, path, current, content), mistakes);
}

function mended(chance: Chance, path: string, current: string, content: string): Reply {
  const takesEdits = chance.prompt.text.includes('<<<<<<< SEARCH');
  const edit = takesEdits && drawFor(chance, 'edited') < EDITED ? asEdit(current, content) : undefined;
  return said(edit === undefined ? asCode(path, content) : fenced(edit, 'edit'));
}

/** The schema that the answer follows: of the request, or one that the prompt shows. */
function schemaOf({ response_format: format }: CompletionRequest, prompt: Prompt): unknown {
  const asked = format?.json_schema?.schema;
  if (asked !== undefined) return asked;
  const start = prompt.text.search(/\{\s*"(?:\$schema|type|properties)"/);
  if (start === -1) return undefined;
  for (let end = prompt.text.indexOf('}', start); end !== -1; end = prompt.text.indexOf('}', end + 1)) {
    try {
      const value: unknown = JSON.parse(prompt.text.slice(start, end + 1));
      return value;
    } catch {
      // The brace closes an inner object: the schema goes on.
    }
  }
  return undefined;
}
