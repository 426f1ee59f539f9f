import { MillwrightError } from '../../../protocol/errors.js';
import type { ModelCaller } from '../../../protocol/model-caller.js';
import type { PromptMessage } from '../../../protocol/model-call.js';
import type { Tier } from '../../../protocol/tier.js';
import type { Draft, DraftRequest } from '../../author.js';
import { codeRules, rolePrompt } from '../prompts/load-prompt.js';
import { taskLine } from '../prompts/sections.js';
import { contractText, filePrompt } from './file-prompt.js';
import { readDraft } from './read-draft.js';
import { readNeeds } from './read-needs.js';

/** Room for a file of 200 lines and what a model thinks before it. */
const ROOM_TOKENS = 8_000;
/** A repair may have to write the whole file again. */
const TOKENS_A_CHARACTER = 0.5;
/** How often a reply that was cut off is continued. */
const CONTINUATIONS = 2;
const CEILING_TOKENS = 32_000;

const CONTINUE =
  'That was cut off. Go on exactly where it ended, with the next character, without repeating anything and without opening a new code block.';

/** Roles that write from the manifest: commands and versions stand in it. */
const READS_MANIFEST = new Set(['devops', 'docs']);

interface Whole {
  readonly finish: 'stop' | 'length' | 'refusal' | 'empty';
  readonly text: string;
  readonly costUsd: number;
}

/** One reply, continued while it is cut off. */
async function askWhole(
  caller: ModelCaller,
  { run, path, draft, repair, signal }: DraftRequest,
  tier: Tier,
  role: string,
  messages: readonly PromptMessage[],
  room: number,
): Promise<Whole | 'no-room'> {
  const firstOrRepair = repair === null && draft === 1 ? 'first' : 'repair';
  let text = '';
  let costUsd = 0;
  let allowed = room;
  for (let turn = 1; turn <= CONTINUATIONS + 1; turn++) {
    const begun = text !== '';
    const answer = await caller.ask({
      key: { run: run.id, step: `file:${path}`, draft, turn },
      purpose: begun ? 'continuation' : turn > 1 ? 'reparse' : firstOrRepair,
      request: () =>
        Promise.resolve({
          tier,
          role,
          messages: begun
            ? [
                ...messages,
                { role: 'assistant' as const, content: text },
                {
                  role: 'user' as const,
                  content: `${CONTINUE}\n\n${taskLine(messages.at(-1)?.content ?? '')}`,
                },
              ]
            : [...messages],
          structure: null,
          maxOutputTokens: allowed,
        }),
      signal,
    });
    if (answer.outcome === 'no-room') return 'no-room';
    const { reply } = answer;
    // What the draft cost the run, though an attempt that died before it could tell may have paid for it.
    costUsd += reply.costUsd;
    // Asked to go on, a model has nothing to add when it was done.
    if (reply.finish === 'empty' && begun) return { finish: 'stop', text, costUsd };
    if (reply.finish === 'refusal' || reply.finish === 'empty') return { ...reply, costUsd };
    text += reply.text;
    if (reply.finish === 'stop') return { finish: 'stop', text, costUsd };
    // All of its room went into thoughts: there is nothing to go on from, and the same room would end the same way.
    if (text === '') allowed = Math.min(CEILING_TOKENS, allowed * 2);
  }
  return { finish: 'length', text, costUsd };
}

/** A prompt that no model of the tier can take in ends the file, not the run; it resolves to why. */
async function whileItFits(asking: Promise<Whole | 'no-room'>): Promise<Whole | string> {
  try {
    return await asking;
  } catch (error) {
    if (error instanceof MillwrightError && error.details.reason === 'context-too-long') return error.message;
    throw error;
  }
}

function unreadable(problem: string, costUsd: number): Draft {
  return { outcome: 'unreadable', reason: problem, costUsd };
}

/** One draft of one file by a model. @throws MillwrightError what asking throws. */
export async function draftFile(caller: ModelCaller, request: DraftRequest): Promise<Draft> {
  const { analysis, plan, path, read, outline, repair, remark } = request;
  const spec = plan.files.find((file) => file.path === path);
  if (spec === undefined) {
    throw new MillwrightError('InvalidPlan', `The plan has no file ${path}; it cannot be drafted.`);
  }
  const declarations = new Map<string, string>();
  for (const { path: other } of spec.dependencies) {
    const planned = plan.files.find((file) => file.path === other)?.contract;
    const promised = planned === undefined ? '' : contractText(planned);
    // A tester sees what was promised: declarations of the code itself may tell how it was done.
    const text = spec.role === 'tester' ? promised : ((await outline(other)) ?? promised);
    if (text.trim() !== '') declarations.set(other, text);
  }
  const prompt = filePrompt({
    analysis,
    plan,
    spec,
    declarations,
    manifest: READS_MANIFEST.has(spec.role) ? await read('package.json') : undefined,
    repair,
    remark,
  });
  const role = repair === null ? spec.role : 'fixer';
  // Who mends a test is bound to what a tester may know, too.
  const system = [rolePrompt(spec.role), ...(repair === null ? [] : [rolePrompt('fixer')]), codeRules()].join(
    '\n\n',
  );
  const room = Math.min(
    CEILING_TOKENS,
    ROOM_TOKENS + Math.ceil((repair?.previous.length ?? 0) * TOKENS_A_CHARACTER),
  );
  const whole = await whileItFits(
    askWhole(
      caller,
      request,
      request.tier,
      role,
      [
        { role: 'system', content: system },
        { role: 'user', content: prompt },
      ],
      room,
    ),
  );
  if (whole === 'no-room') return { outcome: 'no-room' };
  if (typeof whole === 'string') return { outcome: 'nothing', reason: whole };
  const { finish, text, costUsd } = whole;
  if (finish === 'length')
    return unreadable(
      `It was cut off after ${String(CONTINUATIONS)} continuations; write it shorter.`,
      costUsd,
    );
  if (finish === 'empty') return unreadable('It was empty.', costUsd);
  if (finish === 'refusal') return unreadable(`It was refused: ${text.slice(0, 300)}`, costUsd);

  const drafted = readDraft(text, path, repair?.previous ?? null);
  if (drafted.outcome === 'unreadable') return unreadable(drafted.problem, costUsd);
  if (drafted.outcome === 'content') return { outcome: 'draft', content: drafted.content, costUsd };
  const needs = readNeeds(drafted.json, spec);
  return needs.outcome === 'read'
    ? { outcome: 'needs', needs: needs.value, costUsd }
    : unreadable(needs.problem, costUsd);
}
