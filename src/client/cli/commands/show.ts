import type { PersonRequest } from '../../../protocol/messages.js';
import { QUERIES } from '../../../protocol/names.js';
import type { Progress } from '../../../protocol/progress.js';
import type { RunRecord } from '../../../protocol/report.js';
import { findSettledRun } from '../../runs/find-run.js';
import { isUnavailable } from '../../runs/server-errors.js';
import { withLiveSpend } from '../../runs/live-progress.js';
import { queryProgress } from '../../runs/temporal-run.js';
import { CommandError } from '../command-error.js';
import type { CliContext, CommandResult } from '../context.js';
import { readReport } from '../folder/read-report.js';
import { renderOpenRun } from '../render/open-run.js';
import { renderRecord } from '../render/record.js';
import { withSession, type Session } from '../session.js';
import { requireRun } from './require-run.js';

/** What a run understood, built, proved, left open and cost. A closed run is read from the ledger and needs no server. */
export async function show(context: CliContext, name: string): Promise<CommandResult> {
  const stack = await context.stack.status(context.config.home);
  if (!stack.running && context.config.temporalAddress === undefined) {
    const record = await findSettledRun(context.parts.records, name);
    if (record !== undefined) return showRecord(context, record, null);
  }
  return withSession(
    context,
    { worker: false, onInterrupt: () => 'Nothing was changed.' },
    async (session) => {
      const found = await requireRun(context, session.client, name);
      const webUi = session.webUi(found.workflowId);
      if (found.state === 'closed') return showRecord(context, found.record, webUi);
      if (found.state === 'open') return showOpen(context, session, found);
      throw new CommandError(
        'NothingToShow',
        `The run ${found.workflowId} was ${found.status.toLowerCase()} before it could leave a record.${webUi === null ? '' : ` Its history: ${webUi}`}`,
      );
    },
  );
}

async function showOpen(
  { parts }: CliContext,
  session: Session,
  { workflowId, key }: { readonly workflowId: string; readonly key: string },
): Promise<CommandResult> {
  const handle = session.client.workflow.getHandle(workflowId);
  const webUi = session.webUi(workflowId);
  let progress: Progress;
  let requests: readonly PersonRequest[];
  try {
    progress = await withLiveSpend(await queryProgress(session.client, handle), parts.costs);
    requests = await handle.query<readonly PersonRequest[]>(QUERIES.requests);
  } catch (error) {
    if (!isUnavailable(error)) throw error;
    throw new CommandError(
      'NothingToShow',
      `The run ${workflowId} is open, and no worker serves it at the moment. Go on with it: millwright follow ${workflowId}`,
      { cause: error },
    );
  }
  // A ledger that cannot be read hides what is spent, and not the run.
  const costs = await parts.costs(key).catch(() => null);
  return {
    exitCode: 0,
    json: { workflowId, runKey: key, state: 'open', progress, costs, requests, webUi },
    lines: (style) => renderOpenRun({ progress, costs, requests, webUi }, style, Date.now()),
  };
}

async function showRecord(
  context: CliContext,
  record: RunRecord,
  webUi: string | null,
): Promise<CommandResult> {
  const ref = record.report ?? record.delivery?.report;
  const report = ref === undefined ? null : (await readReport(context.parts.artifacts, ref)).report;
  return {
    exitCode: 0,
    json: { ...record, runKey: record.key, state: 'closed', report, webUi },
    lines: (style) => renderRecord(record, report, webUi, style),
  };
}
