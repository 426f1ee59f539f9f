import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import { defineSearchAttributeKey } from '@temporalio/common';
import { SEARCH_ATTRIBUTES } from '../../src/protocol/names.js';
import { startDevServer } from '../../temporal-config/server/dev-server.js';
import { startTemporalServer, type TestTemporalServer } from '../support/temporal-server.js';

describe('the development server', () => {
  let server: TestTemporalServer;
  let connection: Connection;

  beforeAll(async () => {
    server = await startTemporalServer();
    connection = await Connection.connect({ address: server.address });
  });
  afterAll(async () => {
    await connection.close();
    await server.stop();
  });

  it('is not taken to be there because another answers on its port', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'millwright-dev-server-'));
    try {
      const port = Number(server.address.split(':')[1]);
      const cli = join(folder, 'temporal');
      // As the real one does, and later than the other answers.
      await writeFile(cli, '#!/bin/sh\nsleep 0.5\necho "address already in use"\nexit 1\n', { mode: 0o755 });
      const place = { database: join(folder, 'temporal.sqlite'), port, uiPort: port + 1, namespace: 'ours' };
      await expect(startDevServer({ cli, place, logFile: join(folder, 'log') })).rejects.toThrow(
        /ended with exit code 1, and another program answers there.*address already in use/su,
      );
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('keeps closed runs of its namespace for 30 days', async () => {
    const { config } = await connection.workflowService.describeNamespace({ namespace: server.namespace });
    expect(Number(config?.workflowExecutionRetentionTtl?.seconds)).toBe(30 * 24 * 60 * 60);
  });

  it('knows the search attributes, and finds a run by one', async () => {
    const listed = await connection.operatorService.listSearchAttributes({ namespace: server.namespace });
    expect(Object.keys(listed.customAttributes)).toEqual(
      expect.arrayContaining(Object.values(SEARCH_ATTRIBUTES).map(({ name }) => name)),
    );
    const client = new Client({ connection, namespace: server.namespace });
    await client.workflow.start('waits', {
      workflowId: 'found',
      taskQueue: 'nobody-serves-this',
      typedSearchAttributes: [{ key: defineSearchAttributeKey('MillwrightCostUsd', 'DOUBLE'), value: 1.25 }],
    });
    const found: string[] = [];
    // The server lists a run a moment after it has begun it.
    while (found.length === 0) {
      for await (const { workflowId } of client.workflow.list({ query: 'MillwrightCostUsd > 1' }))
        found.push(workflowId);
    }
    expect(found).toEqual(['found']);
  });

  it('is there again on the same port after a SIGKILL, with its state and settings', async () => {
    await server.kill();
    await server.restart();
    const again = await Connection.connect({ address: server.address });
    try {
      const client = new Client({ connection: again, namespace: server.namespace });
      expect((await client.workflow.getHandle('found').describe()).status.name).toBe('RUNNING');
      const { config } = await again.workflowService.describeNamespace({ namespace: server.namespace });
      expect(Number(config?.workflowExecutionRetentionTtl?.seconds)).toBe(30 * 24 * 60 * 60);
    } finally {
      await again.close();
    }
  });
});
