import type { ModelReply, ModelRequest } from '../protocol/model-call.js';
import type { KnownModel } from './known-model.js';
import type { PaidUsage } from './prices.js';
import { countTokens, mostTokens, requestTokens } from './tokens.js';
import type { WireReply } from './wire/wire-call.js';

/** What a prompt costs that was refused before the model saw it. */
export const NOTHING_PAID: PaidUsage = {
  inputTokens: 0,
  cachedInputTokens: 0,
  cacheWriteTokens: 0,
  outputTokens: 0,
  reasoningTokens: 0,
};

export interface ReplyOrigin {
  readonly endpoint: string;
  readonly model: KnownModel;
  readonly request: ModelRequest;
  /** What the call was limited to. */
  readonly maxOutputTokens: number;
  readonly seconds: number;
}

/**
 * What came over the wire as the reply that the rest of Millwright knows.
 * @param usage what is paid for it.
 */
export function replyOf(wire: WireReply, origin: ReplyOrigin, usage = paidUsage(wire, origin)): ModelReply {
  const text = withoutThoughts(wire.text);
  const { cacheWriteTokens: _, ...tokens } = usage;
  return {
    finish: finishOf(wire, text, origin),
    text: wire.refusal === '' ? text : wire.refusal,
    endpoint: origin.endpoint,
    model: origin.model.route.model,
    usage: tokens,
    costUsd: origin.model.pricing?.of(usage) ?? 0,
    seconds: origin.seconds,
  };
}

function finishOf(
  wire: WireReply,
  text: string,
  { model, maxOutputTokens }: ReplyOrigin,
): ModelReply['finish'] {
  if (wire.refusal !== '' || wire.finish === 'filtered') return 'refusal';
  // Some servers say "stop" of a reply that reached its limit; where nobody says anything it is counted.
  const told = wire.usage?.outputTokens ?? 0;
  const tokens = told > 0 || wire.finish !== 'ended' ? told : shownTokens(wire, model);
  if (wire.finish === 'length' || tokens >= maxOutputTokens) return 'length';
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

/**
 * What is paid for a reply: what the endpoint tells. What it does not tell, or tells as nothing where there was something, is
 * counted, on the safe side.
 */
export function paidUsage(wire: WireReply, origin: ReplyOrigin): PaidUsage {
  const told = wire.usage ?? NOTHING_PAID;
  const { request, model } = origin;
  return {
    ...told,
    inputTokens:
      told.inputTokens > 0
        ? told.inputTokens
        : requestTokens(request, (text) => mostTokens(text, model.knownAs)),
    ...(told.outputTokens > 0 ? {} : countedOutput(wire, origin)),
  };
}

function countedOutput(
  wire: WireReply,
  { model, maxOutputTokens }: ReplyOrigin,
): Pick<PaidUsage, 'outputTokens' | 'reasoningTokens'> {
  const { text, refusal, reasoning, usage } = wire;
  const shown = shownTokens(wire, model);
  if (shown === 0 && usage !== null) return { outputTokens: 0, reasoningTokens: 0 };
  // A limit that the server did not keep has been passed for certain only where the sparer count is past it.
  const outputTokens = Math.min(
    shown,
    Math.max(maxOutputTokens, countTokens(text) + countTokens(refusal) + countTokens(reasoning)),
  );
  const thoughts = Math.min(outputTokens, mostTokens(reasoning, model.knownAs));
  if (!model.profile().reasoning || reasoning !== '' || withoutThoughts(text) !== text)
    return { outputTokens, reasoningTokens: thoughts };
  // It has thought, and shows nothing of it: no more than it was allowed.
  const most = Math.max(outputTokens, maxOutputTokens);
  return { outputTokens: most, reasoningTokens: most - outputTokens };
}

/** Tokens of all that is shown of a reply, on the safe side. */
function shownTokens({ text, refusal, reasoning }: WireReply, { knownAs }: KnownModel): number {
  return [text, refusal, reasoning].reduce((sum, each) => sum + mostTokens(each, knownAs), 0);
}
