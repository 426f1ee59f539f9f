import { describe, expect, it } from '@jest/globals';
import { aimOf } from '../../src/evidence/aim.js';

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
    ['A loan is due after it begins.', 'limit', []],
    ['No two books have the same ISBN.', 'refusal', []],
    ['The title of books is required.', 'refusal', []],
    ['A member may only return own loans.', 'refusal', []],
    ['Each loan belongs to one book.', 'behaviour', []],
    ['Books can be searched by title.', 'behaviour', []],
    ['Version 2 of the format is read.', 'behaviour', []],
  ])('%s: %s %j', (statement, wants, numbers) => {
    expect(aimOf({ statement, examples: [] })).toEqual({ wants, numbers, words: statement });
  });

  it('is a refusal when half of its examples are', () => {
    const statement = 'Each loan belongs to one book.';
    const [taken, refused] = [example('it is answered with 201'), example('it is refused with 422')];
    expect(aimOf({ statement, examples: [taken, refused] }).wants).toBe('refusal');
    expect(aimOf({ statement, examples: [taken, taken, refused] }).wants).toBe('behaviour');
  });
});
