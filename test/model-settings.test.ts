import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ConfigError } from '../src/config.js';
import { readModelSettings } from '../src/model-settings.js';

const KEY = 'sk-planted-7f3a9c1e5b2d8046';
const route = (endpoint: string, model: string): object[] => [{ endpoint, model }];

describe('the settings of models', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'millwright-settings-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const fromFile = async (
    yaml: string,
    environment: Readonly<Record<string, string>> = {},
  ): Promise<ReturnType<typeof readModelSettings>> => {
    await writeFile(join(folder, 'millwright.config.yaml'), yaml);
    return readModelSettings(environment, folder);
  };
  /** The words in which settings are refused. */
  const refusalOf = async (
    yaml: string,
    environment: Readonly<Record<string, string>> = {},
  ): Promise<string> => {
    try {
      await fromFile(yaml, environment);
    } catch (error) {
      if (error instanceof ConfigError) return error.message;
      throw error;
    }
    throw new Error('The settings were to be refused.');
  };

  describe('in the environment', () => {
    const read = (environment: Readonly<Record<string, string>>): ReturnType<typeof readModelSettings> =>
      readModelSettings(environment, join(folder, 'elsewhere'));

    it('are none without a key and without an address', () => {
      expect(read({})).toBeUndefined();
      expect(read({ OPENAI_API_KEY: ' ', OPENAI_MODEL: 'gpt-5' })).toBeUndefined();
    });

    it('need no more than a key', () => {
      const found = read({ OPENAI_API_KEY: ` ${KEY}\n` });
      expect(found?.endpoints['api.openai.com']).toMatchObject({
        baseUrl: 'https://api.openai.com/v1',
        keyFrom: 'OPENAI_API_KEY',
        api: 'chat',
        callsPerMinute: 60,
        silenceMs: 300_000,
      });
      expect(found?.endpoints['api.openai.com']?.key?.reveal()).toBe(KEY);
      expect(found?.tiers.light).toEqual(route('api.openai.com', 'gpt-5-mini'));
      expect(found?.tiers.strong).not.toEqual(found?.tiers.light);
    });

    it.each(['http://127.0.0.1:11434/v1', 'http://localhost:8080/v1', 'http://[::1]:8080/v1'])(
      'need no key at %s, and limit no calls',
      (baseUrl) => {
        const found = read({ OPENAI_BASE_URL: baseUrl, MILLWRIGHT_MODEL: 'qwen' });
        const name = new URL(baseUrl).host;
        expect(found?.endpoints[name]).toMatchObject({
          key: null,
          keyFrom: null,
          callsPerMinute: null,
          silenceMs: 900_000,
        });
        expect(found?.tiers).toEqual({
          light: route(name, 'qwen'),
          standard: route(name, 'qwen'),
          strong: route(name, 'qwen'),
        });
      },
    );

    it.each([
      'http://10.1.2.3:8000/v1',
      'http://192.168.1.9/v1',
      'http://gpu-box:8000/v1',
      'http://gpu.lan/v1',
    ])('need no key in the private network of %s', (baseUrl) => {
      expect(read({ OPENAI_BASE_URL: baseUrl })?.endpoints[new URL(baseUrl).host]).toMatchObject({
        key: null,
        callsPerMinute: 60,
      });
    });

    it('name a model for all tiers, or for some', () => {
      const base = { OPENAI_API_KEY: KEY };
      const models = (more: object): readonly (string | undefined)[] => {
        const tiers = read({ ...base, ...more })?.tiers;
        return [tiers?.light, tiers?.standard, tiers?.strong].map((routes) => routes?.[0]?.model);
      };
      expect(models({ OPENAI_MODEL: 'a' })).toEqual(['a', 'a', 'a']);
      expect(models({ OPENAI_MODEL: 'a', MILLWRIGHT_MODEL: 'b' })).toEqual(['b', 'b', 'b']);
      expect(models({ MILLWRIGHT_MODEL: 'b', MILLWRIGHT_MODEL_STRONG: 'c' })).toEqual(['b', 'b', 'c']);
      expect(models({ MILLWRIGHT_MODEL_STANDARD: 'd' })).toEqual(['d', 'd', 'd']);
      expect(models({ MILLWRIGHT_MODEL_LIGHT: 'e', MILLWRIGHT_MODEL_STRONG: 'f' })).toEqual(['e', 'f', 'f']);
    });

    it('name the API', () => {
      expect(
        read({ OPENAI_API_KEY: KEY, MILLWRIGHT_MODEL_API: 'responses' })?.endpoints['api.openai.com']?.api,
      ).toBe('responses');
    });

    it.each<[Record<string, string>, RegExp]>([
      [{ OPENAI_BASE_URL: 'https://gateway.example.com/v1' }, /OPENAI_API_KEY: is not set/],
      [{ OPENAI_BASE_URL: 'example.com/v1', OPENAI_API_KEY: KEY }, /OPENAI_BASE_URL: must be an address/],
      [
        { OPENAI_BASE_URL: 'ftp://example.com', OPENAI_API_KEY: KEY },
        /OPENAI_BASE_URL: must start with http/,
      ],
      [{ OPENAI_BASE_URL: `https://me:${KEY}@example.com/v1` }, /OPENAI_BASE_URL: must have no user name/],
      [{ OPENAI_BASE_URL: `https://example.com/v1?key=${KEY}` }, /OPENAI_BASE_URL: must have no "\?"/],
      [{ OPENAI_API_KEY: `${KEY}\n${KEY}` }, /OPENAI_API_KEY: holds a key with characters/],
      [
        { OPENAI_API_KEY: KEY, MILLWRIGHT_MODEL_API: 'rpc' },
        /MILLWRIGHT_MODEL_API: must be one of chat, responses/,
      ],
      [
        { MILLWRIGHT_CONFIG: '/nowhere/models.yaml' },
        /MILLWRIGHT_CONFIG: \/nowhere\/models\.yaml cannot be read \(ENOENT\)/,
      ],
    ])('that cannot be used are named, without a key: %j', (environment, message) => {
      expect(() => read(environment)).toThrow(ConfigError);
      expect(() => read(environment)).toThrow(message);
      expect(() => read(environment)).not.toThrow(KEY);
    });
  });

  describe('in millwright.config.yaml', () => {
    const WHOLE = [
      'models:',
      '  endpoints:',
      '    openai:',
      '      baseUrl: https://api.openai.com/v1',
      '      keyFrom: TEAM_KEY',
      '      api: responses',
      '      callsPerMinute: 500',
      '    local:',
      '      baseUrl: http://127.0.0.1:11434/v1',
      '      silenceSeconds: 1200',
      '  tiers:',
      '    light: [{ endpoint: local, model: qwen2.5-coder:32b }]',
      '    standard:',
      '      - { endpoint: openai, model: gpt-5.1 }',
      '      - { endpoint: local, model: qwen2.5-coder:32b }',
      '  overrides:',
      '    - model: qwen2.5-coder:32b',
      '      endpoint: local',
      '      profile: { structure: json-object, contextTokens: 32768 }',
      '      price: { input: 0.1, output: 0.2 }',
      '      temperature: 0.2',
    ].join('\n');

    it('have endpoints, tiers and what is known better', async () => {
      const found = await fromFile(WHOLE, { TEAM_KEY: KEY });
      expect(found?.endpoints.openai).toMatchObject({
        api: 'responses',
        callsPerMinute: 500,
        keyFrom: 'TEAM_KEY',
      });
      expect(found?.endpoints.openai?.key?.reveal()).toBe(KEY);
      expect(found?.endpoints.local).toMatchObject({
        api: 'chat',
        callsPerMinute: null,
        key: null,
        silenceMs: 1_200_000,
      });
      expect(found?.tiers).toEqual({
        light: route('local', 'qwen2.5-coder:32b'),
        standard: [...route('openai', 'gpt-5.1'), ...route('local', 'qwen2.5-coder:32b')],
        strong: [...route('openai', 'gpt-5.1'), ...route('local', 'qwen2.5-coder:32b')],
      });
      expect(found?.overrides).toEqual([
        {
          model: 'qwen2.5-coder:32b',
          endpoint: 'local',
          profile: { structure: 'json-object', contextTokens: 32_768 },
          price: { input: 0.1, output: 0.2 },
          temperature: 0.2,
        },
      ]);
      expect(inspect(found, { depth: Infinity, showHidden: true })).not.toContain(KEY);
      expect(JSON.stringify(found)).not.toContain(KEY);
    });

    it('count before the endpoint of the environment; MILLWRIGHT_MODEL replaces a model all the same', async () => {
      const environment = {
        TEAM_KEY: KEY,
        OPENAI_API_KEY: 'other',
        OPENAI_MODEL: 'other',
        MILLWRIGHT_MODEL_STRONG: 'gpt-6',
      };
      const found = await fromFile(WHOLE, environment);
      expect(Object.keys(found?.endpoints ?? {})).toEqual(['openai', 'local']);
      expect(found?.endpoints.local?.api).toBe('chat');
      const api = await fromFile(WHOLE, { TEAM_KEY: KEY, MILLWRIGHT_MODEL_API: 'responses' });
      expect(api?.endpoints.local?.api).toBe('responses');
      expect(found?.tiers.light).toEqual(route('local', 'qwen2.5-coder:32b'));
      expect(found?.tiers.strong).toEqual(route('openai', 'gpt-6'));
    });

    it('may say only what a model of the environment costs', async () => {
      const yaml = 'models:\n  overrides:\n    - { model: m, price: { input: 1, output: 2 } }\n';
      expect((await fromFile(yaml, { OPENAI_API_KEY: KEY, OPENAI_MODEL: 'm' }))?.overrides).toHaveLength(1);
      expect(await fromFile(yaml)).toBeUndefined();
    });

    it('may be empty', async () => {
      for (const yaml of ['', '# nothing yet\n', 'models: {}\n'])
        expect(await fromFile(yaml)).toBeUndefined();
    });

    it('are read from the file that MILLWRIGHT_CONFIG names', async () => {
      await writeFile(join(folder, 'team.yaml'), WHOLE);
      const found = readModelSettings({ MILLWRIGHT_CONFIG: 'team.yaml', TEAM_KEY: KEY }, folder);
      expect(Object.keys(found?.endpoints ?? {})).toEqual(['openai', 'local']);
    });

    it.each<[string, string, string]>([
      [
        'a key in the file',
        WHOLE.replace('keyFrom: TEAM_KEY', `apiKey: ${KEY}`),
        'millwright.config.yaml:5 models.endpoints.openai.apiKey: a key has no place in a file',
      ],
      [
        'a key for the name of its variable',
        WHOLE.replace('TEAM_KEY', KEY),
        'millwright.config.yaml:5 models.endpoints.openai.keyFrom: must be the name of an environment variable, and not a key',
      ],
      [
        'a variable that is not set',
        WHOLE,
        'millwright.config.yaml:5 models.endpoints.openai.keyFrom: is not set: the environment variable TEAM_KEY',
      ],
      [
        'no key where one is needed',
        WHOLE.replace('      keyFrom: TEAM_KEY\n', ''),
        'millwright.config.yaml:3 models.endpoints.openai: has no key; keyFrom names',
      ],
      [
        'a misspelt setting',
        WHOLE.replace('callsPerMinute', 'callPerMinute'),
        'millwright.config.yaml:7 models.endpoints.openai.callPerMinute: is not a setting; did you mean "callsPerMinute"?',
      ],
      [
        'a section of nothing',
        'modles: {}',
        'millwright.config.yaml:1 modles: is not a setting; did you mean "models"?',
      ],
      [
        'a wrong type',
        WHOLE.replace('500', 'many'),
        'millwright.config.yaml:7 models.endpoints.openai.callsPerMinute: must be a number, not a string',
      ],
      [
        'a wrong choice',
        WHOLE.replace('api: responses', 'api: rpc'),
        'millwright.config.yaml:6 models.endpoints.openai.api: Invalid option',
      ],
      [
        'a missing field',
        WHOLE.replace('      baseUrl: http://127.0.0.1:11434/v1', '      api: chat'),
        'millwright.config.yaml:8 models.endpoints.local.baseUrl: is missing; it is a string',
      ],
      [
        'an address that is none',
        WHOLE.replace('http://127.0.0.1:11434/v1', 'ollama'),
        'millwright.config.yaml:9 models.endpoints.local.baseUrl: must be an address',
      ],
      [
        'a tier without models',
        WHOLE.replace('[{ endpoint: local, model: qwen2.5-coder:32b }]', '[]'),
        'millwright.config.yaml:12 models.tiers.light: ',
      ],
      [
        'a tier of no set',
        WHOLE.replace('    light:', '    huge:'),
        'millwright.config.yaml:12 models.tiers.huge: is not a setting',
      ],
      [
        'an endpoint that nobody described',
        WHOLE.replace('- { endpoint: openai', '- { endpoint: opneai'),
        'millwright.config.yaml:14 models.tiers.standard.0.endpoint: must be one of openai, local',
      ],
      [
        'what is known better of another endpoint',
        WHOLE.replace('      endpoint: local\n', '      endpoint: remote\n'),
        'models.overrides.0.endpoint: is none of the endpoints',
      ],
      [
        'a price below nothing',
        WHOLE.replace('input: 0.1', 'input: -1'),
        'models.overrides.0.price.input: must be an amount',
      ],
      ['no YAML', 'models: [', 'millwright.config.yaml:1 is not YAML'],
      [
        'a pattern, which is an alias of nothing',
        'models:\n  overrides:\n    - model: *-mini\n',
        'millwright.config.yaml:3 has an alias (a word after "*"); write it out',
      ],
      [
        'an alias of something',
        'models: &all\n  endpoints: *all\n',
        'millwright.config.yaml:2 has an alias (a word after "*"); write it out',
      ],
      [
        'tiers without an endpoint',
        'models:\n  tiers:\n    light: [{ endpoint: a, model: b }]\n',
        'millwright.config.yaml:2 models.tiers: names models, and there is no endpoint',
      ],
      [
        'no model for a server of one’s own',
        'models:\n  endpoints:\n    local: { baseUrl: "http://127.0.0.1:1/v1" }\n',
        'millwright.config.yaml:1 models.tiers: is missing',
      ],
    ])('that cannot be used are named with their line: %s', async (_what, yaml, message) => {
      const environment: Record<string, string> =
        _what === 'a variable that is not set' ? {} : { TEAM_KEY: KEY };
      const refusal = await refusalOf(yaml, environment);
      expect(refusal).toContain(message);
      expect(refusal).not.toContain(KEY);
    });

    it('are all named at once', async () => {
      const refusal = await refusalOf(WHOLE.replace('http://127.0.0.1:11434/v1', 'ollama'));
      expect(refusal).toMatch(/keyFrom[^]*baseUrl/);
    });
  });
});
