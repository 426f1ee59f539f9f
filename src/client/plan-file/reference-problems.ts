import { planProblem, type PlanPointer, type PlanProblem } from '../../protocol/plan-problem.js';
import type { PlanFile } from './plan-file.js';

/** What a plan file says twice, or names without saying it: what no part of a plan can be wrong about by itself. */
export function referenceProblems(file: PlanFile): readonly PlanProblem[] {
  const ids = new Set(file.requirements.map(({ id }) => id));
  const unknown = file.files.flatMap(({ path, requirements }, index) =>
    requirements.flatMap((id, entry) =>
      ids.has(id)
        ? []
        : [
            planProblem(
              ['files', index, 'requirements', entry],
              'requirement',
              `${path} serves ${id}, which is not among the requirements.`,
              'Drop it there, or add the requirement.',
              path,
            ),
          ],
    ),
  );
  return [
    ...twice(file.requirements, 'requirements', 'id'),
    ...twice(file.phases, 'phases', 'id'),
    ...twice(file.packages, 'packages', 'name'),
    ...twice(file.bindings, 'bindings', 'requirement'),
    ...twice(file.criticalParts, 'criticalParts', 'part'),
    ...unknown,
  ];
}

function twice<Key extends string>(
  entries: readonly Readonly<Record<Key, string>>[],
  section: string,
  key: Key,
): readonly PlanProblem[] {
  const seen = new Set<string>();
  return entries.flatMap((entry, index) => {
    const value = entry[key];
    const at: PlanPointer = [section, index, key];
    if (seen.has(value)) {
      return [planProblem(at, 'duplicate', `${section} has ${value} twice.`, 'Keep one of them.')];
    }
    seen.add(value);
    return [];
  });
}
