/** `id` is Temporal's `firstExecutionRunId`: the key of the run in every store, and the same in every child. */
export interface RunKey {
  readonly id: string;
  readonly workflowId: string;
}

const SHORT_KEY_DIGITS = 8;

/**
 * A run's key (`firstExecutionRunId`) as people read it and type it, and as it stands in the ids of children: its last eight digits.
 * They are random. The first ones are the time at which the server started the run, and are the same for all runs of a minute.
 */
export function shortKey(key: string): string {
  return key.slice(-SHORT_KEY_DIGITS);
}
