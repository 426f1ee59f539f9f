import type { ResponseCreateParams } from 'openai/resources/responses/responses';
import { z } from 'zod';
import type { PaidUsage } from '../prices.js';
import { failureIn, messagesFor, type ReplyReader, type WireCall, type WireFinish } from './wire-call.js';

/** The body of a call over Responses. Nothing is kept by the provider. */
export function responsesBody(call: WireCall): ResponseCreateParams {
  const { profile, temperature, request } = call;
  return {
    model: call.model,
    input: [...messagesFor(call)],
    max_output_tokens: call.maxOutputTokens,
    store: false,
    stream: profile.streaming,
    ...(temperature !== undefined && profile.temperature ? { temperature } : {}),
    ...textFormat(request.structure, profile.structure),
  };
}

function textFormat(
  structure: WireCall['request']['structure'],
  how: WireCall['profile']['structure'],
): Pick<ResponseCreateParams, 'text'> {
  if (structure === null || how === 'prompt') return {};
  if (how === 'json-object') return { text: { format: { type: 'json_object' } } };
  return {
    text: {
      format: {
        type: 'json_schema',
        name: structure.name,
        schema: structure.schema as Record<string, unknown>,
        strict: true,
      },
    },
  };
}

const tokens = z.number().min(0).nullish();

const usageSchema = z.object({
  input_tokens: z.number().min(0),
  output_tokens: z.number().min(0),
  input_tokens_details: z.object({ cached_tokens: tokens, cache_write_tokens: tokens }).nullish(),
  output_tokens_details: z.object({ reasoning_tokens: tokens }).nullish(),
});

const responseSchema = z.object({
  status: z.string().nullish(),
  error: z.unknown().optional(),
  incomplete_details: z.object({ reason: z.string().nullish() }).nullish(),
  output: z
    .array(
      z.object({
        type: z.string(),
        content: z
          .array(
            z.object({
              type: z.string(),
              text: z.string().nullish(),
              refusal: z.string().nullish(),
            }),
          )
          .nullish()
          .catch(null),
      }),
    )
    .nullish(),
  usage: usageSchema.nullish().catch(null),
});

const eventSchema = z.object({
  type: z.string(),
  delta: z.unknown().optional(),
  response: z.unknown().optional(),
});

/** What the last event means where the response in it does not say. */
const ENDS = {
  'response.completed': 'stop',
  'response.incomplete': 'length',
  'response.failed': 'error',
} as const;

export function createResponsesReader(): ReplyReader {
  let written = { text: '', refusal: '', reasoning: '' };
  let finish: WireFinish | null = null;
  let usage: PaidUsage | null = null;
  let isReply = false;
  let isOver = false;

  const document = (data: unknown): void => {
    const response = responseSchema.parse(data);
    if (response.error !== undefined && response.error !== null) throw failureIn(response.error);
    if (response.status === 'failed' || response.status === 'cancelled') {
      throw failureIn({ message: `The response is ${response.status}.`, code: 'server_error' });
    }
    const parts = (response.output ?? [])
      .filter(({ type }) => type === 'message')
      .flatMap(({ content }) => content ?? []);
    const whole = {
      text: parts.map((part) => part.text ?? '').join(''),
      refusal: parts.map((part) => part.refusal ?? '').join(''),
    };
    // Some servers end a stream with a response that has no output in it.
    if (whole.text !== '' || whole.refusal !== '') written = { ...written, ...whole };
    if (response.usage != null) usage = usageOf(response.usage);
    if (response.output == null && response.status == null) return;
    isReply = true;
    finish =
      response.status !== 'incomplete'
        ? 'stop'
        : response.incomplete_details?.reason === 'content_filter'
          ? 'filtered'
          : 'length';
  };
  return {
    event: (data) => {
      const event = eventSchema.parse(data);
      isReply ||= event.type.startsWith('response.');
      const delta = typeof event.delta === 'string' ? event.delta : '';
      switch (event.type) {
        case 'response.output_text.delta':
          written.text += delta;
          break;
        case 'response.refusal.delta':
          written.refusal += delta;
          break;
        case 'response.reasoning_text.delta':
        case 'response.reasoning_summary_text.delta':
          written.reasoning += delta;
          break;
        case 'response.completed':
        case 'response.incomplete':
        case 'response.failed':
          document(event.response);
          finish ??= ENDS[event.type];
          isOver = true;
          break;
        case 'error':
          throw failureIn(data);
      }
    },
    document,
    // Its last event says that it is over.
    end: () => undefined,
    isOver: () => isOver,
    isReply: () => isReply,
    characters: () => written.text.length,
    reply: () => ({ ...written, finish, usage }),
  };
}

function usageOf(usage: z.infer<typeof usageSchema>): PaidUsage {
  return {
    inputTokens: Math.round(usage.input_tokens),
    cachedInputTokens: Math.round(usage.input_tokens_details?.cached_tokens ?? 0),
    cacheWriteTokens: Math.round(usage.input_tokens_details?.cache_write_tokens ?? 0),
    outputTokens: Math.round(usage.output_tokens),
    reasoningTokens: Math.round(usage.output_tokens_details?.reasoning_tokens ?? 0),
  };
}
