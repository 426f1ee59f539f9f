import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { codesOf, createCheckFixture, treeOf, type CheckFixture } from './check-fixture.js';
import { BOOK, BOOK_SOURCE, planOf, SHELF, SHELF_SOURCE } from './library-plan.js';

let fixture: CheckFixture;
beforeAll(async () => {
  fixture = await createCheckFixture();
});
afterAll(async () => {
  await fixture.language.close();
});
const signal = new AbortController().signal;

describe('a whole tree', () => {
  const check = (files: Readonly<Record<string, string>>, paths: readonly string[] | null = null) =>
    fixture.language.checkTree(
      { plan: planOf([BOOK, SHELF]), tree: treeOf(files), environment: fixture.environment, paths },
      signal,
    );

  it('that type-checks and keeps its contracts passes', async () => {
    expect(
      await check({ 'src/book.ts': BOOK_SOURCE, 'src/shelf.ts': SHELF_SOURCE, 'README.md': '# Library\n' }),
    ).toEqual([]);
  });

  it('is refused for a type error in any file, planned or not', async () => {
    const found = await check({
      'src/book.ts': BOOK_SOURCE,
      'src/shelf.ts': SHELF_SOURCE,
      'src/extra.ts': "export const a: number = '';\n",
    });
    expect(found).toEqual([
      expect.objectContaining({ code: 'TS2322', path: 'src/extra.ts', line: 1, blocking: true }),
    ]);
  });

  it('is refused for a file that does not parse', async () => {
    const found = await check({ 'src/book.ts': BOOK_SOURCE, 'src/shelf.ts': SHELF_SOURCE, 'data.json': '{' });
    expect(found).toEqual([expect.objectContaining({ code: 'MW1002', path: 'data.json' })]);
  });

  it('is refused for a broken contract', async () => {
    const found = await check({
      'src/book.ts': BOOK_SOURCE,
      'src/shelf.ts': SHELF_SOURCE.replace('titlesOf', 'titles'),
    });
    expect(codesOf(found)).toEqual(['MW4001']);
  });

  it('needs every planned file at the end, and only the named ones at a gate, where contracts stand for the rest', async () => {
    const files = { 'src/shelf.ts': SHELF_SOURCE };
    expect(codesOf(await check(files))).toEqual(['MW4004']);
    expect(await check(files, ['src/shelf.ts'])).toEqual([]);
  });
});

describe('a tree that was found sound before', () => {
  const planned = [{ path: 'src/a.ts' }, { path: 'src/b.ts' }, { path: 'src/c.ts' }];
  const sound = {
    'src/a.ts': 'export const a = 1;\n',
    'src/b.ts': "import { a } from './a.js';\n\nexport const b = [a];\n",
    'src/c.ts': "import { b } from './b.js';\n\nexport const c: readonly number[] = b;\n",
  };
  const found = async (files: Readonly<Record<string, string>>, plan = planOf(planned)) => {
    const tree = treeOf(files);
    const diagnostics = await fixture.language.checkTree(
      { plan, tree, environment: fixture.environment, paths: null },
      signal,
    );
    return diagnostics.map(({ code, path }) => `${code} ${path}`);
  };
  /** Each file as a draft, one after another, and then the tree. */
  const build = async (): Promise<readonly string[]> => {
    const accepted: Record<string, string> = {};
    for (const [path, content] of Object.entries(sound)) {
      const others = planned.filter((file) => file.path !== path);
      const needs = path === 'src/c.ts' ? ['src/b.ts'] : path === 'src/b.ts' ? ['src/a.ts'] : [];
      await fixture.draft([...others, { path, needs }], content, accepted);
      accepted[path] = content;
    }
    return found(sound);
  };

  it('is refused when a file changes that another one reaches over a third', async () => {
    expect(await build()).toEqual([]);
    expect(await found({ ...sound, 'src/a.ts': "export const a = 'one';\n" })).toEqual(['TS2322 src/c.ts']);
    expect(await found(sound)).toEqual([]);
  });

  it('is refused when a file is gone', async () => {
    expect(await build()).toEqual([]);
    const { 'src/a.ts': gone, ...rest } = sound;
    expect(gone).toContain('a = 1');
    const without = await found(rest, planOf(planned.slice(1)));
    expect(without).toContain('TS2307 src/b.ts');
  });

  it('is refused when what is declared for everybody changes, in a file that nothing imports', async () => {
    const uses = { ...sound, 'src/c.ts': 'export const c: number = everywhere;\n' };
    const global = (type: string) => ({
      'src/globals.ts': `export {};\n\ndeclare global {\n  var everywhere: ${type};\n}\n`,
    });
    expect(await found({ ...uses, ...global('number') })).toEqual([]);
    expect(await found({ ...uses, ...global('string') })).toEqual(['TS2322 src/c.ts']);
    expect(await found({ ...uses, 'src/globals.ts': 'export {};\n' })).toEqual(['TS2304 src/c.ts']);
    expect(await found({ ...uses, 'src/globals.d.ts': 'declare var everywhere: number;\n' })).toEqual([]);
    expect(await found({ ...uses, 'src/globals.d.ts': 'declare var everywhere: boolean;\n' })).toEqual([
      'TS2322 src/c.ts',
    ]);
  });

  it('is refused when what is declared for everybody imports what changes', async () => {
    const files = (type: string) => ({
      'src/a.ts': `export interface A {\n  readonly name: ${type};\n}\n`,
      'src/globals.ts': "import type { A } from './a.js';\n\ndeclare global {\n  var everywhere: A;\n}\n",
      'src/b.ts': 'export const b: string = everywhere.name;\n',
      'src/c.ts': 'export const c = 1;\n',
    });
    expect(await found(files('string'))).toEqual([]);
    expect(await found(files('number'))).toEqual(['TS2322 src/b.ts']);
    expect(await found(files('string'))).toEqual([]);
  });

  it('is refused when its contract changes, or what the contract names', async () => {
    const plan = (type: string) =>
      planOf([
        {
          path: 'src/a.ts',
          exports: [{ export: 'a', kind: 'const', declaration: `export declare const a: ${type};` }],
        },
        ...planned.slice(1),
      ]);
    expect(await found(sound, plan('number'))).toEqual([]);
    expect(await found(sound, plan('string'))).toEqual(['MW4002 src/a.ts']);
    expect(await found(sound, plan('number'))).toEqual([]);
  });
});

describe('the contracts of a plan', () => {
  const check = (...files: Parameters<typeof planOf>[0][number][]) =>
    fixture.language.checkContracts(planOf(files), fixture.environment, signal);

  it('that type-check together and against the packages pass', async () => {
    const schema = {
      path: 'src/schema.ts',
      imports: ["import type { z } from 'zod';", "import type { Book } from './book.js';"],
      exports: [
        {
          export: 'bookSchema',
          kind: 'const' as const,
          declaration: 'export declare const bookSchema: z.ZodType<Book>;',
        },
      ],
    };
    expect(await check(BOOK, SHELF, schema)).toEqual([]);
  });

  it.each([
    [
      'an export that another contract does not have',
      'export type A = Bok;',
      "import type { Bok } from './book.js';",
      'TS2724',
    ],
    [
      'a file that is not planned',
      'export type A = Book;',
      "import type { Book } from './books.js';",
      'TS2307',
    ],
    [
      'a package that is not installed',
      'export type A = FastifyInstance;',
      "import type { FastifyInstance } from 'fastify';",
      'TS2307',
    ],
    ['a name that is nowhere', 'export type A = Book;', undefined, 'TS2304'],
  ])('that count on %s are refused for it', async (_name, declaration, statement, code) => {
    const found = await check(BOOK, {
      path: 'src/a.ts',
      imports: statement === undefined ? [] : [statement],
      exports: [{ export: 'A', kind: 'type', declaration }],
    });
    expect(found).toEqual([
      expect.objectContaining({ code, source: 'contract', path: 'src/a.ts', blocking: true }),
    ]);
    expect(found[0]?.message).toContain('In the contract:');
  });

  it.each([
    ['cannot be parsed', 'export declare function A(: string;', 'MW4005'],
    ['declares another name', 'export declare function B(): string;', 'MW4003'],
    ['declares nothing', '', 'MW4005'],
  ])('with a declaration that %s are refused', async (_name, declaration, code) => {
    const found = await check({
      path: 'src/a.ts',
      exports: [{ export: 'A', kind: 'function', declaration }],
    });
    expect(codesOf(found)).toContain(code === 'MW4005' && declaration === '' ? 'MW4003' : code);
  });
});
