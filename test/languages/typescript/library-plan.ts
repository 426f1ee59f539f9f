import type {
  ContractExport,
  Dependency,
  FileSpec,
  Plan,
  PlannedPackage,
} from '../../../src/protocol/plan.js';

export interface PlannedFile {
  readonly path: string;
  readonly imports?: readonly string[];
  readonly exports?: readonly ContractExport[];
  /** Paths; all of them `declarations`, which a contract meets. */
  readonly needs?: readonly string[];
  /** Left out: `backend`. */
  readonly role?: FileSpec['role'];
}

export const ZOD: PlannedPackage = { name: 'zod', version: '4.6.7', dev: false, why: 'schemas' };

export function specOf({
  path,
  imports = [],
  exports = [],
  needs = [],
  role = 'backend',
}: PlannedFile): FileSpec {
  return {
    action: 'create',
    path,
    role,
    priority: 'normal',
    phase: 'build',
    purpose: `is ${path}`,
    dependencies: needs.map((needed): Dependency => ({ path: needed, on: 'declarations' })),
    contract: { imports: [...imports], exports: [...exports] },
    requirements: [],
  };
}

export function planOf(files: readonly PlannedFile[], packages: readonly PlannedPackage[] = [ZOD]): Plan {
  return {
    version: 1,
    author: 'blueprint',
    name: 'library-service',
    title: 'Library',
    description: 'Lends books.',
    kind: 'api',
    language: 'typescript',
    phases: [{ id: 'build', title: 'Build', critical: true }],
    files: files.map(specOf),
    packages: [...packages],
    bindings: [],
    criticalParts: [],
    proofRecipe: { kind: 'none', reason: 'a plan to check against' },
  };
}

export const BOOK: PlannedFile = {
  path: 'src/book.ts',
  exports: [
    {
      export: 'Book',
      kind: 'interface',
      declaration:
        'export interface Book { readonly id: string; readonly title: string; readonly pages?: number }',
    },
  ],
};

export const BOOK_SOURCE = `export interface Book {
  readonly id: string;
  readonly title: string;
  readonly pages?: number;
}
`;

export const SHELF: PlannedFile = {
  path: 'src/shelf.ts',
  needs: ['src/book.ts'],
  imports: ["import type { Book } from './book.js';"],
  exports: [
    {
      export: 'Shelf',
      kind: 'class',
      declaration:
        'export declare class Shelf { constructor(books: Book[]); find(id: string): Book | undefined; static empty(): Shelf; }',
    },
    {
      export: 'titlesOf',
      kind: 'function',
      declaration: 'export declare function titlesOf(books: readonly Book[]): readonly string[];',
    },
  ],
};

export const SHELF_SOURCE = `import type { Book } from './book.js';

export class Shelf {
  readonly #books: ReadonlyMap<string, Book>;
  private readonly note = 'sorted by id';

  constructor(books: readonly Book[]) {
    this.#books = new Map(books.map((book) => [book.id, book]));
  }

  static empty(): Shelf {
    return new Shelf([]);
  }

  find(id: string): Book | undefined {
    return this.#books.get(id);
  }

  toString(): string {
    return \`\${String(this.#books.size)} books, \${this.note}\`;
  }
}

export function titlesOf(books: readonly Book[]): string[] {
  return books.map((book) => book.title);
}
`;
