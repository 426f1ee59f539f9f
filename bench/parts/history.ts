import { createHash } from 'node:crypto';
import type { GenerateInput } from '../../src/protocol/generate-input.js';
import type { StubRun } from '../engine/bench-engine.js';
import type { BenchContext, BenchPart } from './part.js';

const EVENTS_BAR = 2999;
const MB = 1_000_000;
const KB = 1024;
const PAYLOAD_BAR_KB = 256;
const FLAT_BAR = 1.3;
/** Events after which the long run continues as new: about every 120 files. */
const EVENTS_BEFORE_NEXT = 800;
const LONG_RUN_FILES = 600;
/** Files of the tree that a control starts from, handed over one by one and not as one manifest. */
const LOOSE_FILES = 1500;

/** What a run leaves in its own history, and what it keeps when that history is cut. */
export const history: BenchPart = {
  name: 'history',
  async *run(context) {
    const engine = await context.engine();
    context.say('20 and 300 files of 1 s, unless they were run before');
    const small = await engine.run({ files: 20, sleepMs: 1000 });
    const large = await engine.run({ files: 300, sleepMs: 1000 });
    yield {
      name: 'history: events in the parent, 300 files',
      value: eventsOf(large),
      unit: '',
      bar: EVENTS_BAR,
    };
    yield { name: 'history: bytes in the parent, 300 files', value: bytesOf(large) / MB, unit: 'MB', bar: 1 };
    yield { name: 'history: bytes a file, 300 files', value: bytesOf(large) / 300, unit: 'B', bar: null };
    yield {
      name: 'history: bytes a file, 300 files ÷ 20 files',
      value: bytesOf(large) / 300 / (bytesOf(small) / 20),
      unit: '×',
      bar: FLAT_BAR,
    };
    const loose = await engine.run({ files: 20 }, { base: looseTree() });
    const wasteful = {
      name: `history: bytes in the parent, 20 files on ${LOOSE_FILES} loose ones`,
      unit: 'MB',
    };
    yield { ...wasteful, value: bytesOf(loose) / MB, bar: 1, control: true };
    yield* continuedFigures(context, large);
  },
};

/** A run that continues as new, against one that does not. */
async function* continuedFigures(context: BenchContext, large: StubRun): ReturnType<BenchPart['run']> {
  const engine = await context.engine();
  const job = { files: LONG_RUN_FILES, seed: 7 };
  context.say(
    `${LONG_RUN_FILES} files in one history, then continued as new every ${EVENTS_BEFORE_NEXT} events`,
  );
  const whole = await engine.run(job, { historyEvents: 40_000 });
  const continued = await engine.run(job, { historyEvents: EVENTS_BEFORE_NEXT });
  const times = continued.executions.length - 1;
  const what = `history: ${LONG_RUN_FILES} files, continued as new ${times} times`;
  yield {
    name: `${what}, files not built exactly once`,
    // A run that never continued shows nothing.
    value: times > 0 ? filesNotBuiltOnce(continued, LONG_RUN_FILES) : Number.NaN,
    unit: '',
    bar: 0,
  };
  const differs = Number(continued.delivery.tree.sha256 !== whole.delivery.tree.sha256);
  yield { name: `${what}, trees that differ from the uncut run’s`, value: differs, unit: '', bar: 0 };
  yield {
    name: 'history: largest payload, 300 files and 600 files continued',
    value:
      Math.max(...[...large.executions, ...continued.executions].map((each) => each.largestPayload)) / KB,
    unit: 'KB',
    bar: PAYLOAD_BAR_KB,
  };
  const lossy = await engine.run({ files: 20, failingFile: 19 });
  yield {
    name: 'history: 20 files of which one is never sound, files not accepted',
    value: 20 - acceptedFiles(lossy),
    unit: '',
    bar: 0,
    control: true,
  };
}

function eventsOf(run: StubRun): number {
  return Math.max(...run.executions.map(({ events }) => events));
}

function bytesOf(run: StubRun): number {
  return run.executions.reduce((sum, { bytes }) => sum + bytes, 0);
}

/** Planned files that were not accepted, and those of which a child was started, or ended, more than once. */
function filesNotBuiltOnce(run: StubRun, planned: number): number {
  const times = (paths: readonly string[]): ReadonlyMap<string, number> =>
    paths.reduce((counts, path) => counts.set(path, (counts.get(path) ?? 0) + 1), new Map<string, number>());
  const started = times(run.executions.flatMap((execution) => execution.started));
  const completed = times(run.executions.flatMap((execution) => execution.completed));
  const once = [...started].filter(([path, count]) => count === 1 && completed.get(path) === 1).length;
  const repeated = [...started.values()].filter((count) => count > 1).length;
  return planned - Math.min(once, acceptedFiles(run)) + repeated;
}

/** By the run's own account: each missing one is flagged. */
function acceptedFiles({ delivery }: StubRun): number {
  return delivery.files - delivery.flags.filter(({ code }) => code === 'file-failed').length;
}

function looseTree(): NonNullable<GenerateInput['base']> {
  const content = { sha256: createHash('sha256').update('').digest('hex'), bytes: 0 };
  return {
    manifest: null,
    changes: Array.from({ length: LOOSE_FILES }, (_, index) => ({
      path: `assets/piece-${index}.txt`,
      content,
    })),
  };
}
