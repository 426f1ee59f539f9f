import { describe, expect, it } from '@jest/globals';
import type { Diagnostic } from '../../../src/protocol/diagnostic.js';
import { Suspects } from '../../../src/workflows/policy/suspects.js';
import { plannedFile } from '../../doubles/plans.js';

const files = [
  plannedFile('src/app.ts', { needs: ['src/service.ts', 'src/schema.ts'] }),
  plannedFile('src/service.ts', { needs: ['src/store.ts'], knows: ['src/app.ts'] }),
  plannedFile('src/schema.ts'),
  plannedFile('src/store.ts', { needs: ['src/disk.ts'] }),
  plannedFile('src/disk.ts'),
  plannedFile('test/app.test.ts', { role: 'tester', needs: ['src/app.ts'] }),
];
const code = new Set(files.filter(({ role }) => role !== 'tester').map(({ path }) => path));

function failed(path: string, message: string): Diagnostic {
  return { code: 'test/failed', severity: 'error', source: 'test', path, message, blocking: true };
}

function circles(suspects: Suspects, ...findings: readonly Diagnostic[]): readonly (readonly string[])[] {
  const found: (readonly string[])[] = [];
  for (;;) {
    const next = [...suspects.further(findings).keys()];
    if (next.length === 0) return found;
    found.push(next);
  }
}

describe('who is asked about a failing test', () => {
  it('is also who uses its file', () => {
    const suspects = new Suspects(files, code);
    expect(circles(suspects, failed('src/store.ts', '[R1] keeps: 1'))).toEqual([
      ['src/disk.ts'],
      ['src/service.ts'],
      ['src/store.ts', 'src/disk.ts', 'src/service.ts'],
    ]);
  });

  it('is what its file uses, then what that uses, then all of them once more, and then nobody', () => {
    const suspects = new Suspects(files, code);
    expect(circles(suspects, failed('src/app.ts', '[R1] lends (test/app.test.ts): 1'))).toEqual([
      ['src/service.ts', 'src/schema.ts'],
      ['src/store.ts'],
      ['src/app.ts', 'src/service.ts', 'src/schema.ts', 'src/store.ts'],
    ]);
  });

  it('is told that the others deny it', () => {
    const suspects = new Suspects([plannedFile('src/app.ts')], new Set(['src/app.ts']));
    const [[told]] = [...suspects.further([failed('src/app.ts', '[R1] lends: 1')]).values()] as [
      [Diagnostic],
    ];
    expect(told.hint).toContain('given back unchanged');
    expect(suspects.further([failed('src/app.ts', '[R1] lends: 1')]).size).toBe(0);
  });

  it('is nobody any more, whatever the test saw the next time', () => {
    const suspects = new Suspects(files, code);
    circles(suspects, failed('src/app.ts', '[R1] lends (test/app.test.ts): 1'));
    expect(circles(suspects, failed('src/app.ts', '[R1] lends (test/app.test.ts): 2'))).toEqual([]);
    expect(circles(suspects, failed('src/app.ts', '[R2] returns (test/app.test.ts): 2'))).not.toEqual([]);
  });

  it('is asked about each test by itself, whatever their titles have in common', () => {
    const suspects = new Suspects(files, code);
    const [one, other] = ['a', 'b'].map((end) =>
      failed('src/app.ts', `[R1] limits: ${end} (test/app.test.ts): expected 1`),
    ) as [Diagnostic, Diagnostic];
    expect(suspects.further([one]).size).toBe(2);
    expect([...suspects.further([one, other]).keys()].sort()).toEqual([
      'src/schema.ts',
      'src/service.ts',
      'src/store.ts',
    ]);
  });

  it('is told all that fails and leads to the file', () => {
    const both = [failed('src/app.ts', '[R1] lends: 1'), failed('src/service.ts', '[R2] returns: 2')];
    const asked = new Suspects(files, code).further(both);
    expect(asked.get('src/service.ts')).toEqual([both[0]]);
    expect(asked.get('src/store.ts')).toEqual([both[1]]);
  });

  it('is nobody for what types and lint found, for what does not block, and for what is traced to a test', () => {
    const suspects = new Suspects(files, code);
    const finding = failed('src/app.ts', 'x');
    expect(circles(suspects, { ...finding, source: 'types' })).toEqual([]);
    expect(circles(suspects, { ...finding, blocking: false })).toEqual([]);
    expect(circles(suspects, { ...finding, path: 'test/app.test.ts' })).toEqual([]);
  });
});
