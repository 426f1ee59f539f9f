import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ContractExport } from '../../../src/protocol/plan.js';
import { codesOf, createCheckFixture, type CheckFixture } from './check-fixture.js';
import { BOOK, BOOK_SOURCE, SHELF, SHELF_SOURCE } from './library-plan.js';

let fixture: CheckFixture;
beforeAll(async () => {
  fixture = await createCheckFixture();
});
afterAll(async () => {
  await fixture.language.close();
});

/** Codes of a draft that should export `planned`. */
async function codes(
  planned: ContractExport | readonly ContractExport[],
  content: string,
): Promise<readonly string[]> {
  const exports = 'export' in planned ? [planned] : planned;
  const imports = ["import type { Book } from './book.js';"];
  const { diagnostics } = await fixture.draft(
    [BOOK, { path: 'src/a.ts', needs: ['src/book.ts'], imports, exports }],
    content,
    {
      'src/book.ts': BOOK_SOURCE,
    },
  );
  return codesOf(diagnostics);
}

const FIND: ContractExport = {
  export: 'find',
  kind: 'function',
  declaration: 'export declare function find(id: string, deep?: boolean): Book | undefined;',
};
const IMPORT_BOOK = "import type { Book } from './book.js';\n";

describe('a function of a contract', () => {
  it.each([
    [
      'as planned',
      'export function find(id: string, deep?: boolean): Book | undefined { return deep ? { id, title: id } : undefined; }',
    ],
    [
      'that takes more and returns less',
      'export function find(id: string | number): Book { return { id: String(id), title: "" }; }',
    ],
    ['as a constant', 'export const find = (id: string): Book | undefined => ({ id, title: id });'],
    [
      'exported apart',
      'function search(id: string): Book { return { id, title: id }; }\nexport { search as find };',
    ],
  ])('%s is kept', async (_name, content) => {
    expect(await codes(FIND, IMPORT_BOOK + content)).toEqual([]);
  });

  it.each([
    [
      'that asks for more',
      'export function find(id: string, deep: boolean): Book | undefined { return deep ? { id, title: id } : undefined; }',
    ],
    ['that takes less', 'export function find(id: "a"): Book | undefined { return { id, title: id }; }'],
    ['that returns more', 'export function find(id: string): Book | null { return { id, title: id }; }'],
    [
      'that returns later',
      'export async function find(id: string): Promise<Book> { return { id, title: id }; }',
    ],
  ])('%s is a breach', async (_name, content) => {
    expect(await codes(FIND, IMPORT_BOOK + content)).toEqual(['MW4002']);
  });

  it('that is not exported, or only as a type, is missing', async () => {
    expect(await codes(FIND, 'export const search = 1;\n')).toEqual(['MW4001']);
    expect(await codes(FIND, 'export type find = string;\n')).toEqual(['MW4001']);
  });

  it('that is a breach is shown with both declarations and the reason', async () => {
    const { diagnostics } = await fixture.draft(
      [
        {
          path: 'src/a.ts',
          exports: [
            {
              export: 'sum',
              kind: 'function',
              declaration: 'export declare function sum(values: readonly number[]): number;',
            },
          ],
        },
      ],
      'export const ONE = 1;\n\nexport function sum(values: number[]): number {\n  return values.length;\n}\n',
    );
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0]).toMatchObject({
      code: 'MW4002',
      source: 'contract',
      path: 'src/a.ts',
      line: 3,
      blocking: true,
    });
    expect(diagnostics[0]?.message).toContain(
      'Planned: export declare function sum(values: readonly number[]): number;',
    );
    expect(diagnostics[0]?.message).toContain(
      'Found: export declare function sum(values: number[]): number;',
    );
    expect(diagnostics[0]?.message).not.toContain('Millwright');
  });
});

describe('a type of a contract', () => {
  const LOAN: ContractExport = {
    export: 'Loan',
    kind: 'interface',
    declaration: 'export interface Loan { book: Book; until: Date; note?: string }',
  };
  it.each([
    ['as planned', 'export interface Loan { book: Book; until: Date; note?: string }'],
    ['as an alias', 'export type Loan = { book: Book } & { until: Date; note?: string };'],
    [
      'with more that is optional',
      'export interface Loan { book: Book; until: Date; note?: string; fine?: number }',
    ],
  ])('%s is kept', async (_name, content) => {
    expect(await codes(LOAN, IMPORT_BOOK + content)).toEqual([]);
  });
  it.each([
    ['without a property', 'export interface Loan { book: Book; note?: string }'],
    ['without an optional property', 'export interface Loan { book: Book; until: Date }'],
    [
      'with a property that callers would have to give',
      'export interface Loan { book: Book; until: Date; note?: string; fine: number }',
    ],
    ['with a wider property', 'export interface Loan { book: Book; until: Date | string; note?: string }'],
  ])('%s is a breach', async (_name, content) => {
    expect(await codes(LOAN, IMPORT_BOOK + content)).toEqual(['MW4002']);
  });

  it('with parameters is compared for all of them', async () => {
    const page: ContractExport = {
      export: 'Page',
      kind: 'type',
      declaration: 'export type Page<T extends object> = { items: readonly T[]; next: string | null };',
    };
    expect(
      await codes(
        page,
        'export interface Page<T extends object> { items: readonly T[]; next: string | null }',
      ),
    ).toEqual([]);
    expect(
      await codes(page, 'export interface Page<T extends object> { items: readonly T[]; next: string }'),
    ).toEqual(['MW4002']);
  });

  it('that is a union keeps its members', async () => {
    const state: ContractExport = {
      export: 'State',
      kind: 'type',
      declaration: "export type State = 'lent' | 'here';",
    };
    expect(
      await codes(
        state,
        "export const STATES = ['here', 'lent'] as const;\nexport type State = (typeof STATES)[number];",
      ),
    ).toEqual([]);
    expect(await codes(state, "export type State = 'lent' | 'here' | 'lost';")).toEqual(['MW4002']);
  });

  it('that is an enum keeps its members', async () => {
    const state: ContractExport = {
      export: 'State',
      kind: 'enum',
      declaration: "export declare enum State { Lent = 'lent', Here = 'here' }",
    };
    expect(await codes(state, "export enum State { Lent = 'lent', Here = 'here' }")).toEqual([]);
    expect(await codes(state, "export enum State { Lent = 'lent' }")).toEqual(['MW4002']);
  });
});

describe('a constant of a contract', () => {
  it('may be more exact than planned, and no less', async () => {
    const schema: ContractExport = {
      export: 'limit',
      kind: 'const',
      declaration: 'export declare const limit: number;',
    };
    expect(await codes(schema, 'export const limit = 5;')).toEqual([]);
    expect(await codes(schema, 'export const limit: number | undefined = 5;')).toEqual(['MW4002']);
  });

  it('may share its name with a type', async () => {
    const both: readonly ContractExport[] = [
      { export: 'Isbn', kind: 'type', declaration: 'export type Isbn = { readonly digits: string };' },
      {
        export: 'Isbn',
        kind: 'const',
        declaration: 'export declare const Isbn: { parse(text: string): Isbn };',
      },
    ];
    expect(
      await codes(
        both,
        'export interface Isbn { readonly digits: string }\nexport const Isbn = { parse: (text: string): Isbn => ({ digits: text }) };',
      ),
    ).toEqual([]);
    expect(await codes(both, 'export interface Isbn { readonly digits: string }')).toEqual(['MW4001']);
  });

  it('may be the default export', async () => {
    const settings: ContractExport = {
      export: 'default',
      kind: 'const',
      declaration: 'declare const settings: { port: number };\nexport default settings;',
    };
    expect(await codes(settings, 'export default { port: 80, host: "::1" };')).toEqual([]);
    expect(await codes(settings, 'export default { host: "::1" };')).toEqual(['MW4002']);
  });
});

describe('a class of a contract', () => {
  const draft = (content: string) => fixture.draft([BOOK, SHELF], content, { 'src/book.ts': BOOK_SOURCE });

  it('is held to its public members: private ones and more methods are its own matter', async () => {
    expect((await draft(SHELF_SOURCE)).diagnostics).toEqual([]);
  });

  it.each([
    ['lacks a method', (source: string) => source.replace('find(id', 'search(id')],
    ['lacks a static method', (source: string) => source.replace('static empty', 'static none')],
    ['hides a method', (source: string) => source.replace('  find(id', '  private find(id')],
    [
      'asks for more to be made',
      (source: string) =>
        source
          .replace('books: readonly Book[]) {\n    this', 'books: readonly Book[], size: number) {\n    this')
          .replace('[]);', '[], 0);'),
    ],
  ])('that %s is a breach', async (_name, change) => {
    expect(codesOf((await draft(change(SHELF_SOURCE))).diagnostics)).toContain('MW4002');
  });

  it('may be planned without export and declare, as in a declaration file', async () => {
    const planned: ContractExport = {
      export: 'Box',
      kind: 'class',
      declaration: 'class Box<T> { constructor(value: T); readonly value: T; }',
    };
    expect(await codes(planned, 'export class Box<T> { constructor(readonly value: T) {} }')).toEqual([]);
    expect(await codes(planned, 'export class Box<T> { constructor(protected value: T) {} }')).toEqual([
      'MW4002',
    ]);
  });

  it('may be named by another export of the same contract, private members and all', async () => {
    const both: readonly ContractExport[] = [
      { export: 'Clock', kind: 'class', declaration: 'export declare class Clock { now(): Date; }' },
      { export: 'read', kind: 'function', declaration: 'export declare function read(clock: Clock): Date;' },
    ];
    expect(
      await codes(
        both,
        'export class Clock { private readonly start = 0; now(): Date { return new Date(this.start); } }\nexport function read(clock: Clock): Date { return clock.now(); }',
      ),
    ).toEqual([]);
  });
});
