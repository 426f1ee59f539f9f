import type { Client, WorkflowHandle } from '@temporalio/client';
import type { RunCosts } from '../../protocol/model-ledger.js';
import { QUERIES } from '../../protocol/names.js';
import type { Progress } from '../../protocol/progress.js';
import { withLiveSpend } from './live-progress.js';
import { isServed } from './serving.js';
import type { WatchedRun } from './watch-run.js';

/** A worker answers within milliseconds; one that just started first replays the history. */
const QUERY_DEADLINE_MS = 10_000;

export interface RunReading<Result> {
  readonly parse: (result: unknown) => Result;
  /** What the ledger of this machine knows of its spending. */
  readonly costs: (run: string) => Promise<RunCosts>;
}

/** Reads the `progress` query of a run. @throws what `isUnavailable` knows when no worker answers in time. */
export function queryProgress(client: Client, handle: WorkflowHandle): Promise<Progress> {
  return client.withDeadline(Date.now() + QUERY_DEADLINE_MS, () => handle.query<Progress>(QUERIES.progress));
}

/**
 * A run on a Temporal server as something to watch. It follows a run that continues as new.
 * @param parse reads what the run returns.
 */
export function temporalRun<Result>(
  client: Client,
  workflowId: string,
  { parse, costs }: RunReading<Result>,
): WatchedRun<Result> {
  const handle = client.workflow.getHandle(workflowId);
  return {
    progress: async () => withLiveSpend(await queryProgress(client, handle), costs),
    troubles: () => retriesOf(client, workflowId),
    served: () => isServed(client),
    result: async () => parse(await handle.result()),
  };
}

/** Children looked into: enough to see what is wrong, few enough to ask often. */
const CHILDREN_ASKED = 8;

/** Activities of the run and its children that failed and are tried again: `prepare, attempt 3: the registry …`. */
async function retriesOf(client: Client, workflowId: string): Promise<readonly string[]> {
  const { raw } = await client.workflow.getHandle(workflowId).describe();
  const children = (raw.pendingChildren ?? []).slice(0, CHILDREN_ASKED);
  const inChildren = await Promise.all(
    children.map(async (child) => {
      const described = await client.workflow.getHandle(child.workflowId ?? '').describe();
      return described.raw.pendingActivities ?? [];
    }),
  );
  return [raw.pendingActivities ?? [], ...inChildren].flat().flatMap((activity) => {
    const failure = activity.lastFailure?.message ?? '';
    if (failure === '' || (activity.attempt ?? 0) < 2) return [];
    return [`${activity.activityType?.name ?? 'activity'}, attempt ${activity.attempt ?? 0}: ${failure}`];
  });
}
