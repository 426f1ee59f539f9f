import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'libsql';
import { messageOf } from '../protocol/errors.js';
import { LedgerError } from './ledger-error.js';

/** How long, in milliseconds, one process waits for another's transaction; each takes a few milliseconds. */
const BUSY_TIMEOUT_MS = 10_000;

/**
 * The ledger's tables, a step a version, run in order; `PRAGMA user_version` counts the steps done. A step that was
 * released is never edited: a change is a new step.
 */
const MIGRATIONS: readonly string[] = [
  `CREATE TABLE run_records (
     key TEXT PRIMARY KEY,
     workflow_id TEXT NOT NULL,
     name TEXT,
     kind TEXT,
     brief TEXT NOT NULL,
     input TEXT NOT NULL,
     outcome TEXT NOT NULL,
     error TEXT,
     delivery TEXT,
     tree TEXT,
     report TEXT,
     cost_usd REAL NOT NULL,
     flags INTEGER NOT NULL,
     started_at TEXT NOT NULL,
     ended_at TEXT NOT NULL
   ) STRICT;
   CREATE INDEX run_records_by_workflow ON run_records (workflow_id, started_at);
   CREATE INDEX run_records_by_start ON run_records (started_at);`,
  // Amounts are billionths of a dollar (nano-dollars.ts). A call that was answered keeps its reply and what that cost; each try
  // to get it answered is a claim.
  `CREATE TABLE model_purses (
     run TEXT PRIMARY KEY,
     limit_nanos INTEGER,
     ancestor TEXT
   ) STRICT;
   CREATE TABLE model_calls (
     id INTEGER PRIMARY KEY,
     run TEXT NOT NULL,
     step TEXT NOT NULL,
     draft INTEGER NOT NULL,
     turn INTEGER NOT NULL,
     request_sha256 TEXT NOT NULL,
     request_bytes INTEGER NOT NULL,
     reply_sha256 TEXT,
     reply_bytes INTEGER,
     reply_nanos INTEGER,
     reused_call INTEGER,
     asked_again INTEGER NOT NULL DEFAULT 0,
     UNIQUE (run, step, draft, turn)
   ) STRICT;
   CREATE INDEX model_calls_by_request ON model_calls (run, request_sha256);
   CREATE TABLE model_claims (
     id TEXT PRIMARY KEY,
     call INTEGER NOT NULL,
     run TEXT NOT NULL,
     purpose TEXT NOT NULL,
     state TEXT NOT NULL CHECK (state IN ('open', 'settled', 'released', 'unknown')),
     price_nanos INTEGER NOT NULL,
     cost_nanos INTEGER,
     endpoint TEXT,
     model TEXT,
     input_tokens INTEGER,
     cached_input_tokens INTEGER,
     output_tokens INTEGER,
     reasoning_tokens INTEGER,
     seconds REAL,
     claimed_at TEXT NOT NULL,
     ended_at TEXT
   ) STRICT;
   CREATE INDEX model_claims_by_run ON model_claims (run, state);
   CREATE INDEX model_claims_by_call ON model_claims (call);`,
  // Milliseconds since 1970. Whoever made a claim before there were leases does not renew it: it has lapsed.
  `ALTER TABLE model_claims ADD COLUMN lease_ends_ms INTEGER NOT NULL DEFAULT 0;`,
];

/**
 * A table that earlier versions neither read nor miss is no step: one of them may work beside this one, and would refuse a ledger of a
 * newer version.
 */
const ADDITIONS: Readonly<Record<string, string>> = {
  run_starts: `CREATE TABLE IF NOT EXISTS run_starts (
     key TEXT PRIMARY KEY,
     workflow_id TEXT NOT NULL,
     started_at TEXT NOT NULL
   ) STRICT;
   CREATE INDEX IF NOT EXISTS run_starts_by_workflow ON run_starts (workflow_id, started_at);`,
};

/**
 * Runs `work` as one transaction: all of it is durable when this returns, or nothing of it happened. It is synchronous on
 * purpose: another connection of this process that waits for the lock blocks the thread, and work that waited for its turn
 * on that thread would never give the lock back.
 */
export function inTransaction<Result>(
  database: Database.Database,
  kind: 'read' | 'write',
  work: () => Result,
): Result {
  database.exec(kind === 'write' ? 'BEGIN IMMEDIATE' : 'BEGIN');
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    // SQLite has rolled back by itself after some errors (a full disk), and refuses to do so twice.
    if (database.inTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

function schemaVersion(database: Database.Database): number {
  const row: unknown = database.prepare('PRAGMA user_version').get();
  return typeof row === 'object' && row !== null && 'user_version' in row ? Number(row.user_version) : 0;
}

function hasAdditions(database: Database.Database): boolean {
  const tables = database.prepare(`SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?`);
  return Object.keys(ADDITIONS).every((name) => tables.all([name]).length > 0);
}

function migrate(database: Database.Database, file: string): void {
  if (schemaVersion(database) === MIGRATIONS.length && hasAdditions(database)) return;
  // The write lock first, then the look: of several processes that open a new ledger, one migrates.
  inTransaction(database, 'write', () => {
    const version = schemaVersion(database);
    if (version > MIGRATIONS.length)
      throw new LedgerError(
        `The ledger ${file} was written by a newer Millwright (version ${version} of its tables; this one knows ` +
          `${MIGRATIONS.length}). Update Millwright, or set MILLWRIGHT_HOME to another folder.`,
      );
    for (const step of [...MIGRATIONS.slice(version), ...Object.values(ADDITIONS)]) database.exec(step);
    database.exec(`PRAGMA user_version = ${MIGRATIONS.length}`);
  });
}

/**
 * Opens (or creates) the ledger's database: write-ahead log, so that readers never wait; every commit synced to disk.
 * @throws LedgerError when the file cannot be opened, is no database, or is from a newer version.
 */
export function openSqlite(file: string): Database.Database {
  let database: Database.Database | undefined;
  try {
    mkdirSync(dirname(file), { recursive: true });
    database = new Database(file, { timeout: BUSY_TIMEOUT_MS });
    database.exec('PRAGMA journal_mode = WAL');
    database.exec('PRAGMA synchronous = FULL');
    migrate(database, file);
    return database;
  } catch (error) {
    database?.close();
    if (error instanceof LedgerError) throw error;
    throw new LedgerError(
      `Could not open the ledger ${file}: ${messageOf(error)}. ` +
        'Check its permissions and the space on its disk, move a damaged file away, or set MILLWRIGHT_HOME to another folder.',
      { cause: error },
    );
  }
}
