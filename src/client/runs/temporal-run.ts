import type { Client, WorkflowHandle } from '@temporalio/client';
import { QUERIES } from '../../protocol/messages.js';
import type { Progress } from '../../protocol/progress.js';
import { deliverySchema } from '../../protocol/report.js';
import type { WatchedRun } from './watch-run.js';

/** A worker answers within milliseconds; one that just started first replays the history. */
const QUERY_DEADLINE_MS = 10_000;

/** Reads the `progress` query of a run. @throws what `isUnavailable` knows when no worker answers in time. */
export function queryProgress(client: Client, handle: WorkflowHandle): Promise<Progress> {
  return client.withDeadline(Date.now() + QUERY_DEADLINE_MS, () => handle.query<Progress>(QUERIES.progress));
}

/** A run on a Temporal server as something to watch. It follows a run that continues as new. */
export function temporalRun(client: Client, workflowId: string): WatchedRun {
  const handle = client.workflow.getHandle(workflowId);
  return {
    progress: () => queryProgress(client, handle),
    result: async () => deliverySchema.parse(await handle.result()),
  };
}
