import { describe, expect, it } from '@jest/globals';
import { CLAIM_LEASE_MS, type CallPurpose } from '../../src/protocol/model-ledger.js';
import { keyOf, settlementOf } from './call-of.js';
import type { LedgerInTest } from './ledger-in-test.js';

/** What a ledger promises of money: claims, unknowns, limits, sums. */
export function describePurse(tested: LedgerInTest): void {
  const { ledger, claim, claimed } = tested;

  describe('claims', () => {
    it('replaces a claim by what the call cost', async () => {
      await ledger.open('run-1', 1, null);
      const id = await claimed(keyOf(), 0.5);
      expect(await ledger.costs('run-1')).toMatchObject({ claimedUsd: 0.5, settledUsd: 0 });
      await ledger.settle(id, settlementOf(0.125));
      expect(await tested.reopen().costs('run-1')).toMatchObject({ claimedUsd: 0, settledUsd: 0.125 });
    });

    it('has room for exactly its limit, and not for a billionth more', async () => {
      await ledger.open('run-1', 1, null);
      // In doubles, 0.1 ten times is 0.9999999999999999.
      for (let draft = 1; draft <= 10; draft++) await claimed(keyOf({ draft }), 0.1);
      expect(await claim(keyOf({ draft: 11 }), 0.000_000_001)).toEqual({ outcome: 'no-room' });
      expect((await ledger.costs('run-1')).claimedUsd).toBe(1);
    });

    it.each([0.0041, 0.0157, 1.07, 2.01, 12_345.678_901_234])(
      'has room for one call of just its limit of %p',
      async (limit) => {
        await ledger.open('run-1', limit, null);
        await ledger.settle(await claimed(keyOf(), limit), settlementOf(limit));
        expect(await ledger.costs('run-1')).toMatchObject({ limitUsd: limit, settledUsd: limit });
      },
    );

    it('rounds what is claimed and paid up, so that many small calls are not free', async () => {
      await ledger.open('run-1', 0.000_000_003, null);
      for (const draft of [1, 2, 3]) {
        const id = await claimed(keyOf({ draft }), 0.000_000_000_2);
        await ledger.settle(id, settlementOf(0.000_000_000_1));
      }
      expect(await claim(keyOf({ draft: 4 }), 0.000_000_000_1)).toMatchObject({ outcome: 'over-limit' });
    });

    it('says whether a call may fit later or never will', async () => {
      await ledger.open('run-1', 1, null);
      const id = await claimed(keyOf({ draft: 1 }), 0.75);
      expect(await claim(keyOf({ draft: 2 }), 0.5)).toEqual({ outcome: 'no-room' });
      expect(await claim(keyOf({ draft: 2 }), 1.5)).toEqual({
        outcome: 'over-limit',
        limitUsd: 1,
        spentUsd: 0,
      });
      await ledger.settle(id, settlementOf(0.625));
      expect(await claim(keyOf({ draft: 2 }), 0.5)).toEqual({
        outcome: 'over-limit',
        limitUsd: 1,
        spentUsd: 0.625,
      });
      await claimed(keyOf({ draft: 2 }), 0.375);
    });

    it('gives the room of a released claim back', async () => {
      await ledger.open('run-1', 1, null);
      const id = await claimed(keyOf({ draft: 1 }), 1);
      await ledger.release(id);
      await ledger.release(id);
      await claimed(keyOf({ draft: 2 }), 1);
      expect(await ledger.costs('run-1')).toMatchObject({ claimedUsd: 1, unknownCalls: 0 });
    });

    it('never lets the claims of several openings pass the limit together', async () => {
      await ledger.open('run-1', 1, null);
      const openings = [ledger, tested.reopen(), tested.reopen(), tested.reopen()];
      const outcomes = await Promise.all(
        Array.from({ length: 40 }, (_, index) =>
          claim(keyOf({ draft: index + 1 }), 0.07, {}, openings[index % openings.length]),
        ),
      );
      expect(outcomes.filter(({ outcome }) => outcome === 'claimed').length).toBe(14);
      expect((await ledger.costs('run-1')).claimedUsd).toBe(0.98);
    });

    it.each([Number.NaN, -0.5, Number.POSITIVE_INFINITY, 1e12])('refuses a price of %p', async (price) => {
      await ledger.open('run-1', null, null);
      await expect(claim(keyOf(), price)).rejects.toThrow(/no amount of US dollars/);
      await expect(ledger.open('run-2', price, null)).rejects.toThrow(/no amount of US dollars/);
      const id = await claimed(keyOf({ draft: 2 }), 1);
      await expect(ledger.settle(id, settlementOf(price))).rejects.toThrow(/no amount of US dollars/);
      expect(await ledger.costs('run-1')).toMatchObject({ claimedUsd: 1, settledUsd: 0 });
    });
  });

  describe('unknowns', () => {
    it('takes an open claim under the same key for that of a dead process', async () => {
      await ledger.open('run-1', 1, null);
      await claimed(keyOf(), 0.375);
      await claimed(keyOf(), 0.375, {}, tested.reopen());
      expect(await ledger.costs('run-1')).toMatchObject({
        claimedUsd: 0.375,
        unknownUsd: 0.375,
        unknownCalls: 1,
      });
      expect(await claim(keyOf(), 0.375)).toEqual({
        outcome: 'over-limit',
        limitUsd: 1,
        spentUsd: 0.75,
      });
      // Also what does not fit has found the second claim dead.
      expect(await ledger.costs('run-1')).toMatchObject({
        claimedUsd: 0,
        unknownUsd: 0.75,
        unknownCalls: 2,
      });
    });

    it('leaves the open claims of other calls alone', async () => {
      await ledger.open('run-1', null, null);
      await claimed(keyOf({ turn: 1 }), 0.25);
      await claimed(keyOf({ turn: 2 }), 0.25);
      expect(await ledger.costs('run-1')).toMatchObject({ claimedUsd: 0.5, unknownCalls: 0 });
    });

    it('makes one at once of a call that may have been charged, so that nobody waits for it', async () => {
      await ledger.open('run-1', 1, null);
      const id = await claimed(keyOf({ draft: 1 }), 0.75);
      await ledger.markUnknown(id);
      await ledger.markUnknown(id);
      expect(await claim(keyOf({ draft: 2 }), 0.5)).toMatchObject({
        outcome: 'over-limit',
        spentUsd: 0.75,
      });
      expect(await ledger.costs('run-1')).toMatchObject({ claimedUsd: 0, unknownCalls: 1 });
    });

    it('makes one of a claim that nobody renews, so that nobody waits for it, and of none that is renewed', async () => {
      await ledger.open('run-1', 1, null);
      await claimed(keyOf({ draft: 1 }), 0.5);
      const alive = await claimed(keyOf({ draft: 2 }), 0.25);
      tested.pass(CLAIM_LEASE_MS - 1);
      await tested.reopen().renew(alive);
      expect(await claim(keyOf({ draft: 3 }), 0.5)).toEqual({ outcome: 'no-room' });
      tested.pass(1);
      expect(await claim(keyOf({ draft: 3 }), 0.75)).toMatchObject({ outcome: 'over-limit', spentUsd: 0.5 });
      expect(await ledger.costs('run-1')).toMatchObject({
        claimedUsd: 0.25,
        unknownUsd: 0.5,
        unknownCalls: 1,
      });
    });

    it('leaves the claims of other runs to those', async () => {
      for (const run of ['run-1', 'run-2']) await ledger.open(run, 1, null);
      await claimed(keyOf({ run: 'run-2' }), 0.5);
      tested.pass(CLAIM_LEASE_MS);
      await claimed(keyOf(), 0.5);
      expect(await ledger.costs('run-2')).toMatchObject({ claimedUsd: 0.5, unknownCalls: 0 });
    });

    it('is not undone by who renews too late, and is by who settles', async () => {
      await ledger.open('run-1', 1, null);
      const late = await claimed(keyOf({ draft: 1 }), 0.75);
      tested.pass(CLAIM_LEASE_MS);
      await claimed(keyOf({ draft: 2 }), 0.25);
      await ledger.renew(late);
      expect(await ledger.costs('run-1')).toMatchObject({ claimedUsd: 0.25, unknownUsd: 0.75 });
      await ledger.settle(late, settlementOf(0.125));
      await ledger.renew(late);
      expect(await ledger.costs('run-1')).toMatchObject({
        claimedUsd: 0.25,
        settledUsd: 0.125,
        unknownCalls: 0,
      });
      await expect(ledger.renew('x')).rejects.toThrow(/no claim x/);
    });

    it('takes the late settlement of a process that was thought dead, and its reply', async () => {
      await ledger.open('run-1', 1, null);
      const late = await claimed(keyOf(), 0.5);
      const next = await claimed(keyOf(), 0.5);
      await ledger.settle(late, settlementOf(0.25));
      expect(await ledger.costs('run-1')).toMatchObject({
        settledUsd: 0.25,
        claimedUsd: 0.5,
        unknownCalls: 0,
      });
      await ledger.settle(next, settlementOf(0.125));
      expect(await ledger.costs('run-1')).toMatchObject({ settledUsd: 0.375, claimedUsd: 0 });
      expect(await claim(keyOf(), 0.5)).toMatchObject({ call: { reply: settlementOf(0.25).reply } });
    });

    it('learns late that a call was not charged for', async () => {
      await ledger.open('run-1', 1, null);
      const late = await claimed(keyOf(), 0.5);
      await claimed(keyOf(), 0.5);
      await ledger.release(late);
      expect(await ledger.costs('run-1')).toMatchObject({ claimedUsd: 0.5, unknownUsd: 0 });
    });

    it('makes them of all that is open when the run closes, and of no other run', async () => {
      for (const run of ['run-1', 'run-2']) {
        await ledger.open(run, 10, null);
        await claimed(keyOf({ run, draft: 1 }), 0.5);
        await claimed(keyOf({ run, draft: 2 }), 0.25);
        await ledger.settle(await claimed(keyOf({ run, draft: 3 }), 0.5), settlementOf(0.125));
      }
      await ledger.close('run-1');
      await ledger.close('run-1');
      await ledger.close('never heard of');
      expect(await ledger.costs('run-1')).toMatchObject({
        settledUsd: 0.125,
        claimedUsd: 0,
        unknownUsd: 0.75,
        unknownCalls: 2,
      });
      expect(await ledger.costs('run-2')).toMatchObject({ claimedUsd: 0.75, unknownCalls: 0 });
    });
  });

  describe('limits', () => {
    it('keeps the limit of a purse that is open', async () => {
      await ledger.open('run-1', 1, null);
      await ledger.open('run-1', 5, null);
      expect((await ledger.costs('run-1')).limitUsd).toBe(1);
    });

    it('raises the limit while calls are open', async () => {
      await ledger.open('run-1', 0.07, null);
      await claimed(keyOf({ draft: 1 }), 0.07);
      expect(await claim(keyOf({ draft: 2 }), 0.07)).toEqual({ outcome: 'no-room' });
      await tested.reopen().changeLimit('run-1', 0.14);
      await claimed(keyOf({ draft: 2 }), 0.07);
      await ledger.changeLimit('run-1', null);
      await claimed(keyOf({ draft: 3 }), 1_000_000);
      expect((await ledger.costs('run-1')).limitUsd).toBeNull();
    });

    it('lowers it under what is spent: what is claimed may settle, and nothing more is claimed', async () => {
      await ledger.open('run-1', 10, null);
      const id = await claimed(keyOf({ draft: 1 }), 4);
      await ledger.changeLimit('run-1', 1);
      await ledger.settle(id, settlementOf(3));
      expect(await claim(keyOf({ draft: 2 }), 0.5)).toEqual({
        outcome: 'over-limit',
        limitUsd: 1,
        spentUsd: 3,
      });
    });

    it('opens the purse of a run that has none; opening it later names the ancestor and keeps the limit', async () => {
      await ledger.open('old', null, null);
      const text = 'the same prompt';
      await ledger.settle(await claimed(keyOf({ run: 'old' }), 1, { text }), settlementOf(0.5));
      await ledger.changeLimit('run-1', 2);
      await ledger.open('run-1', 9, 'old');
      expect((await ledger.costs('run-1')).limitUsd).toBe(2);
      expect(await claim(keyOf(), 1, { text })).toMatchObject({ reusedFrom: 'old' });
    });
  });

  it('sums what was paid by model and by purpose', async () => {
    await ledger.open('run-1', null, null);
    const pay = async (draft: number, usd: number, model: string, purpose: CallPurpose): Promise<void> => {
      await ledger.settle(
        await claimed(keyOf({ draft }), 1, { purpose }),
        settlementOf(usd, { model, endpoint: 'here' }),
      );
    };
    await pay(1, 0.1, 'small', 'first');
    await pay(2, 0.2, 'small', 'repair');
    await pay(3, 0.7, 'big', 'repair');
    await claimed(keyOf({ draft: 4 }), 1, { purpose: 'continuation' });
    const usage = { inputTokens: 100, cachedInputTokens: 40, outputTokens: 20, reasoningTokens: 5 };
    expect(await ledger.costs('run-1')).toEqual({
      limitUsd: null,
      settledUsd: 1,
      claimedUsd: 1,
      unknownUsd: 0,
      unknownCalls: 0,
      reusedCalls: 0,
      byModel: [
        { endpoint: 'here', model: 'big', calls: 1, costUsd: 0.7, ...usage },
        {
          endpoint: 'here',
          model: 'small',
          calls: 2,
          costUsd: 0.3,
          inputTokens: 200,
          cachedInputTokens: 80,
          outputTokens: 40,
          reasoningTokens: 10,
        },
      ],
      byPurpose: [
        { purpose: 'repair', calls: 2, costUsd: 0.9 },
        { purpose: 'first', calls: 1, costUsd: 0.1 },
      ],
    });
  });
}
