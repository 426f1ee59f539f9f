import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
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
