import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  completion,
  json,
  refusal,
  scriptedEndpoint,
  type Answer,
  type ScriptedEndpoint,
} from '../models/scripted-endpoint.js';
import { testCli, type TestCli } from '../support/cli.js';

/** Does what is asked of it: JSON where a schema is sent, a block of code, and a reply cut off where there is little room. */
const able: Answer = (response, call) => {
  const { body } = call;
  const usage = { prompt_tokens: 1000, completion_tokens: 500, total_tokens: 1500 };
  const reply =
    'response_format' in body
      ? completion({ content: '{"name":"millwright","letters":10}' }, 'stop', usage)
      : body.max_tokens === 64
        ? completion({ content: 'one\ntwo' }, 'length', usage)
        : completion(
            { content: '```ts\nexport const add = (a: number, b: number) => a + b;\n```' },
            'stop',
            usage,
          );
  return json(reply)(response, call);
};

describe('millwright models', () => {
  let cli: TestCli;
  let endpoint: ScriptedEndpoint;
  let folder: string;
  beforeAll(async () => {
    [cli, endpoint, folder] = await Promise.all([
      testCli(),
      scriptedEndpoint(),
      mkdtemp(join(tmpdir(), 'millwright-models-')),
    ]);
  });
  afterAll(() => Promise.all([cli.remove(), endpoint.close(), rm(folder, { recursive: true })]));

  const configure = (...tiers: readonly string[]): Promise<void> =>
    writeFile(
      join(folder, 'millwright.config.yaml'),
      [
        'models:',
        '  endpoints:',
        `    local: { baseUrl: "${endpoint.baseUrl}" }`,
        '  tiers:',
        ...tiers.map((line) => `    ${line}`),
        '  overrides:',
        '    - { model: big, price: { input: 1, cachedInput: 0.5, output: 4 }, profile: { contextTokens: 32768 } }',
        '',
      ].join('\n'),
    );

  it('says how to configure one where there is none', async () => {
    const { exitCode, stdout } = await cli.run(['models']);
    expect(stdout).toMatch(
      /^No model is configured; projects are written from blueprints\. Set OPENAI_API_KEY/,
    );
    expect(exitCode).toBe(0);
    expect(JSON.parse((await cli.run(['models', '--json'])).stdout)).toEqual({ models: [] });
    const test = await cli.run(['models', 'test']);
    expect([test.exitCode, test.stderr]).toEqual([
      1,
      expect.stringMatching(/^ModelRequired: No model is configured\./m),
    ]);
  });

  it('lists each with its tiers, its profile and its price', async () => {
    await configure(
      'light: [{ endpoint: local, model: small }]',
      'strong: [{ endpoint: local, model: big }]',
    );
    const { exitCode, stdout } = await cli.run(['models'], { cwd: folder });
    expect(exitCode).toBe(0);
    expect(stdout.split('\n')).toEqual([
      'small at local (light)',
      `  ${endpoint.baseUrl}, Chat Completions, no key, any number of calls`,
      '  a million tokens: $0.00 in, $0.00 cached, $0.00 out (this machine; --max-cost limits nothing here)',
      '  max_tokens, context unknown, structure by json-schema, streams',
      '',
      'big at local (standard, strong)',
      `  ${endpoint.baseUrl}, Chat Completions, no key, any number of calls`,
      '  a million tokens: $1.00 in, $0.50 cached, $4.00 out (set)',
      '  max_tokens, context 32768 tokens, structure by json-schema, streams',
    ]);
    expect(endpoint.calls).toHaveLength(0);
  });

  it('tests each with three calls, and says what its profile is then', async () => {
    await configure('light: [{ endpoint: local, model: big }]');
    endpoint.play(refusal(400, 'stream_options is not supported'), able);
    const { exitCode, stdout } = await cli.run(['models', 'test', '--json'], { cwd: folder });
    const { ok, trials } = JSON.parse(stdout) as { ok: boolean; trials: readonly object[] };
    expect(trials).toMatchObject([
      { kind: 'structured', finish: 'stop', problem: null, costUsd: 0.003, profile: { streamUsage: false } },
      { kind: 'code', finish: 'stop', problem: null, usage: { inputTokens: 1000, outputTokens: 500 } },
      { kind: 'truncated', finish: 'length', problem: null },
    ]);
    expect([ok, exitCode]).toEqual([true, 0]);
    expect(endpoint.calls).toHaveLength(4);
    // What was learned is kept for whoever comes next, but for who asks what the model does now.
    expect((await cli.run(['models'], { cwd: folder })).stdout).toMatch(/tells no usage/);
    endpoint.play(able);
    const again = await cli.run(['models', 'test'], { cwd: folder });
    expect(endpoint.calls).toHaveLength(7);
    expect(again.stdout).not.toMatch(/tells no usage/);
    expect(again.stdout).toMatch(/ {2}✔ big at local: code, \d+\.\d s, \$0\.003\n/);
    expect(again.stdout).toMatch(/Every model does what runs need of it: 3 calls, \$0\.009\.$/);
  });

  it('tries a long prompt where nobody knows how much the model takes in: what is cut in silence is told', async () => {
    await configure('light: [{ endpoint: local, model: small }]');
    const said =
      (content: string): Answer =>
      async (response, call) => {
        const isLong = JSON.stringify(call.body).includes('password of the tower');
        await (isLong ? json(completion({ content })) : able)(response, call);
      };
    endpoint.play(said('Marzipan'));
    const sound = await cli.run(['models', 'test', '--json'], { cwd: folder });
    expect(JSON.parse(sound.stdout)).toMatchObject({
      ok: true,
      trials: [{}, {}, {}, { kind: 'long', problem: null }],
    });
    endpoint.play(said('No password is mentioned.'));
    const cut = await cli.run(['models', 'test'], { cwd: folder });
    expect(cut.exitCode).toBe(1);
    expect(cut.stdout).toMatch(/✖ small at local: long[^]*OLLAMA_CONTEXT_LENGTH/);
  });

  it('is interrupted in words', async () => {
    await configure('light: [{ endpoint: local, model: big }]');
    const silent = new Promise<void>((called) => {
      endpoint.play(() => {
        called();
      });
    });
    const test = execa(process.execPath, [cli.executable, 'models', 'test'], {
      cwd: folder,
      env: cli.environment,
      reject: false,
      stdin: 'ignore',
    });
    await silent;
    test.kill('SIGINT');
    const { exitCode, stderr } = await test;
    expect(stderr).toContain('Interrupted before every model was tried');
    expect(stderr).not.toContain('should not have happened');
    expect(exitCode).toBe(130);
  });

  it('calls nothing that its limit might not cover, and says so', async () => {
    await configure('light: [{ endpoint: local, model: big }]');
    endpoint.play(able);
    const calls = endpoint.calls.length;
    // A call may cost up to 4096 tokens of its reply; the first one costs 0.003.
    const { exitCode, stdout } = await cli.run(['models', 'test', '--json', '--max-cost', '0.018'], {
      cwd: folder,
    });
    expect(exitCode).toBe(1);
    expect(endpoint.calls.length - calls).toBe(2);
    const { trials } = JSON.parse(stdout) as { trials: readonly object[] };
    expect(trials).toMatchObject([
      { kind: 'structured', problem: null, costUsd: 0.003 },
      {
        kind: 'code',
        problem: expect.stringMatching(/It was not called: .* left of --max-cost\.$/),
        costUsd: null,
      },
      { kind: 'truncated', problem: null },
    ]);
    const listed = await cli.run(['models', '--max-cost', '1'], { cwd: folder });
    expect(listed.exitCode).toBe(2);
  });

  it('says what one does not do, and what to do about it', async () => {
    await configure('light: [{ endpoint: local, model: big }]');
    endpoint.play(json(completion({ content: 'Certainly! I would be glad to.' })));
    const { exitCode, stdout } = await cli.run(['models', 'test'], { cwd: folder });
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/✖ big at local: structured.*\n {4}The answer does not follow the schema\./);
    expect(stdout).toMatch(/✖ big at local: code.*\n {4}The answer is not one block of code\./);
    expect(stdout).toMatch(
      /✖ big at local: truncated.*\n {4}A reply that was cut off ended with "stop", not with "length"\./,
    );
    endpoint.play(refusal(404, 'model "big" not found'));
    const missing = await cli.run(['models', 'test'], { cwd: folder });
    expect(missing.stdout).toMatch(/does not know the model or the address \(404: model "big" not found\)/);
    expect(missing.exitCode).toBe(1);
  });

  it('names what cannot be used in the settings', async () => {
    await configure('light: [{ endpoint: remote, model: big }]');
    const { exitCode, stderr } = await cli.run(['models'], { cwd: folder });
    expect(stderr).toMatch(
      /millwright\.config\.yaml:5 models\.tiers\.light\.0\.endpoint: must be one of local/,
    );
    expect(exitCode).toBe(2);
    const dev = await cli.run(['dev', '--json'], { cwd: folder });
    expect(JSON.parse(dev.stdout)).toMatchObject({ error: { type: 'Config' } });
    expect(dev.exitCode).toBe(2);
  });
});
