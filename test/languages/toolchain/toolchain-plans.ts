import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createNpmRunner, type RunNpm } from '../../../src/languages/typescript/toolchain/npm-command.js';
import type { Plan, PlannedPackage } from '../../../src/protocol/plan.js';

export const NEVER = new AbortController().signal;

export function pin(name: string, version: string, dev = false): PlannedPackage {
  return { name, version, dev, why: 'the test needs it' };
}

/** One small package with one dependency of its own. */
export const TINY = [pin('is-odd', '3.0.1')];

export function planOf(packages: readonly PlannedPackage[], change: Partial<Plan> = {}): Plan {
  return {
    version: 1,
    author: 'blueprint',
    name: 'library-api',
    title: 'Library',
    description: 'Books and loans.',
    kind: 'api',
    language: 'typescript',
    phases: [{ id: 'build', title: 'Build', critical: true }],
    files: [],
    packages: [...packages],
    bindings: [],
    criticalParts: [{ part: 'entry', path: 'src/server.ts' }],
    proofRecipe: { kind: 'none', reason: 'not looked at' },
    ...change,
  };
}

/** npm as it is, and what it was called with. */
export function countedNpm(): { readonly npm: RunNpm; readonly calls: string[] } {
  const calls: string[] = [];
  const real = createNpmRunner(false);
  return {
    calls,
    npm: (args, folder, signal) => {
      calls.push(args.join(' '));
      return real(args, folder, signal);
    },
  };
}

/** npm that fails with one of its error codes. */
export function failingNpm(code: string, summary = 'it failed'): RunNpm {
  return () => Promise.resolve({ ok: false, stdout: '', stderr: '', error: { code, summary } });
}

export async function withFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'millwright-test-'));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
