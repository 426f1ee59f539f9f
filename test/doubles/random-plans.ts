import fc from 'fast-check';
import type { PlanDigest } from '../../src/protocol/digest.js';
import type { Dependency, PlanPhase } from '../../src/protocol/plan.js';
import { planOf, plannedFile } from './plans.js';

interface FileDraw {
  readonly phase: number;
  readonly critical: boolean;
  /** Places of files before it, each with what is needed of it. */
  readonly links: readonly { readonly to: number; readonly on: Dependency['on'] }[];
}

/** One to `most` phases, each critical or not. */
function phases(most: number): fc.Arbitrary<readonly PlanPhase[]> {
  return fc.array(fc.boolean(), { minLength: 1, maxLength: most }).map((critical) =>
    critical.map((isCritical, index) => ({
      id: `p${index}`,
      title: `Phase ${index}`,
      critical: isCritical,
    })),
  );
}

/**
 * Sound plans of up to `most` files: dependencies run to files of the same phase or an earlier one, and those on an
 * implementation have no cycle. What is critical is in a critical phase.
 */
export function soundPlans(most = 24): fc.Arbitrary<PlanDigest> {
  const draw: fc.Arbitrary<FileDraw> = fc.record({
    phase: fc.nat(99),
    critical: fc.boolean(),
    links: fc.array(
      fc.record({
        to: fc.nat(9_999),
        on: fc.constantFrom<Dependency['on']>('implementation', 'declarations'),
      }),
      { maxLength: 3 },
    ),
  });
  return fc.tuple(phases(4), fc.array(draw, { minLength: 1, maxLength: most })).map(([drawn, draws]) => {
    const placed = draws
      .map((file) => ({ ...file, phase: file.phase % drawn.length }))
      .sort((a, b) => a.phase - b.phase);
    // The first file is the entry, and its gate asks for it.
    const entry = placed[0]?.phase;
    const planPhases = drawn.map((phase, index) => (index === entry ? { ...phase, critical: true } : phase));
    const path = (index: number): string => `src/file-${index}.ts`;
    const files = placed.map((file, index) => {
      const links = index === 0 ? [] : file.links.map(({ to, on }) => ({ to: path(to % index), on }));
      const on = (wanted: Dependency['on']): string[] => [
        ...new Set(links.filter((link) => link.on === wanted).map(({ to }) => to)),
      ];
      return plannedFile(path(index), {
        phase: planPhases[file.phase]?.id ?? 'p0',
        priority: file.critical && planPhases[file.phase]?.critical === true ? 'critical' : 'normal',
        needs: on('implementation'),
        knows: on('declarations'),
      });
    });
    return planOf(files, { phases: [...planPhases] });
  });
}
