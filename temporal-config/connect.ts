import { isIPv4 } from 'node:net';
import type { ConnectionOptions } from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import type { NativeConnectionOptions } from '@temporalio/worker';
import { ConfigError } from '../src/config.js';
import { messageOf } from '../src/protocol/errors.js';

/** What `Connection.connect` (client) and `NativeConnection.connect` (worker) both take. */
export type TemporalConnectionOptions = Pick<
  NativeConnectionOptions,
  'address' | 'tls' | 'apiKey' | 'metadata'
> & {
  readonly address: string;
};

/** How to reach a server of the local stack: plain, on loopback, whatever the environment says of other servers. */
export function localConnection(address: string): ConnectionOptions {
  return clientConnection({ address });
}

/**
 * The same for a client alone. gRPC for Node sends what `no_proxy` does not name through the proxy of the environment, this
 * machine's own addresses too, which no proxy can reach; a worker's connection asks no proxy.
 */
export function clientConnection(options: TemporalConnectionOptions): ConnectionOptions {
  return isLoopback(options.address) ? { ...options, channelArgs: { 'grpc.enable_http_proxy': 0 } } : options;
}

function isLoopback(address: string): boolean {
  const host = address.replace(/:\d+$/u, '');
  return host === 'localhost' || host === '[::1]' || (isIPv4(host) && host.startsWith('127.'));
}

/**
 * How to reach the Temporal that `TEMPORAL_ADDRESS` names: TLS, API key and headers from the `TEMPORAL_*` variables and
 * from the profile (`TEMPORAL_PROFILE`) of `temporal.toml`, as Temporal's own tools read them.
 *
 * @throws ConfigError when they cannot be read.
 */
export function externalConnection(
  address: string,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): TemporalConnectionOptions {
  const given = Object.entries(environment).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  try {
    const { connectionOptions } = loadClientConnectConfig({ overrideEnvVars: Object.fromEntries(given) });
    const { tls, apiKey, metadata } = connectionOptions;
    return {
      address,
      ...(tls === undefined ? {} : { tls }),
      ...(apiKey === undefined ? {} : { apiKey }),
      ...(metadata === undefined ? {} : { metadata }),
    };
  } catch (error) {
    throw new ConfigError(
      `The settings for Temporal at ${address} cannot be read: ${messageOf(error)}\n` +
        'Check the TEMPORAL_* variables and temporal.toml: docs/temporal.md',
    );
  }
}
