import { describe, expect, it } from '@jest/globals';
import { readBrief } from '../../../src/authors/blueprint/reading/read-brief.js';
import { read } from './told-reading.js';

const SHOP =
  'A REST API for a shop. Books have a title, an author and a price. Loans have a date and belong to a book.\n\n## Endpoints\n\n';

function reasonsOf(brief: string): readonly string[] {
  const { requirements } = readBrief({ brief, name: undefined, kind: undefined });
  return requirements.flatMap(({ proof }) => (proof.kind === 'none' ? [proof.reason] : []));
}

describe('requests that a brief lists', () => {
  it('are those that the API answers', () => {
    const { met, open } = read(
      `${SHOP}- \`GET /books\` – list books, filter by author\n- \`GET /loans?bookId=1\`\n- \`POST /books\` – create a book\n- \`GET /books/:id\` – get a book by id\n- \`PATCH /books/{id}\`: update a book\nPOST /loans creates a loan\nDELETE /loans/:id deletes a loan`,
    );
    expect(open).toEqual([]);
    expect(met).toEqual(
      expect.arrayContaining([
        'GET /books lists books',
        'books can be filtered by author',
        'loans can be filtered by book',
        'POST /books creates a book',
        'GET /books/:id reads a book',
        'PATCH /books/:id changes a book',
        'POST /loans creates a loan',
        'DELETE /loans/:id deletes a loan',
      ]),
    );
  });

  it('are the rows of a table', () => {
    const { met, open } = read(
      `${SHOP}| Method | Path | Description |\n|---|---|---|\n| GET | /books | List books |\n| POST | /loans | Create a loan |`,
    );
    expect(open).toEqual([]);
    expect(met).toEqual(expect.arrayContaining(['GET /books lists books', 'POST /loans creates a loan']));
  });

  it.each([
    ['- PUT /books/:id – update a book', 'PATCH'],
    ['- POST /api/books – create a book', 'no other path'],
    ['- GET /books/:id/loans – list the loans of a book', 'no other path'],
    ['- POST /auth/login – log in', 'POST /sessions'],
  ])('stay open where they are answered otherwise: %s', (line, reason) => {
    expect(reasonsOf(SHOP + line)).toEqual([expect.stringContaining(reason)]);
  });

  it.each([
    '- POST /books – list books',
    '- POST /books – create a loan',
    '- POST /books – create a book twice',
    '- DELETE /books/:id – delete a book (admins only)',
    '- GET /books – list books that are overdue',
  ])('stay open where more is said: %s', (line) => {
    expect(read(SHOP + line).met.join()).not.toMatch(/(?:POST|GET|DELETE) \/books/);
  });
});

describe('what a command-line program offers', () => {
  const CELLAR = 'A command-line tool for a cellar. Bottles have a name and a vintage year.';

  it.each([
    'The tool has `add`, `list` and `remove` commands.',
    'Commands: add, list, show, change, remove.',
    'Users can add and list bottles from the terminal.',
    'The output is a table or JSON.',
    'Output as a table by default and as JSON with --json.',
    'The tool prints an error and exits with code 1 when a bottle does not exist.',
    'Invalid input prints a helpful error message.',
    '`--help` explains every command.',
    '`list` takes an option --sort to sort by name or vintage year.',
  ])('%s', (sentence) => {
    expect(read(`${CELLAR} ${sentence}`).open).toEqual([]);
  });

  it.each([
    'Commands: add, list, update.',
    'The tool has `add` and `export` commands.',
    'Print the output as XML.',
    'The tool prints an error and exits with code 3 when a bottle does not exist.',
    'The data is stored in a JSON file in the home directory.',
  ])('stays open where it is written otherwise: %s', (sentence) => {
    expect(read(`${CELLAR} ${sentence}`).open).toHaveLength(1);
  });
});

describe('what a library offers', () => {
  const CELLAR = 'A TypeScript library for a cellar. Bottles have a name and a region.';

  it.each([
    'The library throws an error when a bottle does not exist.',
    'Invalid input throws a validation error.',
    'It offers functions to add, find and remove bottles.',
    'All functions validate their input.',
  ])('%s', (sentence) => {
    expect(read(`${CELLAR} ${sentence}`).open).toEqual([]);
  });

  it('is no feature of an API', () => {
    expect(
      read('A REST API. Bottles have a name. The library throws an error when a bottle does not exist.').open,
    ).toHaveLength(1);
  });
});

describe('lists', () => {
  it('are there, beside what is asked of them', () => {
    const { met, open } = read(
      'A REST API. Members have a name and a city. Members can be listed, searched by name and filtered by city.',
    );
    expect(open).toEqual([]);
    expect(met).toEqual(
      expect.arrayContaining(['members can be searched by name', 'members can be filtered by city']),
    );
  });

  it('are in the order that is told of them', () => {
    const { met, open } = read('A REST API. Runs have a date. Runs are listed newest first.');
    expect(open).toEqual([]);
    expect(met).toContain('runs are listed by date, latest first');
  });
});
