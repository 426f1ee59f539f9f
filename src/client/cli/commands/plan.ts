import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { projectNameSchema } from '../../../protocol/analysis.js';
import { systemCode } from '../../delivery/delivery-error.js';
import { estimateOf } from '../../plan-file/estimate.js';
import { toPlanFile } from '../../plan-file/plan-file.js';
import { writePlanFile } from '../../plan-file/write-plan-file.js';
import type { PlanOrder } from '../arguments/invocation.js';
import { readBrief } from '../brief/read-brief.js';
import { CommandError, Interrupted } from '../command-error.js';
import type { CliContext, CommandResult } from '../context.js';
import { savePlan } from '../plan/save-plan.js';
import { quoted, shownPath } from '../plan/shown-path.js';
import { renderPlan } from '../render/plan-screen.js';

/** Writes the plan for a brief as a file to read and edit. Starts nothing, and needs no server. */
export async function plan(context: CliContext, order: PlanOrder): Promise<CommandResult> {
  const { cwd, display, interrupted, parts } = context;
  const file = resolve(cwd, order.out);
  const before = await readIfThere(file);
  if (!order.force && before !== undefined) {
    throw new CommandError(
      'OutputFile',
      `${file} is there already. Replace it with --force, or name another file with --out.`,
    );
  }
  const wrongName = order.name === undefined ? undefined : projectNameSchema.safeParse(order.name).error;
  if (wrongName !== undefined) {
    throw new CommandError('Usage', `--name: ${wrongName.issues.map(({ message }) => message).join('; ')}.`);
  }
  const brief = await readBrief(order.brief, {
    cwd,
    stdin: context.stdin,
    onPrompt: (line) => {
      display.line(line);
    },
    interrupted,
  });
  const planning = await parts.planning();
  const given = await planning.propose({ brief, name: order.name, kind: order.kind, signal: interrupted });
  if (interrupted.aborted) throw new Interrupted('Nothing was written.');
  const shown = shownPath(cwd, file);
  await savePlan(file, writePlanFile(brief, given, shown, before), order.force);
  return {
    exitCode: 0,
    json: { written: file, plan: { ...toPlanFile(brief, given), estimate: estimateOf(given) } },
    lines: (style) => [
      ...renderPlan(given, style, rowsFor(context.terminal)),
      '',
      `Wrote ${shown}. Read it, edit it, then build exactly that:`,
      `  ${style.colors.cyan(`millwright generate --plan ${quoted(shown)}`)}`,
    ],
  };
}

/** Lines for who reads it elsewhere, or later: more than a screen, and no wall. All of it is in the file. */
const ROWS_ELSEWHERE = 80;

function rowsFor(terminal: CliContext['terminal']): number {
  const rows = terminal?.output.rows ?? 0;
  // A terminal that does not know its size says 0, or nothing.
  return rows > 0 ? rows : ROWS_ELSEWHERE;
}

/** What is at `file`; undefined when nothing is. One that cannot be read is there all the same. */
async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    return systemCode(error) === 'ENOENT' ? undefined : '';
  }
}
