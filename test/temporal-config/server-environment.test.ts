import { afterEach, expect, it } from '@jest/globals';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDevServer } from '../../temporal-config/server/dev-server.js';

const before = process.env.OPENAI_API_KEY;
afterEach(() => {
  if (before === undefined) delete process.env.OPENAI_API_KEY;
  else process.env.OPENAI_API_KEY = before;
});

it('of a server has none of the secrets that this process has', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'millwright-server-environment-'));
  const cli = join(folder, 'temporal');
  const logFile = join(folder, 'log');
  const place = { database: join(folder, 'db'), port: 1, uiPort: 2, namespace: 'default' };
  await writeFile(cli, '#!/bin/sh\nenv\n', { mode: 0o755 });
  process.env.OPENAI_API_KEY = 'a-secret';
  try {
    await expect(startDevServer({ cli, place, logFile })).rejects.toMatchObject({ type: 'ToolchainMissing' });
    const told = await readFile(logFile, 'utf8');
    expect(told).toMatch(/^PATH=/m);
    expect(told).not.toContain('a-secret');
  } finally {
    await rm(folder, { recursive: true });
  }
});
