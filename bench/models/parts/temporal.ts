import { digestPlan } from '../../../src/protocol/digest.js';
import { spentUsd } from '../../../src/protocol/model-ledger.js';
import { draw } from '../../../test/doubles/model-server/draw.js';
import { loadReference } from '../../../test/doubles/model-server/reference.js';
import { mean } from '../../figures/statistics.js';
import type { BenchPart } from '../../parts/part.js';
import { simulateBuild } from '../../simulation/simulate-build.js';
import type { EngineRun } from '../engine/models-engine.js';
import { AMPLE_LIMIT_USD, type ModelsContext } from './models-context.js';

const SEEDS = 20;
const MOST_FAILURES = 0.05;
const CONCURRENCY = 8;
const MAKESPAN_BAR = 1.12;
const CALL_BAR_MS = 150;
/** The calls among which a worker is killed: a project of 12 files takes a few more. */
const CALLS = 12;
const KILL_WITHIN_MS = 2_000;

/** Seeds on a real server, in each of which the worker is killed at a random moment. */
export const killed: BenchPart<ModelsContext> = {
  name: 'killed',
  async *run(context) {
    const engine = await context.engine();
    const runs: EngineRun[] = [];
    for (let seed = 1; seed <= SEEDS; seed++) {
      const kill = {
        afterCalls: 1 + Math.floor(draw('kill', seed) * CALLS),
        andMs: Math.floor(draw('moment', seed) * KILL_WITHIN_MS),
      };
      const run = await engine.run({
        reference: 'box-office',
        seed,
        faults: 'standard',
        // A call that is cut down in a moment is seldom under way when its worker dies.
        seconds: [0.2, 2],
        limitUsd: AMPLE_LIMIT_USD,
        verdicts: 'kept',
        kill,
      });
      runs.push(run);
      const end = run.error ?? `${run.delivery?.outcome}, ${JSON.stringify(run.delivery?.requirements)}`;
      context.say(
        `killed: seed ${seed} of ${SEEDS}: ${run.killed ? `killed after ${kill.afterCalls} calls` : 'over before it was killed'}, ${run.calls.length} calls, ${end}`,
      );
    }
    const whole = runs.filter(
      ({ delivery }) => delivery?.outcome === 'delivered' && delivery.requirements.tested === 0,
    );
    yield {
      name: 'killed: workers killed with SIGKILL in the middle of a run',
      value: runs.filter((run) => run.killed).length,
      unit: '',
      bar: null,
    };
    yield {
      name: 'killed: 12 files through Temporal, share not delivered with everything proven and no flag',
      value: 1 - whole.length / runs.length,
      unit: '',
      bar: MOST_FAILURES,
    };
    yield {
      name: 'killed: settled calls that were paid twice',
      value: runs.reduce((sum, run) => sum + paidTwice(run), 0),
      unit: '',
      bar: 0,
    };
    yield {
      name: 'killed: calls under way at the kill, counted as possibly paid twice',
      value: runs.reduce((sum, { costs }) => sum + costs.unknownCalls, 0),
      unit: '',
      bar: null,
    };
    yield {
      name: 'killed: most that a run spent ÷ its limit',
      value: Math.max(...runs.map(({ costs, order }) => spentUsd(costs) / order.limitUsd)),
      unit: '×',
      bar: 1,
    };
  },
};

/** Calls that the provider answered beyond those that were settled and those that nobody can know of. */
function paidTwice({ calls, costs }: EngineRun): number {
  const answered = calls.filter(({ status }) => status === 200).length;
  const settled = costs.byModel.reduce((sum, model) => sum + model.calls, 0);
  return Math.max(0, answered - settled - costs.unknownCalls);
}

/** How long a build takes against the same schedule with no overhead, and what is added to one call. */
export const makespan: BenchPart<ModelsContext> = {
  name: 'makespan',
  async *run(context) {
    const engine = await context.engine();
    for (const [reference, files] of [
      ['tool-shed', 25],
      ['community-centre', 60],
    ] as const) {
      context.say(`makespan: ${files} files, calls of 2–20 s`);
      const run = await engine.run({
        reference,
        seed: 1,
        faults: 'none',
        seconds: [2, 20],
        limitUsd: AMPLE_LIMIT_USD,
        verdicts: 'anew',
      });
      if (run.delivery === undefined) throw new Error(`The run failed: ${run.error}`);
      const seconds = new Map(run.calls.map((call) => [call.task, call.seconds]));
      const secondsOf = (path: string): number => seconds.get(`write ${path}`) ?? 0;
      const { plan } = await loadReference(reference);
      const ideal = await simulateBuild(digestPlan(plan), (path) => secondsOf(path) * 1000, CONCURRENCY);
      yield { name: `makespan: ${files} files`, value: run.buildMs / 1000, unit: 's', bar: null };
      yield {
        name: `makespan: ${files} files ÷ the same schedule without overhead`,
        value: run.buildMs / ideal.makespan,
        unit: '×',
        bar: MAKESPAN_BAR,
      };
      yield {
        name: `makespan: ${files} files, added to one call`,
        value: mean(
          run.drafts.map(({ path, scheduledMs, endedMs }) => endedMs - scheduledMs - secondsOf(path) * 1000),
        ),
        unit: 'ms',
        bar: CALL_BAR_MS,
      };
    }
  },
};
