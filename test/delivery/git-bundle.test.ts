import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { execa } from 'execa';
import { createGitBundler } from '../../src/delivery/git-bundle.js';

const files = new Map([
  ['README.md', Buffer.from('# Library\n')],
  ['src/a file.ts', Buffer.from('export const a = 1;\r\n')],
  ['data/bytes.bin', Buffer.from([0, 1, 255, 10, 13])],
  ['empty', Buffer.alloc(0)],
]);

let folder: string;
const environment = { ...process.env };
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mw-bundle-'));
});
afterEach(async () => {
  process.env = { ...environment };
  await rm(folder, { recursive: true, force: true });
});

async function bundleOf(
  content: ReadonlyMap<string, Uint8Array>,
  message = 'Add the library',
): Promise<Uint8Array> {
  const bundle = await createGitBundler().bundle(content, message);
  if (bundle === null) throw new Error('These tests need git.');
  return bundle;
}

async function clone(bundle: Uint8Array, name: string): Promise<string> {
  await writeFile(join(folder, `${name}.bundle`), bundle);
  await execa('git', ['clone', '--quiet', `${name}.bundle`, name], { cwd: folder });
  return join(folder, name);
}

async function ask(repository: string, ...args: string[]): Promise<string> {
  return (await execa('git', args, { cwd: repository })).stdout;
}

describe('the git bundle of a tree', () => {
  it('clones to branch main with every file as it is, none executable', async () => {
    const repository = await clone(await bundleOf(files), 'clone');
    expect(await ask(repository, 'branch', '--show-current')).toBe('main');
    for (const [path, content] of files)
      expect((await readFile(join(repository, path))).equals(content)).toBe(true);
    expect(await ask(repository, 'status', '--porcelain')).toBe('');
    expect(await ask(repository, 'ls-files', '--stage')).not.toContain('100755');
    expect(await ask(repository, 'log', '--format=%an <%ae> %cn %s')).toBe(
      'Millwright <millwright@localhost> Millwright Add the library',
    );
  });

  it('is made in the folder that is given for it, and leaves nothing there', async () => {
    const work = join(folder, 'work');
    await createGitBundler(work).bundle(files, 'Add the library');
    expect(await readdir(work)).toEqual([]);
  });

  it('is equal, byte for byte, for equal files and message, in whatever order they come', async () => {
    const many = new Map(
      Array.from({ length: 150 }, (_, index): [string, Uint8Array] => [
        `src/file-${index}.ts`,
        Buffer.from(`export const value${index} = ${index};\n`.repeat(40)),
      ]),
    );
    const once = await bundleOf(many);
    const again = await bundleOf(new Map([...many].reverse()));
    expect(Buffer.compare(once, again)).toBe(0);
  });

  it('has another commit for other files, and for another message', async () => {
    const commitOf = async (name: string, bundle: Uint8Array): Promise<string> =>
      ask(await clone(bundle, name), 'rev-parse', 'HEAD');
    const commits = [
      await commitOf('one', await bundleOf(files)),
      await commitOf('two', await bundleOf(new Map([...files, ['more', Buffer.from('x')]]))),
      await commitOf('three', await bundleOf(files, 'Another message')),
    ];
    expect(new Set(commits).size).toBe(3);
  });

  it("does not depend on the user's settings, hooks or surrounding repository", async () => {
    const plain = await bundleOf(files);
    const home = join(folder, 'home');
    await mkdir(join(home, 'hooks'), { recursive: true });
    await writeFile(
      join(home, '.gitconfig'),
      `[user]\n name = Somebody\n email = s@example.org\n[core]\n autocrlf = true\n hooksPath = ${home}/hooks\n` +
        '[commit]\n gpgSign = true\n[init]\n defaultBranch = trunk\n',
    );
    Object.assign(process.env, {
      HOME: home,
      GIT_DIR: '/nowhere',
      GIT_INDEX_FILE: '/nowhere/index',
      GIT_AUTHOR_NAME: 'Somebody',
      GIT_COMMITTER_DATE: '2001-01-01T00:00:00Z',
    });
    expect(Buffer.compare(await bundleOf(files), plain)).toBe(0);
  });

  it('is null where there is no git, and leaves nothing behind', async () => {
    const empty = join(folder, 'bin');
    await mkdir(empty);
    process.env.PATH = empty;
    process.env.TMPDIR = folder;
    expect(await createGitBundler().bundle(files, 'x')).toBeNull();
    expect(await readdir(folder)).toEqual(['bin']);
  });

  it('refuses a path that leads out of the project or into its .git folder', async () => {
    for (const path of ['../x', '.git/hooks/post-checkout', 'a/.GIT/config'])
      await expect(bundleOf(new Map([[path, Buffer.from('x')]]))).rejects.toMatchObject({
        type: 'GenerationError',
        message: expect.stringContaining(path),
      });
  });

  it('holds an empty tree', async () => {
    const repository = await clone(await bundleOf(new Map()), 'clone');
    expect(await readdir(repository)).toEqual(['.git']);
  });
});
