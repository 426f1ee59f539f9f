import { createHash } from 'node:crypto';
import type { ArtifactRef } from '../../src/protocol/artifact.js';
import type { PlanDigest } from '../../src/protocol/digest.js';
import { limitsSchema } from '../../src/protocol/generate-input.js';
import { EMPTY_TREE } from '../../src/protocol/tree.js';
import { buildProject } from '../../src/workflows/loops/build-project.js';
import { startBuild } from '../../src/workflows/loops/build-state.js';
import { virtualRate } from './virtual-rate.js';
import { createVirtualClock } from './virtual-clock.js';

/** When one file was being built, in milliseconds since the start. */
export interface BuiltFile {
  readonly path: string;
  readonly from: number;
  readonly to: number;
}

export interface SimulatedBuild {
  /** Milliseconds from the first start to the end of the build. */
  readonly makespan: number;
  /** In the order in which they were started. */
  readonly files: readonly BuiltFile[];
  /** When each gate was looked at. */
  readonly gates: readonly { readonly phase: string; readonly at: number }[];
}

/**
 * The product's own build loop over a clock on which nothing but the files takes time: each takes `duration` milliseconds
 * and is accepted at its first draft, every gate opens at once. What remains is the scheduler.
 *
 * @param callsPerMinute of the endpoint that every file is one call to; null: no limit. A file that waits for its turn takes one of
 * the places of `concurrency`.
 */
export async function simulateBuild(
  plan: PlanDigest,
  duration: (path: string) => number,
  concurrency: number,
  callsPerMinute: number | null = null,
): Promise<SimulatedBuild> {
  const clock = createVirtualClock();
  const turn = virtualRate(clock, callsPerMinute);
  const files: { path: string; from: number; to: number }[] = [];
  const gates: { phase: string; at: number }[] = [];
  const building = buildProject(
    plan,
    startBuild(plan, EMPTY_TREE),
    { concurrency, mode: 'autonomous', limits: () => limitsSchema.parse({}) },
    {
      produce: async ({ path }) => {
        const file = { path, from: clock.now(), to: Number.NaN };
        files.push(file);
        await turn();
        await clock.sleep(duration(path));
        file.to = clock.now();
        return {
          outcome: 'accepted',
          content: refOf(path),
          drafts: 1,
          author: 'blueprint',
          lowConfidence: false,
          costUsd: 0,
        };
      },
      checkGate: (phase) => {
        gates.push({ phase, at: clock.now() });
        return Promise.resolve([]);
      },
      fold: (tree) => Promise.resolve(refOf(JSON.stringify(tree))),
      ask: () => Promise.resolve('stop'),
      amend: () => Promise.resolve({ problems: [] }),
      wasCancelled: () => false,
      windDown: () => undefined,
      paused: () => undefined,
      shouldDrain: () => false,
      onChange: () => undefined,
    },
  );
  await clock.run(building);
  return { makespan: clock.now(), files, gates };
}

function refOf(text: string): ArtifactRef {
  return { sha256: createHash('sha256').update(text).digest('hex'), bytes: Buffer.byteLength(text) };
}
