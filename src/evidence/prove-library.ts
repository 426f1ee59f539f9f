import type { ProofStep } from '../protocol/evidence.js';
import type { ProofRecipe } from '../protocol/plan.js';
import { packageSteps, type PackageUnderProof } from './prove-cli.js';
import { ended, stepsInTurn, type CommandEnd, type Step } from './steps-in-turn.js';

export interface LibraryUnderProof extends PackageUnderProof {
  /** What the compiler finds wrong in a program that uses the package, and in the package's own declarations. */
  types(): Promise<readonly string[]>;
  /** Runs that program. */
  call(): Promise<CommandEnd>;
}

/**
 * The proof recipe of a library: it is built, packed and installed into an empty folder; a program there imports it by its
 * name, type-checks against its declarations, and gets what it is to get.
 */
export function proveLibrary(
  library: LibraryUnderProof,
  { prints }: Pick<Extract<ProofRecipe, { kind: 'library' }>, 'prints'>,
): Promise<readonly ProofStep[]> {
  const steps: readonly Step[] = [
    ...packageSteps(library),
    {
      name: 'types',
      take: async () => {
        const errors = await library.types();
        return errors.length === 0
          ? { outcome: 'passed', detail: 'a program that imports it type-checks' }
          : { outcome: 'failed', detail: errors.slice(0, 3).join('; ') };
      },
    },
    { name: 'call', take: async () => ended('a program that imports it', await library.call(), prints) },
  ];
  return stepsInTurn(steps, () => library.now());
}
