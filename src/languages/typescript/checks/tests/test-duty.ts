import type { Plan } from '../../../../protocol/plan.js';

/** What the plan says of a file of tests. */
export interface TestDuty {
  /** Ids of the requirements that are to be shown there. */
  readonly shows: readonly string[];
  /** Ids of all requirements that the plan speaks of. */
  readonly known: readonly string[];
  /** Paths of the files that decide what is shown there. */
  readonly subjects: readonly string[];
}

/** What the plan says of the tests at `path`. */
export function testDuty({ bindings, files }: Plan, path: string): TestDuty {
  const here = bindings.filter(({ test }) => test === path);
  return {
    shows: [...new Set(here.map(({ requirement }) => requirement))],
    known: [
      ...new Set([
        ...bindings.map(({ requirement }) => requirement),
        ...files.flatMap(({ requirements }) => requirements),
      ]),
    ],
    subjects: [...new Set(here.flatMap(({ symbol }) => (symbol === null ? [] : [symbol.path])))],
  };
}
