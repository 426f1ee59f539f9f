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
  /** null: nothing is expected of it. */
  readonly bar: number | null;
}

/**
 * Without what other files export nothing fits together, and without what was found wrong nothing is mended. A file that nobody can
 * mend is begun afresh, though, and often right then: that is taken away too where the worth of the diagnostics is shown, and
 * left where what it saves is.
 */
const CONTROLS: readonly Control[] = [
  {
    what: 'the context blanked',
    order: { blind: 'context' },
    reference: 'box-office',
    files: 12,
    seeds: 20,
    bar: HALF,
  },
  {
    what: 'the diagnostics blanked, and nothing begun afresh',
    order: { blind: 'diagnostics', neverAfresh: true },
    reference: 'box-office',
    files: 12,
    seeds: 20,
    bar: HALF,
  },
  {
    what: 'the diagnostics blanked',
    order: { blind: 'diagnostics' },
    reference: 'community-centre',
    files: 60,
    seeds: 10,
    bar: null,
  },
];

/** Projects with a part of every prompt taken away: what remains must not be enough. */
export const controls: BenchPart<ModelsContext> = {
  name: 'controls',
  async *run(context) {
    for (const { what, order, reference, files, seeds, bar } of CONTROLS) {
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
        bar,
        ...(bar === null ? {} : { control: true }),
      };
    }
  },
};
