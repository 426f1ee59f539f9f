import type { BenchPart } from '../../parts/part.js';
import { importFailures } from '../playing/import-failures.js';
import { playAll, REFERENCES, standardSeeds, type ModelsContext } from './models-context.js';

const BAR = 0.1;
const SEEDS = 20;

/** Imports that lead nowhere in what is delivered: with the checks, and by a product that takes every draft as it comes. */
export const imports: BenchPart<ModelsContext> = {
  name: 'imports',
  async *run(context) {
    const stage = await context.stage();
    const failures = { with: 0, without: 0 };
    for (const { name, files } of REFERENCES) {
      const seeds = standardSeeds(context, name).slice(0, SEEDS);
      const about = `imports: ${files} files`;
      for (const checks of ['with', 'without'] as const) {
        const orders =
          checks === 'with' ? seeds : seeds.map((order) => ({ ...order, unchecked: true as const }));
        let found = 0;
        for (const { run } of await playAll(context, `${about}, ${checks} checks`, orders)) {
          found += run === undefined ? 0 : await importFailures(stage, run);
        }
        failures[checks] += found;
        yield {
          name: `${about}, failures in ${orders.length} delivered trees, ${checks} checks`,
          value: found,
          unit: '',
          bar: null,
        };
      }
    }
    const ratio = failures.with / failures.without;
    yield {
      name: 'imports: failures in delivered trees, with checks ÷ without',
      value: ratio,
      unit: '×',
      bar: BAR,
    };
  },
};
