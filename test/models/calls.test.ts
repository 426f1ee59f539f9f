import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { modelReplySchema } from '../../src/protocol/model-call.js';
import { callerOf, KEY, request, settings, STRUCTURE, type Caller } from './gateways.js';
import {
  chunks,
  completion,
  json,
  refusal,
  response,
  responseEvents,
  scriptedEndpoint,
  stream,
  USAGE,
  type Answer,
  type ScriptedEndpoint,
} from './scripted-endpoint.js';

describe('a call over Chat Completions', () => {
  let endpoint: ScriptedEndpoint;
  let caller: Caller;
  beforeAll(async () => {
    endpoint = await scriptedEndpoint();
  });
  beforeEach(() => {
    caller = callerOf(settings([endpoint.baseUrl]));
  });
  afterAll(() => endpoint.close());

  it('streams, tells its progress, and brings the usage of its last event', async () => {
    endpoint.play(stream(chunks(['export const ', 'one = 1;'])));
    const seen: number[] = [];
    const reply = await caller.gateway.call(request(), {
      signal: new AbortController().signal,
      onProgress: (characters) => seen.push(characters),
    });
    expect(modelReplySchema.parse(reply)).toMatchObject({
      finish: 'stop',
      text: 'export const one = 1;',
      endpoint: 'endpoint-1',
      model: 'example-model',
      usage: { inputTokens: 40, cachedInputTokens: 8, outputTokens: 12, reasoningTokens: 5 },
      costUsd: 0,
    });
    expect(new Set(seen)).toEqual(new Set([0, 13, 21]));
    expect(endpoint.calls.at(-1)).toMatchObject({
      path: '/v1/chat/completions',
      headers: { authorization: `Bearer ${KEY}` },
      body: {
        model: 'example-model',
        messages: request().messages,
        max_tokens: 1000,
        stream: true,
        stream_options: { include_usage: true },
      },
    });
    expect(endpoint.calls.at(-1)?.body).not.toHaveProperty('temperature');
    expect(endpoint.calls.at(-1)?.body).not.toHaveProperty('response_format');
  });

  it('takes one JSON document in answer to a call that was to stream', async () => {
    endpoint.play(json(completion({ content: 'Whole.' })));
    expect(await caller.call()).toMatchObject({
      finish: 'stop',
      text: 'Whole.',
      usage: { outputTokens: 12 },
    });
  });

  it('takes a stream that is not called one', async () => {
    endpoint.play((out) => {
      out.writeHead(200, { 'content-type': 'text/plain' });
      for (const chunk of chunks(['Said ', 'so.'])) out.write(`data: ${JSON.stringify(chunk)}\n\n`);
      out.end('data: [DONE]\n\n');
    });
    expect(await caller.call()).toMatchObject({ finish: 'stop', text: 'Said so.' });
  });

  it.each<[string, readonly unknown[], boolean, object]>([
    ['its last word', chunks(['Done.']), true, {}],
    ['its last word, which says of no end', chunks(['Done.'], null), true, {}],
    ['the reason for its end, and says no more', chunks(['Done.']), false, { idleMs: 100 }],
    ['the reason for its end, and keeps it alive', chunks(['Done.']), false, { totalMs: 3_000 }],
  ])(
    'does not wait for a server that leaves the connection open after %s',
    async (_what, documents, done, timeouts) => {
      const alive: Answer = async (out, call) => {
        await stream(documents, { done, last: false })(out, call);
        const comments = setInterval(() => out.write(': alive\n\n'), 20);
        out.on('close', () => {
          clearInterval(comments);
        });
      };
      const still = stream(documents, { done, last: false });
      endpoint.play('idleMs' in timeouts ? still : alive);
      const patient = callerOf(settings([endpoint.baseUrl]), { timeouts });
      expect(await patient.call()).toMatchObject({ finish: 'stop', text: 'Done.' });
    },
  );

  it('reads on behind a reason for the end that comes with each piece', async () => {
    const pieces = ['Do', 'ne.'].flatMap((piece) => chunks([piece]));
    endpoint.play(async (out) => {
      out.writeHead(200, { 'content-type': 'text/event-stream' });
      for (const document of pieces) {
        out.write(`data: ${JSON.stringify(document)}\n\n`);
        await new Promise((resolve) => setTimeout(resolve, 300));
      }
      out.end('data: [DONE]\n\n');
    });
    expect(await caller.call()).toMatchObject({ finish: 'stop', text: 'Done.' });
  });

  it.each<[string, unknown, unknown, { finish: string; text: string }]>([
    ['an answer', { content: 'Yes.' }, 'stop', { finish: 'stop', text: 'Yes.' }],
    ['an answer without a reason', { content: 'Yes.' }, null, { finish: 'stop', text: 'Yes.' }],
    ['an answer cut off', { content: 'Ye' }, 'length', { finish: 'length', text: 'Ye' }],
    ['thoughts that used up the room', { content: '' }, 'length', { finish: 'length', text: '' }],
    ['a refusal', { content: null, refusal: 'I cannot.' }, 'stop', { finish: 'refusal', text: 'I cannot.' }],
    ['a filter', { content: 'Ye' }, 'content_filter', { finish: 'refusal', text: 'Ye' }],
    ['no words', { content: '  \n' }, 'stop', { finish: 'empty', text: '  \n' }],
    ['no content', {}, 'stop', { finish: 'empty', text: '' }],
    [
      'a call of a tool that nobody offered',
      { content: null, tool_calls: [{ id: '1', function: { name: 'f', arguments: '{}' } }] },
      'tool_calls',
      { finish: 'empty', text: '' },
    ],
    [
      'thoughts in front of the answer',
      { content: '<think>Well.\n</think>\n\nYes.' },
      'stop',
      { finish: 'stop', text: 'Yes.' },
    ],
    [
      'thoughts before a line in the middle of a file',
      { content: '<think>Well.</think>\n \n  on: push\n' },
      'stop',
      { finish: 'stop', text: '  on: push\n' },
    ],
    [
      'thoughts whose beginning the template wrote',
      { content: 'Well:\n```ts\nno\n```\n</think>\n\nYes.' },
      'stop',
      { finish: 'stop', text: 'Yes.' },
    ],
    [
      'code that speaks of such tags',
      { content: "cut(text, '</think>');\n" },
      'stop',
      { finish: 'stop', text: "cut(text, '</think>');\n" },
    ],
    ['thoughts without an end', { content: '<think>Well' }, 'stop', { finish: 'empty', text: '' }],
    [
      'parts',
      {
        content: [
          { type: 'thinking', thinking: [] },
          { type: 'text', text: 'Yes.' },
        ],
      },
      'stop',
      { finish: 'stop', text: 'Yes.' },
    ],
    ['the reason ""', { content: 'Yes.' }, '', { finish: 'stop', text: 'Yes.' }],
    ['the reason "null"', { content: 'Yes.' }, 'null', { finish: 'stop', text: 'Yes.' }],
    ['a reason that is new', { content: 'Yes.' }, 'tired', { finish: 'length', text: 'Yes.' }],
  ])('ends by %s', async (_what, message, finish, expected) => {
    endpoint.play(json(completion(message as Record<string, unknown>, finish as string | null)));
    expect(await caller.call()).toMatchObject(expected);
  });

  it('takes a reply that has reached its limit for cut off, whatever the server says', async () => {
    endpoint.play(json(completion({ content: 'One, two' }, 'stop', { ...USAGE, completion_tokens: 30 })));
    expect(await caller.call({ maxOutputTokens: 30 })).toMatchObject({ finish: 'length' });
  });

  it.each(['', 'null'])('waits for a reason behind those that read "%s"', async (reason) => {
    const early = chunks(['One, ', 'two'], null, null).map((chunk) => ({
      choices: (chunk as { choices: object[] }).choices.map((each) => ({ ...each, finish_reason: reason })),
    }));
    for (const finish of ['stop', 'length']) {
      endpoint.play(stream([...early, ...chunks([], finish)]));
      expect(await caller.call()).toMatchObject({ finish, text: 'One, two' });
    }
    endpoint.play(stream(early, { done: false }));
    expect((await caller.failure()).details.reason).toBe('cut');
  });

  it.each(['text/event-stream', 'text/plain'])('takes [DONE] for an end, in %s', async (type) => {
    endpoint.play((out) => {
      out.writeHead(200, { 'content-type': type });
      for (const chunk of chunks(['Said\ndata: [DO', 'NE] so.'], null)) {
        out.write(`data: ${JSON.stringify(chunk)}\n\n`);
      }
      // In pieces, as a network may bring it.
      out.write('dat', () => out.end('a: [DONE]\n\n'));
    });
    expect(await caller.call()).toMatchObject({ finish: 'stop', text: 'Said\ndata: [DONE] so.' });
  });

  it('takes no [DONE] inside of a reply for its end', async () => {
    endpoint.play(stream(chunks(['data: [DONE]', '\ndata: [DONE]'], null), { done: false }));
    expect((await caller.failure()).details.reason).toBe('cut');
  });

  it('takes a reply for cut off that may have reached its limit when nobody says how it ended', async () => {
    for (const [maxOutputTokens, finish] of [
      [8, 'length'],
      [9, 'stop'],
    ] as const) {
      endpoint.play(stream(chunks(['one two three four'], null, null)));
      expect(await caller.call({ maxOutputTokens })).toMatchObject({ finish });
    }
    endpoint.play(stream(chunks(['one two three four'], 'stop', null)));
    expect(await caller.call({ maxOutputTokens: 8 })).toMatchObject({ finish: 'stop' });
  });

  describe('whose usage is not told', () => {
    const counted = async (
      model: string,
      message: Readonly<Record<string, unknown>>,
      usage: unknown = null,
    ): Promise<readonly [number, number]> => {
      endpoint.play(json(completion(message, 'stop', usage)));
      const overrides = [{ model, price: { input: 1000, output: 1000 } }];
      const other = callerOf(settings([endpoint.baseUrl], { model, overrides }));
      const reply = await other.call();
      expect(reply.usage.inputTokens).toBe(other.gateway.price(request()).inputTokens);
      const { outputTokens, reasoningTokens } = reply.usage;
      expect(reply.costUsd).toBeCloseTo((reply.usage.inputTokens + outputTokens) / 1000);
      return [outputTokens, reasoningTokens];
    };
    const FOUR = { content: 'one two three four' };

    it('is counted, and twice as high where its tokenizer is another', async () => {
      expect(await counted('gpt-4.1', FOUR)).toEqual([4, 0]);
      expect(await counted('own-model', FOUR)).toEqual([8, 0]);
      expect(await counted('own-model', { ...FOUR, reasoning_content: 'two words' })).toEqual([12, 4]);
    });

    it('is never counted above what the reply was allowed to have, unless it certainly had more', async () => {
      expect((await counted('own-model', { content: 'one '.repeat(700) }))[0]).toBe(1000);
      expect((await counted('own-model', { content: 'one '.repeat(1100) }))[0]).toBeGreaterThan(1000);
    });

    it('is all that it was allowed where the model thinks and does not show it', async () => {
      expect(await counted('gpt-5.1', FOUR)).toEqual([1000, 996]);
      expect(await counted('gpt-5.1', { ...FOUR, reasoning: 'two words' })).toEqual([6, 2]);
      expect((await counted('gpt-5.1', { content: '<think>Well.</think>Yes.' }))[0]).toBeLessThan(20);
    });

    it('is counted where zeros are told', async () => {
      const zeros = { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 };
      expect(await counted('gpt-4.1', FOUR, zeros)).toEqual([4, 0]);
      expect(await counted('gpt-4.1', { reasoning: 'two words' }, zeros)).toEqual([2, 2]);
      expect(await counted('gpt-4.1', FOUR, { ...zeros, completion_tokens: 7 })).toEqual([7, 0]);
      expect(await counted('gpt-4.1', {}, zeros)).toEqual([0, 0]);
    });

    it('is counted on one side only where the other is told', async () => {
      const usage = { prompt_tokens: 40, completion_tokens: 0, total_tokens: 40 };
      endpoint.play(json(completion(FOUR, 'stop', usage)));
      const { usage: paid } = await callerOf(settings([endpoint.baseUrl], { model: 'gpt-4.1' })).call();
      expect(paid).toMatchObject({ inputTokens: 40, outputTokens: 4 });
    });
  });

  it('counts thoughts that are in the total only', async () => {
    const usage = { prompt_tokens: 10, completion_tokens: 5, total_tokens: 100 };
    endpoint.play(json(completion({ content: 'Yes.' }, 'stop', usage)));
    expect((await caller.call()).usage).toMatchObject({ inputTokens: 10, outputTokens: 90 });
  });

  it.each([
    [
      'beside the completion',
      { prompt_tokens: 10, completion_tokens: 5, completion_tokens_details: { reasoning_tokens: 60 } },
      65,
    ],
    [
      'and nothing else',
      {
        prompt_tokens: 21,
        completion_tokens: 0,
        total_tokens: 81,
        completion_tokens_details: { reasoning_tokens: 60 },
      },
      60,
    ],
  ])('counts thoughts that are told %s', async (_where, usage, outputTokens) => {
    endpoint.play(json(completion({ content: 'Yes.' }, 'stop', usage)));
    expect((await caller.call()).usage).toMatchObject({ outputTokens, reasoningTokens: 60 });
  });

  it.each([
    [
      'Azure’s filter',
      refusal(400, 'The response was filtered due to the prompt triggering a content management policy.', {
        code: 'content_filter',
        param: 'prompt',
      }),
    ],
    ['OpenAI’s', refusal(400, 'Invalid prompt: your prompt was flagged.', { code: 'invalid_prompt' })],
    [
      'OpenRouter’s moderation',
      refusal(403, 'The model requires moderation. Your input was flagged.', { code: 403 }),
    ],
  ])('takes a prompt that %s strikes for a refusal, and not for a failure', async (_whose, answer) => {
    endpoint.play(answer);
    const reply = await caller.call();
    expect(reply).toMatchObject({
      finish: 'refusal',
      costUsd: 0,
      usage: { inputTokens: 0, outputTokens: 0 },
    });
    expect(reply.text).toMatch(/filtered|flagged/);
  });

  it('takes thoughts that took all the room of the reply for a reply that was cut off, and pays for them', async () => {
    const said =
      'Could not finish the message because max_tokens or model output limit was reached. Please try again with higher max_tokens.';
    endpoint.play(refusal(400, said, { type: 'invalid_request_error' }));
    const reply = await caller.call({ maxOutputTokens: 64 });
    expect(reply).toMatchObject({
      finish: 'length',
      text: '',
      usage: { outputTokens: 64, reasoningTokens: 64 },
    });
    expect(reply.usage.inputTokens).toBeGreaterThan(10);
  });

  it.each<[string, readonly unknown[], number]>([
    ['had come', chunks(['one two ', 'three four'], null, null), 4],
    ['was told to be paid', chunks(['one two ', 'three four'], null), 12],
    ['had come: nothing', [], 0],
  ])('pays for what %s when a filter strikes in the middle', async (_what, before, outputTokens) => {
    const error = { code: 'content_filter', message: 'The response was filtered: quite a number of words.' };
    endpoint.play(stream([...before, { error }]));
    const reply = await callerOf(settings([endpoint.baseUrl], { model: 'gpt-4.1' })).call();
    expect(reply).toMatchObject({ finish: 'refusal', text: error.message, usage: { outputTokens } });
    expect(reply.usage.inputTokens).toBeGreaterThan(10);
  });

  it('brings a reply of 1 MB', async () => {
    const piece = 'x = y + 1;\n'.repeat(1000);
    endpoint.play(stream(chunks(Array.from({ length: 100 }, () => piece))));
    const { text, finish } = await caller.call();
    expect([text.length, finish]).toEqual([piece.length * 100, 'stop']);
    endpoint.play(json(completion({ content: piece.repeat(100) })));
    expect((await caller.call()).text).toHaveLength(piece.length * 100);
  });

  it('needs no key at a server of this machine, and sends a placeholder', async () => {
    endpoint.play(json(completion({ content: 'Yes.' })));
    await callerOf(settings([endpoint.baseUrl], { key: null, keyFrom: null })).call();
    expect(endpoint.calls.at(-1)?.headers.authorization).toBe('Bearer none');
  });

  it('sends a temperature that was set', async () => {
    endpoint.play(json(completion({ content: 'Yes.' })));
    const overrides = [{ model: 'example-model', temperature: 0.2 }];
    await callerOf(settings([endpoint.baseUrl], { overrides })).call();
    expect(endpoint.calls.at(-1)?.body.temperature).toBe(0.2);
  });

  it.each([
    [
      'json-schema',
      {
        response_format: {
          type: 'json_schema',
          json_schema: { name: 'verdict', schema: STRUCTURE.schema, strict: true },
        },
      },
      false,
    ],
    ['json-object', { response_format: { type: 'json_object' } }, true],
    ['prompt', {}, true],
  ] as const)('asks for structure by %s', async (structure, fields, inPrompt) => {
    endpoint.play(json(completion({ content: '{"sound":true}' })));
    const overrides = [{ model: 'example-model', profile: { structure } }];
    const reply = await callerOf(settings([endpoint.baseUrl], { overrides })).call({ structure: STRUCTURE });
    expect(reply.text).toBe('{"sound":true}');
    const body = endpoint.calls.at(-1)?.body ?? {};
    expect(body).toMatchObject(fields);
    expect('response_format' in body).toBe('response_format' in fields);
    const [system, user] = body.messages as { role: string; content: string }[];
    expect(system?.content.startsWith('You write TypeScript.')).toBe(true);
    expect(system?.content.includes('"additionalProperties": false')).toBe(inPrompt);
    expect(user).toEqual(request().messages[1]);
  });

  it('puts the instructions into the first message for a model that takes no others', async () => {
    endpoint.play(json(completion({ content: 'Yes.' })));
    const overrides = [{ model: 'example-model', profile: { instructions: 'user' as const } }];
    await callerOf(settings([endpoint.baseUrl], { overrides })).call();
    expect(endpoint.calls.at(-1)?.body.messages).toEqual([
      { role: 'user', content: 'You write TypeScript.\n\nWrite a function that adds two numbers.' },
    ]);
  });
});

describe('a call over Responses', () => {
  let endpoint: ScriptedEndpoint;
  let caller: Caller;
  beforeAll(async () => {
    endpoint = await scriptedEndpoint();
    caller = callerOf(settings([endpoint.baseUrl], { api: 'responses' }));
  });
  afterAll(() => endpoint.close());

  it('streams, and keeps nothing with the provider', async () => {
    endpoint.play(stream(responseEvents(['export const ', 'one = 1;'])));
    const reply = await caller.call({ structure: STRUCTURE });
    expect(reply).toMatchObject({
      finish: 'stop',
      text: 'export const one = 1;',
      usage: { inputTokens: 40, cachedInputTokens: 8, outputTokens: 12, reasoningTokens: 5 },
    });
    expect(endpoint.calls.at(-1)).toMatchObject({
      path: '/v1/responses',
      body: {
        input: request().messages,
        max_output_tokens: 1000,
        store: false,
        stream: true,
        text: { format: { type: 'json_schema', name: 'verdict', strict: true, schema: STRUCTURE.schema } },
      },
    });
  });

  it.each<[string, unknown, { finish: string; text: string }]>([
    ['one document', response([{ type: 'output_text', text: 'Yes.' }]), { finish: 'stop', text: 'Yes.' }],
    [
      'a reply cut off',
      response([{ type: 'output_text', text: 'Ye' }], {
        status: 'incomplete',
        incomplete_details: { reason: 'max_output_tokens' },
      }),
      { finish: 'length', text: 'Ye' },
    ],
    [
      'a filter',
      response([], { status: 'incomplete', incomplete_details: { reason: 'content_filter' } }),
      { finish: 'refusal', text: '' },
    ],
    [
      'a refusal',
      response([{ type: 'refusal', refusal: 'I cannot.' }]),
      { finish: 'refusal', text: 'I cannot.' },
    ],
    ['nothing', response([]), { finish: 'empty', text: '' }],
  ])('takes %s', async (_what, document, expected) => {
    endpoint.play(json(document));
    expect(await caller.call()).toMatchObject(expected);
  });

  it('takes a stream that was cut off at the limit', async () => {
    endpoint.play(
      stream(
        responseEvents(['One, two'], {
          status: 'incomplete',
          incomplete_details: { reason: 'max_output_tokens' },
        }),
      ),
    );
    expect(await caller.call()).toMatchObject({ finish: 'length', text: 'One, two' });
  });

  it('does not wait for a server that leaves the connection open after its last event', async () => {
    endpoint.play(stream(responseEvents(['Yes.']), { done: false, last: false }));
    expect(await caller.call()).toMatchObject({ finish: 'stop', text: 'Yes.' });
  });

  it('takes the last event’s word where the response in it says nothing', async () => {
    const ending = (type: string): void => {
      const delta = { type: 'response.output_text.delta', delta: 'Yes.' };
      endpoint.play(stream([delta, { type, response: { id: 'r' } }]));
    };
    ending('response.completed');
    expect(await caller.call()).toMatchObject({ finish: 'stop', text: 'Yes.' });
    ending('response.incomplete');
    expect(await caller.call()).toMatchObject({ finish: 'length', text: 'Yes.' });
    ending('response.failed');
    expect((await caller.failure()).details).toMatchObject({ reason: 'cut', billed: true });
  });

  it('is told of a failure inside of the stream', async () => {
    endpoint.play(
      stream([
        { type: 'response.output_text.delta', delta: 'On' },
        {
          type: 'response.failed',
          response: response([], { status: 'failed', error: { code: 'server_error', message: 'Sorry.' } }),
        },
      ]),
    );
    expect((await caller.failure()).details).toMatchObject({
      reason: 'server',
      transient: true,
      billed: true,
    });
    endpoint.play(
      stream([{ type: 'error', code: 'rate_limit_exceeded', message: 'Slow down.', param: null }]),
    );
    expect((await caller.failure()).details).toMatchObject({ reason: 'rate-limit', transient: true });
  });
});
