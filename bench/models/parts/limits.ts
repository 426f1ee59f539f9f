import type { BenchPart } from '../../parts/part.js';
import { draw } from '../../../test/doubles/model-server/draw.js';
import { playAll, REFERENCES, standardSeeds, type ModelsContext } from './models-context.js';

const SEEDS = 30;

/** Runs whose limit is a share of what they would need, and all others: what they spent, against what they might. */
export const limits: BenchPart<ModelsContext> = {
  name: 'limits',
  async *run(context) {
    const [{ name }] = REFERENCES;
    const free = await playAll(context, 'limits: with an ample limit', standardSeeds(context, name));
    const tight = free.slice(0, SEEDS).map(({ order, spentUsd }) => ({
      ...order,
      limitUsd: spentUsd * (0.1 + 0.8 * draw('limit', order.seed)),
    }));
    const played = await playAll(context, 'limits: with a part of what is needed', tight);
    const shares = [...free, ...played].map(({ spentUsd, order }) => spentUsd / (order.limitUsd ?? Infinity));
    yield {
      name: 'limits: most that any run spent ÷ its limit',
      value: Math.max(...shares),
      unit: '×',
      bar: 1,
    };
    yield {
      name: 'limits: runs with too small a limit that ended otherwise than as BudgetExhausted',
      value: played.filter(({ error }) => error?.type !== 'BudgetExhausted').length,
      unit: '',
      bar: null,
    };
    yield {
      name: 'limits: mean share of too small a limit that was used',
      value: shares.slice(free.length).reduce((sum, share) => sum + share, 0) / played.length,
      unit: '',
      bar: null,
    };
  },
};
