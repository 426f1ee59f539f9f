import type { CallKey, CallPurpose, ClaimOutcome, ModelLedger } from '../../src/protocol/model-ledger.js';
import { refOf } from '../doubles/artifacts.js';

/** A ledger, empty before each test, and what its tests do with it. */
export interface LedgerInTest {
  readonly ledger: ModelLedger;
  /** Another opening of the same ledger, as another process would make it; ended with the ledger. */
  readonly reopen: () => ModelLedger;
  /** Lets time pass, for all openings. */
  readonly pass: (milliseconds: number) => void;
  /** Freezes a request (its text names it) and claims its price. */
  readonly claim: (
    key: CallKey,
    costUsd: number,
    call?: { readonly text?: string; readonly purpose?: CallPurpose },
    on?: ModelLedger,
  ) => Promise<ClaimOutcome>;
  /** The same for a claim that is granted: its id. */
  readonly claimed: (...call: Parameters<LedgerInTest['claim']>) => Promise<string>;
}

/** `current` gives the ledger of the test that runs. */
export function ledgerInTest(current: () => Pick<LedgerInTest, 'ledger' | 'reopen' | 'pass'>): LedgerInTest {
  const ledger: ModelLedger = {
    open: (...args) => current().ledger.open(...args),
    changeLimit: (...args) => current().ledger.changeLimit(...args),
    frozen: (key) => current().ledger.frozen(key),
    freeze: (...args) => current().ledger.freeze(...args),
    claim: (...args) => current().ledger.claim(...args),
    renew: (id) => current().ledger.renew(id),
    settle: (...args) => current().ledger.settle(...args),
    markUnknown: (id, failedAt) => current().ledger.markUnknown(id, failedAt),
    release: (id) => current().ledger.release(id),
    close: (run) => current().ledger.close(run),
    costs: (run) => current().ledger.costs(run),
  };
  const claim: LedgerInTest['claim'] = async (key, costUsd, call = {}, on = ledger) => {
    const request = await on.freeze(key, refOf(call.text ?? JSON.stringify(key)));
    return on.claim(key, { request, costUsd, purpose: call.purpose ?? 'first' });
  };
  return {
    ledger,
    reopen: () => current().reopen(),
    pass: (milliseconds) => {
      current().pass(milliseconds);
    },
    claim,
    claimed: async (...call) => {
      const outcome = await claim(...call);
      if (outcome.outcome === 'claimed') return outcome.claim;
      throw new Error(`not claimed: ${JSON.stringify(outcome)}`);
    },
  };
}
