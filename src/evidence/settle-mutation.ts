import type { KillRule, Mutant, MutantOutcome, Mutation } from '../protocol/evidence.js';

/** The mutants made for a requirement, by decision: those of one show something only when all of them are killed. */
export interface MutantsMade {
  readonly requirement: string;
  readonly missing: string | null;
  readonly rule: KillRule;
  readonly decisions: readonly (readonly Mutant[])[];
}

/** What running them showed, mutant by mutant in the same order. */
export interface MutantsRun {
  readonly unfit: string | null;
  readonly mutants: readonly { readonly outcome: MutantOutcome; readonly killedBy?: string }[];
}

/**
 * Whether the mutants that were killed are those that had to be (`KillRule`). Whatever the rule, a requirement is proven by
 * its own tests: what only others notice never is enough.
 *
 * @param ran a sentence when they could not be run, saying why.
 */
export function settleMutation(made: MutantsMade, ran: MutantsRun | string): Mutation {
  const { requirement } = made;
  const failed = (missing: string, mutants: Mutation['mutants'] = []): Mutation => ({
    requirement,
    proven: false,
    missing,
    mutants,
  });
  if (made.missing !== null) return failed(made.missing);
  if (typeof ran === 'string') return failed(ran);
  if (ran.unfit !== null) return failed(ran.unfit);
  let next = 0;
  const decisions = made.decisions.map((mutants) =>
    mutants.map(({ kind, path, line, before, after }) => {
      const { outcome, killedBy } = ran.mutants[next++] ?? { outcome: 'not-run' as const };
      const mutant = { kind, path, line, before, after, outcome };
      return killedBy === undefined ? mutant : { ...mutant, killedBy };
    }),
  );
  const fallen = decisions.filter((mutants) => mutants.every(({ outcome }) => outcome === 'killed'));
  const mutants = decisions.flat().filter(({ outcome }) => outcome !== 'not-run');
  if (hasFallen(made.rule, decisions, fallen.length))
    return { requirement, proven: true, missing: null, mutants };
  const unreached = decisions.flat().some(({ outcome }) => outcome === 'not-run');
  const standing =
    mutants.find(({ outcome }) => outcome !== 'killed' && outcome !== 'covered') ??
    (made.rule === 'line' && unreached ? undefined : mutants.find(({ outcome }) => outcome === 'covered'));
  if (standing === undefined) return failed('no time was left for the mutants aimed at it', mutants);
  const { before, after, path, line, outcome } = standing;
  const what = `\`${before}\` → \`${after}\` (${path}:${line}) ${REMARK[outcome]}`;
  return failed(
    made.rule !== 'any'
      ? `one of the mutants of its limit was not killed: ${what}`
      : `no mutant aimed at it was killed: ${what}`,
    mutants,
  );
}

function hasFallen(
  rule: KillRule,
  decisions: readonly (readonly { readonly outcome: MutantOutcome }[])[],
  fallen: number,
): boolean {
  switch (rule) {
    case 'every':
      return fallen > 0 && fallen === decisions.length;
    case 'line':
      return (
        fallen > 0 && decisions.flat().every(({ outcome }) => outcome === 'killed' || outcome === 'covered')
      );
    case 'any':
      return fallen > 0;
  }
}

const REMARK: Readonly<Record<MutantOutcome, string>> = {
  killed: 'was killed',
  covered: 'falls to a test of another requirement only',
  survived: 'passes the tests',
  crashed: 'fails without an assertion',
  unfinished: 'keeps its tests from coming to an end',
  invalid: 'cannot be loaded',
  'not-run': 'was not run',
};
