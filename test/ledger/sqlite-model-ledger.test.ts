import { mkdir, mkdtemp, open, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { execa } from 'execa';
import Database from 'libsql';
import { LedgerError } from '../../src/ledger/ledger-error.js';
import { openModelLedger, type ConnectedModelLedger } from '../../src/ledger/sqlite-model-ledger.js';
import { openRunRecords } from '../../src/ledger/sqlite-run-records.js';
import { refOf } from '../doubles/artifacts.js';
import { keyOf, settlementOf } from './call-of.js';
import { describeModelLedger } from './model-ledger-suite.js';
import { recordOf } from './record-of.js';

const TYPESCRIPT = new URL('../child-process/typescript.mjs', import.meta.url).href;

describeModelLedger('the SQLite ledger', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'mw-purse-'));
  const file = join(folder, 'deep', 'ledger.sqlite');
  const opened: ConnectedModelLedger[] = [];
  let now = 1_000_000;
  const reopen = (): ConnectedModelLedger => {
    const ledger = openModelLedger(file, () => now);
    opened.push(ledger);
    return ledger;
  };
  return Promise.resolve({
    ledger: reopen(),
    reopen,
    pass: (milliseconds) => {
      now += milliseconds;
    },
    close: async () => {
      for (const ledger of opened) await ledger.disconnect();
      await rm(folder, { recursive: true, force: true });
    },
  });
});

describe('the SQLite ledger of model calls', () => {
  let folder: string;
  let file: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mw-purse-'));
    file = join(folder, 'ledger.sqlite');
  });
  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  /** Changes the file behind the ledger's back. */
  function meddle(sql: string): void {
    const other = new Database(file);
    other.exec(sql);
    other.close();
  }

  it('holds the limit over several processes that open a new ledger at the same moment', async () => {
    const asker = fileURLToPath(new URL('claim-many.ts', import.meta.url));
    const processes = 4;
    const outcomes = await Promise.all(
      Array.from({ length: processes }, (_, index) =>
        execa(process.execPath, ['--import', TYPESCRIPT, asker, file, `p${index}`, '20', '0.03']),
      ),
    );
    const claimed = outcomes.reduce((sum, { stdout }) => sum + Number(stdout), 0);
    const ledger = openModelLedger(file);
    const costs = await ledger.costs('run-1');
    // 0.06 is claimed for what costs 0.03: the 33rd call has no room, whoever asks for it.
    expect(claimed).toBe(32);
    expect(costs).toMatchObject({ limitUsd: 1, settledUsd: 0.96, claimedUsd: 0, unknownCalls: 0 });
    await ledger.disconnect();
  });

  it('shares its file with the run records, and finds them after an update', async () => {
    const records = openRunRecords(file);
    await records.settle(recordOf({}));
    await records.close();
    // As the version before the purse left it.
    meddle(
      'DROP TABLE model_purses; DROP TABLE model_calls; DROP TABLE model_claims; PRAGMA user_version = 1',
    );
    const ledger = openModelLedger(file);
    await ledger.open('run-1', 1, null);
    const again = openRunRecords(file);
    expect(await again.get('run-1')).toEqual(recordOf({}));
    expect((await ledger.costs('run-1')).limitUsd).toBe(1);
    await again.close();
    await ledger.disconnect();
  });

  it('takes a claim from before there were leases for that of a dead process', async () => {
    const ledger = openModelLedger(file);
    await ledger.open('run-1', 1, null);
    const claim = async (draft: number): Promise<unknown> => {
      const key = keyOf({ draft });
      const request = await ledger.freeze(key, refOf(String(draft)));
      return ledger.claim(key, { request, costUsd: 0.75, purpose: 'first' });
    };
    await claim(1);
    meddle('ALTER TABLE model_claims DROP COLUMN lease_ends_ms; PRAGMA user_version = 2');
    await openModelLedger(file).disconnect();
    expect(await claim(2)).toEqual({ outcome: 'over-limit', limitUsd: 1, spentUsd: 0.75 });
    await ledger.disconnect();
  });

  it('refuses a ledger that a newer version wrote, and leaves it as it is', async () => {
    await openModelLedger(file).disconnect();
    meddle('PRAGMA user_version = 99');
    expect(() => openModelLedger(file)).toThrow(/newer Millwright.*Update Millwright/);
    const after = new Database(file);
    expect(after.prepare('PRAGMA user_version').get()).toMatchObject({ user_version: 99 });
    after.close();
  });

  it('says what to do when the file is no database, or a folder', async () => {
    await writeFile(file, 'x'.repeat(5000));
    expect(() => openModelLedger(file)).toThrow(/Could not open the ledger .*move a damaged file away/);
    await mkdir(join(folder, 'folder'));
    expect(() => openModelLedger(join(folder, 'folder'))).toThrow(/Could not open the ledger/);
  });

  it.each([
    ['a purpose', `UPDATE model_claims SET purpose = 'fun'`, /purpose/],
    ['a reply', `UPDATE model_calls SET reply_sha256 = 'lost'`, /reply_sha256/],
  ])('says so when %s in it cannot be read, and spends nothing', async (_what, sql, said) => {
    const ledger = openModelLedger(file);
    await ledger.open('run-1', null, null);
    const request = await ledger.freeze(keyOf(), refOf('prompt'));
    const price = { request, costUsd: 1, purpose: 'first' } as const;
    const first = await ledger.claim(keyOf(), price);
    if (first.outcome === 'claimed') await ledger.settle(first.claim, settlementOf(0.5));
    meddle(sql);
    const read = async (): Promise<unknown> => [
      await ledger.claim(keyOf(), price),
      await ledger.costs('run-1'),
    ];
    await expect(read()).rejects.toThrow(LedgerError);
    await expect(read()).rejects.toThrow(said);
    await ledger.disconnect();
  });

  it('says so when a part of the file is damaged, and spends nothing', async () => {
    const ledger = openModelLedger(file);
    await ledger.open('run-1', null, null);
    for (let draft = 1; draft <= 100; draft++) await ledger.freeze(keyOf({ draft }), refOf(String(draft)));
    await ledger.disconnect();
    // Else what is damaged would be read from the log, whole.
    meddle('PRAGMA wal_checkpoint(TRUNCATE)');
    const { size } = await stat(file);
    const page = 4096;
    const handle = await open(file, 'r+');
    // All but the first page, which names the tables.
    await handle.write(Buffer.alloc(size - page, 0xa5), 0, size - page, page);
    await handle.close();
    const damaged = openModelLedger(file);
    const request = refOf('1');
    await expect(
      damaged.claim(keyOf({ draft: 1 }), { request, costUsd: 1, purpose: 'first' }),
    ).rejects.toThrow(/ledger\.sqlite could not be used: .*move a damaged file away/);
    await damaged.disconnect();
  });

  it('says which file it could not use when it breaks while it is open', async () => {
    const ledger = openModelLedger(file);
    await ledger.open('run-1', null, null);
    meddle('DROP TABLE model_claims');
    const broken = ledger.costs('run-1');
    await expect(broken).rejects.toThrow(LedgerError);
    await expect(broken).rejects.toThrow(/ledger\.sqlite could not be used: .*model_claims/);
    await ledger.open('run-2', 1, null);
    await ledger.disconnect();
  });
});
