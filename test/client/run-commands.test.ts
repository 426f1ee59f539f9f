import { PassThrough } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { Client, Connection, type WorkflowClientInterceptor } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import { follow } from '../../src/client/cli/commands/follow.js';
import { show } from '../../src/client/cli/commands/show.js';
import type { CliContext } from '../../src/client/cli/context.js';
import { createDisplay } from '../../src/client/cli/display.js';
import { styleOf } from '../../src/client/cli/render/style.js';
import type { ClientParts } from '../../src/client/parts.js';
import { readConfig } from '../../src/config.js';
import { QUERIES, WORKFLOWS } from '../../src/protocol/names.js';
import { NOW, progressOf } from './progress-of.js';

const { WorkflowExecutionStatus } = temporal.api.enums.v1;
const RUN = 'library-3f2a1b';
const KEY = progressOf().run.id;

function unexpected(what: string): () => never {
  return () => {
    throw new Error(`nobody expected ${what}`);
  };
}

/** A client of a server that knows one run, open or terminated, and that no network is needed for. */
function clientOf(run: 'open' | 'terminated'): Client {
  const at = { seconds: Math.floor(NOW / 1000) };
  const answers: WorkflowClientInterceptor = {
    describe: () =>
      Promise.resolve(
        temporal.api.workflowservice.v1.DescribeWorkflowExecutionResponse.fromObject({
          workflowExecutionInfo: {
            execution: { workflowId: RUN, runId: KEY },
            firstRunId: KEY,
            type: { name: WORKFLOWS.generateProject },
            status:
              WorkflowExecutionStatus[
                run === 'open' ? 'WORKFLOW_EXECUTION_STATUS_RUNNING' : 'WORKFLOW_EXECUTION_STATUS_TERMINATED'
              ],
            historyLength: 1,
            startTime: at,
            ...(run === 'open' ? {} : { closeTime: at }),
          },
        }),
      ),
    query: ({ queryType }) =>
      Promise.resolve(queryType === QUERIES.progress ? progressOf({ costUsd: 0.4, limitUsd: 2 }) : []),
    startUpdate: unexpected('an update'),
  };
  return new Client({ connection: Connection.lazy(), interceptors: { workflow: [answers] } });
}

function contextOf(client: Client, costs: ClientParts['costs']): CliContext {
  return {
    config: readConfig({ MILLWRIGHT_HOME: '/nowhere' }),
    cwd: '/nowhere',
    parts: {
      artifacts: { get: unexpected('an artifact'), put: unexpected('an artifact') },
      records: {
        get: () => Promise.resolve(undefined),
        byWorkflowId: () => Promise.resolve(undefined),
        list: () => Promise.resolve([]),
      },
      costs,
      planning: unexpected('a plan'),
      models: unexpected('models'),
      readTree: unexpected('a tree'),
      probeSandbox: unexpected('a sandbox'),
      installSandbox: unexpected('a sandbox'),
      checkFolder: unexpected('a check'),
      openProject: unexpected('a project'),
      close: () => Promise.resolve(),
    },
    stack: {
      join: () =>
        Promise.resolve({
          address: '127.0.0.1:1',
          namespace: 'default',
          uiUrl: null,
          role: () => 'guest',
          leave: () => Promise.resolve(),
        }),
      status: () =>
        Promise.resolve({
          running: true,
          address: null,
          uiUrl: null,
          hostPid: null,
          serverPid: null,
          workerPid: null,
          version: null,
          namespace: null,
        }),
      checkServer: unexpected('a look at the server'),
      connect: () => Promise.resolve(client),
    },
    display: createDisplay(process.stderr, { TERM: 'dumb' }),
    stdin: new PassThrough(),
    terminal: null,
    interrupted: new AbortController().signal,
    announce: () => undefined,
    workerCommand: [],
  };
}

describe('a command about a run', () => {
  it('changes the limit of no run that has ended, and says so in its own words', async () => {
    const context = contextOf(clientOf('terminated'), unexpected('a look at the costs'));
    await expect(follow(context, { run: RUN, maxCost: 5 })).rejects.toMatchObject({
      type: 'RunClosed',
      message: expect.stringMatching(/library-3f2a1b is closed \(terminated\)/),
    });
  });

  it('shows an open run though the ledger cannot be read', async () => {
    const context = contextOf(clientOf('open'), () => Promise.reject(new Error('database is locked')));
    const { exitCode, json, lines } = await show(context, RUN);
    expect(exitCode).toBe(0);
    expect(json).toMatchObject({ workflowId: RUN, state: 'open', costs: null });
    const text = lines(styleOf({ columns: 100 }, { NO_COLOR: '1' })).join('\n');
    expect(text).toContain('Spent on models\n  - $0.40 of at most $2.00');
  });
});
