import type { MillwrightError } from '../protocol/errors.js';
import type { CallOrder, ModelReply, ModelRequest } from '../protocol/model-call.js';
import { createBreaker, type Breaker } from './breaker.js';
import { callRate } from './call-rate.js';
import { factsOf, type FailureFacts } from './failure-facts.js';
import { failureOf, isCutOff, isDeclined, isPaidAnyway, isTooLong } from './failures.js';
import type { KnownModel } from './known-model.js';
import { contextLesson, LEAST_REPLY_TOKENS, lessonOf } from './profiles/learn.js';
import { NOTHING_PAID, paidUsage, replyOf, type ReplyOrigin } from './reply.js';
import type { EndpointSettings } from './settings.js';
import { countTokens, requestTokens } from './tokens.js';
import { asksToWait, cancelled, unavailable } from './unavailable.js';
import { createChatReader } from './wire/chat.js';
import { createSender } from './wire/client.js';
import { totalMs, type CallTimeouts } from './wire/deadlines.js';
import { exchange } from './wire/exchange.js';
import { createResponsesReader } from './wire/responses.js';
import type { ReplyReader, WireCall, WireReply } from './wire/wire-call.js';

/** How long an endpoint that takes no more calls is left alone, in milliseconds: at least, */
const LEAST_WAIT_MS = 250;
/** where it does not say, twice as long each time that it refuses again, */
const UNTOLD_WAIT_MS = 2_000;
/** and at most. */
const LONGEST_WAIT_MS = 60_000;

/** More than a model has traits: after so many refusals the endpoint contradicts itself. */
const MAX_LESSONS = 8;

export interface EndpointOptions {
  readonly timeouts: Omit<CallTimeouts, 'totalMs'> & Partial<CallTimeouts>;
  readonly breakMs: number;
  readonly maxReplyBytes: number;
}

export interface EndpointCall {
  readonly request: ModelRequest;
  readonly model: KnownModel;
  readonly order: CallOrder;
  readonly signal: AbortSignal;
  readonly onProgress: (characters: number) => void;
}

/** One endpoint: its client, its rate and its breakers, and how its refusals are learned from. */
export interface Endpoint {
  /** Of one model: an endpoint may serve several, of which one is down. */
  breaker(model: string): Breaker;
  /** Milliseconds for which the endpoint has asked to be left alone; 0: it has not. */
  heldForMs(): number;
  /** @throws MillwrightError `ModelUnavailable`, or the signal's reason once the call is under way. */
  call(call: EndpointCall): Promise<ModelReply>;
}

export function createEndpoint(settings: EndpointSettings, options: EndpointOptions): Endpoint {
  const send = createSender(settings);
  const rate = callRate(settings.callsPerMinute);
  /** Refusals in a row by which the endpoint asked to wait. */
  let refusals = 0;
  /** Of each model, the tokens of prompt and reply of the longest call that it has answered. */
  const answered = new Map<string, number>();
  const noteAnswer = ({ model, usage }: ModelReply): void => {
    answered.set(model, Math.max(answered.get(model) ?? 0, usage.inputTokens + usage.outputTokens));
  };
  const breakers = new Map<string, Breaker>();
  const breaker = (model: string): Breaker => {
    const known = breakers.get(model) ?? createBreaker(options.breakMs);
    breakers.set(model, known);
    return known;
  };

  const ask = (
    wireCall: WireCall,
    reader: ReplyReader,
    { signal, onProgress }: EndpointCall,
  ): Promise<WireReply> =>
    exchange((aborted) => send(wireCall, aborted), reader, {
      ...options,
      timeouts: { totalMs: totalMs(wireCall, options.timeouts.firstByteMs), ...options.timeouts },
      signal,
      onProgress,
      streaming: wireCall.profile.streaming,
    });

  const askAndLearn = async (call: EndpointCall): Promise<ModelReply> => {
    const { request, model, order, signal } = call;
    const inputTokens = requestTokens(request, countTokens);
    /** What holds for this call alone. */
    let once = {};
    for (let lessons = 0; ; lessons++) {
      const wireCall = prepared(call, inputTokens, once, settings);
      await rate.turn(order, signal).catch(() => {
        throw cancelled(settings.name, model.route.model);
      });
      const reader = settings.api === 'chat' ? createChatReader() : createResponsesReader();
      const started = performance.now();
      const origin = (): ReplyOrigin => ({
        endpoint: settings.name,
        model,
        request,
        maxOutputTokens: wireCall.maxOutputTokens,
        seconds: (performance.now() - started) / 1000,
      });
      try {
        const reply = replyOf(await ask(wireCall, reader, call), origin());
        refusals = 0;
        noteAnswer(reply);
        return reply;
      } catch (error) {
        signal.throwIfAborted();
        const facts = factsOf(error, settings.key, hasBegun(reader));
        if (facts === undefined) throw error;
        if (isDeclined(facts)) return declined(facts, reader.reply(), origin());
        if (isCutOff(facts)) return replyOf(usedUp(reader.reply(), origin()), origin());
        const lesson =
          lessons >= MAX_LESSONS
            ? undefined
            : isTooLong(facts)
              ? contextLesson(facts, wireCall, answered.get(model.route.model) ?? 0)
              : lessonOf(facts, wireCall, settings.api);
        if (lesson === undefined) {
          const failure = failed(facts, model, settings, false);
          // Whoever else waits for the endpoint would be told the same.
          if (asksToWait(failure) && rate.heldForMs() === 0)
            rate.hold(waitFor(facts.retryAfterMs ?? UNTOLD_WAIT_MS * 2 ** refusals++));
          throw failure;
        }
        if (lesson.lasting) model.learn(lesson.change);
        // What may be paid for already is not asked again on the same claim: whoever called claims anew.
        if (isPaidAnyway(facts)) throw failed(facts, model, settings, lesson.lasting);
        if (!lesson.lasting) once = { ...once, ...lesson.change };
      }
    }
  };
  return {
    breaker,
    heldForMs: rate.heldForMs,
    call: (call) =>
      breaker(call.model.route.model).run((works) => {
        const onProgress = (characters: number): void => {
          works();
          call.onProgress(characters);
        };
        return askAndLearn({ ...call, onProgress });
      }),
  };
}

function waitFor(ms: number): number {
  return Math.min(LONGEST_WAIT_MS, Math.max(LEAST_WAIT_MS, ms));
}

const SET_BY = 'profile.contextTokens among the overrides of millwright.config.yaml';
const CONTEXT_FROM: Readonly<Record<ReturnType<KnownModel['contextFrom']>, string>> = {
  settings: `as ${SET_BY} says`,
  endpoint: `as its endpoint said within the last day (kept in model-profiles.json under MILLWRIGHT_HOME; ${SET_BY} counts before it)`,
  prices: `as the list of prices says (${SET_BY} counts before it)`,
};

/** Of the room that is allowed for a structured answer, so much is needed: half a document is worth nothing, and is paid. */
const STRUCTURED_SHARE = 1 / 3;

/** With less room than this for its reply, a call of `wanted` tokens is not made. A text may be gone on with. */
function leastRoom({ structure }: ModelRequest, wanted: number): number {
  return structure === null ? Math.min(wanted, LEAST_REPLY_TOKENS) : wanted * STRUCTURED_SHARE;
}

/** @throws MillwrightError `ModelUnavailable` when the prompt leaves too little room for a reply. */
function prepared(
  { request, model }: EndpointCall,
  inputTokens: number,
  once: object,
  { name }: EndpointSettings,
): WireCall {
  const profile = { ...model.profile(), ...once };
  const room = (profile.contextTokens ?? Infinity) - inputTokens;
  const wanted = Math.min(request.maxOutputTokens, profile.maxOutputTokens ?? Infinity);
  if (room < leastRoom(request, wanted)) {
    const from =
      'contextTokens' in once ? 'as its endpoint says of this call' : CONTEXT_FROM[model.contextFrom()];
    throw unavailable(
      'context-too-long',
      `A prompt of about ${inputTokens} tokens does not fit beside a reply of up to ${wanted} into the ${String(profile.contextTokens)} of ${model.route.model} at ${name}, ${from}. It has to be shorter, or the model one with a longer context.`,
      { endpoint: name, model: model.route.model },
      { transient: false, billed: false },
    );
  }
  return {
    model: model.route.model,
    request,
    profile,
    maxOutputTokens: Math.min(wanted, room),
    temperature: model.temperature,
  };
}

/**
 * What a filter struck is a refusal in the provider's words. A prompt that was refused before the model saw it is not charged; where
 * the filter struck later, what had come is.
 */
function declined(
  { kind, begun, message }: FailureFacts,
  written: WireReply,
  origin: ReplyOrigin,
): ModelReply {
  const usage = written.usage ?? (begun ? null : NOTHING_PAID);
  return replyOf(
    { ...written, refusal: message, finish: 'filtered' },
    origin,
    kind === 'stream' ? paidUsage({ ...written, usage }, origin) : NOTHING_PAID,
  );
}

/** A reply of which nothing came but the bill: nobody says how much was thought, and no more than it was allowed. */
function usedUp(written: WireReply, { maxOutputTokens }: ReplyOrigin): WireReply {
  const usage = { ...NOTHING_PAID, outputTokens: maxOutputTokens, reasoningTokens: maxOutputTokens };
  return { ...written, finish: 'length', usage: written.usage ?? usage };
}

function failed(
  facts: FailureFacts,
  { route }: KnownModel,
  { name, keyFrom }: EndpointSettings,
  learned: boolean,
): MillwrightError {
  return failureOf(facts, { endpoint: name, model: route.model, keyFrom }, learned);
}

function hasBegun(reader: ReplyReader): boolean {
  const { text, refusal, reasoning, usage } = reader.reply();
  return text !== '' || refusal !== '' || reasoning !== '' || (usage?.outputTokens ?? 0) > 0;
}
