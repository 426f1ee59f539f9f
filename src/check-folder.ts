import { isUtf8 } from 'node:buffer';
import { existsSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { execa } from 'execa';
import type { CheckedFolder } from './client/parts.js';
import type { Language } from './languages/language.js';
import { MillwrightError } from './protocol/errors.js';

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
  const tree = await sourcesOf(root);
  if (tree.size === 0) {
    throw new MillwrightError(
      'ToolchainMissing',
      `There is nothing to check in ${root}: no file there is text of at most 1 MiB. Name the folder of a TypeScript project.`,
    );
  }
  const diagnostics = await language.checkProject(
    { tree, environment: { key: `folder:${root}`, folder: root, files: [] } },
    signal,
  );
  return { files: tree.size, diagnostics };
}

async function sourcesOf(root: string): Promise<ReadonlyMap<string, string>> {
  const known = await pathsOfGit(root);
  // Git knows nothing of a project in a folder that the repository around it ignores.
  const paths = known?.includes('package.json') === true ? known : await pathsOfFolder(root);
  const sources = new Map<string, string>();
  for (const path of [...paths].sort()) {
    const file = join(root, path);
    const info = await stat(file).catch(() => undefined);
    if (info?.isFile() !== true || info.size > LARGEST_SOURCE_BYTES) continue;
    const bytes = await readFile(file);
    if (isText(bytes)) sources.set(path, new TextDecoder().decode(bytes));
  }
  return sources;
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

async function pathsOfFolder(root: string): Promise<readonly string[]> {
  const found: string[] = [];
  const walk = async (folder: string): Promise<void> => {
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      if (NOT_SOURCE.has(entry.name)) continue;
      const path = join(folder, entry.name);
      if (entry.isDirectory()) await walk(path);
      else found.push(relative(root, path).split(sep).join('/'));
    }
  };
  await walk(root);
  return found;
}
