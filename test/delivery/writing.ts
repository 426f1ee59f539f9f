import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { writeDelivery, type WriteRequest } from '../../src/client/delivery/write-delivery.js';
import type { WriteResult } from '../../src/client/delivery/write-result.js';
import { createGitBundler } from '../../src/delivery/git-bundle.js';
import { reportOf } from './report-of.js';

export type TreeFiles = ReadonlyMap<string, Uint8Array>;

export const report = reportOf({});

export function filesOf(texts: Readonly<Record<string, string>>): TreeFiles {
  return new Map(Object.entries(texts).map(([path, text]) => [path, Buffer.from(text)]));
}
export const first = filesOf({ 'README.md': '# Library\n', 'src/app.ts': 'app\n', 'src/old.ts': 'old\n' });
export const second = filesOf({
  'README.md': '# Library 2\n',
  'src/app.ts': 'app 2\n',
  'src/new.ts': 'new\n',
});

const bundler = createGitBundler();
const bundles = new Map<TreeFiles, Promise<Uint8Array | null>>();

/** The bundle of a tree, made once. */
function bundleOf(files: TreeFiles): Promise<Uint8Array | null> {
  const made = bundles.get(files) ?? bundler.bundle(files, 'Add the library');
  bundles.set(files, made);
  return made;
}
// Before a test takes git away.
await Promise.all([bundleOf(first), bundleOf(second)]);

/** Delivers `files` to `target`, of the run `library` and without force unless `changes` say otherwise. */
export async function writeTo(
  target: string,
  files: TreeFiles,
  changes: Partial<WriteRequest> = {},
): Promise<WriteResult> {
  return writeDelivery({
    target,
    files,
    report,
    reportJson: JSON.stringify(report),
    bundle: changes.bundle === undefined ? await bundleOf(files).catch(() => null) : changes.bundle,
    runName: 'library',
    force: false,
    ...changes,
  });
}

/** What `git` says. */
export async function ask(at: string, ...args: string[]): Promise<string> {
  return (await execa('git', args, { cwd: at })).stdout;
}

/** A commit of all that was changed, by a person. */
export async function commitAll(at: string): Promise<void> {
  await ask(at, 'add', '--all');
  await ask(at, '-c', 'user.name=P', '-c', 'user.email=p@example.org', 'commit', '--quiet', '-m', 'Mine');
}

/** A person's repository with a commit, a staged change, an unstaged one and a file that git does not know. */
export async function personRepository(at: string): Promise<void> {
  await mkdir(join(at, 'src'), { recursive: true });
  await ask(at, 'init', '--quiet', '--initial-branch=work');
  await writeFile(join(at, 'notes.txt'), 'notes\n');
  await writeFile(join(at, 'README.md'), 'mine\n');
  await writeFile(join(at, 'src/app.ts'), 'mine\n');
  await commitAll(at);
  await writeFile(join(at, 'notes.txt'), 'staged\n');
  await ask(at, 'add', 'notes.txt');
  await writeFile(join(at, 'README.md'), 'unstaged\n');
  await writeFile(join(at, 'untracked.txt'), 'untracked\n');
}
