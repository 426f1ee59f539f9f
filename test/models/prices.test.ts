import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { promptMeasure } from '../../src/models/prompt-measure.js';
import { pricingOf } from '../../src/models/prices.js';
import { countTokens, mostTokens } from '../../src/models/tokens.js';
import { callerOf, request, settings, STRUCTURE } from './gateways.js';
import { completion, json, scriptedEndpoint, type ScriptedEndpoint } from './scripted-endpoint.js';

const USAGE = {
  inputTokens: 1_000_000,
  cachedInputTokens: 400_000,
  cacheWriteTokens: 0,
  outputTokens: 100_000,
  reasoningTokens: 0,
};

describe('prices', () => {
  it.each<[string, string, object, number | undefined]>(
    [
      ['the list of the provider', 'gpt-5', 'https://api.openai.com/v1', 0.6 * 1.25 + 0.4 * 0.125 + 0.1 * 10],
      ['the list of Azure', 'gpt-4o', 'https://res.openai.azure.com/openai/v1', 0.6 * 2.5 + 0.4 * 1.25 + 1],
      ['the list of OpenRouter', 'anthropic/claude-haiku-4.5', 'https://openrouter.ai/api/v1', undefined],
      [
        'the maker of the model',
        'gpt-5',
        'https://gateway.example.com/v1',
        0.6 * 1.25 + 0.4 * 0.125 + 0.1 * 10,
      ],
      ['nobody', 'own-model', 'https://gateway.example.com/v1', NaN],
      ['this machine', 'gpt-oss:20b', 'http://127.0.0.1:11434/v1', 0],
      [
        'the maker of a model that is served nowhere else',
        'gpt-5',
        'http://127.0.0.1:4000/v1',
        0.6 * 1.25 + 0.4 * 0.125 + 0.1 * 10,
      ],
      ['this machine, of a model by its old name', 'gpt-j:6b', 'http://127.0.0.1:11434/v1', 0],
      [
        'nobody, of a model that is served elsewhere through another',
        'bedrock/us.anthropic.claude-99',
        'http://127.0.0.1:4000/v1',
        NaN,
      ],
      ['nobody, of a model that is served elsewhere', 'gpt-99', 'http://127.0.0.1:4000/v1', NaN],
      ['the maker, through a gateway here', 'mistral-large-latest', 'http://127.0.0.1:4000/v1', undefined],
      ['this machine by name', 'own-model', 'http://localhost:8000/v1', 0],
      ['nobody, in a private network', 'own-model', 'http://10.0.0.7:8000/v1', NaN],
    ].map(([what, model, baseUrl, expected]) => [
      what as string,
      model as string,
      { baseUrl },
      expected as number | undefined,
    ]),
  )('come from %s: %s at %j', (_what, model, at, expected) => {
    const pricing = pricingOf(model, (at as { baseUrl: string }).baseUrl, {});
    if (Number.isNaN(expected)) expect(pricing).toBeUndefined();
    else if (expected === undefined) expect(pricing?.of(USAGE)).toBeGreaterThan(0);
    else expect(pricing?.of(USAGE)).toBeCloseTo(expected, 6);
  });

  it.each([
    'deepseek-chat',
    'deepseek/deepseek-reasoner',
    'codestral-latest',
    'mistral/mistral-small-latest',
    'sonar-pro',
    'command-r-plus-08-2024',
    'qwen-max',
    'qwen3-coder-plus',
    'kimi-k2-0905-preview',
    'amazon.nova-pro-v1:0',
    'groq/llama-3.3-70b-versatile',
    'openrouter/qwen/qwen3-coder',
    'azure/my-deployment',
    'bedrock/meta.llama3-70b-instruct-v1:0',
    'together_ai/meta-llama/Llama-3.3-70B-Instruct-Turbo',
  ])('are not taken for nothing where a gateway on this machine is asked for %s', (model) => {
    expect(pricingOf(model, 'http://127.0.0.1:4000/v1', {})?.assumedFree ?? false).toBe(false);
  });

  it.each([
    'qwen2.5-coder:32b',
    'qwen/qwen3-30b-a3b-2507',
    'mistral-small:latest',
    'mistralai/devstral-small-2507',
    'devstral:latest',
    'deepseek-r1:14b',
    'deepseek/deepseek-r1-0528-qwen3-8b',
    'deepseek-coder-v2:16b',
    'command-r:35b-08-2024-q4_K_M',
    'openai/gpt-oss-20b',
    'google/gemma-3-12b',
    'unsloth/Kimi-K2-Instruct',
    'meta-llama/Llama-3.1-8B-Instruct',
  ])('are taken to be nothing for %s on this machine, and said to be so', (model) => {
    expect(pricingOf(model, 'http://127.0.0.1:1234/v1', {})).toMatchObject({
      source: 'this machine',
      assumedFree: true,
      perMillion: { input: 0, output: 0 },
    });
  });

  it('are not taken to be nothing where somebody says so', () => {
    const price = { input: 0, output: 0 };
    expect(pricingOf('own-model', 'http://127.0.0.1:1/v1', { price })?.assumedFree).toBe(false);
  });

  it('are those of the model that one on this machine is said to be: it may pass calls on', () => {
    const proxied = pricingOf('team-model', 'http://localhost:4000/v1', { knownAs: 'gpt-5' });
    expect(proxied?.of(USAGE)).toBeCloseTo(0.6 * 1.25 + 0.4 * 0.125 + 0.1 * 10, 6);
  });

  it('may be set, for this machine too, or taken from another model', () => {
    const price = { input: 1, cachedInput: 0.5, output: 2 };
    expect(pricingOf('own-model', 'http://127.0.0.1:1/v1', { price })?.of(USAGE)).toBeCloseTo(
      0.6 + 0.2 + 0.2,
    );
    const known = pricingOf('team-deployment', 'https://res.openai.azure.com/openai/v1', {
      knownAs: 'gpt-4o',
    });
    expect(known?.of({ ...USAGE, cachedInputTokens: 0 })).toBeCloseTo(2.5 + 1);
  });

  it('that are lower at night are counted by day', () => {
    const pricing = pricingOf('deepseek-chat', 'https://api.deepseek.com/v1', {});
    const usage = { ...USAGE, cachedInputTokens: 0 };
    expect(pricing?.atMost(usage.inputTokens, usage.outputTokens)).toBeCloseTo(0.27 + 0.11, 6);
  });

  it.each(['gpt-5', 'gpt-5.4', 'gpt-5.6', 'claude-sonnet-4-5', 'gemini-2.5-pro', 'deepseek-chat'])(
    'at most are never below what a call of %s costs',
    (model) => {
      const pricing = pricingOf(model, 'https://gateway.example.com/v1', {});
      const tokens = fc.integer({ min: 0, max: 400_000 });
      fc.assert(
        fc.property(tokens, tokens, tokens, tokens, (input, cached, written, output) => {
          const usage = {
            inputTokens: input,
            cachedInputTokens: cached,
            cacheWriteTokens: written,
            outputTokens: output,
            reasoningTokens: 0,
          };
          const most = pricing?.atMost(input + 7, output) ?? 0;
          expect(most).toBeGreaterThanOrEqual((pricing?.of(usage) ?? 1) - 1e-12);
        }),
        { seed: 7 },
      );
    },
  );

  it('that are not known keep a model from being called, and say how to set them', async () => {
    const given = settings(['https://gateway.example.com/v1'], { model: 'own-model' });
    const caller = callerOf(given);
    expect(() => caller.gateway.price(request())).toThrow(
      /own-model at endpoint-1[^]*millwright\.config\.yaml[^]*price:/,
    );
    expect((await caller.failure()).details).toEqual({
      reason: 'price-unknown',
      endpoint: 'endpoint-1',
      model: 'own-model',
      transient: false,
      billed: false,
    });
  });
});

describe('tokens', () => {
  it('are counted, words that mean something to a model too', () => {
    expect(countTokens('hello <|endoftext|> world')).toBeGreaterThan(4);
    expect(countTokens('')).toBe(0);
    expect(countTokens('one two three four')).toBe(4);
  });

  it('of runs without a break are counted piece by piece', () => {
    // As one piece it takes the tokenizer minutes.
    expect(countTokens('a'.repeat(400_000))).toBeGreaterThan(40_000);
    expect(countTokens(' '.repeat(400_000))).toBeGreaterThan(0);
    expect(countTokens('😀'.repeat(50_000))).toBeGreaterThan(10_000);
  });

  it('of any text are at most what is claimed for it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
        expect(mostTokens(text, 'own-model')).toBeLessThanOrEqual(Buffer.byteLength(text));
        expect(mostTokens(text, 'own-model')).toBeGreaterThanOrEqual(
          Math.min(countTokens(text), Buffer.byteLength(text)),
        );
        expect(mostTokens(text, 'gpt-5')).toBe(countTokens(text));
      }),
      { seed: 7 },
    );
  });
});

describe('the price of a call', () => {
  let endpoint: ScriptedEndpoint;
  beforeAll(async () => {
    endpoint = await scriptedEndpoint();
  });
  afterAll(() => endpoint.close());

  it('is never below what the call then costs', async () => {
    const price = { input: 2, output: 8 };
    for (const model of ['gpt-5', 'own-model']) {
      const caller = callerOf(settings([endpoint.baseUrl], { model, overrides: [{ model, price }] }));
      for (const structure of [null, STRUCTURE]) {
        const asked = { structure, maxOutputTokens: 300 };
        const claimed = caller.gateway.price(request(asked));
        // What OpenAI counts of a chat: 3 tokens a message, 1 for its role, 3 for the start of the reply.
        const texts = request().messages.map(({ content }) => countTokens(content) + 4);
        const schema = structure === null ? 0 : countTokens(JSON.stringify(structure.schema)) + 30;
        const prompt = texts.reduce((sum, tokens) => sum + tokens, 3) + schema;
        const usage = { prompt_tokens: prompt, completion_tokens: 300, total_tokens: prompt + 300 };
        endpoint.play(json(completion({ content: 'Yes.' }, 'length', usage)));
        const reply = await caller.call(asked);
        expect(reply.costUsd).toBeGreaterThan(0.0024);
        expect(claimed.costUsd).toBeGreaterThanOrEqual(reply.costUsd);
        expect(claimed.inputTokens).toBeGreaterThanOrEqual(reply.usage.inputTokens);
      }
    }
  });

  it('is that of the dearest endpoint that may answer', () => {
    const overrides = [1, 3, 2].map((input, index) => ({
      model: 'example-model',
      endpoint: `endpoint-${index + 1}`,
      price: { input: input * 1000, output: 0 },
    }));
    const { gateway } = callerOf(
      settings([endpoint.baseUrl, endpoint.baseUrl, endpoint.baseUrl], { overrides }),
    );
    const { inputTokens, costUsd } = gateway.price(request());
    expect(costUsd).toBeCloseTo((inputTokens * 3000) / 1_000_000);
  });

  it('is for no longer a reply than each model is known to give', async () => {
    const price = { input: 0, output: 1_000_000 };
    const overrides = [
      { model: 'example-model', endpoint: 'endpoint-1', price, profile: { maxOutputTokens: 300 } },
      { model: 'example-model', endpoint: 'endpoint-2', price },
    ];
    const { gateway, call } = callerOf(settings([endpoint.baseUrl, endpoint.baseUrl], { overrides }));
    const measure = promptMeasure(gateway);
    expect(measure.replyTokens('standard')).toBe(300);
    expect(gateway.price(request()).costUsd).toBeCloseTo(1000);
    gateway.models('standard')[1]?.learn({ maxOutputTokens: 200 });
    // Prompts are made for the model that is asked first.
    expect(measure.replyTokens('standard')).toBe(300);
    expect(gateway.price(request()).costUsd).toBeCloseTo(300);
    expect(gateway.price(request({ maxOutputTokens: 100 })).costUsd).toBeCloseTo(100);
    endpoint.play(json(completion({ content: 'Yes.' })));
    await call();
    expect(endpoint.calls.at(-1)?.body.max_tokens).toBe(300);
  });

  it('is for the longest reply that is allowed where it is not known how long they are', () => {
    const overrides = [{ model: 'example-model', price: { input: 0, output: 1_000_000 } }];
    const { gateway } = callerOf(settings([endpoint.baseUrl], { overrides }));
    expect(promptMeasure(gateway).replyTokens('light')).toBeNull();
    expect(gateway.price(request()).costUsd).toBeCloseTo(1000);
  });
});
