import { describe, expect, it } from '@jest/globals';
import { understandBrief } from '../../../src/authors/blueprint/reading/read-brief.js';
import { read } from './told-reading.js';

const kindOf = (brief: string): string =>
  understandBrief({ brief, name: undefined, kind: undefined }).domain.kind;

describe('what is to be built', () => {
  it.each([
    [
      'A library of TypeScript functions for managing a small zoo: animals, enclosures and keepers.',
      'library',
    ],
    ['A library of functions for a bakery. Loaves have a name.', 'library'],
    ['A set of functions for keeping track of kites. Kites have a name.', 'library'],
    ['A library for managing memberships. Members have a name.', 'library'],
    ['An npm package that manages kites. Kites have a name.', 'library'],
    ['A terminal app for managing kites. Kites have a name.', 'cli'],
    // Where books are lent.
    ['A library of a village. Books have a title.', 'api'],
    ['A library for managing books and loans. Books have a title.', 'api'],
    ['A REST API with a set of functions for kites. Kites have a name.', 'api'],
  ])('%s', (brief, kind) => {
    expect(kindOf(brief)).toBe(kind);
  });

  it('names the records of a library behind a colon', () => {
    expect(
      read('A library of TypeScript functions for managing a small zoo: animals, enclosures and keepers.'),
    ).toMatchObject({ records: ['animal: name', 'enclosure: name', 'keeper: name'], open: [] });
  });
});

describe('what it is for', () => {
  it('is many of a kind of record, and no kind of its own', () => {
    const fleet = read('A backend service for managing a fleet of vans. Vans have a plate.');
    expect(fleet).toMatchObject({ records: ['van: plate'], open: [] });
    const drones = read('An API to manage a fleet of delivery drones. Each drone has a model.');
    expect(drones).toMatchObject({ records: ['drone: model'], open: [] });
    // A fleet that is described is kept.
    const kept = read('An API to manage fleets of vans. A fleet has a name. Vans have a plate.');
    expect(kept.records.map((each) => each.split(':')[0])).toEqual(expect.arrayContaining(['fleet', 'van']));
  });

  it('is what is done, where the rest of the brief says what is kept', () => {
    expect(read('A REST API for keeping inventory. Products have a name and a price.').records).toEqual([
      'product: name, price',
    ]);
    // Nothing else is kept, or more is said of it.
    expect(read('A REST API for keeping equipment.').records).toEqual(['equipment: name']);
    const lent = read(
      'A command-line tool for lending equipment. Equipment has a name and a price. Loans have a date.',
    ).records;
    expect(lent).toEqual(['equipment: name, price', 'loan: date']);
  });

  it.each([
    'The API manages plants, suppliers and orders for a plant nursery.',
    'This API lets a nursery manage its plants, suppliers and orders.',
    'A backend for a nursery. It manages plants, suppliers and orders.',
    'A microservice that keeps plants, suppliers and orders.',
  ])('%s', (brief) => {
    const { records, open } = read(brief);
    expect(records.map((each) => each.split(':')[0])).toEqual(['plant', 'supplier', 'order']);
    expect(open).toEqual([]);
  });

  it('is not who may do something', () => {
    const { open } = read(
      'A REST API. Members have a name. Plants have a name. The API lets members manage plants.',
    );
    expect(open).toEqual(['The API lets members manage plants.']);
  });
});
