import { describe, expect, it } from '@jest/globals';
import { createBlueprintAuthor } from '../../../src/authors/blueprint/blueprint-author.js';
import { domainSchema, type Domain } from '../../../src/authors/blueprint/domain/domain.js';
import { analysisSchema, type Analysis } from '../../../src/protocol/analysis.js';
import { BLOG, CLINIC, EVERY_BRIEF, LEAGUE, LIBRARY, OUTLINE, ROOMS, TICKETS, TODO } from './briefs.js';

async function analyze(brief: string, name?: string): Promise<Analysis> {
  const analysis = await createBlueprintAuthor().analyze({
    brief,
    name,
    kind: undefined,
    signal: new AbortController().signal,
  });
  return analysisSchema.parse(analysis);
}

async function domainOf(brief: string): Promise<Domain> {
  return domainSchema.parse((await analyze(brief)).subject);
}

/** Every entity as `pets: name text, owner → owner`. */
function shape(domain: Domain): readonly string[] {
  return domain.entities.map(
    ({ plural, fields }) =>
      `${plural}: ${fields
        .map(({ words, type, optional }) => {
          const holds = type.kind === 'reference' ? `→ ${type.entity}` : type.kind;
          return `${words} ${holds}${optional ? '?' : ''}`;
        })
        .join(', ')}`,
  );
}

describe('reading the records of a brief', () => {
  it.each([
    [
      'lists in brackets',
      CLINIC,
      [
        'owners: name text, email email, phone text',
        'pets: name text, species text, born on date, owner → owner',
        'visits: date date, reason text, cost money',
      ],
    ],
    [
      'one sentence with semicolons',
      LIBRARY,
      [
        'books: title text, isbn text, number of copies integer',
        'members: name text, email email',
        'loans: book → book, member → member, due date date, returned on date?',
      ],
    ],
    [
      'several ties to one kind of record',
      LEAGUE,
      [
        'teams: name text, city text',
        'players: name text, shirt number integer, position enum, team → team',
        'matches: home team → team, away team → team, date date, venue text',
      ],
    ],
    [
      'Markdown with emphasis and code',
      TICKETS,
      [
        'users: name text, email email',
        'tickets: title text, description text?, priority enum, status enum, user → user?',
      ],
    ],
    [
      'an outline under headings that name no record',
      OUTLINE,
      [
        'products: name text, sku text, price money, quantity integer, category → category, supplier → supplier',
        'suppliers: name text, email email, phone text',
        'categories: name text',
      ],
    ],
    [
      'many on both sides',
      BLOG,
      [
        'posts: title text, body text, published boolean, tags references?',
        'comments: post → post, author name text, text text',
        'tags: name text',
      ],
    ],
    ['a bare subject', TODO, ['tasks: title text, notes text?, due date date?, done boolean']],
  ])('reads %s', async (_what, brief, expected) => {
    expect(shape(await domainOf(brief))).toEqual(expected);
  });

  it('reads bounds in digits and in words', async () => {
    const { entities, rules } = await domainOf(LEAGUE);
    const [teams, players] = entities;
    expect(teams?.fields[0]?.type).toEqual({ kind: 'text', min: 3, max: 50 });
    expect(players?.fields[1]?.type).toEqual({ kind: 'integer', min: 1, max: 99 });
    expect(rules.find(({ kind }) => kind === 'at-most')).toMatchObject({
      entity: 'player',
      per: 'team',
      limit: 25,
    });
  });

  it('takes an open loan for one without a return date, and says so', async () => {
    const analysis = await analyze(LIBRARY);
    expect(domainSchema.parse(analysis.subject).rules).toContainEqual(
      expect.objectContaining({
        kind: 'at-most',
        entity: 'loan',
        per: 'member',
        limit: 5,
        state: { word: 'open', field: 'returned on', is: { kind: 'unset' } },
      }),
    );
    expect(analysis.assumptions.join(' ')).toMatch(/open.*returned on/);
  });

  it('says what it assumed where the brief names no fields', async () => {
    expect((await analyze(TODO)).assumptions).toContain('The brief names no records; tasks are kept.');
  });

  it.each([
    [
      'a date after another',
      ROOMS,
      { kind: 'order', entity: 'booking', earlier: 'start', later: 'end', equal: false },
    ],
    [
      'uniqueness among the records of one parent',
      LEAGUE,
      { kind: 'unique', field: 'shirt number', per: 'team' },
    ],
    ['uniqueness', LIBRARY, { kind: 'unique', entity: 'book', field: 'isbn', per: null }],
  ])('reads %s', async (_what, brief, rule) => {
    expect((await domainOf(brief)).rules).toContainEqual(expect.objectContaining(rule));
  });
});

describe('the requirements of a brief', () => {
  it.each(Object.entries(EVERY_BRIEF))('quotes the brief word for word: %s', async (_name, brief) => {
    const { requirements } = await analyze(brief);
    const missing = requirements.filter(
      ({ source }) => !brief.includes(source) && !source.startsWith('todo'),
    );
    expect(missing.map(({ source }) => source)).toEqual([]);
    expect(requirements.map(({ id }) => id)).toEqual(
      requirements.map((_each, index) => `R${String(index + 1)}`),
    );
  });

  it.each([
    [LIBRARY, 'Members get an email reminder three days before the due date.'],
    [
      `${ROOMS} The room next door is offered when one is taken.`,
      'The room next door is offered when one is taken.',
    ],
    [TICKETS, 'interface Foo {}'],
    [`${CLINIC} Only vets may cancel visits.`, 'Only vets may cancel visits.'],
    [`${CLINIC} Prices are predicted by a neural network.`, 'Prices are predicted by a neural network.'],
    [`${CLINIC} Staff must log in with a fingerprint.`, 'Staff must log in with a fingerprint.'],
    [`${CLINIC} The species must be spelled in Latin.`, 'The species must be spelled in Latin.'],
  ])('leaves open what it cannot write, with a reason', async (brief, statement) => {
    const { requirements, understood } = await analyze(brief);
    const open = requirements.filter(({ proof }) => proof.kind === 'none');
    expect(open.map(({ source }) => source)).toEqual([statement]);
    expect(understood.join('\n')).toContain(statement);
  });

  it.each(Object.entries(EVERY_BRIEF))(
    'accounts for every sentence after the first: %s',
    async (_name, brief) => {
      const { requirements } = await analyze(brief);
      const covered = requirements.map(({ source }) => source).join('\n');
      const nouns = brief
        .split(/\n|(?<=[.])\s/)
        .slice(1)
        .filter(
          (sentence) =>
            /[a-z]{3}/i.test(sentence) && !/^(?:#|Entities|Relationships|Features|```)/.test(sentence),
        )
        .map((sentence) => /\b(?:[a-z]{5,})\b(?=[^a-z]*$)/i.exec(sentence)?.[0])
        .filter((word) => word !== undefined);
      expect(nouns.filter((word) => !covered.includes(word))).toEqual([]);
    },
  );

  it('gives a limit an example on each side', async () => {
    const { requirements } = await analyze(LIBRARY);
    const limit = requirements.find(({ source }) => source === 'A member may have at most five open loans.');
    expect(limit?.examples.map(({ given, then }) => [given, then])).toEqual([
      ['one member with 4 open loans', 'it is answered with 201 and the record'],
      ['one member with 5 open loans', 'it is refused with 409'],
    ]);
  });
});

describe('the name of a project', () => {
  it.each([
    [CLINIC, 'veterinary-clinic-api'],
    [LEAGUE, 'football-league-api'],
    [TODO, 'todo-list-api'],
    ['An API called "Shelf Life" for books with a title.', 'shelf-life'],
    ['Customers have a name and an email. Build an API for that.', 'customers-api'],
  ])('comes from the brief', async (brief, name) => {
    expect((await analyze(brief)).name).toBe(name);
  });

  it('is the one that was asked for', async () => {
    expect((await analyze(CLINIC, 'paws')).name).toBe('paws');
  });
});
