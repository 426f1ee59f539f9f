import type { Need } from '../protocol/need.js';
import type { Contract, ContractExport, Plan } from '../protocol/plan.js';

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

/** `plan` with needs that policy has granted worked into it. The result is proven anew by the workflow. */
export function amendPlan(plan: Plan, asker: string, needs: readonly Need[]): Plan {
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
        return { ...amended, files: [...files, need.spec] };
      }
      case 'export':
        return withContract(amended, need.path, (contract) => withExports(contract, [need.wanted]));
      case 'contract':
        return withContract(amended, need.path, (contract) =>
          need.change === 'narrowed'
            ? { ...contract, exports: need.exports }
            : withExports(contract, need.exports),
        );
    }
  }, plan);
}
