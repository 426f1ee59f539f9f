import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { RunRecords } from '../../src/ledger/run-records.js';
import { recordOf } from './record-of.js';

/** A driver under test, its ledger empty. */
export interface RecordsUnderTest {
  readonly records: RunRecords;
  /** Another opening of the same ledger, as another process would make it. */
  readonly reopen: () => RunRecords;
  /** Sets the clock of `records`. */
  readonly at: (time: string) => void;
  readonly close: () => Promise<void>;
}

/** What every driver of `RunRecords` must do. */
export function describeRunRecords(name: string, create: () => Promise<RecordsUnderTest>): void {
  describe(`${name} keeps the promises of run records`, () => {
    let tested: RecordsUnderTest;
    beforeEach(async () => {
      tested = await create();
    });
    afterEach(async () => {
      await tested.close();
    });

    it('gives a record back as it was settled, also to another opening', async () => {
      await tested.records.settle(recordOf({}));
      expect(await tested.records.get('run-1')).toEqual(recordOf({}));
      const other = tested.reopen();
      expect(await other.get('run-1')).toEqual(recordOf({}));
      await other.close();
    });

    it('gives back a run that failed before it had anything', async () => {
      const failed = recordOf({
        name: null,
        kind: null,
        input: 'not even an object',
        outcome: 'failed',
        error: { type: 'InvalidBrief', message: 'input: is not an object' },
        delivery: null,
        tree: null,
        report: null,
        brief: '',
        costUsd: 0,
        flags: 0,
      });
      await tested.records.settle(failed);
      expect(await tested.records.get('run-1')).toEqual(failed);
    });

    it('replaces the record of a run that is settled again', async () => {
      await tested.records.settle(recordOf({}));
      await tested.records.settle(recordOf({ outcome: 'stopped', delivery: null }));
      expect(await tested.records.list({ limit: 10 })).toEqual([
        recordOf({ outcome: 'stopped', delivery: null }),
      ]);
    });

    it('knows nothing of a run that was never settled', async () => {
      expect(await tested.records.get('run-1')).toBeUndefined();
      expect(await tested.records.byWorkflowId('library')).toBeUndefined();
      expect(await tested.records.list({ limit: 10 })).toEqual([]);
    });

    it('lists the newest first, as many as asked for, whatever zone their times were written in', async () => {
      await tested.records.settle(recordOf({ key: 'b', startedAt: '2026-03-02T10:00:00.000Z' }));
      await tested.records.settle(recordOf({ key: 'c', startedAt: '2026-03-03T00:30:00.000+02:00' }));
      await tested.records.settle(recordOf({ key: 'a', startedAt: '2026-03-01T10:00:00.000Z' }));
      const keys = async (limit: number): Promise<readonly string[]> =>
        (await tested.records.list({ limit })).map((record) => record.key);
      expect(await keys(10)).toEqual(['c', 'b', 'a']);
      expect(await keys(2)).toEqual(['c', 'b']);
    });

    it('finds the newest run under a workflow id', async () => {
      await tested.records.settle(recordOf({ key: 'new', startedAt: '2026-03-02T10:00:00.000Z' }));
      await tested.records.settle(recordOf({ key: 'old', startedAt: '2026-03-01T10:00:00.000Z' }));
      await tested.records.settle(recordOf({ key: 'other', workflowId: 'shop' }));
      expect((await tested.records.byWorkflowId('library'))?.key).toBe('new');
    });

    it('knows that a run was started under a workflow id, until it is settled', async () => {
      await tested.records.settle(recordOf({ key: 'old' }));
      expect(await tested.records.isUnsettled('library')).toBe(false);
      for (const again of ['once', 'twice']) {
        await tested.records.noteStart({ id: 'new', workflowId: 'library' });
        expect([again, await tested.records.isUnsettled('library')]).toEqual([again, true]);
      }
      expect(await tested.records.isUnsettled('shop')).toBe(false);
      await tested.records.settle(recordOf({ key: 'new' }));
      expect(await tested.records.isUnsettled('library')).toBe(false);
      // A step that was cut and comes late opens nothing again.
      await tested.records.noteStart({ id: 'new', workflowId: 'library' });
      expect(await tested.records.isUnsettled('library')).toBe(false);
    });

    it('counts no start from before the newest record: that run has closed, and may never leave one', async () => {
      const start = (id: string): Promise<void> => tested.records.noteStart({ id, workflowId: 'library' });
      tested.at('2026-03-01T09:00:00.000Z');
      await start('terminated');
      expect(await tested.records.isUnsettled('library')).toBe(true);
      await tested.records.settle(recordOf({ key: 'next', startedAt: '2026-03-01T12:00:00.000+02:00' }));
      expect(await tested.records.isUnsettled('library')).toBe(false);
      tested.at('2026-03-01T11:00:00.000Z');
      await start('terminated');
      expect(await tested.records.isUnsettled('library')).toBe(false);
      await start('last');
      expect(await tested.records.isUnsettled('library')).toBe(true);
    });
  });
}
