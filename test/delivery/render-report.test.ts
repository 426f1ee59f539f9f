import { describe, expect, it } from '@jest/globals';
import { code, plainText } from '../../src/client/delivery/markdown.js';
import { renderHtmlReport } from '../../src/client/delivery/render-html-report.js';
import { renderReport } from '../../src/client/delivery/render-report.js';
import { freeEstimate } from '../../src/protocol/estimate.js';
import { reportSchema } from '../../src/protocol/report.js';
import { EFFORT, reportOf } from './report-of.js';

describe('the report page', () => {
  it('starts with the title, how it ended, and whether a model was called', () => {
    const lines = renderReport(reportOf({})).split('\n\n');
    expect(lines.slice(0, 3)).toEqual([
      '# Library',
      '**Delivered, with 1 flag.** Read them before you rely on this project.',
      'No model was called: the blueprint author wrote every file.',
    ]);
  });

  it.each([
    [{ outcome: 'delivered', flags: [] } as const, '**Delivered.** Nothing is flagged.'],
    [{ outcome: 'stopped' } as const, '**Stopped by a person before it was done.**'],
    [
      { outcome: 'failed', error: { type: 'CriticalPhaseFailure', message: 'src/app.ts: no' } } as const,
      '**Failed.** CriticalPhaseFailure: src/app.ts: no What was accepted',
    ],
  ])('says how a run ended: %j', (changes, sentence) => {
    expect(renderReport(reportOf({ ...changes, flags: [] }))).toContain(sentence);
  });

  it('says which reviewer said what, and which was left out', () => {
    const asked = { mended: 0, dropped: 0, files: 2, reason: '' };
    const page = renderReport(
      reportOf({
        findings: [
          {
            code: 'review/security',
            severity: 'warning',
            source: 'security',
            path: 'src/loans.ts',
            line: 3,
            message: 'Anybody may lend.',
            hint: 'Ask who it is.',
            blocking: false,
          },
        ],
        reviews: [
          { ...asked, reviewer: 'security', outcome: 'reviewed', findings: 2, mended: 1, dropped: 3 },
          { ...asked, reviewer: 'performance', outcome: 'reviewed', findings: 0, files: 1 },
          { ...asked, reviewer: 'maintainability', outcome: 'left-out', findings: 0, reason: 'No room.' },
        ],
      }),
    );
    expect(page).toContain('src/loans.ts:3 warning review/security Anybody may lend. (Ask who it is.)');
    expect(page).toContain(
      '- The security reviewer (a model) read 2 files in full: 2 findings, 1 mended because of it, 3 dropped, since what they quote does not stand in the file',
    );
    expect(page).toContain('- The performance reviewer (a model) read 1 file in full: 0 findings\n');
    expect(page).toContain('- The maintainability reviewer (a model) was left out: No room.');
    expect(renderReport(reportOf({}))).not.toContain('Reviewers');
  });

  it('shows every requirement with its level, why, and the words of the brief', () => {
    const page = renderReport(reportOf({}));
    expect(page).toContain(
      '| R1 | A member has at most five open loans. | **tested** | Its bound test passes. | “At most five open loans.” |',
    );
    expect(page).toContain('1 tested, 1 open, of 2.');
    expect(page).toContain('- Test, passed: loans \\[R1\\] refuses a sixth (`test/loans.test.ts`)');
    expect(page).toContain('Given five open loans, when a sixth is made, then it is refused with 409');
  });

  it('shows what was broken on purpose for a requirement, and what its tests made of it', () => {
    const mutant = { kind: 'limit-moved', path: 'src/loans.ts', line: 7, before: 'open > 5' } as const;
    const [evidence] = reportOf({}).evidence;
    if (evidence === undefined) throw new Error('There is no evidence.');
    const page = renderReport(
      reportOf({
        evidence: [
          {
            ...evidence,
            mutants: [
              { ...mutant, after: 'open > 6', outcome: 'killed', killedBy: 'loans [R1] refuses a sixth' },
              { ...mutant, after: 'open > 4', outcome: 'survived' },
            ],
          },
        ],
      }),
    );
    expect(page).toContain(
      '- Broken on purpose: `open > 5` → `open > 6` (`src/loans.ts:7`): a test failed, as it should',
    );
    expect(page).toContain(
      '- Broken on purpose: `open > 5` → `open > 4` (`src/loans.ts:7`): none of the tests above failed',
    );
  });

  it('lists what nothing shows to hold, with the reason, also where there is no evidence at all', () => {
    expect(renderReport(reportOf({}))).toContain(
      '- **R2** (open) Cover images glow. — An API shows no images.',
    );
    expect(renderReport(reportOf({ evidence: [] }))).toContain(
      '- **R1** (open) A member has at most five open loans. — The run ended before it was looked at.',
    );
  });

  it('shows flags, proof, files, packages, amendments, findings and the run', () => {
    const page = renderReport(reportOf({}));
    for (const part of [
      '| R2 | Nothing shows R2. | `requirement-open` |',
      '| image | **unproven** | no container engine here |',
      '| `src/extra.ts` | **failed** | blueprint | 4 | normal |',
      '| `package.json` | prepared | the package step | 0 | — |',
      '| `fastify` | `5.0.0` | use | serves HTTP |',
      '- Added src/extra.ts.',
      'src/app.ts:3 warning style/long-file is long',
      '- Models called: none',
      '- Cost: 0.00 USD',
      'npm ci\nnpm test\nnpm run build\nnpm start',
    ])
      expect(page).toContain(part);
  });

  it('says what the money was for, and leaves out what was nothing', () => {
    const none = { calls: 0, costUsd: 0 };
    const page = renderReport(
      reportOf({
        costUsd: 0.4,
        spending: {
          limitUsd: 2,
          first: { calls: 12, costUsd: 0.3 },
          repairs: { calls: 3, costUsd: 0.1 },
          continuations: none,
          possiblyTwice: none,
          reusedCalls: 1,
        },
      }),
    );
    expect(page).toContain('Cost: 0.40 USD of at most 2.00 USD');
    expect(page).toContain('Repairs that Millwright’s own checks asked for: 3 calls, 0.10 USD');
    expect(page).toContain('Replies used again without paying: 1');
    expect(page).not.toContain('charged twice');
  });

  it('tells apart what was continued and what could not be read, where the run did', () => {
    const none = { calls: 0, costUsd: 0 };
    const spending = { limitUsd: null, first: none, repairs: none, possiblyTwice: none, reusedCalls: 0 };
    const continuations = { calls: 3, costUsd: 0.1 };
    expect(renderReport(reportOf({ spending: { ...spending, continuations } }))).toContain(
      'Replies continued or asked for again: 3 calls',
    );
    const page = renderReport(
      reportOf({ spending: { ...spending, continuations, reparses: { calls: 2, costUsd: 0.1 } } }),
    );
    expect(page).toContain('Replies that were cut off, continued: 3 calls');
    expect(page).toContain('Answers that could not be read, asked for again: 2 calls');
  });

  it('says what the files took of models, and whose drafts went to someone stronger', () => {
    const page = renderReport(reportOf({ effort: EFFORT }));
    for (const part of [
      '## What the files took',
      '- 8 drafts, 5 repairs among them: 1.67 a file',
      '- 1 time two drafts were made side by side',
      '- 2 drafts imported what does not exist',
      '- 1 error, of 5 that the run might have',
      '| `src/app.ts` | strong tier | it gave the same again |',
      '| `src/app.ts` | blueprint author | the model had used up',
    ])
      expect(page).toContain(part);
    expect(page).not.toContain('without a draft');
    expect(renderReport(reportOf({}))).not.toContain('What the files took');
  });

  it.each([
    [0.35, 'Estimated 0.35 USD, actual 0.40 USD, of which repairs 0.10 USD, retried or unknown 0.08 USD'],
    [
      null,
      'Estimated unknown (no price is known for own-model at local), actual 0.40 USD, of which repairs 0.10 USD',
    ],
  ])('puts the estimate of %s beside what it was', async (costUsd, line) => {
    const report = reportOf({
      costUsd: 0.4,
      spending: {
        limitUsd: 0.7,
        estimate: { ...freeEstimate(12), costUsd, withoutPrice: ['own-model at local'] },
        first: { calls: 12, costUsd: 0.22 },
        repairs: { calls: 3, costUsd: 0.1 },
        continuations: { calls: 1, costUsd: 0.03 },
        possiblyTwice: { calls: 1, costUsd: 0.05 },
        reusedCalls: 0,
      },
    });
    expect(reportSchema.parse(report)).toEqual(report);
    expect(renderReport(report)).toContain(line);
    const page = await renderHtmlReport(report);
    expect(page).toContain(line);
    expect(page).toContain('Cost: 0.40 USD of at most 0.70 USD');
  });

  it('names the models that were called, with calls and cost', () => {
    const models = [{ model: 'some-model', calls: 12, costUsd: 0.0042 }];
    expect(renderReport(reportOf({ models, costUsd: 0.0042 }))).toContain(
      '- Models called: some-model (12 calls, 0.0042 USD)',
    );
  });

  it('names the tests that were written again, and why', () => {
    const revisedTests = [{ path: 'test/book.test.ts', reason: 'it was sharpened.' }];
    expect(renderReport(reportOf({ revisedTests }))).toContain(
      '## Revised tests\n\n- `test/book.test.ts`: it was sharpened.',
    );
  });

  it('has no empty sections', () => {
    const empty = reportOf({
      understood: [],
      assumptions: [],
      requirements: [],
      evidence: [],
      proof: [],
      files: [],
      packages: [],
      findings: [],
      amendments: [],
      flags: [],
      phases: [],
    });
    expect(renderReport(empty)).not.toMatch(/## [^\n]*\n\n(##|$)/);
    expect(renderReport(empty).match(/^## .*/gm)).toEqual(['## What was asked', '## The run']);
  });

  it('lets no markup of a brief come to life', () => {
    const brief = '# Big\n<script>alert(1)</script> [x](javascript:1) *a* | b\n> q\n1. one\n---\n```\u202e';
    const page = renderReport(
      reportOf({
        brief,
        title: '<b>T</b>\n# second',
        flags: [{ code: 'unproven', about: 'a|b', message: 'x | y\n| z |' }],
      }),
    );
    expect(page).not.toMatch(/(?<!\\)<script>|(?<!\\)\[x|^# second|\u202e/m);
    expect(page).toContain('# \\<b\\>T\\</b\\> # second');
    expect(page).toContain('> \\# Big');
    expect(page).toContain('> 1\\. one');
    expect(page).toContain('> \\`\\`\\`');
    expect(page).toContain('| a\\|b | x \\| y \\| z \\| | `unproven` |');
  });

  it('is made of a report as it is stored', () => {
    const stored = reportSchema.parse(JSON.parse(JSON.stringify(reportOf({}))));
    expect(renderReport(stored)).toBe(renderReport(reportOf({})));
  });
});

describe('text in a page', () => {
  it('keeps code whole whatever backticks are in it', () => {
    expect(code('a`b``c')).toBe('``` a`b``c ```');
    expect(code('plain')).toBe('`plain`');
  });

  it('stays on one line', () => {
    expect(plainText(' a\n\tb\r\n c ')).toBe('a b c');
  });
});
