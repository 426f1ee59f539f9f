/** The Temporal CLI that Millwright fetches or builds; `temporal-config/cli-module/go.mod` pins the same. */
export const CLI_VERSION = '1.8.2';

/**
 * The oldest Temporal server that will do when a `temporal` on PATH carries it: task queue fairness
 * (`matching.enableFairness`) came with 1.29.
 */
export const OLDEST_SERVER = [1, 29] as const;

/** Where the CLI is told of in messages; a person who has it on PATH needs neither a download nor a build. */
export const CLI_INSTALL_PAGE = 'https://docs.temporal.io/cli';
