import { dirname, join } from 'node:path/posix';
import type { Dependency, FileSpec, Plan } from '../protocol/plan.js';

/** A path without what tells a source from what is built of it: imports name the one, plans the other. */
function stemOf(path: string): string {
  return path.replace(/\.[cm]?[jt]sx?$/, '');
}

/** What its declarations import from within the project, as stems. */
function importedBy({ path, contract }: FileSpec): ReadonlySet<string> {
  return new Set(
    contract.imports
      .flatMap((statement) => /["'](\.{1,2}\/[^"']+)["']/.exec(statement)?.[1] ?? [])
      .map((specifier) => stemOf(join(dirname(path), specifier))),
  );
}

/**
 * The spec of a file that `asker` splits off, as its writer needs it: with the declarations of what it imports and of all that the
 * asker sees, and with the requirements of the part that it takes over, whichever of the asker's these are.
 * @param together paths of files that join the plan with it.
 */
export function splitOff(
  { files, bindings }: Pick<Plan, 'files' | 'bindings'>,
  asker: string,
  spec: FileSpec,
  together: readonly string[],
): FileSpec {
  const by = files.find(({ path }) => path === asker);
  if (by === undefined) return spec;
  const imported = importedBy(spec);
  const planned = [...files.map(({ path }) => path), ...together];
  const seen = new Set([
    ...planned.filter((path) => imported.has(stemOf(path))),
    ...by.dependencies.map(({ path }) => path),
  ]);
  const known = new Set([spec.path, ...spec.dependencies.map(({ path }) => path)]);
  const shown = [...seen]
    .filter((path) => !known.has(path))
    .map((path): Dependency => ({ path, on: 'declarations' }));
  const bound = bindings
    .filter(({ symbol, test, files: named }) => [symbol?.path, test, ...named].includes(asker))
    .map(({ requirement }) => requirement);
  return {
    ...spec,
    dependencies: [...spec.dependencies, ...shown],
    requirements: [...new Set([...spec.requirements, ...by.requirements, ...bound])],
  };
}
