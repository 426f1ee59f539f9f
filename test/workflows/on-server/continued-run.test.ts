import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { QUERIES, SIGNALS, UPDATES } from '../../../src/protocol/names.js';
import type { Costs, Progress } from '../../../src/protocol/progress.js';
import { refOf } from '../../doubles/artifacts.js';
import { begunIn, eventsOf, failedTasks, largestPayload, type History } from '../../doubles/history.js';
import { planOf, plannedFile } from '../../doubles/plans.js';
import { RunStage, update } from '../../doubles/run-stage.js';
import { until } from '../../doubles/until.js';

const FILES = 66;
/** Two phases, the first with a gate; each file stands on that six places before it. */
const LARGE = planOf(
  Array.from({ length: FILES }, (_, index) =>
    plannedFile(`src/part-${index}.ts`, {
      phase: index < 36 ? 'core' : 'edges',
      priority: index < 36 && index % 5 === 0 ? 'critical' : 'normal',
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
    // As the caller gave it, however often it was continued.
    expect(run.stub.of('settleRun').map(({ input }) => input)).toEqual([
      { brief: BRIEF, historyEvents: FEWEST_EVENTS },
    ]);

    const histories = await executions('continued', run.handle.firstExecutionRunId);
    // A busy machine puts more into one workflow task, and so has fewer events.
    expect(histories.length).toBeGreaterThan(1);
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

  it('that is paused meanwhile stays paused, and goes on from there when it is resumed', async () => {
    const files = LARGE.files.slice(0, 40);
    // Room for the thirty files that are accepted before the pause.
    const PAUSED_EVENTS = FEWEST_EVENTS * 2;
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const run = await stage.start(
      'paused-over',
      {
        plans: [{ ...LARGE, files }],
        answers: {
          buildFile: async ({ path, author }) => {
            if (path === 'src/part-5.ts') await held;
            return { outcome: 'draft', content: refOf(path), author, costUsd: 0 };
          },
        },
      },
      { brief: BRIEF, historyEvents: PAUSED_EVENTS },
    );
    const current = stage.client.workflow.getHandle('paused-over');
    // The held draft beats no heart, and is tried again where this takes long.
    const begun = (): number => new Set(run.stub.of('buildFile').map(({ path }) => path)).size;
    const progress = (): Promise<Progress> => current.query<Progress>(QUERIES.progress);
    // One of the six chains of the first phase is held, and the others come to its gate.
    await until(async () =>
      (await progress()).files.filter(({ state }) => state === 'accepted').length === 30 ? true : undefined,
    );
    await run.handle.signal(SIGNALS.pause);
    // More events than the run may have before it continues as new.
    for (let sent = 0; sent < PAUSED_EVENTS / 4; sent++) {
      await update(run.handle, UPDATES.changeLimits, { costUsd: sent + 1 });
    }
    release();
    await until(async () =>
      (await current.describe()).runId === run.handle.firstExecutionRunId ? undefined : true,
    );
    await until(async () => ((await progress()).paused ? true : undefined));
    // Long enough for a run that is not paused to start the next file.
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(begun()).toBe(31);
    await current.signal(SIGNALS.resume);
    expect((await run.handle.result()).outcome).toBe('delivered');
    expect(begun()).toBe(files.length);
  });
});
