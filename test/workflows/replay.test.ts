import { beforeAll, describe, expect, it } from '@jest/globals';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { readFile } from 'node:fs/promises';
import { eventsOf } from '../doubles/history.js';
import { keptNames, readHistory } from '../doubles/kept-histories.js';
import { workflowBundle } from '../doubles/workflow-bundle.js';

let code: string;
beforeAll(async () => {
  // The changed code below is meant to fail, and need not print so.
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    telemetryOptions: { logging: { filter: 'OFF', forward: {} } },
  });
  const bundle = await workflowBundle();
  code = 'code' in bundle ? bundle.code : await readFile(bundle.codePath, 'utf8');
});

/** Replays one kept history; resolves to what makes it impossible, or to undefined when it fits. */
async function replay(changed: string, name: string): Promise<unknown> {
  const history = await readHistory(name);
  // Children are named for the run that they belong to.
  const workflowId = eventsOf(history)[0]?.workflowExecutionStartedEventAttributes?.workflowId ?? name;
  return Worker.runReplayHistory({ workflowBundle: { code: changed } }, history, workflowId).then(
    () => undefined,
    (error: unknown) => error,
  );
}

describe('the kept histories', () => {
  it('are of every way in which a run goes', async () => {
    expect(await keptNames()).toEqual(
      expect.arrayContaining([
        'amended',
        'cancelled',
        'continued-1',
        'continued-2',
        'critical-phase-failed',
        'delivered',
        'delivered-file',
        'delivered-verification',
        'estimated',
        'gate-retried',
        'guided',
        'planned',
        'refused-input',
        'repaired-file',
        'repaired-verification',
      ]),
    );
  });

  it('hold events, and do not name the machine that they were recorded on', async () => {
    for (const name of await keptNames()) {
      const events = eventsOf(await readHistory(name));
      expect(events.length).toBeGreaterThan(2);
      const identities = events.flatMap(
        ({ workflowTaskStartedEventAttributes: task }) => task?.identity ?? [],
      );
      expect(new Set(identities)).toEqual(new Set(['millwright-test']));
    }
  });

  it('go on under the workflow code as it is', async () => {
    for (const name of await keptNames()) {
      expect([name, await replay(code, name)]).toEqual([name, undefined]);
    }
  });

  it.each<[string, string, RegExp, string]>([
    ['calls another activity', 'delivered', /activity\)\((['"])judge\1/g, 'activity)($1settleRun$1'],
    ['leaves a review out', 'delivered', /(['"])security\1,\s*(?=['"]performance)/g, ''],
    ['folds its tree at another time', 'continued-1', /CHANGES_BEFORE_FOLD = 4/g, 'CHANGES_BEFORE_FOLD = 2'],
    [
      'counts the rounds of a gate otherwise',
      'gate-retried',
      /round: this\.file\(path\)\.round \+ 1/g,
      'round: this.file(path).round + 2',
    ],
    [
      'checks a file before it is written',
      'delivered-file',
      /activity\)\((['"])buildFile\1/g,
      'activity)($1validate$1',
    ],
  ])('would not go on under code that %s', async (_change, name, from, to) => {
    const changed = code.replace(from, to);
    expect(changed).not.toBe(code);
    expect(await replay(changed, name)).toMatchObject({ name: 'DeterminismViolationError' });
  });
});
