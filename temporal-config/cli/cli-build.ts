import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa, ExecaError } from 'execa';
import { MillwrightError } from '../../src/protocol/errors.js';
import { packageRoot } from '../package-root.js';
import { keepCli } from './cli-cache.js';
import { CLI_INSTALL_PAGE, CLI_VERSION } from './cli-version.js';

const PACKAGE = 'github.com/temporalio/cli/cmd/temporal';
/** How often a line says that the build is still going; it takes two to six minutes on two cores. */
const PROGRESS_EVERY_MS = 10_000;

export interface BuildOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly onProgress: (line: string) => void;
  readonly signal?: AbortSignal;
}

/**
 * Builds the CLI from our pinned module with Go, and puts it into the cache.
 *
 * @throws MillwrightError `ToolchainMissing` when there is no Go, or the build fails.
 */
export async function buildCli(cacheFolder: string, options: BuildOptions): Promise<string> {
  const work = await mkdtemp(join(tmpdir(), 'millwright-temporal-'));
  const startedAt = Date.now();
  const say = (what: string): void => {
    const seconds = Math.round((Date.now() - startedAt) / 1000);
    options.onProgress(
      `Building the Temporal server from source (once for this machine): ${what}, ${seconds} s`,
    );
  };
  try {
    const module = join(packageRoot(), 'temporal-config', 'cli-module');
    await mkdir(join(work, 'module'));
    for (const name of ['go.mod', 'go.sum']) await copyFile(join(module, name), join(work, 'module', name));
    const executable = join(work, 'temporal');
    await go(['mod', 'download'], 'step 1 of 2, fetching the sources', work, say, options);
    await go(
      [
        'build',
        '-ldflags',
        `-s -w -X github.com/temporalio/cli/internal/temporalcli.Version=${CLI_VERSION}`,
      ].concat(['-o', executable, PACKAGE]),
      'step 2 of 2, compiling',
      work,
      say,
      options,
    );
    return await keepCli(executable, cacheFolder);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function go(
  args: readonly string[],
  what: string,
  work: string,
  say: (what: string) => void,
  { environment, signal }: BuildOptions,
): Promise<void> {
  say(what);
  const ticker = setInterval(() => {
    say(what);
  }, PROGRESS_EVERY_MS);
  try {
    await execa('go', args, {
      cwd: join(work, 'module'),
      env: { ...environment, GOFLAGS: '-mod=readonly', GOWORK: 'off' },
      extendEnv: false,
      ...(signal === undefined ? {} : { cancelSignal: signal }),
    });
  } catch (error) {
    signal?.throwIfAborted();
    throw toolchainMissing(error);
  } finally {
    clearInterval(ticker);
  }
}

function toolchainMissing(error: unknown): MillwrightError {
  const missing = error instanceof ExecaError && error.code === 'ENOENT';
  const what = missing
    ? 'Go is not installed.'
    : `Go could not build it: ${error instanceof ExecaError ? lastLines(error) : String(error)}`;
  return new MillwrightError(
    'ToolchainMissing',
    `There is no Temporal server yet, and none could be made. ${what}\nDo one of these, then try again:\n` +
      `  - install the Temporal CLI, so that "temporal" is on PATH: ${CLI_INSTALL_PAGE}\n` +
      '  - install Go 1.26 or later (Go 1.21 and later fetch it by themselves unless GOTOOLCHAIN=local)\n' +
      '  - set TEMPORAL_ADDRESS to a Temporal server of your own: docs/temporal.md',
    { go: missing ? 'missing' : 'failed' },
    { cause: error },
  );
}

function lastLines(error: { readonly stderr?: unknown; readonly shortMessage: string }): string {
  const text = typeof error.stderr === 'string' && error.stderr !== '' ? error.stderr : error.shortMessage;
  return text.trimEnd().split('\n').slice(-8).join('\n');
}
