import { PassThrough } from 'node:stream';
import { WorkflowUpdateFailedError, type Client } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { describe, expect, it } from '@jest/globals';
import { answerRequests, type Answering } from '../../src/client/cli/requests/answer-requests.js';
import type { Terminal } from '../../src/client/cli/requests/prompt.js';
import { printedError } from '../../src/client/cli/print-error.js';
import { answerRequest, changeSpendLimit } from '../../src/client/runs/update-run.js';
import type { PersonRequest } from '../../src/protocol/messages.js';
import { QUERIES, REFUSALS, UPDATES } from '../../src/protocol/names.js';
import { KEYS } from '../support/terminal.js';
import { clientOf, commandContext, RUN, silentDisplay } from './command-context.js';
import { progressOf } from './progress-of.js';

const GATE: PersonRequest = {
  id: 'gate-core',
  kind: 'gate',
  question: 'Go on without src/loans.ts?',
  options: ['retry', 'stop'],
  default: 'stop',
  askedAt: '2026-03-01T10:00:00.000Z',
  deadline: null,
};
const BUDGET: PersonRequest = { ...GATE, id: 'budget-1', kind: 'budget', options: ['go-on', 'stop'] };

const APPROVE: PersonRequest = { ...GATE, id: 'approve-plan', kind: 'approve', question: 'Build this?' };

interface Run {
  readonly refusals?: readonly (string | undefined)[];
  readonly failures?: Error[];
  /** A query that is answered no sooner than this resolves. */
  readonly slow?: { readonly query: string; readonly answer: Promise<void> };
}

/** Someone at a terminal, while a run asks `requests` and takes or refuses what is sent to it. */
function asked(requests: PersonRequest | readonly PersonRequest[], run: Run = {}) {
  const { refusals = [], failures = [], slow } = run;
  const open = [requests].flat();
  const sent: unknown[] = [];
  const queried: string[] = [];
  const client: Client = clientOf('open', {
    query: async ({ queryType }) => {
      queried.push(queryType);
      const failure = failures.shift();
      if (failure !== undefined) throw failure;
      if (queryType === slow?.query) await slow.answer;
      return queryType === QUERIES.requests ? open : null;
    },
    startUpdate: ({ updateName, args }) => {
      const type = refusals[sent.length];
      sent.push([updateName, args[0]]);
      if (type !== undefined) return Promise.reject(refused(type));
      return Promise.resolve({ updateId: 'u', workflowRunId: 'r', outcome: { success: { payloads: [] } } });
    },
  });
  const input = new PassThrough();
  const output = new PassThrough();
  let screen = '';
  const waiting = new Set<() => void>();
  output.setEncoding('utf8').on('data', (text: string) => {
    screen += text;
    for (const look of waiting) look();
  });
  const shown = (text: string): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (screen.includes(text)) resolve();
      };
      waiting.add(look);
      look();
    });
  const display = silentDisplay();
  const terminal = { input, output } as unknown as Terminal;
  const answering: Answering = answerRequests(
    commandContext({ client, context: { display } }),
    terminal,
    client,
    RUN,
    'Go on with: millwright follow',
  );
  answering.look(progressOf({ waitingFor: open.map(({ id }) => id) }));
  return {
    answering,
    sent,
    queried,
    shown,
    screen: () => screen,
    said: display.said,
    type: (keys: string) => input.write(keys),
  };
}

function refused(type: string): WorkflowUpdateFailedError {
  return new WorkflowUpdateFailedError(
    'Workflow Update failed',
    ApplicationFailure.nonRetryable('It has been answered already.', type),
  );
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
}

describe('a question at the terminal', () => {
  it('is answered, and gives the screen back', async () => {
    const { answering, sent, shown, type } = asked(GATE);
    await shown('retry');
    expect(answering.busy()).toBe(true);
    type(KEYS.enter);
    await until(() => !answering.busy());
    expect(sent).toEqual([[UPDATES.respond, { requestId: 'gate-core', choice: 'retry' }]]);
  });

  it('that was answered elsewhere ends nothing', async () => {
    const { answering, shown, said, type } = asked(GATE, { refusals: [REFUSALS.alreadyAnswered] });
    await shown('retry');
    type(KEYS.enter);
    await until(() => !answering.busy());
    expect(said).toEqual([
      expect.stringContaining('gate-core is not asked any more: it was answered elsewhere'),
    ]);
  });

  it('is taken away once the run no longer waits for it, or has ended', async () => {
    for (const [away, why] of [
      [
        (answering: Answering) => {
          answering.look(progressOf({ waitingFor: [] }));
        },
        'it was answered elsewhere, or its time is over',
      ],
      [
        (answering: Answering) => {
          answering.withdraw();
        },
        'the run has ended',
      ],
    ] as const) {
      const { answering, sent, shown, said } = asked(GATE);
      await shown('retry');
      answering.look(progressOf({ waitingFor: [GATE.id] }));
      expect(answering.busy()).toBe(true);
      away(answering);
      await until(() => said.length > 0);
      expect(said).toEqual([`gate-core is not asked any more: ${why}.`]);
      expect(sent).toEqual([]);
    }
  });

  it('is followed by no other once the run has ended', async () => {
    const next = { ...GATE, id: 'gate-more', question: 'Go on without src/members.ts?' };
    const { answering, shown, screen, said } = asked([GATE, next]);
    await shown('src/loans.ts');
    answering.withdraw();
    await until(() => !answering.busy());
    expect(said).toEqual(['gate-core is not asked any more: the run has ended.']);
    expect(screen()).not.toContain('src/members.ts');
  });

  it('is followed by none that was answered elsewhere meanwhile', async () => {
    const next = { ...GATE, id: 'gate-more', question: 'Go on without src/members.ts?' };
    const { answering, sent, shown, screen, type } = asked([GATE, next]);
    await shown('src/loans.ts');
    answering.look(progressOf({ waitingFor: [GATE.id] }));
    type(KEYS.enter);
    await until(() => sent.length > 0);
    answering.look(progressOf({ waitingFor: [] }));
    await until(() => !answering.busy());
    expect(screen()).not.toContain('src/members.ts');
  });

  it.each([QUERIES.requests, QUERIES.plan])(
    'is not put to anyone when the run ends before its %s are known',
    async (query) => {
      let release = (): void => undefined;
      const answer = new Promise<void>((resolve) => (release = resolve));
      const { answering, queried, screen, said } = asked(APPROVE, { slow: { query, answer } });
      await until(() => queried.includes(query));
      answering.withdraw();
      release();
      await until(() => !answering.busy());
      expect([screen(), said]).toEqual(['', []]);
    },
  );

  it('is asked once the server answers again', async () => {
    const gone = Object.assign(new Error('14 UNAVAILABLE'), { code: 14, details: '', metadata: {} });
    const { answering, sent, shown, type } = asked(GATE, { failures: [gone, gone] });
    await shown('retry');
    type(KEYS.enter);
    await until(() => !answering.busy());
    expect(sent).toHaveLength(1);
  });

  it('is asked again when the run refuses what was typed', async () => {
    const { answering, sent, shown, said, type } = asked(BUDGET, { refusals: [REFUSALS.badLimits] });
    await shown('go-on');
    type(KEYS.enter);
    await shown('New limit');
    type(`3${KEYS.enter}`);
    await until(() => said.length > 0);
    expect(said).toEqual([`The run ${RUN} refused the new limit: It has been answered already.`]);
    type(`${KEYS.down}${KEYS.enter}`);
    await until(() => !answering.busy());
    expect(sent).toEqual([
      [UPDATES.changeLimits, { costUsd: 3 }],
      [UPDATES.respond, { requestId: 'budget-1', choice: 'stop' }],
    ]);
  });

  it.each<[string, string]>([
    ['Ctrl-D', KEYS.endOfInput],
    ['Ctrl-C', KEYS.interrupt],
  ])('is left by %s, and the run waits', async (_, keys) => {
    const { answering, shown, type } = asked(GATE);
    await shown('retry');
    type(keys);
    await expect(answering.left).rejects.toMatchObject({
      name: 'Interrupted',
      message: 'The run waits for an answer.\nGo on with: millwright follow',
    });
  });
});

describe('what a run refuses', () => {
  it.each<[string, (client: Client) => Promise<void>, string]>([
    ['an answer', (client) => answerRequest(client, RUN, { requestId: 'r', choice: 'c' }), 'the answer'],
    ['a limit', (client) => changeSpendLimit(client, RUN, 1), 'the new limit'],
  ])('%s: is printed in its words', async (_, change, what) => {
    const client = clientOf('open', { startUpdate: () => Promise.reject(refused(REFUSALS.badLimits)) });
    const error: unknown = await change(client).catch((reason: unknown) => reason);
    expect(printedError(error)).toEqual({
      type: 'Refused',
      text: `The run ${RUN} refused ${what}: It has been answered already.`,
      exitCode: 2,
    });
  });
});
