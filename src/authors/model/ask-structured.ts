import { z } from 'zod';
import { MillwrightError } from '../../protocol/errors.js';
import type { ModelCaller } from '../../protocol/model-caller.js';
import type { ModelRequest, OnReplyProgress, PromptMessage } from '../../protocol/model-call.js';
import type { CallKey } from '../../protocol/model-ledger.js';
import type { PromptMeasure } from '../../protocol/prompt-measure.js';
import type { Tier } from '../../protocol/tier.js';
import { taskLine } from './prompts/sections.js';
import { isTooLong } from './replies/is-too-long.js';
import { readJson } from './replies/read-json.js';

export interface StructuredQuestion<Schema extends z.ZodType> {
  readonly key: Omit<CallKey, 'turn'>;
  /** The caller's own repeat of the question (a plan that was refused): a repair, and the strong tier's from the start. */
  readonly again: boolean;
  readonly role: string;
  readonly system: string;
  readonly user: string;
  readonly name: string;
  readonly schema: Schema;
  /** What the schema cannot say; [] when the answer can be used. */
  readonly problems: (answer: z.output<Schema>) => readonly string[];
  readonly maxOutputTokens: number;
  /** How often it is asked at most; left out: four times, the last two at the strong tier; three times at it when asked `again`. */
  readonly turns?: number;
  readonly signal: AbortSignal;
  readonly onProgress?: OnReplyProgress | undefined;
}

interface Turn {
  readonly tier: Tier;
  /** Is it shown the answer before, and what was wrong with it? */
  readonly shown: boolean;
}

/** Who is asked, one after the other. The last one starts afresh: whatever led the others astray is not shown to it. */
const TURNS: readonly Turn[] = [
  { tier: 'standard', shown: false },
  { tier: 'standard', shown: true },
  { tier: 'strong', shown: true },
  { tier: 'strong', shown: false },
];
const STRONG_TURNS: readonly Turn[] = [
  { tier: 'strong', shown: false },
  { tier: 'strong', shown: true },
  { tier: 'strong', shown: false },
];

/** A longer reply than was allowed for is asked for again with this many times the room, and no more. */
const MORE_ROOM = 2;
const PROBLEMS_SHOWN = 20;
/** Characters of what was wrong, in prompts and errors: both travel through histories. */
const LONGEST_PROBLEM = 4_000;

function shortened(problem: string): string {
  return problem.length <= LONGEST_PROBLEM ? problem : `${problem.slice(0, LONGEST_PROBLEM)} …`;
}

function unreadable(name: string, problem: string, turns: number): MillwrightError {
  return new MillwrightError(
    'GenerationError',
    `No model gave ${name} that could be used, in ${String(turns)} turns; the last one: ${problem} Start again with a stronger model (MILLWRIGHT_MODEL_STRONG), or word the brief more plainly.`,
    { reason: 'unreadable', problem },
  );
}

/**
 * Asks for a structured answer. One that does not parse, or has problems, is asked for again with what was wrong, then at a
 * stronger tier, then of that tier afresh.
 *
 * @throws MillwrightError `GenerationError` with `details.reason` `unreadable` when no answer could be used, `ModelRefused` when the
 * model declined every time, and what asking throws.
 */
export async function askStructured<Schema extends z.ZodType>(
  caller: ModelCaller,
  measure: Pick<PromptMeasure, 'replyTokens'>,
  question: StructuredQuestion<Schema>,
): Promise<z.output<Schema>> {
  const { schema, name } = question;
  // Which draft of JSON Schema it is says nothing that an endpoint needs, and some refuse a field that they do not know.
  const { $schema: _, ...described } = z.toJSONSchema(schema, { io: 'output' });
  const json = z.json().parse(described);
  let previous: { readonly text: string; readonly problem: string } | undefined;
  let room = question.maxOutputTokens;
  let refused = 0;
  const turns = (question.again ? STRONG_TURNS : TURNS).slice(0, question.turns);
  for (const [index, { tier, shown }] of turns.entries()) {
    const mend: readonly PromptMessage[] =
      shown && previous !== undefined
        ? [
            ...(previous.text === '' ? [] : [{ role: 'assistant' as const, content: previous.text }]),
            {
              role: 'user' as const,
              content: `That answer cannot be used. ${previous.problem} Answer again, in full.\n\n${taskLine(question.user)}`,
            },
          ]
        : [];
    const asked: ModelRequest = {
      tier,
      role: question.role,
      messages: [
        { role: 'system', content: question.system },
        { role: 'user', content: question.user },
        ...mend,
      ],
      structure: { name, schema: json },
      // What is claimed for a call is priced by it: no more than the model can give.
      maxOutputTokens: Math.min(room, measure.replyTokens(tier) ?? Infinity),
    };
    const answer = await caller
      .ask({
        key: { ...question.key, turn: index + 1 },
        purpose: index > 0 ? 'reparse' : question.again ? 'repair' : 'first',
        request: () => Promise.resolve(asked),
        signal: question.signal,
        onProgress: question.onProgress,
      })
      .catch((error: unknown) => {
        if (isTooLong(error) && index + 1 < turns.length) return undefined;
        throw error;
      });
    if (answer === undefined) {
      // A stronger model may take in more, and what was answered before need not be shown again.
      previous = previous === undefined ? undefined : { ...previous, text: '' };
      // More room than at first was wanted because an answer was cut off; where there is none, a briefer one may do.
      room = question.maxOutputTokens;
      continue;
    }
    if (answer.outcome === 'no-room') {
      throw new MillwrightError(
        'ModelUnavailable',
        'Other calls of the run hold what is left of its limit; this one is tried again when they have settled.',
        { transient: true, reason: 'no-room' },
      );
    }
    const { finish, text } = answer.reply;
    if (finish === 'refusal') refused += 1;
    if (finish === 'stop') {
      const read = readJson(text, schema);
      const problems = read.outcome === 'read' ? question.problems(read.value) : [read.problem];
      if (read.outcome === 'read' && problems.length === 0) return read.value;
      previous = { text, problem: shortened(problems.slice(0, PROBLEMS_SHOWN).join(' ')) };
    } else if (finish === 'length') {
      // Half an answer is not shown again: it would be continued, and its first half paid twice as input.
      // It may have had less room than it was asked with: that is for whoever knows the model's context.
      const cutAt = Math.min(asked.maxOutputTokens, answer.reply.usage.outputTokens);
      previous = { text: '', problem: `It was cut off before its end, at ${cutAt} tokens; be briefer.` };
      room = question.maxOutputTokens * MORE_ROOM;
    } else {
      previous = {
        text: '',
        problem: finish === 'empty' ? 'It was empty.' : shortened(`It was refused: ${text}`),
      };
    }
  }
  if (refused === turns.length) {
    throw new MillwrightError(
      'ModelRefused',
      `The model declined to write ${name}: ${previous?.problem ?? ''} Word the brief differently, or configure another model.`,
    );
  }
  throw unreadable(name, previous?.problem ?? '', turns.length);
}
