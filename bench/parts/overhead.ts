import { randomUUID } from 'node:crypto';
import type { BuildFileInput, ValidateInput } from '../../src/protocol/build-activities.js';
import { EMPTY_TREE } from '../../src/protocol/tree.js';
import { BARE_QUEUE } from '../engine/bare-worker.js';
import type { bareFile } from '../engine/bare-workflow.js';
import type { BenchEngine } from '../engine/bench-engine.js';
import { median } from '../figures/statistics.js';
import type { BenchPart } from './part.js';

const BAR = 1.6;
/** Runs and bare workflows take turns, so that what else the machine does falls on both. */
const TURNS = 5;
const FILES = 20;
const SIDE_BY_SIDE = 16;

/** Milliseconds a file, by what was timed. */
interface Turn {
  readonly run: number;
  readonly bare: number;
}

/** What the engine costs a file whose activities do nothing, beside a workflow that is nothing but the two activities. */
export const overhead: BenchPart = {
  name: 'overhead',
  async *run(context) {
    const engine = await context.engine();
    const chain = { shape: 'chain', files: FILES } as const;
    const flat = { shape: 'flat', files: 4 * FILES } as const;
    const slow = { ...chain, hiddenSleepMs: 100 } as const;
    const turns = { chain: [] as Turn[], flat: [] as Turn[], slow: [] as Turn[] };
    context.say(`${TURNS} turns of a file after another, and of ${SIDE_BY_SIDE} at a time`);
    for (let turn = 0; turn <= TURNS; turn++) {
      const measured = {
        chain: { run: await timeRun(engine, chain, turn), bare: await timeBare(engine, FILES, 1) },
        flat: {
          run: await timeRun(engine, flat, turn),
          bare: await timeBare(engine, 4 * FILES, SIDE_BY_SIDE),
        },
      };
      // The first turn warms both sides up.
      if (turn === 0) continue;
      turns.chain.push(measured.chain);
      turns.flat.push(measured.flat);
    }
    turns.slow.push({ run: await timeRun(engine, slow, 0), bare: await timeBare(engine, FILES, 1) });
    for (const [how, measured] of [
      ['one after another', turns.chain],
      [`${SIDE_BY_SIDE} at a time`, turns.flat],
    ] as const) {
      const ms = median(measured.map(({ run }) => run));
      yield { name: `overhead: one file, ${how}`, value: ms, unit: 'ms', bar: null };
      yield ratio(`overhead: one file ÷ a bare workflow, ${how}`, measured);
    }
    yield {
      ...ratio('overhead: one file ÷ a bare workflow, with a check that dawdles', turns.slow),
      control: true,
    };
  },
};

function ratio(
  name: string,
  turns: readonly Turn[],
): { name: string; value: number; unit: string; bar: number } {
  return { name, value: median(turns.map(({ run, bare }) => run / bare)), unit: '×', bar: BAR };
}

/** From the start of the first child to the end of the last, ÷ files: scheduling, child, both activities, folding. */
async function timeRun(
  engine: BenchEngine,
  job: Parameters<BenchEngine['run']>[0],
  seed: number,
): Promise<number> {
  const { buildMs } = await engine.run({ ...job, seed });
  return buildMs / job.files;
}

/** As a client sees it: started, run, and its result received. */
async function timeBare(engine: BenchEngine, count: number, atOnce: number): Promise<number> {
  let left = count;
  const before = performance.now();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (left > 0) {
        left -= 1;
        await engine.client.workflow.execute<typeof bareFile>('bareFile', {
          workflowId: `bare-${randomUUID()}`,
          taskQueue: BARE_QUEUE,
          args: [BARE_INPUT],
        });
      }
    }),
  );
  return (performance.now() - before) / count;
}

const NOTHING = { sha256: '0'.repeat(64), bytes: 0 };
const RUN = { id: 'bare', workflowId: 'bare' };
const BARE_INPUT: { build: BuildFileInput; validate: ValidateInput } = {
  build: {
    run: RUN,
    analysis: NOTHING,
    plan: NOTHING,
    environment: NOTHING,
    path: 'src/file-0.ts',
    draft: 1,
    author: 'blueprint',
    tier: 'standard',
    tree: EMPTY_TREE,
    repair: null,
  },
  validate: {
    run: RUN,
    plan: NOTHING,
    environment: NOTHING,
    path: 'src/file-0.ts',
    content: NOTHING,
    tree: EMPTY_TREE,
  },
};
