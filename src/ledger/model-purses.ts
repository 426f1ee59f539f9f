import type Database from 'libsql';
import { z } from 'zod';
import { LedgerError } from './ledger-error.js';
import { nanosOfLimit } from './nano-dollars.js';
import { change, readRow } from './read-rows.js';

export interface Purse {
  /** Billionths of a dollar; null: no limit. */
  readonly limitNanos: number | null;
  /** The run whose replies this one may use. */
  readonly ancestor: string | null;
}

const purseRow = z.object({ limit_nanos: z.int().nullable(), ancestor: z.string().nullable() });

function limitOf(usd: number | null): number | null {
  return usd === null ? null : nanosOfLimit(usd);
}

export function findPurse(database: Database.Database, run: string): Purse | undefined {
  const row = readRow(database, purseRow, 'SELECT limit_nanos, ancestor FROM model_purses WHERE run = ?', [
    run,
  ]);
  return row && { limitNanos: row.limit_nanos, ancestor: row.ancestor };
}

/** @throws LedgerError when the run has no purse: without one, nothing says what it may spend. */
export function purseOf(database: Database.Database, run: string): Purse {
  const purse = findPurse(database, run);
  if (purse !== undefined) return purse;
  throw new LedgerError(
    `The ledger has no purse for run ${run}, so it may not spend anything. It is opened when the run starts: use the ` +
      'MILLWRIGHT_HOME that the run was started with, or start the run again.',
  );
}

/** A purse that is there keeps its limit, also one that a change of the limit opened first. */
export function openPurse(
  database: Database.Database,
  run: string,
  limitUsd: number | null,
  ancestor: string | null,
): void {
  change(
    database,
    `INSERT INTO model_purses (run, limit_nanos, ancestor) VALUES (?, ?, ?)
     ON CONFLICT (run) DO UPDATE SET ancestor = COALESCE(model_purses.ancestor, excluded.ancestor)`,
    [run, limitOf(limitUsd), ancestor],
  );
}

export function setLimit(database: Database.Database, run: string, limitUsd: number | null): void {
  change(
    database,
    `INSERT INTO model_purses (run, limit_nanos) VALUES (?, ?)
     ON CONFLICT (run) DO UPDATE SET limit_nanos = excluded.limit_nanos`,
    [run, limitOf(limitUsd)],
  );
}
