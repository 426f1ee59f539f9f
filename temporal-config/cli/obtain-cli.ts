import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { tryHold, type Hold } from '../hold.js';
import { buildCli } from './cli-build.js';
import { cachedCli, cachedCliPath, unusableCache } from './cli-cache.js';
import { downloadCli, type DownloadOptions } from './cli-download.js';

/** How often a second process looks whether the first is done. */
const POLL_MS = 500;

export type ObtainOptions = DownloadOptions;

export interface ObtainedCli {
  readonly path: string;
  readonly from: 'cache' | 'download' | 'build';
}

/**
 * Fills the cache by a download, else by a build. One process at a time does so; the others wait for what it makes.
 * @throws ConfigError when the cache cannot be written; MillwrightError `ToolchainMissing`.
 */
export async function obtainCli(cacheFolder: string, options: ObtainOptions): Promise<ObtainedCli> {
  const holdFile = join(dirname(cachedCliPath(cacheFolder)), 'fetch.hold');
  let said = false;
  for (;;) {
    options.signal?.throwIfAborted();
    const hold = holdIn(cacheFolder, holdFile);
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

/** Before anything is fetched or built: what cannot be written would have been for nothing. */
function holdIn(cacheFolder: string, file: string): Hold | undefined {
  try {
    return tryHold(file);
  } catch (error) {
    throw unusableCache(cacheFolder, error);
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
