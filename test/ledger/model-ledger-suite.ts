import { afterEach, beforeEach, describe } from '@jest/globals';
import type { ModelLedger } from '../../src/protocol/model-ledger.js';
import { describeAccount } from './account-suite.js';
import { ledgerInTest } from './ledger-in-test.js';
import { describePurse } from './purse-suite.js';
import { describeReplies } from './replies-suite.js';

/** A driver under test, its ledger empty. */
export interface ModelLedgerUnderTest {
  readonly ledger: ModelLedger;
  /** Another opening of the same ledger, as another process would make it; ended with the ledger. */
  readonly reopen: () => ModelLedger;
  /** Lets time pass, for all openings. */
  readonly pass: (milliseconds: number) => void;
  readonly close: () => Promise<void>;
}

/** What every driver of `ModelLedger` must do. */
export function describeModelLedger(name: string, create: () => Promise<ModelLedgerUnderTest>): void {
  describe(`${name} keeps the promises of the purse and the replies`, () => {
    let current: ModelLedgerUnderTest;
    beforeEach(async () => {
      current = await create();
    });
    afterEach(async () => {
      await current.close();
    });
    const tested = ledgerInTest(() => current);
    describeReplies(tested);
    describePurse(tested);
    describeAccount(tested);
  });
}
