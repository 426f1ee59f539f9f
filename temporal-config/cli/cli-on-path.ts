import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { execa } from 'execa';
import { CLI_INSTALL_PAGE, OLDEST_SERVER } from './cli-version.js';

/** Printing a version takes well under a second; a program that hangs is not the CLI. */
const VERSION_WITHIN_MS = 10_000;

export type CliOnPath =
  | { readonly usable: true; readonly path: string }
  /** `reason` is null when there is none on PATH. */
  | { readonly usable: false; readonly reason: string | null };

/** The first `temporal` on PATH, when it carries a server that is new enough. */
export async function cliOnPath(
  environment: Readonly<Record<string, string | undefined>>,
): Promise<CliOnPath> {
  const path = await firstOnPath(environment.PATH ?? '');
  if (path === undefined) return { usable: false, reason: null };
  const { stdout, failed } = await execa(path, ['--version'], { timeout: VERSION_WITHIN_MS, reject: false });
  const server = failed ? undefined : serverVersion(stdout);
  if (server !== undefined && isRecent(server)) return { usable: true, path };
  const found =
    server === undefined ? 'does not say which server it carries' : `carries server ${server.join('.')}`;
  return {
    usable: false,
    reason:
      `${path} ${found}; Millwright needs ${OLDEST_SERVER.join('.')} or later and uses its own instead. ` +
      `To use that one, update it: ${CLI_INSTALL_PAGE}`,
  };
}

/** Major and minor of the server in `temporal version 1.8.2 (Server 1.31.2, UI 2.50.1)`. */
export function serverVersion(text: string): readonly [number, number] | undefined {
  const match = /\(Server (\d+)\.(\d+)/.exec(text);
  return match === null ? undefined : [Number(match[1]), Number(match[2])];
}

function isRecent([major, minor]: readonly [number, number]): boolean {
  return major > OLDEST_SERVER[0] || (major === OLDEST_SERVER[0] && minor >= OLDEST_SERVER[1]);
}

async function firstOnPath(path: string): Promise<string | undefined> {
  for (const folder of path.split(delimiter).filter((name) => name !== '')) {
    const candidate = join(folder, 'temporal');
    if (
      await access(candidate, constants.X_OK).then(
        () => true,
        () => false,
      )
    )
      return candidate;
  }
  return undefined;
}
