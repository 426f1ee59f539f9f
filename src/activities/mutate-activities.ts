import { mkdir, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { getJson, putJson } from '../artifacts/json-artifact.js';
import { aimOf } from '../evidence/aim.js';
import { aimsOf } from '../evidence/lines-of-others.js';
import { settleMutation } from '../evidence/settle-mutation.js';
import type {
  AimedMutants,
  MutantAim,
  MutationJob,
  MutationOutput,
  MutationTask,
} from '../languages/language.js';
import type { Activities } from '../protocol/activities.js';
import type { MutateInput } from '../protocol/verify-activities.js';
import type { Analysis, Requirement } from '../protocol/analysis.js';
import { messageOf } from '../protocol/errors.js';
import { boundRequirements, testResultSchema, type Mutation, type TestResult } from '../protocol/evidence.js';
import type { Plan } from '../protocol/plan.js';
import { MUTATION_LIMITS } from '../sandbox/default-limits.js';
import { readProjectFile } from '../sandbox/read-project-file.js';
import type { Parts } from './parts.js';
import type { Project } from './project.js';
import { runActivity } from './run-activity.js';
import { COMMAND_ENVIRONMENT } from './run-command.js';
import { weakTests } from './weak-tests.js';
import { inWorkspace, type Workspace } from './workspace.js';

/**
 * After this no further mutant is started: what was not reached stays `tested`. Several times what it takes where nothing else is
 * done, so that a slow or a busy machine proves as much, later.
 */
const MUTATION_MS = 5 * 60_000;
/** Sandboxes side by side, at most one a core. Each has one thread of tests; more are not faster on two cores. */
const MOST_LANES = 2;
/** Of a lane whose sandbox breaks, before it is given up. */
const LANE_ATTEMPTS = 2;
const OUTPUT_BYTES = 16 * 1024 * 1024;
const OUTPUT_CHARACTERS = 400;

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
        const nothing = { mutations: null, killed: 0, survived: 0 };
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
          { tasks: tasksOf(targets, made), tests: bound },
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

/** What running the tasks of a lane showed. */
interface Ran {
  readonly results: ReadonlyMap<string, MutationOutput>;
  /** Why a task has no result, by its requirement. */
  readonly why: ReadonlyMap<string, string>;
  /** No sandbox works here. */
  readonly unproven?: string;
  /** What was thrown before the lane was through. */
  readonly fault?: { readonly error: unknown };
}

/** The lanes side by side. One that could not run takes nothing from the others: @throws its error only where none has a result. */
async function runMutants(
  parts: Parts,
  project: Project,
  input: MutateInput,
  { tasks, tests }: Pick<MutationJob, 'tasks' | 'tests'>,
  signal: AbortSignal,
): Promise<Ran> {
  const end = Date.now() + MUTATION_MS;
  const runLane = async (lane: readonly MutationTask[]): Promise<Ran> => {
    const results = new Map<string, MutationOutput>();
    let faults = 0;
    for (;;) {
      const left = lane.filter(({ requirement }) => !results.has(requirement));
      const without = (why: string): Ran => ({
        results,
        why: new Map(left.map(({ requirement }) => [requirement, why])),
      });
      if (left.length === 0) return { results, why: new Map() };
      if (Date.now() >= end) return without('no time was left to run its mutants');
      try {
        // In a folder of its own each time: what ran before may have left links in the place of what is written there.
        const done = await inWorkspace(parts, project, input, signal, (workspace) =>
          runTasks(
            workspace,
            { tasks: left, tests, testSide: testFilesOf(workspace.plan), wallMs: end - Date.now() },
            signal,
          ),
        );
        if ('unproven' in done) return { ...without(done.unproven), unproven: done.unproven };
        for (const output of done.result.outputs) results.set(output.requirement, output);
        if (done.result.outputs.length === 0) return without(done.result.why);
      } catch (error) {
        signal.throwIfAborted();
        faults += 1;
        if (faults === LANE_ATTEMPTS)
          return { ...without(`its mutants could not be run: ${messageOf(error)}`), fault: { error } };
      }
    }
  };
  const lanes = share(tasks, Math.min(MOST_LANES, availableParallelism()));
  const done = await Promise.all(lanes.map(runLane));
  const results = new Map(done.flatMap((lane) => [...lane.results]));
  const why = new Map(done.flatMap((lane) => [...lane.why]));
  if (results.size > 0) return { results, why };
  for (const { fault } of done) if (fault !== undefined) throw fault.error;
  const unproven = done.find((lane) => lane.unproven !== undefined)?.unproven;
  return { results, why, ...(unproven === undefined ? {} : { unproven }) };
}

function resultOf({ results, why }: Ran, requirement: string): MutationOutput | string {
  return results.get(requirement) ?? why.get(requirement) ?? 'its mutants were not run';
}

/** The tasks over so many lanes, about as many mutants in each. */
function share(tasks: readonly MutationTask[], most: number): readonly (readonly MutationTask[])[] {
  const lanes = Array.from({ length: most }, () => ({ tasks: [] as MutationTask[], load: 0 }));
  for (const task of tasks) {
    const lane = lanes.reduce((least, other) => (other.load < least.load ? other : least));
    lane.tasks.push(task);
    lane.load += task.rule === 'any' ? 2 : task.decisions.flat().length + 1;
  }
  return lanes.map((lane) => lane.tasks).filter((lane) => lane.length > 0);
}

/**
 * Runs tasks in one sandbox. A mutant that blocks its thread for good takes the runner with it, so fewer tasks than were given
 * may come back; a runner that settles none says why.
 */
async function runTasks(
  { folder, mounts, sandbox, language }: Workspace,
  job: MutationJob,
  signal: AbortSignal,
): Promise<{ readonly outputs: readonly MutationOutput[]; readonly why: string }> {
  const { mutate } = language.commands;
  for (const { path, content } of await mutate.files(job)) {
    await mkdir(join(folder, dirname(path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  const environment = COMMAND_ENVIRONMENT;
  const result = await sandbox.run(
    { project: folder, mounts, command: mutate.command, environment, limits: MUTATION_LIMITS },
    signal,
  );
  const known = new Set(job.tasks.map(({ requirement }) => requirement));
  const written = await readProjectFile(folder, mutate.output, OUTPUT_BYTES);
  const words = `${result.stdout}\n${result.stderr}`.trim().slice(-OUTPUT_CHARACTERS);
  return {
    outputs: parsed(written, mutate.read).filter(({ requirement }) => known.has(requirement)),
    why: `its mutants could not be run: ${words}`,
  };
}

/** What the runner wrote is untrusted: what cannot be read is nothing. */
function parsed(
  written: string | undefined,
  read: (output: string) => readonly MutationOutput[],
): readonly MutationOutput[] {
  try {
    return written === undefined ? [] : read(written);
  } catch {
    return [];
  }
}
