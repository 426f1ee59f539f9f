import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { QUERIES, UPDATES } from '../../../src/protocol/messages.js';
import type { Costs } from '../../../src/protocol/progress.js';
import { begunIn, eventsOf, failedTasks, largestPayload, type History } from '../../doubles/history.js';
import { planOf, plannedFile } from '../../doubles/plans.js';
import { RunStage, update } from '../../doubles/run-stage.js';
import { until } from '../../doubles/until.js';

const FILES = 72;
/** Two phases, the first with a gate; each file stands on one or two of those six places before it. */
const LARGE = planOf(
  Array.from({ length: FILES }, (_, index) =>
    plannedFile(`src/part-${index}.ts`, {
      phase: index < FILES / 2 ? 'core' : 'edges',
      priority: index % 5 === 0 ? 'critical' : 'normal',
      needs: index < 6 ? [] : [`src/part-${index - 6}.ts`],
      knows: index < 7 ? [] : [`src/part-${index - 7}.ts`],
    }),
  ),
);

const BRIEF = 'A REST API for a library.';
const FEWEST_EVENTS = 200;

let stage: RunStage;
beforeAll(async () => {
  stage = await RunStage.open();
});
afterAll(async () => {
  await stage.close();
});

/** The histories of every execution of a run, the first one first. */
async function executions(workflowId: string, first: string): Promise<readonly History[]> {
  const history = await stage.history(workflowId, first);
  const last = eventsOf(history).at(-1);
  const next = last?.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId;
  return next ? [history, ...(await executions(workflowId, next))] : [history];
}

describe('a run that continues as new', () => {
  it('loses nothing: each file is built once, and the tree is that of an undisturbed run', async () => {
    const script = { plans: [LARGE] };
    const undisturbed = await stage.deliver('undisturbed', script, { brief: BRIEF });
    const run = await stage.start('continued', script, { brief: BRIEF, historyEvents: FEWEST_EVENTS });
    // Given to the first execution, and still in force in the last.
    await update(run.handle, UPDATES.changeLimits, { costUsd: 7 });
    const delivery = await run.handle.result();

    expect(delivery.outcome).toBe('delivered');
    expect(delivery.tree).toEqual(undisturbed.delivery.tree);
    expect(delivery.files).toBe(FILES + 1);
    const built = run.stub.of('buildFile').map(({ path }) => path);
    expect(built).toHaveLength(FILES);
    expect(new Set(built).size).toBe(FILES);
    // The gate once, and the whole tree in verification.
    expect(run.stub.of('checkTree')).toHaveLength(2);
    expect(new Set(run.stub.calls.map(({ input }) => (input as { run: { id: string } }).run.id))).toEqual(
      new Set([run.handle.firstExecutionRunId]),
    );
    expect(await stage.client.workflow.getHandle('continued').query<Costs>(QUERIES.costs)).toMatchObject({
      limitUsd: 7,
    });
    expect(run.stub.of('deliver')[0]?.phases.map(({ phase }) => phase)).toEqual(
      undisturbed.stub.of('deliver')[0]?.phases.map(({ phase }) => phase),
    );
    expect(run.stub.of('settleRun')).toHaveLength(1);

    const histories = await executions('continued', run.handle.firstExecutionRunId);
    expect(histories.length).toBeGreaterThan(2);
    const started = histories.flatMap(begunIn).filter(({ name }) => name === 'produceFile');
    expect(started).toHaveLength(FILES);
    for (const history of histories) {
      expect(failedTasks(history)).toBe(0);
      expect(largestPayload(history)).toBeLessThan(256 * 1024);
      const open = new Set<string>();
      for (const event of eventsOf(history)) {
        const begun = event.startChildWorkflowExecutionInitiatedEventAttributes;
        const ended = event.childWorkflowExecutionCompletedEventAttributes;
        if (begun) open.add(begun.workflowId ?? '');
        if (ended) open.delete(ended.workflowExecution?.workflowId ?? '');
      }
      // Its parent-close policy would strike an open child.
      expect([...open]).toEqual([]);
    }
  });

  it('stays paused, and goes on from there when it is resumed', async () => {
    const run = await stage.start(
      'paused-over',
      { plans: [LARGE] },
      { brief: BRIEF, historyEvents: FEWEST_EVENTS, concurrency: 2 },
    );
    await until(() => Promise.resolve(run.stub.of('buildFile')[12]));
    await run.handle.signal('pause');
    const current = stage.client.workflow.getHandle('paused-over');
    await until(async () => {
      const { files, paused } = await current.query<{
        files: readonly { state: string }[];
        paused: boolean;
      }>(QUERIES.progress);
      return paused && files.every(({ state }) => state !== 'building') ? true : undefined;
    });
    const before = run.stub.of('buildFile').length;
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(run.stub.of('buildFile')).toHaveLength(before);
    await current.signal('resume');
    await run.handle.result();
    expect(run.stub.of('buildFile')).toHaveLength(FILES);
  });
});
