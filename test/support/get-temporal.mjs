import { readConfig } from '../../dist/src/config.js';
import { findCli } from '../../dist/temporal-config/find-cli.js';

/**
 * Has the Temporal CLI before the first test: on a fresh machine it is downloaded or built, which takes minutes, and no
 * test's time-out should have to allow for that.
 */
export default async function getTemporal() {
  await findCli({
    cache: readConfig(process.env).cache,
    onProgress: (line) => process.stderr.write(`${line}\n`),
  });
}
