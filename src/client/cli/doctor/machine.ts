import { statfs } from 'node:fs/promises';
import { execa } from 'execa';
import { portIsFree } from '../../../../temporal-config/server/free-port.js';
import { CommandError } from '../command-error.js';
import { requireHome } from '../folder/require-home.js';
import { nodeRemedy } from '../node-version.js';
import type { Finding } from './finding.js';

export function checkNode(version: string): Finding {
  const remedy = nodeRemedy(version);
  return remedy === undefined
    ? { name: 'Node', state: 'ok', detail: version }
    : { name: 'Node', state: 'missing', detail: version, remedy };
}

/** A program that answers `--version`. */
export async function checkProgram(
  name: string,
  absent: { readonly state: 'degraded' | 'missing'; readonly remedy: string },
): Promise<Finding> {
  const { stdout, failed } = await execa(name, ['--version'], {
    reject: false,
    timeout: 20_000,
    stdin: 'ignore',
  });
  return failed
    ? { name, state: absent.state, detail: 'not found', remedy: absent.remedy }
    : { name, state: 'ok', detail: stdout.split('\n')[0] ?? '' };
}

/** A project's packages, a compiler and a database of runs. */
const LEAST_FREE_BYTES = 2 * 1024 ** 3;

export async function checkHome(home: string): Promise<readonly Finding[]> {
  try {
    await requireHome(home);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    return [{ name: 'home', state: 'missing', detail: `${home} cannot be written`, remedy: error.message }];
  }
  const { bavail, bsize } = await statfs(home);
  const free = bavail * bsize;
  const detail = `${(free / 1024 ** 3).toFixed(1)} GiB free`;
  return [
    { name: 'home', state: 'ok', detail: home },
    free >= LEAST_FREE_BYTES
      ? { name: 'disk', state: 'ok', detail }
      : {
          name: 'disk',
          state: 'degraded',
          detail,
          remedy: `Make room for packages and builds: ${LEAST_FREE_BYTES / 1024 ** 3} GiB are enough for a start.`,
        },
  ];
}

/** Is `port` of the loopback free? A taken one is no fault: the stack then takes the next. */
export async function checkPort(name: string, port: number): Promise<Finding> {
  const free = await portIsFree(port);
  return {
    name,
    state: 'ok',
    detail: free ? `port ${port} is free` : `port ${port} is taken; the next free one will be used`,
  };
}
