import { describe, expect, it } from '@jest/globals';
import { domainSchema } from '../../../src/authors/blueprint/domain/domain.js';
import type { FieldType } from '../../../src/authors/blueprint/domain/field.js';
import { readBrief } from '../../../src/authors/blueprint/reading/read-brief.js';

function typeWords(type: FieldType): string {
  switch (type.kind) {
    case 'enum':
      return `(${type.values.join('/')})`;
    case 'choices':
      return `(any of ${type.values.join('/')})`;
    case 'reference':
      return `-> ${type.entity}`;
    case 'code':
      return `code ${type.pieces.map((piece) => (piece.kind === 'text' ? piece.text : `${piece.kind}*${String(piece.max)}`)).join('+')}`;
    case 'text':
    case 'integer':
    case 'number':
    case 'money':
      return type.min === null && type.max === null
        ? type.kind
        : `${type.kind} ${String(type.min ?? '')}..${String(type.max ?? '')}`;
    default:
      return type.kind;
  }
}

/** What a brief of these words keeps, a line a kind of record; then the words that stay open. */
function read(words: string): readonly string[] {
  const { subject, requirements } = readBrief({
    brief: `We need a REST API.\n\n${words}`,
    name: undefined,
    kind: undefined,
  });
  return [
    ...domainSchema
      .parse(subject)
      .entities.map(
        ({ plural, fields }) =>
          `${plural}: ${fields.map((field) => `${field.words} ${typeWords(field.type)}${field.optional ? '?' : ''}`).join(', ')}`,
      ),
    ...requirements.filter(({ proof }) => proof.kind === 'none').map(({ source }) => `open: ${source}`),
  ];
}

const OPEN_PAID_WAIVED = ['fines: reason text, status (open/paid/waived)'];

describe('values of a choice', () => {
  it.each([
    'A fine has a reason (text) and a status of open, paid or waived.',
    'A fine has a reason (text) and a status (open, paid or waived).',
    'A fine has a reason (text) and a status: open | paid | waived.',
    'A fine has a reason (text) and a status which is one of: open, paid, waived.',
  ])('are no part of the name: %s', (words) => {
    expect(read(words)).toEqual(OPEN_PAID_WAIVED);
  });

  it('are not what a field is made of', () => {
    expect(read('A court has a name and an opening season (first and last day).')).toEqual([
      'courts: name text, opening season text',
      'open: first',
      'open: last day',
    ]);
  });

  it('may begin with any word', () => {
    expect(read('- Stalls\n  - name\n  - state: free, taken, out of use')).toEqual([
      'stalls: name text, state (free/taken/out of use)',
    ]);
  });

  it('are several where the brief says so', () => {
    expect(read('A hall has a name and a set of extras (stage, piano, kitchen).')).toEqual([
      'halls: name text, extras (any of stage/piano/kitchen)',
    ]);
  });
});

describe('yes or no, passed or failed', () => {
  it.each([
    [
      'A test drive has a date, a mileage in km (0 to 90), passed or failed, and a driver name.',
      ['test drives: date date, mileage in km number 0..90, result (passed/failed), driver name text'],
    ],
    [
      'A pitch has a number from 1 to 90, a size in square metres (20 to 200), and it may have power or not and a tap or not.',
      [
        'pitches: number integer 1..90, size in square metres number 20..200, has power boolean, has tap boolean',
      ],
    ],
    [
      'A hall has a name, step-free access (yes/no) and parking, yes or no.',
      ['halls: name text, step free access boolean, parking boolean'],
    ],
    ['A sample has a code and whether the seal was broken.', ['samples: code text, seal broken boolean']],
  ])('is a field of its own: %s', (words, expected) => {
    expect(read(words)).toEqual(expected);
  });
});

describe('what is no name', () => {
  it.each([
    ['A goat has a name and zero or more of the following: shy, loud, lame.', 'goats: name text'],
    ['A goat has a name and any of these traits: shy, loud, lame.', 'goats: name text'],
    ['A concert has a date and a programme: a list of songs in a fixed order.', 'concerts: date date'],
  ])('stays open by itself: %s', (words, record) => {
    const [kept, ...open] = read(words);
    expect(kept).toBe(record);
    expect(open).toHaveLength(1);
  });
});

describe('words that two fields share', () => {
  it.each([
    ['A stall has a `from` and an `until` month.', ['stalls: from month text, until month text']],
    ['A fair has a name and a start and end date.', ['fairs: name text, start date date, end date date']],
    [
      'A guide has a first and a last name and an issue and an expiry date.',
      ['guides: first name text, last name text, issue date date, expiry date date'],
    ],
    [
      'A chest has a name, and length, width and height in cm (1 to 300).',
      [
        'chests: name text, length in cm number 1..300, width in cm number 1..300, height in cm number 1..300',
      ],
    ],
    ['A raft has a planned start and a planned end.', ['rafts: planned start date, planned end date']],
  ])('are said of both: %s', (words, expected) => {
    expect(read(words)).toEqual(expected);
  });

  it('are parts of one code', () => {
    expect(read('A locker has a tag of three capital letters and four digits, and a floor.')).toEqual([
      'lockers: tag code capitals*3+digits*4, floor integer 0..',
    ]);
  });
});

describe('bounds', () => {
  it.each([
    [
      'A poem has a note of up to 200 characters and a title between 3 and 80 characters.',
      ['poems: note text ..200?, title text 3..80'],
    ],
    [
      'A barn has a size in square metres, at least 4, and a name.',
      ['barns: size in square metres number 4.., name text'],
    ],
    [
      'A lease has a name and a yearly rent, which may not be less than 25 euros.',
      ['leases: name text, yearly rent money 25..'],
    ],
  ])('are kept: %s', (words, expected) => {
    expect(read(words)).toEqual(expected);
  });
});

describe('headings', () => {
  it.each([
    'Searching\n\n- goats by name\n- goats by farm',
    'Edge cases\n\n- a goat without a farm',
    'Roles\n\n- farmer\n- vet',
  ])('about what is done declare no record: %s', (heading) => {
    const kept = read(`Goats have a name and a farm.\n\n## ${heading}`).filter(
      (line) => !line.startsWith('open: '),
    );
    expect(kept).toEqual(['goats: name text, farm text']);
  });

  it('name a record where fields follow', () => {
    expect(
      read('## 2. Loans of sheet music\n\n- a copy number, a loan date\n- no fines are taken\n- nobody pays'),
    ).toContain('loans: copy number text, loan date date');
  });
});

describe('kinds of records', () => {
  it.each([
    ['Boats and skippers are stored. A boat has a name.', ['boats: name text', 'skippers: name text']],
    ['For each boat we note the name and the home port.', ['boats: name text, home port text']],
    ['For each boat we write down its name and home port.', ['boats: name text, home port text']],
    ['Of every boat the name and the home port are recorded.', ['boats: name text, home port text']],
    ['First the boats. They have a name and a home port.', ['boats: name text, home port text']],
    ['Boats: each boat has a name and a home port.', ['boats: name text, home port text']],
    ['Boat has name and home port.', ['boats: name text, home port text']],
    ['The club lends out boats, which have a name and a home port.', ['boats: name text, home port text']],
    ['We also register boats: the name, the home port.', ['boats: name text, home port text']],
    [
      'As a warden I want to register boats with their name and home port.',
      ['boats: name text, home port text'],
    ],
    [
      'Boats have a name. Trips: a trip is for one boat, from a start date to an end date.',
      ['boats: name text', 'trips: boat -> boat, start date date, end date date'],
    ],
    [
      'Skippers are people of the town. We register their surname, initials and date of birth.',
      ['skippers: surname text, initials text, date of birth date', 'open: Skippers are people of the town.'],
    ],
    [
      'A boat has a name. A review belongs to a boat. It has a score from 1 to 5 and a headline.',
      ['boats: name text', 'reviews: boat -> boat, score integer 1..5, headline text'],
    ],
  ])('are declared: %s', (words, expected) => {
    expect(read(words)).toEqual(expected);
  });

  it.each([
    ['A boat has a name and maybe an e-mail.', ['boats: name text, email email?']],
    ['A boat has a name. Remarks are optional.', ['boats: name text, remarks text ..2000?']],
    [
      'A boat has a name. Sailing notes are free text, up to 500 characters.',
      ['boats: name text, sailing notes text ..500'],
    ],
    [
      'A boat has a name. Every refuelling notes how much and from which boat.',
      ['boats: name text', 'refuellings: amount number, boat -> boat'],
    ],
  ])('have what is said in passing: %s', (words, expected) => {
    expect(read(words)).toEqual(expected);
  });

  it('are not what a sentence about somebody else lists', () => {
    // "They" are not the boats, whoever they are.
    expect(
      read(
        'A boat has a name. A skipper can earn each badge once. I want to write down when they earned it.',
      )[0],
    ).toBe('boats: name text');
  });
});

describe('what is no record and no field', () => {
  it.each([
    'We keep the doors open and the lights on.',
    'The answer has a total and a page number.',
    'It would be nice to have a rating and a review count.',
    'We want a list of books that were lent, oldest first, with the shelf and the row.',
    'Every change is recorded with the user and the time.',
    'Each member receives an invoice.',
    'All actions are logged. Errors have a code and a message.',
    'The title may be searched, the newest comes first.',
  ])('stays open: %s', (words) => {
    const kept = read(`Books have a title.\n\n${words}`).filter((line) => !line.startsWith('open: '));
    expect(kept).toEqual(['books: title text']);
  });

  it('claims nothing where every item stays open', () => {
    const { requirements } = readBrief({
      brief: 'We need a REST API.\n\n- Songs\n  - title\n  - moods (sad, glad …), as many as you like',
      name: undefined,
      kind: undefined,
    });
    const claimed = requirements.filter(
      ({ proof, source }) => proof.kind === 'test' && source.includes('moods'),
    );
    expect(claimed).toEqual([]);
  });

  it('is not taken for values of the field before', () => {
    expect(
      read('A horse has a name, a sex (mare or stallion), and either a passport number or a chip number.'),
    ).toEqual(['horses: name text, sex (mare/stallion)', 'open: either a passport number or a chip number']);
  });
});

describe('what strangers write', () => {
  it.each([
    [
      '- songs:\n  - title: string, required, 1..120 chars\n  - key: enum(C, D, E)\n  - explicit: bool, default false\n  - release_date: date?',
      ['songs: title text 1..120, key (C/D/E), explicit boolean, release date date?'],
    ],
    [
      '**Berth** – code, max length (m), state (free / taken / closed).',
      ['berths: code text, max length number 0.., state (free/taken/closed)'],
    ],
    [
      'Every member is registered with first name, e-mail (unique) and a paid date (empty until paid).',
      ['members: first name text, email email, paid date date?'],
    ],
    [
      'An order has a date and a number; an order line has a product, an amount and a unit price.',
      ['orders: date date, number text', 'order lines: product text, amount money 0.., unit price money 0..'],
    ],
    [
      'A permit has a plate, a zone (A, B, C), valid from and valid until.',
      ['permits: plate text, zone (A/B/C), valid from date, valid until date'],
    ],
    [
      'Our dogs: name, size S/M/L, neutered or not, and temper (calm, lively).',
      ['dogs: name text, size (S/M/L), neutered boolean, temper (calm/lively)'],
    ],
    [
      'An artist has a name, a stage, one of: main, tent, bar, and a fee in EUR, never negative.',
      ['artists: name text, stage (main/tent/bar), fee money 0..'],
    ],
    [
      'For members we store: name, phone (optional), and membership type, which can be adult, junior or family.',
      ['members: name text, phone text?, membership type (adult/junior/family)'],
    ],
    [
      'A seat has a price, category A, B or C and a row.',
      ['seats: price money 0.., category (A/B/C), row text'],
    ],
    ['Each room: number, price per night.', ['rooms: number text, price per night money 0..']],
    ['A client has a name and a phone number, both required.', ['clients: name text, phone number text']],
    [
      'We register their surname and card number.\n\nHolders live in town. We register their surname and card number, the last of which consists of nine digits.',
      [
        'holders: surname text, card number code digits*9',
        'open: We register their surname and card number.',
        'open: Holders live in town.',
      ],
    ],
  ])('is kept: %s', (words, expected) => {
    expect(read(words)).toEqual(expected);
  });
});

describe('tables', () => {
  it('of fields are read a row at a time', () => {
    expect(
      read(`## 1. Boat

| Field | Type | Required | Constraints |
|---|---|---|---|
| hull_no | text | yes | unique, max 12 |
| length | number | no | between 2 and 30 |
| state | choice | yes | afloat, ashore, sold; default ashore |
| worth | money (EUR) | no | |
| race | → Race | no | |

## 2. Race

| Field | Type | Required | Constraints |
|---|---|---|---|
| starts_on | date | yes | not in the past |`),
    ).toEqual([
      'boats: hull no text ..12, length number 2..30?, state (afloat/ashore/sold), worth money 0..?, race -> race?',
      'races: starts on date',
    ]);
  });

  it('of anything else declare nothing', () => {
    const kept = read('Boats have a name.\n\n| Role | May |\n|---|---|\n| guest | look at boats |');
    expect(kept).toEqual(['boats: name text', 'open: | guest | look at boats |']);
  });
});
