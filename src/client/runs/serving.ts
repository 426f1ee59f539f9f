import type { Client } from '@temporalio/client';
import { TASK_QUEUES } from '../../protocol/names.js';

/** An idle worker asks for work once a minute; the server still lists one that ended some minutes ago. */
const ASKED_WITHIN_MS = 2 * 60_000;
const ANSWER_WITHIN_MS = 5_000;

/** What is said of a run that nobody serves, as part of a sentence. */
export const UNSERVED =
  'no worker serves it: start "millwright worker" with this TEMPORAL_ADDRESS (without one: "millwright dev")';

/** Does a worker ask for the work of runs? Where that cannot be known, it is taken to. */
export async function isServed(client: Client): Promise<boolean> {
  try {
    // Without a type it is asked for workflow tasks.
    const { pollers } = await client.withDeadline(Date.now() + ANSWER_WITHIN_MS, () =>
      client.workflowService.describeTaskQueue({
        namespace: client.options.namespace,
        taskQueue: { name: TASK_QUEUES.main },
      }),
    );
    const since = Date.now() - ASKED_WITHIN_MS;
    return pollers.some(({ lastAccessTime }) => Number(lastAccessTime?.seconds ?? 0) * 1_000 > since);
  } catch {
    return true;
  }
}
