import { describe, expect, it } from '@jest/globals';
import { outlineOf } from '../../../src/languages/typescript/outline.js';

describe('the outline of a file', () => {
  const outline = outlineOf({
    path: 'src/books.ts',
    content: `import { z } from 'zod';

const hidden = 1;

/** What a book is. */
export const bookSchema = z.object({ id: z.string() });
export type Book = z.infer<typeof bookSchema>;

/** Finds one. */
export function find(books: readonly Book[], id: string): Book | undefined {
  return books.find((book) => book.id === id + String(hidden));
}

export class Shelf {
  private readonly books: Book[] = [];
  add(book: Book): void {
    this.books.push(book);
  }
}
`,
  });

  it('shows signatures with their comments, and no bodies', () => {
    expect(outline).toContain('/** Finds one. */');
    expect(outline).toContain(
      'export declare function find(books: readonly Book[], id: string): Book | undefined;',
    );
    expect(outline).toContain('add(book: Book): void;');
    expect(outline).not.toContain('this.books.push');
    expect(outline).not.toContain('hidden');
  });

  it('shows a constant whose type is inferred from elsewhere as it is written', () => {
    expect(outline).toContain('export const bookSchema = z.object({ id: z.string() });');
  });

  it('is empty for what declares nothing', () => {
    expect(outlineOf({ path: 'README.md', content: '# Books\n' })).toBe('');
  });
});
