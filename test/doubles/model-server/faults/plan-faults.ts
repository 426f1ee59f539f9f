import type { FileSpec, Plan } from '../../../../src/protocol/plan.js';
import { pick } from '../draw.js';
import type { PLAN_FAULTS } from './fault-kinds.js';

type Break = (plan: Plan, drawn: number) => Plan;

function isSource({ path }: FileSpec): boolean {
  return path.startsWith('src/');
}

function withFile(plan: Plan, path: string, change: (file: FileSpec) => FileSpec): Plan {
  return { ...plan, files: plan.files.map((file) => (file.path === path ? change(file) : file)) };
}

function waitingFor(file: FileSpec, path: string): FileSpec {
  const others = file.dependencies.filter((dependency) => dependency.path !== path);
  return { ...file, dependencies: [...others, { path, on: 'implementation' }] };
}

/** How a plan goes wrong; `drawn`, from 0 to below 1, says where. */
export const BROKEN_PLAN: Readonly<Record<(typeof PLAN_FAULTS)[number], Break>> = {
  'plan-cycle': (plan, drawn) => {
    const pairs = plan.files
      .filter(isSource)
      .flatMap((file) => file.dependencies.map(({ path }) => ({ from: file.path, to: path })));
    const pair = pick(pairs, drawn);
    if (pair === undefined) return plan;
    const { from, to } = pair;
    return withFile(
      withFile(plan, from, (file) => waitingFor(file, to)),
      to,
      (file) => waitingFor(file, from),
    );
  },
  'plan-missing-file': (plan, drawn) => {
    const needed = plan.files.filter(({ path }) =>
      plan.files.some(({ dependencies }) => dependencies.some((dependency) => dependency.path === path)),
    );
    const lost = pick(needed, drawn);
    return { ...plan, files: plan.files.filter((file) => file !== lost) };
  },
  'plan-impossible-contract': (plan, drawn) => {
    const promising = plan.files.filter(({ contract }) =>
      contract.exports.some(({ kind }) => kind === 'function'),
    );
    const chosen = pick(promising, drawn);
    if (chosen === undefined) return plan;
    return withFile(plan, chosen.path, (file) => ({
      ...file,
      contract: {
        ...file.contract,
        exports: file.contract.exports.map((each) =>
          each.kind === 'function'
            ? { ...each, declaration: each.declaration.replace(/\): [^;]+;/, '): OperationOutcome;') }
            : each,
        ),
      },
    }));
  },
  'plan-missing-package': (plan) => ({
    ...plan,
    packages: [
      ...plan.packages,
      { name: `${plan.name}-validation-kit`, version: '2.4.1', dev: false, why: 'validates what comes in' },
    ],
  }),
  'plan-unbound-requirement': (plan, drawn) => {
    const dropped = pick(plan.bindings, drawn);
    return { ...plan, bindings: plan.bindings.filter((binding) => binding !== dropped) };
  },
  'plan-missing-part': (plan, drawn) => {
    const dropped = pick(plan.criticalParts, drawn);
    return { ...plan, criticalParts: plan.criticalParts.filter((part) => part !== dropped) };
  },
};
