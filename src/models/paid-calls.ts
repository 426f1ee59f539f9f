import { handleAll, IterableBackoff, retry } from 'cockatiel';
import type { z } from 'zod';
import type { ArtifactStore } from '../protocol/artifact-store.js';
import type { ArtifactRef } from '../protocol/artifact.js';
import { messageOf, MillwrightError } from '../protocol/errors.js';
import {
  modelReplySchema,
  modelRequestSchema,
  type CallPlace,
  type CallPrice,
  type ModelGateway,
  type ModelReply,
  type ModelRequest,
} from '../protocol/model-call.js';
import type { ModelAnswer, ModelCaller, ModelQuestion } from '../protocol/model-caller.js';
import { CLAIM_LEASE_MS, type ClaimOutcome, type ModelLedger } from '../protocol/model-ledger.js';
import { problemsOf } from '../protocol/parse-input.js';
import { shortKey } from '../protocol/run-key.js';
import { formatUsd } from '../protocol/usd.js';

export interface PaidCalls {
  readonly gateway: ModelGateway;
  readonly ledger: ModelLedger;
  readonly store: ArtifactStore;
  /** How often a claim is renewed while its call is under way, in milliseconds; by default a few times within its lease. */
  readonly renewEveryMs?: number;
  /** Waits before a reply that could not be kept is tried to be kept again, in milliseconds. */
  readonly keepAgainMs?: readonly number[];
}

/** A disk that is full for a moment, a ledger that another process holds: a reply that was paid for is worth some waiting. */
const KEEP_AGAIN_MS = [200, 1_000, 5_000, 20_000] as const;

/** @throws MillwrightError `ArtifactMissing`, or `ArtifactCorrupt` when the artifact is not of that shape. */
async function read<T>(
  store: ArtifactStore,
  ref: ArtifactRef,
  schema: z.ZodType<T>,
  what: string,
): Promise<T> {
  const text = new TextDecoder().decode(await store.get(ref));
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new MillwrightError(
    'ArtifactCorrupt',
    `Artifact ${ref.sha256} holds no ${what} that can be read: ${problemsOf(parsed.error, []).slice(0, 5).join('; ')}. ` +
      'It was stored by another version of Millwright: use that version, or start the run again.',
    { sha256: ref.sha256 },
  );
}

type Claimed = Extract<ClaimOutcome, { outcome: 'claimed' }>;

/** So often a call may fail in a way that may have been charged for: each counts as spent, and what ails it is not its luck. */
const MOST_FAILED = 3;

/** The model that failed to answer; null: the failure tells of none. */
function placeOf(error: unknown): CallPlace | null {
  const { endpoint, model } = error instanceof MillwrightError ? error.details : {};
  return typeof endpoint === 'string' ? { endpoint, model: typeof model === 'string' ? model : '' } : null;
}

/** The same failure as one that no attempt follows, whatever it says of itself. */
function failedTooOften(error: unknown, { key }: ModelQuestion): MillwrightError {
  return new MillwrightError(
    'ModelUnavailable',
    `${messageOf(error)} The call for ${key.step} has brought no reply that could be kept ${MOST_FAILED} times now, each of which may have been charged and counts as spent, so it is not made again. ` +
      'Look at what the endpoint answers ("millwright models test") and at the space on the disk; a model that is slow needs a longer silenceSeconds at its endpoint in millwright.config.yaml (docs/models.md).',
    { ...(error instanceof MillwrightError ? error.details : {}), transient: false },
  );
}

/** Whether the gateway promised that a call which failed was not charged for. */
function certainlyFree(error: unknown): boolean {
  return error instanceof MillwrightError && error.details.billed === false;
}

function exhausted(
  question: ModelQuestion,
  price: CallPrice,
  { limitUsd, spentUsd }: Extract<ClaimOutcome, { outcome: 'over-limit' }>,
): MillwrightError {
  // Rounded to tell the noise of a sum of doubles from a fraction of a cent.
  const needed = Math.ceil(Number(((spentUsd + price.costUsd) * 100).toPrecision(12))) / 100;
  return new MillwrightError(
    'BudgetExhausted',
    `The run may spend ${formatUsd(limitUsd)} on models. ${formatUsd(spentUsd)} are spent, and the next call (${question.key.step}) may cost ` +
      `up to ${formatUsd(price.costUsd)}; it takes a limit of at least ${needed} for this call. Raise it while the run is open (guided ones ask ` +
      `and wait) with "millwright follow ${shortKey(question.key.run)} --max-cost USD", or start again with --again and a higher --max-cost.`,
    { limitUsd, spentUsd, priceUsd: price.costUsd, step: question.key.step },
  );
}

/**
 * Calls that are paid from the run's purse. The prompt is frozen before anything is paid, its price set aside before the call
 * is made, and reply and cost are settled in one step: whatever dies in between, the same prompt is asked again, a settled
 * reply never is, and what may have been charged without a reply is counted as spent.
 */
export function createModelCaller({
  gateway,
  ledger,
  store,
  renewEveryMs = CLAIM_LEASE_MS / 4,
  keepAgainMs = KEEP_AGAIN_MS,
}: PaidCalls): ModelCaller {
  const keeping = retry(handleAll, {
    maxAttempts: keepAgainMs.length,
    backoff: new IterableBackoff(keepAgainMs),
  });

  async function frozenRequest({ key, request }: ModelQuestion): Promise<ArtifactRef> {
    const frozen = await ledger.frozen(key);
    if (frozen !== null) return frozen;
    return ledger.freeze(key, await store.put(JSON.stringify(await request())));
  }

  /**
   * Ends the claim of a call that brought no reply to keep.
   * @param failedAt the model whose fault it may be; null: nobody's, whoever asked was stopped.
   */
  async function giveUp(claim: string, free: boolean, failedAt: CallPlace | null): Promise<void> {
    try {
      await (free ? ledger.release(claim) : ledger.markUnknown(claim, failedAt));
    } catch {
      // What the call failed of says more. A claim that stays open is counted as an unknown by the next claim under its key, by
      // any of the run once its lease has ended, or when the run closes.
    }
  }

  /** Tells the ledger that the claim is worked on, for as long as `work` takes. */
  async function whileRenewed<Result>(claim: string, work: Promise<Result>): Promise<Result> {
    const renewal = setInterval(() => {
      // A claim that lapses counts as spent, until the settlement says what was: nothing is lost.
      ledger.renew(claim).catch(() => undefined);
    }, renewEveryMs);
    renewal.unref();
    try {
      return await work;
    } finally {
      clearInterval(renewal);
    }
  }

  async function call(
    { claim, failedAt: failedBefore }: Claimed,
    request: ModelRequest,
    question: ModelQuestion,
  ): Promise<ModelReply> {
    const { key, urgency = 0, signal, onProgress } = question;
    // A request that is not under way yet costs nothing.
    if (signal.aborted) await giveUp(claim, true, null);
    signal.throwIfAborted();
    try {
      const order = { run: key.run, urgency };
      const called = gateway.call(request, { signal, onProgress, order, failedAt: failedBefore });
      return await whileRenewed(claim, called);
    } catch (error) {
      const failedAt = signal.aborted ? null : placeOf(error);
      await giveUp(claim, certainlyFree(error), failedAt);
      const isOver = failedAt !== null && !certainlyFree(error) && failedBefore.length + 1 >= MOST_FAILED;
      throw isOver ? failedTooOften(error, question) : error;
    }
  }

  /** Keeps a reply, and resolves to the one that is kept: it may be that of somebody who was taken for dead. */
  async function settle(
    { claim, failedAt }: Claimed,
    reply: ModelReply,
    question: ModelQuestion,
  ): Promise<ModelReply> {
    const { costUsd, endpoint, model, usage, seconds } = reply;
    const keep = async (): Promise<ModelReply> => {
      const stored = await store.put(JSON.stringify(reply));
      const settlement = { reply: stored, costUsd, endpoint, model, usage, seconds };
      const kept = await ledger.settle(claim, settlement);
      return kept.reply.sha256 === stored.sha256 ? reply : read(store, kept.reply, modelReplySchema, 'reply');
    };
    try {
      return await whileRenewed(claim, keeping.execute(keep));
    } catch (error) {
      await giveUp(claim, false, { endpoint, model });
      throw failedAt.length + 1 >= MOST_FAILED ? failedTooOften(error, question) : error;
    }
  }

  return {
    async ask(question): Promise<ModelAnswer> {
      const { key, purpose, signal } = question;
      signal.throwIfAborted();
      const frozen = await frozenRequest(question);
      // Also the first time it is read from the store: what is asked now and what a later attempt asks have one source.
      const request = await read(store, frozen, modelRequestSchema, 'prompt');
      const price = gateway.price(request);
      signal.throwIfAborted();
      const claimed = await ledger.claim(key, { request: frozen, costUsd: price.costUsd, purpose });
      switch (claimed.outcome) {
        case 'settled': {
          const reply = await read(store, claimed.call.reply, modelReplySchema, 'reply');
          // What another run paid for costs this one nothing, in whatever sum the reply is counted.
          const own = claimed.reusedFrom === null ? reply : { ...reply, costUsd: 0 };
          return { outcome: 'reply', reply: own, paidUsd: 0 };
        }
        case 'no-room':
          return { outcome: 'no-room' };
        case 'over-limit':
          throw exhausted(question, price, claimed);
        case 'claimed': {
          const reply = await call(claimed, request, question);
          return { outcome: 'reply', reply: await settle(claimed, reply, question), paidUsd: reply.costUsd };
        }
      }
    },
  };
}
