import { describe, expect, it } from '@jest/globals';
import { aimOf } from '../../src/evidence/aim.js';
import { aimsOf } from '../../src/evidence/lines-of-others.js';

const example = (then: string) => ({ given: '', when: 'it is used', then });

describe('what a requirement asks of its mutants', () => {
  it.each<[string, string, readonly number[]]>([
    ['The title of books is at most 200 characters long.', 'limit', [200]],
    ['The number of copies of books is at least 1.', 'limit', [1]],
    ['Each member has at most five open loans.', 'limit', [5]],
    ['A stay takes up to 1,000 nights.', 'limit', [1000]],
    ['A price is between 0.5 and 99.99.', 'limit', [0.5, 99.99]],
    ['An order has at least one line.', 'limit', [1]],
    ['A project has a maximum of 3 owners, each with no more than 2 roles.', 'limit', [3, 2]],
    ['N is a whole number of at most 10000; any other is refused.', 'limit', [10000]],
    ['--top takes numbers from 1 to 1000; any other is refused with 422.', 'limit', [1, 1000]],
    ['At most 3 are taken; more ends with exit code 2 and a message.', 'limit', [3]],
    ['Paths that were answered with 500 or above are listed.', 'limit', [500]],
    ['A password has 12 characters or more.', 'limit', [12]],
    ['A basket holds 5 or fewer items.', 'limit', [5]],
    ['A parcel weighs 30 kg or less.', 'limit', [30]],
    ['The list is capped at 50 entries.', 'limit', [50]],
    ['There is a cap of 8 guests.', 'limit', [8]],
    ['A visitor brings as many as 3 guests.', 'limit', [3]],
    ['Books are listed by one or more authors.', 'behaviour', []],
    ['It is kept as long as it is used.', 'behaviour', []],
    ['The list shows 20 entries a page as long as there are more.', 'behaviour', []],
    ['The hours from 0 to 23 are shown.', 'behaviour', []],
    ['A three-digit code keeps exactly that status.', 'behaviour', []],
    ['A date that does not exist is refused: start, end, after, left out.', 'refusal', []],
    ['No two books have the same ISBN.', 'refusal', []],
    ['The title of books is required.', 'refusal', []],
    ['A member may only return own loans.', 'refusal', []],
    ['The email of a member must be unique.', 'refusal', []],
    ['Deleted books must not be listed.', 'refusal', []],
    ['A book must have a title.', 'refusal', []],
    ['The size must be a number from 1 to 50.', 'limit', [1, 50]],
    ['The list must be sorted by due date.', 'behaviour', []],
    ['GET /books must return all books.', 'behaviour', []],
    ['The report must include the total.', 'behaviour', []],
    ['Each loan belongs to one book.', 'behaviour', []],
    ['Books can be searched by title.', 'behaviour', []],
    ['Version 2 of the format is read.', 'behaviour', []],
  ])('%s: %s %j', (statement, wants, numbers) => {
    expect(aimOf({ statement, examples: [] })).toEqual({ wants, numbers, words: statement });
  });

  it.each([
    ['A loan is due after it begins.', { numbers: [], otherwise: 'behaviour' }],
    ['A line has the referrer after the common fields.', { numbers: [], otherwise: 'behaviour' }],
    ['A text that ends before the rule is complete is refused.', { numbers: [], otherwise: 'refusal' }],
    [
      'It is undefined when there is none in the 100 years after the date.',
      { numbers: [], hinted: [100], otherwise: 'behaviour' },
    ],
    ['The output is exactly one document.', { numbers: [1], otherwise: 'behaviour' }],
  ])('%s: a limit by a word, or something else', (statement, expected) => {
    expect(aimOf({ statement, examples: [] })).toEqual({ wants: 'limit', words: statement, ...expected });
  });

  it('is a refusal, or what the code does, when half of its examples end with an exit code', () => {
    const statement = 'A file that is not there ends the program.';
    expect(aimOf({ statement, examples: [example('the exit code is 2')] })).toMatchObject({
      wants: 'refusal',
      otherwise: 'behaviour',
    });
    expect(aimOf({ statement, examples: [example('the exit code is 0')] }).wants).toBe('behaviour');
  });

  it('is a refusal when what must be so is tried otherwise in an example', () => {
    const statement = 'The owner of a loan must be a member.';
    const [taken, refused] = [example('it is answered with 201'), example('it is refused with 422')];
    expect(aimOf({ statement, examples: [taken, taken, refused] }).wants).toBe('refusal');
    expect(aimOf({ statement, examples: [taken, taken] }).wants).toBe('behaviour');
  });

  it('is a refusal when half of its examples are', () => {
    const statement = 'Each loan belongs to one book.';
    const [taken, refused] = [example('it is answered with 201'), example('it is refused with 422')];
    expect(aimOf({ statement, examples: [taken, refused] }).wants).toBe('refusal');
    expect(aimOf({ statement, examples: [taken, taken, refused] }).wants).toBe('behaviour');
  });
});

describe('a number that another requirement of the symbol draws the line at', () => {
  const symbol = { path: 'src/errors.ts', export: 'errors' };
  const listed = {
    requirement: {
      statement: 'Paths answered with status 500 or above are listed.',
      examples: [example('/a, answered 500, is listed, and /b, answered 499, is not')],
    },
    symbol,
  };
  const latest = (statement: string, then = '/a was answered 500 at 14:00') => ({
    requirement: { statement, examples: [example(then)] },
    symbol,
  });
  const named = 'The time of the latest answer with 500 or above is given.';

  it("is that one's, when this one only names it", () => {
    expect(aimsOf([listed, latest(named)])).toMatchObject([
      { wants: 'limit', numbers: [500] },
      { wants: 'behaviour', numbers: [] },
    ]);
  });

  it.each([
    ['has an example at it', latest(named, 'answered 499 is left out')],
    ['says that it is the limit', latest('The status is 500 or above.')],
    ['refuses', latest('An answer with 500 or above is refused.')],
    ['is about another symbol', { ...latest(named), symbol: { ...symbol, export: 'other' } }],
  ])('is its own as well, when it %s', (_what, other) => {
    expect(aimsOf([listed, other])[1]).toMatchObject({ wants: 'limit', numbers: [500] });
  });

  it('is its own when no example of the other is at it', () => {
    expect(aimsOf([latest('The status is 500 or above.'), latest(named)])[1]?.wants).toBe('limit');
  });
});
