import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { explainFailure, type FailureFacts } from '../../src/sandbox/bubblewrap/explain-failure.js';
import { findHostToolchain, type HostEntry } from '../../src/sandbox/bubblewrap/host-toolchain.js';
import { mapHolds } from '../../src/sandbox/bubblewrap/identity.js';
import { firstWorkingHome, memoryHomes } from '../../src/sandbox/bubblewrap/memory-group.js';
import { probeSandbox } from '../../src/sandbox/probe-sandbox.js';

const FACTS: FailureFacts = {
  stderr: '',
  root: false,
  inContainer: false,
  usernsClone: null,
  apparmorRestricts: null,
  maxUserNamespaces: '96365',
};

/** With a `bwrap` that is this shell script. */
async function withBubblewrap<T>(script: string, use: () => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'millwright-bwrap-'));
  const path = process.env.PATH;
  try {
    await writeFile(join(folder, 'bwrap'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    process.env.PATH = `${folder}:${path ?? ''}`;
    return await use();
  } finally {
    process.env.PATH = path;
    await rm(folder, { recursive: true });
  }
}

describe('finding a sandbox', () => {
  it('finds bubblewrap by itself, having run something in it', async () => {
    expect(await probeSandbox({ choice: 'auto' })).toMatchObject({
      available: true,
      sandbox: { name: 'bubblewrap' },
    });
  });

  it('runs bare only when that is asked for by name, and says what it means', async () => {
    const probe = await probeSandbox({ choice: 'none' });
    expect(probe).toMatchObject({ available: true, sandbox: { name: 'none' } });
    expect(JSON.stringify(probe)).toContain('without protection');
  });

  it.each(['auto', 'bubblewrap'] as const)(
    'never falls back to bare when "%s" finds no bubblewrap',
    async (choice) => {
      const path = process.env.PATH;
      process.env.PATH = '/nowhere';
      try {
        expect(await probeSandbox({ choice })).toMatchObject({
          available: false,
          cause: 'bubblewrap is not installed.',
          remedy: expect.stringContaining('apt-get install bubblewrap'),
        });
      } finally {
        process.env.PATH = path;
      }
    },
  );

  it.each([
    [
      'has no process left',
      'echo "bwrap: Creating new namespace failed: Resource temporarily unavailable" >&2; exit 1',
    ],
    ['says what nobody knows', 'echo "bwrap: a new reason" >&2; exit 1'],
    ['is ended', 'kill -9 $$'],
  ])('does not take a bubblewrap that %s for one that never works', async (_name, script) => {
    expect(await withBubblewrap(script, () => probeSandbox({ choice: 'auto' }))).toMatchObject({
      available: false,
      passing: true,
    });
  });

  it('takes one that the machine can be seen to forbid for one that does not work', async () => {
    const probe = await withBubblewrap('echo "bwrap: Unknown option --size" >&2; exit 1', () =>
      probeSandbox({ choice: 'auto' }),
    );
    expect(probe).toMatchObject({ available: false, cause: expect.stringContaining('too old') });
    expect(probe).not.toHaveProperty('passing');
  });

  it('takes one in which npm does not run for one that does not work, and says so', async () => {
    const script =
      'case "$*" in *" npm --version") code=127; echo "npm: not found" >&2;; *) code=0; printf works;; esac; ' +
      'echo "{\\"exit-code\\": $code}" >&3; exit $code';
    expect(await withBubblewrap(script, () => probeSandbox({ choice: 'bubblewrap' }))).toMatchObject({
      available: false,
      cause: 'npm does not run in the sandbox: npm: not found.',
      remedy: expect.stringContaining('npm'),
    });
  });

  it('does not pretend to have a container engine', async () => {
    expect(await probeSandbox({ choice: 'container' })).toMatchObject({ available: false });
  });
});

describe('the toolchain of a sandbox', () => {
  const npmLinks = (to: string): readonly unknown[] =>
    ['npm', 'npx'].map((name) => ({
      kind: 'link',
      to: `${to}/bin/${name}-cli.js`,
      target: `/toolchain/bin/${name}`,
    }));
  let folder: string;
  beforeEach(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'millwright-toolchain-')));
    for (const path of ['node/bin/node', 'share/npm/bin/npm-cli.js'])
      await outputFile(join(folder, path), '#!/bin/sh\n');
    await mkdir(join(folder, 'bin'));
  });
  afterEach(() => rm(folder, { recursive: true }));
  const found = (): Promise<readonly HostEntry[]> =>
    findHostToolchain({ node: join(folder, 'node/bin/node'), path: join(folder, 'bin') });

  it('has the npm beside Node', async () => {
    const npm = join(folder, 'node/lib/node_modules/npm');
    await outputFile(join(npm, 'bin/npm-cli.js'), '');
    expect(await found()).toEqual(
      expect.arrayContaining([
        { kind: 'folder', source: npm, target: '/toolchain/lib/node_modules/npm' },
        ...npmLinks('/toolchain/lib/node_modules/npm'),
      ]),
    );
  });

  it('has the npm that the one on PATH leads to, where none is beside Node', async () => {
    await symlink('../share/npm/bin/npm-cli.js', join(folder, 'bin/npm'));
    expect(await found()).toEqual(
      expect.arrayContaining([
        { kind: 'folder', source: join(folder, 'share/npm'), target: '/toolchain/lib/node_modules/npm' },
        ...npmLinks('/toolchain/lib/node_modules/npm'),
      ]),
    );
  });

  it('takes no other program for npm', async () => {
    await outputFile(join(folder, 'bin/npm'), '#!/bin/sh\n');
    expect((await found()).filter(({ target }) => target.includes('npm'))).toEqual([]);
  });
});

async function outputFile(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text, { mode: 0o755 });
}

describe('why bubblewrap does not start', () => {
  it.each<[string, Partial<FailureFacts>, string, string]>([
    ['an old one', { stderr: 'bwrap: Unknown option --size' }, 'too old', '0.6'],
    [
      'no prlimit',
      { stderr: 'bwrap: execvp /usr/bin/prlimit: No such file or directory' },
      'is missing',
      'util-linux',
    ],
    [
      'a container',
      { stderr: 'bwrap: No permissions to create new namespace', inContainer: true, apparmorRestricts: '1' },
      'inside a container',
      '--cap-add SYS_ADMIN',
    ],
    ['user namespaces forbidden', { usernsClone: '0' }, 'unprivileged_userns_clone is 0', 'sysctl -w'],
    ['none allowed at all', { maxUserNamespaces: '0' }, 'max_user_namespaces is 0', 'sysctl -w'],
    [
      'AppArmor',
      { stderr: 'bwrap: loopback: Failed RTM_NEWADDR: Operation not permitted', apparmorRestricts: '1' },
      'AppArmor',
      '/etc/apparmor.d/bwrap',
    ],
    ['something else', { stderr: 'first\nbwrap: a new reason' }, 'bwrap: a new reason', '--sandbox none'],
  ])('names the cause and the remedy for %s', (_name, facts, cause, remedy) => {
    const explained = explainFailure({ ...FACTS, ...facts });
    expect(explained.cause).toContain(cause);
    expect(explained.remedy).toContain(remedy);
  });

  it('does not blame the machine for a moment in which it had nothing left to give', () => {
    const stderr = 'bwrap: Creating new namespace failed: Cannot allocate memory';
    expect(explainFailure({ ...FACTS, inContainer: true, stderr })).toMatchObject({ passing: true });
  });

  it('does not blame settings that bind normal users when root is refused', () => {
    const explained = explainFailure({ ...FACTS, root: true, usernsClone: '0', stderr: 'bwrap: odd' });
    expect(explained.cause).toContain('bwrap: odd');
  });
});

describe('where a bound on memory can be set', () => {
  it('is the group of this process under version 1', () => {
    expect(memoryHomes('8:pids:/a\n4:memory:/b/c\n0::/', '/cg')).toEqual([
      { version: 1, folder: '/cg/memory/b/c' },
      { version: 2, folder: '/cg' },
    ]);
  });

  it('is the nearest group above this process that hands memory on under version 2', () => {
    expect(memoryHomes('0::/user.slice/app.scope\n', '/cg')).toEqual([
      { version: 2, folder: '/cg/user.slice/app.scope' },
      { version: 2, folder: '/cg/user.slice' },
      { version: 2, folder: '/cg' },
    ]);
  });

  it('is never outside of what the process may see', () => {
    expect(memoryHomes('0::/../../other', '/cg')).toEqual([]);
  });
});

describe('a place for control groups', () => {
  const homes = memoryHomes('4:memory:/b\n0::/c', '/cg');
  const fail = (code: string) => Object.assign(new Error(code), { code });

  it('is the first that works', async () => {
    const tried: string[] = [];
    const found = await firstWorkingHome(homes, ({ folder }) => {
      tried.push(folder);
      return folder === '/cg/c' ? Promise.resolve() : Promise.reject(fail('EBUSY'));
    });
    expect(found).toEqual({ home: { version: 2, folder: '/cg/c' }, passing: false });
    expect(tried).toEqual(['/cg/memory/b', '/cg/c']);
  });

  it.each([
    ['EACCES', false],
    ['EPERM', false],
    ['EROFS', false],
    ['ENOENT', false],
    ['EBUSY', true],
    ['EMFILE', true],
    ['ENOMEM', true],
  ])('that is refused with %s may be had the next time: %s', async (code, passing) => {
    const refusals = [code, 'EACCES', 'ENOENT'];
    await expect(
      firstWorkingHome(homes, () => Promise.reject(fail(refusals.shift() ?? 'EACCES'))),
    ).resolves.toEqual({ home: null, passing });
  });

  it('is none where there is nowhere to look', async () => {
    await expect(firstWorkingHome([], () => Promise.resolve())).resolves.toEqual({
      home: null,
      passing: false,
    });
  });
});

describe('the users that root drops to', () => {
  it('are used only where this process may hand work to them', () => {
    expect(mapHolds('         0          0 4294967295\n', 60_600)).toBe(true);
    expect(mapHolds('0 100000 65536\n', 60_600)).toBe(true);
    expect(mapHolds('0 1000 1\n', 60_600)).toBe(false);
  });
});
