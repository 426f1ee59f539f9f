import validateName from 'validate-npm-package-name';
import type { Diagnostic } from '../../../protocol/diagnostic.js';
import type { PlannedPackage } from '../../../protocol/plan.js';
import { DENIED_PACKAGES } from './denied-packages.js';

/** A package that is refused, as a plan's diagnostic. */
export function refusal(code: string, message: string, hint: string): Diagnostic {
  return { code, severity: 'error', source: 'packages', path: 'package.json', message, hint, blocking: true };
}

/** @param newest the newest version that there is for this Node; undefined: there is no such package, or none is known. */
export function missingPackage(
  { name, version }: PlannedPackage,
  summary: string,
  newest: string | undefined,
): Diagnostic {
  const node = process.versions.node.split('.', 1).join('');
  return newest === undefined
    ? refusal(
        'packages/missing',
        `The registry has no ${name}@${version} (${summary}).`,
        'Plan a package and a version that exist, or do without it.',
      )
    : refusal(
        'packages/version',
        `The registry has no ${name}@${version}; the newest that it has and that runs on Node ${node} is ${name}@${newest}.`,
        `Plan ${name} ${newest}, or do without it.`,
      );
}

/** What can be said against the planned packages without asking anyone. */
export function refusePackages(packages: readonly PlannedPackage[]): readonly Diagnostic[] {
  const seen = new Set<string>();
  return packages.flatMap((planned): readonly Diagnostic[] => {
    const { name } = planned;
    const { validForNewPackages, errors = [], warnings = [] } = validateName(name);
    if (!validForNewPackages) {
      const why = [...errors, ...warnings].join('; ');
      return [
        refusal(
          'packages/name',
          `${JSON.stringify(name)} cannot be the name of a package: ${why}.`,
          'Node brings its own modules; plan only packages of the registry, by their names.',
        ),
      ];
    }
    const denied = DENIED_PACKAGES.get(name);
    if (denied !== undefined)
      return [refusal('packages/denied', `${name} is never installed: ${denied}.`, 'Plan another package.')];
    if (seen.has(name))
      return [refusal('packages/twice', `${name} is planned twice.`, 'Plan one version of it.')];
    seen.add(name);
    return [];
  });
}
