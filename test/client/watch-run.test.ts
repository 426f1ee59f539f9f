import { describe, expect, it } from '@jest/globals';
import { watchRun, type WatchedRun } from '../../src/client/runs/watch-run.js';
import type { Progress } from '../../src/protocol/progress.js';
import type { Delivery } from '../../src/protocol/report.js';
import { progressOf } from './progress-of.js';

const DELIVERY: Delivery = {
  outcome: 'delivered',
  name: 'library',
  kind: 'api',
  tree: { sha256: 'a'.repeat(64), bytes: 1 },
  report: { sha256: 'b'.repeat(64), bytes: 1 },
  bundle: null,
  flags: [],
  requirements: { proven: 0, tested: 5, open: 0, disputed: 0 },
  files: 20,
  costUsd: 0,
};

const unavailable = (): Error => Object.assign(new Error('14 UNAVAILABLE'), { code: 14 });

/** A run whose every answer is scripted; it closes when `progress` has been asked for as often as the script is long. */
function scripted(
  script: readonly (Progress | Error)[],
  end: () => Promise<Delivery> = () => Promise.resolve(DELIVERY),
  served = true,
): { run: WatchedRun<Delivery>; seen: string[]; watch: () => Promise<Delivery> } {
  let asked = 0;
  let close: () => void = () => undefined;
  const closed = new Promise<void>((resolve) => {
    close = resolve;
  });
  const seen: string[] = [];
  const run: WatchedRun<Delivery> = {
    progress: () => {
      const answer = script[Math.min(asked, script.length - 1)] ?? progressOf();
      asked += 1;
      if (asked >= script.length) close();
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
    troubles: () => Promise.resolve(asked < 25 ? [] : ['prepare, attempt 2: the registry does not answer']),
    served: () => Promise.resolve(served),
    result: async () => {
      await closed;
      return end();
    },
  };
  return {
    run,
    seen,
    watch: () =>
      watchRun(run, {
        onProgress: (progress) => seen.push(progress.line),
        onSilence: (silence) => seen.push(`(${silence})`),
        onTrouble: (troubles) => seen.push(`[${troubles.join('; ')}]`),
        sleep: () => new Promise((resolve) => setImmediate(resolve)),
      }),
  };
}

const step = (line: string): Progress => progressOf({ line });

describe('watching a run', () => {
  it('shows each change once, the last one included, and ends with the delivery', async () => {
    const { seen, watch } = scripted([step('one'), step('one'), step('two'), step('three')]);
    await expect(watch()).resolves.toEqual(DELIVERY);
    expect(seen).toEqual(['one', 'two', 'three']);
  });

  it('shows the last progress of a run that fails, then throws its failure', async () => {
    const { seen, watch } = scripted([step('one'), step('failed')], () =>
      Promise.reject(new Error('CriticalPhaseFailure')),
    );
    await expect(watch()).rejects.toThrow('CriticalPhaseFailure');
    expect(seen).toEqual(['one', 'failed']);
  });

  it('says once that nobody answers and once that somebody does again, and goes on', async () => {
    const { seen, watch } = scripted([
      step('one'),
      unavailable(),
      unavailable(),
      unavailable(),
      step('two'),
      step('three'),
    ]);
    await expect(watch()).resolves.toEqual(DELIVERY);
    expect(seen).toEqual(['one', '(unanswered)', '(none)', 'two', 'three']);
  });

  it('says that no worker is there, where none is, before anything is known of the run', async () => {
    const unserved = [unavailable(), unavailable(), unavailable(), step('one'), step('one')];
    const { seen, watch } = scripted(unserved, undefined, false);
    await expect(watch()).resolves.toEqual(DELIVERY);
    expect(seen).toEqual(['(unanswered)', '(unserved)', '(none)', 'one']);
  });

  it('says nothing of a single answer that was lost', async () => {
    const { seen, watch } = scripted([step('one'), unavailable(), step('two'), step('two')]);
    await watch();
    expect(seen).toEqual(['one', 'two']);
  });

  it('says what a run that stands still is trying again, until it moves', async () => {
    const { seen, watch } = scripted([
      ...Array.from({ length: 35 }, () => step('one')),
      step('two'),
      step('two'),
    ]);
    await watch();
    expect(seen).toEqual(['one', '[prepare, attempt 2: the registry does not answer]', 'two', '[]']);
  });

  it('waits for the result again when the server goes away under the wait', async () => {
    let tries = 0;
    const { watch } = scripted([step('one'), step('two')], () => {
      tries += 1;
      return tries < 3 ? Promise.reject(unavailable()) : Promise.resolve(DELIVERY);
    });
    await expect(watch()).resolves.toEqual(DELIVERY);
    expect(tries).toBe(3);
  });
});
