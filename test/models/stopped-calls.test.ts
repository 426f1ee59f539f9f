import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ModelReply, ModelRequest } from '../../src/protocol/model-call.js';
import type { ModelLedger } from '../../src/protocol/model-ledger.js';
import { keyOf } from '../ledger/call-of.js';
import { CallBench, script } from './paid-calls/call-bench.js';
import { replyOf, scriptGateway } from './paid-calls/scripted-gateway.js';

describe('a paid call that is stopped', () => {
  let bench: CallBench;
  beforeEach(async () => {
    bench = new CallBench();
    await bench.open();
  });
  afterEach(async () => {
    await bench.ledger.disconnect();
  });

  describe('by a cancellation', () => {
    it('does nothing when it was before it began', async () => {
      await expect(bench.ask(script(), { signal: AbortSignal.abort(new Error('stop')) })).rejects.toThrow(
        'stop',
      );
      expect(bench.assembled).toBe(0);
    });

    it('claims nothing when its prompt was being put together', async () => {
      const stop = new AbortController();
      const request = (): Promise<ModelRequest> => {
        stop.abort(new Error('stop'));
        return bench.assemble();
      };
      await expect(bench.ask(script(), { request, signal: stop.signal })).rejects.toThrow('stop');
      expect(await bench.ledger.costs('run-1')).toMatchObject({ claimedUsd: 0, unknownUsd: 0 });
    });

    it('gives its claim back when the request was not under way', async () => {
      const stop = new AbortController();
      const claiming = {
        claim: async (...args: Parameters<ModelLedger['claim']>) => {
          const outcome = await bench.ledger.claim(...args);
          stop.abort(new Error('stop'));
          return outcome;
        },
      };
      const gateway = script();
      await expect(bench.ask(gateway, { signal: stop.signal }, claiming)).rejects.toThrow('stop');
      expect(gateway.asked).toEqual([]);
      expect(await bench.ledger.costs('run-1')).toMatchObject({ claimedUsd: 0, unknownUsd: 0 });
    });

    it('counts as spent when the request was under way', async () => {
      const stop = new AbortController();
      const gateway = script(
        ({ signal }) =>
          new Promise<ModelReply>((_resolve, reject) => {
            signal.addEventListener('abort', () => {
              reject(signal.reason as Error);
            });
            stop.abort(new Error('stop'));
          }),
      );
      await expect(bench.ask(gateway, { signal: stop.signal })).rejects.toThrow('stop');
      expect(await bench.ledger.costs('run-1')).toMatchObject({
        claimedUsd: 0,
        unknownUsd: 0.5,
        unknownCalls: 1,
      });
    });
  });

  describe('by the limit', () => {
    it('waits while other calls hold what is left', async () => {
      const held = script(async () => {
        expect(await bench.ask(script(), { key: keyOf({ draft: 2 }) })).toEqual({ outcome: 'no-room' });
        return replyOf(0.25);
      });
      await bench.ledger.changeLimit('run-1', 0.75);
      await bench.ask(held);
      expect(await bench.ask(script(replyOf(0.125)), { key: keyOf({ draft: 2 }) })).toMatchObject({
        outcome: 'reply',
      });
    });

    it('ends as BudgetExhausted, with the limit, what is spent, its price, and what to do', async () => {
      await bench.ask(script(replyOf(0.75)));
      const gateway = script();
      const refused = bench.ask(gateway, { key: keyOf({ step: 'plan' }) });
      await expect(refused).rejects.toMatchObject({
        type: 'BudgetExhausted',
        details: { limitUsd: 1, spentUsd: 0.75, priceUsd: 0.5, step: 'plan' },
      });
      await expect(refused).rejects.toThrow(
        'The run may spend 1.00 USD on models. 0.75 USD are spent, and the next call (plan) may cost up to 0.50 USD; ' +
          'it takes a limit of at least 1.25 for this call. Raise it while the run is open (guided ones ask and wait) with ' +
          '"millwright follow run-1 --max-cost USD", or start again with --again and a higher --max-cost.',
      );
      expect(gateway.asked).toEqual([]);
    });

    it('goes on when the limit is raised', async () => {
      await bench.ask(script(replyOf(0.75)));
      const key = keyOf({ step: 'plan' });
      await expect(bench.ask(script(), { key })).rejects.toMatchObject({ type: 'BudgetExhausted' });
      await bench.ledger.changeLimit('run-1', 1.25);
      expect(await bench.ask(script(replyOf(0.5)), { key })).toMatchObject({ paidUsd: 0.5 });
    });

    it('shows small amounts as they are', async () => {
      await bench.ledger.changeLimit('run-1', 0.000_45);
      await expect(bench.ask(scriptGateway(0.000_512, []))).rejects.toThrow(
        /may spend 0\.00045 USD on models\. 0\.00 USD are spent.*up to 0\.00051 USD.*at least 0\.01/,
      );
    });
  });
});
