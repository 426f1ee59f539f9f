import { spawn, type ChildProcess } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { readConfig } from '../../src/config.js';

/** Where a worker ends itself, once: `before` an activity's work or `after` it, when the result has not been reported. */
export interface CrashPoint {
  readonly activity: string;
  readonly when: 'before' | 'after';
}

const activityStartSchema = z.object({
  at: z.number(),
  activity: z.string(),
  id: z.string(),
  workflow: z.string(),
});
export type ActivityStart = z.infer<typeof activityStartSchema>;

/** A real worker process over its own home, started again at once whenever it is killed. */
export class RespawnedWorker {
  readonly #environment: NodeJS.ProcessEnv;
  readonly #home: string;
  readonly #starts: string;
  #child: ChildProcess | undefined;
  #stopping = false;

  constructor(options: { address: string; home: string; crashes: readonly CrashPoint[] }) {
    this.#home = options.home;
    this.#starts = join(options.home, 'starts.jsonl');
    const crashes = options.crashes.map((crash) => ({ ...crash, marker: this.#markerOf(crash) }));
    this.#environment = {
      ...process.env,
      // Packages are installed once for all homes of this machine.
      MILLWRIGHT_CACHE: readConfig(process.env).cache,
      MILLWRIGHT_HOME: options.home,
      TEMPORAL_ADDRESS: options.address,
      MILLWRIGHT_TEST_CRASHES: JSON.stringify(crashes),
      MILLWRIGHT_TEST_STARTS: this.#starts,
    };
    this.#spawn();
  }

  #markerOf({ activity, when }: CrashPoint): string {
    return join(this.#home, `crashed-${when}-${activity}`);
  }

  #spawn(): void {
    const script = fileURLToPath(new URL('./crashing-worker.mjs', import.meta.url));
    const child = spawn(process.execPath, [script], {
      env: this.#environment,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    child.once('exit', () => {
      if (!this.#stopping) this.#spawn();
    });
    this.#child = child;
  }

  /** SIGKILL now; another process takes its place. */
  kill(): void {
    this.#child?.kill('SIGKILL');
  }

  /** When it ended itself there, in milliseconds of the clock; undefined when that point was never reached. */
  async crashedAt(crash: CrashPoint): Promise<number | undefined> {
    const text = await readFile(this.#markerOf(crash), 'utf8').catch(() => undefined);
    return text === undefined ? undefined : Number(text);
  }

  async starts(): Promise<readonly ActivityStart[]> {
    const text = await readFile(this.#starts, 'utf8').catch(() => '');
    return text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => activityStartSchema.parse(JSON.parse(line)));
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    const child = this.#child;
    if (child?.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
  }
}
