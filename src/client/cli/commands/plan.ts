import { readFile, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { projectNameSchema } from '../../../protocol/analysis.js';
import { MillwrightError, systemCode } from '../../../protocol/errors.js';
import type { GivenPlan } from '../../../protocol/given-plan.js';
import { estimateOf } from '../../plan-file/estimate.js';
import { toPlanFile } from '../../plan-file/plan-file.js';
import { writePlanFile } from '../../plan-file/write-plan-file.js';
import type { PlanOrder } from '../arguments/invocation.js';
import { readBrief } from '../brief/read-brief.js';
import { CommandError, Interrupted } from '../command-error.js';
import type { CliContext, CommandResult } from '../context.js';
import { unwritable } from '../folder/output-folder.js';
import { planByModel, type MadePlan } from '../plan/plan-by-model.js';
import { savePlan } from '../plan/save-plan.js';
import { shellWord } from '../../shell-word.js';
import { shownPath } from '../plan/shown-path.js';
import { formatCost, paragraph } from '../render/format.js';
import { renderPlan } from '../render/plan-screen.js';
import { unknownCost } from '../render/spend-note.js';
import { failedRun } from './failed-run.js';
import { HOW_TO_CONFIGURE } from './models.js';

/**
 * Writes the plan for a brief as a file to read and edit. Blueprints plan here, without a server; a model in a run, which keeps what it
 * has paid for.
 */
export async function plan(context: CliContext, order: PlanOrder): Promise<CommandResult> {
  const { cwd, display, interrupted } = context;
  const file = resolve(cwd, order.out);
  const before = await readIfThere(file);
  if (!order.force && before !== undefined) {
    throw new CommandError(
      'OutputFile',
      `${file} is there already. Replace it with --force, or name another file with --out.`,
    );
  }
  await requirePlace(file);
  const wrongName = order.name === undefined ? undefined : projectNameSchema.safeParse(order.name).error;
  if (wrongName !== undefined) {
    throw new CommandError('Usage', `--name: ${wrongName.issues.map(({ message }) => message).join('; ')}.`);
  }
  const byModel = await isByModel(context, order);
  if (!byModel) refuseForModels(order);
  const brief = await readBrief(order.brief, {
    cwd,
    stdin: context.stdin,
    onPrompt: (line) => {
      display.line(line);
    },
    interrupted,
  });
  const planned = byModel ? await planByModel(context, order, brief) : await planHere(context, order, brief);
  if (planned.kind === 'failure') return failedRun(planned.run, planned.failure);
  if (interrupted.aborted) throw new Interrupted('Nothing was written.');
  const { given, run } = planned;
  const cost = run?.project.estimate;
  const why = unknownCost(cost);
  const shown = shownPath(cwd, file);
  await savePlan(file, writePlanFile(brief, given, { path: shown, before, cost }), order.force);
  return {
    exitCode: 0,
    json: {
      written: file,
      statement: run === undefined ? NO_MODEL_CALLED : paidLine(run),
      ...(run === undefined
        ? {}
        : {
            workflowId: run.workflowId,
            runKey: run.runKey,
            reused: run.reused,
            paidUsd: run.reused ? 0 : run.project.costUsd,
          }),
      plan: { ...toPlanFile(brief, given), estimate: estimateOf(given, cost) },
    },
    lines: (style) => [
      ...renderPlan(given, style, rowsFor(context.terminal), cost),
      ...(run === undefined ? [] : paragraph(paidLine(run), style.columns)),
      ...(why === undefined ? [] : paragraph(why, style.columns)),
      '',
      `Wrote ${shown}. Read it, edit it, then build exactly that:`,
      `  ${style.colors.cyan(`millwright generate --plan ${shellWord(shown)}`)}`,
    ],
  };
}

/** As `generate` decides it. @throws MillwrightError `ModelRequired` when a model is asked for and none is configured. */
async function isByModel({ parts }: CliContext, { author }: PlanOrder): Promise<boolean> {
  if (author === 'blueprint') return false;
  if ((await parts.models()) !== undefined) return true;
  if (author !== 'model') return false;
  throw new MillwrightError('ModelRequired', `No model is configured. ${HOW_TO_CONFIGURE}`);
}

/** @throws CommandError `Usage` where blueprints plan, and an option is for models. */
function refuseForModels({ author, again, maxCost }: PlanOrder): void {
  const option = again ? '--again' : maxCost === undefined ? undefined : '--max-cost';
  if (option === undefined) return;
  const why = author === 'blueprint' ? '' : ' (no model is configured)';
  throw new CommandError(
    'Usage',
    `${option} is for a plan that a model makes. Blueprints plan here${why}, anew each time and for nothing: leave it out.`,
  );
}

interface Planned {
  readonly kind: 'plan';
  readonly given: GivenPlan;
  /** undefined: no model was asked. */
  readonly run: MadePlan | undefined;
}

async function planHere(
  { parts, interrupted }: CliContext,
  { name, kind }: PlanOrder,
  brief: string,
): Promise<Planned> {
  const planning = await parts.planning();
  const given = await planning.propose({ brief, name, kind, signal: interrupted });
  return { kind: 'plan', given, run: undefined };
}

const NO_MODEL_CALLED = 'No language model was called: the plan was made from blueprints.';

function paidLine({ workflowId, reused, project }: MadePlan): string {
  const paid = formatCost(project.costUsd);
  return reused
    ? `This was planned before, by the run ${workflowId}, for ${paid}; nothing was paid now. --again plans anew.`
    : `Models were paid ${paid} for this plan, in the run ${workflowId}.`;
}

/** Lines for who reads it elsewhere, or later: more than a screen, and no wall. All of it is in the file. */
const ROWS_ELSEWHERE = 80;

function rowsFor(terminal: CliContext['terminal']): number {
  return terminal?.output.rows ?? ROWS_ELSEWHERE;
}

/** What is at `file`; undefined when nothing is. One that cannot be read is there all the same. */
async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const code = systemCode(error);
    return code === 'ENOENT' || code === 'ENOTDIR' ? undefined : '';
  }
}

/** More than the plan of a large project takes. */
const PLAN_BYTES = 1024 * 1024;

/** Nothing is paid for a plan that could not be written. @throws CommandError `OutputFile`. */
async function requirePlace(file: string): Promise<void> {
  if (await isFolder(file))
    throw new CommandError('OutputFile', `${file} is a folder. Name a file with --out.`);
  const folder = dirname(file);
  if (await isFolder(folder)) {
    const why = await unwritable(folder, PLAN_BYTES);
    if (why === undefined) return;
    throw new CommandError('OutputFile', `${why} Name another file with --out.`);
  }
  throw new CommandError(
    'OutputFile',
    `The folder of ${file} does not exist. Create it first, or name another file with --out.`,
  );
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}
