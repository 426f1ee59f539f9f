import { WorkflowExecutionAlreadyStartedError, type Client } from '@temporalio/client';
import type { GenerateInput } from '../../protocol/generate-input.js';
import { TASK_QUEUES, WORKFLOWS } from '../../protocol/names.js';
import type { ClosedRuns } from '../parts.js';
import { runKeyOf } from './find-run.js';

export interface RunOrder {
  /** Left out: a run that delivers. */
  readonly type?: (typeof WORKFLOWS)['generateProject' | 'planProject'];
  readonly workflowId: string;
  readonly input: GenerateInput;
  /** Start a new run although one under this id is closed. */
  readonly again: boolean;
}

export type StartedRun =
  | { readonly kind: 'started' | 'attached'; readonly workflowId: string; readonly runId: string }
  /** A run under this id is closed, and a new one was not asked for. */
  | { readonly kind: 'closed'; readonly workflowId: string; readonly runId: string; readonly status: string };

/**
 * Starts the run, or attaches to the one that is open under its id.
 *
 * The server is asked to refuse a taken id, rather than to hand out the open run silently: only so does the client know
 * which of the two happened, and it is one atomic decision of the server either way.
 *
 * @param records hears of the run, so that nobody takes an earlier one under its id for it.
 */
export async function startRun(
  client: Client,
  records: Pick<ClosedRuns, 'noteStart'>,
  order: RunOrder,
): Promise<StartedRun> {
  const started = await startOrAttach(client, order);
  if (started.kind !== 'closed') {
    const { runId, workflowId } = started;
    // The run's first step notes it as well; a ledger that cannot be written now keeps nobody from a run that goes on.
    await records.noteStart({ id: runId, workflowId }).catch(() => undefined);
  }
  return started;
}

async function startOrAttach(client: Client, order: RunOrder): Promise<StartedRun> {
  const { workflowId } = order;
  try {
    const handle = await client.workflow.start(order.type ?? WORKFLOWS.generateProject, {
      workflowId,
      taskQueue: TASK_QUEUES.main,
      args: [order.input],
      workflowIdReusePolicy: order.again ? 'ALLOW_DUPLICATE' : 'REJECT_DUPLICATE',
      workflowIdConflictPolicy: 'FAIL',
      staticSummary: summaryOf(order.input),
    });
    return { kind: 'started', workflowId, runId: handle.firstExecutionRunId };
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    const found = await client.workflow.getHandle(workflowId).describe();
    const status = found.status.name;
    const runId = runKeyOf(found);
    return status === 'RUNNING' || status === 'PAUSED'
      ? { kind: 'attached', workflowId, runId }
      : { kind: 'closed', workflowId, runId, status };
  }
}

/** One line for the Web UI's list; Temporal takes 400 bytes. */
function summaryOf(input: GenerateInput): string {
  const line = (input.brief ?? 'a long brief, kept as an artifact').replace(/\s+/g, ' ').trim();
  return line.length > 90 ? `${line.slice(0, 89)}…` : line;
}
