import type { CliContext, CommandResult } from '../context.js';
import { readReport } from '../folder/read-report.js';
import { renderDelivered } from '../render/delivered.js';
import { withSession } from '../session.js';
import { closedRun } from './closed-run.js';
import { failedRun } from './failed-run.js';
import { followRun, wayBack } from './follow-run.js';
import { findClosedRun } from '../../runs/find-run.js';
import { requireRun } from './require-run.js';

/** Watches a run to its end. Where no worker serves it, this command does. */
export async function follow(context: CliContext, name: string): Promise<CommandResult> {
  const { parts, display } = context;
  // A closed run needs no server: unless a new run was started under its id, which only the server knows.
  const stack = await context.stack.status(context.config.home);
  if (!stack.running && context.config.temporalAddress === undefined) {
    const record = await findClosedRun(parts.records, name);
    if (record !== undefined) return closedRun(record);
  }
  return withSession(context, { worker: true, onInterrupt: () => wayBack(name) }, async (session) => {
    const found = await requireRun(context, session.client, name);
    if (found.state === 'closed') return closedRun(found.record);
    const webUi = session.webUi(found.workflowId);
    display.line(`Following the run ${found.workflowId}.${webUi === null ? '' : ` Web UI: ${webUi}`}`);
    const end = await followRun(context, session, found.workflowId);
    if (end.kind === 'failure') return failedRun(found, end.failure);
    const { delivery } = end;
    const { report } = await readReport(parts.artifacts, delivery.report);
    return {
      exitCode: delivery.outcome === 'delivered' ? 0 : 1,
      json: { workflowId: found.workflowId, runKey: found.key, ...delivery, webUi },
      lines: (style) => [
        ...renderDelivered(delivery, report, style),
        '',
        `Get its project: millwright fetch ${found.workflowId}`,
      ],
    };
  });
}
