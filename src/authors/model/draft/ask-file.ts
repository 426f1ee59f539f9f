import type { MillwrightError } from '../../../protocol/errors.js';
import type { ModelReply, PromptMessage } from '../../../protocol/model-call.js';
import type { ModelCaller } from '../../../protocol/model-caller.js';
import type { CallPurpose } from '../../../protocol/model-ledger.js';
import type { PromptMeasure } from '../../../protocol/prompt-measure.js';
import type { Tier } from '../../../protocol/tier.js';
import type { DraftRequest } from '../../author.js';
import { taskLine } from '../prompts/sections.js';
import { goneOn, wholeLines } from '../replies/go-on.js';
import { isTooLong } from '../replies/is-too-long.js';
import type { FilePrompt } from './file-prompt.js';
import { promptBudget, shorterBudget } from './prompt-budget.js';

/** How often a reply that was cut off is continued. */
const CONTINUATIONS = 2;
/** Tokens of the longest reply that is asked for. */
export const CEILING_TOKENS = 32_000;
/** How often a prompt that a model cannot take in is made shorter, at each tier. */
const CUTS = 2;

const CONTINUE =
  'That was cut off. Go on with the line that follows the last one there, from its first character, without repeating anything and without opening a new code block.';

export interface FileQuestion {
  readonly caller: ModelCaller;
  readonly measure: PromptMeasure;
  readonly request: Pick<
    DraftRequest,
    'run' | 'path' | 'draft' | 'tier' | 'repair' | 'signal' | 'onProgress'
  >;
  /** Shown in costs. */
  readonly role: string;
  readonly system: string;
  /** The prompt in at most so many tokens, or with nothing in it that can be left out. */
  readonly prompt: (tokens: number) => FilePrompt;
  /** The prompt that is asked when the file is too long for any reply: for a part of it. */
  readonly split: (tokens: number) => FilePrompt;
  /** Tokens that the reply may have. */
  readonly room: number;
  /** How long what waits for the file takes, in files: see `ModelQuestion.urgency`. */
  readonly urgency: number;
}

export type FileAnswer =
  | {
      readonly outcome: 'reply';
      readonly finish: 'stop' | 'length' | 'refusal' | 'empty';
      readonly text: string;
      /** Of every call of the draft. */
      readonly costUsd: number;
    }
  | { readonly outcome: 'no-room' }
  /** No model takes the prompt in, as short as it gets. */
  | { readonly outcome: 'too-long'; readonly reason: string };

type Whole = Extract<FileAnswer, { outcome: 'reply' | 'no-room' }>;

interface Turn {
  readonly tier: Tier;
  readonly messages: readonly PromptMessage[];
  readonly room: number;
  readonly purpose: CallPurpose;
}

/** The calls of one draft, numbered in the order in which they are made. */
class FileCalls {
  #turn = 0;
  #costUsd = 0;

  constructor(readonly question: FileQuestion) {}

  async #ask({ tier, messages, room, purpose }: Turn): Promise<ModelReply | undefined> {
    const { caller, role, request, urgency } = this.question;
    this.#turn += 1;
    const answer = await caller.ask({
      key: { run: request.run.id, step: `file:${request.path}`, draft: request.draft, turn: this.#turn },
      purpose,
      request: () =>
        Promise.resolve({ tier, role, messages: [...messages], structure: null, maxOutputTokens: room }),
      urgency,
      signal: request.signal,
      onProgress: request.onProgress,
    });
    if (answer.outcome === 'no-room') return undefined;
    // What the draft cost the run, though an attempt that died before it could tell may have paid for it.
    this.#costUsd += answer.reply.costUsd;
    return answer.reply;
  }

  #ended(finish: ModelReply['finish'], text: string): Whole {
    return { outcome: 'reply', finish, text, costUsd: this.#costUsd };
  }

  /** One reply, continued while it is cut off; one that came no further, all thoughts or one long line, has twice the room. */
  async #continued(first: Turn): Promise<{ readonly whole: Whole; readonly allowed: number }> {
    let text = '';
    let begun = '';
    let allowed = first.room;
    for (let turn = 0; turn <= CONTINUATIONS; turn++) {
      const goesOn = begun !== '';
      const reply = await this.#ask({
        ...first,
        room: allowed,
        purpose: goesOn ? 'continuation' : turn > 0 ? 'reparse' : first.purpose,
        messages: goesOn
          ? [
              ...first.messages,
              { role: 'assistant', content: begun },
              { role: 'user', content: `${CONTINUE}\n\n${taskLine(first.messages.at(-1)?.content ?? '')}` },
            ]
          : first.messages,
      }).catch((error: unknown) => {
        // The prompt fitted, and does not with what was begun: there is no going on, and no use in less of the prompt.
        if (goesOn && isTooLong(error)) return 'full' as const;
        throw error;
      });
      if (reply === 'full') break;
      if (reply === undefined) return { whole: { outcome: 'no-room' }, allowed };
      // Asked to go on, a model has nothing to add when it was done.
      if (reply.finish === 'empty' && goesOn) return { whole: this.#ended('stop', text), allowed };
      if (reply.finish === 'refusal' || reply.finish === 'empty')
        return { whole: this.#ended(reply.finish, reply.text), allowed };
      text = goneOn(begun, reply.text, reply.finish === 'length');
      if (reply.finish === 'stop') return { whole: this.#ended('stop', text), allowed };
      const before = begun;
      begun = wholeLines(text);
      // All of its room went into thoughts, or into one line: the same room would end the same way.
      if (begun === before && turn < CONTINUATIONS) {
        const more = Math.min(this.#longestReply(first.tier), allowed * 2);
        if (more <= allowed) break;
        allowed = more;
      }
    }
    return { whole: this.#ended('length', text), allowed };
  }

  /** Tokens of the longest reply that is asked for: with more room than it uses, a model would end at the same place. */
  #longestReply(tier: Tier): number {
    return Math.min(CEILING_TOKENS, this.question.measure.replyTokens(tier) ?? Infinity);
  }

  /** Tokens of the longest reply that the prompt leaves room for. */
  #mostRoom(tier: Tier, { tokens }: FilePrompt): number {
    const { measure, system } = this.question;
    const context = measure.contextTokens(tier) ?? Infinity;
    return Math.min(this.#longestReply(tier), context - measure.tokens(system) - tokens);
  }

  /**
   * The reply to a prompt: continued twice, then asked for in one piece with as much room as there is, then for a part of the file.
   * @throws MillwrightError what asking throws; `ModelUnavailable` with reason `context-too-long` when the prompt is.
   */
  async reply(tier: Tier, prompt: FilePrompt, budget: number): Promise<Whole> {
    const { question } = this;
    const { system, room, request } = question;
    const messages = (text: string): readonly PromptMessage[] => [
      { role: 'system', content: system },
      { role: 'user', content: text },
    ];
    const purpose = request.repair === null && request.draft === 1 ? 'first' : 'repair';
    const { whole, allowed } = await this.#continued({
      tier,
      messages: messages(prompt.text),
      room,
      purpose,
    });
    if (whole.outcome === 'no-room' || whole.finish !== 'length') return whole;
    const again = async (text: string): Promise<Whole> => {
      const reply = await this.#ask({
        tier,
        messages: messages(text),
        room: CEILING_TOKENS,
        purpose: 'reparse',
      });
      return reply === undefined ? { outcome: 'no-room' } : this.#ended(reply.finish, reply.text);
    };
    if (allowed < this.#mostRoom(tier, prompt)) {
      const higher = await again(prompt.text);
      if (higher.outcome === 'no-room' || higher.finish !== 'length') return higher;
    }
    return again(question.split(budget).text);
  }
}

/**
 * Asks for one file. A prompt that a model cannot take in is cut, twice at most, and asked again under another turn; then the
 * strong tier is asked, whose models may take more.
 * @throws MillwrightError what asking throws, but for a prompt that is too long.
 */
export async function askFile(question: FileQuestion): Promise<FileAnswer> {
  const { measure, request, system, room } = question;
  const calls = new FileCalls(question);
  const ofSystem = measure.tokens(system);
  let refused: { readonly error: MillwrightError; readonly tokens: number } | undefined;
  for (const tier of new Set<Tier>([request.tier, 'strong'])) {
    let budget = promptBudget(measure.contextTokens(tier), room);
    for (let cuts = 0; cuts <= CUTS; cuts++) {
      const prompt = question.prompt(budget - ofSystem);
      try {
        return await calls.reply(tier, prompt, budget - ofSystem);
      } catch (error) {
        if (!isTooLong(error)) throw error;
        refused = { error, tokens: prompt.tokens + ofSystem };
        if (!prompt.cuttable) break;
        budget = shorterBudget(measure.contextTokens(tier), room, refused.tokens);
      }
    }
  }
  const { error, tokens } = refused ?? {};
  return {
    outcome: 'too-long',
    reason:
      `The prompt of ${request.path} was cut to about ${String(tokens)} tokens, and no model takes it in: ${error?.message ?? ''} ` +
      'Name a model with a longer context (MILLWRIGHT_MODEL_STRONG), say its length if it is not known (overrides, profile, contextTokens; docs/models.md), ' +
      'or plan the file with less to do and fewer dependencies.',
  };
}
