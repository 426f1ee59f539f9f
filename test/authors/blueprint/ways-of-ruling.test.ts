import { describe, expect, it } from '@jest/globals';
import { understandBrief, type UnderstoodBrief } from '../../../src/authors/blueprint/reading/read-brief.js';

function understand(brief: string): UnderstoodBrief {
  return understandBrief({ brief, name: undefined, kind: undefined });
}

function openIn(brief: string): readonly string[] {
  return understand(brief)
    .requirements.filter(({ outcome }) => outcome.kind === 'open')
    .map(({ source }) => source.text);
}

const HALL =
  'An API for a sports hall. Halls have a name. Clubs have a name. A booking belongs to a hall and a club and has a start time, an end time and a status: requested, confirmed or declined.';

describe('a rule, in the words of people', () => {
  it.each([
    ['Two bookings in the same hall must not overlap.', { kind: 'no-overlap', per: 'hall' }],
    ['Two bookings may never overlap in the same hall.', { kind: 'no-overlap', per: 'hall' }],
    ['A confirmed booking can no longer be changed.', { kind: 'guard', on: { action: 'change' } }],
    ["A booking can't be deleted once it is confirmed.", { kind: 'guard', on: { action: 'delete' } }],
    ['A club may have at most four confirmed bookings.', { kind: 'at-most', per: 'club', limit: 4 }],
    ['No more than 4 bookings per club.', { kind: 'at-most', per: 'club', limit: 4 }],
    ['The end time must be after the start time.', { kind: 'order', equal: false }],
    ["The end time can't be before the start time.", { kind: 'order', equal: true }],
    ['A booking goes from requested to confirmed to declined.', { kind: 'transitions', field: 'status' }],
  ])('is read: %s', (rule, expected) => {
    expect(understand(`${HALL} ${rule}`).domain.rules).toContainEqual(expect.objectContaining(expected));
    expect(openIn(`${HALL} ${rule}`)).toEqual([]);
  });

  it.each(['From declined there is no way back.', 'Declined is final.'])(
    'adds no moves to those that are said: %s',
    (rule) => {
      const brief = `${HALL} A booking goes from requested to confirmed to declined. ${rule}`;
      const moves = understand(brief).domain.rules.flatMap((each) =>
        each.kind === 'transitions' ? each.moves : [],
      );
      expect(moves).toEqual([
        { from: 'requested', to: 'confirmed' },
        { from: 'confirmed', to: 'declined' },
      ]);
    },
  );

  it.each([
    ['If a hall is removed, all its bookings disappear.', 'cascade'],
    ['Deleting a hall also deletes its bookings.', 'cascade'],
    ['When a hall is deleted its bookings stay and simply have no hall.', 'clear'],
  ])('says what deleting does: %s', (rule, onDelete) => {
    const booking = understand(`${HALL} ${rule}`).domain.entities.find(
      ({ singular }) => singular === 'booking',
    );
    expect(booking?.fields.find(({ words }) => words === 'hall')?.type).toMatchObject({ onDelete });
  });

  it.each([
    'A booking costs twice as much on Sundays.',
    'Confirmed bookings are announced on the notice board.',
    'A booking cannot be confirmed unless the caretaker is awake.',
  ])('stays open, and takes nothing else along: %s', (rule) => {
    expect(openIn(`${HALL} ${rule}`)).toEqual([rule]);
  });
});

describe('a field, in the words of people', () => {
  const pieces = [
    { kind: 'capitals', min: 2, max: 2 },
    { kind: 'digits', min: 4, max: 4 },
  ];

  it.each([
    'a code of two capital letters and four digits',
    'a code (two capital letters followed by four digits)',
    'a code: 2 capital letters, then 4 digits',
    'a code consisting of two uppercase letters and four digits',
  ])('has the form that is told: %s', (field) => {
    const { domain } = understand(`An API for tools. A tool has a name and ${field}.`);
    expect(domain.entities[0]?.fields[1]).toMatchObject({ words: 'code', type: { kind: 'code', pieces } });
  });

  it.each([
    'a code that nobody else has',
    'a code (unique)',
    'a code, which must be unique',
    'a code which exists only once',
    'a code never used twice',
  ])('is unique: %s', (field) => {
    const { domain } = understand(`An API for tools. A tool has a name and ${field}.`);
    expect(domain.rules).toEqual([expect.objectContaining({ kind: 'unique', field: 'code' })]);
  });

  it('keeps every value of a list, or none', () => {
    const { domain } = understand(
      'An API for a school. A lesson has a title. Lessons are planned, held or cancelled; a held lesson can no longer be changed.',
    );
    expect(domain.entities[0]?.fields[1]?.type).toEqual({
      kind: 'enum',
      values: ['planned', 'held', 'cancelled'],
    });
    expect(domain.rules).toContainEqual(expect.objectContaining({ kind: 'guard' }));
  });
});

describe('bounds in two units', () => {
  it('are no contradiction, and stay open', () => {
    const brief =
      'An API for films. A film has a title and a length of at least 30 minutes and at most 4 hours.';
    expect(openIn(brief)).not.toEqual([]);
  });
});

describe('a long brief', () => {
  it('of sixty kinds of records is read as a whole', () => {
    const nouns = Array.from(
      { length: 60 },
      (_each, index) =>
        `thing${String.fromCharCode(97 + (index % 26))}${index < 26 ? 'x' : index < 52 ? 'y' : 'z'}`,
    );
    const brief = `An API for a warehouse. ${nouns.map((noun) => `A ${noun} has a name and a price.`).join(' ')}`;
    expect(understand(brief).domain.entities).toHaveLength(60);
  });
});
