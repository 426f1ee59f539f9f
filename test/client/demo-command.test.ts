import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { demo } from '../../src/client/cli/commands/demo.js';
import type { ClientParts } from '../../src/client/parts.js';
import { commandContext, silentDisplay, unexpected } from './command-context.js';

let cwd: string;
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'millwright-demo-'));
});
afterAll(async () => {
  await rm(cwd, { recursive: true, force: true });
});

const STOP = new Error('Ctrl-C');
const GOES_ON = new Error('the run is about to be started');
const NO_SANDBOX = { available: false, cause: 'bubblewrap is missing.', remedy: 'Install it.' } as const;

/** What the demo says until it starts its run, as it does whatever came of the sandbox. */
async function saidBy(
  parts: Pick<ClientParts, 'probeSandbox' | 'installSandbox'>,
): Promise<readonly string[]> {
  const display = silentDisplay();
  const context = commandContext({
    parts: { ...parts, models: () => Promise.resolve(undefined) },
    stack: { join: () => Promise.reject(GOES_ON) },
    context: { cwd, display },
  });
  await expect(demo(context)).rejects.toBe(GOES_ON);
  return display.said;
}

describe('the demo', () => {
  it('installs a sandbox where none works and it may, and says so', async () => {
    const said = await saidBy({
      probeSandbox: () => Promise.resolve(NO_SANDBOX),
      installSandbox: (onProgress) => {
        onProgress('apt-get install bubblewrap');
        return Promise.resolve({ installed: true });
      },
    });
    expect(said.slice(0, 2)).toEqual([
      'apt-get install bubblewrap',
      'Installed bubblewrap from the system’s packages.',
    ]);
    expect(said.join('\n')).not.toContain('No sandbox');
  });

  it('goes on without one where it could not, and says what is missing and why', async () => {
    const said = await saidBy({
      probeSandbox: () => Promise.resolve(NO_SANDBOX),
      installSandbox: () => Promise.resolve({ installed: false, reason: 'apt-get found no such package' }),
    });
    expect(said[0]).toBe(
      'No sandbox: bubblewrap is missing. apt-get found no such package. What needs one stays unproven.',
    );
  });

  it('starts nothing once it was interrupted while a sandbox was installed', async () => {
    const interrupt = new AbortController();
    const context = commandContext({
      parts: {
        probeSandbox: () => Promise.resolve(NO_SANDBOX),
        installSandbox: (_, signal) => {
          interrupt.abort(STOP);
          return Promise.reject(signal.reason as Error);
        },
      },
      stack: { join: unexpected('a run') },
      context: { cwd, interrupted: interrupt.signal },
    });
    await expect(demo(context)).rejects.toBe(STOP);
  });

  it('installs nothing where one works', async () => {
    const said = await saidBy({
      probeSandbox: () => Promise.resolve({ available: true, name: 'bubblewrap', notes: [] }),
      installSandbox: unexpected('an installation'),
    });
    expect(said[0]).toBe('  A REST API for a small library.');
  });
});
