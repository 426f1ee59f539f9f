import type { WrittenManifest } from './written-manifest.js';

/**
 * What is at a path of the target folder now. `blocked`: something at `at` (the path or a folder above it) is in the way.
 * `holds`: what lies in that folder, files and empty folders, where it was looked into.
 */
export type OnDisk =
  | { readonly state: 'absent' }
  | { readonly state: 'file'; readonly sha256: string }
  | {
      readonly state: 'blocked';
      readonly at: string;
      readonly by: 'a folder' | 'a link' | 'a file' | 'a device';
      readonly holds?: readonly string[];
    };

/** A path whose state is a person's doing, and so is left alone. */
export interface Kept {
  readonly path: string;
  readonly because: string;
  /** Has the project a file there? Then `force` writes it, once what is there is saved. */
  readonly wanted: boolean;
}

export interface LayOverPlan {
  /** Files that Millwright wrote, nobody changed, and the project no longer has. They go first: others may need their place. */
  readonly remove: readonly string[];
  /** Paths to write; where `moveAway` is set, what is there goes to the saved files first. */
  readonly write: readonly { readonly path: string; readonly moveAway: string | null }[];
  readonly kept: readonly Kept[];
  /** The manifest's files once all of this is done. */
  readonly files: ReadonlyMap<string, string>;
}

/** Why what is at a path is a person's doing. */
export function conflict(disk: OnDisk, everWritten: boolean): string {
  if (disk.state === 'absent') return 'it was deleted since Millwright wrote it';
  if (disk.state === 'blocked') return `${disk.by} is in its place (${disk.at})`;
  return everWritten ? 'it was changed since Millwright wrote it' : 'Millwright did not write it';
}

/** Why a file of an earlier delivery stays, though the project no longer has it. */
export const CHANGED_AND_GONE = 'the project no longer has it, but it was changed since Millwright wrote it';

/** Whether what is in the way goes with the files that are removed. */
function goesWith(remove: ReadonlySet<string>, now: OnDisk): boolean {
  if (now.state !== 'blocked') return false;
  if (now.by === 'a file') return remove.has(now.at);
  return now.by === 'a folder' && now.holds?.every((path) => remove.has(path)) === true;
}

/**
 * Decides how files come into a folder that has some: what Millwright wrote and nobody touched is replaced, a person's
 * changes are kept, or with `force` moved away first.
 * @param wanted path → SHA-256 of the delivery
 * @param disk the state of every path of `wanted` and of the manifest
 */
export function planLayOver(
  wanted: ReadonlyMap<string, string>,
  manifest: WrittenManifest | undefined,
  disk: (path: string) => OnDisk,
  force: boolean,
): LayOverPlan {
  const written = manifest?.files ?? new Map<string, string>();
  const underWay = manifest?.unfinished?.files ?? new Map<string, string | null>();
  const isOurs = (path: string, sha256: string): boolean =>
    written.get(path) === sha256 || underWay.get(path) === sha256;

  const write: { path: string; moveAway: string | null }[] = [];
  const remove = new Set<string>();
  const kept: Kept[] = [];
  const outdated: Kept[] = [];
  const files = new Map<string, string>();

  for (const path of new Set([...written.keys(), ...underWay.keys()])) {
    if (wanted.has(path)) continue;
    const now = disk(path);
    if (now.state !== 'file') continue;
    if (isOurs(path, now.sha256)) remove.add(path);
    else outdated.push({ path, because: CHANGED_AND_GONE, wanted: false });
  }

  for (const [path, sha256] of wanted) {
    const found = disk(path);
    const now: OnDisk = goesWith(remove, found) ? { state: 'absent' } : found;
    // Absent in the middle of a delivery that was killed: not written yet, or moved away for it; no person's doing.
    const ours =
      now.state === 'absent'
        ? !written.has(path) || underWay.has(path)
        : now.state === 'file' && isOurs(path, now.sha256);
    if (now.state === 'file' && now.sha256 === sha256) {
      files.set(path, sha256);
    } else if (ours || force) {
      const moveAway = ours || now.state === 'absent' ? null : now.state === 'blocked' ? now.at : path;
      write.push({ path, moveAway });
      files.set(path, sha256);
    } else {
      kept.push({ path, because: conflict(now, written.has(path)), wanted: true });
      const before = written.get(path);
      if (before !== undefined) files.set(path, before);
    }
  }

  const moved = write.map(({ moveAway }) => moveAway).filter((path) => path !== null);
  kept.push(...outdated.filter(({ path }) => !moved.some((at) => path === at || path.startsWith(`${at}/`))));
  return { remove: [...remove], write, kept, files };
}
