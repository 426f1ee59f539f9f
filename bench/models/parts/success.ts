import type { BenchPart } from '../../parts/part.js';
import { mean, shareInterval } from '../../figures/statistics.js';
import {
  isWhole,
  playAll,
  REFERENCES,
  shareOfLimit,
  standardSeeds,
  type ModelsContext,
} from './models-context.js';

/** Most that may fail, by the number of files. */
const BARS = { 'box-office': 0.05, 'tool-shed': 0.1, 'community-centre': 0.1 } as const;
const MOST_REPAIRS = 1.5;

/** Whole projects at the standard fault rate: how many are delivered with everything proven, and what that took. */
export const success: BenchPart<ModelsContext> = {
  name: 'success',
  async *run(context) {
    for (const { name, files } of REFERENCES) {
      const about = `success: ${files} files`;
      const played = await playAll(context, about, standardSeeds(context, name));
      const failed = played.filter((each) => !isWhole(each)).length;
      const [from, to] = shareInterval(failed, played.length);
      yield { name: `${about}, seeds`, value: played.length, unit: '', bar: null };
      yield {
        name: `${about}, share not delivered with every requirement proven and no flag`,
        value: failed / played.length,
        unit: '',
        bar: BARS[name],
      };
      yield { name: `${about}, that share at least (95 % interval)`, value: from, unit: '', bar: null };
      yield { name: `${about}, that share at most (95 % interval)`, value: to, unit: '', bar: null };
      const runs = played.flatMap(({ run }) => (run === undefined ? [] : [run]));
      yield {
        name: `${about}, mean repairs a file`,
        value: mean(runs.flatMap(({ drafts }) => [...drafts.values()].map((count) => count - 1))),
        unit: '',
        bar: MOST_REPAIRS,
      };
      const faulty = played.flatMap(({ calls }) => calls).filter(({ fault }) => fault !== null).length;
      const calls = played.flatMap((each) => each.calls).length;
      yield {
        name: `${about}, share of the replies that were faulty`,
        value: faulty / calls,
        unit: '',
        bar: null,
      };
      const wrong = played.flatMap((each) => each.faulty);
      yield {
        name: `${about}, faulty files in all that was delivered, which no flag names`,
        value: wrong.filter(({ flagged }) => !flagged).length,
        unit: '',
        bar: 0,
      };
      yield {
        name: `${about}, faulty files that a flag names`,
        value: wrong.filter(({ flagged }) => flagged).length,
        unit: '',
        bar: null,
      };
      yield {
        name: `${about}, most that any run spent ÷ its limit`,
        value: Math.max(...played.map(shareOfLimit)),
        unit: '×',
        bar: 1,
      };
      yield {
        name: `${about}, mean cost`,
        value: mean(played.map(({ spentUsd }) => spentUsd)),
        unit: 'USD',
        bar: null,
      };
    }
  },
};
