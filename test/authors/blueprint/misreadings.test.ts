import { describe, expect, it } from '@jest/globals';
import { samplesFor } from '../../../src/authors/blueprint/rendering/settled-samples.js';
import { ASIDE, readBrief, understandBrief } from '../../../src/authors/blueprint/reading/read-brief.js';

const request = (brief: string) => ({ brief, name: undefined, kind: undefined });

/** What a brief is taken to ask for: each claim with its examples, and what is left open. */
function read(brief: string) {
  const { requirements, kind } = readBrief(request(brief));
  const met = requirements.filter(({ proof }) => proof.kind !== 'none');
  return {
    kind,
    claims: met.map(({ statement, examples }) => ({
      statement,
      examples: examples.map(({ given, when, then }) => `${given} | ${when} | ${then}`),
    })),
    statements: met.map(({ statement }) => statement),
    examples: met.flatMap(({ examples }) =>
      examples.map(({ given, when, then }) => `${given} | ${when} | ${then}`),
    ),
    open: requirements.filter(({ proof }) => proof.kind === 'none').map(({ source }) => source),
  };
}

const fieldsOf = (brief: string, singular: string): readonly string[] =>
  (
    understandBrief(request(brief)).domain.entities.find((each) => each.singular === singular)?.fields ?? []
  ).map(({ words, type }) => `${words}: ${type.kind}`);

const recordsOf = (brief: string): readonly string[] =>
  understandBrief(request(brief)).domain.entities.map(({ singular }) => singular);

const PIECES =
  'A piece has a title of up to 80 characters, a composer and a year. Pieces can be filtered by composer.';

describe('the kind of project', () => {
  it.each([
    `choirbox\n\nI keep the sheet music of a choir. I would like a command line program for it. ${PIECES}`,
    `Sheet music\n\nCommand line program for a choir.\n\n${PIECES}`,
    `# Notes for a choir\n\nI am its secretary. We have sixty singers. It should be a program I run in the terminal. ${PIECES}`,
    `A tool for the terminal that keeps pieces. ${PIECES}`,
  ])('is a command-line program, and is told as one: %s', (brief) => {
    const { kind, statements, examples, open } = read(brief);
    expect(kind).toBe('cli');
    expect(statements).toContainEqual(expect.stringContaining('command-line program'));
    expect(open).toEqual([]);
    expect(examples.length).toBeGreaterThan(3);
    expect(examples.filter((each) => /\b(?:POST|GET|DELETE|PATCH|answered with)\b/.test(each))).toEqual([]);
  });

  it.each([
    ['A REST API for the committee and the singers of a choir.', 'It is a REST API in TypeScript'],
    [
      "I need a command line tool to keep track of what's in our cupboards.",
      'It is a command-line program in TypeScript',
    ],
    ['A library that our other programs can import.', 'It is a library in TypeScript'],
  ])('is a requirement of its own where a sentence says no more: %s', (brief, statement) => {
    const { requirements, assumptions } = readBrief(request(`${brief} ${PIECES}`));
    expect(requirements[0]).toMatchObject({
      statement: expect.stringContaining(statement),
      source: brief,
      proof: { kind: 'check' },
    });
    expect(assumptions.filter((each) => each.startsWith(ASIDE))).toEqual([]);
  });

  it('of an API goes without saying where a sentence says more', () => {
    const { requirements } = readBrief(
      request(`A REST API for a choir, with singers (name, voice). ${PIECES}`),
    );
    expect(requirements.map(({ statement }) => statement)).not.toContain('It is a REST API in TypeScript.');
  });

  it.each([
    `A module that our other programs can import. ${PIECES}`,
    `Sheet music\n\nWe write software for choirs. We want a TypeScript package for its pieces. ${PIECES}`,
  ])('is a library: %s', (brief) => {
    expect(read(brief).kind).toBe('library');
  });

  it.each([
    'A small library for our village. A book has a title and a shelf. Members borrow books.',
    'Backend for a courier. A package that we deliver is never opened. Parcels have a weight and a barcode.',
    'We want a REST API, not a command-line tool. A piece has a title and a composer.',
  ])('is none of both: %s', (brief) => {
    expect(understandBrief(request(brief)).domain.kind).toBe('api');
  });
});

const BOTTLES =
  'A REST API for a laboratory. Chemicals have a name. Bottles have a barcode and a size and belong to a chemical.';
const isDeleted =
  (noun: string) =>
  (each: string): boolean =>
    new RegExp(`DELETE /${noun}/:id \\| it is answered with 204`).test(each);

describe('an example', () => {
  it.each([
    ['bottles', 'A bottle that is sealed in wax cannot be deleted.'],
    ['chemicals', 'A chemical that the inspector once saw is never removed.'],
    ['bottles', 'Nothing is ever thrown away without a form being signed.'],
  ])('deletes none of the %s where that was not all understood: %s', (noun, sentence) => {
    const { examples, open } = read(`${BOTTLES} ${sentence}`);
    expect(open).toContain(sentence);
    expect(read(BOTTLES).examples.some(isDeleted(noun))).toBe(true);
    expect(examples.some(isDeleted(noun))).toBe(false);
  });

  it('refuses no deletion that the brief says nothing of', () => {
    const { examples } = read(
      `${BOTTLES} A label belongs to a chemical and has a colour. Deleting a chemical deletes its labels.`,
    );
    expect(examples.filter((each) => each.includes('DELETE') && each.includes('409'))).toEqual([]);
  });

  it('gives no made-up text for a field that the system fills in', () => {
    const table = '| Field | Type | Required | Notes |\n|---|---|---|---|\n';
    const { examples, open } = read(
      `# A REST API for bottles\n\n## Bottles\n\n${table}| barcode | text | yes | unique |\n| state | choice | yes | sealed (default), open, empty |\n| person | text | yes | filled from the badge at the door |\n`,
    );
    expect(open.join()).toContain('filled from the badge');
    expect(examples.filter((each) => /Sample (?:state|person)/.test(each))).toEqual([]);
    expect(examples.filter((each) => each.includes('without person'))).toEqual([]);
  });

  it('starts from nothing that its own rule forbids', () => {
    const { claims } = read(
      'A REST API for a choir. A rehearsal has a date and a place. There is at most one rehearsal per day.',
    );
    const rule = claims.find(({ statement }) => statement.startsWith('No two rehearsals'));
    expect(rule?.examples.length).toBeGreaterThan(2);
    expect(rule?.examples.filter((each) => /\b[2-9] rehearsals with date \d/.test(each))).toEqual([]);
  });

  it('gives each record a day of its own where no two may have the same', () => {
    const { domain } = understandBrief(
      request('A REST API for a choir. A rehearsal has a date. There is at most one rehearsal per day.'),
    );
    const [rehearsal] = domain.entities;
    const [date] = rehearsal?.fields ?? [];
    if (rehearsal === undefined || date === undefined) throw new Error('no rehearsal was read');
    expect(samplesFor({ ...domain, claims: [] }, rehearsal).code(date)).toContain('next()');
  });

  it('ends no period before it begins', () => {
    const { claims } = read(
      'A REST API for kennels. Animals have a name. A stay belongs to an animal and has an arrival date and a departure date. The same animal cannot have two stays that overlap.',
    );
    const rule = claims.find(({ statement }) => statement.includes('overlap'));
    expect(rule?.examples.length).toBeGreaterThan(2);
    const periods = (rule?.examples ?? []).flatMap((each) =>
      [...each.matchAll(/arrival date (\S+?),? (?:and )?departure date (\S+)/g)].map(
        ([, from = '', to = '']) => [from, to.replace(/\W$/, '')],
      ),
    );
    expect(periods.length).toBeGreaterThan(2);
    expect(periods.filter(([from = '', to = '']) => from > to)).toEqual([]);
  });
});

describe('what a field holds', () => {
  it('is no choice of the units that a number is counted in', () => {
    const table = '| Field | Type | Required | Notes |\n|---|---|---|---|\n';
    const { statements } = read(
      `# A REST API for bottles\n\n## Bottles\n\n${table}| label | text | yes | unique |\n| amount left | decimal | yes | in grams or millilitres, not below 0 |\n| state | choice | yes | sealed (default), open, empty |\n`,
    );
    expect(statements).toContain('The amount left of bottles is at least 0.');
    expect(statements.filter((each) => each.includes('grams'))).toEqual([]);
    expect(statements).toContain('The state of bottles is one of sealed, open, empty.');
    expect(statements).toContain('The state of bottles is sealed by default.');
    expect(statements).not.toContain('The state of bottles may be left out.');
  });

  it('is one of the words behind its name', () => {
    expect(
      fieldsOf('A REST API for a shed.\n\n**Tools**\n- name\n- condition: new, used, broken', 'tool'),
    ).toEqual(['name: text', 'condition: enum']);
  });

  it('is a number where it is counted, whatever numbers are allowed', () => {
    const brief =
      'A REST API for a practice. A visit has a reason and a duration in minutes (20, 30, 45 or 60). A rack has a name and a height in units (default 42, max 52).';
    expect(fieldsOf(brief, 'visit')).toContain('duration in minutes: integer');
    expect(fieldsOf(brief, 'rack')).toContain('height in units: integer');
    expect(read(brief).open).toEqual([expect.stringContaining('20, 30, 45 or 60')]);
  });

  it('is of the time that a thing was handed out, and not of the thing', () => {
    const brief =
      'A REST API for a choir. A singer has a name. A copy has a number and a condition. A copy can be lent to one singer at a time; we write down the date it went out and the date it came back.';
    expect(fieldsOf(brief, 'copy').filter((each) => each.includes('date'))).toEqual([]);
    expect(read(brief).open.join()).toContain('the date it went out and the date it came back');
  });

  it('makes no record of its default, and none of the next record a field', () => {
    const brief =
      'A REST API for a network.\n\nRecords:\n- device: hostname (unique), kind [switch|router]\n- port: device, label, enabled y/n. default enabled\n- subnet: cidr, vlan id 1-4094, description\n- address: ip, subnet, note';
    expect(recordsOf(brief)).toEqual(['device', 'port', 'subnet', 'address']);
    expect(fieldsOf(brief, 'subnet')).toEqual(['cidr: text', 'vlan id: integer', 'description: text']);
    expect(fieldsOf(brief, 'address')).toContain('subnet: reference');
  });
});

describe('a rule', () => {
  const SHEDS = 'A REST API for a shed. A tool has a name and a price. A member has a name and an email.';

  it('of one list is not one of all', () => {
    const tools = read(`${SHEDS} 30 tools on a page.`);
    expect(tools.statements).toContain('The list of tools has 30 on a page.');
    expect(read(`${SHEDS} 30 on a page.`).statements).toContain('Every list has 30 on a page.');
    expect(read(`${SHEDS} 30 gadgets on a page.`).open).toEqual(['30 gadgets on a page.']);
  });

  it.each(['An order has one or more lines.', 'An order has at least one line.'])(
    'says what there is at least: %s',
    (said) => {
      const { open } = read(
        `A REST API for a bakery. An order has a date. A line has a price and a quantity. ${said}`,
      );
      expect(open).toEqual([expect.stringMatching(/one or more lines|at least one line/)]);
    },
  );

  it('shuts out no move that another sentence tells', () => {
    const brief =
      'A REST API for a bakery. An order has a date. Orders start as received, then go to baked, and finally collected.';
    const closed = (each: string): boolean => / not otherwise| one of received/.test(each);
    expect(read(brief).statements.filter(closed).length).toBe(2);
    const sentence = 'They can be cancelled as long as nobody has begun with the dough.';
    const { statements, open } = read(`${brief} ${sentence}`);
    expect(open).toContain(sentence);
    expect(statements.filter(closed)).toEqual([]);
  });

  it('counts what is open by no date where the record has stages, none of which is called so', () => {
    const brief = 'A REST API for chores. Users have a name. A task belongs to a user and has a title';
    const limit = 'A user may have at most 9 open tasks.';
    const { statements, open } = read(`${brief} and a status (todo, doing, done). ${limit}`);
    expect(open).toEqual([limit]);
    expect(statements.join(' ')).not.toContain('closed on');
    expect(read(`${brief} and a status (open, done). ${limit}`).open).toEqual([]);
  });

  it('of units that overlap is not one of equal ones', () => {
    const { statements } = read(
      'A REST API for racks. A rack has a name. A device has a hostname, a lowest unit, a size in units and belongs to a rack. No two devices on the same unit of a rack.',
    );
    expect(statements.filter((each) => each.startsWith('No two devices'))).toEqual([]);
  });
});
