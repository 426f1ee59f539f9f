import { digestPlan } from '../../../src/protocol/digest.js';
import { loadReference } from '../../../test/doubles/model-server/reference.js';
import { mean } from '../../figures/statistics.js';
import type { BenchPart } from '../../parts/part.js';
import { simulateBuild, type SimulatedBuild } from '../../simulation/simulate-build.js';
import { AMPLE_LIMIT_USD, type ModelsContext, type ReferenceName } from './models-context.js';

const CONCURRENCY = 8;
const MAKESPAN_BAR = 1.12;
const CALL_BAR_MS = 150;

interface Build {
  readonly reference: ReferenceName;
  readonly files: number;
  /** Left out: the endpoint takes calls as they come. */
  readonly callsPerMinute?: number;
}

/** At twelve calls a minute the rate, and no longer what waits for what, sets the pace of most of the build. */
const BUILDS: readonly Build[] = [
  { reference: 'tool-shed', files: 25 },
  { reference: 'tool-shed', files: 25, callsPerMinute: 12 },
  { reference: 'community-centre', files: 60 },
];

/** How long a build takes against the same schedule with no overhead, and what is added to one call. */
export const makespan: BenchPart<ModelsContext> = {
  name: 'makespan',
  async *run(context) {
    const engine = await context.engine();
    for (const { reference, files, callsPerMinute } of BUILDS) {
      const rate = callsPerMinute === undefined ? '' : ` at ${callsPerMinute} calls a minute`;
      const about = `makespan: ${files} files${rate}`;
      context.say(`${about}, calls of 2–20 s`);
      const run = await engine.run({
        reference,
        seed: 1,
        faults: 'none',
        seconds: [2, 20],
        limitUsd: AMPLE_LIMIT_USD,
        verdicts: 'anew',
        ...(callsPerMinute !== undefined && { callsPerMinute }),
      });
      if (run.delivery === undefined) throw new Error(`The run failed: ${run.error}`);
      const seconds = new Map(run.calls.map((call) => [call.task, call.seconds]));
      const secondsOf = (path: string): number => seconds.get(`write ${path}`) ?? 0;
      const { plan } = await loadReference(reference);
      const simulate = (perMinute?: number): Promise<SimulatedBuild> =>
        simulateBuild(digestPlan(plan), (path) => secondsOf(path) * 1000, CONCURRENCY, perMinute);
      const ideal = await simulate(callsPerMinute);
      yield { name: about, value: run.buildMs / 1000, unit: 's', bar: null };
      yield {
        name: `${about} ÷ the same schedule without overhead`,
        value: run.buildMs / ideal.makespan,
        unit: '×',
        bar: MAKESPAN_BAR,
      };
      if (callsPerMinute !== undefined) {
        yield {
          name: `${about}, the schedule without overhead ÷ that of an endpoint without a rate`,
          value: ideal.makespan / (await simulate()).makespan,
          unit: '×',
          bar: null,
        };
        // What a call waits for its turn is not added by Millwright.
        continue;
      }
      yield {
        name: `${about}, added to one call`,
        value: mean(
          run.drafts.map(({ path, scheduledMs, endedMs }) => endedMs - scheduledMs - secondsOf(path) * 1000),
        ),
        unit: 'ms',
        bar: CALL_BAR_MS,
      };
    }
  },
};
