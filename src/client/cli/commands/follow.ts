import type { RunRecord } from '../../../protocol/report.js';
import type { CliContext, CommandResult } from '../context.js';
import { readReport } from '../folder/read-report.js';
import { renderDelivered } from '../render/delivered.js';
import { plannedProjectSchema } from '../../../protocol/planned-project.js';
import { withSession, type Session } from '../session.js';
import { closedRun } from './closed-run.js';
import { failedRun } from './failed-run.js';
import { DELIVERS, followRun, wayBack } from './follow-run.js';
import { changeSpendLimit } from '../../runs/update-run.js';
import { findSettledRun } from '../../runs/find-run.js';
import { requireRun, runClosed } from './require-run.js';

/** Watches a run to its end, within a new limit where one is given. Where no worker serves it, this command does. */
export async function follow(
  context: CliContext,
  { run: name, maxCost }: { readonly run: string; readonly maxCost: number | undefined },
): Promise<CommandResult> {
  const { parts, display } = context;
  // A closed run needs no server, unless another one was started under its id.
  const stack = await context.stack.status(context.config.home);
  if (!stack.running && context.config.temporalAddress === undefined) {
    const record = await findSettledRun(parts.records, name);
    if (record !== undefined) return settled(record, maxCost);
  }
  let open: string | undefined;
  const onInterrupt = (): string => (open === undefined ? 'Nothing was changed.' : wayBack(open));
  return withSession(context, { worker: true, onInterrupt }, async (session) => {
    const found = await requireRun(context, session.client, name);
    if (found.state === 'open') open = found.workflowId;
    if (found.state === 'closed') return settled(found.record, maxCost);
    if (maxCost !== undefined && found.state !== 'open') throw runClosed(found);
    const webUi = session.webUi(found.workflowId);
    display.line(`Following the run ${found.workflowId}.${webUi === null ? '' : ` Web UI: ${webUi}`}`);
    if (maxCost !== undefined) await changeSpendLimit(session.client, found.workflowId, maxCost);
    if (found.state === 'open' && found.planOnly) return followPlan(context, session, found);
    const end = await followRun(context, session, found.workflowId, DELIVERS);
    if (end.kind === 'failure') return failedRun(found, end.failure);
    const delivery = end.result;
    const { report } = await readReport(parts.artifacts, delivery.report);
    return {
      exitCode: delivery.outcome === 'delivered' ? 0 : 1,
      json: {
        workflowId: found.workflowId,
        runKey: found.key,
        ...delivery,
        statement: report.statement,
        webUi,
      },
      lines: (style) => [
        ...renderDelivered(delivery, report, style),
        '',
        `Get its project: millwright fetch ${found.workflowId}`,
      ],
    };
  });
}

/** @throws CommandError `RunClosed` when its limit was to be changed. */
function settled(record: RunRecord, maxCost: number | undefined): CommandResult {
  if (maxCost === undefined) return closedRun(record);
  const { workflowId, key } = record;
  throw runClosed({ state: 'closed', workflowId, key, record });
}

/** A run that only plans: its plan is written by the command that asked for it. */
async function followPlan(
  context: CliContext,
  session: Session,
  run: { readonly workflowId: string; readonly key: string },
): Promise<CommandResult> {
  const end = await followRun(context, session, run.workflowId, {
    parse: (result) => plannedProjectSchema.parse(result),
  });
  if (end.kind === 'failure') return failedRun(run, end.failure);
  return {
    exitCode: 0,
    json: { workflowId: run.workflowId, runKey: run.key, outcome: 'planned', ...end.result },
    lines: () => [
      `The run ${run.workflowId} has made its plan. The same "millwright plan" again writes it to a file and pays nothing.`,
    ],
  };
}
