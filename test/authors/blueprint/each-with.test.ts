import { describe, expect, it } from '@jest/globals';
import { read } from './told-reading.js';

describe('records that a sentence gives fields by "each with"', () => {
  it.each([
    'An API for cooks. A recipe has ingredients, each with a name and an amount.',
    'An API for cooks. A recipe has a title and has many ingredients, each with a name and an amount.',
    'An API for cooks. A recipe contains a list of ingredients, each of which has a name and an amount.',
  ])('belong to the record that has them: %s', (brief) => {
    const { records, met, open } = read(brief);
    expect(records).toContain('ingredient: recipe, name, amount');
    expect(met).toContain('each ingredient belongs to one recipe');
    expect(open).toEqual([]);
  });

  it('leave nothing behind of what the sentence says before them', () => {
    const { met } = read(
      'An API for a shop with customers (name). An order belongs to a customer and has many lines, each with a quantity and a price.',
    );
    expect(met).toEqual(
      expect.arrayContaining(['each order belongs to one customer', 'each line belongs to one order']),
    );
  });
});

describe('the values of a choice', () => {
  it.each([
    'a surface of road, trail or track',
    'a surface that is road, trail or track',
    'a surface which can be road, trail or track',
  ])('are told in words behind its name, the first too: %s', (field) => {
    for (const brief of [`A route has a name, ${field} and a length.`, `A route has a name and ${field}.`]) {
      const { met, records } = read(`An API for runners. ${brief}`);
      expect(met).toContain('the surface of routes is one of road, trail, track');
      expect(records.join()).toMatch(/route: name, surface(?:, length)?$/);
    }
  });

  it('are yes and no where the default is one of them', () => {
    const { met } = read(
      'An API for a mill.\n\n- Defect: note, fixed (default no)\n- Singer: name, active (starts true)',
    );
    expect(met).toEqual(
      expect.arrayContaining([
        'the fixed of defects is false by default',
        'the active of singers is true by default',
      ]),
    );
  });
});

describe('what is no record and no field', () => {
  it.each([
    ['I need commands to add, change, delete and list everything.', /commands to add|: change/],
    ['We need functions to add, change and delete routes.', /functions to add|delete route/],
    ['Paged lists with a total.', /paged list/],
  ])('is what is done with records: %s', (sentence, wrong) => {
    expect(
      read(`A command-line program for runners. A route has a name. ${sentence}`).records.join('\n'),
    ).not.toMatch(wrong);
  });

  it('is what is to be built, in a title with a colon', () => {
    const { records } = read(
      'TypeScript library: weather records\nStation: name (max 80), altitude (-400 to 6000 m)\nReading: station, taken at (timestamp), value (number)\nlist takes filters (station)\nDeleting a station deletes its readings\nNo readings in the future\nErrors have codes\nFunctions for all of it\nA station has a code (unique)',
    );
    expect(records).toEqual(['station: name, altitude, code', 'reading: station, taken at, value']);
  });
});
