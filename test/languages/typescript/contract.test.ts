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

describe('a draft that is letter for letter its contract', () => {
  const STORE: ContractExport = {
    export: 'Store',
    kind: 'class',
    declaration:
      'export declare class Store { private readonly books: Book[]; constructor(parent?: Store); child(name: string): Store; where(id: string): this; transaction<T>(work: (inner: Store) => T): T; readonly merge: (other: Store) => void; static join(one: Store, other: Store): Store; }',
  };
  const STORE_SOURCE = `${IMPORT_BOOK}export class Store {
  private readonly books: Book[] = [];
  readonly merge = (other: Store): void => { this.books.push(...other.books); };
  constructor(private readonly parent?: Store) {}
  child(name: string): Store { return name === '' && this.parent !== undefined ? this.parent : new Store(this); }
  where(id: string): this { this.books.push({ id, title: id }); return this; }
  transaction<T>(work: (inner: Store) => T): T { return work(this); }
  static join(one: Store, other: Store): Store { one.merge(other); return one; }
}
`;
  const LEVEL: ContractExport = {
    export: 'Level',
    kind: 'enum',
    declaration: "export declare const enum Level { Low = 'low', High = 'high' }",
  };
  const BOOK_ID: ContractExport = {
    export: 'BookId',
    kind: 'type',
    declaration:
      "declare const brand: unique symbol; export type BookId = string & { readonly [brand]: 'BookId' };",
  };
  const LOADED: ContractExport = {
    export: 'Loaded',
    kind: 'interface',
    declaration:
      'declare const loaded: unique symbol;\nexport interface Loaded<T extends Book> { readonly [loaded]: T; readonly next?: Loaded<T> }',
  };
  const TOKEN: ContractExport = {
    export: 'TOKEN',
    kind: 'const',
    declaration: 'export declare const TOKEN: unique symbol;',
  };

  it.each([
    ['with a class that names itself beside its private members', STORE, STORE_SOURCE],
    [
      'with such a class whose private members are not planned',
      { ...STORE, declaration: STORE.declaration.replace('private readonly books: Book[]; ', '') },
      STORE_SOURCE,
    ],
    [
      'with such a class as the default',
      {
        export: 'default',
        kind: 'class',
        declaration:
          'export default class Money { private readonly cents: number; add(other: Money): Money; }',
      },
      'export default class Money { private readonly cents: number = 1; add(other: Money): Money { return other.cents > this.cents ? other : this; } }',
    ],
    ['with a constant enum', LEVEL, "export const enum Level { Low = 'low', High = 'high' }"],
    ['with a plain enum for it', LEVEL, "export enum Level { High = 'high', Low = 'low' }"],
    [
      'with a type that a symbol marks',
      BOOK_ID,
      'declare const brand: unique symbol;\n/** Of a book. */\nexport type BookId = string & {\n  readonly [brand]: "BookId",\n};',
    ],
    [
      'with an interface that a symbol marks',
      LOADED,
      `${IMPORT_BOOK}const loaded: unique symbol = Symbol('loaded');\nexport interface Loaded<T extends Book> { readonly [loaded]: T; readonly next?: Loaded<T> }`,
    ],
    ['with a symbol', TOKEN, "export const TOKEN: unique symbol = Symbol('token');"],
  ] as const)('%s keeps it', async (_what, planned, content) => {
    expect(await codes(planned, content)).toEqual([]);
  });

  it.each([
    [
      'a class that gives back less of itself',
      STORE,
      STORE_SOURCE.replace('string): Store {', 'string): Store | null {'),
    ],
    [
      'a class that asks for more than itself',
      STORE,
      STORE_SOURCE.replace('parent?: Store)', 'parent: Store)'),
    ],
    ['a constant enum with another value', LEVEL, "export const enum Level { Low = 'low', High = 'top' }"],
    [
      'another mark',
      BOOK_ID,
      "declare const brand: unique symbol;\nexport type BookId = string & { readonly [brand]: 'Book' };",
    ],
    [
      'a mark that is no symbol',
      BOOK_ID,
      "const brand = 'brand';\nexport type BookId = string & { readonly [brand]: 'BookId' };",
    ],
    [
      'a name that means something else',
      LOADED,
      'interface Book { readonly id: string }\ndeclare const loaded: unique symbol;\nexport interface Loaded<T extends Book> { readonly [loaded]: T; readonly next?: Loaded<T> }',
    ],
    ['any symbol', TOKEN, "export const TOKEN: symbol = Symbol('token');"],
  ] as const)('but for %s breaks it', async (_what, planned, content) => {
    const { diagnostics } = await fixture.draft(
      [BOOK, { path: 'src/a.ts', needs: ['src/book.ts'], imports: [IMPORT_BOOK.trim()], exports: [planned] }],
      content,
      { 'src/book.ts': BOOK_SOURCE },
    );
    expect(codesOf(diagnostics)).toEqual(['MW4002']);
    expect(diagnostics[0]?.message).not.toContain('Millwright');
  });

  it('may be counted on before it is written, a constant enum by each file for itself', async () => {
    const { diagnostics } = await fixture.draft(
      [
        { path: 'src/level.ts', exports: [LEVEL] },
        { path: 'src/a.ts', needs: ['src/level.ts'] },
      ],
      "import { Level } from './level.js';\nexport const first: Level = Level.Low;\n",
    );
    expect(diagnostics).toEqual([]);
  });
});
