import type { ModelReply, ModelRequest } from '../protocol/model-call.js';
import type { KnownModel } from './known-model.js';
import type { PaidUsage } from './prices.js';
import { countTokens, requestTokens } from './tokens.js';
import type { WireReply } from './wire/wire-call.js';

export interface ReplyOrigin {
  readonly endpoint: string;
  readonly model: KnownModel;
  readonly request: ModelRequest;
  /** What the call was limited to. */
  readonly maxOutputTokens: number;
  readonly seconds: number;
}

/** What came over the wire as the reply that the rest of Millwright knows. */
export function replyOf(wire: WireReply, origin: ReplyOrigin): ModelReply {
  const usage = wire.usage ?? countedUsage(wire, origin.request);
  const text = withoutThoughts(wire.text);
  const { cacheWriteTokens: _, ...tokens } = usage;
  return {
    finish: finishOf(wire, text, origin.maxOutputTokens),
    text: wire.refusal === '' ? text : wire.refusal,
    endpoint: origin.endpoint,
    model: origin.model.route.model,
    usage: tokens,
    costUsd: origin.model.pricing?.of(usage) ?? 0,
    seconds: origin.seconds,
  };
}

function finishOf(wire: WireReply, text: string, maxOutputTokens: number): ModelReply['finish'] {
  if (wire.refusal !== '' || wire.finish === 'filtered') return 'refusal';
  // Some servers say "stop" of a reply that reached its limit.
  if (wire.finish === 'length' || (wire.usage?.outputTokens ?? 0) >= maxOutputTokens) return 'length';
  return text.trim() === '' ? 'empty' : 'stop';
}

/**
 * Models that run on one's own machine write their thoughts in front of the answer. Some templates give the first tag to the
 * model, which then writes the last one only, at the end of a line. Behind them are empty lines that are not the answer's; the
 * indentation of its first line is: it may go on in the middle of a file.
 */
function withoutThoughts(text: string): string {
  const tagged = text.replace(/^\s*<think(?:ing)?>[^]*?(?:<\/think(?:ing)?>(?:\s*\n|[^\S\n]*)|$)/, '');
  if (tagged !== text) return tagged;
  const [end] = text.matchAll(/<\/think(?:ing)?>[^\S\n]*(?:\n|$)/g);
  if (end === undefined || /<think(?:ing)?>/.test(text.slice(0, end.index))) return text;
  return text.slice(end.index + end[0].length).replace(/^\s*\n/, '');
}

/** For endpoints that do not tell the usage. */
function countedUsage(wire: WireReply, request: ModelRequest): PaidUsage {
  const reasoningTokens = countTokens(wire.reasoning);
  return {
    inputTokens: requestTokens(request, countTokens),
    cachedInputTokens: 0,
    cacheWriteTokens: 0,
    outputTokens: countTokens(wire.text) + countTokens(wire.refusal) + reasoningTokens,
    reasoningTokens,
  };
}
