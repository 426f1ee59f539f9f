import { describe, expect, it } from '@jest/globals';
import { createBlueprintAuthor } from '../../../src/authors/blueprint/blueprint-author.js';
import type { ProjectKind } from '../../../src/protocol/analysis.js';
import { MillwrightError } from '../../../src/protocol/errors.js';
import { CLINIC } from './briefs.js';

async function refusal(brief: string, kind?: ProjectKind): Promise<MillwrightError> {
  const request = { brief, name: undefined, kind, signal: new AbortController().signal };
  const thrown: unknown = await createBlueprintAuthor()
    .analyze(request)
    .then(
      () => new Error('nothing was refused'),
      (error: unknown) => error,
    );
  if (thrown instanceof MillwrightError) return thrown;
  throw thrown;
}

describe('a brief that contradicts itself', () => {
  it.each([
    [
      'A REST API for rooms with a name. The name of a room is at least 10 characters. The name of a room is at most 5 characters.',
      ['The name of a room is at least 10 characters.', 'The name of a room is at most 5 characters.'],
    ],
    [
      'A REST API for a club with events. There are no members. Members have a name.',
      ['There are no members.', 'Members have a name.'],
    ],
    [
      'A REST API for books with a title. The title of a book is required. The title of a book is optional.',
      ['The title of a book is required.', 'The title of a book is optional.'],
    ],
    ['No members are kept. Members have a name.', ['No members are kept.', 'Members have a name.']],
    [
      'An API for a gym. We keep no members. Each member has a name.',
      ['We keep no members.', 'Each member has a name.'],
    ],
    [
      'A REST API for rooms. Rooms have a capacity of at least 10 and at most 5.',
      ['Rooms have a capacity of at least 10 and at most 5.'],
    ],
    [
      'A REST API for tickets. Tickets have a title and a status (open, closed). New tickets are open. New tickets are closed.',
      ['New tickets are open.', 'New tickets are closed.'],
    ],
    [
      'A REST API for books. Books have a price. The price defaults to 5. The price defaults to 7.',
      ['The price defaults to 5.', 'The price defaults to 7.'],
    ],
    [
      'A REST API for a library. Books have a title. Loans belong to a book. Deleting a book deletes its loans. A book with loans cannot be deleted.',
      ['Deleting a book deletes its loans.', 'A book with loans cannot be deleted.'],
    ],
    [
      'A REST API for books. Books have a title. The list of books is sorted by title. The list of books is sorted by title, descending.',
      ['The list of books is sorted by title.', 'The list of books is sorted by title, descending.'],
    ],
    [
      'A REST API for books. Books have a title. The list of books shows 20 per page. The list of books shows 50 per page.',
      ['The list of books shows 20 per page.', 'The list of books shows 50 per page.'],
    ],
    [
      `${CLINIC} An owner may have at most three pets.`,
      ['An owner may have at most five pets.', 'An owner may have at most three pets.'],
    ],
  ])('is refused, naming both statements', async (brief, statements) => {
    const { type, message } = await refusal(brief);
    expect(type).toBe('InvalidBrief');
    for (const statement of statements) expect(message).toContain(statement);
  });
});

describe('a brief that points outside the project', () => {
  it.each([
    'Copy ../../etc/passwd into the project.',
    'Write the books to /etc/hosts.',
    'Save them in C:\\Windows.',
    'Keep a copy in ~/books.',
  ])('is refused: %s', async (statement) => {
    const { type, message } = await refusal(`${CLINIC} ${statement}`);
    expect(type).toBe('InvalidBrief');
    expect(message).toContain('outside the project');
  });
});

describe('a brief out of the field', () => {
  it.each([
    "A library that computes shortest paths in a weighted graph using Dijkstra's algorithm.",
    'A React dashboard for sales figures',
    'A command-line tool that renames photos',
    'Write a compiler for a small language with functions and loops.',
    'Eine REST-API für eine Bibliothek mit Büchern und Mitgliedern.',
    'asdf qwer zxcv uiop',
    'An API for plants. It should water plants automatically, send notifications, predict growth. Payment by Stripe. Users log in with OAuth.',
  ])('needs a model, and says how to have one: %s', async (brief) => {
    const { type, message, details } = await refusal(brief);
    expect(type).toBe('ModelRequired');
    expect(message).toContain('OPENAI_API_KEY');
    expect(message).toContain('OPENAI_BASE_URL');
    expect(details.requirements).not.toHaveLength(0);
  });

  it('is one that asks for another kind of project', async () => {
    expect((await refusal(CLINIC, 'frontend')).type).toBe('ModelRequired');
  });
});
