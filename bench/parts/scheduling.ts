import { CONCURRENCY } from '../engine/bench-engine.js';
import { planOfJob } from '../engine/job-plan.js';
import { stubJobSchema, type StubJob } from '../engine/stub-job.js';
import { simulateBuild } from '../simulation/simulate-build.js';
import { simulationFigures } from '../simulation/simulation-figures.js';
import type { BenchContext, BenchPart } from './part.js';

const SIZES = [20, 100, 300] as const;
/** The most that a real build may take ÷ the same build simulated with no overhead, by how long a stub sleeps. */
const BARS = [
  { sleepMs: 1000, bar: 1.25 },
  { sleepMs: 3000, bar: 1.12 },
] as const;
/** Added by the control's `validate` behind the simulation's back. */
const HIDDEN_SLEEP_MS = 500;

/** How good the schedule is, and how near a real server comes to it. */
export const scheduling: BenchPart = {
  name: 'scheduling',
  async *run(context) {
    yield* simulationFigures();
    const engine = await context.engine();
    context.say('warming the workers up');
    await engine.run({ files: 20, seed: 99 });
    for (const { sleepMs, bar } of BARS) {
      for (const files of SIZES) {
        const job = stubJobSchema.parse({ files, sleepMs });
        yield { ...(await overSimulation(context, job)), bar };
      }
    }
    const control = stubJobSchema.parse({ files: 20, sleepMs: 1000, hiddenSleepMs: HIDDEN_SLEEP_MS });
    yield { ...(await overSimulation(context, control)), bar: BARS[0].bar, control: true };
  },
};

async function overSimulation(
  context: BenchContext,
  job: StubJob,
): Promise<{ name: string; value: number; unit: string }> {
  const { files, sleepMs, hiddenSleepMs } = job;
  const { makespan } = await simulateBuild(planOfJob(job), () => sleepMs, CONCURRENCY);
  context.say(`${files} files of ${sleepMs / 1000} s: ${makespan / 1000} s at best`);
  const { buildMs } = await (await context.engine()).run(job);
  const seconds = (buildMs / 1000).toFixed(1);
  const hidden = hiddenSleepMs === 0 ? '' : ` and a hidden ${hiddenSleepMs / 1000} s`;
  return {
    name: `scheduling: ${files} files of ${sleepMs / 1000} s${hidden}, ${seconds} s on a server ÷ ${makespan / 1000} s simulated`,
    value: buildMs / makespan,
    unit: '×',
  };
}
