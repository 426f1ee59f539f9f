import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'libsql';

/** A place that one process at a time holds; the operating system frees it when that process ends, however it ends. */
export interface Hold {
  release(): void;
}

/**
 * Takes the hold on `file` when nobody has it, and returns at once either way. It is the exclusive lock of an empty
 * SQLite database: there is nothing stale to clean up after a SIGKILL, and no process id to mistake for another's.
 *
 * @throws Error when `file` cannot be opened.
 */
export function tryHold(file: string): Hold | undefined {
  mkdirSync(dirname(file), { recursive: true });
  const database = new Database(file, { timeout: 0 });
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (error instanceof Database.SqliteError && error.code === 'SQLITE_BUSY') return undefined;
    throw error;
  }
  return {
    release() {
      database.close();
    },
  };
}
