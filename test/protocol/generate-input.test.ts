import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  briefProblem,
  generateInputSchema,
  INLINE_BRIEF_BYTES,
  LONGEST_BRIEF_BYTES,
  utf8Bytes,
} from '../../src/protocol/generate-input.js';
import { problemsOf } from '../../src/protocol/parse-input.js';

const BRIEF = 'A REST API for a library, with books and loans.';
const ref = { sha256: 'a'.repeat(64), bytes: 10 };

function problems(input: unknown): readonly string[] {
  const parsed = generateInputSchema.safeParse(input);
  return parsed.success ? [] : problemsOf(parsed.error, Object.keys(generateInputSchema.shape));
}

describe('the input of a run', () => {
  it('needs only a brief, and takes every default', () => {
    expect(generateInputSchema.parse({ brief: BRIEF })).toEqual({
      brief: BRIEF,
      author: 'auto',
      mode: 'autonomous',
      concurrency: 8,
      sandbox: 'auto',
      historyEvents: 8_000,
      limits: {
        retriesPerFile: 3,
        retriesPerGate: 3,
        errors: 5,
        taskUsd: 0.5,
        hallucinationRate: 0.3,
        costUsd: null,
      },
    });
  });

  it('is the same after it was parsed once', () => {
    const once = generateInputSchema.parse({ brief: BRIEF, limits: { errors: 1 } });
    expect(generateInputSchema.parse(JSON.parse(JSON.stringify(once)))).toEqual(once);
  });

  it.each<[string, unknown, readonly (string | RegExp)[]]>([
    ['nothing', undefined, [/^input: .*expected object/]],
    ['null', null, [/^input: .*expected object/]],
    ['a string', BRIEF, [/^input: .*expected object/]],
    ['a list', [BRIEF], [/^input: .*expected object/]],
    ['an empty object', {}, [/^brief: is missing; the input is one JSON object such as \{"brief":/]],
    ['an empty brief', { brief: '' }, [/^brief: is empty; say what to build/]],
    ['a blank brief', { brief: ' \n\t ' }, [/^brief: is empty/]],
    ['a brief of signs', { brief: '?!… 42' }, ['brief: has no words in it']],
    ['a binary brief', { brief: 'A REST\u0000 API' }, [/^brief: is not text/]],
    ['an undecodable brief', { brief: 'A REST \ufffd API' }, [/^brief: is not text/]],
    ['a brief that is no text', { brief: 42 }, [/^brief: .*expected string/]],
    [
      'a brief that is too long to travel',
      { brief: 'é'.repeat(INLINE_BRIEF_BYTES / 2 + 1) },
      [/^brief: is 65538 bytes; one over 65536 goes by briefRef/],
    ],
    ['both briefs', { brief: BRIEF, briefRef: ref }, ['brief: and briefRef are both given; give one']],
    [
      'a stored brief that is too long',
      { briefRef: { ...ref, bytes: LONGEST_BRIEF_BYTES + 1 } },
      ['briefRef: names a brief over 1048576 bytes'],
    ],
    [
      'a hash that is none',
      { briefRef: { sha256: 'x', bytes: 1 } },
      [/^briefRef\.sha256: must be a SHA-256/],
    ],
    ['a misspelt field', { brief: BRIEF, modee: 'guided' }, ['modee: is not a field; did you mean "mode"?']],
    ['a field that is like none', { brief: BRIEF, colour: 'red' }, ['colour: is not a field']],
    [
      'a misspelt brief',
      { Breif: BRIEF },
      ['Breif: is not a field; did you mean "brief"?', /^brief: is missing/],
    ],
    ['a name that no folder takes', { brief: BRIEF, name: 'My App' }, [/^name: must be lower-case words/]],
    ['an unknown kind', { brief: BRIEF, kind: 'game' }, [/^kind: .*"api"/]],
    ['an unknown sandbox', { brief: BRIEF, sandbox: 'docker' }, [/^sandbox: /]],
    ['no files at once', { brief: BRIEF, concurrency: 0 }, [/^concurrency: /]],
    ['a history that is too short', { brief: BRIEF, historyEvents: 10 }, [/^historyEvents: /]],
    ['a limit below zero', { brief: BRIEF, limits: { errors: -1 } }, [/^limits\.errors: /]],
    ['an unknown limit', { brief: BRIEF, limits: { retries: 1 } }, [/^limits\.retries: is not a field/]],
    [
      'a base that leaves the project',
      { brief: BRIEF, base: { manifest: null, changes: [{ path: '../../etc/passwd', content: null }] } },
      [/^base\.changes\.0\.path: path "\.\.\/\.\.\/etc\/passwd": it leaves the project/],
    ],
  ])('is refused with what is wrong: %s', (_what, input, expected) => {
    expect(problems(input)).toEqual(
      expected.map((one): unknown => (typeof one === 'string' ? one : expect.stringMatching(one))),
    );
  });

  it('is refused with every problem at once', () => {
    expect(problems({ brief: '', mode: 'slow', limits: { errors: 'many' } })).toHaveLength(3);
  });

  it('takes briefs in any language, and the last that fits', () => {
    expect(problems({ brief: 'Eine Programmierschnittstelle für Bücher' })).toEqual([]);
    expect(problems({ brief: '図書館の本を管理するAPI' })).toEqual([]);
    expect(problems({ brief: 'a'.repeat(INLINE_BRIEF_BYTES) })).toEqual([]);
    expect(problems({ briefRef: { ...ref, bytes: LONGEST_BRIEF_BYTES } })).toEqual([]);
  });
});

describe('the size of a text', () => {
  it('is that of its UTF-8, without Node', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => utf8Bytes(text) === Buffer.byteLength(text)),
      { seed: 61, numRuns: 300 },
    );
  });
});

describe('a brief', () => {
  it('is text with words, whatever else is in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const problem = briefProblem(`${text} books`);
        return problem === undefined || problem.startsWith('is not text');
      }),
      { seed: 62, numRuns: 300 },
    );
  });
});
