import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { execa } from 'execa';
import Database from 'libsql';
import { z } from 'zod';
import { openModelLedger } from '../../src/ledger/sqlite-model-ledger.js';
import { modelRequestSchema } from '../../src/protocol/model-call.js';

const TYPESCRIPT = new URL('../child-process/typescript.mjs', import.meta.url).href;
const ASKING = fileURLToPath(new URL('paid-calls/asking-process.ts', import.meta.url));

/** Between each step of a call and the next, and after the last. */
const STEPS = ['assemble', 'freeze', 'claim', 'send', 'receive', 'put', 'settle', 'return'] as const;
const CALLS = 100;

describe('calls of a process that is killed', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mw-killed-calls-'));
    await openModelLedger(join(folder, 'ledger.sqlite')).disconnect();
  });
  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  /** Asks for all calls in a process of its own; answers the signal that killed it. */
  async function live(step: string, nth: number): Promise<string | undefined> {
    const args = ['--import', TYPESCRIPT, ASKING, folder, String(CALLS), step, String(nth)];
    const { signal, exitCode, stderr } = await execa(process.execPath, args, { reject: false });
    if (signal === undefined && exitCode !== 0) throw new Error(stderr);
    return signal;
  }

  /** The prompts of the calls that were made, by their number. */
  async function callsMade(): Promise<ReadonlyMap<number, readonly string[]>> {
    const text = await readFile(join(folder, 'calls.jsonl'), 'utf8').catch(() => '');
    const made = new Map<number, string[]>();
    for (const line of text.split('\n').filter((each) => each !== '')) {
      const prompt = modelRequestSchema.parse(JSON.parse(line)).messages[0]?.content ?? '';
      const draft = Number(/draft (\d+)/.exec(prompt)?.[1]);
      made.set(draft, [...(made.get(draft) ?? []), prompt]);
    }
    return made;
  }

  function settledCalls(): readonly number[] {
    const database = new Database(join(folder, 'ledger.sqlite'));
    const rows = database.prepare('SELECT draft FROM model_calls WHERE reply_sha256 IS NOT NULL').all();
    database.close();
    return z
      .array(z.object({ draft: z.int() }))
      .parse(rows)
      .map(({ draft }) => draft);
  }

  it('are never paid twice once they are settled, over 24 kills between any of their steps', async () => {
    for (const nth of [1, 2, 3])
      for (const step of STEPS) {
        const settled = settledCalls();
        const before = await callsMade();
        expect(await live(step, nth)).toBe('SIGKILL');
        const after = await callsMade();
        for (const draft of settled) expect(after.get(draft)).toEqual(before.get(draft));
      }
    expect(await live('never', 0)).toBeUndefined();

    const made = await callsMade();
    expect(made.size).toBe(CALLS);
    for (const prompts of made.values()) expect(new Set(prompts).size).toBe(1);
    const ledger = openModelLedger(join(folder, 'ledger.sqlite'));
    const costs = await ledger.costs('run-1');
    await ledger.disconnect();
    const paid = [...made.values()].reduce((sum, prompts) => sum + prompts.length, 0);
    expect(costs).toMatchObject({ settledUsd: CALLS / 10, claimedUsd: 0, byPurpose: [{ calls: CALLS }] });
    expect(paid).toBeGreaterThan(CALLS);
    expect(costs.unknownCalls).toBeGreaterThanOrEqual(paid - CALLS);
    // At most the four that were under way at each kill.
    expect(costs.unknownCalls).toBeLessThanOrEqual(4 * 3 * STEPS.length);
  });
});
