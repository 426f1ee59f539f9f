import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import { fileURLToPath } from 'node:url';
import type { greetTwice } from './greet-workflow.js';
import { startTemporalServer, type TestTemporalServer } from '../support/temporal-server.js';

describe('the server that tests use', () => {
  let server: TestTemporalServer;
  let connection: Connection;
  let native: NativeConnection;

  beforeAll(async () => {
    server = await startTemporalServer();
    connection = await Connection.connect({ address: server.address });
    native = await NativeConnection.connect({ address: server.address });
  });
  afterAll(async () => {
    await connection.close();
    await native.close();
    await server.stop();
  });

  it('runs a workflow with a worker inside the test', async () => {
    const worker = await Worker.create({
      connection: native,
      namespace: server.namespace,
      taskQueue: 'greetings',
      workflowsPath: fileURLToPath(new URL('./greet-workflow.ts', import.meta.url)),
      activities: { greet: (name: string) => Promise.resolve(`Hello, ${name}!`) },
    });
    const client = new Client({ connection, namespace: server.namespace });
    const greeting = await worker.runUntil(
      client.workflow.execute<typeof greetTwice>('greetTwice', {
        workflowId: 'greet',
        taskQueue: 'greetings',
        args: ['Ada'],
      }),
    );
    expect(greeting).toBe('Hello, Ada! Hello, Ada!');
  });
});
