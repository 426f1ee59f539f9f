import { lstat, readlink, realpath } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { findProgram } from './find-program.js';

/** One entry of the sandbox's file system that comes from the host, read-only. */
export type HostEntry =
  | { readonly kind: 'folder'; readonly source: string; readonly target: string }
  | { readonly kind: 'link'; readonly to: string; readonly target: string };

/** Programs and libraries of the system; on a merged /usr the short names are links into it. */
const SYSTEM_FOLDERS = [
  '/usr/bin',
  '/usr/lib',
  '/usr/lib64',
  '/usr/libexec',
  // Where Debian and Ubuntu keep npm, and modules of Node itself.
  '/usr/share/nodejs',
  '/bin',
  '/lib',
  '/lib64',
];

/** Where Node and npm are inside, wherever the host keeps them. */
export const TOOLCHAIN_FOLDER = '/toolchain';
export const SANDBOX_PATH = `${TOOLCHAIN_FOLDER}/bin:/usr/bin:/bin`;

async function systemEntry(path: string): Promise<readonly HostEntry[]> {
  const found = await lstat(path).catch(() => undefined);
  if (found === undefined) return [];
  if (found.isSymbolicLink()) return [{ kind: 'link', to: await readlink(path), target: path }];
  return [{ kind: 'folder', source: path, target: path }];
}

const NPM_PROGRAM = join('bin', 'npm-cli.js');

/** The folder of npm: beside Node, or where the npm on PATH leads; undefined where there is none, or what is there is no npm. */
async function npmFolder(node: string, path: string): Promise<string | undefined> {
  const beside = join(dirname(dirname(node)), 'lib', 'node_modules', 'npm');
  if ((await lstat(join(beside, NPM_PROGRAM)).catch(() => undefined)) !== undefined) return beside;
  const onPath = await findProgram('npm', path);
  const program = onPath === undefined ? undefined : await realpath(onPath);
  return program?.endsWith(`${sep}${NPM_PROGRAM}`) === true ? dirname(dirname(program)) : undefined;
}

function npmEntries(npm: string | undefined): readonly HostEntry[] {
  if (npm === undefined) return [];
  // A distribution's npm finds its packages by its own place, which is seen inside.
  const isSystem = SYSTEM_FOLDERS.some((folder) => npm.startsWith(`${folder}/`));
  const inside = isSystem ? npm : `${TOOLCHAIN_FOLDER}/lib/node_modules/npm`;
  return [
    ...(isSystem ? [] : [{ kind: 'folder' as const, source: npm, target: inside }]),
    ...['npm', 'npx'].map((name) => ({
      kind: 'link' as const,
      to: `${inside}/bin/${name}-cli.js`,
      target: `${TOOLCHAIN_FOLDER}/bin/${name}`,
    })),
  ];
}

/**
 * What a sandbox sees of the host: the system's programs and libraries, this process's Node, and the npm beside it or on PATH.
 * @param host whose they are; left out: this process's.
 */
export async function findHostToolchain(
  host: { readonly node: string; readonly path: string } = {
    node: process.execPath,
    path: process.env.PATH ?? '',
  },
): Promise<readonly HostEntry[]> {
  const node = await realpath(host.node);
  const system = await Promise.all(SYSTEM_FOLDERS.map(systemEntry));
  return [
    ...system.flat(),
    { kind: 'folder', source: node, target: `${TOOLCHAIN_FOLDER}/bin/node` },
    ...npmEntries(await npmFolder(node, host.path)),
  ];
}
