import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { execa } from 'execa';
// Loaded before: the module loader of the tests fails where several imports that share a module are begun at once.
import '../src/authors/model/model-author.js';
import '../src/models/gateway.js';
import '../src/models/model-prices.js';
import '../src/models/paid-calls.js';
import { createParts } from '../src/composition.js';
import { readConfig } from '../src/config.js';

it('gives all activities of a worker the sandbox that was found first', async () => {
  const home = await mkdtemp(join(tmpdir(), 'millwright-composition-'));
  const parts = await createParts(readConfig({ MILLWRIGHT_HOME: home }));
  try {
    const found = await parts.probeSandbox('none');
    expect(found).toMatchObject({ available: true, sandbox: { name: 'none' } });
    await expect(parts.probeSandbox('none')).resolves.toBe(found);
  } finally {
    await parts.close();
    await rm(home, { recursive: true });
  }
});

it('leaves no key of a model to what the worker starts', async () => {
  const home = await mkdtemp(join(tmpdir(), 'millwright-composition-'));
  const file = join(home, 'millwright.config.yaml');
  await writeFile(
    file,
    'models: { endpoints: { here: { baseUrl: "http://127.0.0.1:9/v1", keyFrom: OWN_MODEL } }, tiers: { standard: [{ endpoint: here, model: small }] } }',
  );
  const settings = { MILLWRIGHT_CONFIG: file, OWN_MODEL: 'a-secret', OPENAI_API_KEY: 'another-secret' };
  const before = Object.keys(settings).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, settings);
  try {
    const parts = await createParts(readConfig({ MILLWRIGHT_HOME: home }));
    await parts.close();
    expect(parts.authors.model).toBeDefined();
    const { stdout } = await execa(process.execPath, ['-p', 'Object.values(process.env).join()'], {
      env: process.env,
      extendEnv: false,
    });
    expect(stdout).toContain(home);
    expect(stdout).not.toContain('secret');
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
    await rm(home, { recursive: true });
  }
});
