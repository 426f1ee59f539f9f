import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import envPaths from 'env-paths';
import { z } from 'zod';
import { NAMESPACE } from './protocol/names.js';
import { problemsOf } from './protocol/parse-input.js';

/** First choice for the ports of the local stack; when one is taken, the next free one is used and recorded in the lock. */
export const DEFAULT_SERVER_PORT = 27233;
export const DEFAULT_UI_PORT = 28233;

export const SERVED_QUEUES = ['main', 'model', 'build'] as const;

function wholeNumber(least: number, most: number) {
  const message = `must be a whole number from ${least} to ${most}`;
  return z
    .string()
    .regex(/^\d{1,9}$/, message)
    .transform(Number)
    .refine((value) => value >= least && value <= most, message);
}

const port = wholeNumber(1, 65_535);
const flag = z.enum(['0', '1', 'true', 'false']).transform((value) => value === '1' || value === 'true');

const environmentSchema = z.object({
  MILLWRIGHT_HOME: z.string().min(1).optional(),
  /** What can be made again (installed packages, the Temporal CLI); several homes on one machine can share one. */
  MILLWRIGHT_CACHE: z.string().min(1).optional(),
  MILLWRIGHT_SERVER_PORT: port.default(DEFAULT_SERVER_PORT),
  MILLWRIGHT_UI_PORT: port.default(DEFAULT_UI_PORT),
  /** Which task queues a worker serves, comma-separated. */
  MILLWRIGHT_QUEUES: z
    .string()
    .default(SERVED_QUEUES.join(','))
    .transform((list) => list.split(',').map((name) => name.trim()))
    .pipe(z.array(z.enum(SERVED_QUEUES)).min(1)),
  MILLWRIGHT_LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
  /** Checks and sandbox work at the same time; the default leaves each two cores. */
  MILLWRIGHT_BUILD_SLOTS: wholeNumber(1, 64).default(2),
  MILLWRIGHT_OFFLINE: flag.default(false),
  TEMPORAL_ADDRESS: z.string().min(1).optional(),
  TEMPORAL_NAMESPACE: z.string().min(1).default(NAMESPACE),
});

/** Every setting of Millwright that comes from the environment, parsed once. */
export interface Config {
  /** Folder of all state: artifacts, ledger, server database, caches, lock. Absolute. */
  readonly home: string;
  /** Folder of all that can be made again: installed packages, the Temporal CLI. Absolute. */
  readonly cache: string;
  readonly serverPort: number;
  readonly uiPort: number;
  readonly queues: readonly (typeof SERVED_QUEUES)[number][];
  readonly logLevel: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'silent';
  readonly buildSlots: number;
  /** No registry is asked; what is cached must do. */
  readonly offline: boolean;
  /** A Temporal that is not ours to start; undefined: the local stack. */
  readonly temporalAddress: string | undefined;
  readonly namespace: string;
}

/** A setting that cannot be used. Its message names every one. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** @throws ConfigError naming every setting that cannot be used. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = environmentSchema.safeParse(given);
  if (!parsed.success) {
    throw new ConfigError(
      `These settings cannot be used:\n${problemsOf(parsed.error, [])
        .map((line) => `  ${line}`)
        .join('\n')}`,
    );
  }
  const values = parsed.data;
  const home = absolute(values.MILLWRIGHT_HOME ?? envPaths('millwright', { suffix: '' }).data);
  return {
    home,
    cache: values.MILLWRIGHT_CACHE === undefined ? join(home, 'cache') : absolute(values.MILLWRIGHT_CACHE),
    serverPort: values.MILLWRIGHT_SERVER_PORT,
    uiPort: values.MILLWRIGHT_UI_PORT,
    queues: values.MILLWRIGHT_QUEUES,
    logLevel: values.MILLWRIGHT_LOG_LEVEL,
    buildSlots: values.MILLWRIGHT_BUILD_SLOTS,
    offline: values.MILLWRIGHT_OFFLINE,
    temporalAddress: values.TEMPORAL_ADDRESS,
    namespace: values.TEMPORAL_NAMESPACE,
  };
}

function absolute(folder: string): string {
  const expanded = folder === '~' || folder.startsWith('~/') ? join(homedir(), folder.slice(1)) : folder;
  return isAbsolute(expanded) ? expanded : resolve(expanded);
}

/** Where each kind of what can be made again lives under `cache`. */
export function cacheFolders(cache: string): Readonly<Record<'environments' | 'temporal', string>> {
  return {
    /** Installed packages by lock. */
    environments: join(cache, 'environments'),
    /** The Temporal CLI by version. */
    temporal: join(cache, 'temporal'),
  };
}

/** Where each kind of state lives under `home`. */
export function homeFolders(
  home: string,
  cache: string = join(home, 'cache'),
): Readonly<
  Record<
    | 'artifacts'
    | 'ledger'
    | 'modelProfiles'
    | 'environments'
    | 'temporal'
    | 'server'
    | 'work'
    | 'logs'
    | 'lock',
    string
  >
> {
  return {
    artifacts: join(home, 'artifacts'),
    ledger: join(home, 'ledger.sqlite'),
    /** What was learned of models. */
    modelProfiles: join(home, 'model-profiles.json'),
    ...cacheFolders(cache),
    server: join(home, 'server'),
    /** Folders that hold a tree while something runs in it. */
    work: join(home, 'work'),
    logs: join(home, 'logs'),
    lock: join(home, 'stack.lock'),
  };
}
