import { spentUsd } from '../../../src/protocol/model-ledger.js';
import { REVIEWERS } from '../../../src/protocol/review.js';
import { draw } from '../../../test/doubles/model-server/draw.js';
import { loadReference } from '../../../test/doubles/model-server/reference.js';
import type { BenchPart } from '../../parts/part.js';
import type { EngineOrder, EngineRun } from '../engine/models-engine.js';
import { AMPLE_LIMIT_USD, type ModelsContext, type ReferenceName } from './models-context.js';

/** Runs of each project: twenty together, most of them of the one that takes a minute. */
const RUNS: readonly { readonly reference: ReferenceName; readonly seeds: number }[] = [
  { reference: 'box-office', seeds: 16 },
  { reference: 'tool-shed', seeds: 4 },
];
const MOST_FAILURES = 0.05;

/** Seeds on a real server, in each of which the worker is killed at a random moment. */
export const killed: BenchPart<ModelsContext> = {
  name: 'killed',
  async *run(context) {
    const engine = await context.engine();
    const runs: EngineRun[] = [];
    for (const { reference, seeds } of RUNS) {
      for (let seed = 1; seed <= seeds; seed++) {
        const order = await killedOrder(reference, seed);
        const run = await engine.run(order);
        runs.push(run);
        context.say(`killed: ${reference}, seed ${seed} of ${seeds}: ${whatBecameOf(run)}`);
      }
    }
    const whole = runs.filter(
      ({ delivery }) => delivery?.outcome === 'delivered' && delivery.requirements.tested === 0,
    );
    yield {
      name: `killed: runs of ${runs.length} whose worker was not killed`,
      value: runs.filter((run) => !run.killed).length,
      unit: '',
      bar: 0,
    };
    yield {
      name: 'killed: 12 and 25 files through Temporal, share not delivered with everything proven and no flag',
      value: 1 - whole.length / runs.length,
      unit: '',
      bar: MOST_FAILURES,
    };
    yield {
      name: 'killed: settled calls that were paid twice',
      value: runs.reduce((sum, { paidTwice }) => sum + paidTwice, 0),
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

/** While any of the calls that the project takes at least is under way: then no run is over before. */
export async function killedOrder(reference: ReferenceName, seed: number): Promise<EngineOrder> {
  const { plan } = await loadReference(reference);
  // The analysis and the plan, each file that no template writes, each reviewer; what is mended comes on top.
  const written = plan.files.filter(({ priority }) => priority !== 'low');
  const calls = 2 + written.length + REVIEWERS.length;
  return {
    reference,
    seed,
    faults: 'standard',
    // A call that is cut down in a moment is seldom under way when its worker dies.
    seconds: [0.2, 2],
    limitUsd: AMPLE_LIMIT_USD,
    verdicts: 'kept',
    kill: {
      inCall: 1 + Math.floor(draw('kill', reference, seed) * calls),
      atShare: draw('moment', reference, seed),
    },
  };
}

function whatBecameOf({ order: { kill }, killed: wasKilled, calls, delivery, error }: EngineRun): string {
  const when = wasKilled ? `killed in call ${kill?.inCall}` : 'over before it was killed';
  const end = error ?? `${delivery?.outcome}, ${JSON.stringify(delivery?.requirements)}`;
  return `${when}, ${calls.length} calls, ${end}`;
}
