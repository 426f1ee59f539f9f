import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { posix } from 'node:path';
import { plannedPathProblem, projectPathKey, projectPathProblem } from '../../src/protocol/project-path.js';
import { treeProblem } from '../../src/protocol/tree-problem.js';

describe('the path of a project file', () => {
  it.each([
    'README.md',
    'src/book/routes.ts',
    '.github/workflows/ci.yml',
    'src/größe.ts',
    'a/b-c_d.e',
    '.gitignore',
    'src/console.ts',
  ])('may be %s', (path) => {
    expect(projectPathProblem(path)).toBeUndefined();
  });

  it.each<[string, RegExp]>([
    ['', /empty/],
    ['/etc/passwd', /absolute/],
    ['C:/windows', /absolute/],
    ['c:evil', /absolute/],
    ['..', /leaves the project/],
    ['../x', /leaves the project/],
    ['src/../../x', /leaves the project/],
    ['src/./x', /points at itself/],
    ['src//x', /empty folder name/],
    ['src/', /empty folder name/],
    ['src\\x', /backslash/],
    ['src/x\u0000.ts', /not every file system/],
    ['src/a:b', /not every file system/],
    ['src/a?b', /not every file system/],
    ['src/x ', /ends with a dot or a space/],
    ['src./x', /ends with a dot or a space/],
    ['.git/config', /reserved/],
    ['sub/.GIT/config', /reserved/],
    ['node_modules/x/index.js', /reserved/],
    ['con', /device name/],
    ['src/NUL.txt', /device name/],
    ['a'.repeat(201), /longer than 200/],
    ['src/cafe\u0301.ts', /normal form C/],
  ])('may not be %j', (path, why) => {
    expect(projectPathProblem(path)).toMatch(why);
  });

  it.each(['MILLWRIGHT.md', 'millwright-report.json', 'Millwright.md/x', '.millwright/tests.json'])(
    'may not be planned where Millwright writes itself: %s',
    (path) => {
      expect(projectPathProblem(path)).toBeUndefined();
      expect(plannedPathProblem(path)).toMatch(/Millwright writes there itself/);
      expect(plannedPathProblem(`src/${path}`)).toBeUndefined();
    },
  );

  it('stays inside the project whenever it is good', () => {
    const segment = fc.oneof(
      fc.constantFrom('..', '.', '', 'src', '.git', 'node_modules', 'C:', '~', 'a b', 'x.', 'nul'),
      fc.string({ unit: 'grapheme', maxLength: 6 }),
    );
    const path = fc
      .tuple(
        fc.constantFrom('', '/', 'C:\\', '\\\\host\\'),
        fc.array(segment, { maxLength: 6 }),
        fc.constantFrom('/', '\\'),
      )
      .map(([head, segments, separator]) => head + segments.join(separator));
    fc.assert(
      fc.property(path, (candidate) => {
        if (projectPathProblem(candidate) !== undefined) return;
        const root = '/home/user/project';
        const resolved = posix.resolve(root, candidate);
        expect(resolved).toBe(`${root}/${candidate}`);
        expect(posix.normalize(candidate)).toBe(candidate);
        expect(candidate).not.toMatch(/(^|\/)(\.git|node_modules)(\/|$)/i);
      }),
      { seed: 71, numRuns: 2_000 },
    );
  });
});

describe('the key of a path', () => {
  it('is one for paths that differ in case or in how a letter is composed', () => {
    expect(projectPathKey('Src/Café.ts')).toBe(projectPathKey('src/cafe\u0301.ts'));
    expect(projectPathKey('src/a.ts')).not.toBe(projectPathKey('src/b.ts'));
  });
});

describe('files that cannot stand together', () => {
  it.each<[string, readonly string[], RegExp]>([
    ['one leaves the project', ['a.ts', '../b.ts'], /"\.\.\/b\.ts": it leaves the project/],
    [
      'two are one where case is folded',
      ['src/A.ts', 'src/a.ts'],
      /"src\/A\.ts" and "src\/a\.ts" name one file/,
    ],
    [
      'one is where another needs a folder',
      ['src', 'src/a.ts'],
      /"src" is a file, and "src\/a\.ts" needs a folder/,
    ],
    ['in whatever order', ['src/a.ts', 'SRC'], /"SRC" is a file/],
  ])('are told: %s', (_what, paths, why) => {
    expect(treeProblem(paths)).toMatch(why);
  });

  it('are not seen where there are none', () => {
    expect(treeProblem(['src/a.ts', 'src/ab.ts', 'src/a/b.ts', 'srcs'])).toBeUndefined();
  });
});
