import { describe, expect, it } from '@jest/globals';
import { createBlueprintAuthor } from '../../../src/authors/blueprint/blueprint-author.js';
import { domainSchema, type Domain } from '../../../src/authors/blueprint/domain/domain.js';
import type { FieldType } from '../../../src/authors/blueprint/domain/field.js';
import type { Analysis } from '../../../src/protocol/analysis.js';
import { MillwrightError } from '../../../src/protocol/errors.js';

async function analyze(brief: string): Promise<Analysis> {
  const { signal } = new AbortController();
  return createBlueprintAuthor().analyze({ brief, name: undefined, kind: undefined, signal });
}

async function domainOf(brief: string): Promise<Domain> {
  return domainSchema.parse((await analyze(brief)).subject);
}

/** Every kind of record with the names of its fields; `?` marks those that may be left out. */
async function recordsOf(brief: string): Promise<Readonly<Record<string, string>>> {
  const { entities } = await domainOf(brief);
  return Object.fromEntries(
    entities.map(({ plural, fields }) => [
      plural,
      fields.map(({ words, optional }) => `${words}${optional ? '?' : ''}`).join(', '),
    ]),
  );
}

async function typeOf(brief: string, entity: string, field: string): Promise<FieldType | undefined> {
  const { entities } = await domainOf(brief);
  return entities.find(({ plural }) => plural === entity)?.fields.find(({ words }) => words === field)?.type;
}

describe('a list of options', () => {
  it.each([
    ['type (single, double, suite)', ['single', 'double', 'suite']],
    ['type (single, double)', ['single', 'double']],
    ['type: float | double | decking', ['float', 'double', 'decking']],
    ['type (text, number, date, choice)', ['text', 'number', 'date', 'choice']],
    ['type (core, optional, elective)', ['core', 'optional', 'elective']],
    ['type (required, single, double, suite)', ['single', 'double', 'suite']],
    ['type (single, double, suite, optional)', ['single', 'double', 'suite']],
    ['type: new, worn, broken', ['new', 'worn', 'broken']],
    ['type (date, number or text)', ['date', 'number', 'text']],
  ])('keeps every option of "%s"', async (written, values) => {
    expect(await typeOf(`An API for rooms. Rooms have a number and a ${written}.`, 'rooms', 'type')).toEqual({
      kind: 'enum',
      values,
    });
  });

  it.each([
    ['code (string, unique)', { kind: 'text' }],
    ['code (string, email)', { kind: 'email' }],
    ['code (integer, required)', { kind: 'integer' }],
  ])('is not what "%s" is', async (written, type) => {
    expect(
      await typeOf(`An API for rooms. Rooms have a floor and a ${written}.`, 'rooms', 'code'),
    ).toMatchObject(type);
  });
});

describe('a sentence that forbids something', () => {
  const GYM =
    'An API for a gym. Members have a name and an email. Classes have a title and a capacity (1 to 30).';

  it.each([
    'A class cannot have more bookings than its capacity.',
    "A class can't have two trainers.",
    'A class must not contain beginners.',
    'Members may not hold keys.',
    'Members should never have a locker.',
    "Members with classes shouldn't own lockers.",
    'New members have priority.',
  ])('declares no record and no field: %s', async (rule) => {
    expect(await recordsOf(`${GYM} ${rule}`)).toEqual({ members: 'name, email', classes: 'title, capacity' });
    const open = (await analyze(`${GYM} ${rule}`)).requirements.filter(({ proof }) => proof.kind === 'none');
    expect(open.map(({ source }) => source)).toEqual([rule]);
  });

  it.each(["Users can't delete a shelf with books.", "A shelf mustn't be deleted if it has books."])(
    'is a rule where it is one that can be kept: %s',
    async (rule) => {
      const { requirements } = await analyze(
        `An API for shelves and books. Shelves have a label. A book has a title and belongs to a shelf. ${rule}`,
      );
      expect(requirements.find(({ source }) => source === rule)).toMatchObject({
        statement: 'Shelves that have books are not deleted.',
        proof: { kind: 'test' },
      });
    },
  );
});

describe('a number of things that cannot be', () => {
  it.each([
    'An API with at least 10 and at most 5 items per box.',
    'An API for boxes with a label. A box has at least ten but no more than 5 items.',
    'An API for boxes with a label. A box has at most 5 and at least 10 items.',
    'An API for boxes. Boxes have a label between 10 and 5 characters.',
    'An API for boxes. Boxes have a label (at least 10 and at most 5 characters).',
    'An API for boxes. Boxes have a size (minimum 10, maximum 5).',
    'An API for boxes. Boxes have a size (more than 10, less than 5).',
  ])('is a contradiction, named with both numbers: %s', async (brief) => {
    const thrown: unknown = await analyze(brief).catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(MillwrightError);
    expect(thrown).toMatchObject({ type: 'InvalidBrief', message: expect.stringMatching(/10.* 5\b/) });
  });

  it('is none where the numbers go together', async () => {
    const brief = 'An API for boxes. Boxes have a size of at least 5 and at most 10 kg.';
    expect(await typeOf(brief, 'boxes', 'size')).toEqual({ kind: 'integer', min: 5, max: 10 });
  });
});

describe('a bound', () => {
  it.each([
    ['a price below 500 euros', 'price', { kind: 'money', min: 0, max: 499.99 }],
    ['an amount greater than 0', 'amount', { kind: 'money', min: 0.01, max: null }],
    ['a quantity of one to fifty', 'quantity', { kind: 'integer', min: 1, max: 50 }],
    ['an hourly wage >= 15', 'hourly wage', { kind: 'money', min: 15, max: null }],
    ['an age not below 5', 'age', { kind: 'integer', min: 5, max: null }],
    ['an abstract of up to 1,000 characters', 'abstract', { kind: 'text', min: null, max: 1000 }],
    ['a rating between one and five stars', 'rating', { kind: 'integer', min: 1, max: 5 }],
    ['a maximum age', 'maximum age', { kind: 'text', min: null, max: null }],
    ['an amount in ml', 'amount in ml', { kind: 'number', min: 0, max: null, decimals: null }],
  ])('is read from "%s"', async (written, field, type) => {
    expect(await typeOf(`An API for things. Parts have a name and ${written}.`, 'parts', field)).toEqual(
      type,
    );
  });

  it('stays open where a number has no last value below it', async () => {
    const { requirements } = await analyze(
      'An API for a post. Parcels have a code and a weight (less than 30 kg).',
    );
    expect(requirements.filter(({ proof }) => proof.kind === 'none').map(({ source }) => source)).toEqual([
      'a weight (less than 30 kg)',
    ]);
  });
});

describe('records and fields as people write of them', () => {
  it.each([
    [
      'An API for plants. Every plant has a nickname, a species and a location. A watering belongs to a plant and has a date.',
      { plants: 'nickname, species, location', waterings: 'plant, date' },
    ],
    [
      'A REST API for a hotel. Rooms: number. Guests: name. Bookings: a guest books a room from a check-in date to a check-out date. Check-out must be after check-in.',
      { rooms: 'number', guests: 'name', bookings: 'guest, room, check in date, check out date' },
    ],
    [
      'An API for flats and tenants. Flats have an address. Tenants have a name. A tenant lives in one flat.',
      { flats: 'address', tenants: 'name, flat' },
    ],
    [
      'As a coach I want to record athletes, so that I know them. An athlete has a first name. Results have a time. All results belong to an athlete.',
      { athletes: 'first name', results: 'time, athlete' },
    ],
    [
      '# Cooking API\n\n## Recipes\n- title\n- difficulty: easy, medium or hard\n\n## Ingredients\n- name\n- belongs to a recipe\n',
      { recipes: 'title, difficulty', ingredients: 'name, recipe' },
    ],
    [
      'An API for plots and tenants. A plot has a number. A tenant has a name. A lease links a plot and a tenant with a start date and an end date.',
      { plots: 'number', tenants: 'name', leases: 'plot, tenant, start date, end date' },
    ],
    [
      'An API for a museum. Exhibits have a name. A loan belongs to an exhibit and has a borrower, e.g. another museum, and a due date.',
      { exhibits: 'name', loans: 'exhibit, borrower, due date' },
    ],
    [
      'An API for vaccines. A vaccine has a name, a dose from 1 to 4 and optionally a remark.',
      { vaccines: 'name, dose, remark?' },
    ],
    [
      'An API for events. Every event has a title. Every event has a host, takes place on a date. Hosts have a name.',
      { events: 'title, host, date', hosts: 'name' },
    ],
    [
      'Crew planner API. Crew planner: ships (name, flag), sailors (name, rank). An event must have: a title, a date.',
      { ships: 'name, flag', sailors: 'name, rank', events: 'title, date' },
    ],
    [
      'An API for a café: drinks (name, price), orders (number, ordered at).',
      { drinks: 'name, price', orders: 'number, ordered at' },
    ],
    ['An API for property viewings. Viewings: date. Buyers: name.', { viewings: 'date', buyers: 'name' }],
    [
      'An API for a theatre. Tickets have a seat and belong to an event, which has a title.',
      { tickets: 'seat, event', events: 'title' },
    ],
  ])('are kept as they are: %s', async (brief, expected) => {
    expect(await recordsOf(brief)).toEqual(expected);
  });

  it('puts check-out after check-in', async () => {
    const { rules } = await domainOf(
      'A REST API for a hotel. Rooms: number. Guests: name. Bookings: a guest books a room from a check-in date to a check-out date. Check-out must be after check-in.',
    );
    expect(rules).toEqual([
      expect.objectContaining({
        kind: 'order',
        earlier: 'check in date',
        later: 'check out date',
        equal: false,
      }),
    ]);
  });

  it('takes what a record is one of for its status', async () => {
    const brief =
      'A survey API. A survey has a title and is either draft, open or closed. Questions have a text and belong to a survey.';
    expect(await typeOf(brief, 'surveys', 'status')).toEqual({
      kind: 'enum',
      values: ['draft', 'open', 'closed'],
    });
  });

  it('takes an amount below zero where the brief does', async () => {
    const brief = 'A ledger API. Accounts have a name and a balance which can be negative.';
    expect(await typeOf(brief, 'accounts', 'balance')).toEqual({ kind: 'money', min: null, max: null });
  });

  it('counts one thing in the singular', async () => {
    const { requirements } = await analyze(
      'An API for speakers and talks. Speakers have a name. A talk has a title and belongs to a speaker. A speaker may have at most one talk.',
    );
    expect(requirements.at(-1)?.statement).toBe('Each speaker has at most 1 talk.');
  });
});
