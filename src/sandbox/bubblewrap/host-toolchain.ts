import { lstat, readlink, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** One entry of the sandbox's file system that comes from the host, read-only. */
export type HostEntry =
  | { readonly kind: 'folder'; readonly source: string; readonly target: string }
  | { readonly kind: 'link'; readonly to: string; readonly target: string };

/** Programs and libraries of the system; on a merged /usr the short names are links into it. */
const SYSTEM_FOLDERS = ['/usr/bin', '/usr/lib', '/usr/lib64', '/usr/libexec', '/bin', '/lib', '/lib64'];

/** Where Node and npm are inside, wherever the host keeps them. */
export const TOOLCHAIN_FOLDER = '/toolchain';
export const SANDBOX_PATH = `${TOOLCHAIN_FOLDER}/bin:/usr/bin:/bin`;

async function systemEntry(path: string): Promise<readonly HostEntry[]> {
  const found = await lstat(path).catch(() => undefined);
  if (found === undefined) return [];
  if (found.isSymbolicLink()) return [{ kind: 'link', to: await readlink(path), target: path }];
  return [{ kind: 'folder', source: path, target: path }];
}

async function npmEntries(node: string): Promise<readonly HostEntry[]> {
  const npm = join(dirname(dirname(node)), 'lib', 'node_modules', 'npm');
  const found = await lstat(join(npm, 'bin', 'npm-cli.js')).catch(() => undefined);
  if (found === undefined) return [];
  const target = `${TOOLCHAIN_FOLDER}/lib/node_modules/npm`;
  return [
    { kind: 'folder', source: npm, target },
    { kind: 'link', to: '../lib/node_modules/npm/bin/npm-cli.js', target: `${TOOLCHAIN_FOLDER}/bin/npm` },
    { kind: 'link', to: '../lib/node_modules/npm/bin/npx-cli.js', target: `${TOOLCHAIN_FOLDER}/bin/npx` },
  ];
}

/** What a sandbox sees of the host: the system's programs and libraries, this process's Node, and the npm beside it. */
export async function findHostToolchain(): Promise<readonly HostEntry[]> {
  const node = await realpath(process.execPath);
  const system = await Promise.all(SYSTEM_FOLDERS.map(systemEntry));
  return [
    ...system.flat(),
    { kind: 'folder', source: node, target: `${TOOLCHAIN_FOLDER}/bin/node` },
    ...(await npmEntries(node)),
  ];
}
