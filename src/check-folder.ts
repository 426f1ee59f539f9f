import { isUtf8 } from 'node:buffer';
import { existsSync, type Dirent } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { execa } from 'execa';
import type { CheckedFolder } from './client/parts.js';
import type { Language } from './languages/language.js';
import { MillwrightError, systemCode } from './protocol/errors.js';

/** Larger ones are data, not source. */
const LARGEST_SOURCE_BYTES = 1024 * 1024;
/** Never a project's own source, where git does not say so. */
const NOT_SOURCE = new Set(['node_modules', 'dist', 'build', 'coverage', '.git']);

/**
 * Runs every static check over the project in `folder`: what git knows or would take (all but packages and built output where it
 * takes nothing of it), over the packages installed there.
 * @throws MillwrightError `ToolchainMissing` when there is no project, nothing in it to check, or its packages are not installed.
 */
export async function checkFolder(
  language: Language,
  folder: string,
  signal: AbortSignal,
): Promise<CheckedFolder> {
  const root = resolve(folder);
  if (!existsSync(join(root, 'package.json'))) {
    throw new MillwrightError(
      'ToolchainMissing',
      `There is no package.json in ${root}: name the folder of a TypeScript project.`,
    );
  }
  if (!existsSync(join(root, 'node_modules'))) {
    throw new MillwrightError(
      'ToolchainMissing',
      `The packages of ${root} are not installed, and imports and types cannot be checked without them. Run "npm ci" there first.`,
    );
  }
  const { tree, unreadable } = await sourcesOf(root);
  if (tree.size === 0) {
    throw new MillwrightError(
      'ToolchainMissing',
      `There is nothing to check in ${root}: no file there is text of at most 1 MiB that this user may read. Name the folder of a TypeScript project.`,
    );
  }
  const diagnostics = await language.checkProject(
    { tree, environment: { key: `folder:${root}`, folder: root, files: [] } },
    signal,
  );
  return { files: tree.size, unreadable, diagnostics };
}

interface Sources {
  /** Path → text. */
  readonly tree: ReadonlyMap<string, string>;
  /** What this user may not read: paths of files, and of folders of which nothing is known. */
  readonly unreadable: readonly string[];
}

async function sourcesOf(root: string): Promise<Sources> {
  const known = await pathsOfGit(root);
  // Git knows nothing of a project in a folder that the repository around it ignores.
  const { paths, unreadable } =
    known?.includes('package.json') === true ? { paths: known, unreadable: [] } : await pathsOfFolder(root);
  const refused = [...unreadable];
  const tree = new Map<string, string>();
  for (const path of [...paths].sort()) {
    const bytes = await whereReadable(path, refused, () => readSource(join(root, path)));
    if (bytes !== undefined && isText(bytes)) tree.set(path, new TextDecoder().decode(bytes));
  }
  return { tree, unreadable: refused.sort() };
}

/** Undefined where it is no file, or too large for a source. */
async function readSource(file: string): Promise<Uint8Array | undefined> {
  const info = await stat(file);
  return info.isFile() && info.size <= LARGEST_SOURCE_BYTES ? readFile(file) : undefined;
}

/** A link that leads nowhere, or what somebody has taken away since it was listed. */
const NOT_THERE: ReadonlySet<string | undefined> = new Set(['ENOENT', 'ENOTDIR', 'ELOOP']);
const REFUSED: ReadonlySet<string | undefined> = new Set(['EACCES', 'EPERM']);

/** What `read` gives; undefined where nothing is there, and where this user may not read it, which is put to `refused`. */
async function whereReadable<T>(
  path: string,
  refused: string[],
  read: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    const code = systemCode(error);
    if (REFUSED.has(code)) refused.push(path);
    else if (!NOT_THERE.has(code)) throw error;
    return undefined;
  }
}

/** Pictures and fonts are not; UTF-8 never holds a zero byte that is meant. */
function isText(bytes: Uint8Array): boolean {
  return !bytes.includes(0) && isUtf8(bytes);
}

/** Undefined outside of a repository, and where there is no git. */
async function pathsOfGit(root: string): Promise<readonly string[] | undefined> {
  const listed = await execa(
    'git',
    ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--', '.'],
    { cwd: root, reject: false },
  );
  return listed.exitCode === 0 ? listed.stdout.split('\0').filter((path) => path !== '') : undefined;
}

async function pathsOfFolder(
  root: string,
): Promise<{ readonly paths: readonly string[]; readonly unreadable: readonly string[] }> {
  const paths: string[] = [];
  const unreadable: string[] = [];
  const inside = (path: string): string => relative(root, path).split(sep).join('/');
  const walk = async (folder: string): Promise<void> => {
    const list = (): Promise<Dirent[]> => readdir(folder, { withFileTypes: true });
    for (const entry of (await whereReadable(inside(folder), unreadable, list)) ?? []) {
      if (NOT_SOURCE.has(entry.name)) continue;
      const path = join(folder, entry.name);
      if (entry.isDirectory()) await walk(path);
      else paths.push(inside(path));
    }
  };
  await walk(root);
  return { paths, unreadable };
}
