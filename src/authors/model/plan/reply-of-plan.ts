import type { Plan, ProbeRequest } from '../../../protocol/plan.js';
import { isTool } from './packages-at-hand.js';
import type { PlanReply } from './plan-reply.js';

const NO_PROOF: Omit<PlanReply['proof'], 'kind'> = {
  build: null,
  start: null,
  health: null,
  request: null,
  commands: null,
  consumer: null,
  prints: null,
  reason: null,
};

function call({ method, path, body, status }: ProbeRequest): NonNullable<PlanReply['proof']['health']> {
  return { method, path, body: body === undefined ? null : JSON.stringify(body), status };
}

function proofOf({ proofRecipe: recipe }: Plan): PlanReply['proof'] {
  return recipe.kind === 'api'
    ? { ...NO_PROOF, ...recipe, health: call(recipe.health), request: call(recipe.request) }
    : { ...NO_PROOF, ...recipe };
}

/** A plan as a model would have written it: in that form it is shown to a model that is to mend it. */
export function replyOfPlan(plan: Plan): PlanReply {
  const { description, phases, files, packages, bindings, criticalParts } = plan;
  return {
    description,
    phases,
    files: files.map(({ path, role, priority, phase, purpose, dependencies, contract, requirements }) => ({
      path,
      role,
      priority,
      phase,
      purpose,
      dependencies,
      imports: contract.imports,
      exports: contract.exports.map(({ export: name, kind, declaration }) => ({ name, kind, declaration })),
      requirements,
    })),
    packages: packages.filter(({ name }) => !isTool(name)),
    bindings: bindings.map(({ requirement, files: paths, symbol, test }) => ({
      requirement,
      files: paths,
      symbolPath: symbol?.path ?? null,
      symbolExport: symbol?.export ?? null,
      test,
    })),
    criticalParts,
    proof: proofOf(plan),
  };
}
