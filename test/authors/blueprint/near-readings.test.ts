import { describe, expect, it } from '@jest/globals';
import { understandBrief } from '../../../src/authors/blueprint/reading/read-brief.js';

/** `inspection: hive, date`, for each kind of record. */
function kept(brief: string): readonly string[] {
  const { domain } = understandBrief({ brief, name: undefined, kind: undefined });
  return domain.entities.map(
    ({ singular, fields }) => `${singular}: ${fields.map(({ words }) => words).join(', ')}`,
  );
}

function typeOf(brief: string, words: string): unknown {
  const { domain } = understandBrief({ brief, name: undefined, kind: undefined });
  return domain.entities.flatMap(({ fields }) => fields).find((field) => field.words === words)?.type;
}

function openIn(brief: string): readonly string[] {
  const { requirements } = understandBrief({ brief, name: undefined, kind: undefined });
  return requirements.flatMap(({ outcome, source }) => (outcome.kind === 'open' ? [source.text] : []));
}

describe('what is near to something else', () => {
  it('is kept of the record that it is said of, not of the one above it', () => {
    expect(
      kept('An API for a bee club. A hive has a name. For each hive we record inspections: date and temper.'),
    ).toEqual(['hive: name', 'inspection: hive, date, temper']);
  });

  it.each([
    ['Allergens: gluten, milk, egg, nuts, soy.', 'Allergens: gluten, milk, egg, nuts, soy.'],
    ['Invariants: a player has a name.', 'Invariants: a player has a name.'],
    ['Managers have access to all hives.', 'Managers have access to all hives.'],
    ['A hive has a value in mmol/L.', 'A hive has a value in mmol/L.'],
  ])('makes no record and no field: %s', (sentence, open) => {
    const brief = `An API for a bee club. A hive has a name. ${sentence}`;
    expect(kept(brief)).toEqual(['hive: name']);
    expect(openIn(brief)).toContain(open);
  });

  it('is values and no bounds', () => {
    expect(
      typeOf('An API for chess. A game has a date and a result (1-0, 0-1 or draw).', 'result'),
    ).toMatchObject({ kind: 'enum', values: ['1-0', '0-1', 'draw'] });
  });

  it('is a moment and no day', () => {
    expect(typeOf('An API for a club. A meeting has a date and time and a place.', 'date and time')).toEqual({
      kind: 'datetime',
    });
  });

  it('is what stands between the words of a condition', () => {
    expect(
      typeOf(
        'An API for a choir. A copy has a number. A copy is in good, worn or lost condition.',
        'condition',
      ),
    ).toMatchObject({ values: ['good', 'worn', 'lost'] });
  });

  it('is a list of records, and none of their own', () => {
    expect(
      kept('An API for a choir. A piece has a title. A rehearsal has a date, a place and a list of pieces.'),
    ).toEqual(['piece: title', 'rehearsal: date, place, pieces']);
  });

  it('has no stage that is only a way to one', () => {
    const brief =
      'An API for a bakery. An order has a date. Orders start as "received", then go to "baking", then "ready".';
    expect(JSON.stringify(understandBrief({ brief, name: undefined, kind: undefined }).domain)).not.toContain(
      '"go"',
    );
  });

  it.each([
    'A film has a title. An actor has a name. Each film has several actors and each actor plays in several films.',
    'A film has a title. An actor has a name. There is a many-to-many relation between films and actors.',
    'A film has a title. An actor has a name. Films have multiple actors and actors can play in multiple films.',
  ])('is many on both sides: %s', (sentences) => {
    const found = kept(`An API for a film club. ${sentences}`);
    expect(found).toHaveLength(2);
    expect(found).toContain('film: title, actors');
  });
});

describe('deleting what others name in a list', () => {
  const brief =
    'An API for recipes. A recipe has a title. A tag has a name. A recipe can have many tags and a tag can be on many recipes.';

  it.each([
    ['A tag with recipes cannot be deleted.', 'refuse'],
    ['A tag cannot be deleted while a recipe has it.', 'refuse'],
    ['Deleting a tag takes it off its recipes.', 'clear'],
    ['A tag has a colour.', 'clear'],
  ])('%s', (sentence, onDelete) => {
    expect(typeOf(`${brief} ${sentence}`, 'tags')).toMatchObject({ kind: 'references', onDelete });
    expect(openIn(`${brief} ${sentence}`)).toEqual([]);
  });
});

describe('a formal brief', () => {
  it('is read by its sections and its numbered statements', () => {
    const brief = [
      '1. Boats.',
      '',
      '1.1 A boat shall have a name and a berth.',
      '1.2 The name shall be unique.',
      '',
      '2. Trips.',
      '',
      '2.1 Every trip shall belong to exactly one boat.',
      '2.2 A trip shall have a start date and an end date.',
    ].join('\n');
    expect(kept(brief)).toEqual(['boat: name, berth', 'trip: boat, start date, end date']);
    expect(openIn(brief)).toEqual([]);
  });

  it('is read by titles on lines of their own', () => {
    const brief = [
      'A REST API for a practice.',
      '',
      'Patients',
      'For every patient we note a name and a phone.',
    ].join('\n');
    expect(kept(brief)).toEqual(['patient: name, phone']);
  });

  it('may default what a table requires', () => {
    const brief = [
      '# An API for a shed',
      '## Tools',
      '| Field | Type | Required | Notes |',
      '|---|---|---|---|',
      '| name | text | yes | |',
      '| lent | yes/no | yes | default no |',
    ].join('\n');
    expect(openIn(brief)).toEqual([]);
    expect(kept(brief)).toEqual(['tool: name, lent']);
  });
});
