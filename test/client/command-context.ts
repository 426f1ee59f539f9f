import { PassThrough } from 'node:stream';
import { Client, Connection, type WorkflowClientInterceptor } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import type { GenerateOrder } from '../../src/client/cli/arguments/invocation.js';
import type { CliContext, StackAccess } from '../../src/client/cli/context.js';
import { createDisplay, type Display } from '../../src/client/cli/display.js';
import type { ClientParts, ClosedRuns } from '../../src/client/parts.js';
import { readConfig } from '../../src/config.js';
import { QUERIES, WORKFLOWS } from '../../src/protocol/names.js';
import { NOW, progressOf } from './progress-of.js';

const { WorkflowExecutionStatus } = temporal.api.enums.v1;
export const RUN = 'library-3f2a1b';
export const KEY = progressOf().run.id;

/** `generate --detach --yes --id ID "…"`, and nothing else typed. */
export function detachedOrder(id: string): GenerateOrder {
  return {
    brief: { from: 'argument', text: 'An API for books.' },
    yes: true,
    out: undefined,
    name: undefined,
    kind: undefined,
    id,
    again: false,
    concurrency: undefined,
    sandbox: undefined,
    maxCost: undefined,
    maxTaskCost: undefined,
    maxErrors: undefined,
    guided: false,
    force: false,
    detach: true,
  };
}

export function unexpected(what: string): () => never {
  return () => {
    throw new Error(`nobody expected ${what}`);
  };
}

/** A client of a server that knows one run, open or terminated, and that no network is needed for. */
export function clientOf(run: 'open' | 'terminated', change: WorkflowClientInterceptor = {}): Client {
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
    cancel: unexpected('a cancellation'),
    ...change,
  };
  return new Client({ connection: Connection.lazy(), interceptors: { workflow: [answers] } });
}

/** What a display was told to say, and nothing drawn. */
export function silentDisplay(): Display & { readonly said: readonly string[] } {
  const said: string[] = [];
  const nothing = (): void => undefined;
  const { style } = createDisplay(process.stderr, { TERM: 'dumb' });
  const line = (text: string): void => void said.push(text);
  return {
    said,
    style,
    live: false,
    line,
    progress: nothing,
    silence: nothing,
    trouble: nothing,
    settle: nothing,
  };
}

export interface ContextChange {
  readonly client?: Client;
  readonly parts?: Partial<ClientParts>;
  readonly records?: Partial<ClosedRuns>;
  readonly stack?: Partial<StackAccess>;
  /** Does the local stack run? Left out: it does. */
  readonly running?: boolean;
  /** Its worker; left out: it has none. */
  readonly workerPid?: number;
  readonly context?: Partial<CliContext>;
}

/** What a command touches: a stack that is joined at once, no closed run, and nothing that was not asked for. */
export function commandContext(change: ContextChange): CliContext {
  const { client, running = true, workerPid = null } = change;
  return {
    config: readConfig({ MILLWRIGHT_HOME: '/nowhere' }),
    cwd: '/nowhere',
    parts: {
      artifacts: { get: unexpected('an artifact'), put: unexpected('an artifact') },
      records: {
        get: () => Promise.resolve(undefined),
        byWorkflowId: () => Promise.resolve(undefined),
        isUnsettled: () => Promise.resolve(false),
        noteStart: unexpected('the start of a run'),
        list: () => Promise.resolve([]),
        ...change.records,
      },
      costs: unexpected('a look at the costs'),
      planning: unexpected('a plan'),
      models: unexpected('models'),
      readTree: unexpected('a tree'),
      probeSandbox: unexpected('a sandbox'),
      installSandbox: unexpected('a sandbox'),
      checkFolder: unexpected('a check'),
      openProject: unexpected('a project'),
      close: () => Promise.resolve(),
      ...change.parts,
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
          running,
          address: null,
          uiUrl: null,
          hostPid: null,
          serverPid: null,
          workerPid,
          version: null,
          namespace: null,
        }),
      checkServer: unexpected('a look at the server'),
      connect: client === undefined ? unexpected('a connection') : () => Promise.resolve(client),
      ...change.stack,
    },
    display: silentDisplay(),
    stdin: new PassThrough(),
    terminal: null,
    interrupted: new AbortController().signal,
    announce: () => undefined,
    workerCommand: [],
    checkWorker: () => Promise.resolve(),
    ...change.context,
  };
}
