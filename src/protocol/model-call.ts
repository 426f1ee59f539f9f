import { z } from 'zod';
import { TIERS } from './tier.js';

/** One message of a prompt. What stays the same from call to call comes first, so that a provider can cache it. */
export const promptMessageSchema = z.strictObject({
  role: z.enum(['system', 'user', 'assistant']),
  content: z.string(),
});
export type PromptMessage = z.infer<typeof promptMessageSchema>;

/**
 * What is asked of a model, whichever model answers. It is stored as an artifact before the call, byte for byte, and a
 * retried activity asks exactly that again.
 */
export const modelRequestSchema = z.strictObject({
  tier: z.enum(TIERS),
  /** The role that is asked (`architect`, `backend` …): shown in costs, never sent. */
  role: z.string().min(1),
  messages: z.array(promptMessageSchema).min(1),
  /** A JSON Schema that the answer follows; null: the answer is text. `name` is letters, digits and "_". */
  structure: z.strictObject({ name: z.string().min(1), schema: z.json() }).nullable(),
  /** Tokens that the reply may have, reasoning included. What a call claims is priced by it, so no reply costs more. */
  maxOutputTokens: z.int().min(1),
});
export type ModelRequest = z.infer<typeof modelRequestSchema>;

export const tokenUsageSchema = z.strictObject({
  /** Cached ones included. */
  inputTokens: z.int().min(0),
  cachedInputTokens: z.int().min(0),
  /** Reasoning ones included. */
  outputTokens: z.int().min(0),
  reasoningTokens: z.int().min(0),
});
export type TokenUsage = z.infer<typeof tokenUsageSchema>;

/** What a model answered. */
export const modelReplySchema = z.strictObject({
  /** `length`: cut off at a limit, and never read as if it were whole; `refusal`: the model or its provider declined. */
  finish: z.enum(['stop', 'length', 'refusal', 'empty']),
  /** For a refusal, its words. */
  text: z.string(),
  /** Name of the endpoint in the settings; never an address with a key in it. */
  endpoint: z.string().min(1),
  model: z.string().min(1),
  usage: tokenUsageSchema,
  /** In US dollars. */
  costUsd: z.number().min(0),
  /** Wall-clock seconds of the call that answered. */
  seconds: z.number().min(0),
});
export type ModelReply = z.infer<typeof modelReplySchema>;

/** What a call would cost at most, before it is made. */
export interface CallPrice {
  readonly inputTokens: number;
  readonly costUsd: number;
}

/** Called as a reply arrives, with its characters so far. */
export type OnReplyProgress = (characters: number) => void;

/** Whose turn it is when calls wait for an endpoint. */
export interface CallOrder {
  /** The run that asks: `RunKey.id`. */
  readonly run: string;
  /** Of the calls of one run, the largest goes first; of equal ones the one that came first. */
  readonly urgency: number;
}

/** A model at an endpoint, by their names in the settings. */
export interface CallPlace {
  readonly endpoint: string;
  readonly model: string;
}

export interface CallOptions {
  readonly signal: AbortSignal;
  /** Left out: a run of its own, and nothing urgent. */
  readonly order?: CallOrder | undefined;
  /** Where this very call failed before, once for each time: the place at which it failed least is asked first. Left out: nowhere. */
  readonly failedAt?: readonly CallPlace[] | undefined;
  readonly onProgress?: OnReplyProgress | undefined;
}

/** Calls to models by tier. Knows endpoints, their dialects and prices; pays nobody's purse and keeps no reply. */
export interface ModelGateway {
  /**
   * The most that `request` can cost: its counted input and `maxOutputTokens`, or the longest reply that a model is known to give
   * where that is less, at the dearest endpoint that may answer it.
   * @throws MillwrightError `ModelUnavailable` when no price is known for one of them, saying how to set it.
   */
  price(request: ModelRequest): CallPrice;
  /**
   * One reply. A call that was not charged for because its endpoint is down, or takes no more calls for now, is made at the next
   * endpoint of the tier; where all of them ask to wait, it waits its turn for some minutes. Nothing else is retried in here.
   * @throws MillwrightError `ModelUnavailable`: with `details.transient` when the same call may work later
   * (`details.retryAfterMs` when the endpoint said when), without it when a setting has to change;
   * An aborted call rejects with the signal's reason, and may have been charged; one that was not sent yet is told as
   * `ModelUnavailable` with `details.reason === 'cancelled'`.
   * `ContextTooLong` is told as `ModelUnavailable` with `details.reason === 'context-too-long'`, and `details.billed` says
   * whether the call may have been charged for all the same: false is a promise that it was not, and whatever else is
   * thrown (a cancellation too) counts as a call that may have been.
   */
  call(request: ModelRequest, options: CallOptions): Promise<ModelReply>;
}
