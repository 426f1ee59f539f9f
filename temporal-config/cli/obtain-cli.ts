import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { tryHold } from '../hold.js';
import { buildCli } from './cli-build.js';
import { cachedCli, cachedCliPath } from './cli-cache.js';
import { downloadCli } from './cli-download.js';

/** How often a second process looks whether the first is done. */
const POLL_MS = 500;

export interface ObtainOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly onProgress: (line: string) => void;
  readonly signal?: AbortSignal;
}

export interface ObtainedCli {
  readonly path: string;
  readonly from: 'cache' | 'download' | 'build';
}

/** Fills the cache by a download, else by a build. One process at a time does so; the others wait for what it makes. */
export async function obtainCli(cacheFolder: string, options: ObtainOptions): Promise<ObtainedCli> {
  const holdFile = join(dirname(cachedCliPath(cacheFolder)), 'fetch.hold');
  let said = false;
  for (;;) {
    options.signal?.throwIfAborted();
    const hold = tryHold(holdFile);
    if (hold !== undefined) {
      try {
        return await downloadOrBuild(cacheFolder, options);
      } finally {
        hold.release();
      }
    }
    if (!said) options.onProgress('Another process is getting the Temporal server; waiting for it.');
    said = true;
    await sleep(POLL_MS);
  }
}

async function downloadOrBuild(cacheFolder: string, options: ObtainOptions): Promise<ObtainedCli> {
  const cached = await cachedCli(cacheFolder);
  if (cached !== undefined) return { path: cached, from: 'cache' };
  const download = await downloadCli(cacheFolder, options);
  if (download.ok) return { path: download.path, from: 'download' };
  options.onProgress(`The Temporal server could not be downloaded (${download.reason}).`);
  return { path: await buildCli(cacheFolder, options), from: 'build' };
}
