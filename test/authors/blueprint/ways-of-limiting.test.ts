import { describe, expect, it } from '@jest/globals';
import { understandBrief, type UnderstoodBrief } from '../../../src/authors/blueprint/reading/read-brief.js';

function understand(brief: string): UnderstoodBrief {
  return understandBrief({ brief, name: undefined, kind: undefined });
}

const YARD = `A REST API for a boat yard.

- Berths have a code, a length and a number of places (1 to 9).
- Skippers have a name, an email, a birth date and a licensed flag.
- Boats have a name, a class (dinghy, cruiser) and a condition (sound, damaged). A boat belongs to a skipper.
- A stay belongs to a boat and a berth and has an arrival date, a departure date, a number of guests and a status: requested, confirmed, cancelled.
- A repair belongs to a boat and has a date, a cost, a paid flag, a paid on date and a status: open, done.
- Courses have a title. An enrolment belongs to a skipper and a course.
`;

/** What the sentence comes to: the rules that only it brings, and whether anything of it stays open. */
function ruledBy(sentence: string): {
  readonly rules: UnderstoodBrief['domain']['rules'];
  readonly open: readonly string[];
} {
  const before = new Set(understand(YARD).domain.rules.map(({ id }) => id));
  const { domain, requirements } = understand(`${YARD}\n${sentence}`);
  return {
    rules: domain.rules.filter(({ id }) => !before.has(id)),
    open: requirements.flatMap(({ source, outcome }) =>
      outcome.kind === 'open' && sentence.includes(source.text) ? [source.text] : [],
    ),
  };
}

describe('a rule in other words', () => {
  it.each<[string, object]>([
    ['The code of a berth may occur only once.', { kind: 'unique', field: 'code' }],
    ['A code can not be repeated.', { kind: 'unique', field: 'code' }],
    ['A skipper can join each course only once.', { kind: 'unique', entity: 'enrolment' }],
    ['A skipper may not join the same course twice.', { kind: 'unique', entity: 'enrolment' }],
    [
      'The same boat can not have two stays that overlap.',
      { kind: 'no-overlap', per: 'boat', from: 'arrival date', to: 'departure date' },
    ],
    [
      'Two stays in the same berth must not overlap, except cancelled ones.',
      {
        kind: 'no-overlap',
        per: 'berth',
        state: expect.objectContaining({ is: { kind: 'one-of', values: ['requested', 'confirmed'] } }),
      },
    ],
    [
      'Confirmed stays in the same berth must not overlap.',
      {
        kind: 'no-overlap',
        state: expect.objectContaining({ is: { kind: 'equals', value: 'confirmed' } }),
      },
    ],
    ['Maximum stay is 21 nights.', { kind: 'span', bound: 'at-most', amount: { count: 21, unit: 'days' } }],
    [
      'The number of guests must not be larger than the number of places.',
      { kind: 'compare', relation: 'at-most', via: 'berth', other: 'number of places' },
    ],
    [
      'A skipper must be 18 years of age or older.',
      { kind: 'moment', atLeast: { count: 18, unit: 'years' } },
    ],
    [
      'A berth cannot hold more stays at the same time than its number of places.',
      { kind: 'at-most', per: 'berth', limit: { field: 'number of places' } },
    ],
    ['Cancelled stays are read-only.', { kind: 'guard', on: { action: 'delete' } }],
    [
      'Cancelled and confirmed stays cannot be changed.',
      {
        kind: 'guard',
        conditions: [expect.objectContaining({ values: ['cancelled', 'confirmed'], not: true })],
      },
    ],
    ['Unlicensed skippers cannot enrol.', { kind: 'guard', entity: 'enrolment', on: { action: 'create' } }],
    ['A damaged boat takes no more stays.', { kind: 'guard', entity: 'stay', on: { action: 'create' } }],
    ['The paid on date is required when paid is true.', { kind: 'required-when', field: 'paid on date' }],
  ])('is read: %s', (sentence, rule) => {
    const { rules, open } = ruledBy(sentence);
    expect(open).toEqual([]);
    expect(rules).toContainEqual(expect.objectContaining(rule));
  });
});

describe('who may do what, by role', () => {
  const HARBOUR = `${YARD}
Users sign in with email and password. Roles: guest, clerk, harbour master.`;

  it.each<[string, object]>([
    [
      'Clerks create stays and update repairs.',
      {
        entity: 'stay',
        actions: ['create'],
        allowed: { anyone: false, signedIn: false, owner: false, roles: ['clerk'] },
      },
    ],
    [
      'Clerks create stays and update repairs.',
      {
        entity: 'repair',
        actions: ['change'],
        allowed: { anyone: false, signedIn: false, owner: false, roles: ['clerk'] },
      },
    ],
    [
      'Nobody except a harbour master may delete anything.',
      {
        entity: 'boat',
        actions: ['delete'],
        allowed: { anyone: false, signedIn: false, owner: false, roles: ['harbour master'] },
      },
    ],
    [
      'Harbour masters manage berths.',
      {
        entity: 'berth',
        actions: ['create'],
        allowed: { anyone: false, signedIn: false, owner: false, roles: ['harbour master'] },
      },
    ],
  ])('%s', (sentence, permission) => {
    const { domain, requirements } = understand(`${HARBOUR} ${sentence}`);
    expect(requirements.filter(({ outcome }) => outcome.kind === 'open')).toEqual([]);
    expect(domain.access?.roles.slice(0, 3)).toEqual(['guest', 'clerk', 'harbour master']);
    expect(domain.access?.permissions).toContainEqual(expect.objectContaining(permission));
  });

  it('takes no role for leave to do all things with what it may do one thing with', () => {
    const { domain } = understand(`${HARBOUR} Clerks may enter and amend all data.`);
    expect(domain.access?.permissions.filter(({ actions }) => actions.includes('delete'))).toEqual([]);
  });
});

describe('a list in other words', () => {
  it.each<[string, object]>([
    ['List the boats of a skipper, in order of name.', { singular: 'boat', sortable: ['name'] }],
    [
      'Sort by arrival date or by departure date.',
      { singular: 'stay', sortable: ['arrival date', 'departure date'] },
    ],
    [
      'Boats are alphabetical by name.',
      { singular: 'boat', sortedBy: { field: 'name', direction: 'ascending' } },
    ],
    ['Default page size 25, maximum 50.', { singular: 'boat', page: { size: 25, most: 50 } }],
  ])('%s', (sentence, list) => {
    const { domain, requirements } = understand(`${YARD}\n${sentence}`);
    expect(requirements.filter(({ outcome }) => outcome.kind === 'open')).toEqual([]);
    expect(domain.entities).toContainEqual(expect.objectContaining(list));
  });
});
