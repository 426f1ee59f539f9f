import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { execa } from 'execa';
import Database from 'libsql';
import { openRunRecords } from '../../src/ledger/sqlite-run-records.js';
import { recordOf } from './record-of.js';
import { describeRunRecords } from './records-suite.js';

const TYPESCRIPT = new URL('../child-process/typescript.mjs', import.meta.url).href;

describeRunRecords('the SQLite ledger', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'mw-ledger-'));
  const file = join(folder, 'deep', 'ledger.sqlite');
  let now = Date.parse('2026-03-01T12:00:00.000Z');
  const records = openRunRecords(file, () => now);
  return {
    records,
    reopen: () => openRunRecords(file),
    at: (time) => {
      now = Date.parse(time);
    },
    close: async () => {
      await records.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
});

describe('the SQLite ledger', () => {
  let folder: string;
  let file: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mw-ledger-'));
    file = join(folder, 'ledger.sqlite');
  });
  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it('takes records from several processes that open a new ledger at the same moment', async () => {
    const writer = fileURLToPath(new URL('settle-many.ts', import.meta.url));
    const processes = 4;
    const each = 25;
    await Promise.all(
      Array.from({ length: processes }, (_, index) =>
        execa(process.execPath, ['--import', TYPESCRIPT, writer, file, `p${index}`, String(each)]),
      ),
    );
    const records = openRunRecords(file);
    expect((await records.list({ limit: 1000 })).length).toBe(processes * each);
    await records.close();
  });

  it('refuses a ledger that a newer version wrote, and leaves it as it is', async () => {
    await openRunRecords(file).close();
    const newer = new Database(file);
    newer.exec('PRAGMA user_version = 99');
    newer.close();
    expect(() => openRunRecords(file)).toThrow(/newer Millwright.*Update Millwright/);
    const after = new Database(file);
    expect(after.prepare('PRAGMA user_version').get()).toMatchObject({ user_version: 99 });
    after.close();
  });

  it('stays open to the version that knew no starts of runs, and takes its ledger', async () => {
    await openRunRecords(file).close();
    const before = new Database(file);
    expect(before.prepare('PRAGMA user_version').get()).toMatchObject({ user_version: 3 });
    before.exec('DROP TABLE run_starts');
    before.close();
    const records = openRunRecords(file);
    await records.noteStart({ id: 'run-1', workflowId: 'library' });
    expect(await records.isUnsettled('library')).toBe(true);
    await records.close();
  });

  it('says what to do when the file is no database, or a folder', async () => {
    await writeFile(file, 'x'.repeat(5000));
    expect(() => openRunRecords(file)).toThrow(/Could not open the ledger .*move a damaged file away/);
    await mkdir(join(folder, 'folder'));
    expect(() => openRunRecords(join(folder, 'folder'))).toThrow(/Could not open the ledger/);
  });

  it('says which record it cannot read', async () => {
    const records = openRunRecords(file);
    await records.settle(recordOf({}));
    const other = new Database(file);
    other.exec(`UPDATE run_records SET outcome = 'wonderful'`);
    other.close();
    await expect(records.get('run-1')).rejects.toThrow(/run-1 .*outcome/);
    await records.close();
  });
});
