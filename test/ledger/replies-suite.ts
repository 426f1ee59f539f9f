import { beforeEach, describe, expect, it } from '@jest/globals';
import { refOf } from '../doubles/artifacts.js';
import { keyOf, settlementOf } from './call-of.js';
import type { LedgerInTest } from './ledger-in-test.js';

/** What a ledger promises of prompts and replies: frozen once, settled once, used again by the run and its forks. */
export function describeReplies(tested: LedgerInTest): void {
  const { ledger, claim, claimed } = tested;

  describe('requests', () => {
    it('keeps the first request of a call, for every opening', async () => {
      await ledger.open('run-1', null, null);
      expect(await ledger.frozen(keyOf())).toBeNull();
      expect(await ledger.freeze(keyOf(), refOf('one'))).toEqual(refOf('one'));
      expect(await ledger.freeze(keyOf(), refOf('two'))).toEqual(refOf('one'));
      const other = tested.reopen();
      expect(await other.frozen(keyOf())).toEqual(refOf('one'));
      expect(await other.freeze(keyOf(), refOf('three'))).toEqual(refOf('one'));
    });

    it('tells calls apart by each part of their key', async () => {
      const keys = [
        keyOf(),
        keyOf({ run: 'run-2' }),
        keyOf({ step: 'plan' }),
        keyOf({ draft: 2 }),
        keyOf({ turn: 2 }),
      ];
      await ledger.open('run-1', null, null);
      await ledger.open('run-2', null, null);
      for (const [index, key] of keys.entries()) await ledger.freeze(key, refOf(String(index)));
      for (const [index, key] of keys.entries())
        expect(await ledger.frozen(key)).toEqual(refOf(String(index)));
    });

    it('refuses a claim for what is not frozen', async () => {
      await ledger.open('run-1', null, null);
      const call = { request: refOf('one'), costUsd: 1, purpose: 'first' } as const;
      await expect(ledger.claim(keyOf(), call)).rejects.toThrow(/no request is frozen/);
      await ledger.freeze(keyOf(), refOf('another'));
      await expect(ledger.claim(keyOf(), call)).rejects.toThrow(/another request is frozen/);
      expect((await ledger.costs('run-1')).claimedUsd).toBe(0);
    });

    it('spends nothing for a run without a purse', async () => {
      await expect(ledger.freeze(keyOf(), refOf('one'))).rejects.toThrow(/no purse for run run-1/);
      expect(await ledger.costs('run-1')).toEqual({
        limitUsd: null,
        settledUsd: 0,
        claimedUsd: 0,
        unknownUsd: 0,
        unknownCalls: 0,
        reusedCalls: 0,
        byModel: [],
        byPurpose: [],
      });
    });
  });

  describe('replies', () => {
    it('gives a settled reply again and takes nothing for it', async () => {
      await ledger.open('run-1', 1, null);
      await ledger.settle(await claimed(keyOf(), 0.5), settlementOf(0.25));
      for (const on of [ledger, tested.reopen()])
        expect(await claim(keyOf(), 0.5, {}, on)).toEqual({
          outcome: 'settled',
          call: { reply: settlementOf(0.25).reply, costUsd: 0.25 },
          reusedFrom: null,
        });
      expect(await ledger.costs('run-1')).toMatchObject({
        settledUsd: 0.25,
        claimedUsd: 0,
        unknownCalls: 0,
        reusedCalls: 1,
      });
    });

    it('gives it also when nothing is left to spend', async () => {
      await ledger.open('run-1', 1, null);
      await ledger.settle(await claimed(keyOf(), 1), settlementOf(1));
      expect(await claim(keyOf(), 1)).toMatchObject({ outcome: 'settled' });
    });

    it('counts what was really paid, were it more than the claim', async () => {
      await ledger.open('run-1', 1, null);
      await ledger.settle(await claimed(keyOf(), 1), settlementOf(1.5));
      expect(await claim(keyOf({ draft: 2 }), 0)).toEqual({
        outcome: 'over-limit',
        limitUsd: 1,
        spentUsd: 1.5,
      });
    });

    it('refuses to settle a claim twice, and leaves the account as it was', async () => {
      await ledger.open('run-1', null, null);
      const id = await claimed(keyOf(), 1);
      await ledger.settle(id, settlementOf(0.5));
      await expect(ledger.settle(id, settlementOf(0.75))).rejects.toThrow(/settled already/);
      await expect(ledger.release(id)).rejects.toThrow(/settled already/);
      await expect(ledger.markUnknown(id)).rejects.toThrow(/settled already/);
      expect((await ledger.costs('run-1')).settledUsd).toBe(0.5);
      expect(await claim(keyOf(), 1)).toMatchObject({ call: { reply: settlementOf(0.5).reply } });
    });

    it('refuses to settle what was released, and what it never claimed', async () => {
      await ledger.open('run-1', null, null);
      const id = await claimed(keyOf(), 1);
      await ledger.release(id);
      await expect(ledger.settle(id, settlementOf(0.5))).rejects.toThrow(/released already/);
      await expect(ledger.markUnknown(id)).rejects.toThrow(/released already/);
      for (const end of [() => ledger.settle('x', settlementOf(1)), () => ledger.release('x')])
        await expect(end()).rejects.toThrow(/no claim x/);
    });
  });

  describe('forks', () => {
    beforeEach(async () => {
      await ledger.open('old', null, null);
      await ledger.open('stranger', null, null);
      await ledger.open('fork', 0.25, 'old');
    });

    it("use their ancestor's reply to the same request, whatever its key, and pay nothing", async () => {
      const paid = await claimed(keyOf({ run: 'old', step: 'plan' }), 1, { text: 'same' });
      await ledger.settle(paid, settlementOf(0.5));
      const again = {
        outcome: 'settled',
        call: { reply: settlementOf(0.5).reply, costUsd: 0.5 },
        reusedFrom: 'old',
      };
      const key = keyOf({ run: 'fork', step: 'plan', draft: 2 });
      expect(await claim(key, 1, { text: 'same' })).toEqual(again);
      expect(await claim(key, 1, { text: 'same' }, tested.reopen())).toEqual(again);
      expect(await ledger.costs('fork')).toMatchObject({ settledUsd: 0, reusedCalls: 1, byModel: [] });
      expect((await ledger.costs('old')).settledUsd).toBe(0.5);
    });

    it('use no reply of another request, of another run, or of a call that has none', async () => {
      await ledger.settle(await claimed(keyOf({ run: 'old' }), 1, { text: 'a' }), settlementOf(0.5));
      await ledger.settle(await claimed(keyOf({ run: 'stranger' }), 1, { text: 'b' }), settlementOf(0.5));
      await claimed(keyOf({ run: 'old', draft: 2 }), 1, { text: 'b' });
      expect(await claim(keyOf({ run: 'fork' }), 1, { text: 'b' })).toMatchObject({
        outcome: 'over-limit',
      });
      await claimed(keyOf({ run: 'fork' }), 0.125, { text: 'b' });
    });

    it('get the drafts of one prompt one by one, each under its own key, and none twice', async () => {
      for (const turn of [1, 2]) {
        const id = await claimed(keyOf({ run: 'old', turn }), 1, { text: 'same' });
        await ledger.settle(id, settlementOf(turn));
      }
      for (const turn of [2, 1])
        expect(await claim(keyOf({ run: 'fork', turn }), 1, { text: 'same' })).toMatchObject({
          call: { reply: settlementOf(turn).reply },
        });
      expect(await claim(keyOf({ run: 'fork', turn: 3 }), 1, { text: 'same' })).toMatchObject({
        outcome: 'over-limit',
      });
    });

    it.each([true, false])(
      'use what their ancestor may use, whether it has (%s) or ended before',
      async (has) => {
        await ledger.settle(await claimed(keyOf({ run: 'old' }), 1, { text: 'same' }), settlementOf(0.5));
        if (has) await claim(keyOf({ run: 'fork' }), 1, { text: 'same' });
        await ledger.open('grandchild', 0, 'fork');
        const key = keyOf({ run: 'grandchild' });
        expect(await claim(key, 1, { text: 'same' })).toMatchObject({
          outcome: 'settled',
          reusedFrom: 'old',
        });
        // The same reply once, though it stands in the account of two.
        expect(await claim(keyOf({ run: 'grandchild', turn: 2 }), 1, { text: 'same' })).toMatchObject({
          outcome: 'over-limit',
        });
      },
    );
  });
}
