import type { Client, WorkflowExecutionDescription } from '@temporalio/client';
import { WORKFLOWS } from '../../protocol/names.js';
import type { RunRecord } from '../../protocol/report.js';
import type { ClosedRuns } from '../parts.js';
import { isNotFound } from './server-errors.js';

/** Where a run can be read: still open on the server, or closed and settled in the ledger. */
export type FoundRun =
  | {
      readonly state: 'open';
      readonly workflowId: string;
      readonly key: string;
      readonly startedAt: string;
      /** It ends with its plan, and delivers nothing. */
      readonly planOnly: boolean;
    }
  | {
      readonly state: 'closed';
      readonly workflowId: string;
      readonly key: string;
      readonly record: RunRecord;
    }
  /** Closed on the server, and no record of it: terminated from outside, or ended before it had anything to settle. */
  | {
      readonly state: 'unsettled';
      readonly workflowId: string;
      readonly key: string;
      readonly status: string;
    };

/** How much of a run key must be typed: as much as `runs` prints. */
export const KEY_PREFIX_DIGITS = 8;
const KEY_PREFIX = /^[0-9a-f]{8}[0-9a-f-]*$/;
/** The server's open runs, as a query of its list. */
export const OPEN_RUNS = `WorkflowType IN ('${WORKFLOWS.generateProject}', '${WORKFLOWS.planProject}') AND ExecutionStatus = 'Running'`;
/** Closed runs looked through for a key prefix. */
const RECORDS_SEARCHED = 1_000;

/** A closed run by its workflow id or the first digits of its key, from the ledger alone. */
export async function findClosedRun(records: ClosedRuns, name: string): Promise<RunRecord | undefined> {
  const byId = await records.byWorkflowId(name);
  if (byId !== undefined || !KEY_PREFIX.test(name)) return byId;
  const exact = await records.get(name);
  if (exact !== undefined) return exact;
  const listed = await records.list({ limit: RECORDS_SEARCHED });
  return listed.find((record) => record.key.startsWith(name));
}

/**
 * The same, where no server is asked: nothing for an id under which another run has been started since, which only the server
 * can tell of. A key names one run, whatever came after it.
 */
export async function findSettledRun(records: ClosedRuns, name: string): Promise<RunRecord | undefined> {
  return (await records.isUnsettled(name)) ? undefined : findClosedRun(records, name);
}

/** A run by its workflow id or the first digits of its key: what the server knows comes first, then the ledger. */
export async function findRun(
  client: Client,
  records: ClosedRuns,
  name: string,
): Promise<FoundRun | undefined> {
  const described = (await describe(client, name)) ?? (await describeByKey(client, name));
  if (described === undefined || described.closed) {
    const record = await findClosedRun(records, described?.key ?? name);
    if (record !== undefined) {
      return { state: 'closed', workflowId: record.workflowId, key: record.key, record };
    }
  }
  if (described === undefined) return undefined;
  const { workflowId, key, status, startedAt, closed, planOnly } = described;
  return closed
    ? { state: 'unsettled', workflowId, key, status }
    : { state: 'open', workflowId, key, startedAt, planOnly };
}

interface Described {
  readonly workflowId: string;
  readonly key: string;
  readonly status: string;
  readonly closed: boolean;
  readonly startedAt: string;
  readonly planOnly: boolean;
}

async function describe(client: Client, workflowId: string): Promise<Described | undefined> {
  try {
    const found = await client.workflow.getHandle(workflowId).describe();
    const planOnly = found.type === WORKFLOWS.planProject;
    if (found.type !== WORKFLOWS.generateProject && !planOnly) return undefined;
    return {
      workflowId,
      key: runKeyOf(found),
      status: found.status.name,
      closed: found.closeTime !== undefined,
      startedAt: found.startTime.toISOString(),
      planOnly,
    };
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

/** The key of a run as `describe` knows it; the server's list does not tell it of a run that continued as new. */
export function runKeyOf(described: WorkflowExecutionDescription): string {
  const first = described.raw.workflowExecutionInfo?.firstRunId ?? '';
  return first === '' ? described.runId : first;
}

/** Closed runs are found by key in the ledger; the server is asked for the open ones. */
async function describeByKey(client: Client, prefix: string): Promise<Described | undefined> {
  if (!KEY_PREFIX.test(prefix)) return undefined;
  for await (const { workflowId } of client.workflow.list({ query: OPEN_RUNS })) {
    const found = await describe(client, workflowId);
    if (found?.key.startsWith(prefix) === true) return found;
  }
  return undefined;
}
