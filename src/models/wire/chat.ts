import type { ChatCompletionCreateParams } from 'openai/resources/chat/completions';
import { z } from 'zod';
import type { PaidUsage } from '../prices.js';
import { failureIn, messagesFor, type ReplyReader, type WireCall, type WireFinish } from './wire-call.js';

/** The body of a call over Chat Completions. */
export function chatBody(call: WireCall): ChatCompletionCreateParams {
  const { profile, model, temperature, request } = call;
  const base = {
    model,
    messages: [...messagesFor(call)],
    [profile.outputLimit]: call.maxOutputTokens,
    ...(temperature !== undefined && profile.temperature ? { temperature } : {}),
    ...responseFormat(request.structure, profile.structure),
  };
  return profile.streaming
    ? { ...base, stream: true, ...(profile.streamUsage ? { stream_options: { include_usage: true } } : {}) }
    : { ...base, stream: false };
}

function responseFormat(
  structure: WireCall['request']['structure'],
  how: WireCall['profile']['structure'],
): Pick<ChatCompletionCreateParams, 'response_format'> {
  if (structure === null || how === 'prompt') return {};
  if (how === 'json-object') return { response_format: { type: 'json_object' } };
  return {
    response_format: {
      type: 'json_schema',
      json_schema: {
        name: structure.name,
        schema: structure.schema as Record<string, unknown>,
        strict: true,
      },
    },
  };
}

const text = z.string().nullish();
const tokens = z.number().min(0).nullish();

/** Most servers write text; some write a list of parts, thoughts among them. */
const content = z.union([
  text,
  z.array(z.object({ type: z.string().optional(), text })).transform((parts) =>
    parts
      .filter(({ type }) => type === undefined || type.endsWith('text'))
      .map((part) => part.text ?? '')
      .join(''),
  ),
]);

const messageSchema = z.object({
  content,
  refusal: text,
  reasoning_content: text,
  reasoning: text.catch(null),
});

const usageSchema = z.object({
  prompt_tokens: z.number().min(0),
  completion_tokens: tokens,
  total_tokens: tokens,
  prompt_tokens_details: z.object({ cached_tokens: tokens, cache_write_tokens: tokens }).nullish(),
  completion_tokens_details: z.object({ reasoning_tokens: tokens }).nullish(),
  prompt_cache_hit_tokens: tokens,
});

const documentSchema = z.object({
  choices: z
    .array(
      z.object({
        delta: messageSchema.nullish(),
        message: messageSchema.nullish(),
        finish_reason: text,
      }),
    )
    .nullish(),
  usage: usageSchema.nullish().catch(null),
  error: z.unknown().optional(),
});

const FINISHES: Readonly<Record<string, WireFinish>> = {
  stop: 'stop',
  eos: 'stop',
  eos_token: 'stop',
  stop_sequence: 'stop',
  end_turn: 'stop',
  // Nothing was offered to call; whether there is a text besides decides.
  tool_calls: 'stop',
  function_call: 'stop',
  length: 'length',
  max_tokens: 'length',
  model_length: 'length',
  content_filter: 'filtered',
  safety: 'filtered',
  recitation: 'filtered',
  prohibited_content: 'filtered',
  blocklist: 'filtered',
  spii: 'filtered',
  refusal: 'filtered',
  error: 'error',
};

export function createChatReader(): ReplyReader {
  const written = { text: '', refusal: '', reasoning: '' };
  let finish: WireFinish | null = null;
  let usage: PaidUsage | null = null;
  let isReply = false;
  const read = (data: unknown): void => {
    const parsed = documentSchema.parse(data);
    if (parsed.error !== undefined && parsed.error !== null) throw failureIn(parsed.error);
    if (parsed.usage != null) usage = usageOf(parsed.usage);
    const choice = parsed.choices?.[0];
    if (choice === undefined) return;
    const message = choice.delta ?? choice.message;
    const reason = reasonOf(choice.finish_reason);
    isReply ||= message != null || reason !== null;
    written.text += message?.content ?? '';
    written.refusal += message?.refusal ?? '';
    written.reasoning += message?.reasoning_content ?? message?.reasoning ?? '';
    // Whatever a reason that nobody has heard of means, a reply that may lack its end is not taken for whole.
    if (reason !== null) finish = FINISHES[reason] ?? 'length';
  };
  return {
    event: read,
    document: (data) => {
      read(data);
      if (isReply) finish ??= 'ended';
    },
    end: () => {
      // Gateways say that it is over too where the server behind them died before its first word.
      if (written.text + written.refusal + written.reasoning !== '') finish ??= 'ended';
    },
    // [DONE] comes last, and is no event.
    isOver: () => false,
    isReply: () => isReply,
    characters: () => written.text.length,
    reply: () => ({ ...written, finish, usage }),
  };
}

/** Some servers write "" or "null" where there is no reason yet. */
function reasonOf(written: string | null | undefined): string | null {
  const reason = written?.trim().toLowerCase() ?? '';
  return reason === '' || reason === 'null' ? null : reason;
}

function usageOf(usage: z.infer<typeof usageSchema>): PaidUsage {
  const { prompt_tokens: input, total_tokens: total } = usage;
  const completion = usage.completion_tokens ?? 0;
  const reasoning = usage.completion_tokens_details?.reasoning_tokens ?? 0;
  return {
    inputTokens: Math.round(input),
    cachedInputTokens: Math.round(
      usage.prompt_tokens_details?.cached_tokens ?? usage.prompt_cache_hit_tokens ?? 0,
    ),
    cacheWriteTokens: Math.round(usage.prompt_tokens_details?.cache_write_tokens ?? 0),
    // Some endpoints count thoughts beside the completion, or in the total only; they are paid for as output.
    outputTokens: Math.round(
      Math.max(completion < reasoning ? completion + reasoning : completion, (total ?? 0) - input),
    ),
    reasoningTokens: Math.round(reasoning),
  };
}
