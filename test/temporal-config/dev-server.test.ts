import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import { defineSearchAttributeKey } from '@temporalio/common';
import { SEARCH_ATTRIBUTES } from '../../src/protocol/names.js';
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
