import { join } from 'node:path';
import type { StackOptions } from './stack.js';

/**
 * What the environment of a worker of the local stack has on top of this process' own; undefined takes a variable away.
 * Connection settings that a person has for another Temporal (TLS, keys, profiles) must not reach the local one.
 */
export function workerEnvironment(
  options: Pick<StackOptions, 'home' | 'cache' | 'namespace'>,
  address: string,
): Readonly<Record<string, string | undefined>> {
  const others = Object.keys(process.env).filter((name) => name.startsWith('TEMPORAL_'));
  return {
    ...Object.fromEntries(others.map((name) => [name, undefined])),
    // No such file: an empty one is refused.
    TEMPORAL_CONFIG_FILE: join(options.home, 'no-temporal.toml'),
    TEMPORAL_ADDRESS: address,
    TEMPORAL_NAMESPACE: options.namespace,
    MILLWRIGHT_HOME: options.home,
    MILLWRIGHT_CACHE: options.cache,
  };
}
