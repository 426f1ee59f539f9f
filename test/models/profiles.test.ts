import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { knownProfile } from '../../src/models/profiles/known-profiles.js';
import type { ModelProfile } from '../../src/models/profiles/profile.js';
import { callerOf, request, settings, STRUCTURE } from './gateways.js';
import {
  chunks,
  completion,
  json,
  refusal,
  response,
  scriptedEndpoint,
  stream,
  upstreamRefusal,
  type Answer,
  type ScriptedEndpoint,
} from './scripted-endpoint.js';

const YES = json(completion({ content: 'Yes.' }));

describe('a model’s profile', () => {
  let endpoint: ScriptedEndpoint;
  let folder: string;
  beforeAll(async () => {
    [endpoint, folder] = await Promise.all([
      scriptedEndpoint(),
      mkdtemp(join(tmpdir(), 'millwright-profiles-')),
    ]);
  });
  afterAll(() => Promise.all([endpoint.close(), rm(folder, { recursive: true })]));
  const bodies = (from: number): readonly Record<string, unknown>[] =>
    endpoint.calls.slice(from).map(({ body }) => body);

  it.each<[string, Partial<ModelProfile>]>([
    ['gpt-5.1', { outputLimit: 'max_completion_tokens', temperature: false, reasoning: true }],
    ['openai/gpt-5-mini', { outputLimit: 'max_completion_tokens', reasoning: true }],
    ['gpt-5-chat-latest', { outputLimit: 'max_completion_tokens', temperature: true, reasoning: false }],
    ['gpt-4o-mini', { outputLimit: 'max_completion_tokens', structure: 'json-schema' }],
    ['gpt-4-turbo', { outputLimit: 'max_tokens', structure: 'json-object' }],
    ['o1-mini', { instructions: 'user', structure: 'prompt' }],
    ['o3', { temperature: false, instructions: 'system' }],
    ['claude-sonnet-4-5', { structure: 'prompt', outputLimit: 'max_tokens' }],
    ['models/gemini-2.5-pro', { reasoning: true, structure: 'json-schema' }],
    ['deepseek-chat', { structure: 'json-object' }],
    ['qwen2.5-coder:32b', { structure: 'json-schema', outputLimit: 'max_tokens', temperature: true }],
  ])('of %s is known by its name', (model, profile) => {
    expect(knownProfile(model)).toMatchObject(profile);
  });

  it.each<[string, Answer, Partial<ModelProfile>]>([
    [
      'that max_tokens is called otherwise',
      refusal(
        400,
        "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
        { param: 'max_tokens', code: 'unsupported_parameter' },
      ),
      { outputLimit: 'max_completion_tokens' },
    ],
    [
      'that no temperature may be sent',
      refusal(
        400,
        "Unsupported value: 'temperature' does not support 0.3 with this model. Only the default (1) value is supported.",
        { param: 'temperature', code: 'unsupported_value' },
      ),
      { temperature: false },
    ],
    [
      'that a stream tells no usage',
      json(
        {
          detail: [
            {
              type: 'extra_forbidden',
              loc: ['body', 'stream_options'],
              msg: 'Extra inputs are not permitted',
            },
          ],
        },
        422,
      ),
      { streamUsage: false },
    ],
    [
      'that it does not stream',
      refusal(400, 'Your organization must be verified to stream this model.', {
        param: 'stream',
        code: 'unsupported_value',
      }),
      { streaming: false },
    ],
    [
      'that a schema is not enforced',
      refusal(
        400,
        "Invalid parameter: 'response_format' of type 'json_schema' is not supported with this model.",
        { param: 'response_format' },
      ),
      { structure: 'json-object' },
    ],
    [
      'that a server takes no schema in its own words',
      refusal(400, 'Either "json_schema" or "grammar" can be specified, but not both', { code: 400 }),
      { structure: 'json-object' },
    ],
    [
      'that it takes no system messages',
      refusal(400, "Unsupported value: 'messages[0].role' does not support 'system' with this model.", {
        param: 'messages[0].role',
      }),
      { instructions: 'user' },
    ],
    [
      'how long its replies may be',
      refusal(
        400,
        'max_tokens is too large: 1000. This model supports at most 512 completion tokens, whereas you provided 1000.',
        { param: 'max_tokens' },
      ),
      { maxOutputTokens: 512 },
    ],
    [
      'how long its context is',
      refusal(
        400,
        "'max_tokens' is too large: 1000. This model's maximum context length is 900 tokens and your request has 60 input tokens.",
        {},
      ),
      { contextTokens: 900 },
    ],
    [
      'what a provider behind the endpoint refused',
      json(
        {
          error: upstreamRefusal(400, {
            error: {
              message: "Invalid parameter: 'response_format' of type 'json_schema' is not supported.",
              type: 'invalid_request_error',
              param: 'response_format',
              code: null,
            },
          }),
          user_id: 'user_1',
        },
        400,
      ),
      { structure: 'json-object' },
    ],
    [
      'what a provider behind the endpoint refused in its stream',
      stream([{ error: upstreamRefusal(400, 'temperature is not supported') }]),
      { temperature: false, structure: 'json-schema' },
    ],
    [
      'how long its context is, from a sum',
      refusal(
        400,
        'input length and `max_tokens` exceed context limit: 60 + 1000 > 900, decrease input length or `max_tokens` and try again',
        {},
      ),
      { contextTokens: 900, outputLimit: 'max_tokens' },
    ],
  ])('learns once %s', async (_what, answer, learned) => {
    const from = endpoint.calls.length;
    endpoint.play(answer, YES);
    const overrides = [{ model: 'example-model', temperature: 0.3 }];
    const caller = callerOf(settings([endpoint.baseUrl], { overrides }));
    expect(await caller.call({ structure: STRUCTURE })).toMatchObject({ finish: 'stop', text: 'Yes.' });
    expect(await caller.call({ structure: STRUCTURE })).toMatchObject({ finish: 'stop' });
    expect(endpoint.calls.length - from).toBe(3);
    expect(caller.gateway.models('light')[0]?.profile()).toMatchObject(learned);
    const [first, second, third] = bodies(from);
    expect(second).not.toEqual(first);
    expect(third).toEqual(second);
  });

  it('sends what it learned', async () => {
    const from = endpoint.calls.length;
    endpoint.play(
      refusal(400, "'max_tokens' is not supported; use 'max_completion_tokens'."),
      refusal(400, "'response_format.type' json_schema is not supported."),
      refusal(400, 'response_format is not supported by this model'),
      refusal(400, 'stream_options: unknown field'),
      YES,
    );
    const caller = callerOf(settings([endpoint.baseUrl]));
    await caller.call({ structure: STRUCTURE });
    const last = bodies(from).at(-1) ?? {};
    expect(last).toMatchObject({ max_completion_tokens: 1000, stream: true });
    for (const field of ['max_tokens', 'response_format', 'stream_options'])
      expect(last).not.toHaveProperty(field);
    expect(JSON.stringify(last.messages)).toContain('JSON Schema');
  });

  it('keeps the reply within what the context leaves', async () => {
    const from = endpoint.calls.length;
    endpoint.play(
      refusal(400, "This model's maximum context length is 900 tokens.", { code: 'context_length_exceeded' }),
      YES,
    );
    const caller = callerOf(settings([endpoint.baseUrl]));
    await caller.call();
    expect(bodies(from)[1]?.max_tokens).toBeLessThan(900);
    const long = await caller.failure({ messages: [{ role: 'user', content: 'word '.repeat(1000) }] });
    expect(long.details).toMatchObject({ reason: 'context-too-long', transient: false, billed: false });
    expect(endpoint.calls.length - from).toBe(2);
  });

  it('asks for no structured answer that has less than a third of its room: half of one is worth nothing', async () => {
    const from = endpoint.calls.length;
    endpoint.play(YES);
    const overrides = [{ model: 'example-model', profile: { contextTokens: 8000 } }];
    const caller = callerOf(settings([endpoint.baseUrl], { overrides }));
    const messages = [{ role: 'user' as const, content: 'word '.repeat(7000) }];
    const asked = { messages, maxOutputTokens: 6000 };
    expect(await caller.failure({ ...asked, structure: STRUCTURE })).toMatchObject({
      message: expect.stringMatching(
        / 7\d\d\d tokens does not fit beside a reply of up to 6000 into the 8000 /,
      ),
      details: { reason: 'context-too-long', billed: false },
    });
    expect(endpoint.calls.length).toBe(from);
    // A text may be gone on with.
    await caller.call(asked);
    await caller.call({ ...asked, structure: STRUCTURE, maxOutputTokens: 1500 });
    expect(bodies(from).map(({ max_tokens: most }) => Number(most) < 1000)).toEqual([true, true]);
  });

  it.each([
    [
      'max_tokens: 1000 > 640, which is the maximum allowed number of output tokens for claude-sonnet-4-5',
      640,
    ],
    ['Invalid max_tokens value, the valid range of max_tokens is [1, 512]', 512],
    [
      'maxOutputTokens has the value 1000 but the supported range is from 1 (inclusive) to 513 (exclusive).',
      512,
    ],
    ['`max_tokens` must be less than or equal to `640`, the maximum value for this model', 640],
    ['max_tokens is too large: this model supports at most 1,640 completion tokens', 1640],
    ['max_tokens is too large: this model supports up to 1k output tokens', 1000],
  ])('knows the longest reply from the words “%s”', async (message, maxOutputTokens) => {
    const from = endpoint.calls.length;
    endpoint.play(refusal(400, message), YES);
    const caller = callerOf(settings([endpoint.baseUrl]));
    await caller.call({ maxOutputTokens: Math.ceil(maxOutputTokens * 1.5) });
    expect(caller.gateway.models('light')[0]?.profile()).toMatchObject({
      maxOutputTokens,
      outputLimit: 'max_tokens',
    });
    expect(bodies(from)[1]).toMatchObject({ max_tokens: maxOutputTokens });
  });

  it.each([
    ["This model's maximum context length is 131,072 tokens, and you asked for 140,000.", 131_072],
    ['The prompt exceeds the context window of 128K tokens.', 128_000],
    ['The context size (4_096 tokens) is exceeded.', 4096],
    ["This model's maximum prompt length is 131072 but the request contains 136973 tokens.", 131_072],
    ['prompt is too long for the context limit: 4 messages', null],
    ["This model's maximum context length is 131 tokens.", null],
  ])('knows the length of the context from the words “%s”', async (message, contextTokens) => {
    endpoint.play(refusal(400, message), YES);
    const caller = callerOf(settings([endpoint.baseUrl]));
    await caller.call({ maxOutputTokens: 100_000 }).catch(() => undefined);
    expect(caller.gateway.models('light')[0]?.profile().contextTokens).toBe(contextTokens);
  });

  it('believes a length that it has answered past for that call alone', async () => {
    const from = endpoint.calls.length;
    const long = { prompt_tokens: 5000, completion_tokens: 100, total_tokens: 5100 };
    const refused = refusal(400, 'The context length is exceeded: at most 4096 tokens are left.');
    endpoint.play(json(completion({ content: 'Yes.' }, 'stop', long)), refused, YES);
    const caller = callerOf(settings([endpoint.baseUrl]));
    await caller.call();
    await caller.call({ maxOutputTokens: 8000 });
    expect(Number(bodies(from)[2]?.max_tokens)).toBeLessThan(4096);
    expect(caller.gateway.models('light')[0]?.profile().contextTokens).toBeNull();
  });

  it('leaves the reply less room where the server counts more tokens than we do', async () => {
    const from = endpoint.calls.length;
    endpoint.play((out, call) =>
      (Number(call.body.max_tokens ?? call.body.max_completion_tokens) > 500
        ? refusal(400, "This model's maximum context length is 900 tokens.")
        : YES)(out, call),
    );
    const caller = callerOf(settings([endpoint.baseUrl]));
    expect((await caller.call()).text).toBe('Yes.');
    expect(endpoint.calls.length - from).toBe(4);
    // It says nothing of the next prompt, which may be shorter.
    expect(caller.gateway.models('light')[0]?.profile()).toMatchObject({
      contextTokens: 900,
      maxOutputTokens: null,
    });
  });

  it('does not ask for ever what does not fit', async () => {
    const from = endpoint.calls.length;
    endpoint.play(refusal(400, "This model's maximum context length is 900 tokens."));
    const error = await callerOf(settings([endpoint.baseUrl])).failure();
    expect(error.details).toMatchObject({ reason: 'context-too-long', transient: false });
    expect(endpoint.calls.length - from).toBe(6);
  });

  it.each<[string, Readonly<Record<string, unknown>>]>([
    ["Invalid schema for response_format 'verdict': …", { param: 'response_format' }],
    [
      "invalid JSON schema for response_format: 'plan': additionalProperties:false must be set on every object",
      {},
    ],
    ['schema is not valid JSON Schema: the required properties are no list', { param: 'response_format' }],
    [
      'A property has no type, which is unsupported.',
      { code: 'invalid_json_schema', param: 'text.format.schema' },
    ],
  ])('is not learned from a schema that is at fault itself: %s', async (message, fields) => {
    endpoint.play(refusal(400, message, fields), YES);
    const caller = callerOf(settings([endpoint.baseUrl]));
    await caller.call({ structure: STRUCTURE });
    expect(caller.gateway.models('light')[0]?.profile().structure).toBe('json-schema');
  });

  it.each([
    'The specified schema produces a constraint that has too many states for serving.',
    'Request contains an invalid argument.',
  ])(
    'is not learned from a refusal that says nothing of it, which less structure gets past: %s',
    async (said) => {
      endpoint.play(refusal(400, said), YES);
      const caller = callerOf(settings([endpoint.baseUrl]));
      const from = endpoint.calls.length;
      await caller.call({ structure: STRUCTURE });
      expect(endpoint.calls.length - from).toBe(2);
      expect(caller.gateway.models('light')[0]?.profile().structure).toBe('json-schema');
      endpoint.play(refusal(400, said));
      expect((await caller.failure({ structure: STRUCTURE })).details.reason).toBe('bad-request');
    },
  );

  it('ends in the refusal when an endpoint contradicts itself', async () => {
    endpoint.play((out, call) => {
      const sent = 'max_tokens' in call.body ? 'max_tokens' : 'max_completion_tokens';
      return refusal(400, `Unsupported parameter: '${sent}'.`)(out, call);
    });
    const from = endpoint.calls.length;
    const error = await callerOf(settings([endpoint.baseUrl])).failure();
    expect(error.details).toMatchObject({ reason: 'bad-request', transient: false });
    expect(endpoint.calls.length - from).toBeLessThan(12);
  });

  it('is learned over Responses too', async () => {
    const from = endpoint.calls.length;
    endpoint.play(
      refusal(400, "Unsupported parameter: 'text.format' json_schema is not supported."),
      json(response([{ type: 'output_text', text: '{}' }])),
    );
    await callerOf(settings([endpoint.baseUrl], { api: 'responses' })).call({ structure: STRUCTURE });
    expect(bodies(from)[1]).toMatchObject({ text: { format: { type: 'json_object' } } });
  });

  it('outlives the process in its file, below what a person says', async () => {
    const profilesFile = join(folder, 'deep', 'profiles.json');
    endpoint.play(
      refusal(400, "Use 'max_completion_tokens', 'max_tokens' is not supported."),
      stream(chunks(['Yes.'])),
    );
    await callerOf(settings([endpoint.baseUrl]), { profilesFile }).call();
    expect(Object.values(JSON.parse(await readFile(profilesFile, 'utf8')) as object)).toEqual([
      {
        outputLimit: 'max_completion_tokens',
        learnedAt: { outputLimit: expect.stringMatching(/^\d{4}-/) },
      },
    ]);
    const from = endpoint.calls.length;
    await callerOf(settings([endpoint.baseUrl]), { profilesFile }).call();
    expect(bodies(from)).toMatchObject([{ max_completion_tokens: 1000 }]);
    const overrides = [{ model: 'example-model', profile: { outputLimit: 'max_tokens' as const } }];
    await callerOf(settings([endpoint.baseUrl], { overrides }), { profilesFile }).call();
    expect(bodies(from)[1]).toMatchObject({ max_tokens: 1000 });
  });

  describe('that was learned a while ago', () => {
    const HOUR = 3_600_000;
    const long = { messages: [{ role: 'user' as const, content: 'word '.repeat(1000) }] };
    afterEach(() => {
      jest.restoreAllMocks();
    });
    const later = (ms: number): void => {
      const now = Date.now() + ms;
      jest.spyOn(Date, 'now').mockReturnValue(now);
    };
    const TOO_LONG = "This model's maximum context length is 900 tokens.";
    const TOO_LARGE = 'max_tokens is too large. This model supports at most 200 completion tokens.';

    it('forgets lengths after a day, and the rest after a week', async () => {
      const profilesFile = join(folder, 'dated.json');
      const known = (): ModelProfile | undefined =>
        callerOf(settings([endpoint.baseUrl]), { profilesFile })
          .gateway.models('light')[0]
          ?.profile();
      const caller = callerOf(settings([endpoint.baseUrl]), { profilesFile });
      endpoint.play(
        refusal(400, 'stream_options: unknown field'),
        refusal(400, TOO_LONG),
        refusal(400, TOO_LARGE),
        YES,
      );
      await caller.call();
      const learned = { streamUsage: false, contextTokens: 900, maxOutputTokens: 200 };
      expect(known()).toMatchObject(learned);
      later(23 * HOUR);
      expect(known()).toMatchObject(learned);
      expect((await caller.failure(long)).details.reason).toBe('context-too-long');
      later(2 * HOUR);
      expect(known()).toMatchObject({ streamUsage: false, contextTokens: null, maxOutputTokens: null });
      endpoint.play(refusal(400, TOO_LARGE), YES);
      expect(await caller.call(long)).toMatchObject({ text: 'Yes.' });
      expect(known()).toMatchObject({ contextTokens: null, maxOutputTokens: 200 });
      later(6 * 24 * HOUR);
      expect(known()).toMatchObject({ streamUsage: true });
    });

    it('forgets what has no date', async () => {
      const profilesFile = join(folder, 'undated.json');
      const lessons = { streaming: false, contextTokens: 900 };
      await writeFile(profilesFile, JSON.stringify({ [`${endpoint.baseUrl} example-model`]: lessons }));
      const { gateway } = callerOf(settings([endpoint.baseUrl]), { profilesFile });
      expect(gateway.models('light')[0]?.profile()).toMatchObject({ streaming: true, contextTokens: null });
    });

    it('prices no call by one that may be forgotten before it is made', async () => {
      const overrides = [{ model: 'example-model', price: { input: 0, output: 1_000_000 } }];
      const { gateway, call } = callerOf(settings([endpoint.baseUrl], { overrides }));
      endpoint.play(refusal(400, TOO_LARGE), YES);
      await call();
      expect(gateway.price(request()).costUsd).toBeCloseTo(200);
      later(23 * HOUR + HOUR / 2);
      expect(gateway.models('light')[0]?.profile().maxOutputTokens).toBe(200);
      expect(gateway.price(request()).costUsd).toBeCloseTo(1000);
    });

    it.each<[string, object, string | null, RegExp]>([
      [
        'its endpoint',
        {},
        TOO_LONG,
        /said within the last day.*model-profiles\.json.*profile\.contextTokens/,
      ],
      ['the settings', { profile: { contextTokens: 900 } }, null, /as profile\.contextTokens .* says\. /],
      ['the list of prices', { knownAs: 'gpt-4' }, null, /8192 .*as the list of prices says \(profile/],
    ])(
      'says that %s told the length that a prompt does not fit into',
      async (_who, override, refused, words) => {
        const overrides = [{ model: 'example-model', ...override }];
        const caller = callerOf(settings([endpoint.baseUrl], { overrides }));
        if (refused !== null) {
          endpoint.play(refusal(400, refused), YES);
          await caller.call();
        }
        const messages = [{ role: 'user' as const, content: 'word '.repeat(8200) }];
        expect((await caller.failure({ messages })).message).toMatch(words);
      },
    );
  });

  it('is learned beside what another process has learned meanwhile', async () => {
    const profilesFile = join(folder, 'shared.json');
    const models = ['one', 'other'];
    const callers = models.map((model) =>
      callerOf(settings([endpoint.baseUrl], { model }), { profilesFile }),
    );
    for (const caller of callers) {
      endpoint.play(refusal(400, 'stream_options: unknown field'), YES);
      await caller.call();
    }
    for (const model of models) {
      const { gateway } = callerOf(settings([endpoint.baseUrl], { model }), { profilesFile });
      expect(gateway.models('light')[0]?.profile().streamUsage).toBe(false);
    }
  });

  it.each(['{', '{"x":{"outputLimit":"none"}}', '[]'])(
    'does without a file that holds %s',
    async (content) => {
      const profilesFile = join(folder, 'broken.json');
      await writeFile(profilesFile, content);
      endpoint.play(YES);
      expect(await callerOf(settings([endpoint.baseUrl]), { profilesFile }).call()).toMatchObject({
        finish: 'stop',
      });
    },
  );
});
