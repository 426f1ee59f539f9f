import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { codesOf, createCheckFixture, type CheckFixture } from './check-fixture.js';
import { compilerSettings } from '../../../src/languages/typescript/toolchain/compiler-settings.js';
import { BOOK, BOOK_SOURCE, planOf, SHELF, SHELF_SOURCE } from './library-plan.js';

let fixture: CheckFixture;
beforeAll(async () => {
  fixture = await createCheckFixture();
});
afterAll(async () => {
  await fixture.language.close();
});

const APP = { path: 'src/app.ts', needs: ['src/shelf.ts'] };

describe('a draft', () => {
  it('that is sound passes, and its declarations are told with inferred types written out', async () => {
    const verdict = await fixture.draft(
      [{ path: 'src/schema.ts' }],
      `import { z } from 'zod';\n\n/** A book. */\nexport const bookSchema = z.object({ id: z.string() });\nexport const ids = ['a'].map((id) => id.length);\n`,
    );
    expect(verdict.diagnostics).toEqual([]);
    expect(verdict.declarations).toContain('export declare const ids: number[];');
    expect(verdict.declarations).toContain('id: z.ZodString;');
  });

  it('has the same declarations when only its body and comments change', async () => {
    const planned = [{ path: 'src/count.ts' }];
    const one = await fixture.draft(planned, 'export function count(): number {\n  return 1;\n}\n');
    const two = await fixture.draft(
      planned,
      '/** How many. */\nexport function count(): number {\n  // Two of them.\n  return 1 + 1;\n}\n',
    );
    expect(two.declarations).toBe(one.declarations);
  });

  it('with a syntax error is not looked at further', async () => {
    const { diagnostics } = await fixture.draft(
      [{ path: 'src/a.ts' }],
      "import x from 'nowhere';\nlet = ;\n",
    );
    expect(new Set(codesOf(diagnostics))).toEqual(new Set(['MW1001']));
  });

  it('of a test that cannot fail is refused, and told beside what is wrong with its types', async () => {
    const draft = (role: 'tester' | 'docs', start: string) =>
      fixture.draft(
        [{ path: 'test/a.test.ts', role }],
        `import assert from 'node:assert/strict';\nimport { test } from 'node:test';\n\ntest('${start}', () => {\n  assert.equal(1, 1);\n});\n`,
      );
    const { diagnostics } = await draft('tester', 'adds');
    expect(codesOf(diagnostics)).toEqual(['MW5002']);
    expect(diagnostics).toEqual([expect.objectContaining({ source: 'test', line: 5, blocking: true })]);
    expect((await draft('docs', 'adds')).diagnostics).toEqual([]);
    const wrong = await draft('tester', "adds', 5, '");
    expect(codesOf(wrong.diagnostics)).toEqual(['TS2554', 'MW5002']);
  });

  it('with a type error is refused at its line, under the code of the compiler', async () => {
    const { diagnostics } = await fixture.draft(
      [{ path: 'src/a.ts' }],
      "export const a = 1;\nexport const b: number = 'b';\n",
    );
    expect(diagnostics).toEqual([
      expect.objectContaining({
        code: 'TS2322',
        source: 'types',
        path: 'src/a.ts',
        line: 2,
        column: 14,
        blocking: true,
      }),
    ]);
  });

  it('that leaves code out is refused before its types are looked at', async () => {
    const { diagnostics } = await fixture.draft(
      [{ path: 'src/a.ts' }],
      'export function total(): number {\n  // ... rest of the code\n}\n',
    );
    expect(new Set(codesOf(diagnostics))).toEqual(new Set(['MW2001', 'MW2002']));
  });

  it('in JavaScript is held to its syntax and its imports', async () => {
    const planned = [{ path: 'tools/list.js' }];
    expect(
      (await fixture.draft(planned, "import { readdir } from 'node:fs/promises';\nawait readdir('.');\n"))
        .diagnostics,
    ).toEqual([]);
    expect(codesOf((await fixture.draft(planned, "import _ from 'lodash';\n_();\n")).diagnostics)).toEqual([
      'MW3101',
    ]);
  });

  it('that is no code is parsed as what it is', async () => {
    expect((await fixture.draft([{ path: 'data/books.json' }], '[{ "id": "1" }]')).diagnostics).toEqual([]);
    expect(codesOf((await fixture.draft([{ path: 'ci.yaml' }], 'a: [1')).diagnostics)).toContain('MW1003');
  });
});

describe('the imports of a draft', () => {
  it('may lead to accepted files, to dependencies that are planned, to packages and to Node.js', async () => {
    const { diagnostics } = await fixture.draft(
      [BOOK, SHELF, APP],
      `import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Book } from './book.js';
import { Shelf } from './shelf.js';

export function load(path: string): Shelf {
  const books: Book[] = z.array(z.object({ id: z.string(), title: z.string() })).parse(JSON.parse(readFileSync(path, 'utf8')));
  return new Shelf(books);
}
`,
      { 'src/book.ts': BOOK_SOURCE },
    );
    expect(diagnostics).toEqual([]);
  });

  it('to a file that does not exist name the closest one that does', async () => {
    const { diagnostics } = await fixture.draft(
      [BOOK, { path: 'src/routes/books.ts' }],
      "import type { Book } from './book.js';\nexport type Books = readonly Book[];\n",
      { 'src/book.ts': BOOK_SOURCE },
    );
    expect(diagnostics).toEqual([
      expect.objectContaining({
        code: 'MW3001',
        line: 1,
        column: 27,
        hint: 'Did you mean "../book.js" (src/book.ts)?',
        blocking: true,
      }),
    ]);
  });

  it.each([
    ["import a from '../../outside.js';", 'MW3002'],
    ["import { Shelf } from './shelf.js';", 'MW3003'],
    ["import a from 'node:nothing';", 'MW3004'],
    ["import { join } from 'path';", 'MW3005'],
    ["import _ from 'lodash';", 'MW3101'],
    ["import a from 'zod/nothing';", 'MW3102'],
    ["const a = await import('lodash');", 'MW3101'],
    ["export * from './nowhere.js';", 'MW3001'],
  ])('%s are found as %s', async (statement, code) => {
    const { diagnostics } = await fixture.draft(
      [BOOK, SHELF, { path: 'src/a.ts' }],
      `${statement}\nexport const one = 1;\n`,
    );
    expect(codesOf(diagnostics).filter((found) => found.startsWith('MW'))).toEqual([code]);
  });

  it('of an unplanned package are found by the packages check, which names the planned ones', async () => {
    const { diagnostics } = await fixture.draft(
      [{ path: 'src/a.ts' }],
      "import express from 'express';\nexpress();\n",
    );
    expect(diagnostics).toEqual([
      expect.objectContaining({
        code: 'MW3101',
        source: 'packages',
        hint: 'Use one of @types/node, zod, or ask for it.',
      }),
    ]);
  });

  it('of a name that the file does not export are the compiler’s to find', async () => {
    const { diagnostics } = await fixture.draft(
      [BOOK, { path: 'src/a.ts' }],
      "import type { Bok } from './book.js';\nexport type A = Bok;\n",
      { 'src/book.ts': BOOK_SOURCE },
    );
    expect(codesOf(diagnostics)).toEqual(['TS2724']);
  });
});

describe('a draft that the build refuses', () => {
  const settingsOf = (kind: 'library' | 'api'): Readonly<Record<string, string>> =>
    Object.fromEntries(compilerSettings({ ...planOf([]), kind }).map(({ path, content }) => [path, content]));
  const COUNTER = 'export const Counter = class { private n = 0; up(): number { return ++this.n; } };\n';
  const codes = async (
    path: string,
    content: string,
    tree: Readonly<Record<string, string>>,
  ): Promise<readonly string[]> => codesOf((await fixture.draft([{ path }], content, tree)).diagnostics);

  it('since its declarations cannot be written is refused where they are published', async () => {
    expect(await codes('src/counter.ts', COUNTER, settingsOf('library'))).toEqual(['TS4094']);
    expect(await codes('src/counter.ts', COUNTER, settingsOf('api'))).toEqual([]);
    expect(await codes('test/counter.ts', COUNTER, settingsOf('library'))).toEqual([]);
    expect(await codes('src/counter.test.ts', COUNTER, settingsOf('library'))).toEqual([]);
    const tree = new Map(Object.entries({ ...settingsOf('library'), 'src/counter.ts': COUNTER }));
    const { environment } = fixture;
    expect(
      codesOf(
        await fixture.language.checkTree(
          { plan: planOf([]), tree, environment, paths: null },
          new AbortController().signal,
        ),
      ),
    ).toEqual(['TS4094']);
  });

  it('since it imports a source that is not built is refused for it', async () => {
    const tree = {
      ...settingsOf('api'),
      'tools/list.ts': 'export const LIST = [1];\n',
      'src/list.ts': 'export const LIST = [1];\n',
    };
    const using = "import { LIST } from '../tools/list.js';\nexport const first = LIST[0];\n";
    expect(await codes('src/a.ts', using, tree)).toEqual(['MW3006']);
    expect(await codes('src/a.test.ts', using, tree)).toEqual([]);
    expect(await codes('test/a.ts', using, tree)).toEqual([]);
    expect(await codes('src/a.ts', using.replace('../tools', '.'), tree)).toEqual([]);
  });
});

describe('the files around a draft', () => {
  const CYCLE = [
    {
      path: 'src/author.ts',
      needs: ['src/work.ts'],
      imports: ["import type { Work } from './work.js';"],
      exports: [
        {
          export: 'Author',
          kind: 'interface' as const,
          declaration: 'export interface Author { name: string; works: Work[] }',
        },
      ],
    },
    {
      path: 'src/work.ts',
      needs: ['src/author.ts'],
      imports: ["import type { Author } from './author.js';"],
      exports: [
        {
          export: 'Work',
          kind: 'interface' as const,
          declaration: 'export interface Work { title: string; author: Author }',
        },
      ],
    },
  ];

  it('of a cycle of declarations are each checked against the contract of the other', async () => {
    const author =
      "import type { Work } from './work.js';\nexport interface Author { name: string; works: Work[] }\nexport const titles = (author: Author): string[] => author.works.map((work) => work.title);\n";
    const plan = [...CYCLE].reverse();
    expect((await fixture.draft(plan, author)).diagnostics).toEqual([]);
    const wrong = author.replace('work.title', 'work.name');
    expect(codesOf((await fixture.draft(plan, wrong)).diagnostics)).toEqual(['TS2339']);
  });

  it('are checked again when they import it: what it breaks there is refused', async () => {
    const tree = { 'src/book.ts': BOOK_SOURCE, 'src/shelf.ts': SHELF_SOURCE };
    const looser = { ...BOOK, exports: [] };
    expect((await fixture.draft([SHELF, looser], BOOK_SOURCE, tree)).diagnostics).toEqual([]);
    const { diagnostics } = await fixture.draft(
      [SHELF, looser],
      BOOK_SOURCE.replace('title: string', 'title: number'),
      tree,
    );
    expect(diagnostics).toEqual([
      expect.objectContaining({
        code: 'TS2322',
        path: 'src/shelf.ts',
        blocking: true,
        hint: expect.stringContaining('src/book.ts'),
      }),
    ]);
  });

  it('are not held against it for what was wrong there before', async () => {
    const tree = {
      'src/book.ts': BOOK_SOURCE,
      'src/shelf.ts': `${SHELF_SOURCE}export const wrong: number = 'wrong';\n`,
    };
    expect(
      (await fixture.draft([SHELF, BOOK], `${BOOK_SOURCE}export const SPINE = 1;\n`, tree)).diagnostics,
    ).toEqual([]);
  });

  it('are taken as they are now: a file that was removed, renamed or changed counts at the next check', async () => {
    const planned = [{ path: 'src/a.ts' }];
    const draft = "import { one } from './one.js';\nexport const two: number = one + one;\n";
    expect(
      (await fixture.draft(planned, draft, { 'src/one.ts': 'export const one = 1;\n' })).diagnostics,
    ).toEqual([]);
    expect(
      codesOf((await fixture.draft(planned, draft, { 'src/uno.ts': 'export const one = 1;\n' })).diagnostics),
    ).toEqual(['MW3001']);
    expect(
      codesOf(
        (await fixture.draft(planned, draft, { 'src/one.ts': "export const one = 'one';\n" })).diagnostics,
      ),
    ).toEqual(['TS2322']);
    expect(
      (await fixture.draft(planned, draft, { 'src/one.ts': 'export const one = 1;\n' })).diagnostics,
    ).toEqual([]);
  });
});

describe('a cancelled check', () => {
  it('ends with the reason of its signal, and the next check is right', async () => {
    const planned = [{ path: 'src/a.ts' }];
    const controller = new AbortController();
    const reason = new Error('the run was cancelled');
    const check = fixture.draft(planned, "export const a: number = 'a';\n", {}, controller.signal);
    controller.abort(reason);
    await expect(check).rejects.toBe(reason);
    expect((await fixture.draft(planned, 'export const a: number = 1;\n')).diagnostics).toEqual([]);
  });

  it('is not started when the signal was aborted before', async () => {
    await expect(
      fixture.draft([{ path: 'src/a.ts' }], '', {}, AbortSignal.abort(new Error('too late'))),
    ).rejects.toThrow('too late');
  });
});
