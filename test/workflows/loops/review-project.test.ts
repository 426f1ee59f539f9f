import { describe, expect, it, jest } from '@jest/globals';
import type { ProduceFileResult, VerifyProjectResult } from '../../../src/protocol/children.js';
import type { Diagnostic } from '../../../src/protocol/diagnostic.js';
import type { Findings } from '../../../src/protocol/findings.js';
import type { Review, Reviewer } from '../../../src/protocol/review.js';
import type { ReviewAspect } from '../../../src/protocol/verify-activities.js';
import { reviewProject, type Verified } from '../../../src/workflows/loops/review-project.js';
import { refOf } from '../../doubles/artifacts.js';
import { plannedFile } from '../../doubles/plans.js';
import { findingsOf } from '../../doubles/stub-activities.js';

const FILES = [plannedFile('src/a.ts'), plannedFile('test/a.test.ts', { role: 'tester' })];

const SQL: Diagnostic = {
  code: 'MW7103',
  severity: 'warning',
  source: 'security',
  path: 'src/a.ts',
  line: 3,
  message: 'SQL is built from values.',
  blocking: false,
};
const SAID: Diagnostic = {
  ...SQL,
  code: 'review/security',
  severity: 'error',
  message: 'A reader can end the quote.',
};
const ADVICE: Diagnostic = {
  ...SAID,
  code: 'review/performance',
  source: 'performance',
  severity: 'warning',
  line: 9,
  message: 'All books are read for one.',
};

const none: Findings = findingsOf();

function verifiedAs(tree: string, change: Partial<VerifyProjectResult> = {}): Verified {
  const result: VerifyProjectResult = {
    tree: refOf(tree),
    rounds: 1,
    types: [],
    lint: { findings: none, unproven: null },
    tests: {
      passed: 2,
      failed: 0,
      skipped: 0,
      findings: none,
      atTests: [],
      results: refOf(`results of ${tree}`),
      unproven: null,
      sandbox: 'bubblewrap',
    },
    proof: [],
    readme: [],
    mutations: null,
    repaired: ['src/b.ts'],
    revisedTests: ['test/a.test.ts'],
    sentBack: [{ path: 'src/a.ts', drafts: 3 }],
    costUsd: 0.5,
    ...change,
  };
  return { result, judged: { levels: { R1: 'proven' }, evidence: refOf(`evidence of ${tree}`) } };
}

interface Staged {
  readonly said?: Partial<Record<Reviewer, Review | Promise<Review>>>;
  /** What the checks find before and after a repair. */
  readonly checks?: readonly [readonly Diagnostic[], readonly Diagnostic[]];
  readonly repair?: ProduceFileResult | null | ((path: string) => Promise<ProduceFileResult>);
  /** null: a person cancelled the look after the repair. */
  readonly after?: Verified | null;
  readonly before?: Verified;
  readonly asks?: boolean;
  readonly concurrency?: number;
  /** Checks after a repair come to this. */
  readonly checkAfter?: (aspect: ReviewAspect) => Promise<Findings>;
}

const MENDED: ProduceFileResult = {
  outcome: 'accepted',
  content: refOf('mended'),
  drafts: 4,
  author: 'model',
  lowConfidence: false,
  costUsd: 0.25,
};

function says(...findings: Diagnostic[]): Review {
  return { outcome: 'reviewed', findings, dropped: 1, files: 2 };
}

async function review(staged: Staged) {
  const { said = {}, checks = [[], []], repair = MENDED, asks = true } = staged;
  const steps: string[] = [];
  const told: (readonly Diagnostic[])[] = [];
  const found = (tree: string, aspect: ReviewAspect): Findings =>
    findingsOf(...checks[tree === refOf('built').sha256 ? 0 : 1].filter(({ source }) => source === aspect));
  const result = await reviewProject(staged.before ?? verifiedAs('built'), FILES, {
    check: ({ sha256 }, aspect) => {
      steps.push(`check ${aspect}`);
      if (staged.checkAfter !== undefined && sha256 !== refOf('built').sha256)
        return staged.checkAfter(aspect);
      return Promise.resolve(found(sha256, aspect));
    },
    ask: asks
      ? (_tree, reviewer) => {
          steps.push(`ask ${reviewer}`);
          return Promise.resolve(said[reviewer] ?? says());
        }
      : null,
    repair: (path, diagnostics) => {
      steps.push(`repair ${path}`);
      told.push(diagnostics);
      return typeof repair === 'function' ? repair(path) : Promise.resolve(repair);
    },
    concurrency: staged.concurrency ?? Infinity,
    fold: (_tree, accepted) => {
      steps.push(`fold ${accepted.map(({ path }) => path).join(' ')}`);
      return Promise.resolve(refOf('mended tree'));
    },
    verify: () => {
      steps.push('verify');
      return Promise.resolve(
        staged.after === undefined
          ? verifiedAs('mended tree', { repaired: [], sentBack: [], costUsd: 0 })
          : staged.after,
      );
    },
  });
  return { result, steps, told };
}

const LOOKS = ['security', 'performance', 'maintainability', 'style'].map((aspect) => `check ${aspect}`);
const ASKS = ['security', 'performance', 'maintainability'].map((reviewer) => `ask ${reviewer}`);

describe('a review', () => {
  it('has checks and models look side by side, and what only a model says is advice', async () => {
    const { result, steps } = await review({ said: { security: says(SAID), performance: says(ADVICE) } });
    expect(steps).toEqual([...LOOKS, ...ASKS]);
    expect(result.advice).toEqual([SAID, ADVICE]);
    expect(result.verified).toEqual(verifiedAs('built'));
    expect(result.costUsd).toBe(0);
    expect(result.reviews).toMatchObject([
      { reviewer: 'security', outcome: 'reviewed', findings: 1, mended: 0, dropped: 1, files: 2 },
      { reviewer: 'performance', findings: 1 },
      { reviewer: 'maintainability', findings: 0, dropped: 1 },
    ]);
  });

  it('asks no model where none writes', async () => {
    const { result, steps } = await review({ asks: false, checks: [[SQL], []] });
    expect(steps).toEqual(LOOKS);
    expect(result).toMatchObject({ advice: [], reviews: [] });
    expect(result.checks.flatMap(({ diagnostics }) => diagnostics)).toEqual([SQL]);
  });

  it('sends back once what a check shows too, verifies again, and keeps it', async () => {
    const { result, steps, told } = await review({
      said: { security: says(SAID), performance: says(ADVICE) },
      checks: [[SQL], []],
    });
    expect(steps).toEqual([...LOOKS, ...ASKS, 'repair src/a.ts', 'fold src/a.ts', 'verify', ...LOOKS]);
    expect(told).toEqual([[{ ...SAID, blocking: true }, SQL]]);
    expect(result.verified.result).toMatchObject({
      tree: refOf('mended tree'),
      tests: { results: refOf('results of mended tree') },
      repaired: ['src/b.ts', 'src/a.ts'],
      revisedTests: ['test/a.test.ts'],
      rounds: 1,
      costUsd: 0.5,
    });
    expect(result.verified.judged.evidence).toEqual(refOf('evidence of mended tree'));
    expect(result.sentBack).toEqual([{ path: 'src/a.ts', drafts: 4 }]);
    expect(result.advice).toEqual([ADVICE]);
    expect(result.checks.flatMap(({ diagnostics }) => diagnostics)).toEqual([]);
    expect(result.reviews[0]).toMatchObject({ findings: 1, mended: 1 });
    expect(result.costUsd).toBe(0.25);
  });

  it('takes back what was mended when a person cancels the look at it, and keeps what stood before', async () => {
    const { result } = await review({ said: { security: says(SAID) }, checks: [[SQL], []], after: null });
    expect(result.verified).toMatchObject({ judged: verifiedAs('built').judged });
    expect(result.verified.result.tree).toEqual(verifiedAs('built').result.tree);
    expect(result.costUsd).toBe(0.25);
  });

  it('that fails with one file waits for the others first', async () => {
    const lost = new Error('The child was lost.');
    const other = { ...SQL, path: 'src/c.ts' };
    let end: () => void = () => undefined;
    const reviewing = review({
      said: { security: says(SAID, { ...SAID, path: 'src/c.ts' }) },
      checks: [[SQL, other], []],
      repair: (path) =>
        path === 'src/a.ts'
          ? Promise.reject(lost)
          : new Promise((resolve) => {
              end = () => {
                resolve(MENDED);
              };
            }),
    });
    const told = jest.fn();
    reviewing.catch(told);
    await new Promise((resolve) => setImmediate(resolve));
    expect(told).not.toHaveBeenCalled();
    end();
    await expect(reviewing).rejects.toBe(lost);
  });

  it('has no more files mended side by side than the run builds, and every one of them', async () => {
    const others = ['src/c.ts', 'src/d.ts'].map((path) => ({ ...SQL, path }));
    let open = 0;
    let most = 0;
    const { result, steps } = await review({
      said: { security: says(SAID, ...others.map(({ path }) => ({ ...SAID, path }))) },
      checks: [[SQL, ...others], []],
      concurrency: 1,
      repair: async () => {
        open += 1;
        most = Math.max(most, open);
        await new Promise((resolve) => setImmediate(resolve));
        open -= 1;
        return MENDED;
      },
    });
    expect(most).toBe(1);
    expect(steps).toContain('fold src/a.ts src/c.ts src/d.ts');
    expect(result.costUsd).toBe(0.75);
  });

  it('whose checks fail after a repair waits for all of them', async () => {
    const lost = new Error('The compiler was lost.');
    let end: () => void = () => undefined;
    const slow = new Promise<Findings>((resolve) => {
      end = () => {
        resolve(none);
      };
    });
    const reviewing = review({
      said: { security: says(SAID) },
      checks: [[SQL], []],
      checkAfter: (aspect) => (aspect === 'security' ? Promise.reject(lost) : slow),
    });
    const told = jest.fn();
    reviewing.catch(told);
    await new Promise((resolve) => setImmediate(resolve));
    expect(told).not.toHaveBeenCalled();
    end();
    await expect(reviewing).rejects.toBe(lost);
  });

  it('that cannot ask a reviewer waits for the others, which spend, first', async () => {
    const lost = new Error('The purse is damaged.');
    let end: (review: Review) => void = () => undefined;
    const slow = new Promise<Review>((resolve) => {
      end = resolve;
    });
    const reviewing = review({ said: { security: Promise.reject(lost), maintainability: slow } });
    const told = jest.fn();
    reviewing.catch(told);
    await new Promise((resolve) => setImmediate(resolve));
    expect(told).not.toHaveBeenCalled();
    end(says());
    await expect(reviewing).rejects.toBe(lost);
  });

  it('says that it blocks when the repair did not help', async () => {
    const { result } = await review({ said: { security: says(SAID) }, checks: [[SQL], [SQL]] });
    expect(result.advice).toEqual([{ ...SAID, blocking: true }]);
    expect(result.reviews[0]).toMatchObject({ findings: 1, mended: 0 });
  });

  it.each<[string, Partial<VerifyProjectResult>]>([
    [
      'a test fails',
      { tests: { ...verifiedAs('x').result.tests, findings: findingsOf({ ...SAID, blocking: true }) } },
    ],
    ['the types are broken', { types: [{ ...SAID, blocking: true }] }],
    ['the proof fails', { proof: [{ step: 'build', outcome: 'failed', detail: '' }] }],
    [
      'the linter finds more',
      { lint: { findings: findingsOf({ ...SAID, blocking: true }), unproven: null } },
    ],
    ['the linter no longer runs', { lint: { findings: none, unproven: 'Its configuration is broken.' } }],
    ['a command of the README fails', { readme: [{ step: 'npm start', outcome: 'failed', detail: '' }] }],
  ])('takes the repair back when %s with it', async (_what, change) => {
    const { result } = await review({
      said: { security: says(SAID) },
      checks: [[SQL], []],
      after: verifiedAs('mended tree', change),
    });
    expect(result.verified).toEqual(verifiedAs('built'));
    expect(result.advice).toEqual([{ ...SAID, blocking: true }]);
    expect(result.costUsd).toBe(0.25);
  });

  it('takes the repair back when a check finds what blocks with it', async () => {
    const { result } = await review({
      said: { security: says(SAID) },
      checks: [[SQL], [{ ...SQL, code: 'MW7101', message: 'A key stands here.', blocking: true }]],
    });
    expect(result.verified).toEqual(verifiedAs('built'));
    expect(result.checks.flatMap(({ diagnostics }) => diagnostics)).toEqual([SQL]);
  });

  it('counts a file for which a blueprint had to step in as an error, though it is mended', async () => {
    const effort = { escalations: [{ to: 'blueprint', why: 'used-up' }] } as const;
    const { result } = await review({
      said: { security: says(SAID) },
      checks: [[SQL], []],
      repair: { ...MENDED, effort },
    });
    expect(result).toMatchObject({ verified: { result: { tree: refOf('mended tree') } }, errors: 1 });
  });

  it.each<[string, ProduceFileResult | null, number, number]>([
    ['nobody could mend it', { outcome: 'failed', drafts: 7, diagnostics: [], costUsd: 0.75 }, 0.75, 1],
    [
      'it came back as it was',
      { outcome: 'failed', drafts: 7, diagnostics: [], costUsd: 0.75, unchanged: true },
      0.75,
      0,
    ],
    ['the limit has no room for it', null, 0, 0],
  ])('goes on when %s', async (_why, repair, costUsd, errors) => {
    const { result, steps } = await review({ said: { security: says(SAID) }, checks: [[SQL], []], repair });
    expect(steps).not.toContain('verify');
    expect(result).toMatchObject({
      verified: verifiedAs('built'),
      advice: [{ blocking: true }],
      costUsd,
      errors,
    });
  });

  it('sends no test back, and tells of reviewers that were left out', async () => {
    const inTest = { ...SAID, path: 'test/a.test.ts' };
    const { result, steps } = await review({
      said: { security: says(inTest), performance: { outcome: 'left-out', reason: 'No room.' } },
      checks: [[{ ...SQL, path: 'test/a.test.ts' }], []],
    });
    expect(steps).toEqual([...LOOKS, ...ASKS]);
    expect(result.advice).toEqual([inTest]);
    expect(result.reviews[1]).toMatchObject({
      reviewer: 'performance',
      outcome: 'left-out',
      reason: 'No room.',
    });
  });
});
