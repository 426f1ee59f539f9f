import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { applyChanges, encodeManifest, manifestSchema, type TreeChange } from '../../src/protocol/tree.js';

const ref = fc.nat(20).map((number) => ({ sha256: number.toString(16).padStart(64, '0'), bytes: number }));
const change: fc.Arbitrary<TreeChange> = fc.record({
  path: fc.constantFrom('a.ts', 'b.ts', 'c/d.ts', 'c.ts', 'z'),
  content: fc.option(ref),
});
const changes = fc.array(change, { maxLength: 12 });

describe('changes to a tree', () => {
  it('leave of each path what was said last, sorted by path', () => {
    fc.assert(
      fc.property(changes, (all) => {
        const last = new Map(all.map(({ path, content }) => [path, content]));
        const kept = [...last].filter(([, content]) => content !== null).map(([path]) => path);
        const files = applyChanges([], all);
        expect(files.map(({ path }) => path)).toEqual(kept.sort());
        for (const { path, content } of files) expect(content).toEqual(last.get(path));
      }),
      { seed: 81, numRuns: 300 },
    );
  });

  it('come to the same tree however they are cut into steps', () => {
    fc.assert(
      fc.property(changes, changes, (first, second) => {
        expect(applyChanges(applyChanges([], first), second)).toEqual(
          applyChanges([], [...first, ...second]),
        );
      }),
      { seed: 82, numRuns: 300 },
    );
  });
});

describe('a manifest', () => {
  it('is spelt the same for equal trees, in whatever order they come', () => {
    fc.assert(
      fc.property(changes, fc.nat(), (all, turn) => {
        const files = [...applyChanges([], all)];
        const turned = [...files.slice(turn % 3), ...files.slice(0, turn % 3)].map(({ path, content }) => ({
          content: { bytes: content.bytes, sha256: content.sha256 },
          path,
        }));
        expect(encodeManifest(turned)).toBe(encodeManifest(files));
        expect(manifestSchema.parse(JSON.parse(encodeManifest(files))).files).toEqual(files);
      }),
      { seed: 83, numRuns: 200 },
    );
  });

  it('is refused when a path leaves the project or a field is not known', () => {
    const content = { sha256: 'a'.repeat(64), bytes: 1 };
    const read = (value: unknown) => manifestSchema.safeParse(value).success;
    expect(read({ version: 1, files: [{ path: 'a.ts', content }] })).toBe(true);
    expect(read({ version: 1, files: [{ path: '../a.ts', content }] })).toBe(false);
    expect(read({ version: 1, files: [{ path: 'a.ts', content, mode: 0o755 }] })).toBe(false);
    expect(read({ version: 2, files: [] })).toBe(false);
  });
});
