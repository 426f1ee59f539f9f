import { access, mkdtemp, readFile, rm } from 'node:fs/promises';
import { release, tmpdir } from 'node:os';
import { join } from 'node:path';
import { messageOf, MillwrightError } from '../../protocol/errors.js';
import type { SandboxProbe, SandboxResult } from '../sandbox.js';
import { BubblewrapSandbox, type BubblewrapHost } from './bubblewrap-sandbox.js';
import { explainFailure, type FailureFacts } from './explain-failure.js';
import { findProgram } from './find-program.js';
import { findHostToolchain } from './host-toolchain.js';
import { canDropUser } from './identity.js';
import { findMemoryGroupHome, type MemoryGroupSearch } from './memory-group.js';

/** From here on a bound on processes counts those of one user namespace, not all of the user's. */
const COUNTS_BY_NAMESPACE = [5, 14] as const;

const PROBE_LIMITS = {
  wallMs: 20_000,
  cpuSeconds: 20,
  memoryBytes: 1024 * 1024 * 1024,
  processes: 64,
  fileBytes: 1024 * 1024,
  outputBytes: 64 * 1024,
};

async function setting(path: string): Promise<string | null> {
  return readFile(path, 'utf8').then(
    (text) => text.trim(),
    () => null,
  );
}

async function inContainer(): Promise<boolean> {
  for (const mark of ['/.dockerenv', '/run/.containerenv']) {
    const there = await access(mark).then(
      () => true,
      () => false,
    );
    if (there) return true;
  }
  return /docker|containerd|kubepods|lxc/.test((await setting('/proc/1/cgroup')) ?? '');
}

async function factsAbout(stderr: string): Promise<FailureFacts> {
  const [usernsClone, apparmorRestricts, maxUserNamespaces] = await Promise.all([
    setting('/proc/sys/kernel/unprivileged_userns_clone'),
    setting('/proc/sys/kernel/apparmor_restrict_unprivileged_userns'),
    setting('/proc/sys/user/max_user_namespaces'),
  ]);
  return {
    stderr,
    root: process.getuid?.() === 0,
    inContainer: await inContainer(),
    usernsClone,
    apparmorRestricts,
    maxUserNamespaces,
  };
}

function kernelCountsByNamespace(): boolean {
  const [major = 0, minor = 0] = release().split('.').map(Number);
  return (
    major > COUNTS_BY_NAMESPACE[0] || (major === COUNTS_BY_NAMESPACE[0] && minor >= COUNTS_BY_NAMESPACE[1])
  );
}

function notesOn(host: BubblewrapHost): readonly string[] {
  return [
    ...(host.memoryHome === null
      ? [
          'Memory is bounded for each process, not for all of a sandbox together: no control group can be made here.',
        ]
      : []),
    ...(!host.dropUser && !kernelCountsByNamespace()
      ? ["The bound on processes counts all of this user's, because the kernel is older than 5.14."]
      : []),
    'CPU seconds are bounded for each process; all together are bounded by the time that passes.',
  ];
}

/** Looks for bubblewrap and really runs Node and npm under it. */
export async function probeBubblewrap(): Promise<SandboxProbe> {
  if (process.platform !== 'linux') {
    return {
      available: false,
      cause: `bubblewrap needs Linux; this is ${process.platform}.`,
      remedy:
        'Run Millwright in a Linux machine (on Windows: WSL 2), or type --sandbox none to run generated code without protection.',
    };
  }
  const bubblewrap = await findProgram('bwrap');
  if (bubblewrap === undefined) {
    return {
      available: false,
      cause: 'bubblewrap is not installed.',
      remedy: 'Install it: apt-get install bubblewrap (Debian, Ubuntu) or dnf install bubblewrap (Fedora).',
    };
  }
  try {
    const memory = await findMemoryGroupHome();
    const host: BubblewrapHost = {
      bubblewrap,
      toolchain: await findHostToolchain(),
      dropUser: await canDropUser(),
      memoryHome: memory.home,
    };
    const sandbox = new BubblewrapSandbox(host);
    const result = await runIn(sandbox, WRITES);
    if (result.stdout === 'works') {
      const npm = await runIn(sandbox, ['npm', '--version']);
      return npm.exitCode === 0 ? working(sandbox, host, memory) : withoutNpm(npm);
    }
    if (result.exceeded !== null || result.signal !== null)
      return tooBusy(
        `a first program in it was ended (${result.exceeded ?? result.signal ?? 'nobody knows why'})`,
      );
    return { available: false, ...explainFailure(await factsAbout(result.stderr)) };
  } catch (error) {
    const said = messageOf(error);
    if (error instanceof MillwrightError)
      return { available: false, ...explainFailure(await factsAbout(said)) };
    return tooBusy(said);
  }
}

function working(
  sandbox: BubblewrapSandbox,
  host: BubblewrapHost,
  { passing }: MemoryGroupSearch,
): SandboxProbe {
  return { available: true, sandbox, notes: notesOn(host), ...(passing ? { passing: true } : {}) };
}

/** Node that can write to the project. */
const WRITES = ['node', '-e', 'require("node:fs").writeFileSync("probe", ""); process.stdout.write("works")'];

async function runIn(sandbox: BubblewrapSandbox, command: readonly string[]): Promise<SandboxResult> {
  const project = await mkdtemp(join(tmpdir(), 'millwright-probe-'));
  try {
    return await sandbox.run(
      {
        project,
        mounts: [],
        command,
        environment: {},
        limits: PROBE_LIMITS,
      },
      new AbortController().signal,
    );
  } finally {
    await rm(project, { recursive: true, force: true });
  }
}

/** Tests, builds and what a README says are run by npm. */
function withoutNpm({ stderr, exceeded, signal }: SandboxResult): SandboxProbe {
  if (exceeded !== null || signal !== null)
    return tooBusy(`npm was ended in it (${exceeded ?? signal ?? ''})`);
  const said = stderr.trim().split('\n')[0] ?? '';
  return {
    available: false,
    cause: `npm does not run in the sandbox: ${said === '' ? 'it says nothing' : said}.`,
    remedy:
      'Install Node with the npm that comes with it (https://nodejs.org/en/download), and put both first on PATH.',
  };
}

/** What bubblewrap did not say itself (time, memory, a process or a group that could not be made) says nothing about it. */
function tooBusy(said: string): SandboxProbe {
  return {
    available: false,
    passing: true,
    cause: `The sandbox could not be tried out: ${said}`,
    remedy: 'Try again when fewer programs run; "millwright doctor" tries it too.',
  };
}
