import { describe, expect, it } from '@jest/globals';
import { read } from './told-reading.js';

describe('a sentence that says what is kept', () => {
  it.each([
    ['We keep books (title, ISBN).', ['book: title, isbn']],
    [
      'It stores books (title), customers (name) and orders.',
      ['book: title', 'customer: name', 'order: date'],
    ],
    [
      'It should store books with title and ISBN, and members with a name.',
      ['book: title, isbn', 'member: name'],
    ],
    [
      'We keep cows with an ear tag and a name, milkings with a date, and barns. A barn has a name.',
      ['cow: ear tag, name', 'milking: date', 'barn: name'],
    ],
    ['The garden keeps beds (code, size) and plants (name).', ['bed: code, size', 'plant: name']],
  ])('says nothing else: %s', (said, records) => {
    const { records: kept, open } = read(`A REST API for a botanical garden. ${said}`);
    expect([kept, open]).toEqual([records, []]);
  });

  it('is left open where its words say more', () => {
    const films = read(
      'A REST API. We keep films with a title, actors and directors with a name. An actor has a name.',
    );
    expect(films.open).toEqual(['directors with a name']);
    expect(read('A REST API. A shelf has a code. We only keep books (title, ISBN).').open).toEqual([
      'We only keep books (title, ISBN).',
    ]);
  });

  it('is about the work of a place, and of no records of that name', () => {
    expect(read('An API for HR. We store employees with a name and an email.').records).toEqual([
      'employee: name, email',
    ]);
    expect(read('A REST API for event planning. Events have a title.').records).toEqual(['event: title']);
  });
});

describe('a field without the name of its record', () => {
  const shop =
    'A REST API. Products have a SKU, a name, a price and a quantity. Orders have a date and a price.';

  it.each([
    ['SKUs are unique.', ['no two products have the same SKU']],
    ['The quantity can never be negative.', ['the quantity of products is at least 0']],
    ['Quantities must be greater than zero.', ['the quantity of products is positive']],
    ['The quantity may never fall below zero.', ['the quantity of products is at least 0']],
    ['Names may not be empty.', ['the name of products is required']],
    [
      'Prices are never below zero.',
      ['the price of products is at least 0', 'the price of orders is at least 0'],
    ],
  ])('is meant by its name alone: %s', (said, met) => {
    const told = read(`${shop} ${said}`);
    expect(told.open).toEqual([]);
    expect(told.met.slice(-met.length)).toEqual(met);
  });

  it('is called by a longer name', () => {
    const { met, open } = read(
      'A REST API. Teachers (name, email, phone), students (name, email). Email addresses are unique. Phone numbers are optional.',
    );
    expect(open).toEqual([]);
    expect(met).toEqual(
      expect.arrayContaining([
        'no two teachers have the same e-mail',
        'no two students have the same e-mail',
        'the phone of teachers may be left out',
      ]),
    );
  });

  it('is the number of what it counts', () => {
    const { met } = read(
      'A REST API. A recipe has a title and servings. The number of servings must be between 1 and 50.',
    );
    expect(met).toContain('the servings of recipes is at least 1 and at most 50');
    expect(
      read('A REST API. A poem has a title and notes. The number of notes must be at most 5.').open,
    ).toEqual(['The number of notes must be at most 5.']);
  });

  it('is that of the record above, and none of what is told later', () => {
    const boats = read(
      'A REST API.\n\n## Boat\n- name\n- price\n- Prices must be at least 5\n\n## Skipper\n- name\n- price\n',
    );
    expect(boats.met.filter((each) => each.includes('at least 5'))).toEqual([
      'the price of boats is at least 5',
    ]);
    const told = read('A REST API. Boats have a name. Names are unique. Skippers have a name.');
    expect(told.met.filter((each) => each.startsWith('no two'))).toEqual(['no two boats have the same name']);
  });

  it('stays open where several fields are called so in part', () => {
    expect(
      read('A REST API. A driver has a licence number. A ticket has a seat number. Numbers are unique.').open,
    ).toEqual(['Numbers are unique.']);
  });

  it('is one that such records usually have', () => {
    const { met, open, records } = read(
      'A backend for a music school: students, teachers and rooms. Students can be searched by name. Teachers are sorted by name. Rooms have a number.',
    );
    expect(open).toEqual([]);
    expect(met).toEqual(
      expect.arrayContaining([
        'students can be searched by name',
        'teachers are listed by name, alphabetically',
      ]),
    );
    expect(records).toEqual(['student: name, email', 'teacher: name, email', 'room: number']);
    expect(read('A REST API. Boats and skippers are kept. Names are unique.').open).toEqual([
      'Names are unique.',
    ]);
  });
});

describe('what is said of a field', () => {
  it('is how long a code is', () => {
    const { met, open } = read(
      'A REST API. A part has a SKU of 8 characters, a code (4 characters, unique) and a title that is 20 characters long.',
    );
    expect(open).toEqual([]);
    expect(met).toEqual(
      expect.arrayContaining([
        'the SKU of parts is at least 8 characters and at most 8 characters long',
        'the code of parts is at least 4 characters and at most 4 characters long',
        'the title of parts is at least 20 characters and at most 20 characters long',
      ]),
    );
    // Nothing says whether that is the most.
    expect(read('A REST API. A poem has a title and a description of 500 characters.').open).toEqual([
      'of 500 characters',
    ]);
  });

  it('is how its values follow each other', () => {
    const { met, open } = read(
      'A REST API. Bugs have a title and a state that goes from open to in progress to resolved to closed.',
    );
    expect(open).toEqual([]);
    expect(met).toEqual(
      expect.arrayContaining([
        'the state of bugs moves from open to in progress, from in progress to resolved, from resolved to closed, starting at open, and not otherwise',
        'the state of bugs is one of open, in progress, resolved, closed',
      ]),
    );
    expect(
      read('A REST API.\n\n**Job**\n- title\n- state that goes from draft to open to closed\n').records,
    ).toEqual(['job: title, state']);
    expect(
      read('A REST API. A bug has a title and a state that goes from open to closed or rejected.').open,
    ).toEqual(['a state that goes from open to closed or rejected']);
    const boats = read(
      'A REST API. Boats have a name, a state which goes from new to used, sold and done, and a price.',
    );
    expect(boats.records).toEqual(['boat: name, price']);
    expect(boats.open).toEqual(['sold', 'done', 'a state which goes from new to used']);
  });
});

describe('a clause in a list of fields', () => {
  it('is no choice, and a statement of its own', () => {
    const { records, open } = read(
      'A REST API. A lesson has a date and a title and lasts 30 or 60 minutes. A talk has a room, a title, and lasts 30, 45 or 60 minutes.',
    );
    expect(records).toEqual(['lesson: date, title', 'talk: room, title']);
    expect(open).toEqual(['lasts 30 or 60 minutes', 'lasts 30, 45 or 60 minutes']);
  });

  it('is no name of a record', () => {
    const { records, open } = read('A REST API. A member has a name. The club keeps boats (name).');
    expect(records).toEqual(['member: name']);
    expect(open).toEqual(['The club keeps boats (name).']);
  });
});

describe('records in the list of another record’s fields', () => {
  it('belong to that', () => {
    const { records, met, open } = read(
      'A REST API. An invoice has a number. Invoices have lines with a description, quantity and unit price. Albums have a title and pages with a number and a theme.',
    );
    expect(open).toEqual([]);
    expect(records).toEqual([
      'invoice: number',
      'line: invoice, description, quantity, unit price',
      'album: title',
      'page: album, number, theme',
    ]);
    expect(met).toEqual(
      expect.arrayContaining(['each line belongs to one invoice', 'each page belongs to one album']),
    );
  });

  it('stay open where nobody knows whose the last fields are', () => {
    const { records, open } = read(
      'A REST API. An order has a number. Orders have lines with a product and a quantity, a date and a status.',
    );
    expect(records).toEqual(['order: number']);
    expect(open).toEqual(['lines with a product and a quantity, a date and a status']);
  });
});

describe('a label before a statement', () => {
  it.each([
    'Rules: no two tickets for the same seat number at an event.',
    'Constraints: no two tickets for the same seat number at an event.',
    '**Business rules:** no two tickets for the same seat number at an event.',
  ])('says nothing of it: %s', (said) => {
    const { met, open } = read(
      `A REST API for tickets.\n\n**Entities:** events (name, venue), tickets (event, seat number).\n\n${said}`,
    );
    expect(open).toEqual([]);
    expect(met).toContain('no two tickets have the same seat number and the same event');
  });

  it('is a heading on a line of its own, unless it is a sentence', () => {
    const { records, open } = read(
      'A REST API.\n\n**Boat**\n- name\n- price\n\n**Rules:**\n- Names are unique.\n\n**Boats must be clean**\n',
    );
    expect(records).toEqual(['boat: name, price']);
    expect(open).toEqual(['**Boats must be clean**']);
  });

  it('is left where it says more', () => {
    expect(read('A REST API. Boats have a name. Optional constraints: names are unique.').open).toEqual([
      'Optional constraints: names are unique.',
    ]);
  });
});

describe('a type in a table or a list', () => {
  it('is the name of a record, or a word that programmers use', () => {
    const { records, met, open } = read(
      'A REST API.\n\n### Book\n| Field | Type | Rules |\n|---|---|---|\n| title | string | required |\n\n### Loan\n| Field | Type | Rules |\n|---|---|---|\n| book | Book | required |\n| starts at | datetime | required |\n\n**Copy**\n- code: string, unique\n- book: reference to Book, required\n- website: url, optional\n',
    );
    expect(open).toEqual([]);
    expect(records).toEqual(['book: title', 'loan: book, starts at', 'copy: code, book, website']);
    expect(met).toEqual(
      expect.arrayContaining(['each loan belongs to one book', 'each copy belongs to one book']),
    );
  });
});

describe('lists', () => {
  it('are there where they are searched', () => {
    const { met, open } = read(
      'A REST API. Members have a name and a level. Members can be listed, searched by name and sorted by level.',
    );
    expect(open).toEqual([]);
    expect(met).toEqual(expect.arrayContaining(['members can be searched by name']));
  });

  it('are not for some alone where that is not read', () => {
    expect(
      read('A REST API. Members have a name. Members can be listed by staff and searched by name.').open,
    ).toContain('staff');
  });
});
