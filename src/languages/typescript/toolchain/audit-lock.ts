import type { Diagnostic } from '../../../protocol/diagnostic.js';
import { lockEntries, type Lock } from './lock.js';
import { refusal } from './refuse-packages.js';

/**
 * What a lock may not hold: a package from another place than the registry (a git repository, an address), or one whose
 * content nothing vouches for.
 */
export function auditLock(lock: Lock): readonly Diagnostic[] {
  return [...lockEntries(lock)].flatMap(([path, entry]): readonly Diagnostic[] => {
    if (path === '' || entry.inBundle === true) return [];
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
    if (entry.resolved !== undefined || entry.link === true) {
      return [
        refusal(
          'packages/source',
          `${name} does not come from the registry but from ${entry.resolved ?? 'a folder'}.`,
          'Plan packages whose own dependencies all come from the registry.',
        ),
      ];
    }
    if (entry.integrity === undefined) {
      return [
        refusal(
          'packages/integrity',
          `The registry gives no checksum for ${name}@${entry.version ?? '?'}.`,
          'Plan another version of the package that brings it in.',
        ),
      ];
    }
    return [];
  });
}
