import { digestPlan } from '../../../protocol/digest.js';
import { MillwrightError } from '../../../protocol/errors.js';
import type { ModelCaller } from '../../../protocol/model-caller.js';
import { distanceToEnd } from '../../../protocol/plan-graph.js';
import type { PromptMeasure } from '../../../protocol/prompt-measure.js';
import type { Draft, DraftRequest, RefusedFor } from '../../author.js';
import { askFile, CEILING_TOKENS } from './ask-file.js';
import { declaredByPackages } from './declared-by-packages.js';
import { isTypeScript, type FileContext, type ShownFindings } from './file-context.js';
import { filePrompt } from './file-prompt.js';
import { fileSystem } from './file-system.js';
import { readDraft } from './read-draft.js';
import { readNeeds } from './read-needs.js';
import { shownDeclarations } from './shown-declarations.js';

/** Room for a file of 200 lines and what a model thinks before it. */
export const ROOM_TOKENS = 8_000;
/** A repair may have to write the whole file again. */
const TOKENS_A_CHARACTER = 0.5;

/** Roles that write from the manifest: commands and versions stand in it. */
const READS_MANIFEST = new Set(['devops', 'docs']);

const SPLIT =
  'It was longer than any reply may be. Do not write the file: answer with one `needs` block that asks for a new file which takes over a part of it, with the exports that this file will import from there.';
const SHORTER = 'It was longer than any reply may be. Write it shorter.';
const EDITS_ONLY =
  'It was longer than any reply may be. Do not write the whole file: answer with edits of the places that change, and nothing else.';

function unreadable(problem: string, costUsd: number): Draft {
  return { outcome: 'unreadable', reason: problem, costUsd };
}

async function shownFindings(
  { diagnostics, more = 0, packageDeclarations }: RefusedFor,
  measure: PromptMeasure,
): Promise<ShownFindings> {
  const declared = (await packageDeclarations?.()) ?? [];
  return { diagnostics, more, packages: declaredByPackages(declared, measure.tokens) };
}

/** One draft of one file by a model. @throws MillwrightError what asking throws. */
export async function draftFile(
  caller: ModelCaller,
  measure: PromptMeasure,
  request: DraftRequest,
): Promise<Draft> {
  const { analysis, plan, path, read, repair, refusedBefore = null, remark, vain = 0 } = request;
  const spec = plan.files.find((file) => file.path === path);
  if (spec === undefined) {
    throw new MillwrightError('InvalidPlan', `The plan has no file ${path}; it cannot be drafted.`);
  }
  const context: FileContext = {
    analysis,
    plan,
    spec,
    ...(await shownDeclarations(request, spec)),
    manifest: READS_MANIFEST.has(spec.role) ? await read('package.json') : undefined,
    repair: repair === null ? null : { previous: repair.previous, ...(await shownFindings(repair, measure)) },
    refusedBefore: refusedBefore === null ? null : await shownFindings(refusedBefore, measure),
    remark,
    vain,
  };
  const answer = await askFile({
    caller,
    measure,
    request,
    role: repair === null ? spec.role : 'fixer',
    system: fileSystem(context),
    prompt: (tokens) => filePrompt(context, { tokens, count: measure.tokens }),
    split: (tokens) =>
      filePrompt(
        { ...context, remark: repair !== null ? EDITS_ONLY : isTypeScript(path) ? SPLIT : SHORTER },
        { tokens, count: measure.tokens },
      ),
    urgency: distanceToEnd(digestPlan(plan)).get(path) ?? 0,
    room: Math.min(
      CEILING_TOKENS,
      ROOM_TOKENS + Math.ceil((repair?.previous.length ?? 0) * TOKENS_A_CHARACTER),
    ),
  });
  if (answer.outcome === 'no-room') return { outcome: 'no-room' };
  if (answer.outcome === 'too-long') return { outcome: 'nothing', reason: answer.reason };
  const { finish, text, costUsd } = answer;
  if (finish === 'length')
    return unreadable('It was cut off, continued or not, and in parts too; write it shorter.', costUsd);
  if (finish === 'empty') return unreadable('It was empty.', costUsd);
  if (finish === 'refusal') return unreadable(`It was refused: ${text.slice(0, 300)}`, costUsd);

  const drafted = readDraft(text, path, repair?.previous ?? null);
  if (drafted.outcome === 'unreadable') return unreadable(drafted.problem, costUsd);
  if (drafted.outcome === 'content') return { outcome: 'draft', content: drafted.content, costUsd };
  const needs = readNeeds(drafted.needs, spec);
  return needs.outcome === 'read'
    ? { outcome: 'needs', needs: needs.value, costUsd }
    : unreadable(needs.problem, costUsd);
}
