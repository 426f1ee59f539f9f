import { Connection } from '@temporalio/client';
import { execa } from 'execa';
import { cacheFolders, type Config } from '../../../config.js';
import { cachedCli } from '../../../../temporal-config/cli/cli-cache.js';
import { cliOnPath } from '../../../../temporal-config/cli/cli-on-path.js';
import { CLI_INSTALL_PAGE } from '../../../../temporal-config/cli/cli-version.js';
import { clientConnection, externalConnection } from '../../../../temporal-config/connect.js';
import { messageOf } from '../../../protocol/errors.js';
import type { Finding } from './finding.js';

const NAME = 'Temporal';
const ANSWERS_WITHIN_MS = 5_000;

/** Is there a Temporal server to reach, or a CLI to start one with? Fetches and starts nothing. */
export async function checkTemporal(
  config: Pick<Config, 'cache' | 'temporalAddress'>,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Finding> {
  return config.temporalAddress === undefined
    ? checkCli(config.cache, environment)
    : checkAddress(config.temporalAddress, environment);
}

async function checkAddress(
  address: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Finding> {
  try {
    const connection = await Connection.connect({
      ...clientConnection(externalConnection(address, environment)),
      connectTimeout: ANSWERS_WITHIN_MS,
    });
    await connection.close();
    return { name: NAME, state: 'ok', detail: `${address} answers (TEMPORAL_ADDRESS)` };
  } catch (error) {
    return {
      name: NAME,
      state: 'missing',
      detail: `${address} does not answer: ${messageOf(error)}`,
      remedy:
        'Start that server or correct TEMPORAL_ADDRESS; without it, Millwright starts a server of its own.',
    };
  }
}

async function checkCli(
  cache: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Finding> {
  const onPath = await cliOnPath(environment);
  if (onPath.usable) return { name: NAME, state: 'ok', detail: onPath.path };
  const cached = await cachedCli(cacheFolders(cache).temporal);
  if (cached !== undefined) return { name: NAME, state: 'ok', detail: cached };
  const go = await execa('go', ['version'], { reject: false, timeout: 10_000, stdin: 'ignore' });
  const none = onPath.reason ?? 'no CLI on PATH or in the cache';
  return go.failed
    ? {
        name: NAME,
        state: 'degraded',
        detail: `${none}; it will be downloaded at first use`,
        remedy: `Where downloads are blocked, install the CLI (${CLI_INSTALL_PAGE}), or Go so that it can be built.`,
      }
    : {
        name: NAME,
        state: 'ok',
        detail: `${none}; it will be downloaded at first use, or built with ${go.stdout} in some minutes`,
      };
}
