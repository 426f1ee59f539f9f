import { describe, expect, it } from '@jest/globals';
import { understandBrief, type UnderstoodBrief } from '../../../src/authors/blueprint/reading/read-brief.js';
import { analysisOf } from './reading/whole-brief.js';

function understand(brief: string): UnderstoodBrief {
  return understandBrief({ brief, name: undefined, kind: undefined });
}

/** The rules that only the sentence brings, and what of it stays open. */
function ruledBy(
  base: string,
  sentence: string,
): { readonly rules: UnderstoodBrief['domain']['rules']; readonly open: readonly string[] } {
  const before = new Set(understand(base).domain.rules.map(({ id }) => id));
  const { domain, requirements } = understand(`${base} ${sentence}`);
  return {
    rules: domain.rules.filter(({ id }) => !before.has(id)),
    open: requirements.flatMap(({ source, outcome }) =>
      outcome.kind === 'open' && sentence.includes(source.text) ? [source.text] : [],
    ),
  };
}

const BLOG =
  'An API for a blog. Posts have a title, a body and a status (draft or published). Comments belong to a post and have a text.';
const SHELTER =
  'An API for a shelter. Animals have a name and a status (available, reserved, adopted). Adopters have a name. An adoption belongs to an animal and an adopter and has a date.';
const RENTAL =
  'An API for a rental company. Cars have a licence plate. Customers have a name. A rental belongs to a car and a customer and has a start date and an end date.';

describe('the verb that a record is named by', () => {
  it.each([
    'Only published posts can be commented on.',
    'Draft posts cannot be commented on.',
    "A draft post can't be commented on.",
  ])('rules the making of it: %s', (sentence) => {
    const { rules, open } = ruledBy(BLOG, sentence);
    expect(rules).toEqual([
      expect.objectContaining({ kind: 'guard', entity: 'comment', on: { action: 'create' } }),
    ]);
    expect(open).toEqual([]);
  });

  it('rules the record and the status of what it is of, where both say the same', () => {
    const { rules } = ruledBy(SHELTER, 'Only available animals can be adopted.');
    expect(rules).toEqual([
      expect.objectContaining({ kind: 'guard', entity: 'animal' }),
      expect.objectContaining({
        kind: 'guard',
        entity: 'adoption',
        on: { action: 'create' },
        conditions: [{ kind: 'value', via: 'animal', field: 'status', values: ['available'], not: false }],
      }),
    ]);
  });

  it.each([
    'When an animal is adopted its status becomes adopted.',
    'When an animal is adopted, its status changes to adopted.',
    "When an adoption is created, the animal's status becomes adopted.",
    'When an adoption is made, the status of the animal becomes adopted.',
  ])('has what making it changes: %s', (sentence) => {
    const { rules, open } = ruledBy(SHELTER, sentence);
    expect(rules).toEqual([
      expect.objectContaining({
        kind: 'effect',
        entity: 'adoption',
        on: { action: 'create' },
        via: 'animal',
        field: 'status',
        value: 'adopted',
      }),
    ]);
    expect(open).toEqual([]);
  });

  it('leaves what it changed when it is deleted, and says so', () => {
    const { assumptions } = understand(`${SHELTER} When an animal is adopted its status becomes adopted.`);
    expect(assumptions).toContain(
      'Deleting an adoption does not take back what it did: the status of its animal stays as it is.',
    );
    expect(understand(SHELTER).assumptions.join(' ')).not.toContain('take back');
  });

  it.each([
    'When an animal is fed its status becomes adopted.',
    'When an animal is adopted its name becomes adopted.',
    'When an animal is adopted its adopter is thanked.',
  ])('changes nothing that the words do not say: %s', (sentence) => {
    expect(ruledBy(SHELTER, sentence)).toEqual({ rules: [], open: [sentence] });
  });

  it.each([
    'A car cannot be rented twice at the same time.',
    "A car can't be rented by two customers at the same time.",
  ])('says when its periods overlap: %s', (sentence) => {
    const { rules, open } = ruledBy(RENTAL, sentence);
    expect(rules).toEqual([expect.objectContaining({ kind: 'no-overlap', entity: 'rental', per: 'car' })]);
    expect(open).toEqual([]);
  });

  it('is no other verb', () => {
    const sentence = 'A car cannot be washed twice at the same time.';
    expect(ruledBy(RENTAL, sentence).open).toEqual([sentence]);
  });
});

describe('words that say that rules follow', () => {
  it.each(['Rules:', 'Business rules:', 'Some rules:'])('say nothing of the rule: %s', (label) => {
    const { rules, open } = ruledBy(RENTAL, `${label} no two cars have the same licence plate.`);
    expect(rules).toEqual([expect.objectContaining({ kind: 'unique', field: 'licence plate' })]);
    expect(open).toEqual([]);
  });
});

const SCHOOL =
  'An API for a music school. Students have a name. Teachers have a name. Rooms have a name. A lesson belongs to a student, a teacher and a room and has a start time and an end time.';
const MEETINGS =
  'An API for talks. Rooms have a name. Speakers have a name. A talk belongs to a room and a speaker and has a title and a start time.';
const LENGTHS =
  'An API for talks. Rooms have a name. Speakers have a name. A talk belongs to a room and a speaker and has a title, a start time and a duration in minutes.';
const GARAGE =
  'An API for a garage. Spaces have a number. Vehicles have a licence plate. A parking session belongs to a vehicle and a space and has an arrival time and a departure time.';

describe('what is not at the same time', () => {
  it.each([
    ["A teacher can't have overlapping lessons.", ['teacher']],
    ['Teachers cannot have overlapping lessons.', ['teacher']],
    ["A teacher can't teach two lessons at the same time.", ['teacher']],
    ['No teacher can have two overlapping lessons.', ['teacher']],
    ['Two lessons cannot be in the same room at the same time.', ['room']],
    ['No two lessons can take place in the same room at the same time.', ['room']],
    ["Rooms can't be double-booked.", ['room']],
    ['Neither a teacher nor a room can be double-booked.', ['teacher', 'room']],
    ['A teacher or a room cannot be double booked.', ['teacher', 'room']],
    ['There can be only one lesson in a room at a time.', ['room']],
    ['A room can host only one lesson at a time.', ['room']],
    ['A student can only attend one lesson at a time.', ['student']],
  ])('overlaps in its periods: %s', (sentence, holders) => {
    const { rules, open } = ruledBy(SCHOOL, sentence);
    expect(rules).toEqual(holders.map((per) => expect.objectContaining({ kind: 'no-overlap', per })));
    expect(open).toEqual([]);
  });

  it.each([
    'A space can hold only one vehicle at a time.',
    'Only one vehicle can be parked in a space at a time.',
  ])('is told by what ties the two: %s', (sentence) => {
    const { rules, open } = ruledBy(GARAGE, sentence);
    expect(rules).toEqual([
      expect.objectContaining({
        kind: 'no-overlap',
        entity: 'parking session',
        per: 'space',
        from: 'arrival time',
        to: 'departure time',
      }),
    ]);
    expect(open).toEqual([]);
  });

  it.each([
    'Two talks cannot be in the same room at the same time.',
    'A room cannot be double booked.',
    'A room cannot host two talks at the same time.',
  ])('has the same moment, where there is only one: %s', (sentence) => {
    const { rules, open } = ruledBy(MEETINGS, sentence);
    expect(rules).toEqual([
      expect.objectContaining({ kind: 'unique', entity: 'talk', field: 'start time', per: 'room' }),
    ]);
    expect(open).toEqual([]);
  });

  it.each([
    'Two talks cannot be in the same room at the same time.',
    'A room cannot be double booked.',
    "A speaker can't have overlapping talks.",
  ])('is not told by its start alone, where it lasts: %s', (sentence) => {
    expect(ruledBy(LENGTHS, sentence)).toEqual({ rules: [], open: [sentence] });
  });

  it('is not told by its start alone, where how long it lasts was not understood', () => {
    const lasting = MEETINGS.replace(
      'and a start time.',
      'and a start time, and lasts 30, 45 or 60 minutes.',
    );
    const sentence = "A speaker can't have overlapping talks.";
    expect(ruledBy(lasting, sentence)).toEqual({ rules: [], open: [sentence] });
  });

  it.each([
    'A teacher cannot have two lessons.',
    'Two lessons can be in the same room at the same time.',
    'A teacher cannot cancel two lessons at the same time.',
    'A room can host only one lesson on the same day.',
  ])('is nothing that the words do not say: %s', (sentence) => {
    const { rules } = ruledBy(SCHOOL, sentence);
    expect(rules.filter(({ kind }) => kind === 'no-overlap')).toEqual([]);
  });

  it('is a number, where what counts is told by its end', () => {
    const { rules, open } = ruledBy(GARAGE, 'A vehicle can only have one open session.');
    expect(rules).toEqual([
      expect.objectContaining({
        kind: 'at-most',
        per: 'vehicle',
        limit: 1,
        state: expect.objectContaining({ field: 'departure time', is: { kind: 'unset' } }),
      }),
    ]);
    expect(open).toEqual([]);
  });
});

const GYM =
  'An API for a gym. Members have a name. Classes have a title, a capacity and a start time. A booking belongs to a member and a class and has a booking date.';
const TICKETS =
  'An API for events. Events have a name, a date and total seats. A ticket belongs to an event and has a buyer name, a buyer email and a seat number.';

describe('room for so many', () => {
  it.each([
    "Bookings may not exceed the class's capacity.",
    'Bookings may not exceed the capacity of the class.',
    'Bookings cannot exceed the class capacity.',
    'The capacity of a class must not be exceeded.',
    "A class's capacity cannot be exceeded.",
    'A class that is full cannot be booked.',
    'Bookings cannot be made for a full class.',
    'Once a class is full, no more bookings are accepted.',
    "A class can't be overbooked.",
    'A class cannot have more members than its capacity.',
  ])('is what its field says: %s', (sentence) => {
    const { rules, open } = ruledBy(GYM, sentence);
    expect(rules).toEqual([
      expect.objectContaining({
        kind: 'at-most',
        entity: 'booking',
        per: 'class',
        limit: { field: 'capacity' },
      }),
    ]);
    expect(open).toEqual([]);
  });

  it.each([
    "Bookings may not exceed the member's capacity.",
    "A class's title cannot be exceeded.",
    'A full class is announced.',
    'The price may not exceed the capacity of the class.',
  ])('is nothing else: %s', (sentence) => {
    expect(ruledBy(GYM, sentence)).toEqual({ rules: [], open: [sentence] });
  });

  it('is not told where two kinds of record may take it', () => {
    const two = `${GYM} A reservation belongs to a class and has a name.`;
    expect(ruledBy(two, "A class can't be overbooked.").rules).toEqual([]);
  });

  it('counts for one that a field tells apart', () => {
    const sentence = 'A buyer can purchase a maximum of 4 tickets per event.';
    const { rules, open } = ruledBy(TICKETS, sentence);
    expect(rules).toEqual([
      expect.objectContaining({ kind: 'at-most', per: 'event', also: ['buyer email'], limit: 4 }),
    ]);
    expect(open).toEqual([]);
    expect(understand(`${TICKETS} ${sentence}`).assumptions).toContain(
      'The buyer of tickets is told apart by the buyer email.',
    );
  });

  it.each([
    'A seller can purchase a maximum of 4 tickets per event.',
    'A buyer can refund a maximum of 4 tickets per event.',
  ])('counts for nobody else, and no other deed: %s', (sentence) => {
    expect(ruledBy(TICKETS, sentence)).toEqual({ rules: [], open: [sentence] });
  });
});

describe('the same two, once', () => {
  it.each([
    "A member can't book the same class twice.",
    'No member can book the same class twice.',
    "A class can't be booked twice by the same member.",
    'A member cannot be booked for the same class twice.',
    'A member cannot book twice for the same class.',
    'A member may not have two bookings for the same class.',
  ])('are one record: %s', (sentence) => {
    const { rules, open } = ruledBy(GYM, sentence);
    expect(rules).toEqual([expect.objectContaining({ kind: 'unique', entity: 'booking' })]);
    expect(open).toEqual([]);
  });

  it('may be said as a number', () => {
    const { rules, open } = ruledBy(GYM, 'A member can only have one booking per class.');
    expect(rules).toEqual([
      expect.objectContaining({ kind: 'at-most', per: 'member', also: ['class'], limit: 1 }),
    ]);
    expect(open).toEqual([]);
  });

  it.each([
    'A member cannot cancel twice for the same class.',
    'A member may not have two names for the same class.',
  ])('are not the same two of something else: %s', (sentence) => {
    expect(ruledBy(GYM, sentence)).toEqual({ rules: [], open: [sentence] });
  });
});

describe('what is past', () => {
  it.each([
    'Bookings cannot be made for past classes.',
    "Bookings can't be made for classes in the past.",
    'Past classes cannot be booked.',
    'A member cannot book a class that has already started.',
  ])('takes no more: %s', (sentence) => {
    const { rules, open } = ruledBy(GYM, sentence);
    expect(rules).toEqual([
      expect.objectContaining({
        kind: 'guard',
        entity: 'booking',
        on: { action: 'create' },
        conditions: [{ kind: 'passed', via: 'class', field: 'start time', not: true }],
      }),
    ]);
    expect(open).toEqual([]);
  });

  it.each(["Tickets can't be sold for past events.", "A ticket can't be sold after the event date."])(
    'is told by its day: %s',
    (sentence) => {
      const { rules, open } = ruledBy(TICKETS, sentence);
      expect(rules).toEqual([
        expect.objectContaining({
          kind: 'guard',
          entity: 'ticket',
          on: { action: 'create' },
          conditions: [{ kind: 'passed', via: 'event', field: 'date', not: true }],
        }),
      ]);
      expect(open).toEqual([]);
    },
  );

  it.each(['A talk cannot be in the past.', "Talks can't be scheduled in the past."])(
    'is no time for a new one: %s',
    (sentence) => {
      const { rules, open } = ruledBy(MEETINGS, sentence);
      expect(rules).toEqual([
        expect.objectContaining({ kind: 'moment', field: 'start time', lies: 'future' }),
      ]);
      expect(open).toEqual([]);
    },
  );

  it.each([
    'A member cannot be in the past.',
    'Bookings cannot be cancelled for past classes.',
    'Past members cannot be booked.',
  ])('is nothing that no date tells: %s', (sentence) => {
    expect(ruledBy(GYM, sentence)).toEqual({ rules: [], open: [sentence] });
  });
});

const BUGS =
  'An API for a tracker. Bugs have a title, a severity (minor, major, critical), an optional assignee and a state (open, in progress, resolved, closed).';

describe('what some of a kind need or allow', () => {
  it.each([
    ['A critical bug must have an assignee.', 'severity', 'critical'],
    ['Critical bugs must have an assignee.', 'severity', 'critical'],
    ['Bugs that are critical need an assignee.', 'severity', 'critical'],
    ["A bug can't be closed without an assignee.", 'state', 'closed'],
    ['A bug cannot be in progress without an assignee.', 'state', 'in progress'],
  ])('is required of them: %s', (sentence, field, value) => {
    const { rules, open } = ruledBy(BUGS, sentence);
    expect(rules).toEqual([
      expect.objectContaining({
        kind: 'required-when',
        field: 'assignee',
        when: { kind: 'value', via: null, field, values: [value], not: false },
      }),
    ]);
    expect(open).toEqual([]);
  });

  it('is told once where the brief lets it be left out, in words of the brief', () => {
    const { requirements } = analysisOf(
      'An API for a tracker. A bug has a title, a state (open or closed) and an optional note. The note of a bug is required if the state is closed.',
    );
    expect(requirements.filter(({ statement }) => statement.includes('may be left out'))).toHaveLength(1);
    expect(requirements.filter(({ source }) => source === '')).toEqual([]);
  });

  it.each([
    'A critical bug must have a sponsor.',
    'Critical bugs must have two assignees.',
    'A bug cannot be closed without a good reason.',
  ])('makes no kind of record of them: %s', (sentence) => {
    const { domain } = understand(`${BUGS} ${sentence}`);
    expect(domain.entities.map(({ singular }) => singular)).toEqual(['bug']);
    expect(ruledBy(BUGS, sentence)).toEqual({ rules: [], open: [sentence] });
  });

  it.each([
    'Comments can only be added to published posts.',
    'Comments are only allowed on published posts.',
  ])('takes records that name it: %s', (sentence) => {
    const { rules, open } = ruledBy(BLOG, sentence);
    expect(rules).toEqual([
      expect.objectContaining({
        kind: 'guard',
        entity: 'comment',
        on: { action: 'create' },
        conditions: [{ kind: 'value', via: 'post', field: 'status', values: ['published'], not: false }],
      }),
    ]);
    expect(open).toEqual([]);
  });

  it('is called by its state alone', () => {
    const { rules } = ruledBy(BLOG, 'Only drafts can be deleted.');
    expect(rules).toEqual([
      expect.objectContaining({ kind: 'guard', entity: 'post', on: { action: 'delete' } }),
    ]);
  });

  it('is "it" in the sentence that names it', () => {
    const { rules, open } = ruledBy(BLOG, 'Once a post is published, it cannot be deleted.');
    expect(rules).toEqual([expect.objectContaining({ kind: 'guard', entity: 'post' })]);
    expect(open).toEqual([]);
  });

  it.each([
    'Comments can be added to published posts.',
    'Comments can only be read on published posts.',
    'Comments can only be added to long posts.',
  ])('is not all that may be said of them: %s', (sentence) => {
    expect(ruledBy(BLOG, sentence).rules).toEqual([]);
  });
});

describe('what is in use', () => {
  const STATED = RENTAL.replace(
    'an end date.',
    'an end date and a status (active, completed, cancelled).',
  ).replace('a start date and an', 'a start date, an');

  it.each([
    "A car that is being rented can't be deleted.",
    'A car that is currently rented cannot be deleted.',
  ])('is told by what runs: %s', (sentence) => {
    const { rules, open } = ruledBy(STATED, sentence);
    expect(rules).toEqual([
      expect.objectContaining({
        kind: 'guard',
        entity: 'car',
        on: { action: 'delete' },
        conditions: [
          expect.objectContaining({
            kind: 'count',
            entity: 'rental',
            by: 'car',
            not: true,
            state: expect.objectContaining({ is: { kind: 'equals', value: 'active' } }),
          }),
        ],
      }),
    ]);
    expect(open).toEqual([]);
  });

  it.each([
    [RENTAL, "A car that is being rented can't be deleted."],
    [STATED, "A car that is being washed can't be deleted."],
  ])('is not told by the calendar, nor by another deed', (base, sentence) => {
    expect(ruledBy(base, sentence)).toEqual({ rules: [], open: [sentence] });
  });
});
