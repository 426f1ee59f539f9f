import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { lchown, open, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { systemCode } from '../../protocol/errors.js';

/**
 * Users for sandboxes that root starts: a range that systemd's table of users leaves unassigned. The kernel does not
 * bound the processes of user 0, and user 0 could read every file of the toolchain's folders.
 */
const FIRST_USER = 60_600;
const USERS = 500;

/** Who the sandboxed program is to the kernel. */
export type Identity =
  /** Started by root: the program drops to this user, without a user namespace. */
  | { readonly kind: 'dropped'; readonly uid: number }
  /** Started by a normal user: the program stays that user, in a user namespace without privileges. */
  | { readonly kind: 'same-user' };

/** Does the line-by-line id map of /proc/self/uid_map hold `uid`? In a rootless container it may not. */
export function mapHolds(map: string, uid: number): boolean {
  return map.split('\n').some((line) => {
    const [inside = NaN, , count = NaN] = line.trim().split(/\s+/).map(Number);
    return uid >= inside && uid < inside + count;
  });
}

/** True when this process is root and may hand work to other users. */
export async function canDropUser(): Promise<boolean> {
  if (process.getuid?.() !== 0) return false;
  const map = await readFile('/proc/self/uid_map', 'utf8').catch(() => '');
  return mapHolds(map, FIRST_USER) && mapHolds(map, FIRST_USER + USERS - 1);
}

/** One user for each project folder, so that what runs there at the same time can share its files. */
export function identityFor(project: string, drop: boolean): Identity {
  if (!drop) return { kind: 'same-user' };
  const hash = createHash('sha256').update(project).digest().readUInt32BE(0);
  return { kind: 'dropped', uid: FIRST_USER + (hash % USERS) };
}

/** What a program that still runs may do to a path between two looks at it. */
const MOVED_AWAY = new Set(['ENOENT', 'ENOTDIR', 'ELOOP']);

function movedAway(error: unknown): void {
  if (!MOVED_AWAY.has(systemCode(error) ?? '')) throw error;
}

/**
 * Hands the folder `path` and everything in it to `uid`. Links are handed over themselves, and each folder is held open
 * while its entries are: nobody can put a link to the host's files in the way of this process, which is root.
 */
export async function handOver(path: string, uid: number): Promise<void> {
  const folder = await open(path, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW);
  try {
    await folder.chown(uid, uid);
    const here = `/proc/self/fd/${String(folder.fd)}`;
    for (const entry of await readdir(here, { withFileTypes: true })) {
      const inner = join(here, entry.name);
      await (entry.isDirectory() ? handOver(inner, uid) : lchown(inner, uid, uid)).catch(movedAway);
    }
  } finally {
    await folder.close();
  }
}
