import { lockEntries, withEntries, type Lock, type LockEntry } from './lock.js';

/** Is `name`, as seen from the package at `path`, anywhere in the lock? Looks where Node would. */
function isLocked(entries: ReadonlyMap<string, LockEntry>, path: string, name: string): boolean {
  for (let at = path; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
    if (entries.has(at === '' ? `node_modules/${name}` : `${at}/node_modules/${name}`)) return true;
    if (at === '') return false;
  }
}

export interface CompleteLock {
  readonly lock: Lock;
  /** Optional packages that the registry did not have. */
  readonly absent: readonly string[];
}

/**
 * npm leaves an optional package out of a lock when the registry does not have it (a mirror that lags behind with the
 * binaries of some platforms), and then refuses to install from that lock because it is not there. Taking the wish
 * for it out too makes the lock one that installs; npm would have gone on without the package all the same.
 */
export function completeLock(lock: Lock): CompleteLock {
  const entries = lockEntries(lock);
  const absent = new Set<string>();
  const complete = [...entries].map(([path, entry]): [string, LockEntry] => {
    const wanted = Object.entries(entry.optionalDependencies ?? {});
    const there = wanted.filter(([name]) => isLocked(entries, path, name));
    if (there.length === wanted.length) return [path, entry];
    for (const [name] of wanted) if (!isLocked(entries, path, name)) absent.add(name);
    return [path, { ...entry, optionalDependencies: Object.fromEntries(there) }];
  });
  return { lock: withEntries(lock, new Map(complete)), absent: [...absent].sort() };
}
