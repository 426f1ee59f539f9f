import { getJson, putJson } from '../artifacts/json-artifact.js';
import { aimOf } from '../evidence/aim.js';
import { aimsOf } from '../evidence/lines-of-others.js';
import { settleMutation } from '../evidence/settle-mutation.js';
import type { AimedMutants, MutantAim, MutationTask } from '../languages/language.js';
import type { Activities } from '../protocol/activities.js';
import type { Analysis, Requirement } from '../protocol/analysis.js';
import { boundRequirements, testResultSchema, type Mutation, type TestResult } from '../protocol/evidence.js';
import type { Plan } from '../protocol/plan.js';
import type { Parts } from './parts.js';
import type { Project } from './project.js';
import { runActivity } from './run-activity.js';
import { resultOf, runMutants } from './run-mutants.js';
import { weakTests } from './weak-tests.js';

/** A requirement that mutants can be aimed at, with the tests that may kill them. */
interface Target {
  readonly aim: MutantAim;
  readonly tests: MutationTask['tests'];
}

/** Breaks the code on purpose, and looks whether the tests that are bound to a requirement notice. */
export function mutateActivities(parts: Parts, project: Project): Pick<Activities, 'mutate'> {
  const { store } = parts;
  return {
    mutate: (input) =>
      runActivity(async (signal) => {
        const nothing = { mutations: null, killed: 0, survived: 0, weak: [] };
        if (input.tests === null) return { ...nothing, unproven: 'the tests could not be run' };
        const [plan, analysis, tests, tree] = await Promise.all([
          project.plan(input.plan),
          project.analysis(input.analysis),
          getJson(store, input.tests, testResultSchema.array()),
          project.texts({ manifest: input.tree, changes: [] }),
        ]);
        const { targets, settled, bound } = findTargets(analysis, plan, tests);
        const language = project.language(plan);
        const environment = await project.environment(plan, input.environment, signal);
        const aims = targets.map(({ aim }) => aim);
        const made =
          aims.length === 0 ? [] : await language.aimMutants({ plan, tree, environment, aims }, signal);
        const ran = await runMutants(
          parts,
          project,
          input,
          { tasks: tasksOf(targets, made), tests: bound, testSide: testFilesOf(plan) },
          signal,
        );
        if (ran.unproven !== undefined) return { ...nothing, unproven: ran.unproven };
        const run = made.map((mutants) => settleMutation(mutants, resultOf(ran, mutants.requirement)));
        const mutations: readonly Mutation[] = [...settled, ...run];
        const count = (wanted: string): number =>
          mutations.flatMap(({ mutants }) => mutants).filter(({ outcome }) => outcome === wanted).length;
        return {
          mutations: await putJson(store, mutations),
          killed: count('killed'),
          survived: count('survived'),
          unproven: null,
          weak: weakTests(plan, mutations),
        };
      }),
  };
}

/** Requirements whose bound tests pass and are independent of the code; what is missing of the others is settled at once. */
function findTargets(
  { requirements }: Analysis,
  plan: Plan,
  results: readonly TestResult[],
): {
  readonly targets: readonly Target[];
  readonly settled: readonly Mutation[];
  /** The tests that count for any requirement. */
  readonly bound: MutationTask['tests'];
} {
  const testers = new Set(testFilesOf(plan));
  const found: { requirement: Requirement; symbol: MutantAim['symbol']; tests: MutationTask['tests'] }[] = [];
  const settled: Mutation[] = [];
  for (const requirement of requirements) {
    const bound = results.filter((test) => boundRequirements(test).includes(requirement.id));
    const tests = bound.filter(({ path, outcome }) => outcome === 'passed' && testers.has(path));
    const symbol = plan.bindings.find((binding) => binding.requirement === requirement.id)?.symbol ?? null;
    // What its tests speak against, or do not speak of, is judged without mutants.
    if (requirement.proof.kind !== 'test' || bound.some(({ outcome }) => outcome === 'failed')) continue;
    if (bound.every(({ outcome }) => outcome !== 'passed')) continue;
    const missing = missingFor(requirement, tests.length > 0, symbol !== null);
    if (missing !== null) settled.push({ requirement: requirement.id, proven: false, missing, mutants: [] });
    else if (symbol !== null) found.push({ requirement, symbol, tests: tests.map(placeOf) });
  }
  const aims = aimsOf(found);
  const targets = found.map(({ requirement, symbol, tests }, index): Target => {
    const aimed = aims[index] ?? aimOf(requirement);
    return { aim: { requirement: requirement.id, symbol, ...aimed }, tests };
  });
  const bound = results.filter(
    (test) => test.outcome === 'passed' && testers.has(test.path) && boundRequirements(test).length > 0,
  );
  return { targets, settled, bound: bound.map(placeOf) };
}

function placeOf({ path, title }: TestResult): MutationTask['tests'][number] {
  return { path, title };
}

function testFilesOf(plan: Plan): readonly string[] {
  return plan.files.filter(({ role }) => role === 'tester').map(({ path }) => path);
}

/** Why a requirement cannot be proven, whatever its tests do. */
function missingFor({ examples }: Requirement, hasTests: boolean, hasSymbol: boolean): string | null {
  if (examples.length === 0) return 'no acceptance example was written for it before the code';
  if (!hasTests) return 'its tests stand in a file that is no test file of the plan';
  return hasSymbol ? null : 'the plan names no code that a mutant could be aimed at';
}

function tasksOf(targets: readonly Target[], made: readonly AimedMutants[]): readonly MutationTask[] {
  const aimed = new Map(made.map((mutants) => [mutants.requirement, mutants]));
  return targets.flatMap(({ aim, tests }): MutationTask[] => {
    const { decisions, rule } = aimed.get(aim.requirement) ?? { decisions: [], rule: 'any' };
    return decisions.length === 0 ? [] : [{ requirement: aim.requirement, tests, decisions, rule }];
  });
}
