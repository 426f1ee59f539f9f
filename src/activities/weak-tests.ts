import type { Diagnostic } from '../protocol/diagnostic.js';
import type { MutantKind, Mutation } from '../protocol/evidence.js';
import type { Plan } from '../protocol/plan.js';

/** As many as a tester can take in at once, and history bears. */
const WEAK_SHOWN = 20;

/** What a mutant changes, for who knows the code by its declarations only. */
const CHANGES: Readonly<Record<MutantKind, string>> = {
  'guard-removed': 'no longer refuses what it has to refuse',
  'limit-moved': 'draws its limit one step away from where it has to be',
  'branch-inverted': 'takes the other way at a decision',
  'call-dropped': 'leaves out a step',
  'result-replaced': 'gives back something else',
  'literal-changed': 'uses another value',
};

/** Requirements whose tests did not notice that the code was broken, as findings at their test files. */
export function weakTests(plan: Plan, mutations: readonly Mutation[]): readonly Diagnostic[] {
  return mutations
    .flatMap(({ requirement, proven, mutants }): readonly Diagnostic[] => {
      const binding = plan.bindings.find((each) => each.requirement === requirement);
      const survivor = mutants.find(({ outcome }) => outcome === 'survived' || outcome === 'crashed');
      if (proven || survivor === undefined || binding?.symbol == null || binding.test === null) return [];
      const { symbol, test } = binding;
      return [
        {
          code: 'test/weak',
          severity: 'error',
          source: 'test',
          path: test,
          message: `The tests of ${requirement} pass although \`${symbol.export}\` of ${symbol.path} ${CHANGES[survivor.kind]}.`,
          hint: `Add a test whose title starts with [${requirement}] and that fails then: it compares what comes back with the exact values of the examples, on both sides of a limit.`,
          blocking: true,
        },
      ];
    })
    .slice(0, WEAK_SHOWN);
}
