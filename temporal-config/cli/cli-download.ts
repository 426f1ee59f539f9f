import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { packageRoot } from '../package-root.js';
import { keepCli } from './cli-cache.js';
import { CLI_VERSION } from './cli-version.js';

/** Without a new byte for this long, the download counts as out of reach; a build may still work. */
const STALL_MS = 8_000;
const LOOK_MS = 500;
/** About what the executable weighs, for a percentage; it differs by platform. */
const EXPECTED_BYTES = 140_000_000;

export interface DownloadOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly onProgress: (line: string) => void;
  readonly signal?: AbortSignal;
}

export type Download =
  | { readonly ok: true; readonly path: string }
  /** `reason`: why not, in one line. */
  | { readonly ok: false; readonly reason: string };

/** Has Temporal's SDK download the CLI, and puts it into the cache. A network out of reach is an answer, not an error. */
export async function downloadCli(cacheFolder: string, options: DownloadOptions): Promise<Download> {
  const folder = await mkdtemp(join(tmpdir(), 'millwright-temporal-'));
  options.onProgress('Downloading the Temporal server (once for this machine) …');
  const stalled = new AbortController();
  const watching = setInterval(() => void look(), LOOK_MS);
  let bytes = 0;
  let tenths = 0;
  let lastByteAt = Date.now();

  const look = async (): Promise<void> => {
    const now = await bytesIn(folder);
    if (now > bytes) lastByteAt = Date.now();
    bytes = now;
    const tenth = Math.min(9, Math.floor((bytes / EXPECTED_BYTES) * 10));
    if (tenth > tenths) options.onProgress(`Downloading the Temporal server: about ${tenth * 10} %`);
    tenths = tenth;
    if (Date.now() - lastByteAt > STALL_MS) stalled.abort();
  };

  try {
    const script = join(packageRoot(), 'temporal-config', 'download-cli.mjs');
    const { stdio } = await execa(process.execPath, [script, CLI_VERSION, folder], {
      stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
      env: options.environment,
      extendEnv: false,
      cancelSignal: AbortSignal.any([
        stalled.signal,
        ...(options.signal === undefined ? [] : [options.signal]),
      ]),
    });
    return { ok: true, path: await keepCli(stdio[3], cacheFolder) };
  } catch (error) {
    options.signal?.throwIfAborted();
    return {
      ok: false,
      reason: stalled.signal.aborted ? `nothing came for ${STALL_MS / 1000} s` : reasonOf(error),
    };
  } finally {
    clearInterval(watching);
    await rm(folder, { recursive: true, force: true });
  }
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
