import type { WorkflowHandle } from '@temporalio/client';
import type { temporal } from '@temporalio/proto';
import { tsToMs } from '@temporalio/common/lib/time.js';
import { WORKFLOWS } from '../../src/protocol/names.js';

type HistoryEvent = temporal.api.history.v1.IHistoryEvent;

/** One execution of a run, read from its history; a run that continued as new has several. */
export interface ExecutionFigures {
  readonly runId: string;
  readonly events: number;
  /** As the server counts them. */
  readonly bytes: number;
  readonly largestPayload: number;
  /** Paths of the children of type `produceFile` that were started, and those that ended well, in order. */
  readonly started: readonly string[];
  readonly completed: readonly string[];
  /** Milliseconds since the epoch: the first start of a file, and the end of the last one. */
  readonly firstStart: number;
  readonly lastEnd: number;
}

/** Reads one closed execution. `runId` must be the one that `handle` names. */
export async function readExecution(handle: WorkflowHandle, runId: string): Promise<ExecutionFigures> {
  const [history, description] = await Promise.all([handle.fetchHistory(), handle.describe()]);
  const events = history.events ?? [];
  const started = events.flatMap((event) => {
    const child = event.startChildWorkflowExecutionInitiatedEventAttributes;
    return child?.workflowType?.name === WORKFLOWS.produceFile
      ? [{ path: pathOfChild(child.workflowId ?? ''), at: timeOf(event) }]
      : [];
  });
  const completed = events.flatMap((event) => {
    const child = event.childWorkflowExecutionCompletedEventAttributes;
    return child?.workflowType?.name === WORKFLOWS.produceFile
      ? [{ path: pathOfChild(child.workflowExecution?.workflowId ?? ''), at: timeOf(event) }]
      : [];
  });
  return {
    runId,
    events: events.length,
    bytes: description.historySize ?? 0,
    largestPayload: largestPayload(events),
    started: started.map(({ path }) => path),
    completed: completed.map(({ path }) => path),
    firstStart: Math.min(...started.map(({ at }) => at)),
    lastEnd: Math.max(...completed.map(({ at }) => at)),
  };
}

function timeOf(event: HistoryEvent): number {
  return tsToMs(event.eventTime ?? undefined);
}

/** `<workflow id>/<key>/<path>`: see `childIds`. */
function pathOfChild(workflowId: string): string {
  return workflowId.split('/').slice(2).join('/');
}

function largestPayload(value: unknown): number {
  if (value instanceof Uint8Array) return value.byteLength;
  if (typeof value !== 'object' || value === null) return 0;
  return Object.values(value).reduce<number>((largest, inner) => Math.max(largest, largestPayload(inner)), 0);
}
