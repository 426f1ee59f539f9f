import type { RunRecord } from '../protocol/report.js';

/** Closed runs, kept outside of Temporal. A driver of another database passes the same test suite. */
export interface RunRecords {
  /** Idempotent by key: settling the same run again replaces its record. */
  settle(record: RunRecord): Promise<void>;
  get(key: string): Promise<RunRecord | undefined>;
  /** The newest record under a workflow id. */
  byWorkflowId(workflowId: string): Promise<RunRecord | undefined>;
  /** Newest first. */
  list(options: { readonly limit: number }): Promise<readonly RunRecord[]>;
  close(): Promise<void>;
}
