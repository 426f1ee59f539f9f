import { mkdir, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import type {
  MutantOfTask,
  MutationJob,
  MutationOutput,
  MutationProgress,
  MutationTask,
} from '../languages/language.js';
import { messageOf } from '../protocol/errors.js';
import type { MutateInput } from '../protocol/verify-activities.js';
import { MUTATION_LIMITS } from '../sandbox/default-limits.js';
import { readProjectFile } from '../sandbox/read-project-file.js';
import type { Parts } from './parts.js';
import type { Project } from './project.js';
import { COMMAND_ENVIRONMENT } from './run-command.js';
import { inWorkspace, type Workspace } from './workspace.js';

/**
 * After this no further mutant is started: what was not reached stays `tested`. Several times what it takes where nothing else is
 * done, so that a slow or a busy machine proves as much, later.
 */
const MUTATION_MS = 5 * 60_000;
/** What tests with a mutant may take, beside three times what they take without: a test has five seconds until it fails. */
const PATIENCE_MS = 15_000;
/** Sandboxes side by side, at most one a core. Each has one thread of tests; more are not faster on two cores. */
const MOST_LANES = 2;
/** Of a lane whose sandbox breaks, or whose runner ends of no mutant, before it is given up. */
const LANE_ATTEMPTS = 3;
const OUTPUT_BYTES = 16 * 1024 * 1024;
const OUTPUT_CHARACTERS = 400;

/** What running the tasks of a lane showed. */
export interface Ran {
  readonly results: ReadonlyMap<string, MutationOutput>;
  /** Why a task has no result, by its requirement. */
  readonly why: ReadonlyMap<string, string>;
  /** No sandbox works here. */
  readonly unproven?: string;
  /** What was thrown before the lane was through. */
  readonly fault?: { readonly error: unknown };
}

/**
 * Runs the tasks in lanes, side by side. One that could not run takes nothing from the others: @throws its error only where none
 * has a result.
 */
export async function runMutants(
  parts: Parts,
  project: Project,
  input: MutateInput,
  job: Pick<MutationJob, 'tasks' | 'tests' | 'testSide'>,
  signal: AbortSignal,
): Promise<Ran> {
  const end = Date.now() + MUTATION_MS;
  const runLane = async (lane: readonly MutationTask[]): Promise<Ran> => {
    const results = new Map<string, MutationOutput>();
    const skipped: MutantOfTask[] = [];
    let faults = 0;
    const left = (): readonly MutationTask[] => lane.filter(({ requirement }) => !results.has(requirement));
    const without = (why: string): Ran => ({
      results,
      why: new Map(left().map(({ requirement }) => [requirement, why])),
    });
    for (;;) {
      if (Date.now() >= end) return without('no time was left to run its mutants');
      try {
        // In a folder of its own each time: what ran before may have left links in the place of what is written there.
        const done = await inWorkspace(parts, project, input, signal, (workspace) =>
          runTasks(
            workspace,
            {
              ...job,
              tasks: lane,
              settled: [...results.values()],
              skipped,
              wallMs: end - Date.now(),
              patienceMs: PATIENCE_MS,
            },
            signal,
          ),
        );
        if ('unproven' in done) return { ...without(done.unproven), unproven: done.unproven };
        const { isDone, progress, why } = done.result;
        for (const output of progress.tasks) results.set(output.requirement, output);
        if (isDone && left().length === 0) return without(why);
        // What ran when its time was over is not to blame.
        if (Date.now() >= end) continue;
        const isPassedOver = passOver(lane, progress.running, { results, skipped });
        if (!isPassedOver || progress.running?.mutant === null) faults += 1;
        if (faults === LANE_ATTEMPTS) return without(why);
      } catch (error) {
        signal.throwIfAborted();
        faults += 1;
        if (faults === LANE_ATTEMPTS)
          return { ...without(`its mutants could not be run: ${messageOf(error)}`), fault: { error } };
      }
    }
  };
  const lanes = share(job.tasks, Math.min(MOST_LANES, availableParallelism()));
  const done = await Promise.all(lanes.map(runLane));
  const results = new Map(done.flatMap((lane) => [...lane.results]));
  const why = new Map(done.flatMap((lane) => [...lane.why]));
  if (results.size > 0) return { results, why };
  for (const { fault } of done) if (fault !== undefined) throw fault.error;
  const unproven = done.find((lane) => lane.unproven !== undefined)?.unproven;
  return { results, why, ...(unproven === undefined ? {} : { unproven }) };
}

/**
 * Keeps what ended the runner from being run again: a mutant, or all of a task whose tests end it as they are. False where it
 * named nothing that is not kept from it already.
 */
function passOver(
  lane: readonly MutationTask[],
  running: MutationProgress['running'],
  { results, skipped }: { readonly results: Map<string, MutationOutput>; readonly skipped: MutantOfTask[] },
): boolean {
  const task = lane.find(({ requirement }) => requirement === running?.requirement);
  if (running === null || task === undefined) return false;
  const { requirement, mutant } = running;
  if (mutant === null) {
    if (results.has(requirement)) return false;
    const mutants = task.decisions.flat().map(() => ({ outcome: 'not-run' as const }));
    results.set(requirement, { requirement, unfit: 'its tests end what runs them', mutants });
    return true;
  }
  const isKnown = skipped.some((one) => one.requirement === requirement && one.mutant === mutant);
  if (isKnown || mutant >= task.decisions.flat().length) return false;
  skipped.push({ requirement, mutant });
  return true;
}

/** What became of the mutants of a requirement; where they were not run, a sentence that says why. */
export function resultOf({ results, why }: Ran, requirement: string): MutationOutput | string {
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

/** Runs tasks in one sandbox, until they are done or the runner ends of a mutant. */
async function runTasks(
  { folder, mounts, sandbox, language }: Workspace,
  job: MutationJob,
  signal: AbortSignal,
): Promise<{ readonly isDone: boolean; readonly progress: MutationProgress; readonly why: string }> {
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
  const { tasks, running } = parsed(written, mutate.read);
  return {
    isDone: result.exitCode === 0,
    progress: { tasks: tasks.filter(({ requirement }) => known.has(requirement)), running },
    why: `its mutants could not be run: ${words}`,
  };
}

/** What the runner wrote is untrusted: what cannot be read is nothing. */
function parsed(written: string | undefined, read: (output: string) => MutationProgress): MutationProgress {
  const nothing = { tasks: [], running: null };
  try {
    return written === undefined ? nothing : read(written);
  } catch {
    return nothing;
  }
}
