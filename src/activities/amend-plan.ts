import type { Need } from '../protocol/need.js';
import type { Contract, ContractExport, Plan } from '../protocol/plan.js';
import { splitOff } from './split-off.js';

function withExports(contract: Contract, wanted: readonly ContractExport[]): Contract {
  const names = new Set(wanted.map((entry) => entry.export));
  return {
    ...contract,
    exports: [...contract.exports.filter((entry) => !names.has(entry.export)), ...wanted],
  };
}

function withContract(plan: Plan, path: string, change: (contract: Contract) => Contract): Plan {
  return {
    ...plan,
    files: plan.files.map((file) =>
      file.path === path ? { ...file, contract: change(file.contract) } : file,
    ),
  };
}

/** May `asker` wait for `path`? Not when that one waits for it in turn, nor for a later phase: neither would ever start. */
function mayWaitFor({ files, phases }: Plan, asker: string, path: string): boolean {
  const byPath = new Map(files.map((file) => [file.path, file]));
  // A set is walked in the order of insertion, what is added on the way included.
  const behind = new Set([path]);
  for (const each of behind) {
    for (const dependency of byPath.get(each)?.dependencies ?? [])
      if (dependency.on === 'implementation') behind.add(dependency.path);
  }
  const phaseOf = (file: string): number => phases.findIndex(({ id }) => id === byPath.get(file)?.phase);
  return !behind.has(asker) && phaseOf(path) <= phaseOf(asker);
}

/** Has `asker` see what `path` declares, and wait for it where it may. */
function dependingOn(plan: Plan, asker: string, path: string): Plan {
  const on = mayWaitFor(plan, asker, path) ? ('implementation' as const) : ('declarations' as const);
  const files = plan.files.map((file) => {
    if (file.path !== asker) return file;
    const before = file.dependencies.find((dependency) => dependency.path === path);
    if (before?.on === 'implementation') return file;
    const others = file.dependencies.filter((dependency) => dependency !== before);
    return { ...file, dependencies: [...others, { path, on }] };
  });
  return { ...plan, files };
}

/** Paths of files whose contract is another one in `amended`. */
export function widenedBy(plan: Plan, amended: Plan): readonly string[] {
  const before = new Map(plan.files.map(({ path, contract }) => [path, contract]));
  return amended.files
    .filter(({ path, contract }) => before.has(path) && before.get(path) !== contract)
    .map(({ path }) => path);
}

/** `plan` with needs that policy has granted worked into it. The result is proven anew by the workflow. */
export function amendPlan(plan: Plan, asker: string, needs: readonly Need[]): Plan {
  const together = needs.flatMap((need) => (need.kind === 'file' ? [need.spec.path] : []));
  return needs.reduce((amended, need): Plan => {
    switch (need.kind) {
      case 'package': {
        const { name, version, dev, why } = need;
        return { ...amended, packages: [...amended.packages, { name, version, dev, why }] };
      }
      case 'file': {
        const dependency = { path: need.spec.path, on: 'implementation' as const };
        const files = amended.files.map((file) =>
          file.path === asker ? { ...file, dependencies: [...file.dependencies, dependency] } : file,
        );
        return { ...amended, files: [...files, splitOff(plan, asker, need.spec, together)] };
      }
      case 'export':
        return withContract(dependingOn(amended, asker, need.path), need.path, (contract) =>
          // What others count on stays as it is: the asker only did not see it.
          contract.exports.some((known) => known.export === need.wanted.export)
            ? contract
            : withExports(contract, [need.wanted]),
        );
    }
  }, plan);
}
