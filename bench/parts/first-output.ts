import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../../temporal-config/package-root.js';
import { median } from '../figures/statistics.js';
import type { BenchPart } from './part.js';

/** Whoever typed a command sees within this that it is being carried out. */
const BAR_SECONDS = 1;
const TURNS = 5;
const BRIEF = 'A REST API for a library. Books have a title (at most 200 characters). Members have a name.';
/** Keeps a program from its first line for a while. Options of Node are told apart by spaces, so it has none. */
const SLOW_START = `--import=data:text/javascript,${encodeURIComponent('await new Promise((go) => setTimeout(go, 1500));')}`;

/** From the start of a command to the first character that it prints. */
export const firstOutput: BenchPart = {
  name: 'first-output',
  async *run(context) {
    const home = await mkdtemp(join(tmpdir(), 'millwright-bench-first-'));
    const figure = async (
      command: string,
      args: readonly string[],
      until: 'first' | 'end' = 'first',
      options = '',
    ): Promise<number> => {
      context.say(`${command}, ${TURNS} times`);
      const seconds: number[] = [];
      for (let turn = 0; turn < TURNS; turn++) seconds.push(await timed(args, home, until, options));
      return median(seconds);
    };
    const name = (command: string): string => `first-output: millwright ${command}`;
    const plan = ['plan', BRIEF, '--out', join(home, 'plan.yaml'), '--force'];
    try {
      for (const [command, args] of [
        ['plan', plan],
        ['generate', ['generate', BRIEF]],
        ['generate --plan', ['generate', '--plan', join(home, 'plan.yaml')]],
        ['dev', ['dev']],
        ['--help', ['--help']],
      ] as const) {
        yield { name: name(command), value: await figure(command, args), unit: 's', bar: BAR_SECONDS };
      }
      const whole = await figure('plan, to its end', plan, 'end');
      yield { name: 'first-output: millwright plan, to its end', value: whole, unit: 's', bar: null };
      const slow = await figure('plan, kept from starting', plan, 'first', SLOW_START);
      yield {
        name: name('plan, kept from starting'),
        value: slow,
        unit: 's',
        bar: BAR_SECONDS,
        control: true,
      };
    } finally {
      await rm(home, { recursive: true, force: true });
    }
  },
};

/** Seconds until a command prints something, and is ended, or until it ends by itself. */
async function timed(
  args: readonly string[],
  home: string,
  until: 'first' | 'end',
  options: string,
): Promise<number> {
  const before = performance.now();
  const command = spawn(process.execPath, [join(packageRoot(), 'bin', 'millwright.js'), ...args], {
    cwd: home,
    env: { ...process.env, MILLWRIGHT_HOME: home, NODE_OPTIONS: options },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(command, 'close');
  const first = Promise.race([once(command.stderr, 'data'), once(command.stdout, 'data'), ended]);
  await (until === 'first' ? first : ended);
  const seconds = (performance.now() - before) / 1000;
  command.kill('SIGKILL');
  command.stdout.resume();
  command.stderr.resume();
  await ended;
  return seconds;
}
