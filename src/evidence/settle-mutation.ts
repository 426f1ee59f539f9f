import type { Mutant, MutantOutcome, Mutation } from '../protocol/evidence.js';
import type { AimedAt } from './aim.js';

/** The mutants made for a requirement, by decision: those of one show something only when all of them are killed. */
export interface MutantsMade {
  readonly requirement: string;
  readonly missing: string | null;
  readonly decisions: readonly (readonly Mutant[])[];
}

/** What running them showed, mutant by mutant in the same order. */
export interface MutantsRun {
  readonly unfit: string | null;
  readonly mutants: readonly { readonly outcome: MutantOutcome; readonly killedBy?: string }[];
}

/**
 * Whether the mutants that were killed are those that had to be (`AimedAt`).
 *
 * @param ran a sentence when they could not be run, saying why.
 */
export function settleMutation(
  wants: AimedAt['wants'],
  made: MutantsMade,
  ran: MutantsRun | string,
): Mutation {
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
  const proven = wants === 'limit' ? fallen.length === decisions.length : fallen.length > 0;
  if (proven && decisions.length > 0) return { requirement, proven: true, missing: null, mutants };
  const standing = mutants.find(({ outcome }) => outcome !== 'killed');
  if (standing === undefined) return failed('no time was left for the mutants aimed at it', mutants);
  const { before, after, path, line, outcome } = standing;
  const what = `\`${before}\` → \`${after}\` (${path}:${line}) ${REMARK[outcome]}`;
  return failed(
    wants === 'limit'
      ? `one of the mutants of its limit was not killed: ${what}`
      : `no mutant aimed at it was killed: ${what}`,
    mutants,
  );
}

const REMARK: Readonly<Record<MutantOutcome, string>> = {
  killed: 'was killed',
  survived: 'passes the tests',
  crashed: 'fails without an assertion',
  invalid: 'cannot be loaded',
  'not-run': 'was not run',
};
