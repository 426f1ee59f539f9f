import { posix } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { projectPathKey, projectPathProblem } from '../../src/protocol/project-path.js';
import { treeProblem } from '../../src/protocol/tree-problem.js';
import { applyChanges, encodeManifest, manifestSchema } from '../../src/protocol/tree.js';

const SEED = { seed: 20_260_101, numRuns: 2000 };

const segment = fc.oneof(
  fc.constantFrom(
    '.',
    '..',
    '',
    ' ',
    'a',
    'A',
    'b',
    'src',
    '.git',
    '.GIT',
    'con',
    'nul.txt',
    'é',
    'e\u0301',
    'x.',
  ),
  fc.string({ maxLength: 8, unit: 'binary' }),
);
const hostilePath = fc.oneof(
  fc.array(segment, { minLength: 1, maxLength: 5 }).map((parts) => parts.join('/')),
  fc.array(segment, { minLength: 1, maxLength: 5 }).map((parts) => parts.join('\\')),
  fc.constantFrom('/etc/passwd', 'C:\\x', 'c:x', '//server/share', 'a/../../b', 'a\u0000b'),
);
const goodPath = fc
  .array(fc.stringMatching(/^[a-cA-C]{1,2}$/), { minLength: 1, maxLength: 3 })
  .map((parts) => parts.join('/'));
const content = fc.record({
  sha256: fc.stringMatching(/^[0-9a-f]{64}$/),
  bytes: fc.nat(),
});

describe('a path that is allowed in a project', () => {
  it('never leads out of it, names nothing of git, and is its own normal form', () => {
    fc.assert(
      fc.property(hostilePath, (path) => {
        if (projectPathProblem(path) !== undefined) return;
        expect(posix.resolve('/project', path)).toBe(`/project/${path}`);
        expect(path.split('/').map((part) => part.toLowerCase())).not.toContain('.git');
        expect(path).not.toContain('\\');
      }),
      SEED,
    );
  });

  it('stands in a tree only where no other path is the same file or needs a folder in its place', () => {
    fc.assert(
      fc.property(fc.array(goodPath, { maxLength: 6 }), (paths) => {
        const clash = paths.some((a, i) =>
          paths.some((b, j) => {
            const [one, other] = [projectPathKey(a), projectPathKey(b)];
            return i !== j && (one === other || other.startsWith(`${one}/`));
          }),
        );
        expect(treeProblem(paths) !== undefined).toBe(clash);
      }),
      SEED,
    );
  });
});

describe('a manifest', () => {
  const files = fc.uniqueArray(fc.record({ path: goodPath, content }), {
    selector: (file) => file.path,
    maxLength: 8,
  });

  it('is encoded alike in whatever order its files come, and reads back as them', () => {
    fc.assert(
      fc.property(files, fc.func(fc.nat()), (list, order) => {
        const shuffled = [...list].sort((a, b) => order(a.path) - order(b.path));
        expect(encodeManifest(shuffled)).toBe(encodeManifest(list));
        const read = manifestSchema.parse(JSON.parse(encodeManifest(list)));
        expect(new Map(read.files.map((file) => [file.path, file.content]))).toEqual(
          new Map(list.map((file) => [file.path, { ...file.content }])),
        );
      }),
      SEED,
    );
  });

  it('is the same whether changes are folded in one by one or together', () => {
    const changes = fc.array(fc.record({ path: goodPath, content: fc.option(content) }), { maxLength: 8 });
    fc.assert(
      fc.property(files, changes, (list, later) => {
        const oneByOne = later.reduce((tree, change) => applyChanges(tree, [change]), applyChanges(list, []));
        expect(encodeManifest(oneByOne)).toBe(encodeManifest(applyChanges(list, later)));
      }),
      SEED,
    );
  });
});
