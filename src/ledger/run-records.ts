import type { RunRecord } from '../protocol/report.js';
import type { RunKey } from '../protocol/run-key.js';

/** Closed runs, kept outside of Temporal. A driver of another database passes the same test suite. */
export interface RunRecords {
  /** That a run was started, now unless it was noted before: idempotent, and harmless after its end. */
  noteStart(run: RunKey): Promise<void>;
  /** Idempotent by key: settling the same run again replaces its record. */
  settle(record: RunRecord): Promise<void>;
  get(key: string): Promise<RunRecord | undefined>;
  /** The newest record under a workflow id. */
  byWorkflowId(workflowId: string): Promise<RunRecord | undefined>;
  /**
   * Was a run noted under a workflow id, since the newest record there began, that has left none? Then it is open, as far as is known
   * here. One from before that has closed, whatever became of its record.
   */
  isUnsettled(workflowId: string): Promise<boolean>;
  /** Newest first. */
  list(options: { readonly limit: number }): Promise<readonly RunRecord[]>;
  close(): Promise<void>;
}
