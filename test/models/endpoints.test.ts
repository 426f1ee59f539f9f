import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { callRate } from '../../src/models/call-rate.js';
import type { ModelReply } from '../../src/protocol/model-call.js';
import { callerOf, request, settings } from './gateways.js';
import {
  chunks,
  completion,
  json,
  refusal,
  scriptedEndpoint,
  stream,
  type Answer,
  type ScriptedEndpoint,
} from './scripted-endpoint.js';

const YES = json(completion({ content: 'Yes.' }));
const BROKEN = refusal(500, 'Sorry.');
const LONG_BREAK = 1_000_000;
const NOBODYS = { run: 'run', urgency: 0 };

describe('endpoints of a tier', () => {
  let first: ScriptedEndpoint;
  let second: ScriptedEndpoint;
  beforeEach(async () => {
    [first, second] = await Promise.all([scriptedEndpoint(), scriptedEndpoint()]);
    second.play(YES);
  });
  afterEach(() => Promise.all([first.close(), second.close()]));

  it('are asked in their order', async () => {
    first.play(YES);
    const caller = callerOf(settings([first.baseUrl, second.baseUrl]));
    for (let count = 0; count < 3; count++) expect((await caller.call()).endpoint).toBe('endpoint-1');
    expect(second.calls).toHaveLength(0);
  });

  it('take over when the one before has failed five times in a row: at once, where that cost nothing', async () => {
    first.play(BROKEN);
    const caller = callerOf(settings([first.baseUrl, second.baseUrl]), { breakMs: LONG_BREAK });
    for (let count = 0; count < 4; count++) {
      expect((await caller.failure()).details).toMatchObject({ reason: 'server', endpoint: 'endpoint-1' });
    }
    for (let count = 0; count < 3; count++) expect((await caller.call()).endpoint).toBe('endpoint-2');
    expect([first.calls.length, second.calls.length]).toEqual([5, 3]);
  });

  it('take over within the call when the one before cannot be reached: nothing was charged', async () => {
    await first.close();
    const caller = callerOf(settings([first.baseUrl, second.baseUrl]));
    expect((await caller.call()).endpoint).toBe('endpoint-2');
    first = await scriptedEndpoint();
  });

  it('are down only after failures in a row', async () => {
    first.play(
      ...Array.from({ length: 4 }, () => BROKEN),
      YES,
      ...Array.from({ length: 4 }, () => BROKEN),
      YES,
    );
    const caller = callerOf(settings([first.baseUrl, second.baseUrl]), { breakMs: LONG_BREAK });
    for (let count = 0; count < 10; count++) await caller.call().catch(() => undefined);
    expect([first.calls.length, second.calls.length]).toEqual([10, 0]);
  });

  it('are not down when they refuse', async () => {
    const caller = callerOf(settings([first.baseUrl, second.baseUrl]), { breakMs: LONG_BREAK });
    for (const answer of [refusal(400, 'No.'), refusal(401, 'No.'), refusal(409, 'No.')]) {
      first.play(answer);
      for (let count = 0; count < 6; count++) await caller.failure();
    }
    expect([first.calls.length, second.calls.length]).toEqual([18, 0]);
  });

  it('are not down when they ask to wait: others are asked until then', async () => {
    first.play(refusal(429, 'Slow down.', {}, { 'retry-after-ms': '1500' }), YES);
    const caller = callerOf(settings([first.baseUrl, second.baseUrl]), { breakMs: LONG_BREAK });
    for (let count = 0; count < 6; count++) expect((await caller.call()).endpoint).toBe('endpoint-2');
    expect(first.calls).toHaveLength(1);
    await new Promise((resolve) => setTimeout(resolve, 1600));
    expect((await caller.call()).endpoint).toBe('endpoint-1');
  });

  it('take over from one that takes no more calls and says that no other try helps', async () => {
    first.play(refusal(429, 'No more today.', {}, { 'x-should-retry': 'false' }));
    const caller = callerOf(settings([first.baseUrl, second.baseUrl]), { breakMs: LONG_BREAK });
    expect((await caller.call()).endpoint).toBe('endpoint-2');
    second.play(BROKEN);
    for (let count = 0; count < 5; count++) await caller.failure();
    // The second one is down for a while, and may take it then.
    expect((await caller.failure()).details).toMatchObject({ reason: 'endpoints-down', transient: true });
  });

  it('of which one hung at this very call are asked the other way round, and the first again where the second does not serve it', async () => {
    first.play(YES);
    const caller = callerOf(settings([first.baseUrl, second.baseUrl]));
    const { model } = await caller.call();
    const again = () =>
      caller.gateway.call(request(), {
        signal: new AbortController().signal,
        failedAt: [{ endpoint: 'endpoint-1', model }],
      });
    expect((await again()).endpoint).toBe('endpoint-2');
    second.play(refusal(401, 'Your key has expired.'));
    expect((await again()).endpoint).toBe('endpoint-1');
    expect(second.calls).toHaveLength(2);
  });

  it('are waited for by every call when each of them asks for it, and none of the calls fails', async () => {
    const later = refusal(429, 'Slow down.', {}, { 'retry-after-ms': '50' });
    first.play(later, later, later, YES);
    const caller = callerOf(settings([first.baseUrl]), { patienceMs: 60_000 });
    const calls = Array.from({ length: 3 }, () => caller.call());
    expect((await Promise.all(calls)).map(({ text }) => text)).toEqual(['Yes.', 'Yes.', 'Yes.']);
    expect(first.calls).toHaveLength(6);
  });

  it.each([
    [
      'has too short a context',
      refusal(400, "This model's maximum context length is 20 tokens."),
      'rate-limit',
    ],
    ['has no such model', refusal(404, 'No such model.'), 'rate-limit'],
  ])('are waited for though the one after %s', async (_what, standIn, reason) => {
    const later = refusal(429, 'Slow down.', {}, { 'retry-after-ms': '300' });
    first.play(later, YES);
    second.play(standIn);
    const given = settings([first.baseUrl, second.baseUrl]);
    expect((await callerOf(given, { patienceMs: 60_000 }).call()).endpoint).toBe('endpoint-1');
    first.play(later);
    expect((await callerOf(given).failure()).details).toMatchObject({ reason, endpoint: 'endpoint-1' });
  });

  it('of which one is down for a while are tried again, though the prompt is too long for the other', async () => {
    first.play(BROKEN);
    second.play(refusal(400, "This model's maximum context length is 20 tokens."));
    const caller = callerOf(settings([first.baseUrl, second.baseUrl]), { breakMs: LONG_BREAK });
    for (let count = 0; count < 5; count++) await caller.failure();
    expect((await caller.failure()).details).toMatchObject({ reason: 'endpoints-down', transient: true });
  });

  it('of which one takes a longer prompt take over from one that does not', async () => {
    first.play(refusal(400, "This model's maximum context length is 20 tokens."));
    const given = settings([first.baseUrl, second.baseUrl]);
    expect((await callerOf(given).call()).endpoint).toBe('endpoint-2');
    second.play(refusal(400, "This model's maximum context length is 20 tokens."));
    expect((await callerOf(given).failure()).details).toMatchObject({ reason: 'context-too-long' });
  });

  it('are asked less and less often while they ask to wait and do not say for how long', async () => {
    first.play(refusal(429, 'Slow down.', {}, { 'retry-after-ms': '0' }));
    const caller = callerOf(settings([first.baseUrl]), { patienceMs: 600 });
    await caller.failure();
    // At once, and every 250 ms from then on.
    expect(first.calls.length).toBeLessThanOrEqual(4);
  });

  it('are waited for no longer than a call has patience', async () => {
    first.play(refusal(429, 'Slow down.', {}, { 'retry-after-ms': '20' }));
    const { details } = await callerOf(settings([first.baseUrl]), { patienceMs: 50 }).failure();
    expect(details).toMatchObject({ reason: 'rate-limit', transient: true, billed: false, retryAfterMs: 20 });
  });

  it('serve other models while one of theirs is down', async () => {
    const given = settings([first.baseUrl]);
    const [route] = given.tiers.standard;
    if (route === undefined) throw new Error('There is a route.');
    const caller = callerOf(
      { ...given, tiers: { ...given.tiers, strong: [{ ...route, model: 'another-model' }] } },
      { breakMs: LONG_BREAK },
    );
    first.play(BROKEN);
    for (let count = 0; count < 6; count++) await caller.failure();
    first.play(YES);
    expect(await caller.call({ tier: 'strong' })).toMatchObject({ model: 'another-model' });
    expect((await caller.failure()).details.reason).toBe('endpoints-down');
  });

  it('that are all down say when to come again', async () => {
    first.play(BROKEN);
    const caller = callerOf(settings([first.baseUrl]), { breakMs: LONG_BREAK });
    for (let count = 0; count < 5; count++) await caller.failure();
    const error = await caller.failure();
    expect(error.details).toMatchObject({ reason: 'endpoints-down', transient: true, billed: false });
    expect(error.details.retryAfterMs).toBeGreaterThan(0);
    expect(error.details.retryAfterMs).toBeLessThanOrEqual(LONG_BREAK);
    expect(error.message).toMatch(/standard .*failed five times in a row \(endpoint-1\)/);
    expect(first.calls).toHaveLength(5);
  });

  it('are tried again after a while, one call first', async () => {
    first.play(...Array.from({ length: 5 }, () => BROKEN), YES);
    const caller = callerOf(settings([first.baseUrl]), { breakMs: 0 });
    for (let count = 0; count < 5; count++) await caller.failure();
    expect((await caller.call()).endpoint).toBe('endpoint-1');
    expect((await caller.call()).endpoint).toBe('endpoint-1');
  });

  it('serve everybody again as soon as the call that tries them has its first words', async () => {
    let finish: () => void = () => undefined;
    const finished = new Promise<void>((resolve) => (finish = resolve));
    const slow: Answer = async (response, call) => {
      await stream(chunks(['Yes.']).slice(0, 2), { done: false, last: false })(response, call);
      await finished;
      response.end(`data: ${JSON.stringify(chunks([]).at(-2))}\n\ndata: [DONE]\n\n`);
    };
    first.play(...Array.from({ length: 5 }, () => BROKEN), slow, YES);
    const caller = callerOf(settings([first.baseUrl]), { breakMs: 0 });
    for (let count = 0; count < 5; count++) await caller.failure();
    const { signal } = new AbortController();
    let trying: Promise<ModelReply> | undefined;
    await new Promise<void>((resolve) => {
      const onProgress = (): void => {
        resolve();
      };
      trying = caller.gateway.call(request(), { signal, onProgress });
    });
    // What has happened by the next turn of the event loop has happened.
    await new Promise(setImmediate);
    expect((await caller.call()).endpoint).toBe('endpoint-1');
    finish();
    expect((await trying)?.text).toBe('Yes.');
  });

  describe('of which one is being tried out', () => {
    /** The call that tries it, which is answered when the test says so, and another one that comes meanwhile. */
    const tried = async (stop = new AbortController()) => {
      let answer: (how: Answer) => void = () => undefined;
      const answered = new Promise<Answer>((resolve) => (answer = resolve));
      let asked: () => void = () => undefined;
      const isAsked = new Promise<void>((resolve) => (asked = resolve));
      const slow: Answer = async (response, call) => {
        asked();
        await (
          await answered
        )(response, call);
      };
      first.play(...Array.from({ length: 5 }, () => BROKEN), slow, YES);
      const caller = callerOf(settings([first.baseUrl]), { breakMs: 0, patienceMs: 60_000 });
      for (let count = 0; count < 5; count++) await caller.failure();
      const trying = caller.call().catch((error: unknown) => error);
      await isAsked;
      const other = caller.call({}, stop.signal).catch((error: unknown) => error);
      await new Promise(setImmediate);
      expect(first.calls).toHaveLength(6);
      return { answer, trying, other };
    };

    it('are waited for until it has shown whether it works, and no attempt is used up', async () => {
      const { answer, trying, other } = await tried();
      answer(YES);
      expect([await trying, await other]).toMatchObject([{ text: 'Yes.' }, { text: 'Yes.' }]);
    });

    it('are asked again when it does not work', async () => {
      const { answer, trying, other } = await tried();
      answer(BROKEN);
      expect([await trying, await other]).toMatchObject([
        { details: { reason: 'server' } },
        { text: 'Yes.' },
      ]);
    });

    it('are waited for by nobody who is stopped, at no charge', async () => {
      const stop = new AbortController();
      const { answer, trying, other } = await tried(stop);
      stop.abort(new Error('stop'));
      expect(await other).toMatchObject({ details: { reason: 'cancelled', billed: false } });
      answer(YES);
      await trying;
    });
  });

  it('keep another tier’s calls when they are down for one', async () => {
    first.play(BROKEN);
    const given = settings([first.baseUrl, second.baseUrl]);
    const [one, two] = given.tiers.standard;
    if (one === undefined || two === undefined) throw new Error('There are two routes.');
    const caller = callerOf(
      { ...given, tiers: { light: [two], standard: [one], strong: [one, two] } },
      { breakMs: LONG_BREAK },
    );
    for (let count = 0; count < 5; count++) await caller.failure();
    expect((await caller.call({ tier: 'light' })).endpoint).toBe('endpoint-2');
    expect((await caller.call({ tier: 'strong' })).endpoint).toBe('endpoint-2');
  });
});

/** As Node's own timers give it: with a code, like an error of the network. */
function enough(): Error {
  return Object.assign(new Error('Enough.'), { name: 'AbortError', code: 'ABORT_ERR' });
}

describe('a call that is cancelled', () => {
  let endpoint: ScriptedEndpoint;
  beforeEach(async () => {
    endpoint = await scriptedEndpoint();
  });
  afterEach(() => endpoint.close());

  it('before it is made is not made', async () => {
    endpoint.play(YES);
    await expect(
      callerOf(settings([endpoint.baseUrl])).call({}, AbortSignal.abort(enough())),
    ).rejects.toMatchObject({ details: { reason: 'cancelled', billed: false } });
    expect(endpoint.calls).toHaveLength(0);
  });

  it.each([
    ['before it is answered', 0],
    ['in the middle of its reply', 2],
  ])('%s ends with the reason, and closes the connection', async (_when, events) => {
    const cancel = new AbortController();
    const closed = new Promise<void>((resolve) => {
      endpoint.play((out, call) => {
        out.on('close', resolve);
        if (events === 0) setImmediate(() => cancel.abort(enough()));
        else return stream(chunks(['On', 'e'], null, null), { done: false, last: false })(out, call);
        return undefined;
      });
    });
    const { gateway } = callerOf(settings([endpoint.baseUrl]));
    const call = gateway.call(request(), {
      signal: cancel.signal,
      onProgress: (characters) => {
        if (characters > 0) cancel.abort(enough());
      },
    });
    await expect(call).rejects.toThrow('Enough.');
    await closed;
  });

  it('while it waits for its turn holds up nobody', async () => {
    endpoint.play(YES);
    const caller = callerOf(settings([endpoint.baseUrl], { callsPerMinute: 1 }));
    await caller.call();
    const cancel = new AbortController();
    const waiting = caller.call({}, cancel.signal);
    cancel.abort(enough());
    await expect(waiting).rejects.toMatchObject({ details: { reason: 'cancelled', billed: false } });
    expect(endpoint.calls).toHaveLength(1);
  });

  it('does not count against its endpoint', async () => {
    const caller = callerOf(settings([endpoint.baseUrl]), { breakMs: LONG_BREAK });
    for (let count = 0; count < 6; count++) {
      const cancel = new AbortController();
      endpoint.play(() => {
        cancel.abort(enough());
      });
      await expect(caller.call({}, cancel.signal)).rejects.toThrow('Enough.');
    }
    for (let count = 0; count < 6; count++)
      await caller.call({}, AbortSignal.abort(enough())).catch(() => undefined);
    endpoint.play(YES);
    expect(await caller.call()).toMatchObject({ finish: 'stop' });
  });
});

describe('calls a minute', () => {
  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
  });
  afterEach(() => {
    jest.useRealTimers();
  });
  const never = (): AbortSignal => new AbortController().signal;

  /** Seconds at which `count` calls that are all asked for at once are let through. */
  async function turns(perMinute: number | null, count: number): Promise<readonly number[]> {
    const rate = callRate(perMinute);
    const start = performance.now();
    const seconds: number[] = [];
    const all = Promise.all(
      Array.from({ length: count }, () =>
        rate
          .turn(NOBODYS, never())
          .then(() => seconds.push(Math.round((performance.now() - start) / 100) / 10)),
      ),
    );
    await jest.advanceTimersByTimeAsync(600_000);
    await all;
    return seconds;
  }

  it('are let through in a burst, then evenly', async () => {
    expect(await turns(60, 14)).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4]);
  });

  it('are few when few are allowed', async () => {
    expect(await turns(2, 4)).toEqual([0, 30, 60, 90]);
  });

  it('are any number without a limit', async () => {
    expect(await turns(null, 100)).toEqual(Array.from({ length: 100 }, () => 0));
  });

  it('are never more than the limit and a burst, in any minute', async () => {
    const seconds = await turns(30, 200);
    for (const from of seconds) {
      expect(seconds.filter((at) => at >= from && at < from + 60).length).toBeLessThanOrEqual(30 + 5);
    }
    expect(seconds.at(-1)).toBe((200 - 5) * 2);
  });

  it('of a run are let through the most urgent first, and those of another run in their turn', async () => {
    const rate = callRate(1);
    await rate.turn(NOBODYS, never());
    const order: string[] = [];
    const asked = [
      ['one', 1],
      ['other', 5],
      ['one', 9],
      ['one', 9],
    ] as const;
    const all = asked.map(async ([run, urgency], index) => {
      await rate.turn({ run, urgency }, never());
      order.push(`${run} ${String(urgency)} (${String(index)})`);
    });
    await jest.advanceTimersByTimeAsync(600_000);
    await Promise.all(all);
    expect(order).toEqual(['one 9 (2)', 'other 5 (1)', 'one 9 (3)', 'one 1 (0)']);
  });

  it('that are all given up leave no timer behind', async () => {
    const rate = callRate(1);
    await rate.turn(NOBODYS, never());
    const cancel = new AbortController();
    const given = rate.turn(NOBODYS, cancel.signal);
    expect(jest.getTimerCount()).toBe(1);
    cancel.abort(enough());
    await expect(given).rejects.toThrow('Enough.');
    expect(jest.getTimerCount()).toBe(0);
  });

  it('stop while their endpoint asks for it', async () => {
    const rate = callRate(null);
    const start = performance.now();
    rate.hold(5_000);
    rate.hold(1_000);
    const seconds = rate.turn(NOBODYS, never()).then(() => (performance.now() - start) / 1000);
    expect(rate.heldForMs()).toBeGreaterThan(4_000);
    await jest.advanceTimersByTimeAsync(6_000);
    expect(Math.round(await seconds)).toBe(5);
    expect(rate.heldForMs()).toBe(0);
  });

  it('that are given up leave their turn to the next', async () => {
    const rate = callRate(1);
    const start = performance.now();
    const cancel = new AbortController();
    await rate.turn(NOBODYS, never());
    const given = rate.turn(NOBODYS, cancel.signal);
    const next = rate.turn(NOBODYS, never()).then(() => performance.now() - start);
    cancel.abort(enough());
    await expect(given).rejects.toThrow('Enough.');
    await jest.advanceTimersByTimeAsync(60_000);
    expect(Math.round((await next) / 1000)).toBe(60);
  });
});
