import { fileURLToPath } from 'node:url';
import type { Mount } from '../mount.js';
import type { SandboxLimits } from '../sandbox.js';
import type { HostEntry } from './host-toolchain.js';
import { SANDBOX_PATH, TOOLCHAIN_FOLDER } from './host-toolchain.js';
import type { Identity } from './identity.js';

/** The whole /etc of a sandbox: what resolving "localhost" needs. */
const ETC = fileURLToPath(new URL('../inside/etc', import.meta.url));

/** Where the project is inside. */
export const PROJECT_FOLDER = '/project';

/** Bytes of /tmp and of /dev/shm, each; they are memory. */
const SCRATCH_BYTES = 256 * 1024 * 1024;
/** Bytes of each scratch folder within a mount; they hold caches of the test runner. */
const MOUNT_SCRATCH_BYTES = 64 * 1024 * 1024;
const OPEN_FILES = 4_096;
/** Between the catchable SIGXCPU and the SIGKILL that follows it. */
const CPU_GRACE_SECONDS = 2;

export interface BubblewrapRequest {
  readonly bubblewrap: string;
  readonly toolchain: readonly HostEntry[];
  /** Host folder, laid at `/project`, writable. */
  readonly project: string;
  readonly mounts: readonly Mount[];
  readonly environment: Readonly<Record<string, string>>;
  readonly identity: Identity;
  readonly limits: SandboxLimits;
  /** Bound for each process; null when a memory group bounds all together. */
  readonly dataBytes: number | null;
  readonly command: readonly string[];
}

function tmpfs(target: string, bytes: number): readonly string[] {
  return ['--perms', '1777', '--size', String(bytes), '--tmpfs', target];
}

/** bubblewrap makes missing parents unreadable to a user that is dropped to; so they are made by name. */
function folder(target: string): readonly string[] {
  return ['--perms', '0755', '--dir', target];
}

function hostEntry(entry: HostEntry): readonly string[] {
  return entry.kind === 'folder'
    ? ['--ro-bind', entry.source, entry.target]
    : ['--symlink', entry.to, entry.target];
}

function mount({ source, target, scratch }: Mount): readonly string[] {
  return [
    '--ro-bind',
    source,
    target,
    ...scratch.flatMap((name) => tmpfs(`${target}/${name}`, MOUNT_SCRATCH_BYTES)),
  ];
}

/** Set inside, after the namespaces are made: there a bound on processes counts this sandbox alone. */
function bounds({ limits, dataBytes }: BubblewrapRequest): readonly string[] {
  return [
    '/usr/bin/prlimit',
    `--nproc=${String(limits.processes)}`,
    `--cpu=${String(limits.cpuSeconds)}:${String(limits.cpuSeconds + CPU_GRACE_SECONDS)}`,
    `--fsize=${String(limits.fileBytes)}`,
    `--nofile=${String(OPEN_FILES)}`,
    '--core=0',
    ...(dataBytes === null ? [] : [`--data=${String(dataBytes)}`]),
    '--',
  ];
}

function dropping(identity: Identity): readonly string[] {
  if (identity.kind === 'same-user') return [];
  const id = String(identity.uid);
  return [
    '/usr/bin/setpriv',
    '--reuid',
    id,
    '--regid',
    id,
    '--clear-groups',
    '--bounding-set=-all',
    '--inh-caps=-all',
    '--no-new-privs',
    '--',
  ];
}

/** The whole command line: what bubblewrap sets up, then the bounds, then the program. */
export function bubblewrapCommand(request: BubblewrapRequest): readonly string[] {
  const environment = Object.entries({ ...request.environment, PATH: SANDBOX_PATH, HOME: '/tmp' });
  return [
    request.bubblewrap,
    '--unshare-ipc',
    '--unshare-pid',
    '--unshare-net',
    '--unshare-uts',
    '--unshare-cgroup-try',
    ...(request.identity.kind === 'same-user' ? ['--unshare-user'] : []),
    '--die-with-parent',
    '--new-session',
    '--hostname',
    'sandbox',
    '--json-status-fd',
    '3',
    ...folder('/usr'),
    ...folder('/usr/share'),
    ...folder(TOOLCHAIN_FOLDER),
    ...folder(`${TOOLCHAIN_FOLDER}/bin`),
    ...folder(`${TOOLCHAIN_FOLDER}/lib`),
    ...folder(`${TOOLCHAIN_FOLDER}/lib/node_modules`),
    ...request.toolchain.flatMap(hostEntry),
    '--ro-bind',
    ETC,
    '/etc',
    '--proc',
    '/proc',
    '--dev',
    '/dev',
    ...tmpfs('/dev/shm', SCRATCH_BYTES),
    ...tmpfs('/tmp', SCRATCH_BYTES),
    '--bind',
    request.project,
    PROJECT_FOLDER,
    ...request.mounts.flatMap(mount),
    '--remount-ro',
    '/dev',
    '--remount-ro',
    '/',
    '--chdir',
    PROJECT_FOLDER,
    '--clearenv',
    ...environment.flatMap(([name, value]) => ['--setenv', name, value]),
    '--',
    ...bounds(request),
    ...dropping(request.identity),
    ...request.command,
  ];
}
