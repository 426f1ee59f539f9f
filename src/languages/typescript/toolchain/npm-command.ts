import { spawn } from 'node:child_process';
import { access } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { realpath } from 'node:fs/promises';
import { z } from 'zod';
import { MillwrightError } from '../../../protocol/errors.js';

export interface NpmResult {
  readonly ok: boolean;
  readonly stdout: string;
  /** npm's own error code (`E404`, `ETARGET`, `ECONNREFUSED` …) and sentence; null when it named none. */
  readonly error: { readonly code: string; readonly summary: string } | null;
  readonly stderr: string;
}

/** How npm is called; tests and callers may count or replace it. */
export type RunNpm = (args: readonly string[], folder: string, signal: AbortSignal) => Promise<NpmResult>;

const errorSchema = z.object({
  error: z.object({ code: z.string().nullish(), summary: z.string().nullish() }),
});

/** What npm is always told: no scripts, no questions, nothing beside the work, and an end to waiting. */
const ALWAYS = [
  '--ignore-scripts',
  '--no-audit',
  '--no-fund',
  '--no-update-notifier',
  '--no-progress',
  '--no-workspaces',
  '--json',
  '--fetch-retries=2',
  // npm's own 10 s to 60 s between attempts would hold a person up for a minute before saying "no network".
  '--fetch-retry-mintimeout=1000',
  '--fetch-retry-maxtimeout=5000',
];

/**
 * Settings that an npm around us leaves to its scripts: about its own project, not about ours. The user's settings
 * (registry, proxy, certificates, keys) stay.
 */
const FOREIGN =
  /^(npm_package_|npm_lifecycle_|npm_command$|npm_config_(local_prefix|omit|include|global|prefix)$|INIT_CWD$|NODE_ENV$|NODE_OPTIONS$)/i;

/** The key of models, which a person's own process still has where no worker is needed. */
const MODEL_KEY = 'OPENAI_API_KEY';

/** What of `environment` an npm is given. */
export function npmEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(environment).filter(([name]) => !FOREIGN.test(name) && name !== MODEL_KEY),
  );
}

async function reachable(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** npm beside this process's own Node when it is there, else the one on PATH. */
async function npmProgram(): Promise<readonly string[]> {
  const bin = dirname(await realpath(process.execPath));
  for (const folder of [join(bin, '..', 'lib', 'node_modules'), join(bin, 'node_modules')]) {
    const cli = join(folder, 'npm', 'bin', 'npm-cli.js');
    if (await reachable(cli)) return [process.execPath, cli];
  }
  return process.platform === 'win32' ? ['npm.cmd'] : ['npm'];
}

/** Packages are read by sandboxes under another user, whatever the user's own mask is. */
function withOpenMask(command: readonly string[]): readonly string[] {
  return process.platform === 'win32'
    ? command
    : ['/bin/sh', '-c', 'umask 022 && exec "$@"', 'sh', ...command];
}

function readError(stdout: string): NpmResult['error'] {
  const start = stdout.indexOf('{');
  if (start === -1) return null;
  try {
    const parsed = errorSchema.safeParse(JSON.parse(stdout.slice(start)));
    if (!parsed.success) return null;
    return { code: parsed.data.error.code ?? '', summary: parsed.data.error.summary ?? '' };
  } catch {
    return null;
  }
}

/** npm in a child process of its own group. @throws MillwrightError `ToolchainMissing` when there is no npm. */
export function createNpmRunner(offline: boolean): RunNpm {
  return async (args, folder, signal) => {
    signal.throwIfAborted();
    const [program = '', ...rest] = withOpenMask([
      ...(await npmProgram()),
      ...args,
      ...ALWAYS,
      ...(offline ? ['--offline'] : []),
    ]);
    const child = spawn(program, rest, {
      cwd: folder,
      env: npmEnvironment(process.env),
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
    });
    const end = (): void => {
      if (child.pid === undefined) return;
      try {
        if (process.platform === 'win32') child.kill();
        else process.kill(-child.pid, 'SIGKILL');
      } catch {
        // The group is gone already.
      }
    };
    signal.addEventListener('abort', end, { once: true });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    try {
      const exitCode = await new Promise<number | null>((resolve, reject) => {
        child.once('error', (error) => {
          reject(
            new MillwrightError(
              'ToolchainMissing',
              `npm could not be started (${error.message}). Install it together with Node: https://nodejs.org/en/download`,
              {},
              { cause: error },
            ),
          );
        });
        child.once('close', resolve);
      });
      signal.throwIfAborted();
      const stdout = Buffer.concat(out).toString('utf8');
      const stderr = Buffer.concat(err).toString('utf8');
      const missing = exitCode === 127 && stdout === '';
      if (missing) {
        throw new MillwrightError(
          'ToolchainMissing',
          `npm was not found beside ${process.execPath} or on PATH. Install it together with Node: https://nodejs.org/en/download`,
        );
      }
      return { ok: exitCode === 0, stdout, stderr, error: exitCode === 0 ? null : readError(stdout) };
    } finally {
      signal.removeEventListener('abort', end);
    }
  };
}
