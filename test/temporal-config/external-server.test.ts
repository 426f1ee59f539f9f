import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Connection } from '@temporalio/client';
import { execa } from 'execa';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../src/config.js';
import { SEARCH_ATTRIBUTES } from '../../src/protocol/names.js';
import { setUpCommands } from '../../temporal-config/external-server.js';
import { findCli } from '../../temporal-config/find-cli.js';
import { joinStack } from '../../temporal-config/local-stack/join-stack.js';
import type { StackConnection } from '../../temporal-config/local-stack/stack.js';
import { namespaceNeeds } from '../../temporal-config/server/prepare-namespace.js';
import { startTemporalServer, type TestTemporalServer } from '../support/temporal-server.js';

const ALL = Object.values(SEARCH_ATTRIBUTES).map(({ name }) => name);

describe('a Temporal that TEMPORAL_ADDRESS names', () => {
  let server: TestTemporalServer;
  let home: string;
  let lines: string[];

  function use(address: string, namespace: string): Promise<StackConnection> {
    lines = [];
    return joinStack({
      home,
      cache: join(home, 'cache'),
      serverPort: 1,
      uiPort: 1,
      namespace,
      temporalAddress: address,
      workerCommand: ['false'],
      onProgress: (line) => lines.push(line),
    });
  }

  beforeAll(async () => {
    server = await startTemporalServer();
    home = await mkdtemp(join(tmpdir(), 'millwright-external-'));
  });
  afterAll(async () => {
    await server.stop();
    await rm(home, { recursive: true, force: true });
  });

  it('is used as it is: nothing is started, nothing is written', async () => {
    const connection = await use(server.address, server.namespace);
    expect(connection).toMatchObject({ address: server.address, uiUrl: null });
    expect(connection.role()).toBe('external');
    await connection.leave();
    expect(lines).toEqual([]);
    expect(await readdir(home)).toEqual([]);
  });

  it('gets its namespace and search attributes where that is permitted', async () => {
    await use(server.address, 'fresh');
    expect(lines).toEqual(['Set up namespace fresh.']);
    const connection = await Connection.connect({ address: server.address });
    try {
      expect(await namespaceNeeds(connection, 'fresh')).toEqual({
        exists: true,
        retentionDays: 30,
        searchAttributes: [],
      });
    } finally {
      await connection.close();
    }
  });

  it('is refused with what to check when nothing answers', async () => {
    await server.kill();
    await expect(use(server.address, server.namespace)).rejects.toThrow(
      /No Temporal answers at TEMPORAL_ADDRESS=127\.0\.0\.1:\d+.*unset TEMPORAL_ADDRESS/su,
    );
    await server.restart();
  });

  it('can be set up by hand with the commands that are printed', async () => {
    const cli = await findCli({ cache: readConfig(process.env).cache, onProgress: () => undefined });
    const commands = setUpCommands('by-hand', { namespace: true, searchAttributes: ALL });
    expect(commands).toHaveLength(1 + ALL.length);
    for (const command of commands) {
      const [program, ...args] = command.split(' ');
      expect(program).toBe('temporal');
      await execa(cli.path, [...args, '--address', server.address]);
    }
    const connection = await Connection.connect({ address: server.address });
    try {
      expect(await namespaceNeeds(connection, 'by-hand')).toEqual({
        exists: true,
        retentionDays: 30,
        searchAttributes: [],
      });
    } finally {
      await connection.close();
    }
  });
});
