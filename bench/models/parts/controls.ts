import type { BenchPart } from '../../parts/part.js';
import type { Blindness } from '../playing/blinded.js';
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
  readonly blind: Blindness;
  readonly reference: ReferenceName;
  readonly files: number;
  readonly seeds: number;
}

/**
 * Without what other files export nothing fits together, however small the project is. Without what was found wrong a file is still
 * right now and then when it is begun afresh: that shows where there are many files.
 */
const CONTROLS: readonly Control[] = [
  { blind: 'context', reference: 'box-office', files: 12, seeds: 20 },
  { blind: 'diagnostics', reference: 'community-centre', files: 60, seeds: 10 },
];

/** Projects with a part of every prompt taken away: what remains must not be enough. */
export const controls: BenchPart<ModelsContext> = {
  name: 'controls',
  async *run(context) {
    for (const { blind, reference, files, seeds } of CONTROLS) {
      const about = `controls: ${files} files, the ${blind} blanked`;
      const orders = Array.from({ length: seeds }, (_, index) => ({
        reference,
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
