import { Kysely, SqliteDialect } from 'kysely';
import { ZodError } from 'zod';
import type { RunRecord } from '../protocol/report.js';
import { problemsOf } from '../protocol/parse-input.js';
import { LedgerError } from './ledger-error.js';
import { fromRow, toRow, type RunRecordRow } from './run-record-row.js';
import type { RunRecords } from './run-records.js';
import { openSqlite } from './sqlite-database.js';

interface LedgerTables {
  readonly run_records: RunRecordRow;
  /** `started_at`: ISO 8601 in UTC, as in the records. */
  readonly run_starts: { readonly key: string; readonly workflow_id: string; readonly started_at: string };
}

function readRow(row: RunRecordRow): RunRecord {
  try {
    return fromRow(row);
  } catch (error) {
    if (!(error instanceof ZodError)) throw error;
    throw new LedgerError(
      `The record of run ${row.key} in the ledger cannot be read: ${problemsOf(error, []).join('; ')}. ` +
        'It was written by another version of Millwright: use that version to see it.',
      { cause: error },
    );
  }
}

/**
 * Run records in one SQLite file, used by any number of processes at once. Newest means started last.
 * @param clock milliseconds since 1970, for the start of a run that is noted.
 * @throws LedgerError when the file cannot be opened.
 */
export function openRunRecords(file: string, clock: () => number = Date.now): RunRecords {
  const database = openSqlite(file);
  const ledger = new Kysely<LedgerTables>({ dialect: new SqliteDialect({ database }) });
  const newestFirst = ledger
    .selectFrom('run_records')
    .selectAll()
    .orderBy('started_at', 'desc')
    .orderBy('ended_at', 'desc')
    .orderBy('key');

  return {
    async noteStart({ id, workflowId }) {
      await ledger
        .insertInto('run_starts')
        .values({ key: id, workflow_id: workflowId, started_at: new Date(clock()).toISOString() })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    },
    async isUnsettled(workflowId) {
      const newest = await ledger
        .selectFrom('run_records')
        .select('started_at')
        .where('workflow_id', '=', workflowId)
        .orderBy('started_at', 'desc')
        .limit(1)
        .executeTakeFirst();
      const started = await ledger
        .selectFrom('run_starts')
        .leftJoin('run_records', 'run_records.key', 'run_starts.key')
        .select('run_starts.key')
        .where('run_starts.workflow_id', '=', workflowId)
        .where('run_records.key', 'is', null)
        // One run at a time has an id: what was started before the newest record began is closed, and may never leave one.
        .where('run_starts.started_at', '>', newest?.started_at ?? '')
        .limit(1)
        .executeTakeFirst();
      return started !== undefined;
    },
    async settle(record) {
      const row = toRow(record);
      await ledger
        .insertInto('run_records')
        .values(row)
        .onConflict((conflict) => conflict.column('key').doUpdateSet(row))
        .execute();
    },
    async get(key) {
      const row = await newestFirst.where('key', '=', key).executeTakeFirst();
      return row === undefined ? undefined : readRow(row);
    },
    async byWorkflowId(workflowId) {
      const row = await newestFirst.where('workflow_id', '=', workflowId).limit(1).executeTakeFirst();
      return row === undefined ? undefined : readRow(row);
    },
    async list({ limit }) {
      return (await newestFirst.limit(limit).execute()).map(readRow);
    },
    close() {
      // Kysely's own `destroy` leaves a database open that was never asked anything.
      database.close();
      return Promise.resolve();
    },
  };
}
