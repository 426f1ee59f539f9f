import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createModelGateway } from '../../src/models/gateway.js';
import type { ModelGateway } from '../../src/protocol/model-call.js';
import { keyOf } from '../ledger/call-of.js';
import { settings } from './gateways.js';
import { CallBench } from './paid-calls/call-bench.js';
import {
  chunks,
  dropped,
  refusal,
  scriptedEndpoint,
  stream,
  type Answer,
  type ScriptedEndpoint,
} from './scripted-endpoint.js';

/** A dollar for a thousand tokens of input, two for those of output. */
const PRICE = { input: 1000, output: 2000 };

describe('a call over the gateway', () => {
  let endpoint: ScriptedEndpoint;
  let gateway: ModelGateway;
  let bench: CallBench;
  beforeAll(async () => {
    endpoint = await scriptedEndpoint();
  });
  beforeEach(async () => {
    bench = new CallBench();
    await bench.open();
    await bench.ledger.changeLimit('run-1', 100);
    const overrides = [{ model: 'example-model', price: PRICE }];
    gateway = createModelGateway(settings([endpoint.baseUrl], { overrides }), { patienceMs: 0 });
  });
  afterEach(() => bench.ledger.disconnect());
  afterAll(() => endpoint.close());

  it('is settled to the tokens that were used, less than was claimed', async () => {
    endpoint.play(stream(chunks(['export {};'])));
    let during = 0;
    await bench.ask(gateway, {
      onProgress: () => {
        void bench.ledger.costs('run-1').then(({ claimedUsd }) => (during = claimedUsd));
      },
    });
    const costs = await bench.ledger.costs('run-1');
    // 40 tokens of input and 12 of output.
    expect(costs).toMatchObject({ settledUsd: 0.064, claimedUsd: 0, unknownCalls: 0 });
    expect(during).toBeGreaterThan(2);
  });

  it.each<[string, Answer]>([
    ['a refused key', refusal(401, 'Incorrect API key provided.')],
    ['too many calls', refusal(429, 'Slow down.', {}, { 'retry-after': '1' })],
    ['a failed server', refusal(500, 'Oops.')],
    [
      'no credit, told inside of a stream',
      stream([{ error: { code: 'insufficient_quota', message: 'Empty.' } }]),
    ],
    ['a prompt that is too long', refusal(400, 'Too long.', { code: 'context_length_exceeded' })],
  ])('costs nothing when the endpoint refuses it: %s', async (_why, answer) => {
    endpoint.play(answer);
    await expect(bench.ask(gateway)).rejects.toMatchObject({ type: 'ModelUnavailable' });
    expect(await bench.ledger.costs('run-1')).toMatchObject({ claimedUsd: 0, unknownCalls: 0 });
  });

  it.each<[string, Answer]>([
    ['a connection that broke in the middle', dropped(chunks(['export '], null, null))],
    ['a gateway that gave up waiting', refusal(504, 'Late.')],
    [
      'a failed server, after the reply had begun',
      stream([...chunks(['export '], null, null), { error: { code: 500, message: 'Oops.' } }]),
    ],
  ])('counts as spent when it may have been charged: %s', async (_why, answer) => {
    endpoint.play(answer);
    await expect(bench.ask(gateway)).rejects.toMatchObject({ type: 'ModelUnavailable' });
    const costs = await bench.ledger.costs('run-1');
    expect(costs).toMatchObject({ claimedUsd: 0, unknownCalls: 1 });
    expect(costs.unknownUsd).toBeGreaterThan(2);
  });

  it('is made at the next model of the tier once it broke off at one, before it has failed too often', async () => {
    const second = await scriptedEndpoint();
    const overrides = [{ model: 'example-model', price: PRICE }];
    const both = settings([endpoint.baseUrl, second.baseUrl], { overrides });
    gateway = createModelGateway(both, { patienceMs: 0 });
    endpoint.play(dropped(chunks(['export '], null, null)));
    second.play(stream(chunks(['export {};'])));
    const from = endpoint.calls.length;
    await expect(bench.ask(gateway)).rejects.toMatchObject({
      details: { reason: 'dropped', endpoint: 'endpoint-1', transient: true, billed: true },
    });
    expect(await bench.ask(gateway)).toMatchObject({ reply: { endpoint: 'endpoint-2' } });
    // Another call has not failed there.
    endpoint.play(stream(chunks(['export {};'])));
    const key = keyOf({ draft: 2 });
    expect(await bench.ask(gateway, { key })).toMatchObject({ reply: { endpoint: 'endpoint-1' } });
    expect([endpoint.calls.length - from, second.calls.length]).toEqual([2, 1]);
    await second.close();
  });

  it('goes back to the model at which it failed less often, where it failed at each', async () => {
    const routes = ['one', 'two'].map((model) => ({ endpoint: 'endpoint-1', model }));
    const overrides = routes.map(({ model }) => ({ model, price: PRICE }));
    const given = settings([endpoint.baseUrl], { overrides });
    gateway = createModelGateway({ ...given, tiers: { light: routes, standard: routes, strong: routes } });
    endpoint.play(dropped(chunks(['export '], null, null)));
    const from = endpoint.calls.length;
    for (let count = 0; count < 3; count++) await expect(bench.ask(gateway)).rejects.toThrow();
    expect(endpoint.calls.slice(from).map(({ body }) => body.model)).toEqual(['one', 'two', 'one']);
  });

  it('is claimed once more for what is asked again, when the endpoint refused a field in the middle of its reply', async () => {
    const error = { code: 400, message: 'The parameter temperature is not supported.' };
    const overrides = [{ model: 'example-model', price: PRICE, temperature: 0.5 }];
    gateway = createModelGateway(settings([endpoint.baseUrl], { overrides }));
    endpoint.play(stream([...chunks(['export '], null, null), { error }]), stream(chunks(['export {};'])));
    const from = endpoint.calls.length;
    await expect(bench.ask(gateway)).rejects.toMatchObject({
      type: 'ModelUnavailable',
      message: expect.stringMatching(/learned/),
      details: { transient: true, billed: true },
    });
    expect(await bench.ledger.costs('run-1')).toMatchObject({ claimedUsd: 0, unknownCalls: 1 });
    await bench.ask(gateway);
    expect(await bench.ledger.costs('run-1')).toMatchObject({ settledUsd: 0.064, unknownCalls: 1 });
    expect(endpoint.calls.slice(from).map(({ body }) => 'temperature' in body)).toEqual([true, false]);
  });

  it('asks again on the same claim when the field was refused before anything of a reply came', async () => {
    const error = { code: 400, message: 'The parameter temperature is not supported.' };
    const overrides = [{ model: 'example-model', price: PRICE, temperature: 0.5 }];
    gateway = createModelGateway(settings([endpoint.baseUrl], { overrides }));
    endpoint.play(stream([{ error }]), stream(chunks(['export {};'])));
    await bench.ask(gateway);
    expect(await bench.ledger.costs('run-1')).toMatchObject({ settledUsd: 0.064, unknownCalls: 0 });
  });

  it('counts as spent when it is cancelled while the reply arrives', async () => {
    endpoint.play(stream(chunks(['export '], null, null), { done: false, last: false }));
    const stop = new AbortController();
    const cancelled = bench.ask(gateway, {
      signal: stop.signal,
      onProgress: () => {
        stop.abort(new Error('stop'));
      },
    });
    await expect(cancelled).rejects.toThrow();
    expect(await bench.ledger.costs('run-1')).toMatchObject({ claimedUsd: 0, unknownCalls: 1 });
  });
});
