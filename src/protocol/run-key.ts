/** `id` is Temporal's `firstExecutionRunId`: the key of the run in every store, and the same in every child. */
export interface RunKey {
  readonly id: string;
  readonly workflowId: string;
}
