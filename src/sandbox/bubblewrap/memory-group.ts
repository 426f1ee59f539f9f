import { mkdir, readdir, readFile, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemCode } from '../../protocol/errors.js';

/** A control group that bounds the memory of all processes of one sandbox together. */
export interface MemoryGroup {
  /** `command`, started inside the group. */
  enter(command: readonly string[]): readonly string[];
  /** Did the kernel end a process here because the bound was reached? */
  exceeded(): Promise<boolean>;
  remove(): Promise<void>;
}

/** Where this process may make control groups, and in which of the kernel's two dialects. */
export interface MemoryGroupHome {
  readonly version: 1 | 2;
  /** Folder in which groups are made. */
  readonly folder: string;
}

const PREFIX = 'millwright-';
let made = 0;

/** The folder of this process's own control group, by the lines of /proc/self/cgroup and the mounts below `root`. */
export function memoryHomes(cgroupLines: string, root: string): readonly MemoryGroupHome[] {
  return cgroupLines.split('\n').flatMap((line): readonly MemoryGroupHome[] => {
    const [, controllers, path] = /^\d+:([^:]*):(\/.*)$/.exec(line) ?? [];
    if (controllers === undefined || path === undefined || path.includes('..')) return [];
    if (controllers === '') {
      // Under version 2 a group that holds processes cannot hand memory on to groups within it; its parents may.
      const folders: MemoryGroupHome[] = [];
      for (let at = path; ; at = dirname(at)) {
        folders.push({ version: 2, folder: join(root, at === '/' ? '' : at) });
        if (at === '/') return folders;
      }
    }
    return controllers.split(',').includes('memory')
      ? [{ version: 1, folder: join(root, 'memory', path) }]
      : [];
  });
}

/** Groups of processes that are no more, left by a worker that was killed. */
async function sweep(home: MemoryGroupHome): Promise<void> {
  for (const name of await readdir(home.folder)) {
    const pid = new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1];
    if (pid === undefined) continue;
    const alive = await readFile(`/proc/${pid}/stat`).then(
      () => true,
      () => false,
    );
    if (!alive) await rmdir(join(home.folder, name)).catch(() => undefined);
  }
}

async function removeGroup(folder: string): Promise<void> {
  // The kernel lets go of a group a moment after its last process is gone.
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const gone = await rmdir(folder).then(
      () => true,
      (error: unknown) => systemCode(error) === 'ENOENT',
    );
    if (gone) return;
    await sleep(20);
  }
}

/** @throws Error when the group cannot be made or bounded here. */
export async function createMemoryGroup(home: MemoryGroupHome, limitBytes: number): Promise<MemoryGroup> {
  made += 1;
  const folder = join(home.folder, `${PREFIX}${String(process.pid)}-${String(made)}`);
  await mkdir(folder);
  try {
    if (home.version === 2) {
      await writeFile(join(folder, 'memory.max'), String(limitBytes));
      await writeFile(join(folder, 'memory.swap.max'), '0').catch(() => undefined);
    } else {
      await writeFile(join(folder, 'memory.limit_in_bytes'), String(limitBytes));
      await writeFile(join(folder, 'memory.memsw.limit_in_bytes'), String(limitBytes)).catch(() => undefined);
    }
  } catch (error) {
    await removeGroup(folder);
    throw error;
  }
  const events = join(folder, home.version === 2 ? 'memory.events' : 'memory.oom_control');
  return {
    enter: (command) => [
      '/bin/sh',
      '-c',
      'echo 0 > "$1" && shift && exec "$@"',
      'sh',
      join(folder, 'cgroup.procs'),
      ...command,
    ],
    exceeded: async () => {
      const text = await readFile(events, 'utf8').catch(() => '');
      return Number(/^oom_kill (\d+)$/m.exec(text)?.[1] ?? 0) > 0;
    },
    remove: () => removeGroup(folder),
  };
}

/** This is how the kernel refuses what it always refuses here: not ours, read-only, or without the memory controller. */
const REFUSED = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOENT']);

function isRefused(error: unknown): boolean {
  return REFUSED.has(systemCode(error) ?? '');
}

/** What looking for a place for groups came to. */
export interface MemoryGroupSearch {
  readonly home: MemoryGroupHome | null;
  /** There is none for now: one that failed may do the next time. */
  readonly passing: boolean;
}

/** The first of these places that `tryOut` finds nothing wrong with. */
export async function firstWorkingHome(
  homes: readonly MemoryGroupHome[],
  tryOut: (home: MemoryGroupHome) => Promise<void>,
): Promise<MemoryGroupSearch> {
  let passing = false;
  for (const home of homes) {
    try {
      await tryOut(home);
      return { home, passing: false };
    } catch (error) {
      passing ||= !isRefused(error);
    }
  }
  return { home: null, passing };
}

/**
 * The first place that lets us make groups, found by making one.
 * @throws Error when this process's own group cannot be read for now.
 */
export async function findMemoryGroupHome(): Promise<MemoryGroupSearch> {
  const lines = await readFile('/proc/self/cgroup', 'utf8').catch((error: unknown) => {
    if (isRefused(error)) return '';
    throw error;
  });
  return firstWorkingHome(memoryHomes(lines, '/sys/fs/cgroup'), async (home) => {
    await sweep(home);
    const group = await createMemoryGroup(home, 64 * 1024 * 1024);
    await group.remove();
  });
}
