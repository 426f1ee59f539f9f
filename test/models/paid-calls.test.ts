import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openModelLedger, type ConnectedModelLedger } from '../../src/ledger/sqlite-model-ledger.js';
import { createModelCaller } from '../../src/models/paid-calls.js';
import type { ArtifactStore } from '../../src/protocol/artifact-store.js';
import { MillwrightError } from '../../src/protocol/errors.js';
import type { ModelReply, ModelRequest } from '../../src/protocol/model-call.js';
import type { ModelAnswer, ModelQuestion } from '../../src/protocol/model-caller.js';
import { keyOf } from '../ledger/call-of.js';
import { createMemoryStore } from './paid-calls/memory-store.js';
import {
  replyOf,
  requestOf,
  scriptGateway,
  type ScriptedAnswer,
  type ScriptedGateway,
} from './paid-calls/scripted-gateway.js';

function unavailable(details: Readonly<Record<string, unknown>>): MillwrightError {
  return new MillwrightError('ModelUnavailable', 'The endpoint said no.', details);
}

describe('a paid call', () => {
  let ledger: ConnectedModelLedger;
  let store: ArtifactStore;
  let assembled: number;
  beforeEach(async () => {
    ledger = openModelLedger(':memory:');
    store = createMemoryStore();
    assembled = 0;
    await ledger.open('run-1', 1, null);
  });
  afterEach(async () => {
    await ledger.disconnect();
  });

  /** Puts another prompt together each time. */
  function assemble(): Promise<ModelRequest> {
    assembled++;
    return Promise.resolve(requestOf(`prompt ${assembled}`));
  }

  function questionOf(changes: Partial<ModelQuestion> = {}): ModelQuestion {
    return {
      key: keyOf(),
      purpose: 'first',
      request: assemble,
      signal: new AbortController().signal,
      ...changes,
    };
  }

  function ask(gateway: ScriptedGateway, changes: Partial<ModelQuestion> = {}): Promise<ModelAnswer> {
    return createModelCaller({ gateway, ledger, store }).ask(questionOf(changes));
  }

  function script(...answers: readonly ScriptedAnswer[]): ScriptedGateway {
    return scriptGateway(0.5, answers);
  }

  it('is claimed while it is under way, and settled to what it cost', async () => {
    let during: unknown;
    const gateway = script(async () => {
      during = await ledger.costs('run-1');
      return replyOf(0.125);
    });
    expect(await ask(gateway)).toEqual({ outcome: 'reply', reply: replyOf(0.125), paidUsd: 0.125 });
    expect(during).toMatchObject({ claimedUsd: 0.5, settledUsd: 0 });
    expect(await ledger.costs('run-1')).toMatchObject({
      claimedUsd: 0,
      settledUsd: 0.125,
      byModel: [{ endpoint: 'default', model: 'small', inputTokens: 100, reasoningTokens: 5 }],
      byPurpose: [{ purpose: 'first', calls: 1, costUsd: 0.125 }],
    });
  });

  it('is never made again once it is settled, and costs nothing then', async () => {
    const first = script(replyOf(0.125));
    await ask(first);
    const second = script();
    expect(await ask(second)).toEqual({ outcome: 'reply', reply: replyOf(0.125), paidUsd: 0 });
    expect(second.asked).toEqual([]);
    expect(assembled).toBe(1);
    expect(await ledger.costs('run-1')).toMatchObject({ settledUsd: 0.125, reusedCalls: 1 });
  });

  it('asks the frozen prompt again, byte for byte, though another would be put together now', async () => {
    const gateway = script(unavailable({ transient: true, billed: false }), replyOf(0.125));
    await expect(ask(gateway)).rejects.toThrow('The endpoint said no.');
    await ask(gateway);
    expect(gateway.asked).toEqual([
      JSON.stringify(requestOf('prompt 1')),
      JSON.stringify(requestOf('prompt 1')),
    ]);
    expect(assembled).toBe(1);
  });

  it('takes the prompt that another process froze while this one was put together', async () => {
    const gateway = script(replyOf(0.125));
    await ask(gateway, {
      request: async () => {
        await ledger.freeze(keyOf(), await store.put(JSON.stringify(requestOf('theirs'))));
        return requestOf('ours');
      },
    });
    expect(gateway.asked).toEqual([JSON.stringify(requestOf('theirs'))]);
  });

  it('uses the reply of the run that it was forked from', async () => {
    await ask(script(replyOf(0.125)));
    await ledger.open('fork', 0, 'run-1');
    const gateway = script();
    const answer = await ask(gateway, {
      key: keyOf({ run: 'fork' }),
      request: () => Promise.resolve(requestOf('prompt 1')),
    });
    expect(answer).toEqual({ outcome: 'reply', reply: replyOf(0.125), paidUsd: 0 });
  });

  it('tells how far the reply is', async () => {
    const seen: number[] = [];
    const gateway = script(({ onProgress }) => {
      onProgress?.(10);
      onProgress?.(20);
      return Promise.resolve(replyOf(0.125));
    });
    await ask(gateway, { onProgress: (characters) => seen.push(characters) });
    expect(seen).toEqual([10, 20]);
  });

  describe('that fails', () => {
    it('gives its claim back when the gateway promises that it was not charged', async () => {
      const error = unavailable({ transient: true, billed: false });
      await expect(ask(script(error))).rejects.toBe(error);
      expect(await ledger.costs('run-1')).toMatchObject({ claimedUsd: 0, unknownUsd: 0, unknownCalls: 0 });
    });

    it.each([
      ['the gateway says that it may have been', unavailable({ transient: true, billed: true })],
      ['the gateway does not say', unavailable({ transient: true })],
      ['something else broke', new TypeError('fetch failed')],
    ])('counts as spent when it may have been charged: %s', async (_why, error) => {
      await expect(ask(script(error))).rejects.toBe(error);
      expect(await ledger.costs('run-1')).toMatchObject({ claimedUsd: 0, unknownUsd: 0.5, unknownCalls: 1 });
      await ask(script(replyOf(0.125)));
      expect(await ledger.costs('run-1')).toMatchObject({
        settledUsd: 0.125,
        unknownUsd: 0.5,
        unknownCalls: 1,
      });
    });

    it('passes a prompt that is too long for the model on, for its author to shorten', async () => {
      const error = unavailable({ reason: 'context-too-long', billed: false });
      await expect(ask(script(error))).rejects.toBe(error);
      expect((await ledger.costs('run-1')).unknownCalls).toBe(0);
    });

    it('is not claimed when nobody knows its price', async () => {
      const error = unavailable({});
      await expect(ask(scriptGateway(error, []))).rejects.toBe(error);
      expect(await ledger.costs('run-1')).toMatchObject({ claimedUsd: 0, unknownCalls: 0 });
    });

    it('counts as spent when its reply could not be kept', async () => {
      const put = store.put.bind(store);
      store = {
        ...store,
        put: (content) =>
          typeof content === 'string' && content.includes('"finish"')
            ? Promise.reject(new Error('The disk is full.'))
            : put(content),
      };
      await expect(ask(script(replyOf(0.125)))).rejects.toThrow('The disk is full.');
      expect(await ledger.costs('run-1')).toMatchObject({ unknownUsd: 0.5, settledUsd: 0 });
    });

    it('says why, though the ledger has failed as well; the claim left open is found by the next one', async () => {
      const failing = {
        ...ledger,
        settle: () => Promise.reject(new Error('The ledger is gone.')),
        markUnknown: () => Promise.reject(new Error('The ledger is still gone.')),
      };
      const caller = createModelCaller({ gateway: script(replyOf(0.125)), ledger: failing, store });
      await expect(caller.ask(questionOf())).rejects.toThrow('The ledger is gone.');
      expect(await ledger.costs('run-1')).toMatchObject({ claimedUsd: 0.5, unknownUsd: 0 });
      await ask(script(replyOf(0.25)));
      expect(await ledger.costs('run-1')).toMatchObject({ claimedUsd: 0, settledUsd: 0.25, unknownUsd: 0.5 });
    });

    it('names a prompt or a reply that cannot be read, and is not paid anew', async () => {
      await ledger.freeze(keyOf({ draft: 2 }), await store.put('{"tier":"huge"}'));
      await expect(ask(script(), { key: keyOf({ draft: 2 }) })).rejects.toMatchObject({
        type: 'ArtifactCorrupt',
        message: expect.stringMatching(/holds no prompt .*tier/),
      });
      await ledger.freeze(keyOf({ draft: 3 }), await store.put('not JSON'));
      await expect(ask(script(), { key: keyOf({ draft: 3 }) })).rejects.toMatchObject({
        type: 'ArtifactCorrupt',
      });
      await ask(script(replyOf(0.125)));
      store = createMemoryStore();
      await store.put(JSON.stringify(requestOf('prompt 1')));
      await expect(ask(script())).rejects.toMatchObject({ type: 'ArtifactMissing' });
    });
  });

  describe('that is cancelled', () => {
    it('does nothing when it was before it began', async () => {
      await expect(ask(script(), { signal: AbortSignal.abort(new Error('stop')) })).rejects.toThrow('stop');
      expect(assembled).toBe(0);
    });

    it('claims nothing when its prompt was being put together', async () => {
      const stop = new AbortController();
      const request = (): Promise<ModelRequest> => {
        stop.abort(new Error('stop'));
        return assemble();
      };
      await expect(ask(script(), { request, signal: stop.signal })).rejects.toThrow('stop');
      expect(await ledger.costs('run-1')).toMatchObject({ claimedUsd: 0, unknownUsd: 0 });
    });

    it('gives its claim back when the request was not under way', async () => {
      const stop = new AbortController();
      const claiming = {
        ...ledger,
        claim: async (...args: Parameters<typeof ledger.claim>) => {
          const outcome = await ledger.claim(...args);
          stop.abort(new Error('stop'));
          return outcome;
        },
      };
      const gateway = script();
      const caller = createModelCaller({ gateway, ledger: claiming, store });
      await expect(caller.ask(questionOf({ signal: stop.signal }))).rejects.toThrow('stop');
      expect(gateway.asked).toEqual([]);
      expect(await ledger.costs('run-1')).toMatchObject({ claimedUsd: 0, unknownUsd: 0 });
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
      await expect(ask(gateway, { signal: stop.signal })).rejects.toThrow('stop');
      expect(await ledger.costs('run-1')).toMatchObject({ claimedUsd: 0, unknownUsd: 0.5, unknownCalls: 1 });
    });
  });

  describe('at the limit', () => {
    it('waits while other calls hold what is left', async () => {
      const held = script(async () => {
        expect(await ask(script(), { key: keyOf({ draft: 2 }) })).toEqual({ outcome: 'no-room' });
        return replyOf(0.25);
      });
      await ledger.changeLimit('run-1', 0.75);
      await ask(held);
      expect(await ask(script(replyOf(0.125)), { key: keyOf({ draft: 2 }) })).toMatchObject({
        outcome: 'reply',
      });
    });

    it('ends as BudgetExhausted, with the limit, what is spent, its price, and what to do', async () => {
      await ask(script(replyOf(0.75)));
      const gateway = script();
      const refused = ask(gateway, { key: keyOf({ step: 'plan' }) });
      await expect(refused).rejects.toMatchObject({
        type: 'BudgetExhausted',
        details: { limitUsd: 1, spentUsd: 0.75, priceUsd: 0.5, step: 'plan' },
      });
      await expect(refused).rejects.toThrow(
        'The run may spend 1.00 USD on models. 0.75 USD are spent, and the next call (plan) may cost up to 0.50 USD. ' +
          'Raise the limit with the update "changeLimits" {"costUsd": …} while the run is open, or start again with ' +
          '--max-cost; it takes at least 1.25 for this call.',
      );
      expect(gateway.asked).toEqual([]);
    });

    it('goes on when the limit is raised', async () => {
      await ask(script(replyOf(0.75)));
      const key = keyOf({ step: 'plan' });
      await expect(ask(script(), { key })).rejects.toMatchObject({ type: 'BudgetExhausted' });
      await ledger.changeLimit('run-1', 1.25);
      expect(await ask(script(replyOf(0.5)), { key })).toMatchObject({ paidUsd: 0.5 });
    });

    it('shows small amounts as they are', async () => {
      await ledger.changeLimit('run-1', 0.000_45);
      await expect(ask(scriptGateway(0.000_512, []))).rejects.toThrow(
        /may spend 0\.00045 USD on models\. 0\.00 USD are spent.*up to 0\.00051 USD.*at least 0\.01/,
      );
    });
  });
});
