import type { Reply } from './faults/reply.js';
import type { Message } from './prompt.js';

/** Characters of a token, as models count English and code. */
const CHARACTERS_A_TOKEN = 4;
/** What a provider caches is counted in steps of so many tokens, and only from so many on. */
const CACHED_STEP = 128;
const LEAST_CACHED = 1024;

export function tokensOf(text: string): number {
  return Math.ceil(text.length / CHARACTERS_A_TOKEN);
}

/** A completion as Chat Completions answer it: whole, or as the events of a stream. */
export interface Completion {
  readonly id: string;
  readonly model: string;
  readonly reply: Reply;
  readonly usage: Usage;
}

export interface Usage {
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
  readonly total_tokens: number;
  readonly prompt_tokens_details: { readonly cached_tokens: number };
  readonly completion_tokens_details: { readonly reasoning_tokens: number };
}

/** Equal requests are billed alike: the first message is counted as cached wherever it is long enough. */
export function usageOf(messages: readonly Message[], reply: Reply): Usage {
  const prompt = messages.reduce((sum, { text }) => sum + tokensOf(text), 0);
  const stable = tokensOf(messages[0]?.text ?? '');
  const completion = tokensOf(reply.text) + tokensOf(reply.refusal ?? '');
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    prompt_tokens_details: {
      cached_tokens: stable < LEAST_CACHED ? 0 : Math.floor(stable / CACHED_STEP) * CACHED_STEP,
    },
    completion_tokens_details: { reasoning_tokens: 0 },
  };
}

/** A reply that is longer than it may be ends in the middle. */
export function withinLimit(reply: Reply, tokens: number | null | undefined): Reply {
  if (tokens === null || tokens === undefined || tokensOf(reply.text) <= tokens) return reply;
  return { ...reply, text: reply.text.slice(0, tokens * CHARACTERS_A_TOKEN), finish: 'length' };
}

export function wholeCompletion({ id, model, reply, usage }: Completion): unknown {
  return {
    id,
    object: 'chat.completion',
    created: 0,
    model,
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content: reply.text, refusal: reply.refusal },
        logprobs: null,
        finish_reason: reply.finish,
      },
    ],
    usage,
  };
}

const PIECE = 160;

/** The same as chunks, in the order in which they are sent. */
export function completionChunks(
  { id, model, reply, usage }: Completion,
  includeUsage: boolean,
): readonly unknown[] {
  const chunk = (choices: readonly unknown[], more: object = {}): unknown => ({
    id,
    object: 'chat.completion.chunk',
    created: 0,
    model,
    choices,
    ...more,
  });
  const delta = (content: object, finish: string | null = null): unknown =>
    chunk([{ index: 0, delta: content, logprobs: null, finish_reason: finish }]);
  const pieces = Array.from({ length: Math.ceil(reply.text.length / PIECE) }, (_, index) =>
    delta({ content: reply.text.slice(index * PIECE, (index + 1) * PIECE) }),
  );
  return [
    delta({ role: 'assistant', content: '' }),
    ...(reply.refusal === null ? [] : [delta({ refusal: reply.refusal })]),
    ...pieces,
    delta({}, reply.finish),
    ...(includeUsage ? [chunk([], { usage })] : []),
  ];
}
