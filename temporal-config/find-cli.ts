import { cacheFolders } from '../src/config.js';
import { cachedCli } from './cli/cli-cache.js';
import { cliOnPath } from './cli/cli-on-path.js';
import type { DownloadLimits } from './cli/cli-download.js';
import { obtainCli } from './cli/obtain-cli.js';

export interface FindCliOptions {
  /** The folder of all that can be made again, as `readConfig` gives it. */
  readonly cache: string;
  /** Where PATH and proxies are read; the default is this process' own. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** One line for a person: what is being done, how far it is. */
  readonly onProgress: (line: string) => void;
  readonly signal?: AbortSignal;
  /** Of a download; left out: the usual ones. */
  readonly limits?: DownloadLimits;
}

export interface FoundCli {
  readonly path: string;
  readonly from: 'path' | 'cache' | 'download' | 'build';
}

/**
 * The Temporal CLI, which carries the development server: `temporal` on PATH when it is new enough, else our cache, else
 * the SDK's download, else a build with Go. The last two fill the cache; one process at a time does so.
 *
 * @throws MillwrightError `ToolchainMissing` when none of them works; the message says what each would need. ConfigError when the
 * cache cannot keep it.
 */
export async function findCli(options: FindCliOptions): Promise<FoundCli> {
  const environment = options.environment ?? process.env;
  const onPath = await cliOnPath(environment);
  if (onPath.usable) return { path: onPath.path, from: 'path' };
  if (onPath.reason !== null) options.onProgress(onPath.reason);
  const folder = cacheFolders(options.cache).temporal;
  const cached = await cachedCli(folder);
  if (cached !== undefined) return { path: cached, from: 'cache' };
  return obtainCli(folder, { ...options, environment });
}
