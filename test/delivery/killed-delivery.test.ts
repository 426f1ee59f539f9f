import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { execa } from 'execa';
import { writeDelivery } from '../../src/client/delivery/write-delivery.js';
import { createGitBundler } from '../../src/delivery/git-bundle.js';
import { snapshotOf } from './folder-snapshot.js';
import { reportOf } from './report-of.js';

const TYPESCRIPT = new URL('../child-process/typescript.mjs', import.meta.url).href;
const WRITER = fileURLToPath(new URL('write-once.ts', import.meta.url));
/** More changes to the file system than any of these deliveries makes. */
const MOST_CHANGES = 200;
/** Every change would do as well (set it to 1), and takes minutes: each kill costs a process of its own. */
const KILL_EVERY = 3;

const first = { 'README.md': '# Library\n', 'src/app.ts': 'app\n', 'src/old.ts': 'old\n' };
const second = { 'README.md': '# Library 2\n', 'src/app.ts': 'app 2\n', 'src/new.ts': 'new\n' };
const third = { 'README.md': '# Library 3\n', 'src/app.ts': 'app 3\n', 'src/other.ts': 'other\n' };

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mw-kill-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

interface Writing {
  readonly files: Readonly<Record<string, string>>;
  readonly force: boolean;
  /** Run inside the target: it is filled in place. */
  readonly inside: boolean;
}

const fresh: Writing = { files: first, force: false, inside: false };
const update: Writing = { files: second, force: false, inside: false };

interface Prepared extends Writing {
  readonly bundle: Uint8Array;
}

function contentsOf(files: Readonly<Record<string, string>>): ReadonlyMap<string, Uint8Array> {
  return new Map(Object.entries(files).map(([path, text]) => [path, Buffer.from(text)]));
}

async function withBundle(writing: Writing): Promise<Prepared> {
  const bundle = await createGitBundler().bundle(contentsOf(writing.files), 'Add the library');
  if (bundle === null) throw new Error('These tests need git.');
  return { ...writing, bundle };
}

async function write(target: string, { files, force, inside, bundle }: Prepared): Promise<void> {
  const report = reportOf({});
  const before = process.cwd();
  process.chdir(inside ? target : folder);
  try {
    await writeDelivery({
      target,
      files: contentsOf(files),
      report,
      reportJson: JSON.stringify(report),
      bundle,
      runName: 'library',
      force,
    });
  } finally {
    process.chdir(before);
  }
}

/** Writes in a process that is killed at change `killAt`; resolves to whether it came to its end before that. */
async function writeKilled(target: string, writing: Prepared, killAt: number): Promise<boolean> {
  const request = join(folder, 'request.json');
  const bundle = Buffer.from(writing.bundle).toString('base64');
  await writeFile(request, JSON.stringify({ target, files: writing.files, force: writing.force, bundle }));
  const result = await execa(process.execPath, ['--import', TYPESCRIPT, WRITER, request], {
    reject: false,
    cwd: writing.inside ? target : folder,
    env: { KILL_AT: String(killAt) },
  });
  if (result.failed && result.signal !== 'SIGKILL') throw new Error(result.stderr);
  return !result.failed;
}

async function gitState(target: string): Promise<string> {
  const ask = async (...args: string[]): Promise<string> =>
    (await execa('git', ['-C', target, ...args], { reject: false })).stdout;
  return [await ask('status', '--porcelain'), await ask('log', '--format=%H %D', '--all')].join('\n');
}

/**
 * Kills the writing at its changes in turn, writes `finishWith`, and compares with that writing alone.
 * `afterKill` sees the target between. Resolves to how many changes a writing makes.
 */
async function killEverywhere(
  prepare: (target: string) => Promise<void>,
  how: Writing,
  finishWith: Writing,
  afterKill: (target: string) => Promise<void>,
): Promise<number> {
  const writing = await withBundle(how);
  const finishing = await withBundle(finishWith);
  const work = join(folder, 'work');
  const target = join(work, 'library');
  const start = async (): Promise<void> => {
    await rm(work, { recursive: true, force: true });
    await mkdir(work);
    await prepare(target);
  };
  await start();
  await write(target, finishing);
  const undisturbed = [await snapshotOf(work), await gitState(target)];

  for (let killAt = 1; killAt < MOST_CHANGES; killAt += KILL_EVERY) {
    await start();
    const ended = await writeKilled(target, writing, killAt);
    if (ended) return killAt - 1;
    await afterKill(target);
    await write(target, finishing);
    expect({ killAt, state: [await snapshotOf(work), await gitState(target)] }).toEqual({
      killAt,
      state: undisturbed,
    });
    expect({ killAt, beside: await readdir(work) }).toEqual({ killAt, beside: ['library'] });
  }
  throw new Error(`more than ${MOST_CHANGES} changes`);
}

describe('a delivery whose process is killed at any moment', () => {
  it('to a new folder: leaves nothing there or all of it, and comes to the same when repeated', async () => {
    const changes = await killEverywhere(
      () => Promise.resolve(),
      fresh,
      fresh,
      async (target) => {
        const found = await snapshotOf(target).catch(() => null);
        if (found !== null) expect(Object.keys(found)).toHaveLength(7);
      },
    );
    expect(changes).toBeGreaterThan(15);
  });

  it('to the empty folder that the shell is in: comes to the same when repeated', async () => {
    const changes = await killEverywhere(
      async (target) => {
        await mkdir(target);
      },
      { ...fresh, inside: true },
      { ...fresh, inside: true },
      () => Promise.resolve(),
    );
    expect(changes).toBeGreaterThan(15);
  });

  it("to a folder delivered before, with a person's changes: loses none of them at any moment", async () => {
    const delivered = join(folder, 'delivered');
    await write(delivered, await withBundle(fresh));
    await rm(join(delivered, '.git'), { recursive: true });
    await writeFile(join(delivered, 'src/app.ts'), 'mine\n');
    await writeFile(join(delivered, 'notes.txt'), 'notes\n');
    const prepare = (target: string): Promise<void> => cp(delivered, target, { recursive: true });

    const kept = await killEverywhere(prepare, update, update, async (target) => {
      expect(await snapshotOf(target)).toMatchObject({ 'src/app.ts': 'mine\n', 'notes.txt': 'notes\n' });
    });
    expect(kept).toBeGreaterThan(10);

    const forced = await killEverywhere(
      prepare,
      { ...update, force: true },
      { ...update, force: true },
      async (target) => {
        // The person's text is somewhere at every moment.
        expect(Object.values(await snapshotOf(target))).toContain('mine\n');
      },
    );
    expect(forced).toBeGreaterThan(10);
  });

  it("to a folder delivered before, and followed by another delivery: takes none of its own work for a person's", async () => {
    const delivered = join(folder, 'delivered');
    await write(delivered, await withBundle(fresh));
    await rm(join(delivered, '.git'), { recursive: true });
    const changes = await killEverywhere(
      (target) => cp(delivered, target, { recursive: true }),
      update,
      { ...update, files: third },
      () => Promise.resolve(),
    );
    expect(changes).toBeGreaterThan(10);
  });
});
