import { describe, expect, it } from '@jest/globals';
import type {
  BuildFileInput,
  BuildFileResult,
  ValidateResult,
} from '../../../src/protocol/build-activities.js';
import type { ArtifactRef } from '../../../src/protocol/artifact.js';
import type { ProduceFileInput, ProduceFileResult } from '../../../src/protocol/children.js';
import type { Diagnostic } from '../../../src/protocol/diagnostic.js';
import { diagnosticsSignature } from '../../../src/protocol/diagnostics.js';
import type { Need } from '../../../src/protocol/need.js';
import { MillwrightError } from '../../../src/protocol/errors.js';
import { produceFile } from '../../../src/workflows/loops/produce-file.js';
import { refOf } from '../../doubles/artifacts.js';
import { blockingFinding } from '../../doubles/build-world.js';

type Asked = Pick<
  BuildFileInput,
  'draft' | 'author' | 'tier' | 'repair' | 'refusedBefore' | 'remark' | 'vain'
>;

const input: ProduceFileInput = {
  run: { id: 'run', workflowId: 'todo' },
  analysis: refOf('analysis'),
  plan: refOf('plan'),
  environment: refOf('environment'),
  path: 'src/a.ts',
  priority: 'normal',
  author: 'blueprint',
  tree: { manifest: null, changes: [] },
  retries: 3,
  round: 0,
  draftsBefore: 0,
  repair: null,
};

function draft(text: string, author: 'blueprint' | 'model' = 'blueprint', costUsd = 0): BuildFileResult {
  return { outcome: 'draft', content: refOf(text), author, costUsd };
}
const nothing: BuildFileResult = { outcome: 'nothing', reason: 'There is no template for it.' };

interface Told {
  readonly result: ProduceFileResult;
  readonly asked: readonly Asked[];
  readonly validated: number;
  readonly waits: number;
  /** At each wait, how often the same draft had waited before. */
  readonly waitedBefore: readonly number[];
}

/** Drafts come from `build` in turn; one whose text starts with `good` is valid, and findings carry the text after `:`. */
async function produce(
  change: Partial<ProduceFileInput>,
  build: (asked: Asked, turn: number) => BuildFileResult,
  findings: (content: ArtifactRef) => readonly Diagnostic[],
): Promise<Told> {
  const asked: Asked[] = [];
  let validated = 0;
  let waits = 0;
  const waitedBefore: number[] = [];
  const result = await produceFile(
    { ...input, ...change },
    {
      build: (request) => {
        if (asked.length >= 30) throw new Error('asked for too many drafts');
        const turn = asked.push(request);
        return new Promise((resolve) => {
          resolve(build(request, turn));
        });
      },
      validate: (content): Promise<ValidateResult> => {
        validated += 1;
        const diagnostics = findings(content);
        const blocking = diagnostics.filter((diagnostic) => diagnostic.blocking).length;
        const signature = diagnosticsSignature(diagnostics);
        return Promise.resolve({
          findings: { diagnostics, blocking, signature, all: null },
        });
      },
      waitForRoom: (waitsBefore) => {
        waits += 1;
        waitedBefore.push(waitsBefore);
        return Promise.resolve();
      },
    },
  );
  return { result, asked, validated, waits, waitedBefore };
}

const isGood =
  (text: string) =>
  (content: ArtifactRef): readonly Diagnostic[] =>
    content.sha256 === refOf(text).sha256 ? [] : [blockingFinding('src/a.ts', `wrong in ${content.sha256}`)];
const tiers = ({ asked }: Told): readonly string[] => asked.map(({ author, tier }) => `${author} ${tier}`);

describe('one file', () => {
  it('is accepted when its first draft is valid', async () => {
    const { result, asked } = await produce({}, () => draft('good', 'blueprint', 0.5), isGood('good'));
    expect(result).toEqual({
      outcome: 'accepted',
      content: refOf('good'),
      drafts: 1,
      author: 'blueprint',
      lowConfidence: false,
      costUsd: 0.5,
    });
    expect(asked).toEqual([{ draft: 1, author: 'blueprint', tier: 'standard', repair: null }]);
  });

  it('is accepted with findings that do not block', async () => {
    const advice = { ...blockingFinding('src/a.ts'), blocking: false };
    expect(
      (
        await produce(
          {},
          () => draft('x'),
          () => [advice],
        )
      ).result.outcome,
    ).toBe('accepted');
  });

  it('is repaired with the draft before and what was found in it', async () => {
    const { result, asked } = await produce(
      {},
      (_asked, turn) => draft(turn === 3 ? 'good' : `bad ${turn}`, 'blueprint', 0.1),
      isGood('good'),
    );
    expect(result).toMatchObject({ outcome: 'accepted', drafts: 3 });
    expect(result.costUsd).toBeCloseTo(0.3);
    expect(asked[1]?.repair).toMatchObject({
      previous: refOf('bad 1'),
      findings: { diagnostics: isGood('good')(refOf('bad 1')), blocking: 1 },
    });
    expect(asked[2]?.repair?.previous).toEqual(refOf('bad 2'));
  });

  it('numbers its drafts over all rounds', async () => {
    const { result, asked } = await produce({ draftsBefore: 4 }, () => draft('good'), isGood('good'));
    expect(asked[0]?.draft).toBe(5);
    expect(result.drafts).toBe(5);
  });

  it('that uses up its attempts fails with what was found last, and never as done', async () => {
    const told = await produce({ retries: 2 }, (_asked, turn) => draft(`bad ${turn}`), isGood('good'));
    expect(told.result).toEqual({
      outcome: 'failed',
      refused: refOf('bad 3'),
      drafts: 3,
      diagnostics: isGood('good')(refOf('bad 3')),
      costUsd: 0,
    });
  });

  it('keeps a handful of blocking findings only', async () => {
    const many = Array.from({ length: 9 }, (_, index) => blockingFinding('src/a.ts', `wrong ${index}`));
    const { result } = await produce(
      { retries: 0 },
      () => draft('bad'),
      () => [{ ...blockingFinding('src/a.ts', 'advice'), blocking: false }, ...many],
    );
    expect(result).toMatchObject({ outcome: 'failed', diagnostics: many.slice(0, 5) });
  });

  it('with no retries has one attempt', async () => {
    expect((await produce({ retries: 0 }, () => draft('bad'), isGood('good'))).asked).toHaveLength(1);
  });
});

describe('the tier', () => {
  it('is light first for a file of low priority', async () => {
    const told = await produce({ priority: 'low' }, () => draft('good'), isGood('good'));
    expect(tiers(told)).toEqual(['blueprint light']);
  });

  it('goes by role too, and to begin with that of its role is no step up', async () => {
    const told = await produce(
      { author: 'model', role: 'security', priority: 'critical' },
      (_asked, turn) => draft(turn === 2 ? 'good' : 'bad', 'model'),
      isGood('good'),
    );
    expect(tiers(told)).toEqual(['model strong', 'model strong']);
    expect(told.result).not.toHaveProperty('effort');
  });

  it('is strong from the first draft of a later round', async () => {
    expect(tiers(await produce({ round: 1 }, () => draft('good'), isGood('good')))).toEqual([
      'blueprint strong',
    ]);
  });

  it('is strong for the last attempt', async () => {
    const told = await produce({ priority: 'low' }, (_asked, turn) => draft(`bad ${turn}`), isGood('good'));
    expect(tiers(told)).toEqual([
      'blueprint light',
      'blueprint light',
      'blueprint light',
      'blueprint strong',
    ]);
  });

  it('is stepped up by the same draft twice, which is not checked twice in one tier', async () => {
    const told = await produce({ priority: 'low' }, () => draft('bad'), isGood('good'));
    expect(tiers(told)).toEqual([
      'blueprint light',
      'blueprint light',
      'blueprint standard',
      'blueprint strong',
    ]);
    expect(told.validated).toBe(2);
    expect(told.result).toMatchObject({ outcome: 'failed', diagnostics: isGood('good')(refOf('bad')) });
    // One model may serve all tiers: it is told, or it would be asked in the same words again.
    expect(told.asked.map(({ vain }) => vain)).toEqual([undefined, undefined, 1, 2]);
  });

  it('is told that mends were in vain only until one was not', async () => {
    const told = await produce(
      { priority: 'low' },
      (_asked, turn) => draft(turn <= 2 ? 'bad' : `bad ${turn}`),
      isGood('good'),
    );
    expect(told.asked.map(({ vain }) => vain)).toEqual([undefined, undefined, 1, undefined]);
  });

  it('is stepped up by the same findings twice, though the drafts differ', async () => {
    const told = await produce(
      {},
      (_asked, turn) => draft(`bad ${turn}`),
      () => [blockingFinding('src/a.ts', 'always this')],
    );
    expect(tiers(told).slice(0, 3)).toEqual(['blueprint standard', 'blueprint standard', 'blueprint strong']);
  });

  it('that is the highest begins afresh once, when its repairs come out the same', async () => {
    const told = await produce(
      { round: 1, retries: 9, author: 'model' },
      ({ author, repair, draft: number }) =>
        author === 'blueprint' ? nothing : draft(repair === null && number > 1 ? 'good' : 'bad', 'model'),
      isGood('good'),
    );
    expect(told.asked.map(({ repair }) => repair === null)).toEqual([true, false, true]);
    expect(told.asked[2]?.refusedBefore).toEqual(told.asked[1]?.repair);
    expect(told.result.outcome).toBe('accepted');
  });

  it('that is the highest is not asked again for the same', async () => {
    const told = await produce({ round: 1, retries: 9 }, () => draft('bad'), isGood('good'));
    expect(told.asked).toHaveLength(2);
    expect(told.result.outcome).toBe('failed');
  });
});

describe('a file that was sent back', () => {
  const repair = { previous: refOf('old'), diagnostics: [blockingFinding('src/a.ts', 'the gate said so')] };

  it('starts from its draft and what was found in it', async () => {
    const { asked } = await produce({ round: 1, repair }, () => draft('good'), isGood('good'));
    expect(asked[0]?.repair).toMatchObject({
      previous: refOf('old'),
      findings: { diagnostics: repair.diagnostics },
    });
  });

  it('is not accepted for the draft that was sent back', async () => {
    const told = await produce({ round: 1, repair }, () => draft('old'), isGood('old'));
    expect(told.validated).toBe(0);
    expect(told.result).toMatchObject({
      outcome: 'failed',
      diagnostics: repair.diagnostics,
      unchanged: true,
    });
  });

  it.each<[string, Partial<ProduceFileInput>]>([
    ['on the only attempt', { retries: 0 }],
    ['for more than one file may cost', { taskUsd: 0.1 }],
    ['on the last attempt, after other drafts', { retries: 1 }],
  ])(
    'and comes back as it was %s says that the fault is elsewhere, which no template overrules',
    async (_when, change) => {
      const told = await produce(
        { round: 1, repair, author: 'model', ...change },
        ({ author }, turn) => {
          if (author === 'blueprint') return draft('template', 'blueprint');
          return draft(change.retries === 1 && turn === 1 ? 'bad' : 'old', 'model', 0.3);
        },
        isGood('template'),
      );
      expect(told.asked.map(({ author }) => author)).not.toContain('blueprint');
      expect(told.result).toMatchObject({ outcome: 'failed', unchanged: true });
      expect(told.result).not.toHaveProperty('overCost');
    },
  );

  it('and comes back otherwise wrong has used up its attempts, which is not the same as unchanged', async () => {
    const told = await produce({ round: 1, repair }, (_asked, turn) => draft(`bad ${turn}`), isGood('good'));
    expect(told.result).toMatchObject({ outcome: 'failed' });
    expect(told.result).not.toHaveProperty('unchanged');
  });

  it('with a remark has it in its first draft', async () => {
    const told = await produce({ remark: 'Do without it.' }, () => draft('good'), isGood('good'));
    expect(told.asked.map(({ remark }) => remark)).toEqual(['Do without it.']);
  });
});

describe('an author with nothing to offer', () => {
  it('fails the file with its reason', async () => {
    expect((await produce({}, () => nothing, isGood('good'))).result).toMatchObject({
      outcome: 'failed',
      drafts: 0,
      diagnostics: [{ path: 'src/a.ts', message: 'There is no template for it.', blocking: true }],
    });
  });

  it('does not hide what was found in its drafts before', async () => {
    const told = await produce({}, (_asked, turn) => (turn === 1 ? draft('bad') : nothing), isGood('good'));
    expect(told.result).toMatchObject({
      outcome: 'failed',
      drafts: 1,
      diagnostics: isGood('good')(refOf('bad')),
    });
  });
});

describe('a model that fails', () => {
  it('gives way to the blueprint author, once and from scratch, and the file is of low confidence', async () => {
    const told = await produce(
      { author: 'model', retries: 1 },
      ({ author }, turn) => (author === 'model' ? draft(`bad ${turn}`, 'model') : draft('good')),
      isGood('good'),
    );
    expect(told.result).toMatchObject({
      outcome: 'accepted',
      author: 'blueprint',
      lowConfidence: true,
      drafts: 4,
    });
    expect(told.asked.at(-1)).toMatchObject({ author: 'blueprint', repair: null });
  });

  it('has two drafts of the strong tier for its last attempt, one mended and one begun afresh', async () => {
    const told = await produce(
      { author: 'model', retries: 3 },
      (_asked, turn) => draft(turn === 5 ? 'good' : `bad ${turn}`, 'model', 0.1),
      isGood('good'),
    );
    expect(told.asked.map(({ draft: number, tier, repair }) => [number, tier, repair === null])).toEqual([
      [1, 'standard', true],
      [2, 'standard', false],
      [3, 'standard', false],
      [4, 'strong', false],
      [5, 'strong', true],
    ]);
    // The one begun afresh is told what the draft before was refused for; no other draft has use for it.
    expect(told.asked[4]?.refusedBefore).toEqual(told.asked[3]?.repair);
    expect(told.asked.slice(0, 4).map(({ refusedBefore }) => refusedBefore)).toEqual(
      Array(4).fill(undefined),
    );
    expect(told.result).toMatchObject({ outcome: 'accepted', author: 'model', drafts: 5 });
    expect(told.result.costUsd).toBeCloseTo(0.5);
  });

  it('keeps a draft that was paid for when the money for the one beside it is out', async () => {
    const exhausted = new MillwrightError('BudgetExhausted', 'The run may spend 1.00 USD.');
    const last = (good: boolean) =>
      produce(
        { author: 'model', retries: 1 },
        (_asked, turn) => {
          if (turn === 3) throw exhausted;
          return draft(turn === 2 && good ? 'good' : `bad ${turn}`, 'model');
        },
        isGood('good'),
      );
    // The one that was lost may have been asked for: its number is used up, and the next draft has another.
    expect((await last(true)).result).toMatchObject({ outcome: 'accepted', drafts: 3 });
    await expect(last(false)).rejects.toBe(exhausted);
  });

  it('is told why its reply could not be used, and that was an attempt', async () => {
    const told = await produce(
      { author: 'model', retries: 2 },
      (_asked, turn) =>
        turn === 1
          ? { outcome: 'unreadable', reason: 'It has no fenced code block.', costUsd: 0.2 }
          : draft('good', 'model', 0.1),
      isGood('good'),
    );
    expect(told.asked.map(({ remark }) => remark)).toEqual([undefined, 'It has no fenced code block.']);
    expect(told.result).toMatchObject({ outcome: 'accepted', drafts: 2 });
    expect(told.result.costUsd).toBeCloseTo(0.3);
  });

  it('is not told the same of two replies that could not be used: it would be asked in the same words', async () => {
    const told = await produce(
      { author: 'model', retries: 2 },
      (_asked, turn) =>
        turn <= 2 ? { outcome: 'unreadable', reason: 'It was empty.', costUsd: 0 } : draft('good', 'model'),
      isGood('good'),
    );
    expect(told.asked.map(({ remark }) => remark)).toEqual([
      undefined,
      'It was empty.',
      'It was empty. The one before it came to the same.',
    ]);
  });

  it('that cannot be read twice in the same way is asked at the next tier, and fails with that reason', async () => {
    const told = await produce(
      { author: 'model', retries: 3 },
      ({ author }) =>
        author === 'model' ? { outcome: 'unreadable', reason: 'It was empty.', costUsd: 0 } : nothing,
      isGood('good'),
    );
    expect(tiers(told).slice(0, 4)).toEqual([
      'model standard',
      'model standard',
      'model strong',
      'model strong',
    ]);
    expect(told.result).toMatchObject({ outcome: 'failed', diagnostics: [{ message: 'It was empty.' }] });
    expect(told.result).not.toHaveProperty('refused');
  });

  it('fails with its own findings when the blueprint author has nothing', async () => {
    const told = await produce(
      { author: 'model', retries: 0 },
      ({ author }) => (author === 'model' ? draft('bad', 'model') : nothing),
      isGood('good'),
    );
    expect(told.result).toMatchObject({ outcome: 'failed', diagnostics: isGood('good')(refOf('bad')) });
  });

  it('that cannot take the prompt in has used up the number of its draft', async () => {
    const told = await produce({ author: 'model', draftsBefore: 0 }, () => nothing, isGood('good'));
    expect(told.asked.map(({ author, draft: number }) => [author, number])).toEqual([
      ['model', 1],
      ['blueprint', 2],
    ]);
    // What is sent back later is asked for under the next number, and not with the prompt of this one.
    expect(told.result).toMatchObject({ outcome: 'failed', drafts: 1 });
  });

  it('gives the blueprint author one attempt only', async () => {
    const told = await produce(
      { author: 'model', retries: 0 },
      ({ author }, turn) => draft(`bad ${turn}`, author),
      isGood('good'),
    );
    expect(told.asked.map(({ author }) => author)).toEqual(['model', 'blueprint']);
  });
});

describe('what a file may cost', () => {
  const dear = (change: Partial<ProduceFileInput>, good = 9) =>
    produce(
      { author: 'model', taskUsd: 0.5, ...change },
      ({ author }, turn) =>
        author === 'blueprint' ? nothing : draft(turn === good ? 'good' : `bad ${turn}`, 'model', 0.3),
      isGood('good'),
    );

  it('past it is given up, with what it cost and what was wrong with it', async () => {
    const told = await dear({});
    expect(tiers(told)).toEqual(['model standard', 'model standard', 'blueprint standard']);
    expect(told.result).toMatchObject({
      outcome: 'failed',
      overCost: true,
      drafts: 2,
      diagnostics: [
        {
          code: 'draft/cost',
          message: expect.stringMatching(/has cost 0\.60 USD .* may cost 0\.50 USD \(limit taskUsd\)/),
        },
        isGood('good')(refOf('bad 2'))[0],
      ],
    });
  });

  it('is a brake and no bound: the draft that passes it is used when it is good', async () => {
    expect((await dear({}, 2)).result).toMatchObject({ outcome: 'accepted', drafts: 2 });
  });

  it('is not what ends a file that has used up its attempts', async () => {
    const { result } = await dear({ retries: 1, taskUsd: 10 });
    expect(result).not.toHaveProperty('overCost');
    expect((await dear({ retries: 0, taskUsd: 0.1 })).result).not.toHaveProperty('overCost');
  });

  it('is as much again in the next round', async () => {
    expect((await dear({ round: 1, draftsBefore: 2 }, 2)).result).toMatchObject({ outcome: 'accepted' });
  });

  it('does not keep the blueprint author from writing it for nothing', async () => {
    const told = await produce(
      { author: 'model', taskUsd: 0.1 },
      ({ author }, turn) => (author === 'model' ? draft(`bad ${turn}`, 'model', 0.3) : draft('good')),
      isGood('good'),
    );
    expect(told.result).toMatchObject({
      outcome: 'accepted',
      author: 'blueprint',
      lowConfidence: true,
      effort: { byBlueprint: 1, escalations: [{ to: 'blueprint', why: 'used-up' }] },
    });
  });
});

describe('what a file took of a model', () => {
  const invented = (text: string): readonly Diagnostic[] => [
    { ...blockingFinding('src/a.ts', `No such file as in ${text}`), code: 'MW3001' },
  ];

  it('is nothing to tell when its first draft is accepted, or when no model was asked', async () => {
    const first = await produce({ author: 'model' }, () => draft('good', 'model'), isGood('good'));
    expect(first.result).not.toHaveProperty('effort');
    const blueprint = await produce({}, (_asked, turn) => draft(`bad ${turn}`), isGood('good'));
    expect(blueprint.result).not.toHaveProperty('effort');
  });

  it('names each step to a stronger tier, and why', async () => {
    const told = await produce(
      { author: 'model', priority: 'low', retries: 4 },
      ({ author }, turn) =>
        author === 'blueprint' ? nothing : draft(turn < 3 ? 'bad' : `bad ${turn}`, 'model'),
      isGood('good'),
    );
    expect(told.result).toMatchObject({
      outcome: 'failed',
      effort: {
        escalations: [
          { to: 'standard', why: 'same-again' },
          { to: 'strong', why: 'last-attempt' },
        ],
        sideBySide: 1,
      },
    });
    expect(told.result).not.toHaveProperty('effort.byBlueprint');
  });

  it('counts drafts that import what does not exist, and replies without a draft', async () => {
    const told = await produce(
      { author: 'model' },
      (_asked, turn) =>
        turn === 2
          ? { outcome: 'unreadable', reason: 'It was empty.', costUsd: 0 }
          : draft(turn === 3 ? 'good' : 'bad', 'model'),
      (content) => (content.sha256 === refOf('good').sha256 ? [] : invented('bad')),
    );
    expect(told.result).toMatchObject({ outcome: 'accepted', effort: { hallucinated: 1, unreadable: 1 } });
  });

  it('begins at the tier that the run was raised to, or that a gate sends it back to', async () => {
    const raised = await produce(
      { author: 'model', leastTier: 'strong' },
      () => draft('good', 'model'),
      isGood('good'),
    );
    expect(tiers(raised)).toEqual(['model strong']);
    expect(raised.result).toMatchObject({
      effort: { escalations: [{ to: 'strong', why: 'hallucinations' }] },
    });
    const back = await produce({ author: 'model', round: 1 }, () => draft('good', 'model'), isGood('good'));
    expect(back.result).toMatchObject({ effort: { escalations: [{ to: 'strong', why: 'sent-back' }] } });
  });
});

describe('a purse without room', () => {
  it('is waited for, and takes no attempt', async () => {
    const told = await produce(
      { retries: 0 },
      (_asked, turn) => (turn < 4 ? { outcome: 'no-room' } : draft('good')),
      isGood('good'),
    );
    expect(told.waits).toBe(3);
    expect(told.result).toMatchObject({ outcome: 'accepted', drafts: 1 });
  });

  it('is waited for anew by each draft: one long wait makes no later one longer', async () => {
    const told = await produce(
      { retries: 1 },
      (_asked, turn) =>
        [1, 2, 4].includes(turn) ? { outcome: 'no-room' } : draft(turn === 5 ? 'good' : 'bad'),
      isGood('good'),
    );
    expect(told.waitedBefore).toEqual([0, 1, 0]);
  });
});

describe('a draft that comes back with needs', () => {
  it('hands them on, counted as a draft', async () => {
    const needs: Need[] = [{ kind: 'package', name: 'pino', version: '1.0.0', dev: false, why: 'it logs' }];
    const told = await produce({}, () => ({ outcome: 'needs', needs, costUsd: 0.2 }), isGood('good'));
    expect(told.result).toEqual({ outcome: 'needs', drafts: 1, needs, costUsd: 0.2 });
  });
});
