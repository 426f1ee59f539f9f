import { defaultPayloadConverter } from '@temporalio/common';
import type { temporal } from '@temporalio/proto';

export type History = temporal.api.history.v1.IHistory;
type Event = temporal.api.history.v1.IHistoryEvent;
type Payload = temporal.api.common.v1.IPayload;

export function eventsOf(history: History): readonly Event[] {
  return history.events ?? [];
}

/** What the Web UI shows beside an event. */
function summaryOf(event: Event): string | undefined {
  const summary = event.userMetadata?.summary;
  if (summary === null || summary === undefined) return undefined;
  return String(defaultPayloadConverter.fromPayload(summary));
}

/** Something that a run began: an activity, a child or a timer, with the queue it went to and its summary. */
export interface Begun {
  readonly what: 'activity' | 'child' | 'timer';
  /** Type of the activity or child. */
  readonly name: string;
  /** Workflow id of a child. */
  readonly id: string;
  readonly queue: string | undefined;
  readonly summary: string | undefined;
}

export function begunIn(history: History): readonly Begun[] {
  return eventsOf(history).flatMap((event): readonly Begun[] => {
    const activity = event.activityTaskScheduledEventAttributes;
    const child = event.startChildWorkflowExecutionInitiatedEventAttributes;
    const summary = summaryOf(event);
    if (activity) {
      const queue = activity.taskQueue?.name ?? undefined;
      return [{ what: 'activity', name: activity.activityType?.name ?? '', id: '', queue, summary }];
    }
    if (child) {
      const queue = child.taskQueue?.name ?? undefined;
      return [
        { what: 'child', name: child.workflowType?.name ?? '', id: child.workflowId ?? '', queue, summary },
      ];
    }
    return event.timerStartedEventAttributes
      ? [{ what: 'timer', name: '', id: '', queue: undefined, summary }]
      : [];
  });
}

/** Workflow tasks that failed: code that could not go on. */
export function failedTasks(history: History): number {
  return eventsOf(history).filter((event) => event.workflowTaskFailedEventAttributes).length;
}

/** Values of one search attribute, in the order in which they were written. */
export function written(history: History, attribute: string): readonly unknown[] {
  return eventsOf(history).flatMap((event) => {
    const fields = event.upsertWorkflowSearchAttributesEventAttributes?.searchAttributes?.indexedFields;
    const payload = fields?.[attribute];
    return payload === undefined ? [] : [defaultPayloadConverter.fromPayload(payload)];
  });
}

/** Bytes of the largest payload that the history holds. */
export function largestPayload(history: History): number {
  let largest = 0;
  const look = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return;
    const { data } = value as Payload;
    if (data instanceof Uint8Array) largest = Math.max(largest, data.byteLength);
    for (const inner of Object.values(value)) look(inner);
  };
  eventsOf(history).forEach(look);
  return largest;
}

export function historyBytes(history: History): number {
  return JSON.stringify(history).length;
}
