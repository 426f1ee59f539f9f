import { access, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { packageRoot } from '../package-root.js';
import { keepCli } from './cli-cache.js';
import { CLI_VERSION } from './cli-version.js';

/** How long each part of a download may take before it counts as out of reach, in milliseconds; a build may still work. */
export interface DownloadLimits {
  /** Until the first byte: a proxy may read the whole before it passes anything on. */
  readonly firstByteMs: number;
  /** Without a new byte. */
  readonly stallMs: number;
  /** Of the server that the SDK tries it out with, as long as any start may take on a machine under heavy load. */
  readonly startMs: number;
}
const LIMITS: DownloadLimits = { firstByteMs: 30_000, stallMs: 8_000, startMs: 60_000 };
const LOOK_MS = 500;
/** About what the executable weighs, for a percentage; it differs by platform. */
const EXPECTED_BYTES = 140_000_000;

export interface DownloadOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly onProgress: (line: string) => void;
  readonly signal?: AbortSignal;
  /** Left out: the usual ones. */
  readonly limits?: DownloadLimits;
}

export type Download =
  | { readonly ok: true; readonly path: string }
  /** `reason`: why not, in one line. */
  | { readonly ok: false; readonly reason: string };

/**
 * Has Temporal's SDK download the CLI, and puts it into the cache. A network out of reach is an answer, not an error.
 * @throws ConfigError when the cache cannot keep it.
 */
export async function downloadCli(cacheFolder: string, options: DownloadOptions): Promise<Download> {
  const folder = await mkdtemp(join(tmpdir(), 'millwright-temporal-'));
  try {
    const reason = await fetchInto(folder, options);
    return reason === undefined
      ? { ok: true, path: await keepCli(executableIn(folder), cacheFolder) }
      : { ok: false, reason };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Where the SDK puts the executable, once all of it is there. */
function executableIn(folder: string): string {
  return join(folder, `temporal-v${CLI_VERSION}`);
}

/** Undefined when the executable is in `folder`; else why not, in one line. @throws the signal's reason. */
async function fetchInto(folder: string, options: DownloadOptions): Promise<string | undefined> {
  const { onProgress, limits = LIMITS } = options;
  const executable = executableIn(folder);
  onProgress('Downloading the Temporal server (once for this machine) …');
  const stalled = new AbortController();
  let bytes = 0;
  let tenths = 0;
  let waitMs = limits.firstByteMs;
  let since = Date.now();

  const look = async (): Promise<void> => {
    const now = await bytesIn(folder);
    if (now > bytes) since = Date.now();
    bytes = now;
    waitMs = (await isThere(executable)) ? limits.startMs : bytes > 0 ? limits.stallMs : limits.firstByteMs;
    const tenth = Math.min(9, Math.floor((bytes / EXPECTED_BYTES) * 10));
    if (tenth > tenths) onProgress(`Downloading the Temporal server: about ${tenth * 10} %`);
    tenths = tenth;
    if (Date.now() - since > waitMs) stalled.abort();
  };

  const watching = setInterval(() => void look(), LOOK_MS);
  try {
    const script = join(packageRoot(), 'temporal-config', 'download-cli.mjs');
    await execa(process.execPath, [script, CLI_VERSION, folder], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: options.environment,
      extendEnv: false,
      cancelSignal: AbortSignal.any([
        stalled.signal,
        ...(options.signal === undefined ? [] : [options.signal]),
      ]),
    });
    return undefined;
  } catch (error) {
    options.signal?.throwIfAborted();
    // The SDK waits five seconds for the server that it tries it out with; whoever starts it next waits longer.
    if (await runs(executable, limits.startMs)) return undefined;
    return stalled.signal.aborted ? `nothing came for ${waitMs / 1000} s` : reasonOf(error);
  } finally {
    clearInterval(watching);
  }
}

function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

async function runs(executable: string, withinMs: number): Promise<boolean> {
  return !(await execa(executable, ['--version'], { timeout: withinMs, reject: false })).failed;
}

async function bytesIn(folder: string): Promise<number> {
  const names = await readdir(folder).catch(() => []);
  const sizes = await Promise.all(
    names.map((name) =>
      stat(join(folder, name)).then(
        (found) => found.size,
        () => 0,
      ),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** The innermost cause, which is the last part of the SDK's chain: "dns error: failed to lookup address". */
function reasonOf(error: unknown): string {
  const text =
    typeof error === 'object' && error !== null && 'stderr' in error && typeof error.stderr === 'string'
      ? error.stderr
      : String(error);
  return (
    text
      .trim()
      .split('\n')
      .at(-1)
      ?.split(/: (?=client error)/u)
      .at(-1) ?? 'it failed'
  );
}
