import { tmpdir } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, jest } from '@jest/globals';
import type { Client } from '@temporalio/client';
import { WorkflowFailedError, WorkflowNotFoundError } from '@temporalio/client';
import { ApplicationFailure, CancelledFailure, RetryState } from '@temporalio/common';
import { cancel } from '../../src/client/cli/commands/cancel.js';
import { fetch } from '../../src/client/cli/commands/fetch.js';
import { follow } from '../../src/client/cli/commands/follow.js';
import type { GenerateOrder, PlanOrder } from '../../src/client/cli/arguments/invocation.js';
import { generate } from '../../src/client/cli/commands/generate.js';
import { pause } from '../../src/client/cli/commands/pause.js';
import { plan } from '../../src/client/cli/commands/plan.js';
import { respond } from '../../src/client/cli/commands/respond.js';
import { show } from '../../src/client/cli/commands/show.js';
import type { CliContext } from '../../src/client/cli/context.js';
import { planByModel } from '../../src/client/cli/plan/plan-by-model.js';
import { printedError } from '../../src/client/cli/print-error.js';
import { styleOf } from '../../src/client/cli/render/style.js';
import { explainWriteError } from '../../src/client/delivery/delivery-error.js';
import type { ClientModels, ClientParts } from '../../src/client/parts.js';
import { ConfigError } from '../../src/config.js';
import type { GenerateInput } from '../../src/protocol/generate-input.js';
import type { RunRecord } from '../../src/protocol/report.js';
import {
  clientOf,
  commandContext,
  detachedOrder,
  KEY,
  RUN,
  silentDisplay,
  unexpected,
} from './command-context.js';
import { deliveryOf, recordOf, reportOf } from './report-of.js';

const ORDER: GenerateOrder = { ...detachedOrder(RUN), again: true };
const PLAIN = styleOf({ columns: 100 }, { NO_COLOR: '1' });

describe('a command about a run', () => {
  it('changes the limit of no run that has ended, and says so in its own words', async () => {
    const context = commandContext({ client: clientOf('terminated') });
    await expect(follow(context, { run: RUN, maxCost: 5 })).rejects.toMatchObject({
      type: 'RunClosed',
      message: expect.stringMatching(/library-3f2a1b is closed \(terminated\)/),
    });
  });

  it('says of a run that it followed whether a model was called', async () => {
    const client = clientOf('open');
    client.workflow.result = (() => Promise.resolve(deliveryOf())) as typeof client.workflow.result;
    const report = reportOf();
    const context = commandContext({
      client,
      parts: {
        artifacts: {
          get: () => Promise.resolve(new TextEncoder().encode(JSON.stringify(report))),
          put: unexpected('an artifact'),
        },
        costs: () => Promise.reject(new Error('no ledger')),
      },
    });
    const { json } = await follow(context, { run: RUN, maxCost: undefined });
    expect(json).toMatchObject({ workflowId: RUN, ...deliveryOf(), statement: report.statement });
  });

  it('shows an open run though the ledger cannot be read', async () => {
    const context = commandContext({
      client: clientOf('open'),
      parts: { costs: () => Promise.reject(new Error('database is locked')) },
    });
    const { exitCode, json, lines } = await show(context, RUN);
    expect(exitCode).toBe(0);
    expect(json).toMatchObject({ workflowId: RUN, state: 'open', costs: null });
    expect(lines(PLAIN).join('\n')).toContain('Spent on models\n  - $0.40 of at most $2.00');
  });

  it('starts no worker that could not read its settings, and says what is wrong with them', async () => {
    const context = commandContext({
      stack: { join: unexpected('a stack') },
      context: { checkWorker: () => Promise.reject(new ConfigError('millwright.config.yaml:1 is not YAML')) },
    });
    for (const command of [
      cancel(context, RUN),
      follow(context, { run: RUN, maxCost: undefined }),
      fetch(context, { run: RUN, out: undefined, partial: true, force: false }),
    ])
      await expect(command).rejects.toThrow(ConfigError);
  });

  it('reaches a run that a worker of another process serves, though none could start here', async () => {
    const offered: unknown[] = [];
    const display = silentDisplay();
    const stopped = new WorkflowFailedError('failed', new CancelledFailure('c'), RetryState.IN_PROGRESS);
    const client = clientOf('open', { cancel: () => Promise.resolve({}) });
    client.workflow.result = () => Promise.reject(stopped);
    const usual = commandContext({ client, workerPid: 4711 });
    const context: CliContext = {
      ...usual,
      display,
      checkWorker: () => Promise.reject(new ConfigError('millwright.config.yaml:1 is not YAML')),
      stack: {
        ...usual.stack,
        join: (options) => {
          offered.push(options.workerCommand);
          return usual.stack.join(options);
        },
      },
    };
    expect((await cancel(context, RUN)).json).toMatchObject({ outcome: 'stopped' });
    expect(offered).toEqual([null]);
    expect(display.said[0]).toMatch(/^millwright\.config\.yaml:1 is not YAML\n.*process 4711\.$/u);
  });
});

describe('a run that was built', () => {
  const started = (): Client => {
    const client = clientOf('open');
    client.workflow.start = (() =>
      Promise.resolve({ firstExecutionRunId: KEY })) as unknown as typeof client.workflow.start;
    client.workflow.result = (() => Promise.resolve(deliveryOf())) as typeof client.workflow.result;
    return client;
  };
  const contextOf = (parts: Partial<ClientParts> = {}): CliContext =>
    commandContext({
      client: started(),
      records: { noteStart: () => Promise.resolve() },
      parts: { costs: () => Promise.reject(new Error('no ledger')), ...parts },
      context: { cwd: tmpdir() },
    });

  it('and could not be written is told how to be, which the same command would not do', async () => {
    const full = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
    const unwritten = explainWriteError(full, '/mnt/library');
    if (!(unwritten instanceof Error)) throw new Error('It is an error.');
    const context = contextOf({
      artifacts: {
        get: () => Promise.resolve(new TextEncoder().encode(JSON.stringify(reportOf()))),
        put: unexpected('an artifact'),
      },
      readTree: () => Promise.reject(unwritten),
    });
    const error: unknown = await generate(context, { ...ORDER, detach: false }).catch(
      (reason: unknown) => reason,
    );
    const { text, ...printed } = printedError(error);
    expect(printed).toEqual({ type: 'OutputFolder', exitCode: 2, workflowId: RUN });
    expect(text).toMatch(/\/mnt\/library \(ENOSPC\)\. The disk is full: free some space\. The run keeps it/u);
    expect(text).toMatch(new RegExp(`millwright fetch ${RUN} --out DIR$`, 'u'));
    expect(text).not.toContain('same command');
    expect(unwritten).toMatchObject({
      message: expect.stringContaining(
        'free some space and run the same command again, or choose another --out.',
      ),
    });
  });

  it('and is not waited for is fetched as it was asked for', async () => {
    const { lines } = await generate(contextOf(), { ...ORDER, out: 'my library', force: true });
    expect(lines(PLAIN).join('\n')).toContain(`millwright fetch ${RUN} --out 'my library' --force`);
  });
});

describe('a run that is started with a limit', () => {
  const said = async (ofOrder: Partial<GenerateOrder>, models: ClientParts['models']) => {
    const client = clientOf('terminated', {
      startWithDetails: () => Promise.resolve({ runId: KEY, eagerlyStarted: false }),
    });
    const display = silentDisplay();
    const records = { noteStart: () => Promise.resolve() };
    await generate(commandContext({ client, records, parts: { models }, context: { display } }), {
      ...ORDER,
      ...ofOrder,
    });
    return display.said.join('\n');
  };
  const modelsOf = (assumedFree: boolean): ClientParts['models'] => {
    const price = { input: 0, output: 0, source: 'this machine', assumedFree };
    const view = { model: 'team-model', endpoint: 'relay', price } as ClientModels['models'][number];
    return () => Promise.resolve({ models: [view], try: unexpected('a call') });
  };

  it('says which models the limit does not hold for, since they are taken to cost nothing', async () => {
    expect(await said({ maxCost: 1 }, modelsOf(true))).toMatch(
      /The limit holds for nothing of team-model at relay.*set its price in millwright\.config\.yaml/,
    );
  });

  it.each<[string, Partial<GenerateOrder>, ClientParts['models']]>([
    ['whose models have prices', { maxCost: 1 }, modelsOf(false)],
    ['that asks no model', { maxCost: 1, author: 'blueprint' }, unexpected('models')],
    ['whose models are another process’s', { maxCost: 1 }, () => Promise.reject(new ConfigError('no key'))],
    ['without a limit', {}, unexpected('models')],
  ])('says nothing of it %s', async (_which, ofOrder, models) => {
    expect(await said(ofOrder, models)).not.toContain('limit');
  });
});

describe('an option that nothing would heed', () => {
  it('is refused: a limit of a run that is closed', async () => {
    const context = commandContext({
      running: false,
      records: { byWorkflowId: () => Promise.resolve(recordOf({ workflowId: RUN })) },
    });
    await expect(follow(context, { run: RUN, maxCost: 5 })).rejects.toMatchObject({
      type: 'RunClosed',
      message: expect.stringContaining(`${RUN} is closed`),
    });
  });

  it.each([
    ['--again', { again: true }],
    ['--max-cost', { maxCost: 1 }],
  ])('is refused: %s for a plan of blueprints', async (option, change) => {
    const order: PlanOrder = {
      brief: { from: 'argument', text: 'An API for books.' },
      out: 'no-such-plan.yaml',
      name: undefined,
      kind: undefined,
      author: undefined,
      maxCost: undefined,
      yes: true,
      again: false,
      force: false,
      ...change,
    };
    const context = commandContext({
      parts: { models: () => Promise.resolve(undefined) },
      context: { cwd: tmpdir() },
    });
    for (const author of ['blueprint', 'auto'] as const) {
      await expect(plan(context, { ...order, author })).rejects.toMatchObject({
        type: 'Usage',
        message: expect.stringMatching(new RegExp(`^${option} .*[Bb]lueprints plan here`, 'u')),
      });
    }
  });
});

describe('a plan by a model', () => {
  const order: PlanOrder = {
    brief: { from: 'argument', text: 'An API for books.' },
    out: 'no-such-plan.yaml',
    name: undefined,
    kind: undefined,
    author: undefined,
    maxCost: undefined,
    yes: true,
    again: false,
    force: false,
  };
  const cutOff = recordOf({
    outcome: 'failed',
    error: { type: 'BudgetExhausted', message: 'The limit is reached.' },
    delivery: null,
    costUsd: 0.4,
  });

  /** Of a server that has forgotten the run, and starts what it is asked for. */
  function planning(record: RunRecord, started: GenerateInput[]) {
    const forgotten = new WorkflowNotFoundError('workflow not found', 'forgotten', undefined);
    const client = clientOf('open', {
      describe: () => Promise.reject(forgotten),
      startWithDetails: ({ options }) => {
        started.push(options.args[0] as GenerateInput);
        return Promise.resolve({ runId: KEY, eagerlyStarted: false });
      },
    });
    client.workflow.result = () => Promise.reject(forgotten);
    const display = silentDisplay();
    const context = commandContext({
      client,
      records: { byWorkflowId: () => Promise.resolve(record), noteStart: () => Promise.resolve() },
      parts: { costs: () => Promise.reject(new Error('no ledger')) },
      context: { display },
    });
    return { context, said: display.said };
  }

  it.each([
    ['/proc/millwright.yaml', /(?:may not write in|The disk of) \/proc.*Name another file/u],
    [fileURLToPath(new URL('p.yaml', `${import.meta.url}/`)), /folder of .*p\.yaml does not exist/u],
  ])('is not made where it could not be written: %s', async (out, message) => {
    // Neither the brief is read, nor a model looked for.
    await expect(plan(commandContext({}), { ...order, out })).rejects.toMatchObject({
      type: 'OutputFile',
      message: expect.stringMatching(message),
    });
  });

  it.each<[string, RunRecord, RegExp]>([
    [
      'made before, and kept no longer',
      recordOf({ outcome: 'planned', delivery: null }),
      /keeps its plan no longer\. --again plans anew, which models are paid for again/u,
    ],
    ['that its limit cut off', cutOff, /without a plan \(BudgetExhausted: The limit.*--again/u],
    [
      'that a person stopped',
      recordOf({ outcome: 'stopped', delivery: null }),
      /without a plan \(stopped\)/u,
    ],
  ])('%s is not paid for again by itself', async (_, record, message) => {
    const started: GenerateInput[] = [];
    await expect(
      planByModel(planning(record, started).context, order, 'An API for books.'),
    ).rejects.toMatchObject({ type: 'RunClosed', message: expect.stringMatching(message) });
    expect(started).toEqual([]);
  });

  it.each<[string, RunRecord, string | undefined]>([
    ['that was cut off uses what was answered to that', cutOff, cutOff.key],
    ['that came to its end has all paid anew', recordOf({ outcome: 'planned', delivery: null }), undefined],
  ])('--again after one %s', async (_, record, repliesOf) => {
    const started: GenerateInput[] = [];
    const { context, said } = planning(record, started);
    await planByModel(context, { ...order, again: true }, 'An API for books.').catch(() => undefined);
    expect(started.map((input) => input.repliesOf)).toEqual([repliesOf]);
    expect(said.some((line) => line.includes('not paid again'))).toBe(repliesOf !== undefined);
  });
});

describe('a run that was started again, where the stack has ended', () => {
  const old = recordOf({ key: '0192f3aa-0000-7000-8000-00000000000f', workflowId: RUN });
  const contextOf = (unsettled: boolean, client?: Client): CliContext =>
    commandContext({
      running: false,
      ...(client === undefined ? { stack: { join: unexpected('a stack') } } : { client }),
      records: {
        byWorkflowId: () => Promise.resolve(old),
        isUnsettled: (id) => Promise.resolve(unsettled && id === RUN),
      },
      parts: { costs: () => Promise.reject(new Error('no ledger')) },
    });

  it('is not taken for the one that is closed: show, fetch and follow ask the server', async () => {
    const client = clientOf('open');
    expect((await show(contextOf(true, client), RUN)).json).toMatchObject({ state: 'open' });
    await expect(
      fetch(contextOf(true, client), { run: RUN, out: undefined, partial: false, force: false }),
    ).rejects.toMatchObject({ type: 'NothingToShow', message: expect.stringContaining('still open') });
    const delivered = new Error('the new run was followed');
    client.workflow.result = () => Promise.reject(delivered);
    await expect(follow(contextOf(true, client), { run: RUN, maxCost: undefined })).rejects.toBe(delivered);
  });

  it('and has closed since is answered without a server', async () => {
    const { json } = await follow(contextOf(false), { run: RUN, maxCost: undefined });
    expect(json).toMatchObject({ runKey: old.key });
  });
});

describe('cancel', () => {
  const failed = (cause: Error): Error =>
    new WorkflowFailedError('failed', cause, RetryState.NON_RETRYABLE_FAILURE);
  const gone = Object.assign(new Error('14 UNAVAILABLE'), { code: 14, details: '', metadata: {} });

  function clientThatEnds(...ends: readonly (Error | object)[]): Client {
    const client = clientOf('open', { cancel: () => Promise.resolve({}) });
    let asked = 0;
    client.workflow.result = () => {
      const end = ends[Math.min(asked, ends.length - 1)];
      asked += 1;
      return end instanceof Error ? Promise.reject(end) : Promise.resolve(end as never);
    };
    return client;
  }

  it.each<[string, readonly (Error | object)[], number, string, string]>([
    ['stopped', [failed(new CancelledFailure('c'))], 0, 'stopped', 'Stopped the run'],
    [
      'stopped, though the server went away',
      [gone, failed(new CancelledFailure('c'))],
      0,
      'stopped',
      'Stopped the run',
    ],
    [
      'delivered meanwhile',
      [deliveryOf({ outcome: 'delivered' })],
      0,
      'delivered',
      'not stopped: it had ended before it heard of it (delivered)',
    ],
    [
      'failed meanwhile',
      [failed(ApplicationFailure.create({ type: 'BudgetExhausted', message: 'No money.' }))],
      1,
      'failed',
      'BudgetExhausted',
    ],
  ])('says of a run that it %s', async (_, ends, exitCode, outcome, said) => {
    const result = await cancel(commandContext({ client: clientThatEnds(...ends) }), RUN);
    expect(result).toMatchObject({ exitCode, json: { workflowId: RUN, runKey: KEY, outcome } });
    expect(result.lines(PLAIN).join('\n')).toContain(said);
  });

  it('hears how a run ended that was closed when the request came', async () => {
    const client = clientThatEnds(deliveryOf({ outcome: 'delivered' }));
    const closed = new WorkflowNotFoundError('workflow execution already completed', RUN, undefined);
    const handleOf = client.workflow.getHandle.bind(client.workflow);
    client.workflow.getHandle = (id: string) =>
      Object.assign(handleOf(id), { cancel: () => Promise.reject(closed) });
    const { json } = await cancel(commandContext({ client }), RUN);
    expect(json).toMatchObject({ outcome: 'delivered' });
  });

  it('claims no request that was never sent: neither while the stack starts, nor for a name that is none', async () => {
    const interrupt = new AbortController();
    let reached = (): void => undefined;
    const joining = new Promise<void>((resolve) => (reached = resolve));
    const starting = cancel(
      commandContext({
        context: { interrupted: interrupt.signal },
        stack: {
          join: ({ signal }) =>
            new Promise((_, reject) => {
              signal?.addEventListener('abort', () => {
                reject(signal.reason as Error);
              });
              reached();
            }),
        },
      }),
      RUN,
    );
    await joining;
    interrupt.abort();
    await expect(starting).rejects.toMatchObject({
      name: 'Interrupted',
      exitCode: 130,
      message: 'No run was asked to stop.',
    });
  });
});

describe('Ctrl-C while a run is looked for', () => {
  it.each<[string, (context: CliContext) => Promise<unknown>]>([
    ['cancels none', (context) => cancel(context, RUN)],
    ['pauses none', (context) => pause(context, RUN)],
    [
      'answers none',
      (context) => respond(context, { run: RUN, request: 'r', choice: 'c', maxCost: undefined }),
    ],
    ['gives none a new limit', (context) => follow(context, { run: RUN, maxCost: 5 })],
    ['starts none', (context) => generate(context, ORDER)],
  ])('%s', async (_, command) => {
    const interrupt = new AbortController();
    const done: string[] = [];
    const note = (what: string) => () => {
      done.push(what);
      return new Promise<never>(() => undefined);
    };
    const client = clientOf('open', {
      cancel: note('cancelled'),
      signal: note('paused'),
      startUpdate: note('updated'),
      startWithDetails: note('started'),
    });
    const handleOf = client.workflow.getHandle.bind(client.workflow);
    client.workflow.getHandle = (id: string) => {
      const handle = handleOf(id);
      const describe = handle.describe.bind(handle);
      return Object.assign(handle, {
        describe: () => {
          interrupt.abort();
          return describe();
        },
      });
    };
    const usual = commandContext({ client, context: { interrupted: interrupt.signal } });
    const join: CliContext['stack']['join'] = async (options) => ({
      ...(await usual.stack.join(options)),
      // What goes on behind it has all the time that it takes.
      leave: () => sleep(50),
    });
    await expect(command({ ...usual, stack: { ...usual.stack, join } })).rejects.toMatchObject({
      name: 'Interrupted',
    });
    expect(done).toEqual([]);
  });
});

describe('generate', () => {
  it('says of a start that is under way that it is not known', async () => {
    const interrupt = new AbortController();
    const client = clientOf('open', {
      startWithDetails: () => {
        interrupt.abort();
        return new Promise(() => undefined);
      },
    });
    const context = commandContext({ client, context: { interrupted: interrupt.signal } });
    await expect(generate(context, ORDER)).rejects.toThrow(
      `Whether the run ${RUN} was started is not known; "millwright show ${RUN}" tells.`,
    );
  });
});

describe('a delivered project', () => {
  it('is written before the stack is left', async () => {
    const did: string[] = [];
    const client = clientOf('open', {
      startWithDetails: () => Promise.resolve({ runId: KEY, eagerlyStarted: false }),
    });
    client.workflow.result = () => Promise.resolve(deliveryOf() as never);
    const usual = commandContext({
      client,
      records: { noteStart: () => Promise.resolve(), get: () => Promise.resolve(recordOf()) },
      parts: {
        costs: () => Promise.reject(new Error('no ledger')),
        artifacts: {
          put: unexpected('an artifact'),
          get: () => {
            did.push('writing');
            return Promise.reject(new Error('this far'));
          },
        },
      },
    });
    const join: CliContext['stack']['join'] = async (options) => ({
      ...(await usual.stack.join(options)),
      leave: () => {
        did.push('left');
        return Promise.resolve();
      },
    });
    const context: CliContext = { ...usual, stack: { ...usual.stack, join } };
    const out = tmpdir();
    await expect(generate(context, { ...ORDER, detach: false, out })).rejects.toThrow('this far');
    const closed: CliContext = {
      ...context,
      stack: { ...context.stack, connect: () => Promise.resolve(clientOf('terminated')) },
    };
    await expect(fetch(closed, { run: RUN, out, partial: false, force: false })).rejects.toThrow('this far');
    expect(did).toEqual(['writing', 'left', 'writing', 'left']);
  });
});

describe('fetch', () => {
  it('finishes what it has begun to write', async () => {
    const interrupt = new AbortController();
    const writing = jest.fn(() => {
      interrupt.abort();
      return Promise.resolve(new Map<string, Uint8Array>());
    });
    const context = commandContext({
      client: clientOf('open'),
      parts: { readTree: writing },
      context: { interrupted: interrupt.signal },
    });
    // An empty tree ends it in its own words, and not in those of an interruption.
    await expect(
      fetch(context, { run: RUN, out: undefined, partial: true, force: false }),
    ).rejects.toMatchObject({ type: 'NothingToShow', message: expect.stringContaining('accepted nothing') });
    expect(writing).toHaveBeenCalledTimes(1);
  });
});
