import { sha256 } from './delivered-files.js';
import { askGit, git, gitBytes } from './git.js';
import type { PersonRepository } from './person-repository.js';

/** `<mode> <type> <object>\t<path>`, as `git ls-tree` says it; the modes of ordinary files begin with 100. */
const ENTRY = /^(\d+) (\w+) ([0-9a-f]+)\t(.*)$/s;

/** The SHA-256 of each of these blobs, in their order; '' for one that is not there (a partial clone). */
async function hashesOf(root: string, blobs: readonly string[]): Promise<readonly string[]> {
  if (blobs.length === 0) return [];
  const output = await gitBytes(root, ['cat-file', '--batch'], {
    isolated: false,
    input: Buffer.from(blobs.map((blob) => `${blob}\n`).join('')),
  });
  const hashes: string[] = [];
  for (let at = 0; at < output.length;) {
    const end = output.indexOf('\n', at);
    const [, type, size] = output.toString('latin1', at, end).split(' ');
    at = end + 1;
    if (type !== 'blob') {
      hashes.push('');
      continue;
    }
    hashes.push(sha256(output.subarray(at, at + Number(size))));
    at += Number(size) + 1;
  }
  return hashes;
}

/**
 * What a commit has at the folder's place: path → SHA-256, '' for what is no ordinary file (a link, say).
 * @param concerned of which paths; left out: of all
 */
export async function filesOfCommit(
  { root, prefix }: PersonRepository,
  commit: string,
  concerned: (path: string) => boolean = () => true,
): Promise<ReadonlyMap<string, string>> {
  const place = prefix === '' ? `${commit}^{tree}` : `${commit}:${prefix.replace(/\/$/, '')}`;
  const there = await askGit(root, ['rev-parse', '--quiet', '--verify', place], { isolated: false });
  if (!there.ok) return new Map();
  const listed = await git(root, ['ls-tree', '-r', '-z', there.stdout.trim()], { isolated: false });
  const entries: { path: string; blob: string; ordinary: boolean }[] = [];
  for (const line of listed.split('\0')) {
    const [, mode = '', type, blob = '', path = ''] = ENTRY.exec(line) ?? [];
    if (path === '' || !concerned(path)) continue;
    entries.push({ path, blob, ordinary: type === 'blob' && mode.startsWith('100') });
  }
  const ordinary = entries.filter((entry) => entry.ordinary);
  const hashes = await hashesOf(
    root,
    ordinary.map(({ blob }) => blob),
  );
  return new Map([
    ...entries.map(({ path }): [string, string] => [path, '']),
    ...ordinary.map(({ path }, index): [string, string] => [path, hashes[index] ?? '']),
  ]);
}
