import { mkdir, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { homeFolders, readConfig } from '../../src/config.js';
import { reportSchema, type Report } from '../../src/protocol/report.js';
import { packageRoot } from '../../temporal-config/package-root.js';
import type { Figure } from '../figures/figure.js';
import type { BenchPart } from './part.js';

/** On two cores, with everything that can be cached in the cache. */
const BAR_SECONDS = 60;
/** An end to waiting for a demo that hangs. */
const GIVE_UP_MS = 5 * 60_000;
/** Far from the ports of a person's own stack. */
const PORTS = { MILLWRIGHT_SERVER_PORT: '42200', MILLWRIGHT_UI_PORT: '42400' };

interface DemoRun {
  readonly seconds: number;
  /** What the command printed, for the case that it delivered nothing. */
  readonly output: string;
  readonly report: Report | undefined;
}

/** The demo as a user sees it: one command from nothing running to a folder with a project that was shown to work. */
export const demo: BenchPart = {
  name: 'demo',
  async *run(context) {
    const { cache } = readConfig(process.env);
    context.say('the demo, to fill the caches');
    const first = await runDemo({ MILLWRIGHT_CACHE: cache });
    if (first.report === undefined) context.say(`it delivered nothing:\n${first.output}`);
    context.say('the demo again, with a home of its own and warm caches');
    const warm = await runDemo({ MILLWRIGHT_CACHE: cache });
    yield secondsOf('demo: from command to delivered project, warm caches', warm);
    const { report } = warm;
    if (report !== undefined) {
      yield { name: 'demo: flags on the delivered project', value: report.flags.length, unit: '', bar: null };
      yield* shares(report, warm.seconds);
    }
    context.say('the demo with no packages to be had, which must deliver nothing');
    const offline = await runOffline(cache);
    yield { ...secondsOf('demo: from command to delivered project, no packages', offline), control: true };
  },
};

/** A demo that delivered nothing took for ever. */
function secondsOf(name: string, run: DemoRun): Figure {
  return { name, value: run.report === undefined ? Infinity : run.seconds, unit: 's', bar: BAR_SECONDS };
}

/** A phase that is entered again, as build is after each gate, counts once. */
function* shares(report: Report, seconds: number): Iterable<Figure> {
  const byPhase = new Map<string, number>();
  for (const { phase, seconds: inPhase } of report.phases) {
    byPhase.set(phase, (byPhase.get(phase) ?? 0) + inPhase);
  }
  let rest = seconds;
  for (const [phase, inPhase] of byPhase) {
    rest -= inPhase;
    yield share(phase, inPhase, seconds);
  }
  yield share('everything else (server, worker, writing the folder)', rest, seconds);
}

function share(phase: string, inPhase: number, seconds: number): Figure {
  const name = `demo: share of ${phase}, ${inPhase.toFixed(1)} s`;
  return { name, value: (100 * inPhase) / seconds, unit: '%', bar: null };
}

/** With an empty cache of packages, and no registry. The Temporal CLI is at hand: it fails for the packages, not the server. */
async function runOffline(cache: string): Promise<DemoRun> {
  const folder = await mkdtemp(join(tmpdir(), 'millwright-bench-cache-'));
  try {
    await mkdir(homeFolders(folder, cache).temporal, { recursive: true });
    await symlink(homeFolders(folder, cache).temporal, homeFolders(folder, folder).temporal);
    // npm keeps packages of its own, which an offline installation would be served from.
    const npmCache = join(folder, 'npm');
    return await runDemo({ MILLWRIGHT_CACHE: folder, MILLWRIGHT_OFFLINE: '1', npm_config_cache: npmCache });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function runDemo(environment: Readonly<Record<string, string>>): Promise<DemoRun> {
  const folder = await mkdtemp(join(tmpdir(), 'millwright-bench-demo-'));
  try {
    const before = performance.now();
    const { all } = await execa(process.execPath, [join(packageRoot(), 'bin', 'millwright.js'), 'demo'], {
      cwd: folder,
      env: { ...PORTS, ...environment, MILLWRIGHT_HOME: join(folder, 'home'), TEMPORAL_ADDRESS: '' },
      timeout: GIVE_UP_MS,
      reject: false,
      all: true,
      stdin: 'ignore',
    });
    const seconds = (performance.now() - before) / 1000;
    const text = await readFile(join(folder, 'demo', 'millwright-report.json'), 'utf8').catch(
      () => undefined,
    );
    return {
      seconds,
      output: all,
      report: text === undefined ? undefined : reportSchema.parse(JSON.parse(text)),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
