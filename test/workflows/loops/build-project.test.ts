import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { PlanDigest } from '../../../src/protocol/digest.js';
import { EMPTY_TREE } from '../../../src/protocol/tree.js';
import { startBuild, type BuildState } from '../../../src/workflows/loops/build-state.js';
import { MemoryTrees, refOf } from '../../doubles/artifacts.js';
import {
  accepted,
  blockingFinding,
  BuildWorld,
  failed,
  needing,
  type Script,
} from '../../doubles/build-world.js';
import { CORE, EDGES, plannedFile, sketchedPlan } from '../../doubles/plans.js';
import { soundPlans } from '../../doubles/random-plans.js';
import { findingsOf } from '../../doubles/stub-activities.js';

const EXPORT = {
  export: 'end',
  kind: 'function',
  declaration: 'export declare function end(): void;',
} as const;

function standing(state: BuildState): Record<string, string> {
  return Object.fromEntries(state.files.map((file) => [file.path, file.standing]));
}

/** `base` is critical and in the first phase; `user` stands on it, and `apart` does not. */
const small = sketchedPlan([
  plannedFile('base.ts', { priority: 'critical' }),
  plannedFile('aside.ts'),
  plannedFile('user.ts', { phase: 'edges', needs: ['base.ts'] }),
  plannedFile('apart.ts', { phase: 'edges' }),
]);

describe('a build', () => {
  it('accepts every file, passes its gates and keeps what was made in the tree', async () => {
    const world = new BuildWorld();
    const { end, state } = await world.build(small);
    expect(end).toBe('built');
    expect(new Set(Object.values(standing(state)))).toEqual(new Set(['accepted']));
    expect(state.passedGates).toEqual(['core']);
    expect(world.trees.files(state.tree).map(({ path }) => path)).toEqual([
      'apart.ts',
      'aside.ts',
      'base.ts',
      'user.ts',
    ]);
    expect(world.shown).toEqual(state);
  });

  it('hands each file the tree with everything that it needs in it', async () => {
    const plan = sketchedPlan(
      Array.from({ length: 30 }, (_, index) =>
        plannedFile(`f${index}.ts`, { needs: index === 0 ? [] : [`f${index - 1}.ts`] }),
      ),
    );
    const world = new BuildWorld();
    await world.build(plan);
    for (const [index, { tree }] of world.started.entries()) {
      expect(world.trees.files(tree)).toHaveLength(index);
      expect(tree.changes.length).toBeLessThan(16);
    }
  });

  it('builds no more files at once than it may, and as many as it may', async () => {
    const plan = sketchedPlan(Array.from({ length: 12 }, (_, index) => plannedFile(`f${index}.ts`)));
    const world = new BuildWorld();
    await world.build(plan, { concurrency: 5 });
    expect(world.mostAtOnce).toBe(5);
  });

  it('counts what files cost', async () => {
    const world = new BuildWorld({ produce: (request) => accepted(request, { costUsd: 0.25 }) });
    expect((await world.build(small)).state.costUsd).toBe(1);
  });
});

describe('a critical file that cannot be made', () => {
  it('ends the run after the retries of its gate, naming file and findings, with nothing of a later phase begun', async () => {
    const world = new BuildWorld({
      produce: (request) =>
        request.path === 'base.ts' ? failed(request, 'Nobody can write it.') : accepted(request),
    });
    await expect(world.build(small)).rejects.toMatchObject({
      type: 'CriticalPhaseFailure',
      message: expect.stringMatching(
        /"Core" is not sound: base\.ts error TS2345 Nobody can write it\..*base\.ts/,
      ),
      details: {
        phase: 'core',
        files: ['base.ts'],
        diagnostics: [blockingFinding('base.ts', 'Nobody can write it.')],
      },
    });
    expect(world.paths().filter((path) => path === 'base.ts')).toHaveLength(4);
    expect(world.paths()).not.toContain('user.ts');
    expect(world.paths()).not.toContain('apart.ts');
  });

  it('is a failure of its phase, however many critical files fail', async () => {
    const plan = sketchedPlan(
      ['a.ts', 'b.ts', 'c.ts'].map((path) => plannedFile(path, { priority: 'critical' })),
    );
    const world = new BuildWorld({ produce: failed });
    await expect(world.build(plan)).rejects.toMatchObject({ type: 'CriticalPhaseFailure' });
    expect(world.started).toHaveLength(12);
  });

  it('is drafted again in a round of its own when the gate sends it back', async () => {
    const world = new BuildWorld({
      produce: (request) =>
        request.path === 'base.ts' && request.round < 2 ? failed(request) : accepted(request),
    });
    const { state } = await world.build(small, { retriesPerFile: 1 });
    const rounds = world.started.filter(({ path }) => path === 'base.ts');
    expect(rounds.map(({ round, draftsBefore }) => [round, draftsBefore])).toEqual([
      [0, 0],
      [1, 2],
      [2, 4],
    ]);
    expect(state.gateRetries).toEqual({ core: 2 });
  });

  it('does not take down for good what waited for it, in this phase or a later one', async () => {
    const plan = sketchedPlan([
      plannedFile('base.ts', { priority: 'critical' }),
      plannedFile('beside.ts', { needs: ['base.ts'] }),
      plannedFile('user.ts', { phase: 'edges', needs: ['base.ts'] }),
    ]);
    const world = new BuildWorld({
      produce: (request) =>
        request.path === 'base.ts' && request.round === 0 ? failed(request) : accepted(request),
    });
    const { state } = await world.build(plan);
    expect(standing(state)).toEqual({
      'base.ts': 'accepted',
      'beside.ts': 'accepted',
      'user.ts': 'accepted',
    });
  });

  it('is retried together with what it stands on', async () => {
    const plan = sketchedPlan([
      plannedFile('ground.ts'),
      plannedFile('base.ts', { priority: 'critical', needs: ['ground.ts'] }),
    ]);
    const world = new BuildWorld({
      produce: (request) =>
        request.path === 'ground.ts' && request.round === 0 ? failed(request) : accepted(request),
    });
    const { state } = await world.build(plan);
    expect(standing(state)).toEqual({ 'ground.ts': 'accepted', 'base.ts': 'accepted' });
  });
});

describe('a gate', () => {
  it('sends back a file of an earlier phase in which the tree has become unsound', async () => {
    const plan = sketchedPlan([
      plannedFile('base.ts', { priority: 'critical' }),
      plannedFile('user.ts', { phase: 'edges', priority: 'critical' }),
    ]);
    const critical = { ...plan, phases: plan.phases.map((phase) => ({ ...phase, critical: true })) };
    let found = 0;
    const world = new BuildWorld({
      gate: (phase) => (phase === 'edges' && ++found === 1 ? [blockingFinding('base.ts')] : []),
    });
    const { state } = await world.build(critical);
    expect(world.paths()).toEqual(['base.ts', 'user.ts', 'base.ts']);
    expect(state.passedGates).toEqual(['core', 'edges']);
  });

  it('sends a file back whose part of the tree is not sound, with the accepted draft and what was found', async () => {
    let checks = 0;
    const world = new BuildWorld({ gate: () => (++checks === 1 ? [blockingFinding('base.ts')] : []) });
    const { state } = await world.build(small);
    const rounds = world.started.filter(({ path }) => path === 'base.ts');
    expect(rounds[0]?.repair).toBeNull();
    expect(rounds[1]?.repair).toEqual({
      previous: accepted({ path: 'base.ts', round: 0, draftsBefore: 0 }).content,
      diagnostics: [blockingFinding('base.ts')],
    });
    expect(world.trees.files(state.tree).find(({ path }) => path === 'base.ts')?.content).toEqual(
      accepted({ path: 'base.ts', round: 1, draftsBefore: 1 }).content,
    );
  });

  it('keeps a file that comes back as it was, and looks at the tree with what was mended beside it', async () => {
    const plan = sketchedPlan([
      plannedFile('base.ts', { priority: 'critical' }),
      plannedFile('other.ts', { priority: 'critical' }),
      plannedFile('user.ts', { phase: 'edges', needs: ['base.ts'] }),
    ]);
    let checks = 0;
    const world = new BuildWorld({
      gate: () => (++checks === 1 ? [blockingFinding('base.ts'), blockingFinding('other.ts')] : []),
      produce: (request) =>
        request.path === 'base.ts' && request.round === 1
          ? { ...failed(request), unchanged: true }
          : accepted(request),
    });
    const { state } = await world.build(plan, { errors: 0, retriesPerGate: 1 });
    expect(standing(state)).toEqual({ 'base.ts': 'accepted', 'other.ts': 'accepted', 'user.ts': 'accepted' });
    expect(state.files.map(({ diagnostics }) => diagnostics)).toEqual([[], [], []]);
    expect(state.errors).toBe(0);
    expect(checks).toBe(2);
  });

  it('does not take for accepted a draft that never was, though it comes back as it was', async () => {
    const world = new BuildWorld({
      gate: () => [blockingFinding('base.ts')],
      produce: (request) => {
        if (request.path !== 'base.ts' || request.round === 0) return accepted(request);
        const refused = refOf('base.ts, refused');
        return request.round === 1
          ? { ...failed(request), refused }
          : { ...failed(request), refused, unchanged: true };
      },
    });
    await expect(world.build(small, { retriesPerGate: 2 })).rejects.toMatchObject({
      type: 'CriticalPhaseFailure',
    });
    expect(world.gates).toEqual(['core']);
  });

  it('sends a file back with what was found in its last draft, and that draft, though another was accepted before', async () => {
    let checks = 0;
    const draft = refOf('base.ts, its second draft');
    const world = new BuildWorld({
      gate: () => (++checks === 1 ? [blockingFinding('base.ts', 'E1')] : []),
      produce: (request) =>
        request.path === 'base.ts' && request.round === 1
          ? { ...failed(request, 'E2'), refused: draft }
          : accepted(request),
    });
    await world.build(small);
    const rounds = world.started.filter(({ path }) => path === 'base.ts');
    expect(rounds.map(({ repair }) => repair)).toEqual([
      null,
      {
        previous: accepted({ path: 'base.ts', round: 0, draftsBefore: 0 }).content,
        diagnostics: [blockingFinding('base.ts', 'E1')],
      },
      { previous: draft, diagnostics: [blockingFinding('base.ts', 'E2')] },
    ]);
  });

  it('sends a file that was never accepted back with what was found in its last draft', async () => {
    const draft = refOf('base.ts, its first draft');
    const world = new BuildWorld({
      produce: (request) =>
        request.path === 'base.ts' && request.round === 0
          ? { ...failed(request), refused: draft }
          : accepted(request),
    });
    await world.build(small);
    const rounds = world.started.filter(({ path }) => path === 'base.ts');
    expect(rounds[1]?.repair).toEqual({ previous: draft, diagnostics: [blockingFinding('base.ts')] });
  });

  it('is not opened by a look at a file that was sent back meanwhile', async () => {
    const plan = sketchedPlan(
      [
        plannedFile('notes.ts', { phase: EDGES.id }),
        plannedFile('base.ts', { priority: 'critical' }),
        plannedFile('other.ts'),
      ],
      { phases: [EDGES, CORE] },
    );
    // The others end first; then, while the gate is looked at, the notes ask for an export of what it looks at, and get it.
    const order = [2, 1, 0, 1, 0];
    const world: BuildWorld = new BuildWorld({
      next: () => order.shift() ?? 0,
      produce: (request) =>
        request.path === 'notes.ts' && request.draftsBefore === 0
          ? needing(request, { kind: 'export', path: 'base.ts', wanted: EXPORT, why: 'they end' })
          : accepted(request),
      amend: () =>
        Promise.resolve({
          plan: { plan: refOf('amended plan'), digest: plan, widened: ['base.ts'] },
          prepared: { environment: refOf('environment'), changes: [], findings: findingsOf() },
        }),
    });
    await world.build(plan);
    expect(world.paths().filter((path) => path === 'base.ts')).toHaveLength(2);
    expect(world.gates).toEqual(['core', 'core']);
  });

  it('asks in a guided run, and goes on as the person says', async () => {
    const gate = () => [blockingFinding('base.ts', 'Still wrong.')];
    const choices = ['retry', 'continue'] as const;
    let asked = 0;
    const world = new BuildWorld({ gate, ask: () => choices[asked++] ?? 'stop' });
    const { end, state } = await world.build(small, { mode: 'guided', retriesPerGate: 0 });
    expect(end).toBe('built');
    expect(world.questions).toHaveLength(2);
    expect(world.questions[0]).toContain('Still wrong.');
    // The retry carried what the gate had found.
    expect(world.started.filter(({ path }) => path === 'base.ts')[1]?.repair?.diagnostics).toEqual(gate());
    expect(state.passedGates).toEqual(['core']);
    await expect(
      new BuildWorld({ gate, ask: () => 'stop' }).build(small, { mode: 'guided', retriesPerGate: 0 }),
    ).rejects.toMatchObject({ type: 'CriticalPhaseFailure' });
  });

  it('does not invent a file for a finding outside of the plan', async () => {
    let asked = 0;
    const world = new BuildWorld({
      gate: () => [blockingFinding('package.json')],
      ask: () => (asked++ === 0 ? 'retry' : 'continue'),
    });
    const { state } = await world.build(small, { mode: 'guided' });
    expect(state.files.map(({ path }) => path)).toEqual(small.files.map(({ path }) => path));
  });
});

describe('a file that fails and is not critical', () => {
  it('takes with it only what waits for its implementation', async () => {
    const plan = sketchedPlan([
      plannedFile('base.ts', { priority: 'critical' }),
      plannedFile('aside.ts'),
      plannedFile('needs-aside.ts', { needs: ['aside.ts'], phase: 'edges' }),
      plannedFile('needs-that.ts', { needs: ['needs-aside.ts'], phase: 'edges' }),
      plannedFile('knows-aside.ts', { knows: ['aside.ts'], phase: 'edges' }),
    ]);
    const world = new BuildWorld({
      produce: (request) => (request.path === 'aside.ts' ? failed(request) : accepted(request)),
    });
    const { end, state } = await world.build(plan);
    expect(end).toBe('built');
    expect(standing(state)).toEqual({
      'base.ts': 'accepted',
      'aside.ts': 'failed',
      'needs-aside.ts': 'not-built',
      'needs-that.ts': 'not-built',
      'knows-aside.ts': 'accepted',
    });
    expect(state.files.find(({ path }) => path === 'needs-that.ts')?.diagnostics[0]?.message).toBe(
      'needs-that.ts was not built: it needs needs-aside.ts, which failed.',
    );
  });
});

describe('the guardrail', () => {
  const many = sketchedPlan(Array.from({ length: 9 }, (_, index) => plannedFile(`f${index}.ts`)));

  it('ends an autonomous run at the error after the last that it may have', async () => {
    const world = new BuildWorld({ produce: failed });
    await expect(world.build(many, { errors: 2, concurrency: 1 })).rejects.toMatchObject({
      type: 'GuardrailTripped',
      details: { errors: 3, allowed: 2 },
    });
    expect(world.started).toHaveLength(3);
  });

  it('asks in a guided run, where there is nothing to retry, and counts anew from what it asked about', async () => {
    const offered: unknown[] = [];
    const failing: Script = {
      produce: (request) => failed(request),
      ask: (_kind, _phase, _question, choices) => {
        offered.push(choices);
        return 'continue';
      },
    };
    const together = new BuildWorld(failing);
    const { end } = await together.build(many, { errors: 2, concurrency: 9, mode: 'guided' });
    expect(end).toBe('built');
    // The others failed while the first was considered: that nobody was asked about.
    expect(together.questions).toEqual([
      expect.stringMatching(/^3 files used up/),
      expect.stringMatching(/^9 files used up/),
    ]);
    expect(offered).toEqual([
      ['stop', 'continue'],
      ['stop', 'continue'],
    ]);
    const singly = new BuildWorld(failing);
    await singly.build(many, { errors: 2, concurrency: 1, mode: 'guided' });
    expect(singly.questions).toHaveLength(3);
    const stopping = new BuildWorld({ produce: failed, ask: () => 'stop' });
    await expect(stopping.build(many, { errors: 2, mode: 'guided' })).rejects.toMatchObject({
      type: 'GuardrailTripped',
    });
  });

  it('counts a file once, however often its gate sends it back', async () => {
    const plan = sketchedPlan([plannedFile('base.ts', { priority: 'critical' })]);
    const world = new BuildWorld({
      produce: (request) => (request.round < 3 ? failed(request) : accepted(request)),
    });
    const { state } = await world.build(plan, { errors: 1 });
    expect(state.errors).toBe(1);
  });
});

describe('a file that a model could not write, and the blueprint author could', () => {
  it('is an error of the run all the same', async () => {
    const plan = sketchedPlan(Array.from({ length: 3 }, (_, index) => plannedFile(`f${index}.ts`)));
    const saved: NonNullable<Script['produce']> = (request) =>
      accepted(request, {
        lowConfidence: true,
        effort: { escalations: [{ to: 'blueprint', why: 'used-up' }] },
      });
    const { state } = await new BuildWorld({ produce: saved }).build(plan);
    expect(state.errors).toBe(3);
    await expect(new BuildWorld({ produce: saved }).build(plan, { errors: 2 })).rejects.toMatchObject({
      type: 'GuardrailTripped',
      details: { errors: 3, allowed: 2 },
    });
  });
});

describe('a file that costs more than it may', () => {
  const plan = sketchedPlan([plannedFile('dear.ts'), plannedFile('cheap.ts')]);
  /** Given up in its first two rounds. */
  const dear: NonNullable<Script['produce']> = (request) =>
    request.path === 'dear.ts' && request.round < 2
      ? { ...failed(request), costUsd: 0.6, overCost: true }
      : accepted(request);

  it('has failed in an autonomous run, which goes on', async () => {
    const world = new BuildWorld({ produce: dear });
    const { state } = await world.build(plan);
    expect(standing(state)).toEqual({ 'dear.ts': 'failed', 'cheap.ts': 'accepted' });
    expect(state.errors).toBe(1);
    expect(world.questions).toEqual([]);
    expect(world.started[0]).toMatchObject({ taskUsd: 0.5 });
  });

  it('is what a guided run asks about, and is drafted further for as much again', async () => {
    const world = new BuildWorld({ produce: dear, ask: () => 'retry' });
    const { state } = await world.build(plan, { mode: 'guided' });
    expect(standing(state)).toEqual({ 'dear.ts': 'accepted', 'cheap.ts': 'accepted' });
    expect(world.questions).toHaveLength(2);
    expect(world.questions[0]).toMatch(/dear\.ts has cost 0\.60 USD .* may cost 0\.50/);
    expect(state.errors).toBe(0);
  });

  it('is gone on without, or ends the run, as the person says', async () => {
    const without = new BuildWorld({ produce: dear, ask: () => 'continue' });
    const { state } = await without.build(plan, { mode: 'guided' });
    expect(standing(state)).toEqual({ 'dear.ts': 'failed', 'cheap.ts': 'accepted' });
    const stopped = new BuildWorld({ produce: dear, ask: () => 'stop' });
    await expect(stopped.build(plan, { mode: 'guided' })).rejects.toMatchObject({ type: 'GuardrailTripped' });
  });

  it('is drafted further without asking when the limit was raised meanwhile', async () => {
    const world = new BuildWorld({ produce: dear });
    const { state } = await world.build(plan, { taskUsd: 1 });
    expect(standing(state)).toEqual({ 'dear.ts': 'accepted', 'cheap.ts': 'accepted' });
  });
});

describe('a model that imports what does not exist', () => {
  const plan = sketchedPlan(Array.from({ length: 40 }, (_, index) => plannedFile(`f${index}.ts`)));
  /** Every second draft of the tiers named is refused for it. */
  const inventing =
    (...tiers: readonly (string | undefined)[]): NonNullable<Script['produce']> =>
    (request) => {
      const drafts = request.draftsBefore + 2;
      return tiers.includes(request.leastTier)
        ? accepted(request, { author: 'model', drafts, effort: { hallucinated: 1 } })
        : accepted(request, { author: 'model' });
    };

  it('gives way to the strong tier once enough drafts have shown it, and the run goes on', async () => {
    const world = new BuildWorld({ produce: inventing(undefined) });
    const { state } = await world.build(plan, { concurrency: 1 });
    expect(state.errors).toBe(0);
    expect(world.started.map(({ leastTier }) => leastTier)).toEqual([
      ...Array.from({ length: 5 }, () => undefined),
      ...Array.from({ length: 35 }, () => 'strong'),
    ]);
    expect(state.files[0]?.effort).toEqual({ hallucinated: 1 });
    expect(state.hallucinations).toEqual({ drafts: 35, refused: 0, since: 1, raised: true });
  });

  it('ends an autonomous run when the strong tier does the same', async () => {
    const world = new BuildWorld({ produce: inventing(undefined, 'strong') });
    await expect(world.build(plan, { concurrency: 1 })).rejects.toMatchObject({
      type: 'GuardrailTripped',
      message: expect.stringMatching(/^5 of the last 10 drafts import .* also those of the strong tier/),
      details: { drafts: 10, refused: 5, limit: 0.3 },
    });
    expect(world.started).toHaveLength(10);
  });

  it('does not end it for drafts that were begun before the tier was raised', async () => {
    const world = new BuildWorld({ produce: inventing(undefined) });
    const { end } = await world.build(plan, { concurrency: 32 });
    expect(end).toBe('built');
  });

  it('is asked about in a guided run, which counts anew when it goes on', async () => {
    const world = new BuildWorld({ produce: inventing(undefined, 'strong'), ask: () => 'continue' });
    await world.build(plan, { concurrency: 1, mode: 'guided' });
    // Five files until the tier is raised, and five for each question.
    expect(world.questions).toHaveLength(7);
    const stopped = new BuildWorld({ produce: inventing(undefined, 'strong'), ask: () => 'stop' });
    await expect(stopped.build(plan, { concurrency: 1, mode: 'guided' })).rejects.toMatchObject({
      type: 'GuardrailTripped',
    });
  });

  it('is let be where the limit is 1', async () => {
    const world = new BuildWorld({ produce: inventing(undefined, 'strong') });
    expect((await world.build(plan, { hallucinationRate: 1 })).end).toBe('built');
  });
});

describe('a pause', () => {
  it('lets what is running end, and starts nothing until the run is resumed', async () => {
    let resume: () => void = () => undefined;
    let pause: Promise<void> | undefined;
    let startedWhilePaused = 0;
    const many = sketchedPlan(Array.from({ length: 8 }, (_, index) => plannedFile(`f${index}.ts`)));
    const world: BuildWorld = new BuildWorld({
      paused: () => pause,
      produce: (request) => {
        if (request.path === 'f1.ts') {
          pause = new Promise((resolve) => {
            resume = resolve;
          });
        }
        return accepted(request);
      },
      idle: () => {
        startedWhilePaused = world.started.length;
        pause = undefined;
        resume();
        return true;
      },
    });
    const { state } = await world.build(many, { concurrency: 2 });
    // f0 and f1 ran; f2 took the place of f0 before the pause.
    expect(startedWhilePaused).toBe(3);
    expect(new Set(Object.values(standing(state)))).toEqual(new Set(['accepted']));
  });
});

describe('a run that is cancelled while it is paused', () => {
  it('waits for what is being written, and starts nothing more', async () => {
    const cancelled = new Error('Cancelled.');
    let pause: Promise<void> | undefined;
    let cancel: () => void = () => undefined;
    const world = new BuildWorld({
      paused: () => pause,
      produce: (request) => {
        if (request.path === 'f3.ts') return accepted(request, { costUsd: 0.25 });
        if (request.path !== 'f0.ts') throw cancelled;
        pause = new Promise((_resolve, reject) => {
          cancel = () => {
            reject(cancelled);
          };
        });
        return accepted(request);
      },
      next: () => {
        cancel();
        return 0;
      },
    });
    const plan = sketchedPlan(Array.from({ length: 8 }, (_, index) => plannedFile(`f${index}.ts`)));
    await expect(world.build(plan, { concurrency: 4 })).rejects.toBe(cancelled);
    expect(world.open).toBe(0);
    expect(world.paths()).toEqual(['f0.ts', 'f1.ts', 'f2.ts', 'f3.ts']);
    expect(world.shown?.costUsd).toBe(0.25);
  });
});

describe('a file whose work a person cancels', () => {
  const stopped = new Error('Cancelled.');
  const produce: NonNullable<Script['produce']> = (request) => {
    if (request.path === 'aside.ts') throw stopped;
    return accepted(request);
  };

  it('has failed, and the run goes on', async () => {
    const world = new BuildWorld({ produce, wasCancelled: (error) => error === stopped });
    const { end, state } = await world.build(small);
    expect(end).toBe('built');
    expect(state.files.find(({ path }) => path === 'aside.ts')).toMatchObject({
      standing: 'failed',
      diagnostics: [{ code: 'plan/cancelled', message: 'A person cancelled the work on aside.ts.' }],
    });
    expect(standing(state)).toMatchObject({ 'base.ts': 'accepted', 'user.ts': 'accepted' });
  });

  it('is drafted under new numbers when its gate sends it back: no prompt of before answers it', async () => {
    const world = new BuildWorld({
      produce: (request) => {
        if (request.path === 'base.ts' && request.round === 0) throw stopped;
        return accepted(request);
      },
      wasCancelled: (error) => error === stopped,
    });
    const { end } = await world.build(small, { retriesPerFile: 2 });
    expect(end).toBe('built');
    const again = world.started.find(({ path, round }) => path === 'base.ts' && round === 1);
    // Three attempts, the second draft of the last one, and the template.
    expect(again?.draftsBefore).toBe(5);
  });

  it('ends a run that is cancelled as a whole', async () => {
    await expect(new BuildWorld({ produce }).build(small)).rejects.toBe(stopped);
  });
});

describe('a build that fails while other files are being written', () => {
  const plan = sketchedPlan(['a.ts', 'b.ts', 'c.ts', 'd.ts'].map((path) => plannedFile(path)));
  const exhausted = new Error('The run may spend 1.00 USD.');
  const produce: NonNullable<Script['produce']> = (request) => {
    if (request.path === 'a.ts') throw exhausted;
    return request.path === 'b.ts'
      ? { ...failed(request), costUsd: 0.75, overCost: true }
      : accepted(request, { costUsd: 0.25 });
  };

  it('waits for them, counts what they cost, and neither starts nor asks anything more', async () => {
    const world = new BuildWorld({ produce });
    await expect(world.build(plan, { concurrency: 3, mode: 'guided' })).rejects.toBe(exhausted);
    expect(world.open).toBe(0);
    expect(world.paths()).toEqual(['a.ts', 'b.ts', 'c.ts']);
    expect(world.questions).toEqual([]);
    expect(world.shown?.costUsd).toBe(1);
    expect(standing(world.shown ?? startBuild(plan, EMPTY_TREE))['c.ts']).toBe('accepted');
  });
});

describe('any build', () => {
  interface Luck {
    readonly failing: readonly number[];
    readonly order: readonly number[];
    readonly concurrency: number;
  }
  const luck: fc.Arbitrary<Luck> = fc.record({
    // How many rounds of the file at that place fail; places past the list never do.
    failing: fc.array(fc.constantFrom(0, 0, 0, 1, 2, 99), { maxLength: 24 }),
    order: fc.array(fc.nat(20), { minLength: 1, maxLength: 40 }),
    concurrency: fc.integer({ min: 1, max: 6 }),
  });

  function worldOf(
    plan: PlanDigest,
    { failing, order }: Luck,
    trees = new MemoryTrees(),
    drain: () => boolean = () => false,
  ): BuildWorld {
    const place = new Map(plan.files.map(({ path }, index) => [path, index]));
    let turn = 0;
    const script: Script = {
      produce: (request) =>
        request.round < (failing[place.get(request.path) ?? -1] ?? 0) ? failed(request) : accepted(request),
      next: () => order[turn++ % order.length] ?? 0,
      shouldDrain: drain,
    };
    return new BuildWorld(script, trees);
  }

  it('comes to an end, and keeps its promises on the way', async () => {
    await fc.assert(
      fc.asyncProperty(soundPlans(), luck, async (plan, chance) => {
        const world = worldOf(plan, chance);
        const place = new Map(plan.phases.map(({ id }, index) => [id, index]));
        const outcome = await world.build(plan, { concurrency: chance.concurrency, errors: 1000 }).then(
          ({ state }) => state,
          (error: unknown) => error as { type: string; details: { phase: string; files: readonly string[] } },
        );
        expect(world.mostAtOnce).toBeLessThanOrEqual(chance.concurrency);
        expect(new Set(world.started.map(({ path, round }) => `${path}#${round}`)).size).toBe(
          world.started.length,
        );
        if ('type' in outcome) {
          expect(outcome.type).toBe('CriticalPhaseFailure');
          expect(outcome.details.files.length).toBeGreaterThan(0);
          const shut = place.get(outcome.details.phase) ?? 0;
          for (const path of world.paths()) {
            const file = plan.files.find((planned) => planned.path === path);
            expect(place.get(file?.phase ?? '')).toBeLessThanOrEqual(shut);
          }
          return;
        }
        const end = standing(outcome);
        expect(outcome.passedGates).toHaveLength(plan.phases.filter(({ critical }) => critical).length);
        for (const { path, priority, phase, dependencies } of plan.files) {
          expect(['accepted', 'failed', 'not-built']).toContain(end[path]);
          const gated = plan.phases.find(({ id }) => id === phase)?.critical ?? false;
          if (priority === 'critical' && gated) expect(end[path]).toBe('accepted');
          const lost = dependencies.some(
            ({ path: needed, on }) => on === 'implementation' && end[needed] !== 'accepted',
          );
          if (end[path] === 'not-built') expect(lost).toBe(true);
          if (end[path] === 'accepted') expect(lost).toBe(false);
        }
        const kept = world.trees.files(outcome.tree).map(({ path }) => path);
        expect(kept).toEqual(
          plan.files
            .map(({ path }) => path)
            .filter((path) => end[path] === 'accepted')
            .sort(),
        );
      }),
      { seed: 51, numRuns: 150 },
    );
  });

  it('that drains has nothing open, and going on from its state gives the tree of an undisturbed one', async () => {
    await fc.assert(
      fc.asyncProperty(soundPlans(), luck, fc.integer({ min: 1, max: 6 }), async (plan, chance, patience) => {
        const limits = { concurrency: chance.concurrency, errors: 1000 };
        const ending = (world: BuildWorld, state?: BuildState) =>
          world.build(plan, limits, state).then(
            (result) => result,
            (error: unknown) => (error as { type: string }).type,
          );
        const undisturbed = worldOf(plan, chance);
        const whole = await ending(undisturbed);
        let state = startBuild(plan, EMPTY_TREE);
        const built: string[] = [];
        const trees = new MemoryTrees();
        for (let round = 0; ; round++) {
          expect(round).toBeLessThan(500);
          const world: BuildWorld = worldOf(plan, chance, trees, () => world.started.length >= patience);
          // Through JSON, as a run hands it over.
          const result = await ending(world, JSON.parse(JSON.stringify(state)) as BuildState);
          built.push(...world.started.map(({ path, round: again }) => `${path}#${again}`));
          if (typeof result === 'string') {
            expect(result).toBe(whole);
            return;
          }
          expect(world.open).toBe(0);
          expect(Object.values(standing(result.state))).not.toContain('building');
          state = result.state;
          if (result.end === 'drained') continue;
          expect(typeof whole === 'string' ? {} : standing(whole.state)).toEqual(standing(state));
          expect(typeof whole === 'string' ? [] : undisturbed.trees.files(whole.state.tree)).toEqual(
            world.trees.files(state.tree),
          );
          expect(new Set(built).size).toBe(built.length);
          return;
        }
      }),
      { seed: 52, numRuns: 80 },
    );
  });
});
