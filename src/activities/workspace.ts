import { mkdir, mkdtemp, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Context } from '@temporalio/activity';
import { materialize } from '../artifacts/tree-store.js';
import type { VerifyStepInput } from '../protocol/verify-activities.js';
import type { Environment, Language } from '../languages/language.js';
import { MillwrightError } from '../protocol/errors.js';
import type { Plan } from '../protocol/plan.js';
import { shortKey } from '../protocol/run-key.js';
import { removeFolder } from '../sandbox/remove-folder.js';
import type { Sandbox } from '../sandbox/sandbox.js';
import type { Parts } from './parts.js';
import type { Project } from './project.js';

/** A tree laid out in a folder of its own, ready for the sandbox. */
export interface Workspace {
  readonly folder: string;
  readonly plan: Plan;
  readonly language: Language;
  readonly environment: Environment;
  readonly sandbox: Sandbox;
  /** The installed packages, laid into the project read-only. */
  readonly mounts: readonly { readonly source: string; readonly target: string }[];
}

/** A folder older than this, in milliseconds, was left by a process that died: a project that a person tries runs for a day. */
const LEFTOVER_AGE_MS = 2 * 24 * 60 * 60 * 1000;

/** Removes what processes that were killed have left in the folder of workspaces. */
export async function sweepWorkspaces(workFolder: string): Promise<void> {
  const names = await readdir(workFolder).catch(() => []);
  for (const name of names) {
    const folder = join(workFolder, name);
    // Another process may sweep at the same time.
    const age = await stat(folder).then(
      ({ mtimeMs }) => Date.now() - mtimeMs,
      () => 0,
    );
    // One that cannot be removed keeps none of those after it.
    if (age > LEFTOVER_AGE_MS) await removeFolder(folder);
  }
}

/** Of the attempts of an activity, those that come to an answer whatever happens. Two: the worker may die in one of them. */
const LAST_ATTEMPTS = 2;

function isLastAttempt(): boolean {
  const { attempt, retryPolicy } = Context.current().info;
  // 0 and undefined: there is no last one.
  const most = retryPolicy?.maximumAttempts ?? 0;
  return most > 0 && attempt > most - LAST_ATTEMPTS;
}

/**
 * Lays the tree out, runs `work` in it and removes it again. Resolves to the reason when no sandbox works here: then
 * nothing is run, since generated code never runs bare unless that was asked for by name. What may pass, and has not by the last
 * attempts of the activity, is such a reason too.
 * @throws MillwrightError `SandboxUnavailable`, to be tried again, when the machine is only too busy for one.
 */
export async function inWorkspace<Result>(
  parts: Parts,
  project: Project,
  input: VerifyStepInput,
  signal: AbortSignal,
  work: (workspace: Workspace) => Promise<Result>,
): Promise<{ readonly result: Result; readonly sandbox: string } | { readonly unproven: string }> {
  const probe = await parts.probeSandbox(input.sandbox);
  if (!probe.available) {
    const why = `no sandbox works here (${probe.cause}). ${probe.remedy}`;
    if (probe.passing !== true || isLastAttempt()) return { unproven: why };
    throw new MillwrightError('SandboxUnavailable', `At the moment ${why}`, { transient: true });
  }
  const plan = await project.plan(input.plan);
  const language = project.language(plan);
  const environment = await project.environment(plan, input.environment, signal);
  await mkdir(parts.workFolder, { recursive: true });
  const parent = await mkdtemp(join(parts.workFolder, `${shortKey(input.run.id)}-`));
  const folder = join(parent, plan.name);
  try {
    await materialize(parts.store, { manifest: input.tree, changes: [] }, folder);
    const { packagesFolder } = language.commands;
    const mounts = [{ source: join(environment.folder, packagesFolder), target: packagesFolder }];
    const result = await work({ folder, plan, language, environment, sandbox: probe.sandbox, mounts });
    return { result, sandbox: probe.sandbox.name };
  } catch (error) {
    const isSandbox = error instanceof MillwrightError && error.type === 'SandboxUnavailable';
    if (isSandbox && isLastAttempt())
      return { unproven: `the sandbox does not work here (${error.message})` };
    throw error;
  } finally {
    // What cannot be removed is left to the next sweep: what was done in it counts.
    await removeFolder(parent);
  }
}
