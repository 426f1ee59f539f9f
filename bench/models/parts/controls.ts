import type { BenchPart } from '../../parts/part.js';
import type { SeedOrder } from '../playing/play-seed.js';
import {
  AMPLE_LIMIT_USD,
  isWhole,
  playAll,
  type ModelsContext,
  type ReferenceName,
} from './models-context.js';

/** A share of failures above which the bench counts as able to fail. */
const HALF = 0.5;

interface Control {
  readonly what: string;
  readonly order: Pick<SeedOrder, 'blind' | 'neverAfresh'>;
  readonly reference: ReferenceName;
  readonly files: number;
  readonly seeds: number;
}

/**
 * Without what other files export nothing fits together, and without what was found wrong nothing is mended. A file that nobody can
 * mend is begun afresh, though, and often right then: with few files that saves most projects, so there it is taken away too; of
 * sixty files one or another stays broken all the same.
 */
const CONTROLS: readonly Control[] = [
  {
    what: 'the context blanked',
    order: { blind: 'context' },
    reference: 'box-office',
    files: 12,
    seeds: 20,
  },
  {
    what: 'the diagnostics blanked, and nothing begun afresh',
    order: { blind: 'diagnostics', neverAfresh: true },
    reference: 'box-office',
    files: 12,
    seeds: 20,
  },
  {
    what: 'the diagnostics blanked',
    order: { blind: 'diagnostics' },
    reference: 'community-centre',
    files: 60,
    seeds: 20,
  },
];

/** Projects with a part of every prompt taken away: what remains must not be enough. */
export const controls: BenchPart<ModelsContext> = {
  name: 'controls',
  async *run(context) {
    for (const { what, order, reference, files, seeds } of CONTROLS) {
      const about = `controls: ${files} files, ${what}`;
      const orders = Array.from({ length: seeds }, (_, index) => ({
        reference,
        seed: index + 1,
        faults: 'standard' as const,
        limitUsd: AMPLE_LIMIT_USD,
        ...order,
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
