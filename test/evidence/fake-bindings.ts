import type { Requirement } from '../../src/protocol/analysis.js';

/** The code under test of every binding, honest or fake. */
export const SEATS = `import assert from 'node:assert';
import { z } from 'zod';

/** Seats of a course. */
export const MOST_SEATS = 5;

export function takeSeats(taken: number, wanted: number): number {
  if (taken + wanted > MOST_SEATS) throw new RangeError('The course is full.');
  return taken + wanted;
}

export interface Course {
  title: string;
  prices: number[];
}

export function openCourse(title: string): Course {
  if (title.trim() === '') throw new TypeError('A course needs a title.');
  return { title, prices: [] };
}

export function countDown(from: number): number {
  let left = from;
  while (left > 0) left -= 1;
  return left;
}

export function days(from: number, to: number): number[] {
  const all: number[] = [];
  let day = from;
  while (day < to) {
    all.push(day);
    day += 1;
  }
  return all;
}

function sum(prices: readonly number[]): number {
  return prices.reduce((left, right) => left + right, 0);
}

export function total(course: Course): number {
  return sum(course.prices);
}

export function priciest(course: Course): number {
  const price = Math.max(...course.prices);
  assert(course.prices.every((each) => each <= price));
  return price;
}

export function isOpen(time: number, from: number, to: number): boolean {
  return time >= from && time < to;
}

export interface Loan {
  id: string;
  memberId: string;
}

export function loansFor(loans: readonly Loan[], memberId: string): Loan[] {
  const mine: Loan[] = [];
  for (const loan of loans) {
    if (loan.memberId === memberId) {
      mine.push(loan);
    }
  }
  return mine;
}

export function checkEntry(name: string): { ok: boolean; errors: string[] } {
  const issues = name === '' ? ['A name is needed.'] : [];
  if (issues.length === 0) return { ok: true, errors: [] };
  return { ok: false, errors: issues };
}

export class Shelf {
  readonly out = new Set<string>();

  checkOut(book: string): void {
    this.out.add(book);
  }
}

export function lend(shelf: Shelf, book: string): void {
  if (shelf.out.has(book)) throw new Error('It is out.');
  shelf.checkOut(book);
}

export interface Issue {
  title: string;
  reporter: string;
}

export function issuesOf(all: ReadonlyMap<string, Issue>, reporter: string): { id: string }[] {
  const issues: { id: string }[] = [];
  for (const [id, issue] of all) {
    if (issue.reporter === reporter) issues.push({ id });
  }
  return issues;
}

export interface Places {
  free: number;
  taken: number;
}

function takePlace(places: Places): void {
  if (places.free === 0) throw new Error('It is full.');
  [places.free, places.taken] = [places.free - 1, places.taken + 1];
}

export function enrol(places: Places): number {
  takePlace(places);
  return places.taken;
}

export type Admission = { kind: 'admitted'; name: string } | { kind: 'refused'; reason: string };

export function admit(name: string): Admission {
  if (name === '') return { kind: 'refused', reason: 'A name is needed.' };
  return { kind: 'admitted', name };
}

export const albumQuery = z.strictObject({ year: z.coerce.number().int() });

export const described = z.strictObject({
  name: z.string().min(2).max(100),
  description: z.string().min(10).max(2000),
});
`;

/**
 * A limit, a refusal and a behaviour: each asks something else of its mutants. One whose first mutant never ends, and one that
 * has a mutant which takes all memory. Two that share a symbol, with a limit each. Refusals of other forms: what is taken of many, a list of problems, an effect beside the
 * guard or behind it, an answer of a kind, a schema that converts. Four limits of one schema.
 */
export const KINDS = {
  limit: { statement: 'A course takes at most 5 seats.', symbol: 'takeSeats' },
  refusal: { statement: 'A course without a title is refused.', symbol: 'openCourse' },
  behaviour: { statement: 'The total of a course is the sum of its prices.', symbol: 'total' },
  opening: { statement: 'A visit counts when it is not before the opening.', symbol: 'isOpen' },
  closing: { statement: 'A visit counts when it is before the closing.', symbol: 'isOpen' },
  own: { statement: 'A member may only see their own loans.', symbol: 'loansFor' },
  entry: { statement: 'An entry without a name is refused.', symbol: 'checkEntry' },
  lending: { statement: 'A book that is out may not be checked out.', symbol: 'lend' },
  reports: { statement: 'A reporter may only see their own issues.', symbol: 'issuesOf' },
  enrolment: { statement: 'A course that is full may not be joined.', symbol: 'enrol' },
  admission: { statement: 'A guest without a name is refused.', symbol: 'admit' },
  year: { statement: 'An invalid year is refused.', symbol: 'albumQuery' },
  lengths: {
    statement: 'A name has between 2 and 100 and a description between 10 and 2000 characters.',
    symbol: 'described',
  },
  priciest: { statement: 'The price of a course is shown by its priciest day.', symbol: 'priciest' },
  endless: { statement: 'A countdown ends.', symbol: 'countDown' },
  growing: { statement: 'The days of a course are listed.', symbol: 'days' },
} as const;

export interface BindingCase {
  readonly what: string;
  readonly kind: keyof typeof KINDS;
  /** The tests; \`ID\` stands for the requirement's id. */
  readonly code: string;
  /** In a file of its own: what it does to its module (a mock) must not touch the others. */
  readonly alone?: boolean;
}

/** What a test that shows its requirement looks like; it must reach \`proven\`, or the fakes below prove nothing. */
export const HONEST: readonly BindingCase[] = [
  {
    what: 'a result, before a clean-up that needs it',
    kind: 'behaviour',
    // First of all: a file that a mutant broke must keep none of those after it from being settled.
    alone: true,
    code: `const course = { title: 'Art', prices: [2, 3] };
    afterAll(() => { if (total(course) !== 5) throw new Error('It cannot be given back.'); });
    it('[ID] adds up', () => { expect(total(course)).toBe(5); });`,
  },
  {
    what: 'both sides of a limit',
    kind: 'limit',
    code: `it('[ID] takes five and refuses six', () => {
      expect(takeSeats(4, 1)).toBe(5);
      expect(() => takeSeats(5, 1)).toThrow('full');
    });`,
  },
  {
    what: 'two tests, one for each side of a limit',
    kind: 'limit',
    code: `it('[ID] takes five', () => { expect(takeSeats(0, 5)).toBe(5); });
    it('[ID] refuses six', () => { expect(() => takeSeats(0, 6)).toThrow(RangeError); });`,
  },
  {
    what: 'a refusal',
    kind: 'refusal',
    code: `it('[ID] refuses a blank title', () => { expect(() => openCourse(' ')).toThrow('needs a title'); });`,
  },
  {
    what: 'a result',
    kind: 'behaviour',
    code: `it('[ID] adds up', () => { expect(total({ title: 'Art', prices: [2, 3] })).toBe(5); });`,
  },
  {
    what: 'an assertion made by hand',
    kind: 'refusal',
    code: `it('[ID] refuses a blank title', () => {
      const refused = (() => { try { openCourse(''); return false; } catch { return true; } })();
      if (!refused) throw new Error('It was opened.');
    });`,
  },
  {
    what: 'an awaited expectation',
    kind: 'behaviour',
    code: `it('[ID] adds up later', async () => {
      await expect(Promise.resolve().then(() => total({ title: 'Art', prices: [2, 3] }))).resolves.toBe(5);
    });`,
  },
  {
    what: 'both sides of the one limit of two that is its own',
    kind: 'opening',
    code: `it('[ID] counts from the opening on', () => {
      expect(isOpen(9, 9, 18)).toBe(true);
      expect(isOpen(8, 9, 18)).toBe(false);
    });`,
  },
  {
    what: 'both sides of the other limit',
    kind: 'closing',
    code: `it('[ID] counts up to the closing', () => {
      expect(isOpen(17, 9, 18)).toBe(true);
      expect(isOpen(18, 9, 18)).toBe(false);
    });`,
  },
  {
    what: 'what is hidden, and what is not',
    kind: 'own',
    code: `it('[ID] shows my loans, and no others', () => {
      const loans = [{ id: 'l1', memberId: 'ann' }, { id: 'l2', memberId: 'bob' }];
      expect(loansFor(loans, 'ann').map(({ id }) => id)).toEqual(['l1']);
    });`,
  },
  {
    what: 'an answer that says no',
    kind: 'entry',
    code: `it('[ID] refuses an entry without a name', () => { expect(checkEntry('').ok).toBe(false); });`,
  },
  {
    what: 'a refusal beside an effect',
    kind: 'lending',
    code: `it('[ID] lends nothing that is out', () => {
      const shelf = new Shelf();
      lend(shelf, 'Emma');
      expect(() => lend(shelf, 'Emma')).toThrow('out');
    });`,
  },
  {
    what: 'what is hidden, and what is not, of what is called like a problem',
    kind: 'reports',
    code: `it('[ID] shows my issues, and no others', () => {
      const all = new Map([['i1', { title: 'Rain', reporter: 'ann' }], ['i2', { title: 'Wind', reporter: 'bob' }]]);
      expect(issuesOf(all, 'ann')).toEqual([{ id: 'i1' }]);
    });`,
  },
  {
    what: 'a refusal before an effect',
    kind: 'enrolment',
    code: `it('[ID] takes nobody when it is full', () => { expect(() => enrol({ free: 0, taken: 5 })).toThrow('full'); });`,
  },
  {
    what: 'both kinds of an answer',
    kind: 'admission',
    code: `it('[ID] refuses a guest without a name', () => {
      expect([admit('').kind, admit('Ann').kind]).toEqual(['refused', 'admitted']);
    });`,
  },
  {
    what: 'a refusal of a schema that converts',
    kind: 'year',
    code: `it('[ID] refuses a year that is none', () => {
      for (const year of ['last', '1999.5']) expect(albumQuery.safeParse({ year }).success).toBe(false);
    });`,
  },
  {
    what: 'both sides of four limits',
    kind: 'lengths',
    code: `it('[ID] takes what fits', () => {
      const fits = (name: number, description: number) =>
        described.safeParse({ name: 'n'.repeat(name), description: 'd'.repeat(description) }).success;
      expect([fits(2, 10), fits(100, 2000)]).toEqual([true, true]);
      expect([fits(1, 10), fits(101, 10), fits(2, 9), fits(2, 2001)]).toEqual([false, false, false, false]);
    });`,
  },
  {
    what: 'a result, after a mutant that never ends',
    kind: 'endless',
    code: `it('[ID] counts down', () => { expect(countDown(3)).toBe(0); });`,
  },
];

export const FAKES: readonly BindingCase[] = [
  {
    what: 'a test of something else',
    kind: 'limit',
    code: `it('[ID] takes five seats', () => { expect(total({ title: 'Art', prices: [2, 3] })).toBe(5); });`,
  },
  {
    what: 'a tautology',
    kind: 'limit',
    code: `it('[ID] takes five seats', () => { takeSeats(0, 3); expect(true).toBe(true); });`,
  },
  {
    what: 'a mock of the subject',
    kind: 'limit',
    alone: true,
    code: `vi.mock('../src/seats.js', () => ({
      takeSeats: (taken: number, wanted: number) => {
        if (taken + wanted > 5) throw new RangeError('full');
        return taken + wanted;
      },
    }));
    it('[ID] takes five and refuses six', () => {
      expect(takeSeats(4, 1)).toBe(5);
      expect(() => takeSeats(5, 1)).toThrow('full');
    });`,
  },
  {
    what: 'a snapshot of what the code does',
    kind: 'limit',
    code: `it('[ID] takes seats', () => {
      const refused = (() => { try { takeSeats(5, 1); return false; } catch { return true; } })();
      expect([takeSeats(0, 5), refused]).toMatchInlineSnapshot('[\\n  5,\\n  true,\\n]');
    });`,
  },
  {
    what: 'a swallowed assertion',
    kind: 'limit',
    code: `it('[ID] takes five and refuses six', () => {
      try {
        expect(takeSeats(4, 1)).toBe(5);
        expect(() => takeSeats(5, 1)).toThrow('full');
      } catch { /* flaky */ }
    });`,
  },
  {
    what: 'a skipped test',
    kind: 'limit',
    code: `it.skip('[ID] takes five', () => { expect(takeSeats(0, 5)).toBe(5); });`,
  },
  { what: 'a test to do', kind: 'limit', code: `it.todo('[ID] takes five and refuses six');` },
  {
    what: 'an expectation that nobody awaits',
    kind: 'behaviour',
    alone: true,
    // A forgotten \`.resolves\` is awaited by vitest itself, and fails like any other.
    code: `it('[ID] adds up', () => {
      const later = async () => { await null; expect(total({ title: 'Art', prices: [2, 3] })).toBe(5); };
      void later().catch(() => undefined);
    });`,
  },
  {
    what: 'only the happy side of a limit',
    kind: 'limit',
    code: `it('[ID] takes up to five', () => {
      expect(takeSeats(0, 1)).toBe(1);
      expect(takeSeats(4, 1)).toBe(5);
    });`,
  },
  {
    what: 'only the refused side of a limit',
    kind: 'limit',
    code: `it('[ID] refuses six', () => { expect(() => takeSeats(5, 1)).toThrow('full'); });`,
  },
  {
    what: 'both sides, but far from the limit',
    kind: 'limit',
    code: `it('[ID] takes few and refuses many', () => {
      expect(takeSeats(0, 1)).toBe(1);
      expect(() => takeSeats(0, 50)).toThrow('full');
    });`,
  },
  {
    what: 'an assertion after a return',
    kind: 'limit',
    code: `it('[ID] takes five and refuses six', () => {
      if (takeSeats(0, 3) === 3) return;
      expect(takeSeats(4, 1)).toBe(5);
      expect(() => takeSeats(5, 1)).toThrow('full');
    });`,
  },
  {
    what: 'an expectation without a matcher',
    kind: 'limit',
    code: `it('[ID] takes five and refuses six', () => { expect(takeSeats(4, 1)); expect(() => takeSeats(5, 1)); });`,
  },
  {
    what: 'a test without an assertion, which a crash alone fails',
    kind: 'refusal',
    code: `it('[ID] refuses a blank title', () => { openCourse('Art'); });`,
  },
  {
    what: 'a test that is meant to fail',
    kind: 'behaviour',
    code: `it.fails('[ID] adds up', () => { expect(total({ title: 'Art', prices: [2, 3] })).toBe(-1); });`,
  },
  {
    what: 'a test that always throws',
    kind: 'limit',
    code: `it('[ID] takes five', () => { throw new Error('later'); });`,
  },
  {
    what: 'an id that stands in a comment only',
    kind: 'limit',
    code: `// [ID]
    it('takes five and refuses six', () => {
      expect(takeSeats(4, 1)).toBe(5);
      expect(() => takeSeats(5, 1)).toThrow('full');
    });`,
  },
  {
    what: 'an id in the suite around a test of another requirement',
    kind: 'limit',
    code: `describe('[ID] seats', () => {
      it('[R900] takes five and refuses six', () => {
        expect(takeSeats(4, 1)).toBe(5);
        expect(() => takeSeats(5, 1)).toThrow('full');
      });
    });`,
  },
  {
    what: 'a test that is repeated until it passes',
    kind: 'limit',
    code: `let tries = 0;
    it('[ID] takes five and refuses six', { retry: 3 }, () => {
      tries += 1;
      expect(takeSeats(4, 1)).toBe(5);
      expect(() => takeSeats(5, 1)).toThrow('full');
      expect(tries).toBeGreaterThan(1);
    });`,
  },
  {
    what: 'a conditional assertion that is never reached',
    kind: 'limit',
    code: `it('[ID] takes five', () => { if (takeSeats(0, 3) > 100) expect(takeSeats(4, 1)).toBe(5); });`,
  },
  {
    what: 'assertions in a loop over nothing',
    kind: 'limit',
    code: `it('[ID] takes five', () => { for (const n of [] as number[]) expect(takeSeats(0, n)).toBe(n); });`,
  },
  {
    what: 'assertions in a callback that comes too late',
    kind: 'behaviour',
    alone: true,
    code: `it('[ID] adds up', () => {
      setTimeout(() => { try { expect(total({ title: 'Art', prices: [2, 3] })).toBe(5); } catch { /* gone */ } });
    });`,
  },
  {
    what: 'an assertion about the type alone',
    kind: 'behaviour',
    code: `it('[ID] adds up', () => { expect(typeof total({ title: 'Art', prices: [2, 3] })).toBe('number'); });`,
  },
  {
    what: 'an assertion that there is a result',
    kind: 'behaviour',
    code: `it('[ID] adds up', () => { expect(total({ title: 'Art', prices: [2, 3] })).toBeDefined(); });`,
  },
  {
    what: 'an assertion that nothing is thrown',
    kind: 'behaviour',
    code: `it('[ID] adds up', () => { expect(() => total({ title: 'Art', prices: [2] })).not.toThrow(); });`,
  },
  {
    what: 'a result compared with itself',
    kind: 'behaviour',
    code: `it('[ID] adds up', () => {
      const course = { title: 'Art', prices: [2, 3] };
      expect(total(course)).toBe(total(course));
    });`,
  },
  {
    what: 'a limit that is read from the code under test',
    kind: 'limit',
    code: `it('[ID] takes all and refuses one more', () => {
      expect(takeSeats(0, MOST_SEATS)).toBe(MOST_SEATS);
      expect(() => takeSeats(0, MOST_SEATS + 1)).toThrow('full');
    });`,
  },
  {
    what: 'a test that catches everything',
    kind: 'limit',
    code: `it('[ID] takes five and refuses six', () => {
      expect(takeSeats(4, 1)).toBe(5);
      try { takeSeats(5, 1); expect.unreachable(); } catch { /* refused */ }
    });`,
  },
  {
    what: 'an assertion about time alone',
    kind: 'behaviour',
    code: `it('[ID] adds up in time', () => {
      const start = Date.now();
      total({ title: 'Art', prices: [2, 3] });
      expect(Date.now() - start).toBeLessThan(60_000);
    });`,
  },
  {
    what: 'a look at the source',
    kind: 'limit',
    code: `it('[ID] takes at most five', () => {
      const source = readFileSync('src/seats.ts', 'utf8');
      expect(source).toContain('MOST_SEATS = 5;');
      expect(source).toContain('taken + wanted > MOST_SEATS');
    });`,
  },
  {
    what: 'a copy of the subject in the test',
    kind: 'limit',
    code: `it('[ID] takes five and refuses six', () => {
      const fits = (taken: number, wanted: number) => taken + wanted <= 5;
      expect(fits(4, 1)).toBe(true);
      expect(fits(5, 1)).toBe(false);
    });`,
  },
  {
    what: 'a mock that is asked what it was told',
    kind: 'behaviour',
    code: `it('[ID] adds up', () => { const add = vi.fn(() => 5); expect(add()).toBe(5); });`,
  },
  {
    what: 'a test that says little, of a mutant that takes all memory',
    kind: 'growing',
    code: `it('[ID] lists days', () => { expect(Array.isArray(days(1, 4))).toBe(true); });`,
  },
  {
    what: 'an assertion of the code under test',
    kind: 'priciest',
    code: `it('[ID] shows a price', () => {
      const course = openCourse('Art');
      course.prices.push(2, 3);
      priciest(course);
      expect(course.title).toBe('Art');
    });`,
  },
  {
    what: 'only what is allowed, of a refusal',
    kind: 'refusal',
    code: `it('[ID] opens', () => { expect(openCourse('Art')).toEqual({ title: 'Art', prices: [] }); });`,
  },
  {
    what: 'a value that is used and not looked at, of a crash alone',
    kind: 'behaviour',
    code: `it('[ID] adds up', () => {
      const course = { title: 'Art', prices: [2, 3] };
      new Array(total(course) < 6 ? 1 : -1).fill(0);
    });`,
  },
  {
    what: 'any error, of a call that is wrong anyway',
    kind: 'refusal',
    code: `it('[ID] refuses', () => { expect(() => openCourse(undefined as never)).toThrow(); });`,
  },
  {
    what: 'the side of what counts, of a limit whose other side is shown for another requirement',
    kind: 'opening',
    code: `it('[ID] counts from the opening on', () => { expect(isOpen(9, 9, 18)).toBe(true); });`,
  },
  {
    what: 'the side of what does not count, of a limit that others show',
    kind: 'opening',
    code: `it('[ID] counts from the opening on', () => { expect(isOpen(8, 9, 18)).toBe(false); });`,
  },
  {
    what: 'both sides far from a limit that others show',
    kind: 'closing',
    code: `it('[ID] counts up to the closing', () => {
      expect(isOpen(12, 9, 18)).toBe(true);
      expect(isOpen(23, 9, 18)).toBe(false);
    });`,
  },
  {
    what: 'a test that passes once and never again',
    kind: 'limit',
    code: `it('[ID] takes five and refuses six', () => {
      const been = existsSync('been');
      writeFileSync('been', '');
      expect(been).toBe(false);
    });`,
  },
  {
    what: 'a test that passes twice and never again',
    kind: 'limit',
    code: `it('[ID] takes five and refuses six', () => {
      const times = existsSync('times') ? readFileSync('times', 'utf8').length : 0;
      writeFileSync('times', 'x'.repeat(times + 1));
      expect(times).toBeLessThan(1);
      expect(takeSeats(0, 5)).toBe(5);
    });`,
  },
  {
    what: 'only what is one’s own, of a refusal to show what is not',
    kind: 'own',
    code: `it('[ID] shows my loan', () => {
      const loans = [{ id: 'l1', memberId: 'ann' }];
      expect(loansFor(loans, 'ann').map(({ id }) => id)).toEqual(['l1']);
    });`,
  },
  {
    what: 'only what is right, of a list of problems',
    kind: 'entry',
    code: `it('[ID] takes an entry', () => { expect(checkEntry('Ann')).toEqual({ ok: true, errors: [] }); });`,
  },
  {
    what: 'only the effect that stands beside a guard',
    kind: 'lending',
    code: `it('[ID] lends a book', () => {
      const shelf = new Shelf();
      lend(shelf, 'Emma');
      expect(shelf.out.has('Emma')).toBe(true);
    });`,
  },
  {
    what: 'only what is shown, of what is called like a problem',
    kind: 'reports',
    code: `it('[ID] shows my issue', () => {
      expect(issuesOf(new Map([['i1', { title: 'Rain', reporter: 'ann' }]]), 'ann')).toEqual([{ id: 'i1' }]);
    });`,
  },
  {
    what: 'only the effect behind a guard',
    kind: 'enrolment',
    code: `it('[ID] takes one', () => { expect(enrol({ free: 2, taken: 0 })).toBe(1); });`,
  },
  {
    what: 'only the kind of answer that is no refusal',
    kind: 'admission',
    code: `it('[ID] takes a guest', () => { expect(admit('Ann')).toEqual({ kind: 'admitted', name: 'Ann' }); });`,
  },
  {
    what: 'only what a schema converts, of a refusal',
    kind: 'year',
    code: `it('[ID] reads a year', () => {
      expect(albumQuery.parse({ year: '1999' }).year).toBe(1999);
    });`,
  },
  {
    what: 'three of four limits',
    kind: 'lengths',
    code: `it('[ID] takes what fits', () => {
      const fits = (name: number, description: number) =>
        described.safeParse({ name: 'n'.repeat(name), description: 'd'.repeat(description) }).success;
      expect([fits(2, 10), fits(100, 1000)]).toEqual([true, true]);
      expect([fits(1, 10), fits(101, 10), fits(2, 9)]).toEqual([false, false, false]);
    });`,
  },
  {
    what: 'a swallowed assertion beside an assignment',
    kind: 'behaviour',
    code: `it('[ID] adds up', () => {
      let sum;
      try {
        sum = total({ title: 'Art', prices: [2, 3] });
        expect(sum).toBe(5);
      } catch { /* flaky */ }
    });`,
  },
];

export interface NumberedCase extends BindingCase {
  readonly id: string;
}

export function numbered(cases: readonly BindingCase[]): readonly NumberedCase[] {
  return cases.map((one, index) => ({ ...one, id: `R${String(index + 1)}` }));
}

export function requirementOf({ id, kind }: NumberedCase): Requirement {
  return {
    id,
    statement: KINDS[kind].statement,
    source: KINDS[kind].statement,
    examples: [{ given: 'a course', when: 'it is used as the brief says', then: 'it does what it says' }],
    proof: { kind: 'test' },
  };
}

const IMPORTS = `import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { admit, albumQuery, checkEntry, countDown, days, described, enrol, isOpen } from '../src/seats.js';
import { issuesOf, lend, loansFor, MOST_SEATS, openCourse, priciest, Shelf } from '../src/seats.js';
import { takeSeats, total } from '../src/seats.js';
`;

/** The test files of the cases, path → content. */
export function testFiles(cases: readonly NumberedCase[]): Readonly<Record<string, string>> {
  const code = (one: NumberedCase): string => one.code.replaceAll('ID', one.id);
  const together = cases.filter(({ alone }) => alone !== true).map(code);
  return {
    'test/bindings.test.ts': [IMPORTS, ...together].join('\n'),
    ...Object.fromEntries(
      cases
        .filter(({ alone }) => alone === true)
        .map((one) => [`test/${one.id.toLowerCase()}.test.ts`, `${IMPORTS}\n${code(one)}\n`]),
    ),
  };
}
