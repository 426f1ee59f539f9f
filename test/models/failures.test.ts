import { totalMs } from '../../src/models/wire/deadlines.js';
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { OpenAI } from 'openai';
import { factsOf } from '../../src/models/failure-facts.js';
import { FAILURES } from '../../src/models/failures.js';
import { retryAfterMs } from '../../src/models/retry-after.js';
import { coded } from '../../src/models/wire/connect.js';
import { SecretKey } from '../../src/models/secret-key.js';
import { callerOf, KEY, settings } from './gateways.js';
import {
  chunks,
  completion,
  dropped,
  json,
  refusal,
  response,
  responseEvents,
  scriptedEndpoint,
  stream,
  upstreamRefusal,
  USAGE,
  type Answer,
  type ScriptedEndpoint,
} from './scripted-endpoint.js';

const html: Answer = (response) => {
  response.writeHead(200, { 'content-type': 'text/html' });
  response.end('<html><body>Ollama is running</body></html>');
};
const hang: Answer = () => undefined;

describe('the failure table', () => {
  /** Rows that a test below has come to. */
  const reached = new Set<unknown>();
  let endpoint: ScriptedEndpoint;
  beforeAll(async () => {
    endpoint = await scriptedEndpoint();
  });
  afterAll(() => endpoint.close());

  it.each<[string, Answer, Record<string, unknown>, RegExp]>([
    [
      '400',
      refusal(400, 'No such thing.'),
      { reason: 'bad-request', transient: false, billed: false, status: 400 },
      /refuses the call.*No such thing.*models test/,
    ],
    [
      '400 of a provider behind the endpoint, of a prompt that is too long',
      json(
        {
          error: upstreamRefusal(400, {
            error: { message: 'Too much.', code: 'context_length_exceeded' },
          }),
        },
        400,
      ),
      { reason: 'context-too-long', transient: false, billed: false, status: 400 },
      /\(400: Provider returned error: Too much\.\)/,
    ],
    [
      '429 of a provider behind the endpoint, in words',
      json({ error: upstreamRefusal(429, 'glm is temporarily rate-limited upstream.') }, 429),
      { reason: 'rate-limit', transient: true, billed: false },
      /rate-limited upstream/,
    ],
    [
      '401',
      refusal(401, 'Bad key.'),
      { reason: 'key', transient: false, billed: false, status: 401 },
      /EXAMPLE_KEY/,
    ],
    [
      '402',
      refusal(402, 'Insufficient Balance'),
      { reason: 'quota', transient: false, billed: false },
      /Add credit/,
    ],
    [
      '400 of an empty purse',
      refusal(400, 'Your credit balance is too low to access the API.', { type: 'invalid_request_error' }),
      { reason: 'quota', transient: false, billed: false },
      /Add credit/,
    ],
    [
      '402 of credit that is set aside for calls under way',
      refusal(402, 'In-flight budget.', {}, { 'retry-after': '3' }),
      { reason: 'rate-limit', transient: true, billed: false, retryAfterMs: 3000 },
      /later/,
    ],
    [
      '403',
      refusal(403, 'Region.'),
      { reason: 'forbidden', transient: false, billed: false },
      /may use example-model/,
    ],
    [
      '404',
      refusal(404, 'The model does not exist.'),
      { reason: 'not-found', transient: false, billed: false },
      /MILLWRIGHT_MODEL.*\/v1/,
    ],
    [
      '404 without JSON',
      (out) => {
        out.writeHead(404, { 'content-type': 'text/html' });
        out.end('<h1>404 page not found</h1>');
      },
      { reason: 'not-found' },
      /404 page not found/,
    ],
    [
      '408',
      refusal(408, 'Late.'),
      { reason: 'timeout', transient: true, billed: true },
      /did not answer in time/,
    ],
    ['409', refusal(409, 'Locked.'), { reason: 'conflict', transient: true, billed: false }, /conflicting/],
    [
      '413',
      refusal(413, 'Too large.'),
      { reason: 'context-too-long', transient: false, billed: false },
      /shorter/,
    ],
    [
      '422',
      json({ detail: [{ loc: ['body', 'x'], msg: 'Field required' }] }, 422),
      { reason: 'bad-request', transient: false, billed: false },
      /Field required/,
    ],
    [
      '429',
      refusal(429, 'Slow down.', {}, { 'retry-after': '7' }),
      { reason: 'rate-limit', transient: true, billed: false, retryAfterMs: 7000 },
      /no more calls/,
    ],
    [
      '429 after which no other try helps',
      refusal(429, 'Slow down.', {}, { 'x-should-retry': 'false' }),
      { reason: 'rate-limit', transient: false, billed: false },
      /no other try helps, so the call is not made again.*another endpoint/,
    ],
    [
      '429 in milliseconds',
      refusal(429, 'Slow down.', {}, { 'retry-after-ms': '250', 'retry-after': '1' }),
      { retryAfterMs: 250 },
      /later/,
    ],
    [
      '429 of a quota',
      refusal(
        429,
        'You exceeded your current quota.',
        { code: 'insufficient_quota' },
        { 'x-should-retry': 'true', 'retry-after': '1' },
      ),
      { reason: 'quota', transient: false, billed: false },
      /Add credit/,
    ],
    [
      '429 worded as a quota, without its code',
      refusal(429, 'You exceeded your current quota, please check your billing.', { code: 429 }),
      { reason: 'rate-limit', transient: true },
      /later/,
    ],
    [
      '429 of a prompt that never fits',
      refusal(429, 'Request too large for x on tokens per min (TPM): Limit 30000, Requested 42000.', {
        code: 'rate_limit_exceeded',
      }),
      { reason: 'context-too-long', transient: false },
      /shorter/,
    ],
    [
      '500',
      refusal(500, 'Sorry.'),
      { reason: 'server', transient: true, billed: false },
      /failed.*500: Sorry/,
    ],
    [
      '500 that says not to retry',
      refusal(500, 'Sorry.', {}, { 'x-should-retry': 'false', 'retry-after': '1' }),
      { reason: 'server', transient: false },
      /failed/,
    ],
    [
      '400 that says to retry',
      refusal(400, 'Later.', {}, { 'x-should-retry': 'true', 'retry-after': '2' }),
      { reason: 'bad-request', transient: true, retryAfterMs: 2000 },
      /refuses/,
    ],
    ['502', refusal(502, 'Bad gateway.'), { reason: 'server', transient: true, billed: false }, /failed/],
    ['503', refusal(503, 'Busy.'), { reason: 'overloaded', transient: true, billed: false }, /overloaded/],
    ['504', refusal(504, 'Late.'), { reason: 'timeout', transient: true, billed: true }, /in time/],
    [
      '529',
      refusal(529, 'Overloaded.'),
      { reason: 'overloaded', transient: true, billed: false },
      /overloaded/,
    ],
    [
      'an overlong prompt by its code',
      refusal(400, 'Too much.', { code: 'context_length_exceeded' }),
      { reason: 'context-too-long', transient: false, billed: false },
      /shorter/,
    ],
    [
      'an overlong prompt in Anthropic’s words',
      refusal(400, 'prompt is too long: 210000 tokens > 200000 maximum', { type: 'invalid_request_error' }),
      { reason: 'context-too-long' },
      /shorter/,
    ],
    [
      'an overlong prompt in Google’s words',
      json(
        [
          {
            error: {
              code: 400,
              status: 'INVALID_ARGUMENT',
              message:
                'The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).',
            },
          },
        ],
        400,
      ),
      { reason: 'context-too-long' },
      /1048576/,
    ],
    [
      'an overlong prompt in llama.cpp’s words',
      json(
        {
          error: {
            code: 400,
            type: 'exceed_context_size_error',
            message: 'the request exceeds the available context size, try increasing it',
          },
        },
        400,
      ),
      { reason: 'context-too-long' },
      /shorter/,
    ],
    [
      'an overlong prompt in the words of vLLM',
      json(
        {
          object: 'error',
          message: 'max_tokens must be at least 1, got -186.',
          type: 'BadRequestError',
          param: null,
          code: 400,
        },
        400,
      ),
      { reason: 'context-too-long', transient: false },
      /shorter/,
    ],
    [
      'a model that Ollama does not have',
      json({ error: 'model "example-model" not found, try pulling it first' }, 404),
      { reason: 'not-found' },
      /try pulling it first/,
    ],
    [
      'a model that speaks the other API',
      refusal(404, 'This model is only supported in v1/responses and not in v1/chat/completions.'),
      { reason: 'other-api', transient: false, billed: false },
      /MILLWRIGHT_MODEL_API=responses/,
    ],
    [
      'a quota that ran out inside of a stream',
      stream([{ error: { code: 'insufficient_quota', message: 'Empty.' } }]),
      { reason: 'quota', transient: false },
      /Add credit/,
    ],
    [
      'a dropped connection',
      (out) => {
        out.destroy();
      },
      { reason: 'dropped', transient: true, billed: true },
      /broke the connection/,
    ],
    [
      'a stream dropped in the middle',
      dropped(chunks(['Half an '], null, null)),
      { reason: 'dropped', transient: true, billed: true },
      /broke the connection/,
    ],
    [
      'a stream that ends in the middle',
      stream(chunks(['Half an '], null, null), { done: false }),
      { reason: 'cut', transient: true, billed: true },
      /in the middle/,
    ],
    [
      'a reply that ends by an error',
      stream(chunks(['Half an '], 'error')),
      { reason: 'cut', transient: true, billed: true },
      /gave up/,
    ],
    [
      'an error inside of a stream',
      stream([...chunks(['Half an '], null, null), { error: { code: 502, message: 'Upstream.' } }]),
      { reason: 'server', transient: true, billed: true },
      /Upstream/,
    ],
    [
      'an overload inside of a stream',
      stream([{ error: { type: 'overloaded_error', message: 'Overloaded.' } }]),
      { reason: 'overloaded', transient: true, billed: true },
      /Overloaded/,
    ],
    [
      'a stream of broken JSON',
      (out) => {
        out.writeHead(200, { 'content-type': 'text/event-stream' });
        out.end('data: {"choices": [\n\n');
      },
      { reason: 'garbled', transient: true, billed: true },
      /cannot be read/,
    ],
    [
      'broken JSON',
      (out) => {
        out.writeHead(200, { 'content-type': 'application/json' });
        out.end('{"choices": [');
      },
      { reason: 'garbled', transient: true, billed: true },
      /broken JSON/,
    ],
    [
      'an empty body',
      (out) => {
        out.writeHead(200).end();
      },
      { reason: 'garbled', transient: true },
      /empty/,
    ],
    [
      'a document of another shape',
      json({ choices: 'none' }),
      { reason: 'garbled', transient: true, billed: true },
      /shape of one \(choices\)/,
    ],
    [
      'an error in words of its own with the status of a success',
      json({ code: 1004, msg: `login fail ${'x'.repeat(500)}` }),
      { reason: 'no-reply', transient: true, billed: false },
      /sent no reply \(No reply is in \{"code":1004,"msg":"login fail x{300,400} …\)/,
    ],
    [
      'a completion without a choice',
      json({ object: 'chat.completion', choices: null }),
      { reason: 'no-reply', transient: true, billed: false },
      /"choices":null/,
    ],
    [
      'no choice, and what it costs',
      json({ choices: [], usage: USAGE }),
      { reason: 'garbled', transient: true, billed: true },
      /No reply is in \{"choices":\[\]/,
    ],
    [
      'a reply over the other API',
      json(response([{ type: 'output_text', text: 'Yes.' }], { usage: null })),
      { reason: 'no-reply', transient: true, billed: false },
      /MILLWRIGHT_MODEL_API/,
    ],
    [
      'a stream over the other API',
      stream(responseEvents(['Yes.'])),
      { reason: 'no-reply', transient: true, billed: false },
      /response\.created/,
    ],
    [
      'a stream that says it is over before it began',
      stream(chunks([], null, null)),
      { reason: 'cut', transient: true, billed: true },
      /in the middle/,
    ],
    [
      'an error with the status of a success',
      json({ error: { message: 'Out of order.', code: 500 } }),
      { reason: 'server', transient: true },
      /Out of order/,
    ],
    ['a web page', html, { reason: 'no-api', transient: false, billed: false }, /text\/html.*\/v1/],
  ])('%s', async (_what, answer, details, message) => {
    endpoint.play(answer);
    const caller = callerOf(settings([endpoint.baseUrl]));
    const before = endpoint.calls.length;
    const error = await caller.failure();
    reached.add(error.details.reason);
    expect(error.type).toBe('ModelUnavailable');
    expect(error.details).toMatchObject({ ...details, endpoint: 'endpoint-1', model: 'example-model' });
    expect('retryAfterMs' in error.details).toBe('retryAfterMs' in details);
    expect(error.message).toMatch(message);
    expect(endpoint.calls.length - before).toBe(1);
  });

  it('a server that is not there', async () => {
    const gone = await scriptedEndpoint();
    await gone.close();
    const error = await callerOf(settings([gone.baseUrl])).failure();
    reached.add(error.details.reason);
    expect(error.details).toMatchObject({ reason: 'unreachable', transient: true, billed: false });
    expect(error.message).toMatch(/cannot be reached \(ECONNREFUSED\)\. Check that it runs/);
  });

  it.each([
    ['UND_ERR_CONNECT_TIMEOUT', { code: 'UND_ERR_CONNECT_TIMEOUT' }, 'unreachable'],
    ['ETIMEDOUT of connecting', { code: 'ETIMEDOUT', syscall: 'connect' }, 'unreachable'],
    ['ETIMEDOUT of reading', { code: 'ETIMEDOUT', syscall: 'read' }, 'dropped'],
    ['UND_ERR_HEADERS_TIMEOUT', { code: 'UND_ERR_HEADERS_TIMEOUT' }, 'timeout'],
  ])('tells a connection that never came about from one that broke: %s', async (_, cause, kind) => {
    const failure = new TypeError('fetch failed', {
      cause: Object.assign(new Error('connect timed out'), cause),
    });
    const client = new OpenAI({
      apiKey: 'none',
      maxRetries: 0,
      logLevel: 'off',
      fetch: () => {
        throw coded(failure);
      },
    });
    const thrown: unknown = await client.models.list().catch((error: unknown) => error);
    expect(factsOf(thrown, null, false)).toMatchObject({ kind });
    // Once an answer has begun to come there was a connection, whatever its end is called.
    expect(factsOf(failure, null, true)).toMatchObject({ kind: kind === 'unreachable' ? 'dropped' : kind });
  });

  it.each<[string, Answer, object, RegExp]>([
    ['nothing at all', hang, { firstByteMs: 50 }, /Nothing came within 0\.05 s/],
    [
      'headers and no more',
      (out) => {
        out.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
      },
      { firstByteMs: 50 },
      /Nothing came within/,
    ],
    [
      'a stream that stops',
      stream(chunks(['Half an '], null, null), { done: false, last: false }),
      { idleMs: 50 },
      /Nothing more came for 0\.05 s/,
    ],
    [
      'a stream that never ends',
      (out) => {
        out.writeHead(200, { 'content-type': 'text/event-stream' });
        const timer = setInterval(() => out.write(': still here\n\n'), 10);
        out.on('close', () => {
          clearInterval(timer);
        });
      },
      { totalMs: 200 },
      /not whole after 0\.2 s/,
    ],
  ])('a hang: %s', async (_what, answer, timeouts, message) => {
    endpoint.play(answer);
    const error = await callerOf(settings([endpoint.baseUrl]), { timeouts }).failure();
    expect(error.details).toMatchObject({ reason: 'timeout', transient: true, billed: true });
    expect(error.message).toMatch(message);
  });

  it('no hang: a stream that comes slowly is read to its end', async () => {
    const words = chunks(['Yes', ', ', 'it ', 'is', '.']);
    endpoint.play(async (out) => {
      out.writeHead(200, { 'content-type': 'text/event-stream' });
      for (const word of words) {
        out.write(`data: ${JSON.stringify(word)}\n\n`);
        await new Promise((resolve) => setTimeout(resolve, 60));
      }
      out.end('data: [DONE]\n\n');
    });
    const timeouts = { totalMs: 250 };
    expect(await callerOf(settings([endpoint.baseUrl]), { timeouts }).call()).toMatchObject({
      finish: 'stop',
      text: 'Yes, it is.',
    });
  });

  it.each([
    ['its tokens at the pace of a slow model', { streaming: false, maxOutputTokens: 8_000 }, 520_000],
    ['as long as its endpoint may be silent', { streaming: false, maxOutputTokens: 1_000 }, 300_000],
    [
      'half an hour since its last word when it streams',
      { streaming: true, maxOutputTokens: 8_000 },
      1_800_000,
    ],
  ])('a call may take %s', (_what, { streaming, maxOutputTokens }, ms) => {
    expect(totalMs({ profile: { streaming }, maxOutputTokens }, 300_000)).toBe(ms);
  });

  it('a server that speaks no TLS', async () => {
    const error = await callerOf(settings([endpoint.baseUrl.replace('http:', 'https:')])).failure();
    reached.add(error.details.reason);
    expect(error.details).toMatchObject({ reason: 'untrusted', transient: false, billed: false });
    expect(error.message).toMatch(/cannot be reached over TLS.*http or https/);
  });

  it('a reply without an end', async () => {
    endpoint.play(stream(chunks(Array.from({ length: 100 }, () => 'x'.repeat(1000)))));
    const error = await callerOf(settings([endpoint.baseUrl]), { maxReplyBytes: 50_000 }).failure();
    reached.add(error.details.reason);
    expect(error.details).toMatchObject({ reason: 'endless', transient: false, billed: true });
    expect(error.message).toMatch(/longer than 50000 bytes/);
  });

  it.each([
    ['a completion over Chat Completions', completion({ content: 'Yes.' }, 'stop', null)],
    ['an error in words of its own', { code: 1004, msg: 'login fail' }],
  ])('%s where Responses were asked for', async (_what, document) => {
    endpoint.play(json(document));
    const error = await callerOf(settings([endpoint.baseUrl], { api: 'responses' })).failure();
    expect(error.details).toMatchObject({ reason: 'no-reply', transient: true, billed: false });
  });

  it('a reply that does not stream and does not come', async () => {
    endpoint.play(hang);
    const overrides = [{ model: 'example-model', profile: { streaming: false } }];
    const timeouts = { firstByteMs: 1, totalMs: 100 };
    const error = await callerOf(settings([endpoint.baseUrl], { overrides }), { timeouts }).failure();
    expect(error.details).toMatchObject({ reason: 'timeout', transient: true, billed: true });
    expect(error.message).toMatch(/not whole after 0\.1 s/);
  });

  it('has no row that nothing comes to', () => {
    expect([...reached].sort()).toEqual([...new Set(FAILURES.map(({ reason }) => reason))].sort());
  });
});

describe('a reply that is given up', () => {
  it('leaves no connection open', async () => {
    const endpoint = await scriptedEndpoint();
    const closed = new Promise<void>((resolve) => {
      endpoint.play((out) => {
        out.on('close', resolve);
        out.writeHead(200, { 'content-type': 'text/event-stream' });
        out.write('data: {"choices": "none"}\n\n');
      });
    });
    expect((await callerOf(settings([endpoint.baseUrl])).failure()).details.reason).toBe('garbled');
    await closed;
    await endpoint.close();
  });
});

describe('a key', () => {
  let endpoint: ScriptedEndpoint;
  beforeAll(async () => {
    endpoint = await scriptedEndpoint();
  });
  afterAll(() => endpoint.close());

  it.each<[string, Answer]>([
    ['a refusal that quotes it', refusal(401, `Incorrect API key provided: ${KEY}. Bearer ${KEY}`)],
    ['a refusal that half hides it', refusal(401, 'Incorrect API key provided: sk-plan****8046.')],
    [
      'a page that quotes it',
      (out) => {
        out.writeHead(500).end(`<p>${KEY}</p>`);
      },
    ],
    ['an error in a stream that quotes it', stream([{ error: { message: KEY, code: KEY } }])],
    [
      'a dropped connection',
      (out) => {
        out.destroy();
      },
    ],
    ['a document of another shape', json({ choices: KEY })],
  ])('is not in the error of %s', async (_what, answer) => {
    endpoint.play(answer);
    const error = await callerOf(settings([endpoint.baseUrl])).failure();
    const shown = [
      inspect(error, { depth: Infinity, showHidden: true, getters: true }),
      JSON.stringify(error),
      JSON.stringify([error.details, error.message, error.stack]),
      String(error),
    ].join('\n');
    expect(shown).not.toContain(KEY);
    expect(shown).not.toMatch(/sk-plan/);
  });

  it.each(['x', 'max', 'lm-studio'])(
    'that is a word (%s) takes nothing from what an endpoint says',
    async (key) => {
      const said = "This model's maximum context length is 4096 tokens.";
      endpoint.play(
        refusal(400, `${said} The key ${key} is no matter.`),
        json(completion({ content: 'Yes.' })),
      );
      const caller = callerOf(settings([endpoint.baseUrl], { key: new SecretKey(key) }));
      await caller.call({ maxOutputTokens: 8000 });
      expect(caller.gateway.models('light')[0]?.profile().contextTokens).toBe(4096);
      endpoint.play(refusal(401, `${said} The key ${key} is no matter.`));
      expect((await caller.failure()).message).toContain(`${said} The key [key] is no matter.`);
    },
  );

  it('is not printed, and neither is anything else that an endpoint sends', async () => {
    const spies = (['error', 'warn', 'log', 'debug'] as const).map((name) =>
      jest.spyOn(console, name).mockImplementation(() => undefined),
    );
    process.env.OPENAI_LOG = 'debug';
    endpoint.play((out) => {
      out.writeHead(200, { 'content-type': 'text/event-stream' }).end(`data: {"${KEY}\n\n`);
    });
    expect((await callerOf(settings([endpoint.baseUrl])).failure()).details.reason).toBe('garbled');
    delete process.env.OPENAI_LOG;
    for (const spy of spies) {
      expect(spy).not.toHaveBeenCalled();
      spy.mockRestore();
    }
  });

  it('is not in what the settings or the gateway show of themselves', async () => {
    endpoint.play(json(completion({ content: 'Yes.' })));
    const given = settings([endpoint.baseUrl]);
    const caller = callerOf(given);
    const reply = await caller.call();
    for (const value of [given, caller.gateway, reply]) {
      expect(inspect(value, { depth: Infinity, showHidden: true, getters: true })).not.toContain(KEY);
      expect(JSON.stringify(value)).not.toContain(KEY);
    }
    expect(String(given.endpoints['endpoint-1']?.key)).toBe('[key]');
  });
});

describe('retry-after', () => {
  const now = Date.parse('2026-11-21T12:00:00Z');
  it.each<[Record<string, string>, number | undefined]>([
    [{}, undefined],
    [{ 'retry-after': '0' }, 0],
    [{ 'retry-after': '1.5' }, 1500],
    [{ 'retry-after': '60' }, 60_000],
    [{ 'retry-after': '61' }, undefined],
    [{ 'retry-after': '-1' }, undefined],
    [{ 'retry-after': 'soon' }, undefined],
    [{ 'retry-after': 'Sat, 21 Nov 2026 12:00:30 GMT' }, 30_000],
    [{ 'retry-after': 'Sat, 21 Nov 2026 12:02:00 GMT' }, undefined],
    [{ 'retry-after': 'Sat, 21 Nov 2026 11:00:00 GMT' }, undefined],
    [{ 'retry-after-ms': '120', 'retry-after': '9' }, 120],
    [{ 'retry-after-ms': '90000' }, undefined],
    [{ 'retry-after-ms': 'x', 'retry-after': '9' }, 9000],
  ])('%j is %p ms', (headers, expected) => {
    expect(retryAfterMs(new Headers(headers), now)).toBe(expected);
  });
});
