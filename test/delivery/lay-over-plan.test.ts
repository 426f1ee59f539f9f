import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { planLayOver, type LayOverPlan, type OnDisk } from '../../src/client/delivery/lay-over-plan.js';
import type { WrittenManifest } from '../../src/client/delivery/written-manifest.js';

const SEED = { seed: 20_260_101, numRuns: 5000 };

const path = fc.constantFrom('a', 'b', 'c', 'd');
/** Few contents, so that those of disk, notes and delivery often meet. */
const content = fc.constantFrom('one', 'two', 'three');
const files = fc.array(fc.tuple(path, content), { maxLength: 4 }).map((entries) => new Map(entries));
const manifest: fc.Arbitrary<WrittenManifest | undefined> = fc.option(
  fc.record({
    run: fc.constant('run'),
    files,
    unfinished: fc.option(
      fc.record({
        files: fc.array(fc.tuple(path, fc.option(content)), { maxLength: 4 }).map((list) => new Map(list)),
        repository: fc.boolean(),
      }),
      { nil: undefined },
    ),
  }),
  { nil: undefined },
);
const onDisk: fc.Arbitrary<OnDisk> = fc.oneof(
  fc.constant<OnDisk>({ state: 'absent' }),
  content.map((sha256): OnDisk => ({ state: 'file', sha256 })),
  path.map((at): OnDisk => ({ state: 'blocked', at, by: 'a link' })),
);
const disks = fc.record({ a: onDisk, b: onDisk, c: onDisk, d: onDisk });

function lookIn(disk: Readonly<Record<string, OnDisk>>): (path: string) => OnDisk {
  return (at) => disk[at] ?? { state: 'absent' };
}

/** The disk once the plan is carried out. */
function carryOut(
  disk: Readonly<Record<string, OnDisk>>,
  plan: LayOverPlan,
  wanted: ReadonlyMap<string, string>,
): Readonly<Record<string, OnDisk>> {
  return {
    ...disk,
    ...Object.fromEntries(plan.remove.map((at) => [at, { state: 'absent' } as const])),
    ...Object.fromEntries(
      plan.write.map((write) => [
        write.path,
        { state: 'file', sha256: wanted.get(write.path) ?? '' } as const,
      ]),
    ),
  };
}

describe('the plan to lay a delivery over a folder', () => {
  it('never touches, without force, what Millwright did not write', () => {
    fc.assert(
      fc.property(files, manifest, disks, (wanted, notes, disk) => {
        const plan = planLayOver(wanted, notes, lookIn(disk), false);
        for (const at of [...plan.write.map((write) => write.path), ...plan.remove]) {
          const now = lookIn(disk)(at);
          expect(now.state).not.toBe('blocked');
          if (now.state === 'file')
            expect([notes?.files.get(at), notes?.unfinished?.files.get(at)]).toContain(now.sha256);
        }
      }),
      SEED,
    );
  });

  it('with force writes all of the delivery, and moves away what a person made before', () => {
    fc.assert(
      fc.property(files, manifest, disks, (wanted, notes, disk) => {
        const plan = planLayOver(wanted, notes, lookIn(disk), true);
        const after = lookIn(carryOut(disk, plan, wanted));
        for (const [at, sha256] of wanted) expect(after(at)).toEqual({ state: 'file', sha256 });
        for (const write of plan.write) {
          const now = lookIn(disk)(write.path);
          const ours =
            now.state === 'file' &&
            [notes?.files.get(write.path), notes?.unfinished?.files.get(write.path)].includes(now.sha256);
          if (now.state !== 'absent' && !ours) expect(write.moveAway).not.toBeNull();
        }
      }),
      SEED,
    );
  });

  it('has nothing left to do once it was carried out, and the notes then know each file of the delivery', () => {
    fc.assert(
      fc.property(files, manifest, disks, fc.boolean(), (wanted, notes, disk, force) => {
        const plan = planLayOver(wanted, notes, lookIn(disk), force);
        const after = lookIn(carryOut(disk, plan, wanted));
        const again = planLayOver(
          wanted,
          { run: 'run', files: plan.files, unfinished: undefined },
          after,
          false,
        );
        expect(again).toMatchObject({ write: [], remove: [], files: plan.files });
        for (const [at, sha256] of wanted) {
          const now = after(at);
          if (now.state === 'file' && now.sha256 === sha256) expect(plan.files.get(at)).toBe(sha256);
        }
      }),
      SEED,
    );
  });

  it('takes nothing that Millwright wrote, and that goes, for something in the way', () => {
    const notes = (paths: readonly string[]): WrittenManifest => ({
      run: 'run',
      files: new Map(paths.map((path) => [path, 'one'])),
      unfinished: undefined,
    });
    const file: OnDisk = { state: 'file', sha256: 'one' };
    const fileInTheWay: OnDisk = { state: 'blocked', at: 'x', by: 'a file' };
    const toFolder = planLayOver(
      new Map([['x/y', 'two']]),
      notes(['x']),
      lookIn({ x: file, 'x/y': fileInTheWay }),
      false,
    );
    expect(toFolder).toMatchObject({ remove: ['x'], write: [{ path: 'x/y', moveAway: null }], kept: [] });

    const folderWith = (...holds: string[]): OnDisk => ({ state: 'blocked', at: 'x', by: 'a folder', holds });
    const toFile = (inTheWay: OnDisk, force: boolean): LayOverPlan =>
      planLayOver(
        new Map([['x', 'two']]),
        notes(['x/y', 'x/z']),
        lookIn({ x: inTheWay, 'x/y': file, 'x/z': { state: 'file', sha256: 'mine' } }),
        force,
      );
    expect(toFile(folderWith('x/y'), false)).toMatchObject({
      remove: ['x/y'],
      write: [{ path: 'x', moveAway: null }],
    });
    expect(toFile(folderWith('x/y', 'x/z'), false)).toMatchObject({
      write: [],
      kept: [{ path: 'x' }, { path: 'x/z' }],
    });
    // What is moved away with its folder is not kept where it was.
    expect(toFile(folderWith('x/y', 'x/z'), true)).toMatchObject({
      write: [{ path: 'x', moveAway: 'x' }],
      kept: [],
    });
  });
});
