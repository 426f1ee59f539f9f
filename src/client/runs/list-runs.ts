import type { Client } from '@temporalio/client';
import { SEARCH_ATTRIBUTES } from '../../protocol/names.js';
import type { RunOutcome } from '../../protocol/report.js';
import type { ClosedRuns } from '../parts.js';
import { OPEN_RUNS, runKeyOf } from './find-run.js';

/** One line of `runs`. */
export interface ListedRun {
  readonly workflowId: string;
  readonly key: string;
  /** `open`, or how it ended. */
  readonly state: 'open' | RunOutcome;
  /** The phase of an open run, the error type of a failed one. */
  readonly detail: string | null;
  readonly name: string | null;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly costUsd: number | null;
  readonly flags: number | null;
}

/** Open runs of the server, newest first. */
export async function listOpenRuns(client: Client, limit: number): Promise<readonly ListedRun[]> {
  const runs: ListedRun[] = [];
  for await (const found of client.workflow.list({ query: OPEN_RUNS, pageSize: Math.min(limit, 100) })) {
    // Read by name and by hand: the attributes of a run may have been written by another version.
    const attributes = new Map(
      found.typedSearchAttributes.getAll().map(({ key, value }) => [key.name, value] as const),
    );
    const phase = attributes.get(SEARCH_ATTRIBUTES.phase.name);
    const cost = attributes.get(SEARCH_ATTRIBUTES.costUsd.name);
    const flags = attributes.get(SEARCH_ATTRIBUTES.flags.name);
    runs.push({
      workflowId: found.workflowId,
      key: runKeyOf(await client.workflow.getHandle(found.workflowId).describe()),
      state: 'open',
      detail: typeof phase === 'string' ? phase : null,
      name: null,
      startedAt: found.startTime.toISOString(),
      endedAt: null,
      costUsd: typeof cost === 'number' ? cost : null,
      flags: typeof flags === 'number' ? flags : null,
    });
    if (runs.length >= limit) break;
  }
  return runs;
}

/** Closed runs of the ledger, newest first. */
export async function listClosedRuns(records: ClosedRuns, limit: number): Promise<readonly ListedRun[]> {
  const closed = await records.list({ limit });
  return closed.map((record) => ({
    workflowId: record.workflowId,
    key: record.key,
    state: record.outcome,
    detail: record.error?.type ?? null,
    name: record.name,
    startedAt: record.startedAt,
    endedAt: record.endedAt,
    costUsd: record.costUsd,
    flags: record.flags,
  }));
}
