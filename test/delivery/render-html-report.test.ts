import { describe, expect, it } from '@jest/globals';
import { renderHtmlReport } from '../../src/client/delivery/render-html-report.js';
import { reportSchema, type Report } from '../../src/protocol/report.js';
import { EFFORT, reportOf } from './report-of.js';

const PROVEN: Report['evidence'] = [
  {
    requirement: 'R1',
    level: 'proven',
    because: '1 test bound to it passed, and killed 1 mutant aimed at it',
    tests: [{ path: 'test/loans.test.ts', title: 'loans [R1] refuses a sixth', outcome: 'passed' }],
    mutants: [
      {
        kind: 'limit-moved',
        path: 'src/loans.ts',
        line: 7,
        before: 'open > 5',
        after: 'open > 6',
        outcome: 'killed',
        killedBy: 'loans [R1] refuses a sixth',
      },
    ],
  },
];

/** Every text of a report replaced, but for those that the schema knows. */
function hostile(report: Report, text: string): Report {
  const replaced = JSON.parse(JSON.stringify(report), (key, value: unknown) =>
    typeof value === 'string' && !KNOWN.has(key) ? text : value,
  ) as unknown;
  return reportSchema.parse(replaced);
}
const KNOWN = new Set(
  'id requirement level outcome kind author code priority severity source version sha256 fixed to why'.split(
    ' ',
  ),
);

describe('the report for a browser', () => {
  it('says what models were asked for, and whose drafts went to someone stronger', async () => {
    const none = { calls: 0, costUsd: 0 };
    const page = await renderHtmlReport(
      reportOf({
        effort: EFFORT,
        models: [{ model: 'some-model', calls: 12, costUsd: 0.5, inputTokens: 900, outputTokens: 80 }],
        spending: {
          limitUsd: 2,
          first: none,
          repairs: { calls: 3, costUsd: 0.1 },
          continuations: none,
          possiblyTwice: none,
          reusedCalls: 0,
        },
        costUsd: 0.5,
      }),
    );
    for (const part of [
      'some-model (12 calls, 900 tokens in and 80 out, 0.50 USD)',
      '0.50 USD of at most 2.00 USD',
      'checks asked for: 3 calls',
      '<li>8 drafts, 5 repairs among them: 1.67 a file</li>',
      '<th scope="row"><code>src/app.ts</code></th><td>strong tier</td><td>it gave the same again</td>',
    ])
      expect(page).toContain(part);
    expect(await renderHtmlReport(reportOf({}))).not.toContain('What models were asked for');
  });

  it('leads from the words of the brief over example and test to the mutant and its killer', async () => {
    const page = await renderHtmlReport(reportOf({ evidence: PROVEN }));
    const chain = [
      'R1: A member has at most five open loans.',
      'At most five open loans.',
      'Given five open loans, when a sixth is made, then it is refused with 409',
      'passed: loans [R1] refuses a sixth',
      'src/loans.ts:7',
      'open &gt; 5',
      'open &gt; 6',
      'killed: “loans [R1] refuses a sixth” failed, as it should',
    ];
    let from = page.indexOf('<article');
    for (const step of chain) {
      const found = page.indexOf(step, from);
      expect([step, found]).toEqual([step, expect.any(Number)]);
      expect(found).toBeGreaterThan(from);
      from = found;
    }
  });

  it('says whether a model was called, how it ended, and counts the levels apart', async () => {
    const page = await renderHtmlReport(reportOf({ evidence: PROVEN }));
    expect(page).toContain('No model was called: the blueprint author wrote every file.');
    expect(page).toContain('Models called: none.');
    expect(page).toContain('<strong>Delivered, with 1 flag.</strong>');
    expect(page).toMatch(/<strong>1<\/strong>proven/);
    expect(page).toMatch(/<strong>1<\/strong>open/);
  });

  it.each([
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "'-alert(1)-'</style><style>*{display:none}",
    '{{ title }}{% raw %}',
    '</blockquote><iframe src="https://example.com">',
    'a\u0000b\u202etxt.exe',
  ])('brings no text to life: %j', async (text) => {
    const plain = await renderHtmlReport(reportOf({ evidence: PROVEN }));
    const page = await renderHtmlReport(hostile(reportOf({ evidence: PROVEN }), text));
    const tags = (html: string) => html.match(/<[a-z]+/g)?.sort();
    // The same elements as ever, whatever the texts are, but for the example that is now given.
    expect(tags(page)).toEqual(tags(plain));
    expect(/<[^>]*\son[a-z]+=/.exec(page)).toBeNull();
    expect(page).not.toMatch(/[\u0000\u202e]/);
  });

  it('is one file: nothing comes from outside, nothing runs', async () => {
    const page = await renderHtmlReport(reportOf({}));
    expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
    expect(page).not.toMatch(/<(?:script|link|img|iframe|object|embed)|\b(?:src|href)=|url\(|@import/);
  });

  it('can be read with a screen reader, on a phone, and in the dark', async () => {
    const page = await renderHtmlReport(reportOf({ evidence: PROVEN }));
    expect(page).toContain('<html lang="en">');
    expect(page).toContain('name="viewport"');
    const levels = [...page.matchAll(/<h(\d)/g)].map(([, level]) => Number(level));
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    for (const [index, level] of levels.entries())
      expect(level).toBeLessThanOrEqual((levels[index - 1] ?? 0) + 1);
    expect(page.match(/<table>\s*<caption>/g)).toHaveLength(page.match(/<table/g)?.length ?? 0);
    const ids = [...page.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const [light = '', dark = ''] = page.split('prefers-color-scheme: dark');
    for (const scheme of [light, dark]) {
      const colours = new Map(
        [...scheme.matchAll(/--([a-z]+): (#[0-9a-f]+);/g)].map(([, name, value]) => [name, value]),
      );
      expect(colours.size).toBeGreaterThanOrEqual(12);
      for (const name of ['text', 'quiet', 'link', 'proven', 'tested', 'open', 'disputed', 'gone', 'new'])
        for (const ground of ['page', 'soft'])
          expect([name, ground, contrast(colours.get(name), colours.get(ground)) >= 4.5]).toEqual([
            name,
            ground,
            true,
          ]);
    }
  });

  it('of a run that ended early has what there is', async () => {
    const page = await renderHtmlReport(
      reportOf({
        outcome: 'failed',
        error: { type: 'InvalidPlan', message: 'a cycle' },
        evidence: [],
        proof: [],
        flags: [],
      }),
    );
    expect(page).toContain('InvalidPlan: a cycle');
    expect(page).toContain('The run ended before it was looked at.');
    expect(page).not.toContain('Proof of the whole');
  });
});

/** WCAG contrast of two colours. */
function contrast(one = '', other = ''): number {
  const [a, b] = [luminance(one), luminance(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

function luminance(colour: string): number {
  const hex = colour.length === 4 ? colour.replace(/[0-9a-f]/g, '$&$&') : colour;
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const value = parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
