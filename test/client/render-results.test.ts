import { describe, expect, it } from '@jest/globals';
import pc from 'picocolors';
import { closedRun } from '../../src/client/cli/commands/closed-run.js';
import { renderDoctor } from '../../src/client/cli/commands/doctor.js';
import { failedRun } from '../../src/client/cli/commands/failed-run.js';
import { renderRuns } from '../../src/client/cli/commands/runs.js';
import { renderDelivered } from '../../src/client/cli/render/delivered.js';
import { formatCost, formatDuration } from '../../src/client/cli/render/format.js';
import { renderNextSteps } from '../../src/client/cli/render/next-steps.js';
import { renderRecord } from '../../src/client/cli/render/record.js';
import type { Style } from '../../src/client/cli/render/style.js';
import { deliveryOf, recordOf, reportOf } from './report-of.js';

const STYLE: Style = { colors: pc.createColors(false), columns: 80 };

describe('a delivered run', () => {
  it('says how much was shown, that no model was called, and what to know before trusting it', () => {
    expect(renderDelivered(deliveryOf(), reportOf(), STYLE)).toEqual([
      '⚑ Library delivered with flags in 1 min 01 s',
      '  2 requirements: 1 tested, 1 open',
      '    ○ R2 open: Readers get a friendly letter. (no blueprint writes letters)',
      '    ○ R1 tested: Books are kept. (its test passes)',
      '  2 files, $0.00',
      '  No language model was called.',
      '',
      '⚑ 1 flag: know these before you trust the project',
      '  - requirement-open R2: Readers get a friendly letter.',
    ]);
  });

  it('names at most five requirements that are less than proven, each with what is missing, in a line', () => {
    const ids = ['R1', 'R2', 'R3', 'R4', 'R5', 'R6', 'R7', 'R8'];
    const report = reportOf({
      requirements: ids.map((id) => ({
        id,
        statement: `A long statement of what ${id} asks, far longer than a line of any terminal can be.`,
        source: 'x',
        examples: [],
        proof: { kind: 'test' as const },
      })),
      evidence: ids.map((id) => ({
        requirement: id,
        level: id === 'R1' ? ('proven' as const) : id === 'R8' ? ('disputed' as const) : ('tested' as const),
        because: '8 tests bound to it passed; no limit of 7 was found',
        tests: [],
        mutants: [],
      })),
    });
    const lines = renderDelivered(deliveryOf(), report, STYLE);
    const named = lines.filter((line) => /^ {4}\S R/.test(line));
    expect(named.map((line) => line.trim().split(' ').slice(1, 3).join(' '))).toEqual([
      'R8 disputed:',
      'R2 tested:',
      'R3 tested:',
      'R4 tested:',
      'R5 tested:',
    ]);
    for (const line of named) {
      expect(line.length).toBeLessThanOrEqual(80);
      expect(line).toContain('(no limit of 7');
    }
    expect(lines).toContain('    and 2 more: millwright-report.html');
    expect(renderRecord(recordOf({ delivery: deliveryOf() }), report, null, STYLE)).toEqual(
      expect.arrayContaining(named),
    );
  });

  it('ends with what to type next, a folder with a space quoted', () => {
    const inFolder = { branch: null };
    const api = { report: reportOf(), result: inFolder };
    expect(renderNextSteps('/home/ada', '/home/ada/my library', api, STYLE)).toEqual([
      '',
      'Next',
      "  cd 'my library'",
      '  npm ci && npm test',
      '  npm run build && npm start',
    ]);
    const library = { report: reportOf({ kind: 'library' }), result: inFolder };
    expect(renderNextSteps('/home/ada/library', '/home/ada/library', library, STYLE)).toEqual([
      '',
      'Next',
      '  npm ci && npm test',
      '  npm run build && npm pack',
    ]);
  });

  it('on a branch ends with how to get there first', () => {
    const onBranch = { report: reportOf(), result: { branch: 'millwright/library-3f2a1b' } };
    expect(renderNextSteps('/home/ada', '/home/ada/library', onBranch, STYLE)).toEqual([
      '',
      'Next',
      '  cd library',
      '  git switch millwright/library-3f2a1b',
      '  npm ci && npm test',
      '  npm run build && npm start',
    ]);
  });

  it('shows what models were asked for, and whose drafts went to someone stronger', () => {
    const report = reportOf({
      models: [{ model: 'some-model', calls: 12, costUsd: 0.5 }],
      effort: {
        drafts: 3,
        repairs: 1,
        repairsPerFile: 0.5,
        sideBySide: 0,
        unreadable: 2,
        hallucinated: 0,
        errors: 0,
        errorsAllowed: 5,
        escalations: [{ path: 'src/app.ts', to: 'strong', why: 'last-attempt' }],
      },
    });
    const shown = renderRecord(recordOf(), report, null, STYLE).join('\n');
    expect(shown).toContain('some-model (12 calls, 0.50 USD)');
    expect(shown).toContain('3 drafts, 1 repair among them: 0.50 a file');
    expect(shown).toContain('2 replies without a draft');
    expect(shown).toMatch(/Escalations\n {2}src\/app\.ts {2}strong tier {2}its last attempt/);
    expect(renderRecord(recordOf(), reportOf(), null, STYLE).join('\n')).not.toMatch(/Models|Escalations/);
  });

  it('is shown in full afterwards, requirement by requirement', () => {
    expect(renderRecord(recordOf(), reportOf(), null, STYLE)).toEqual([
      '⚑ Library  delivered with flags in 1 min 01 s, $0.00  run library-3f2a1b',
      '  2 requirements: 1 tested, 1 open',
      '    ○ R2 open: Readers get a friendly letter. (no blueprint writes letters)',
      '    ○ R1 tested: Books are kept. (its test passes)',
      '  No language model was called.',
      '',
      'Understood',
      '  - Books are kept.',
      '',
      'Assumed',
      '  - A title has at most 200 characters.',
      '',
      'Requirements',
      '  ✔ R1   tested   Books are kept.',
      '  ○ R2   open     Readers get a friendly letter.',
      '                  no blueprint writes letters',
      '',
      'Proof (sandbox: bubblewrap)',
      '  ✔ build',
      '  ○ health  no sandbox',
      '',
      'Files (2)',
      '  ✔ src/app.ts    2 attempts',
      '  ✔ package.json  prepared',
      '',
      '⚑ 1 flag: know these before you trust the project',
      '  - requirement-open R2: Readers get a friendly letter.',
      '',
      'Key 0192f3aa-0000-7000-8000-000000000001, from 2026-03-01T10:00:00.000Z to 2026-03-01T10:01:01.000Z',
      'Its project: millwright fetch library-3f2a1b',
    ]);
  });
});

describe('a run that did not deliver', () => {
  it.each([
    ['CriticalPhaseFailure', 1, true],
    ['SandboxUnavailable', 2, true],
    ['InvalidBrief', 2, false],
    ['ModelRequired', 1, false],
    ['Cancelled', 1, true],
  ] as const)('with %s ends with exit code %i; there may be files to fetch: %s', (type, exitCode, files) => {
    const result = failedRun(
      { workflowId: 'library-3f2a1b', key: 'k' },
      { type, message: 'What happened.\nWhat to do.', exitCode },
    );
    const text = result.lines(STYLE).join('\n');
    expect(result.exitCode).toBe(exitCode);
    expect(text).toContain(`✖ ${type}\n  What happened.\n  What to do.`);
    expect(text.includes('--partial')).toBe(files);
  });

  it('is answered from its record when it is asked for again', () => {
    const error = { type: 'ToolchainMissing', message: 'npm is missing.' };
    const result = closedRun(recordOf({ outcome: 'failed', error, delivery: null }));
    expect(result.exitCode).toBe(2);
    expect(result.lines(STYLE)[0]).toBe('✖ ToolchainMissing');
    expect(closedRun(recordOf({ outcome: 'stopped', delivery: null })).exitCode).toBe(1);
    expect(closedRun(recordOf({ outcome: 'delivered', flags: 0 })).exitCode).toBe(0);
  });
});

describe('the list of runs', () => {
  it('is a table that fits the terminal', () => {
    const now = Date.parse('2026-03-01T10:02:00.000Z');
    const open = {
      workflowId: 'shop-1a2b3c',
      key: '0192f3bb-0000-7000-8000-000000000002',
      state: 'open' as const,
      detail: 'build',
      name: null,
      startedAt: '2026-03-01T10:01:00.000Z',
      endedAt: null,
      costUsd: 0,
      flags: 0,
    };
    const closed = {
      ...open,
      workflowId: 'library-3f2a1b',
      state: 'delivered-with-flags' as const,
      detail: null,
      endedAt: '2026-03-01T10:01:01.000Z',
      flags: 1,
    };
    expect(renderRuns([open, closed], STYLE, now)).toEqual(
      [
        '○ shop-1a2b3c     00000002  open: build               $0.00  for 1 min 00 s',
        '⚑ library-3f2a1b  00000002  delivered with flags (1)  $0.00  2026-03-01 10:01 UTC',
      ].map((line) => (line.length > 80 ? `${line.slice(0, 79)}…` : line)),
    );
    expect(renderRuns([], STYLE, now).join()).toContain('No runs yet');
  });
});

describe('the doctor', () => {
  it('says what is missing, what to do, and what it means', () => {
    expect(
      renderDoctor(
        [
          { name: 'Node', state: 'ok', detail: 'v20.20.2' },
          {
            name: 'sandbox',
            state: 'degraded',
            detail: 'bubblewrap is missing',
            remedy: 'apt-get install bubblewrap',
          },
          { name: 'npm', state: 'missing', detail: 'not found', remedy: 'Install npm.' },
        ],
        STYLE,
      ),
    ).toEqual([
      '✔ Node       ok: v20.20.2',
      '⚑ sandbox    degraded: bubblewrap is missing',
      '             apt-get install bubblewrap',
      '✖ npm        missing: not found',
      '             Install npm.',
      '',
      'Millwright cannot work here yet; the lines marked missing say what to do.',
    ]);
  });
});

describe('figures', () => {
  it.each([
    [-5, '0.0 s'],
    [840, '0.8 s'],
    [9_940, '9.9 s'],
    [9_960, '10 s'],
    [59_600, '1 min 00 s'],
    [185_000, '3 min 05 s'],
    [7_620_000, '2 h 07 min'],
  ])('%i ms is %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });

  it.each([
    [0, '$0.00'],
    [0.0042, '$0.0042'],
    [1.5, '$1.50'],
  ])('%d USD is %s', (usd, text) => {
    expect(formatCost(usd)).toBe(text);
  });
});
