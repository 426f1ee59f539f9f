import type { ModelReply, ModelRequest, OnReplyProgress } from './model-call.js';
import type { CallKey, CallPurpose } from './model-ledger.js';

export interface ModelQuestion {
  /** A prompt stays frozen under its key, also when the model could not take it: a shorter one is another turn. */
  readonly key: CallKey;
  readonly purpose: CallPurpose;
  /** Puts the prompt together; called only when none is frozen under the key. */
  readonly request: () => Promise<ModelRequest>;
  /** Where calls of the run wait for their turn at an endpoint, the largest goes first; left out: 0. */
  readonly urgency?: number | undefined;
  readonly signal: AbortSignal;
  readonly onProgress?: OnReplyProgress | undefined;
}

export type ModelAnswer =
  /** `paidUsd` is 0 for a reply that was settled before. */
  | { readonly outcome: 'reply'; readonly reply: ModelReply; readonly paidUsd: number }
  /** Other calls of the run hold what is left of its limit: ask again when one of them has settled. */
  | { readonly outcome: 'no-room' };

/** Asks a model within the run's limit, and never pays twice for an answer that was settled. */
export interface ModelCaller {
  /**
   * @throws MillwrightError `BudgetExhausted` when the call cannot fit into the run's limit, and what `ModelGateway.call`
   * throws.
   */
  ask(question: ModelQuestion): Promise<ModelAnswer>;
}
