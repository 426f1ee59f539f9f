import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Diagnostic } from '../../../protocol/diagnostic.js';
import { formatDiagnostic } from '../../../protocol/diagnostics.js';
import { MillwrightError } from '../../../protocol/errors.js';
import type { GivenPlan } from '../../../protocol/given-plan.js';
import { NEEDS_MODEL } from '../../../protocol/plan-problem.js';
import { readPlanFile } from '../../plan-file/read-plan-file.js';
import { reasonOf } from '../brief/read-brief.js';
import { CommandError } from '../command-error.js';
import type { ClientParts } from '../../parts.js';
import type { CliContext } from '../context.js';
import { count } from '../render/format.js';

/** The plan of 600 files is about 2 MB. */
const LONGEST_PLAN_BYTES = 16 * 1024 * 1024;

/**
 * Reads and proves a plan file.
 * @throws CommandError `Usage` when it cannot be read; MillwrightError `InvalidPlan`, or `ModelRequired` when nothing but a
 * model is missing, with every problem, its line and its column.
 */
export async function loadPlan(
  context: Pick<CliContext, 'cwd' | 'interrupted'> & { readonly parts: Pick<ClientParts, 'planning'> },
  path: string,
): Promise<{ readonly brief: string; readonly given: GivenPlan }> {
  const text = await textOf(resolve(context.cwd, path), path);
  const reading = await readPlanFile(text, {
    name: path,
    planning: await context.parts.planning(),
    signal: context.interrupted,
  });
  if (reading.kind === 'plan') return reading;
  throw refused(path, reading.problems);
}

function refused(path: string, problems: readonly Diagnostic[]): MillwrightError {
  const lines = problems.map((problem) => `  ${formatDiagnostic(problem)}`);
  const modelOnly = problems.every(({ code }) => code === `plan/${NEEDS_MODEL}`);
  const head = modelOnly
    ? `${path} asks for what only a model writes (${count(problems.length, 'place')}); nothing was started.`
    : `${path} has ${count(problems.length, 'problem')}; nothing was started.`;
  const next = modelOnly
    ? 'Take it out of the plan, or configure a model.'
    : 'Correct them, or plan again: millwright plan --help.';
  return new MillwrightError(modelOnly ? 'ModelRequired' : 'InvalidPlan', [head, ...lines, next].join('\n'), {
    problems,
  });
}

async function textOf(file: string, shown: string): Promise<string> {
  const problem = (why: string, cause?: unknown): CommandError =>
    new CommandError('Usage', `The plan ${JSON.stringify(shown)} cannot be read: ${why}.`, { cause });
  let bytes: Uint8Array;
  try {
    if ((await stat(file)).size > LONGEST_PLAN_BYTES) throw problem('it is larger than any plan');
    bytes = await readFile(file);
  } catch (error) {
    if (error instanceof CommandError) throw error;
    throw problem(reasonOf(error), error);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw problem('it is not text in UTF-8', cause);
  }
}
