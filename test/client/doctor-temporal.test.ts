import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkTemporal } from '../../src/client/cli/doctor/temporal-server.js';
import { CLI_VERSION } from '../../temporal-config/cli/cli-version.js';
import { putFakeCli } from '../temporal-config/fake-cli.js';

let cache: string;
beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), 'millwright-doctor-'));
});
afterEach(() => rm(cache, { recursive: true, force: true }));

describe('what the doctor says of Temporal', () => {
  it('is that the CLI is there when the cache of the settings has it', async () => {
    const path = join(cache, 'temporal', CLI_VERSION, 'temporal');
    await putFakeCli(path);
    // The settings have made a path of "~" already; nobody reads the variable itself.
    const environment = { PATH: '', MILLWRIGHT_CACHE: '~/elsewhere' };
    expect(await checkTemporal({ cache, temporalAddress: undefined }, environment)).toEqual({
      name: 'Temporal',
      state: 'ok',
      detail: path,
    });
  });
});
