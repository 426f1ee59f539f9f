import type { BenchPart } from '../../parts/part.js';
import type { Blindness } from '../playing/blinded.js';
import { AMPLE_LIMIT_USD, isWhole, playAll, type ModelsContext } from './models-context.js';

/** A share of failures above which the bench counts as able to fail. */
const HALF = 0.5;
const SEEDS = 20;
const BLINDNESSES: readonly Blindness[] = ['context', 'diagnostics'];

/** The smallest project again, with a part of every prompt taken away: what remains must not be enough. */
export const controls: BenchPart<ModelsContext> = {
  name: 'controls',
  async *run(context) {
    for (const blind of BLINDNESSES) {
      const about = `controls: 12 files, the ${blind} blanked`;
      const orders = Array.from({ length: SEEDS }, (_, index) => ({
        reference: 'box-office',
        seed: index + 1,
        faults: 'standard' as const,
        limitUsd: AMPLE_LIMIT_USD,
        blind,
      }));
      const played = await playAll(context, about, orders);
      yield {
        name: `${about}, share not delivered with everything proven`,
        value: played.filter((each) => !isWhole(each)).length / played.length,
        unit: '',
        bar: HALF,
        control: true,
      };
    }
  },
};
