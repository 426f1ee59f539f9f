import { describe, expect, it } from '@jest/globals';
import type { Need } from '../../../src/protocol/need.js';
import type { PlanDigest } from '../../../src/protocol/digest.js';
import type { BuildPorts } from '../../../src/workflows/loops/build-ports.js';
import { refOf } from '../../doubles/artifacts.js';
import {
  accepted,
  blockingFinding,
  BuildWorld,
  failed,
  needing,
  type Request,
} from '../../doubles/build-world.js';
import { sketchedPlan, plannedFile } from '../../doubles/plans.js';
import { aFile } from '../../doubles/needs.js';
import { findingsOf } from '../../doubles/stub-activities.js';

const plan = sketchedPlan(Array.from({ length: 20 }, (_, index) => plannedFile(`f${index}.ts`)));

const packageNeed: Need = { kind: 'package', name: 'pino', version: '1.0.0', dev: false, why: 'it logs' };

/** Adds the asked files to a plan that is kept between calls, as the stored plan is. */
function amending(start: PlanDigest): BuildPorts['amend'] {
  let current = start;
  return (asker, needs) => {
    const added = needs.flatMap((need) => (need.kind === 'file' ? [plannedFile(need.spec.path)] : []));
    current = {
      ...current,
      files: [
        ...current.files.map((file) =>
          file.path === asker
            ? { ...file, dependencies: added.map(({ path }) => ({ path, on: 'implementation' as const })) }
            : file,
        ),
        ...added,
      ],
    };
    return Promise.resolve({
      plan: { plan: refOf('amended plan'), digest: current },
      prepared: {
        environment: refOf('environment'),
        changes: [{ path: 'package-lock.json', content: refOf('lock') }],
        findings: findingsOf(),
      },
    });
  };
}

const exportNeed: Need = {
  kind: 'export',
  path: 'f0.ts',
  wanted: { export: 'drop', kind: 'function', declaration: 'export declare function drop(): void;' },
  why: 'it deletes',
};

/** `f3.ts` waits for `f0.ts`, whose contract has the export that it asks for from then on. */
function waiting(start: PlanDigest): PlanDigest {
  const files = start.files.map((file) =>
    file.path === 'f3.ts' ? plannedFile('f3.ts', { needs: ['f0.ts'] }) : file,
  );
  return { ...start, files };
}

function granting(widened: readonly string[] | undefined, start = plan): BuildPorts['amend'] {
  return () =>
    Promise.resolve({
      plan: {
        plan: refOf('amended plan'),
        digest: waiting(start),
        ...(widened === undefined ? {} : { widened }),
      },
      prepared: { environment: refOf('environment'), changes: [], findings: findingsOf() },
    });
}

describe('a need for an export of another file', () => {
  const asks = (request: Request) => request.path === 'f3.ts' && request.draftsBefore === 0;
  const of = (world: BuildWorld, path: string) => world.started.filter((request) => request.path === path);

  it('sends that file back with what is wanted of it when it is accepted already, and the asker waits', async () => {
    const world = new BuildWorld({
      produce: (request) => (asks(request) ? needing(request, exportNeed) : accepted(request)),
      amend: granting(['f0.ts']),
    });
    const { state } = await world.build(plan, { concurrency: 1 });
    expect(of(world, 'f0.ts')).toHaveLength(2);
    expect(of(world, 'f0.ts')[1]?.repair).toEqual({
      previous: refOf('f0.ts, round 0'),
      diagnostics: [
        {
          code: 'plan/export-wanted',
          severity: 'error',
          source: 'plan',
          path: 'f0.ts',
          message:
            'f3.ts needs drop of it, which its contract has now: export declare function drop(): void;',
          blocking: true,
        },
      ],
    });
    const order = world.paths();
    expect(order.lastIndexOf('f3.ts')).toBeGreaterThan(order.lastIndexOf('f0.ts'));
    expect(state.files.every(({ standing }) => standing === 'accepted')).toBe(true);
    expect(state.amendments).toEqual(['f3.ts: export, because it deletes']);
  });

  it('sends it back as soon as it is accepted when it was being written on the plan from before', async () => {
    const world = new BuildWorld({
      produce: (request) => (asks(request) ? needing(request, exportNeed) : accepted(request)),
      amend: granting(['f0.ts']),
      // The last that was begun ends first: f3.ts asks before f0.ts is done.
      next: (open) => open - 1,
    });
    const { state } = await world.build(plan, { concurrency: 4 });
    expect(of(world, 'f0.ts').map(({ repair }) => repair === null)).toEqual([true, false]);
    expect(state.files.every(({ standing }) => standing === 'accepted')).toBe(true);
  });

  it('that it cannot give leaves it as it was, and the asker is told to do without', async () => {
    const world = new BuildWorld({
      produce: (request) => {
        if (request.path === 'f0.ts' && request.round > 0) return failed(request);
        return request.path === 'f3.ts' && request.remark === undefined
          ? needing(request, exportNeed)
          : accepted(request);
      },
      amend: granting(['f0.ts']),
    });
    const { state } = await world.build(plan, { concurrency: 1 });
    expect(of(world, 'f3.ts').map(({ remark }) => remark)).toEqual([
      undefined,
      undefined,
      expect.stringContaining('f0.ts was asked for drop already'),
    ]);
    expect(state.files.every(({ standing }) => standing === 'accepted')).toBe(true);
    expect(state.files[0]?.content).toEqual(refOf('f0.ts, round 0'));
    expect(state).toMatchObject({ errors: 1, amendments: ['f3.ts: export, because it deletes'] });
  });

  describe('of one that was sent back for it', () => {
    /** Asks until it is told to do without. */
    const asksOn = (request: Request) => request.path === 'f3.ts' && request.remark === undefined;
    const short = sketchedPlan(Array.from({ length: 10 }, (_, index) => plannedFile(`f${index}.ts`)));

    it.each([
      ['the plan bears no more', aFile('more.ts')],
      ['is refused', aFile('f1.ts')],
    ])('and insists on what %s leaves it as it was', async (_what, need) => {
      const world = new BuildWorld({
        produce: (request) => {
          if (asksOn(request)) return needing(request, exportNeed);
          return request.path === 'f0.ts' && request.round > 0 ? needing(request, need) : accepted(request);
        },
        amend: granting(['f0.ts'], short),
      });
      const { state } = await world.build(short, { concurrency: 1 });
      expect(of(world, 'f0.ts').map(({ remark }) => remark)).toEqual([
        undefined,
        undefined,
        expect.stringContaining('Do without it.'),
      ]);
      expect(state.files.every(({ standing }) => standing === 'accepted')).toBe(true);
      expect(state.files[0]).toMatchObject({ content: refOf('f0.ts, round 0'), drafts: 3 });
      expect(state.errors).toBe(1);
    });

    it('and waits for a file that nobody can write leaves it as it was', async () => {
      const helped = amending(waiting(plan));
      const world = new BuildWorld({
        produce: (request) => {
          if (asksOn(request)) return needing(request, exportNeed);
          if (request.path === 'helper.ts') return failed(request);
          return request.path === 'f0.ts' && request.round > 0
            ? needing(request, aFile('helper.ts'))
            : accepted(request);
        },
        amend: (asker, needs) => (asker === 'f3.ts' ? granting(['f0.ts']) : helped)(asker, needs),
      });
      const { state } = await world.build(plan, { concurrency: 1 });
      const open = state.files.filter(({ standing }) => standing !== 'accepted');
      expect(open).toMatchObject([{ path: 'helper.ts', standing: 'failed' }]);
      expect(state.files[0]).toMatchObject({ content: refOf('f0.ts, round 0'), exhausted: false });
    });
  });

  it('that is drafted anew on the plan that has it sends nothing back', async () => {
    const world = new BuildWorld({
      produce: (request) => {
        if (asks(request)) return needing(request, exportNeed);
        return request.path === 'f0.ts' && request.remark === undefined
          ? needing(request, aFile('f1.ts'))
          : accepted(request);
      },
      amend: granting(['f0.ts']),
      // f3.ts asks before f0.ts, which was begun on the plan from before, comes back.
      next: (open) => open - 1,
    });
    const { state } = await world.build(plan, { concurrency: 4 });
    expect(of(world, 'f0.ts').map(({ round }) => round)).toEqual([0, 0]);
    expect(state.files.every(({ standing }) => standing === 'accepted')).toBe(true);
  });

  it('that nobody could write is refused: who waits for it would not be written either', async () => {
    const world = new BuildWorld({
      produce: (request) => {
        if (request.path === 'f0.ts') return failed(request);
        return asks(request) ? needing(request, exportNeed) : accepted(request);
      },
      amend: granting([]),
    });
    const { state } = await world.build(plan, { concurrency: 1 });
    expect(of(world, 'f3.ts')[1]?.remark).toContain('nobody could write f0.ts');
    expect(state.files.filter(({ standing }) => standing !== 'accepted')).toMatchObject([{ path: 'f0.ts' }]);
  });

  it.each([[[]], [undefined]])(
    'sends nothing back for a contract that did not grow (%j)',
    async (widened) => {
      const world = new BuildWorld({
        produce: (request) => (asks(request) ? needing(request, exportNeed) : accepted(request)),
        amend: granting(widened),
      });
      await world.build(plan, { concurrency: 1 });
      expect(of(world, 'f0.ts')).toHaveLength(1);
    },
  );
});

describe('a draft that comes back with needs', () => {
  it('is granted a new file, which is built before it is drafted again, and shows in the record', async () => {
    const world = new BuildWorld({
      produce: (request) =>
        request.path === 'f3.ts' && request.draftsBefore === 0
          ? needing(request, aFile('shared.ts'))
          : accepted(request),
      amend: amending(plan),
    });
    const { state } = await world.build(plan);
    const paths = world.paths();
    expect(paths.filter((path) => path === 'f3.ts')).toHaveLength(2);
    expect(paths.lastIndexOf('f3.ts')).toBeGreaterThan(paths.indexOf('shared.ts'));
    expect(world.started[paths.lastIndexOf('f3.ts')]?.draftsBefore).toBe(1);
    expect(state.files.every(({ standing }) => standing === 'accepted')).toBe(true);
    expect(state.amendments).toEqual(['f3.ts: file, because it is shared']);
    expect(world.trees.files(state.tree).map(({ path }) => path)).toContain('package-lock.json');
  });

  it('is decided on one after another, so that no grant is lost to another', async () => {
    const world = new BuildWorld({
      produce: (request) =>
        ['f0.ts', 'f1.ts'].includes(request.path) && request.draftsBefore === 0
          ? needing(request, aFile(`for-${request.path}`))
          : accepted(request),
      amend: amending(plan),
    });
    const { state } = await world.build(plan);
    expect(world.paths()).toEqual(expect.arrayContaining(['for-f0.ts', 'for-f1.ts']));
    expect(state.files.slice(-2).map(({ path, standing }) => `${path} ${standing}`)).toEqual([
      'for-f0.ts accepted',
      'for-f1.ts accepted',
    ]);
  });

  it('is told what was refused and why, and drafted again without it', async () => {
    const known = { ...plan, packages: ['pino@1.0.0'] };
    const world = new BuildWorld({
      produce: (request) =>
        request.path === 'f3.ts' && request.remark === undefined
          ? needing(request, packageNeed)
          : accepted(request),
    });
    const { state } = await world.build(known);
    expect(world.started.filter(({ path }) => path === 'f3.ts').map(({ remark }) => remark)).toEqual([
      undefined,
      'The need for a package was refused: the plan has that package already. Do without it.',
    ]);
    expect(state.files.every(({ standing }) => standing === 'accepted')).toBe(true);
  });

  it('past a tenth of the files is refused, and does not end a run that can do without it', async () => {
    const world = new BuildWorld({
      produce: (request) =>
        request.draftsBefore === 0 ? needing(request, aFile(`for-${request.path}`)) : accepted(request),
      amend: amending(plan),
    });
    const { state } = await world.build(plan);
    expect(state.amendments).toHaveLength(Math.max(1, Math.floor(plan.files.length / 10)));
    expect(state.files.every(({ standing }) => standing === 'accepted')).toBe(true);
  });

  it('fails the file when it insists on what was refused', async () => {
    const known = { ...plan, packages: ['pino@1.0.0'] };
    const world = new BuildWorld({
      produce: (request) => (request.path === 'f3.ts' ? needing(request, packageNeed) : accepted(request)),
    });
    const { state } = await world.build(known);
    expect(state.files.find(({ path }) => path === 'f3.ts')).toMatchObject({
      standing: 'failed',
      diagnostics: [{ message: 'The need for a package was refused: the plan has that package already.' }],
    });
  });

  it('fails the file when the amended plan does not stand', async () => {
    const world = new BuildWorld({
      produce: (request) => (request.path === 'f3.ts' ? needing(request, packageNeed) : accepted(request)),
      amend: () => Promise.resolve({ problems: [blockingFinding('package.json', 'No such package.')] }),
    });
    const { state } = await world.build(plan);
    expect(state.files.find(({ path }) => path === 'f3.ts')).toMatchObject({
      standing: 'failed',
      diagnostics: [{ message: 'No such package.' }],
    });
    expect(state.amendments).toEqual([]);
  });

  it('fails the file, and not the run, when it wants something else past what the plan may be amended', async () => {
    const world = new BuildWorld({
      produce: (request) => {
        if (['f0.ts', 'f1.ts'].includes(request.path) && request.draftsBefore === 0)
          return needing(request, aFile(`for-${request.path}`));
        if (request.path !== 'f3.ts') return accepted(request);
        // Refused, for the plan has it; then, for the first time, something that it has not.
        return needing(request, request.draftsBefore === 0 ? aFile('f0.ts') : aFile('for-f3.ts'));
      },
      amend: amending(plan),
    });
    const { state } = await world.build(plan);
    expect(state.amendments).toHaveLength(2);
    const lost = state.files.filter(({ standing }) => standing !== 'accepted');
    expect(lost).toMatchObject([
      {
        path: 'f3.ts',
        standing: 'failed',
        diagnostics: [{ message: expect.stringContaining('may be amended 2 time(s), and has been') }],
      },
    ]);
  });
});
