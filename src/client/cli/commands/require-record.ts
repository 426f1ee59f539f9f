import type { RunRecord } from '../../../protocol/report.js';
import { CommandError } from '../command-error.js';
import type { CliContext } from '../context.js';
import { withSession } from '../session.js';
import { requireRun } from './require-run.js';

/** The record of a run that the ledger does not know by that name. @throws CommandError saying why there is none. */
export async function requireClosedRecord(context: CliContext, name: string): Promise<RunRecord> {
  const found = await withSession(
    context,
    { worker: false, onInterrupt: () => 'Nothing was changed.' },
    (session) => requireRun(context, session.client, name),
  );
  if (found.state === 'closed') return found.record;
  throw new CommandError(
    'NothingToShow',
    found.state === 'open'
      ? `The run ${found.workflowId} is still open. Watch it: millwright follow ${found.workflowId}`
      : `The run ${found.workflowId} was ${found.status.toLowerCase()} before it could leave a record.`,
  );
}
