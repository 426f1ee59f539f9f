import type Database from 'libsql';
import { z, ZodError } from 'zod';
import { problemsOf } from '../protocol/parse-input.js';
import { LedgerError } from './ledger-error.js';

type Parameter = string | number | null;

/** Runs a query; each row must be of that shape. @throws LedgerError when one is not. */
export function readRows<Row>(
  database: Database.Database,
  schema: z.ZodType<Row>,
  sql: string,
  parameters: readonly Parameter[],
): readonly Row[] {
  try {
    return z.array(schema).parse(database.prepare(sql).all([...parameters]));
  } catch (error) {
    if (!(error instanceof ZodError)) throw error;
    throw new LedgerError(
      `The ledger's account of model calls cannot be read: ${problemsOf(error, []).join('; ')}. ` +
        'It was written by another version of Millwright: use that version, or start the run again.',
      { cause: error },
    );
  }
}

/** The only row of a query that gives at most one. @throws LedgerError when it is not of that shape. */
export function readRow<Row>(
  database: Database.Database,
  schema: z.ZodType<Row>,
  sql: string,
  parameters: readonly Parameter[],
): Row | undefined {
  return readRows(database, schema, sql, parameters)[0];
}

/** Runs a statement that gives nothing back. */
export function change(database: Database.Database, sql: string, parameters: readonly Parameter[]): void {
  database.prepare(sql).run([...parameters]);
}
