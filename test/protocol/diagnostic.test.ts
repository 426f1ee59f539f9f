import { describe, expect, it } from '@jest/globals';
import type { Diagnostic } from '../../src/protocol/diagnostic.js';
import { diagnosticsSignature, formatDiagnostic, testIdentity } from '../../src/protocol/diagnostics.js';

const wrong: Diagnostic = {
  code: 'TS2345',
  severity: 'error',
  source: 'types',
  path: 'src/a.ts',
  line: 3,
  column: 7,
  message: 'No.',
  blocking: true,
};

describe('a diagnostic', () => {
  it('is written in the form that editors know', () => {
    expect(formatDiagnostic({ ...wrong, hint: 'Say yes.' })).toBe('src/a.ts:3:7 error TS2345 No. (Say yes.)');
    const { line, column, path, ...rest } = wrong;
    expect([line, column, path]).toEqual([3, 7, 'src/a.ts']);
    expect(formatDiagnostic(rest)).toBe('error TS2345 No.');
    expect(formatDiagnostic({ ...rest, path: 'src/a.ts' })).toBe('src/a.ts error TS2345 No.');
  });
});

describe('the signature of failures', () => {
  it('stays when lines move or findings come in another order, and when advice changes', () => {
    const other = { ...wrong, code: 'TS1' };
    expect(diagnosticsSignature([{ ...wrong, line: 99 }, other])).toBe(
      diagnosticsSignature([other, wrong, { ...wrong, message: 'Advice.', blocking: false }]),
    );
  });

  it('changes with the code, the file and the message', () => {
    const signatures = [
      wrong,
      { ...wrong, code: 'TS1' },
      { ...wrong, path: 'b.ts' },
      { ...wrong, message: 'Nay.' },
    ].map((one) => diagnosticsSignature([one]));
    expect(new Set(signatures).size).toBe(4);
    expect(diagnosticsSignature([])).toBe('');
  });
});

describe('the identity of a failing test', () => {
  const failing = (message: string): Diagnostic => ({
    ...wrong,
    code: 'test/failed',
    source: 'test',
    message,
  });
  const test = 'a shelf: [R1] lends (one) book (test/shelf.test.ts)';
  const identity = testIdentity(failing(`${test}: expected 3, got 1`));

  it('stays when the assertion sees something else, or the line moves', () => {
    expect(testIdentity({ ...failing(`${test}: expected 3, got f (x): 2\nat y`), line: 99 })).toBe(identity);
  });

  it.each([
    ['title', failing('a shelf: [R2] lends (one) book (test/shelf.test.ts): expected 3, got 1')],
    ['test file', failing('a shelf: [R1] lends (one) book (test/other.test.ts): expected 3, got 1')],
    ['traced file', { ...failing(`${test}: expected 3, got 1`), path: 'src/b.ts' }],
  ])('is another with another %s', (_what, other) => {
    expect(testIdentity(other)).not.toBe(identity);
  });

  it('is the whole message of what no test found', () => {
    const [one, two] = ['One', 'Two'].map((what) => ({ ...wrong, message: `Bad (src/a.ts): ${what}` }));
    expect(one && testIdentity(one)).not.toBe(two && testIdentity(two));
  });
});
