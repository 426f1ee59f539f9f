import type { Client, WorkflowExecutionDescription } from '@temporalio/client';
import { WORKFLOWS } from '../../protocol/names.js';
import type { RunRecord } from '../../protocol/report.js';
import type { ClosedRuns } from '../parts.js';
import { isNotFound } from './server-errors.js';
import { mayNameKey, namesKey } from './typed-key.js';

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

/** The server's open runs, as a query of its list. */
export const OPEN_RUNS = `WorkflowType IN ('${WORKFLOWS.generateProject}', '${WORKFLOWS.planProject}') AND ExecutionStatus = 'Running'`;
/** Closed runs looked through for a part of a key. */
const RECORDS_SEARCHED = 1_000;

/** What was typed of a key is that of several runs: none of them is taken for the one that is meant. */
export class AmbiguousRun extends Error {
  override readonly name = 'AmbiguousRun';

  constructor(name: string, runs: readonly { readonly workflowId: string; readonly key: string }[]) {
    super(
      [
        `${JSON.stringify(name)} names ${runs.length} runs. Give more of the key of the one that you mean:`,
        ...runs.map(({ workflowId, key }) => `  ${key}  ${workflowId}`),
      ].join('\n'),
    );
  }
}

/** A closed run by its workflow id or a part of its key, from the ledger alone. @throws AmbiguousRun */
export async function findClosedRun(records: ClosedRuns, name: string): Promise<RunRecord | undefined> {
  return (await records.byWorkflowId(name)) ?? theOne(name, await closedByKey(records, name));
}

/**
 * The same, where no server is asked: nothing for an id under which another run has been started since, which only the server
 * can tell of. A key names one run, whatever came after it.
 */
export async function findSettledRun(records: ClosedRuns, name: string): Promise<RunRecord | undefined> {
  return (await records.isUnsettled(name)) ? undefined : findClosedRun(records, name);
}

/**
 * A run by its workflow id or a part of its key: what the server knows comes first, then the ledger.
 * @throws AmbiguousRun
 */
export async function findRun(
  client: Client,
  records: ClosedRuns,
  name: string,
): Promise<FoundRun | undefined> {
  const byId = await findRunById(client, records, name);
  if (byId !== undefined || !mayNameKey(name)) return byId;
  const open = await Promise.all(
    (await openByKey(client, name)).map((described) => foundOf(records, described)),
  );
  const closed = (await closedByKey(records, name)).map(closedRun);
  return theOne(name, [...open, ...closed.filter(({ key }) => open.every((run) => run.key !== key))]);
}

/** The newest run under a workflow id. */
export async function findRunById(
  client: Client,
  records: ClosedRuns,
  workflowId: string,
): Promise<FoundRun | undefined> {
  const described = await describe(client, workflowId);
  if (described !== undefined) return foundOf(records, described);
  const record = await records.byWorkflowId(workflowId);
  return record === undefined ? undefined : closedRun(record);
}

function theOne<T extends { readonly workflowId: string; readonly key: string }>(
  name: string,
  runs: readonly T[],
): T | undefined {
  if (runs.length > 1) throw new AmbiguousRun(name, runs);
  return runs[0];
}

function closedRun(record: RunRecord): Extract<FoundRun, { state: 'closed' }> {
  return { state: 'closed', workflowId: record.workflowId, key: record.key, record };
}

/** What the server knows of a run, with the record that it has left in the ledger. */
async function foundOf(records: ClosedRuns, described: Described): Promise<FoundRun> {
  const { workflowId, key, status, startedAt, closed, planOnly } = described;
  if (!closed) return { state: 'open', workflowId, key, startedAt, planOnly };
  const record = await records.get(key);
  return record === undefined ? { state: 'unsettled', workflowId, key, status } : closedRun(record);
}

async function closedByKey(records: ClosedRuns, name: string): Promise<readonly RunRecord[]> {
  if (!mayNameKey(name)) return [];
  const exact = await records.get(name);
  if (exact !== undefined) return [exact];
  const listed = await records.list({ limit: RECORDS_SEARCHED });
  return listed.filter((record) => namesKey(name, record.key));
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
async function openByKey(client: Client, name: string): Promise<readonly Described[]> {
  const found: Described[] = [];
  for await (const { workflowId } of client.workflow.list({ query: OPEN_RUNS })) {
    const described = await describe(client, workflowId);
    if (described !== undefined && namesKey(name, described.key)) found.push(described);
  }
  return found;
}
