import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MillwrightError } from '../../src/protocol/errors.js';
import { openModelLedger } from '../../src/ledger/sqlite-model-ledger.js';
import { CLAIM_LEASE_MS } from '../../src/protocol/model-ledger.js';
import { keyOf } from '../ledger/call-of.js';
import { CallBench, script } from './paid-calls/call-bench.js';
import { createMemoryStore } from './paid-calls/memory-store.js';
import { replyOf, requestOf, scriptGateway } from './paid-calls/scripted-gateway.js';

function unavailable(details: Readonly<Record<string, unknown>>): MillwrightError {
  return new MillwrightError('ModelUnavailable', 'The endpoint said no.', details);
}

describe('a paid call', () => {
  let bench: CallBench;
  beforeEach(async () => {
    bench = new CallBench();
    await bench.open();
  });
  afterEach(async () => {
    await bench.ledger.disconnect();
  });

  it('is claimed while it is under way, and settled to what it cost', async () => {
    let during: unknown;
    const gateway = script(async () => {
      during = await bench.ledger.costs('run-1');
      return replyOf(0.125);
    });
    expect(await bench.ask(gateway)).toEqual({ outcome: 'reply', reply: replyOf(0.125), paidUsd: 0.125 });
    expect(during).toMatchObject({ claimedUsd: 0.5, settledUsd: 0 });
    expect(await bench.ledger.costs('run-1')).toMatchObject({
      claimedUsd: 0,
      settledUsd: 0.125,
      byModel: [{ endpoint: 'default', model: 'small', inputTokens: 100, reasoningTokens: 5 }],
      byPurpose: [{ purpose: 'first', calls: 1, costUsd: 0.125 }],
    });
  });

  it('is never made again once it is settled, and costs nothing then', async () => {
    const first = script(replyOf(0.125));
    await bench.ask(first);
    const second = script();
    expect(await bench.ask(second)).toEqual({ outcome: 'reply', reply: replyOf(0.125), paidUsd: 0 });
    expect(second.asked).toEqual([]);
    expect(bench.assembled).toBe(1);
    expect(await bench.ledger.costs('run-1')).toMatchObject({ settledUsd: 0.125, reusedCalls: 1 });
  });

  it('asks the frozen prompt again, byte for byte, though another would be put together now', async () => {
    const gateway = script(unavailable({ transient: true, billed: false }), replyOf(0.125));
    await expect(bench.ask(gateway)).rejects.toThrow('The endpoint said no.');
    await bench.ask(gateway);
    expect(gateway.asked).toEqual([
      JSON.stringify(requestOf('prompt 1')),
      JSON.stringify(requestOf('prompt 1')),
    ]);
    expect(bench.assembled).toBe(1);
  });

  it('is not made a fourth time when it may have been charged three times and brought no reply', async () => {
    await bench.ledger.changeLimit('run-1', 100);
    const late = unavailable({ reason: 'timeout', endpoint: 'slow', transient: true, billed: true });
    const gateway = script(unavailable({ transient: true, billed: false }), late, late, late);
    for (const transient of [true, true, true, false])
      await expect(bench.ask(gateway)).rejects.toMatchObject({
        type: 'ModelUnavailable',
        details: { transient },
        message: expect.stringMatching(
          transient ? /^The endpoint said no\.$/ : /said no\..*3 times.*silenceSeconds/s,
        ),
      });
    expect(await bench.ledger.costs('run-1')).toMatchObject({ unknownCalls: 3, claimedUsd: 0 });
  });

  it('is made again however often whoever asked was stopped', async () => {
    await bench.ledger.changeLimit('run-1', 100);
    for (let count = 0; count < 4; count++) {
      const stop = new AbortController();
      const gateway = script(() => {
        stop.abort(new Error('stop'));
        return Promise.reject(new Error('stop'));
      });
      await expect(bench.ask(gateway, { signal: stop.signal })).rejects.toThrow('stop');
    }
    const late = unavailable({ reason: 'timeout', endpoint: 'slow', transient: true, billed: true });
    await expect(bench.ask(script(late))).rejects.toBe(late);
  });

  it('takes the prompt that another process froze while this one was put together', async () => {
    const gateway = script(replyOf(0.125));
    await bench.ask(gateway, {
      request: async () => {
        await bench.ledger.freeze(keyOf(), await bench.store.put(JSON.stringify(requestOf('theirs'))));
        return requestOf('ours');
      },
    });
    expect(gateway.asked).toEqual([JSON.stringify(requestOf('theirs'))]);
  });

  it('uses the reply of the run that it was forked from, which costs it nothing in whatever sum it is counted', async () => {
    await bench.ask(script(replyOf(0.125)));
    await bench.ledger.open('fork', 0, 'run-1');
    const gateway = script();
    const answer = await bench.ask(gateway, {
      key: keyOf({ run: 'fork' }),
      request: () => Promise.resolve(requestOf('prompt 1')),
    });
    expect(answer).toEqual({ outcome: 'reply', reply: { ...replyOf(0.125), costUsd: 0 }, paidUsd: 0 });
    expect(gateway.asked).toEqual([]);
    expect(await bench.ledger.costs('fork')).toMatchObject({ settledUsd: 0, reusedCalls: 1 });
  });

  it('renews its claim for as long as it is under way, though the ledger should fail at that', async () => {
    const renewed: string[] = [];
    let twice = (): void => undefined;
    const enough = new Promise<void>((resolve) => (twice = resolve));
    const renew = (claim: string): Promise<void> => {
      if (renewed.push(claim) === 2) twice();
      return Promise.reject(new Error('The ledger is busy.'));
    };
    const gateway = script(async () => {
      await enough;
      return replyOf(0.125);
    });
    expect(await bench.ask(gateway, {}, { renew }, 1)).toMatchObject({ outcome: 'reply' });
    const [claim] = renewed;
    // Settled: it is known to the ledger, and to nobody else.
    await expect(bench.ledger.release(claim ?? '')).rejects.toThrow(/settled already/);
    const before = renewed.length;
    await bench.ask(script(replyOf(0.125)), { key: keyOf({ draft: 2 }) }, { renew }, 1_000_000);
    expect(renewed.length).toBe(before);
  });

  it('does not wait for the room of a call that nobody works on any more', async () => {
    let now = 0;
    const ledger = openModelLedger(':memory:', () => now);
    await ledger.open('run-1', 1, null);
    const orphan = keyOf({ step: 'file:ended.ts' });
    const request = await ledger.freeze(orphan, await bench.store.put(JSON.stringify(requestOf('orphan'))));
    // Its process asked, and its workflow was ended: the same is never asked again.
    await ledger.claim(orphan, { request, costUsd: 0.5, purpose: 'first' });
    await bench.ask(script(replyOf(0.25)), { key: keyOf({ draft: 1 }) }, ledger);
    const ask = () => bench.ask(script(replyOf(0.25)), { key: keyOf({ draft: 2 }) }, ledger);
    expect(await ask()).toEqual({ outcome: 'no-room' });
    now = CLAIM_LEASE_MS;
    await expect(ask()).rejects.toMatchObject({ type: 'BudgetExhausted', details: { spentUsd: 0.75 } });
    await ledger.changeLimit('run-1', 1.25);
    expect(await ask()).toMatchObject({ outcome: 'reply' });
    await ledger.disconnect();
  });

  it('tells how far the reply is', async () => {
    const seen: number[] = [];
    const gateway = script(({ onProgress }) => {
      onProgress?.(10);
      onProgress?.(20);
      return Promise.resolve(replyOf(0.125));
    });
    await bench.ask(gateway, { onProgress: (characters) => seen.push(characters) });
    expect(seen).toEqual([10, 20]);
  });

  describe('that fails', () => {
    it('gives its claim back when the gateway promises that it was not charged', async () => {
      const error = unavailable({ transient: true, billed: false });
      await expect(bench.ask(script(error))).rejects.toBe(error);
      expect(await bench.ledger.costs('run-1')).toMatchObject({
        claimedUsd: 0,
        unknownUsd: 0,
        unknownCalls: 0,
      });
    });

    it.each([
      ['the gateway says that it may have been', unavailable({ transient: true, billed: true })],
      ['the gateway does not say', unavailable({ transient: true })],
      ['something else broke', new TypeError('fetch failed')],
    ])('counts as spent when it may have been charged: %s', async (_why, error) => {
      await expect(bench.ask(script(error))).rejects.toBe(error);
      expect(await bench.ledger.costs('run-1')).toMatchObject({
        claimedUsd: 0,
        unknownUsd: 0.5,
        unknownCalls: 1,
      });
      await bench.ask(script(replyOf(0.125)));
      expect(await bench.ledger.costs('run-1')).toMatchObject({
        settledUsd: 0.125,
        unknownUsd: 0.5,
        unknownCalls: 1,
      });
    });

    it('passes a prompt that is too long for the model on, for its author to shorten', async () => {
      const error = unavailable({ reason: 'context-too-long', billed: false });
      await expect(bench.ask(script(error))).rejects.toBe(error);
      expect((await bench.ledger.costs('run-1')).unknownCalls).toBe(0);
    });

    it('is not claimed when nobody knows its price', async () => {
      const error = unavailable({});
      await expect(bench.ask(scriptGateway(error, []))).rejects.toBe(error);
      expect(await bench.ledger.costs('run-1')).toMatchObject({ claimedUsd: 0, unknownCalls: 0 });
    });

    it('counts as spent when its reply could not be kept', async () => {
      const whole = bench.store;
      bench.store = {
        ...whole,
        put: (content) =>
          typeof content === 'string' && content.includes('"finish"')
            ? Promise.reject(new Error('The disk is full.'))
            : whole.put(content),
      };
      await expect(bench.ask(script(replyOf(0.125)))).rejects.toThrow('The disk is full.');
      expect(await bench.ledger.costs('run-1')).toMatchObject({ unknownUsd: 0.5, settledUsd: 0 });
    });

    it('is kept at a later try, and is not paid again for the first one', async () => {
      const whole = bench.store;
      let failures = 2;
      bench.keepAgainMs = [0, 0];
      bench.store = {
        ...whole,
        put: (content) =>
          typeof content === 'string' && content.includes('"finish"') && failures-- > 0
            ? Promise.reject(new Error('The disk is full.'))
            : whole.put(content),
      };
      const gateway = script(replyOf(0.125));
      expect(await bench.ask(gateway)).toMatchObject({ outcome: 'reply', paidUsd: 0.125 });
      expect(gateway.asked).toHaveLength(1);
      expect(await bench.ledger.costs('run-1')).toMatchObject({ unknownUsd: 0, settledUsd: 0.125 });
    });

    it('gives way to the one that was kept before it, so that all who asked go on from one reply', async () => {
      const early = replyOf(0.125, { text: 'early' });
      const slow = script(async () => {
        await bench.ask(script(early));
        return replyOf(0.125, { text: 'late' });
      });
      expect(await bench.ask(slow)).toMatchObject({ reply: early });
      expect(await bench.ask(script())).toMatchObject({ reply: early, paidUsd: 0 });
    });

    it('says why, though the ledger has failed as well; the claim left open is found by the next one', async () => {
      const failing = {
        settle: () => Promise.reject(new Error('The ledger is gone.')),
        markUnknown: () => Promise.reject(new Error('The ledger is still gone.')),
      };
      await expect(bench.ask(script(replyOf(0.125)), {}, failing)).rejects.toThrow('The ledger is gone.');
      expect(await bench.ledger.costs('run-1')).toMatchObject({ claimedUsd: 0.5, unknownUsd: 0 });
      await bench.ask(script(replyOf(0.25)));
      expect(await bench.ledger.costs('run-1')).toMatchObject({
        claimedUsd: 0,
        settledUsd: 0.25,
        unknownUsd: 0.5,
      });
    });

    it('names a prompt or a reply that cannot be read, and is not paid anew', async () => {
      await bench.ledger.freeze(keyOf({ draft: 2 }), await bench.store.put('{"tier":"huge"}'));
      await expect(bench.ask(script(), { key: keyOf({ draft: 2 }) })).rejects.toMatchObject({
        type: 'ArtifactCorrupt',
        message: expect.stringMatching(/holds no prompt .*tier/),
      });
      await bench.ledger.freeze(keyOf({ draft: 3 }), await bench.store.put('not JSON'));
      await expect(bench.ask(script(), { key: keyOf({ draft: 3 }) })).rejects.toMatchObject({
        type: 'ArtifactCorrupt',
      });
      await bench.ask(script(replyOf(0.125)));
      bench.store = createMemoryStore();
      await bench.store.put(JSON.stringify(requestOf('prompt 1')));
      await expect(bench.ask(script())).rejects.toMatchObject({ type: 'ArtifactMissing' });
    });
  });
});
