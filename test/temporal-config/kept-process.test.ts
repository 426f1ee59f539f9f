import { describe, expect, it } from '@jest/globals';
import { keepProcess } from '../../temporal-config/local-stack/kept-process.js';
import type { SupervisedProcess } from '../../temporal-config/local-stack/supervised-process.js';
import { until } from './stack-members.js';

/** Processes 1, 2, 3 … that run until they are told to end. */
class Processes {
  readonly running: number[] = [];
  readonly #ends = new Map<number, (why: string) => void>();
  #started = 0;

  readonly start = (): Promise<SupervisedProcess> => {
    const pid = ++this.#started;
    this.running.push(pid);
    const ended = new Promise<string>((resolve) => {
      this.#ends.set(pid, (why) => {
        this.running.splice(this.running.indexOf(pid), 1);
        resolve(why);
      });
    });
    const stop = async (): Promise<void> => {
      this.end(pid, 'signal SIGTERM');
      await ended;
    };
    return Promise.resolve({ pid, ended, stop });
  };

  end(pid: number, why: string): void {
    this.#ends.get(pid)?.(why);
    this.#ends.delete(pid);
  }
}

describe('a kept process', () => {
  it('is kept, and what went wrong is said, when nobody can be told of its changes any more', async () => {
    const processes = new Processes();
    const lines: string[] = [];
    let disk: 'well' | 'full' = 'well';
    const kept = await keepProcess({
      name: 'The server',
      start: processes.start,
      onProgress: (line) => lines.push(line),
      onChange: () =>
        disk === 'well' ? Promise.resolve() : Promise.reject(new Error('no space left on device')),
    });
    disk = 'full';
    processes.end(1, 'exit code 1');
    await until(() => processes.running.includes(2));
    expect(lines.slice(0, 2)).toEqual([
      'no space left on device',
      'The server ended (exit code 1); starting it again.',
    ]);
    await kept.stop();
    expect(processes.running).toEqual([]);
  });

  it('does not run when nobody could be told of its first start', async () => {
    const processes = new Processes();
    const keeping = keepProcess({
      name: 'The server',
      start: processes.start,
      onProgress: () => undefined,
      onChange: () => Promise.reject(new Error('no space left on device')),
    });
    await expect(keeping).rejects.toThrow('no space left on device');
    expect(processes.running).toEqual([]);
  });
});
