import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ArtifactStore } from '../../src/protocol/artifact-store.js';

/** A driver under test: a store that is empty, and a way to get rid of it. */
export interface StoreUnderTest {
  readonly store: ArtifactStore;
  /** Another opening of the same store, as another process would make it. */
  readonly reopen: () => ArtifactStore;
  readonly close: () => Promise<void>;
}

/** What every driver of `ArtifactStore` must do. */
export function describeArtifactStore(name: string, create: () => Promise<StoreUnderTest>): void {
  describe(`${name} keeps the promises of an artifact store`, () => {
    let tested: StoreUnderTest;
    beforeEach(async () => {
      tested = await create();
    });
    afterEach(async () => {
      await tested.close();
    });

    const absent = { sha256: createHash('sha256').update('never stored').digest('hex'), bytes: 12 };

    it('gives back the bytes that were put, whatever they are', async () => {
      for (const bytes of [Buffer.from([0, 255, 13, 10, 0]), Buffer.alloc(0), Buffer.alloc(300_000, 'x')]) {
        const ref = await tested.store.put(bytes);
        expect(Buffer.from(await tested.store.get(ref)).equals(bytes)).toBe(true);
      }
    });

    it('names bytes by their SHA-256 and size, text as UTF-8', async () => {
      const ref = await tested.store.put('Grüße');
      expect(ref).toEqual({
        sha256: createHash('sha256').update('Grüße', 'utf8').digest('hex'),
        bytes: Buffer.byteLength('Grüße'),
      });
    });

    it('gives an equal reference for equal bytes, also when many put them at once', async () => {
      const refs = await Promise.all(Array.from({ length: 20 }, () => tested.store.put('the same')));
      expect(new Set(refs.map((ref) => JSON.stringify(ref))).size).toBe(1);
    });

    it('shows what was put to another opening of the store', async () => {
      const ref = await tested.store.put('kept');
      const other = tested.reopen();
      expect(await other.has(ref)).toBe(true);
      expect(Buffer.from(await other.get(ref)).toString()).toBe('kept');
    });

    it('has only what was put', async () => {
      const ref = await tested.store.put('here');
      expect(await tested.store.has(ref)).toBe(true);
      expect(await tested.store.has(absent)).toBe(false);
      expect(await tested.store.has({ ...ref, bytes: ref.bytes + 1 })).toBe(false);
    });

    it('answers ArtifactMissing, with what to do, for what was never put', async () => {
      await expect(tested.store.get(absent)).rejects.toMatchObject({
        name: 'MillwrightError',
        type: 'ArtifactMissing',
        message: expect.stringContaining('MILLWRIGHT_HOME'),
      });
    });

    it('answers ArtifactCorrupt when the size is not that of the reference', async () => {
      const ref = await tested.store.put('four');
      await expect(tested.store.get({ ...ref, bytes: 5 })).rejects.toMatchObject({ type: 'ArtifactCorrupt' });
    });
  });
}
