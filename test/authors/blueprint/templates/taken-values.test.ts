import { describe, expect, it } from '@jest/globals';
import { Command } from 'commander';
import { z } from 'zod';
import type { Domain } from '../../../../src/authors/blueprint/domain/domain.js';
import { projectFiles } from '../../../../src/authors/blueprint/planning/project-files.js';
import { date, datetime, entity, field, numbered, text } from '../rules/domain-words.js';
import { loadedProject } from './loaded-project.js';

const VISITS: Domain = {
  version: 1,
  kind: 'api',
  name: 'visits',
  title: 'Visits',
  description: 'Keeps visits.',
  entities: [
    {
      ...entity('visit', 'visits', [
        field('guest', text()),
        field('email', { kind: 'email' }),
        field('second email', { kind: 'email' }, { optional: true }),
        field('starts at', datetime),
        field('noted at', datetime, { set: 'system', default: { moment: 'now' } }),
        field('paid on', date, { default: { moment: 'now' } }),
        field('called at', { kind: 'time' }, { default: { moment: 'now' } }),
        field('fee', { kind: 'money', min: null, max: null }),
        field('tip', { kind: 'money', min: 0, max: 20 }),
      ]),
      ranged: ['fee', 'starts at'],
    },
  ],
  rules: numbered([
    { kind: 'unique', entity: 'visit', field: 'email', per: null, also: [], state: null },
    { kind: 'order', entity: 'visit', earlier: 'starts at', later: 'paid on', equal: true },
    { kind: 'moment', entity: 'visit', field: 'paid on', lies: 'past', atLeast: null },
  ]),
  access: null,
  claims: [{ requirement: 'R1', aspect: { kind: 'records', entity: 'visit' } }],
};

const PROGRAM: Domain = { ...VISITS, kind: 'cli' };
const VISIT = { guest: 'Ada', email: 'ada@example.com', startsAt: '2026-03-01T09:30:00Z', fee: 3, tip: 1 };

function schemaOf(domain: Domain, name: string): z.ZodObject {
  const schema = loadedProject(domain)('src/visits/visit-schema.ts')[name];
  if (!(schema instanceof z.ZodObject)) throw new Error(`${name} is no schema of an object`);
  return schema;
}

function fileOf(domain: Domain, path: string): string {
  return projectFiles(domain).find((file) => file.path === path)?.content ?? '';
}

const NEW_VISIT = schemaOf(VISITS, 'newVisitSchema');
const QUERY = schemaOf(VISITS, 'visitQuerySchema');

function created(given: object): unknown {
  const parsed = NEW_VISIT.safeParse({ ...VISIT, ...given });
  return parsed.success ? parsed.data : 'refused';
}

describe('a number in the query of a delivered API', () => {
  const refused = ['', ' ', '0x10', '1e3', '+5', '5 ', 'many'];

  it.each(refused)('is no number: "%s"', (given) => {
    for (const name of ['limit', 'offset', 'minFee', 'maxFee']) {
      expect(QUERY.safeParse({ [name]: given }).success).toBe(false);
    }
  });

  it('is taken in digits', () => {
    expect(QUERY.parse({ limit: '7', offset: '3', minFee: '-1.50', maxFee: '20' })).toEqual({
      limit: 7,
      offset: 3,
      minFee: -1.5,
      maxFee: 20,
    });
    expect(QUERY.parse({})).toEqual({ limit: 20, offset: 0 });
  });

  it('is described as a number, with its bounds and its default', () => {
    expect(z.toJSONSchema(QUERY, { io: 'input' })).toMatchObject({
      properties: {
        limit: { type: 'integer', minimum: 1, maximum: 100, default: 20 },
        offset: { type: 'integer', minimum: 0, default: 0 },
        minFee: { type: 'number' },
        startsAtFrom: { type: 'string', format: 'date-time' },
      },
    });
  });
});

describe('a number that a delivered program is given', () => {
  const { valuesOf } = loadedProject(PROGRAM)('src/commands/values.ts') as {
    readonly valuesOf: (command: Command, options: readonly object[]) => unknown;
  };
  const fee = { name: 'fee', holds: '', takes: 'number', clearable: false };
  const given = (text: string): unknown =>
    valuesOf(new Command().option('--fee <number>').parse(['--fee', text], { from: 'user' }), [fee]);

  it('is taken in digits', () => {
    expect(given('12.50')).toEqual({ fee: 12.5 });
    expect(given('-3')).toEqual({ fee: -3 });
  });

  it.each(['', ' ', '0x10', '1e3', 'many'])('stays a text, which is refused, where it is "%s"', (text) => {
    expect(given(text)).toEqual({ fee: text });
  });
});

describe('a moment in a delivered project', () => {
  it.each([
    ['2026-03-01T09:30:00Z', '2026-03-01T09:30:00Z'],
    ['2026-03-01T09:30:00.999Z', '2026-03-01T09:30:00Z'],
    ['2026-03-01T10:30:00+01:00', '2026-03-01T09:30:00Z'],
    ['2026-02-28T23:30:00.5-10:00', '2026-03-01T09:30:00Z'],
  ])('is kept in UTC, to the second: %s', (given, kept) => {
    expect(created({ startsAt: given })).toMatchObject({ startsAt: kept });
    expect(QUERY.parse({ startsAtFrom: given })).toMatchObject({
      startsAtFrom: kept,
    });
  });

  it.each(['2026-03-01', '2027-02-29T12:00:00Z', '2026-03-01T09:30:00', '9999-12-31T23:59:59-01:00', '', 5])(
    'is none: %s',
    (given) => {
      expect(created({ startsAt: given })).toBe('refused');
    },
  );

  it('names its form where it is refused', () => {
    const { error } = NEW_VISIT.safeParse({ ...VISIT, startsAt: 'noon' });
    expect(error?.issues).toMatchObject([
      { path: ['startsAt'], message: expect.stringContaining('2026-03-01T10:30:00+01:00') },
    ]);
  });

  it('is described as one', () => {
    expect(z.toJSONSchema(NEW_VISIT, { io: 'input' })).toMatchObject({
      properties: {
        startsAt: { type: 'string', format: 'date-time', description: 'kept in UTC, to the second' },
      },
    });
  });

  it('is tried in the tests of the project', () => {
    expect(fileOf(VISITS, 'test/visits/visit.test.ts')).toContain(
      "startsAt: '2026-03-01T10:30:00.750+01:00'",
    );
  });
});

describe('an e-mail address in a delivered project', () => {
  it('is the same in any spelling where no two may be, and as it is given elsewhere', () => {
    expect(created({ email: 'Ada@Example.COM', secondEmail: 'Ada@Example.COM' })).toMatchObject({
      email: 'ada@example.com',
      secondEmail: 'Ada@Example.COM',
    });
    expect(QUERY.parse({ email: 'Ada@Example.COM' })).toMatchObject({
      email: 'ada@example.com',
    });
    expect(fileOf(VISITS, 'test/visits/visit.test.ts')).toContain("email: 'PERSON7@EXAMPLE.COM'");
  });
});

describe('an amount of money in a delivered project', () => {
  it('has bounds within which two decimals are told apart', () => {
    for (const fee of [999_999_999_999.99, -999_999_999_999.99, 0.1])
      expect(created({ fee })).not.toBe('refused');
    for (const fee of [1e12, -1e12, 5.6e12, 8_000_000_000_000.123, 1.005, 999_999_999_999.991]) {
      expect(created({ fee })).toBe('refused');
    }
  });

  it('has those of the brief where it says some', () => {
    expect(created({ tip: 20 })).not.toBe('refused');
    expect(created({ tip: 20.01 })).toBe('refused');
    expect(created({ tip: -0.01 })).toBe('refused');
    expect(z.toJSONSchema(NEW_VISIT, { io: 'input' })).toMatchObject({
      properties: { tip: { minimum: 0, maximum: 20 }, fee: { maximum: 999_999_999_999.99 } },
    });
  });
});

describe('today', () => {
  /** A moment where clocks are so many minutes ahead of UTC. */
  const ahead = (minutes: number, moment: string): Date =>
    Object.assign(new Date(moment), { getTimezoneOffset: () => -minutes });
  const calendarOf = (domain: Domain) =>
    loadedProject(domain)('src/calendar.ts') as Readonly<
      Record<'dayOf' | 'timeOf', (moment: Date) => string> & {
        later: (value: string, amount: { count: number; unit: string }) => string;
      }
    >;

  it('is the day of the place where a program runs', () => {
    const { dayOf, timeOf } = calendarOf(PROGRAM);
    expect(dayOf(ahead(660, '2026-03-01T21:00:00Z'))).toBe('2026-03-02');
    expect(timeOf(ahead(660, '2026-03-01T21:00:00Z'))).toBe('08:00');
    expect(dayOf(ahead(-600, '2026-03-01T09:30:00Z'))).toBe('2026-02-28');
    const service = fileOf(PROGRAM, 'src/visits/visit-service.ts');
    expect(service).toContain('input.paidOn ?? dayOf(now())');
    expect(service).toContain('input.calledAt ?? timeOf(now())');
    expect(fileOf(PROGRAM, 'src/visits/visit-rules.ts')).toContain('dayOf(new Date(visit.startsAt))');
  });

  it('leaves what is reckoned from a day as it is, wherever that is', () => {
    const { later } = calendarOf(PROGRAM);
    expect(later('2026-01-31', { count: 1, unit: 'months' })).toBe('2026-02-28');
    expect(later('2026-02-28', { count: 1, unit: 'days' })).toBe('2026-03-01');
    expect(later('2026-02-28T23:59:00Z', { count: 1, unit: 'minutes' })).toBe('2026-03-01T00:00:00Z');
  });

  it('is the day in UTC of an API and of a library, and they say so', () => {
    for (const kind of ['api', 'library'] as const) {
      const domain: Domain = { ...VISITS, kind };
      expect(calendarOf(domain).dayOf(ahead(660, '2026-03-01T21:00:00Z'))).toBe('2026-03-01');
      expect(fileOf(domain, 'README.md')).toContain('today in UTC when it is left out');
      expect(fileOf(domain, 'README.md')).toContain(
        'must not lie in the future, as days are counted in UTC.',
      );
    }
    expect(fileOf(PROGRAM, 'README.md')).not.toContain('today in UTC');
  });
});
