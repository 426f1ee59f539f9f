import type { BenchPart } from '../../parts/part.js';
import { draw } from '../../../test/doubles/model-server/draw.js';
import { mean } from '../../figures/statistics.js';
import type { PlayedSeed } from '../playing/play-seed.js';
import {
  playAll,
  REFERENCES,
  shareOfLimit,
  standardSeeds,
  type ModelsContext,
  type ReferenceName,
} from './models-context.js';

/** Runs of each project. Those with an ample limit are seeds that the success was measured with. */
const SEEDS: Readonly<Record<ReferenceName, number>> = {
  'box-office': 30,
  'tool-shed': 10,
  'community-centre': 5,
};

/** Runs whose limit is a share of what they would need: what they spent, against what they might. */
export const limits: BenchPart<ModelsContext> = {
  name: 'limits',
  async *run(context) {
    const played: PlayedSeed[] = [];
    for (const { name, files } of REFERENCES) {
      const about = `limits: ${files} files`;
      const seeds = standardSeeds(context, name).slice(0, SEEDS[name]);
      const free = await playAll(context, `${about}, with an ample limit`, seeds);
      const tight = free.map(({ order, spentUsd }) => ({
        ...order,
        limitUsd: spentUsd * (0.1 + 0.8 * draw('limit', order.seed)),
      }));
      played.push(...(await playAll(context, `${about}, with a part of what is needed`, tight)));
    }
    const shares = played.map(shareOfLimit);
    yield {
      name: `limits: most that any of ${played.length} runs with too small a limit spent ÷ it`,
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
      value: mean(shares),
      unit: '',
      bar: null,
    };
  },
};
