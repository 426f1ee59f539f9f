import { describe, expect, it } from '@jest/globals';
import { readBrief, understandBrief } from '../../../src/authors/blueprint/reading/read-brief.js';
import { domainSchema } from '../../../src/authors/blueprint/domain/domain.js';

const GARAGE =
  'An API for a garage. Drivers have a name and a status: active or suspended. Vans have a plate, a colour and a price. A trip belongs to a driver and a van and has a start date, an end date and a state: planned, running or finished. Fees belong to a trip and have an amount.';

interface Said {
  readonly words: string;
  readonly claims: readonly string[];
  readonly open: readonly { readonly source: string; readonly reason: string }[];
}

/** What the last sentence of a brief is made of. */
function lastOf(brief: string, sentence: string): Said {
  const { requirements } = understandBrief({
    brief: `${brief} ${sentence}`,
    name: undefined,
    kind: undefined,
  });
  const position = Math.max(...requirements.map(({ source }) => source.position));
  const own = requirements.filter(({ source }) => source.position === position);
  return {
    words: sentence,
    claims: own.flatMap(({ statement, outcome }) => (outcome.kind === 'met' ? [statement] : [])),
    open: own.flatMap(({ source, outcome }) =>
      outcome.kind === 'open' ? [{ source: source.text, reason: outcome.reason }] : [],
    ),
  };
}

describe('a statement of which a word is not accounted for', () => {
  it.each([
    ['A driver with trips from last year cannot be deleted.', 'year'],
    ['A driver may have at most 3 fees in winter.', 'winter'],
    ['The end date must be after the start date on weekdays.', 'weekdays'],
    ['A driver may cancel at most 3 trips.', 'cancel'],
    ['Deleting a driver also removes their trips, but not the fees.', 'fees'],
  ])('is claimed by nothing: %s', (sentence, word) => {
    const { claims, open } = lastOf(GARAGE, sentence);
    expect(claims).toEqual([]);
    expect(open.map(({ source }) => source)).toEqual([sentence]);
    expect(sentence).toContain(word);
  });

  it('names the words that were not understood', () => {
    expect(lastOf(GARAGE, 'A driver may cancel at most 3 trips.').open).toEqual([
      { source: 'A driver may cancel at most 3 trips.', reason: 'the word "cancel" was not understood' },
    ]);
  });

  it('takes its rule along: nothing of it is in what will be written', () => {
    const brief = `${GARAGE} A driver may cancel at most 3 trips.`;
    const { subject, understood } = readBrief({ brief, name: undefined, kind: undefined });
    expect(domainSchema.parse(subject).rules.filter(({ kind }) => kind === 'at-most')).toEqual([]);
    expect(understood.filter((line) => line.includes('at most 3'))).toEqual([
      expect.stringContaining('Left open'),
    ]);
  });

  it('leaves a rule that another sentence claims by itself', () => {
    const brief = `${GARAGE} A driver may have at most 3 trips. A driver may cancel at most 3 trips.`;
    const { domain } = understandBrief({ brief, name: undefined, kind: undefined });
    expect(domain.rules.filter(({ kind }) => kind === 'at-most')).toHaveLength(1);
  });

  it('is open beside the half that is understood', () => {
    const { claims, open } = lastOf(
      GARAGE,
      'The end date must be after the start date, and every van must smell of petrol.',
    );
    expect(claims).toEqual(['the end date of trips is after the start date']);
    expect(open.map(({ source }) => source)).toEqual(['every van must smell of petrol']);
  });

  it('may give an example, or a reason', () => {
    expect(
      lastOf(GARAGE, 'A driver may have at most 3 running trips, because we have only a few vans.').open,
    ).toEqual([]);
  });
});

describe('a bound', () => {
  const FAIR =
    'An API for a fair. Stalls have a name and a fee. A let belongs to a stall and has a first day, a last day and a booked on date.';

  it.each<[string, object]>([
    ['The last day must be after the first day.', { kind: 'order', equal: false }],
    ['The last day must not be before the first day.', { kind: 'order', equal: true }],
    ['The first day must be before the last day.', { kind: 'order', equal: false }],
    ['The first day must not be after the last day.', { kind: 'order', equal: true }],
    ['The first day must be no later than the last day.', { kind: 'order', equal: true }],
    ['The booked on date must not be in the future.', { kind: 'moment', lies: 'past' }],
  ])('lets in what is on it or does not, as it is said: %s', (sentence, rule) => {
    const { domain } = understandBrief({ brief: `${FAIR} ${sentence}`, name: undefined, kind: undefined });
    expect(domain.rules).toContainEqual(expect.objectContaining(rule));
  });

  it.each([
    'The booked on date must be in the past.',
    'The booked on date may not be today or earlier.',
    'The last day must be less than 30 days after the first day.',
    'List lets that end before a given date.',
  ])('stays open where a rule would let in a day more or less: %s', (sentence) => {
    const said = lastOf(FAIR, sentence);
    expect(said.claims).toEqual([]);
    expect(said.open).not.toEqual([]);
  });
});

describe('a wish for a list', () => {
  it('declares no field', () => {
    const { domain } = understandBrief({
      brief:
        'An API for a firm. A company has a name and a trade. Permits belong to a company: type, expiry date. We want a list of permits that expire in the next N days, soonest first, with the possibility to filter by type and trade.',
      name: undefined,
      kind: undefined,
    });
    expect(domain.entities.map(({ fields }) => fields.map(({ words }) => words))).toEqual([
      ['name', 'trade'],
      ['company', 'type', 'expiry date'],
    ]);
  });
});

describe('a search by part of it', () => {
  it('is no filter on the whole value', () => {
    const { requirements } = understandBrief({
      brief:
        'An API for a depot. Parcels have a label and a code (two capital letters and four digits). Search parcels by part of their label or code. Filter parcels by code.',
      name: undefined,
      kind: undefined,
    });
    const asked = requirements.filter(({ source }) => /^(?:Filter|code)/.test(source.text));
    expect(asked.map(({ outcome }) => outcome)).toEqual([
      { kind: 'open', reason: 'the word "part" was not understood' },
      { kind: 'met', aspects: [{ kind: 'filter', entity: 'parcel', field: 'code' }] },
    ]);
  });
});

describe('the words that a claim comes from', () => {
  it('are those of its own condition where a sentence has several', () => {
    const { requirements } = understandBrief({
      brief: `${GARAGE} You cannot delete a trip if its van smells, or if the whole crew of the yard complains, or if it is finished.`,
      name: undefined,
      kind: undefined,
    });
    const met = requirements.filter(
      ({ source, outcome }) => outcome.kind === 'met' && source.text.endsWith('is finished'),
    );
    expect(met.map(({ source }) => source.text)).toEqual(['if it is finished']);
  });
});

describe('two conditions in one sentence', () => {
  it.each([
    'A trip can be changed only if it is planned or its van smells.',
    'A trip can be changed only if it is planned and its van smells.',
    'A trip cannot be deleted unless it is finished or the driver whistles.',
    'A trip may be finished only if it is running and there is no rain.',
  ])('are claimed both or not at all: %s', (sentence) => {
    expect(lastOf(GARAGE, sentence)).toMatchObject({ claims: [], open: [{ source: sentence }] });
  });

  it('are claimed where both are understood', () => {
    const sentence = 'A trip can be changed only if it is planned and its driver is active.';
    expect(lastOf(GARAGE, sentence)).toEqual({
      words: sentence,
      claims: ['a trip is changed only when state is planned and status of its driver is active'],
      open: [],
    });
  });
});

describe('a number that there may be at once', () => {
  it.each([
    'A driver may have at most 3 running trips.',
    'A driver may have at most 3 trips running.',
    'A driver may have at most 3 trips at a time.',
    'No driver may have more than 3 trips at once.',
    'Nobody may have more than three trips at the same time.',
    'At any time a driver can have only 3 trips.',
    'There must never be more than 3 running trips per driver.',
    'A driver can take no more than three vans at the same time.',
    'A driver is limited to 3 trips at a time.',
  ])('counts what runs: %s', (sentence) => {
    const { domain } = understandBrief({ brief: `${GARAGE} ${sentence}`, name: undefined, kind: undefined });
    expect(lastOf(GARAGE, sentence)).toMatchObject({ open: [] });
    expect(domain.rules.find(({ kind }) => kind === 'at-most')).toMatchObject({
      entity: 'trip',
      per: 'driver',
      limit: 3,
      state: { field: 'state', is: expect.objectContaining({}) as unknown },
    });
  });

  it.each([
    'A driver may have at most 3 trips in one year.',
    'A driver may have at most 3 trips per month.',
    'A driver may have at most 3 trips a week.',
  ])('is not one over a stretch of time: %s', (sentence) => {
    expect(lastOf(GARAGE, sentence)).toMatchObject({ claims: [], open: [{ source: sentence }] });
  });

  it('stays open where nothing tells what runs from what is over', () => {
    const brief =
      'An API for boats. Sailors have a name. Boats have a name. A charter belongs to a sailor and a boat and has a start date and an end date.';
    expect(lastOf(brief, 'A sailor may have at most two boats at a time.')).toMatchObject({ claims: [] });
  });

  it('is told by the end that is empty until then', () => {
    const brief =
      'An API for boats. Sailors have a name. Boats have a name. A charter belongs to a sailor and a boat and has a start date and an end date (empty while it is running).';
    const { domain } = understandBrief({
      brief: `${brief} A sailor may have at most two boats at a time.`,
      name: undefined,
      kind: undefined,
    });
    expect(domain.rules).toContainEqual(
      expect.objectContaining({
        kind: 'at-most',
        entity: 'charter',
        per: 'sailor',
        limit: 2,
        state: expect.objectContaining({ field: 'end date', is: { kind: 'unset' } }) as unknown,
      }),
    );
  });
});
