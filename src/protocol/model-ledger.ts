import type { ArtifactRef } from './artifact.js';
import type { CallPlace, TokenUsage } from './model-call.js';

/** Names one call of a run: the same again after a crash, and never the same for two calls. */
export interface CallKey {
  /** `RunKey.id`. */
  readonly run: string;
  /** What the call is for: `analyze`, `plan`, `file:src/app.ts`, `review:security` … */
  readonly step: string;
  /** Number of the draft (the plan's attempt …), from 1. */
  readonly draft: number;
  /** Calls of one draft, from 1: a continuation, a second opinion. */
  readonly turn: number;
}

/** What the money was for: `repair` is what Millwright's own checks caused, `continuation` what a cut-off reply did. */
export const CALL_PURPOSES = ['first', 'repair', 'continuation', 'reparse'] as const;
export type CallPurpose = (typeof CALL_PURPOSES)[number];

export interface SettledCall {
  /** The stored `ModelReply`. */
  readonly reply: ArtifactRef;
  readonly costUsd: number;
}

export interface CallSettlement extends SettledCall {
  readonly endpoint: string;
  readonly model: string;
  readonly usage: TokenUsage;
  readonly seconds: number;
}

export type ClaimOutcome =
  /** The price is set aside until `settle` or `release`, or until nobody renews the claim any more. */
  | {
      readonly outcome: 'claimed';
      readonly claim: string;
      /** Of each claim of this call before that ended as an unknown because a model, or what keeps its reply, failed: which model. */
      readonly failedAt: readonly CallPlace[];
    }
  /** This call was answered before: use the reply, pay nothing. */
  | { readonly outcome: 'settled'; readonly call: SettledCall; readonly reusedFrom: string | null }
  /** It does not fit while other claims of the run are open; it may when they settle. */
  | { readonly outcome: 'no-room' }
  /** It cannot fit, whatever settles. */
  | { readonly outcome: 'over-limit'; readonly limitUsd: number; readonly spentUsd: number };

/** What one run spent on models. Amounts in US dollars. */
export interface RunCosts {
  /** null: none set. */
  readonly limitUsd: number | null;
  /** Paid for replies that are kept. */
  readonly settledUsd: number;
  /** Set aside for calls that are under way. */
  readonly claimedUsd: number;
  /**
   * Claims of calls that may have been charged for and brought no reply that was kept: their process died, or the call
   * failed half-way. Counted as spent, at the price that was claimed.
   */
  readonly unknownUsd: number;
  readonly unknownCalls: number;
  /** Calls that were answered, at least once, by a reply that was paid before: by this run or by its ancestor. */
  readonly reusedCalls: number;
  readonly byModel: readonly (TokenUsage & {
    readonly endpoint: string;
    readonly model: string;
    readonly calls: number;
    readonly costUsd: number;
  })[];
  readonly byPurpose: readonly {
    readonly purpose: CallPurpose;
    readonly calls: number;
    readonly costUsd: number;
  }[];
}

/**
 * How long, in milliseconds, a claim is taken for one that somebody works on, unless it is renewed: several times what a busy
 * process needs to get round to it, and short beside the calls that wait for its room.
 */
export const CLAIM_LEASE_MS = 60_000;

/** What counts as spent: what was paid, and what may have been. */
export function spentUsd({ settledUsd, unknownUsd }: RunCosts): number {
  return settledUsd + unknownUsd;
}

/**
 * The purse and the replies of every run, in one place, because a reply that is kept and the money that it cost must be
 * settled in one step. All methods are atomic and durable when they resolve; many processes may use one ledger.
 */
export interface ModelLedger {
  /**
   * Opens the run's purse. Idempotent: a purse that is open keeps its limit.
   * @param ancestor the run whose replies a fork may use; null: none.
   */
  open(run: string, limitUsd: number | null, ancestor: string | null): Promise<void>;
  /** Raises or lowers the limit; what is settled and claimed already stays. Opens the purse if need be. */
  changeLimit(run: string, limitUsd: number | null): Promise<void>;
  /** The request that is frozen under the key; null: none yet. */
  frozen(key: CallKey): Promise<ArtifactRef | null>;
  /** The request of this call: `request`, unless one was frozen under the key before; then that one. */
  freeze(key: CallKey, request: ArtifactRef): Promise<ArtifactRef>;
  /**
   * Sets `costUsd` aside for the frozen request, unless it was answered already (in this run under this key, or in the
   * ancestor under the hash of the request). A claim of the same key that is still open was left by a process that died: it
   * becomes an unknown, stays counted as spent, and the call is claimed anew. So does every claim of the run that nobody has
   * renewed for `CLAIM_LEASE_MS`: its call is not asked for again (its workflow was ended), and nothing waits for its room.
   */
  claim(
    key: CallKey,
    call: { readonly request: ArtifactRef; readonly costUsd: number; readonly purpose: CallPurpose },
  ): Promise<ClaimOutcome>;
  /**
   * Keeps the reply and replaces the claim by what it cost, in one transaction. A second settlement of a claim is refused;
   * one that comes late, for a claim that had become an unknown, is taken: what it really cost is then known.
   * Resolves to the reply that answers the call: the first one that came, which may be another's.
   */
  settle(claim: string, settlement: CallSettlement): Promise<SettledCall>;
  /** The call is still under way. Does nothing to a claim that has ended, or was taken for dead: its settlement says more. */
  renew(claim: string): Promise<void>;
  /**
   * The call ended without a reply to keep and may have been charged for all the same: the claim becomes an unknown at once.
   * @param failedAt the model at which it failed; null or left out: it was stopped.
   */
  markUnknown(claim: string, failedAt?: CallPlace | null): Promise<void>;
  /** The call was not made, or certainly not charged for. */
  release(claim: string): Promise<void>;
  /** The run is over: its open claims become unknowns. */
  close(run: string): Promise<void>;
  costs(run: string): Promise<RunCosts>;
}
