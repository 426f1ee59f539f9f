import { PassThrough } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import pc from 'picocolors';
import stringWidth from 'string-width';
import { createDisplay } from '../../src/client/cli/display.js';
import { progressChanges } from '../../src/client/cli/render/progress-changes.js';
import { renderProgress } from '../../src/client/cli/render/progress-view.js';
import type { Silence } from '../../src/client/runs/watch-run.js';
import { styleOf } from '../../src/client/cli/render/style.js';
import { assumeSize } from '../../src/client/cli/terminal-size.js';
import { freeEstimate } from '../../src/protocol/estimate.js';
import type { Progress } from '../../src/protocol/progress.js';
import { NOW, progressOf } from './progress-of.js';

const draw = (progress: Progress, columns = 80, rows = 40, silence: Silence = 'none'): readonly string[] =>
  renderProgress(progress, {
    style: { colors: pc.createColors(false), columns },
    rows,
    now: NOW,
    frame: 0,
    silence,
    troubles: [],
  });

describe('the screen of a run', () => {
  it('shows phases with their times, and the files that are at work', () => {
    expect(draw(progressOf())).toEqual([
      'library  api  run library-3f2a1b',
      '✔ analyze        1.2 s  5 requirements, 1 open',
      '✔ plan           0.8 s  4 files',
      '✔ prepare        5.0 s',
      '⠋ build           13 s  1 of 4 files, 1 failed, foundation',
      '    ✖ README.md  attempt 4',
      '    ⠋ src/books/book-repository.ts  attempt 2',
      '    1 waiting',
      '· verify',
      '· review',
      '· deliver',
      '20 s · $0.00 · Ctrl-C leaves the run safe',
    ]);
  });

  it('adds up the rounds of a phase, and stays with the build while a gate decides', () => {
    const at = (seconds: number): string => new Date(NOW - 20_000 + seconds * 1000).toISOString();
    const lines = draw(
      progressOf({
        phase: 'gate',
        line: 'Gate of foundation',
        phases: [
          { phase: 'build', startedAt: at(0), endedAt: at(5) },
          { phase: 'gate', startedAt: at(5), endedAt: at(6) },
          { phase: 'build', startedAt: at(6), endedAt: at(10) },
          { phase: 'gate', startedAt: at(10), endedAt: null },
        ],
      }),
    );
    expect(lines).toContain('⠋ build          9.0 s  1 of 4 files, 1 failed, foundation');
    expect(lines).toContain('⠋ gate            11 s  Gate of foundation');
  });

  it('ends with the last phase of a run that only plans', () => {
    const phases = progressOf().phases.slice(0, 3);
    const lines = draw(progressOf({ phase: 'prepare', phases, lastPhase: 'prepare' }));
    expect(lines.map((line) => line.split(' ')[1])).toEqual(
      expect.arrayContaining(['analyze', 'plan', 'prepare']),
    );
    expect(lines.join('\n')).not.toMatch(/build|verify|review|deliver/);
  });

  it('says beside the cost what it may be, and was estimated to be', () => {
    const estimate = { ...freeEstimate(4), costUsd: 0.5 };
    const lines = draw(progressOf({ costUsd: 0.12, limitUsd: 0.7, estimate }));
    expect(lines.at(-1)).toBe('20 s · $0.12 of at most $0.70, estimated $0.50 · Ctrl-C leaves the run safe');
  });

  it('marks the phase in which a run failed, and no longer speaks of Ctrl-C', () => {
    const lines = draw(progressOf({ phase: 'done', outcome: 'failed' }));
    expect(lines.find((line) => line.includes('build'))).toMatch(/^✖/);
    expect(lines.at(-1)).not.toContain('Ctrl-C');
  });

  it('says how to answer a request, and how to go on with a paused run', () => {
    const text = draw(progressOf({ waitingFor: ['approve-plan'], paused: true })).join('\n');
    expect(text).toContain('millwright respond library-3f2a1b approve-plan CHOICE');
    expect(text).toContain('millwright resume library-3f2a1b');
  });

  it('says when nobody answers', () => {
    expect(draw(progressOf(), 80, 40, 'unanswered').at(-1)).toContain('reconnecting');
    const unserved = draw(progressOf(), 80, 40, 'unserved').join(' ').replace(/\s+/gu, ' ');
    expect(unserved).toContain('no worker serves it: start "millwright worker" with this TEMPORAL_ADDRESS');
  });

  it('fits any terminal: no line is wider, wide characters counted, and few files on a low one', () => {
    const files = Array.from({ length: 300 }, (_, index) => ({
      path: `src/領域/${'深い'.repeat(20)}/file-${index}.ts`,
      state: index < 40 ? ('building' as const) : ('waiting' as const),
      priority: 'normal' as const,
      attempts: 1,
    }));
    for (const columns of [20, 40, 80]) {
      const lines = draw(progressOf({ files, name: '図書館' }), columns, 16);
      expect(Math.max(...lines.map((line) => stringWidth(line)))).toBeLessThanOrEqual(columns);
      expect(lines.length).toBeLessThanOrEqual(16);
    }
    expect(draw(progressOf({ files })).join('\n')).toContain('32 more at work, 260 waiting');
  });
});

describe('plain lines', () => {
  it('tell each change once', () => {
    const before = progressOf();
    const building = before.files.map((file) =>
      file.path === 'src/books/book-repository.ts' ? { ...file, state: 'accepted' as const } : file,
    );
    expect(progressChanges(before, before)).toEqual([]);
    expect(progressChanges(before, { ...before, files: building, paused: true })).toEqual([
      'accepted: src/books/book-repository.ts after 2 attempts',
      'paused: millwright resume library-3f2a1b',
    ]);
  });

  it('begin with what is known when somebody starts to watch', () => {
    expect(progressChanges(undefined, progressOf())).toEqual([
      'project: library (api)',
      'understood: Books are kept, with a title and an author.',
      'analyze: 1.2 s, 5 requirements, 1 open',
      'plan: 0.8 s, 4 files',
      'prepare: 5.0 s',
      'build: started, 1 of 4 files, 1 failed',
      'accepted: src/books/book-schema.ts',
      'repairing: src/books/book-repository.ts, attempt 2',
      'failed: README.md after 4 attempts',
    ]);
  });
});

describe('a terminal that does not know its size', () => {
  const sized = (size: { columns?: number; rows?: number; isTTY?: boolean }): NodeJS.WriteStream => {
    const stream = Object.assign(new PassThrough(), { isTTY: true, ...size });
    assumeSize(stream as unknown as NodeJS.WriteStream);
    return stream as unknown as NodeJS.WriteStream;
  };

  it.each([{ columns: 0, rows: 0 }, {}])('is taken for one of the usual size: %j', (size) => {
    const stream = sized(size);
    expect(stream).toMatchObject({ columns: 80, rows: 24 });
    const display = createDisplay(stream, { TERM: 'xterm' });
    display.progress(progressOf());
    display.settle();
    const drawn = (stream as unknown as PassThrough).read() as Buffer;
    expect(stripVTControlCharacters(drawn.toString())).toContain('src/books/book-repository.ts');
  });

  it('is one that says so, now or later', () => {
    const stream = sized({ columns: 40, rows: 10 });
    expect(stream).toMatchObject({ columns: 40, rows: 10 });
    Object.assign(stream, { columns: 0, rows: 0 }).emit('resize');
    expect(stream).toMatchObject({ columns: 80, rows: 24 });
    expect(sized({ isTTY: false })).not.toHaveProperty('columns');
  });
});

describe('colours', () => {
  const terminal = { isTTY: true, columns: 80 };
  it.each([
    ['a terminal', terminal, {}, true],
    ['a terminal with NO_COLOR', terminal, { NO_COLOR: '1' }, false],
    ['a terminal with an empty NO_COLOR', terminal, { NO_COLOR: '' }, true],
    ['a dumb terminal', terminal, { TERM: 'dumb' }, false],
    ['a pipe', {}, {}, false],
    ['a pipe with FORCE_COLOR', {}, { FORCE_COLOR: '1' }, true],
    ['NO_COLOR against FORCE_COLOR', {}, { NO_COLOR: '1', FORCE_COLOR: '1' }, false],
  ])('on %s', (_, stream, environment, colored) => {
    expect(styleOf(stream, environment).colors.isColorSupported).toBe(colored);
  });
});
