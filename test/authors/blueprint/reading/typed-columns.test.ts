import { describe, expect, it } from '@jest/globals';
import { spelledColumn } from '../../../../src/authors/blueprint/reading/typed-columns.js';
import { leftOpen, understood } from './whole-brief.js';

describe('a column as programmers put it', () => {
  it.each([
    ['code varchar(8) unique not null', 'code (text) (at most 8 characters) (unique) (required)'],
    ['country char(2)', 'country (text) (exactly 2 characters)'],
    ['rating int 100..3000 default 1200', 'rating (integer) (100-3000) (default 1200)'],
    ['unit_price decimal >= 0', 'unit_price (number) (>= 0)'],
    ['placed_on date', 'placed_on (date)'],
    ['title not null', 'title (required)'],
    ['supplier_id -> suppliers', 'supplier'],
    ['state draft|open|closed', 'state (one of draft, open, closed)'],
  ])('%s', (column, said) => {
    expect(spelledColumn(column)).toBe(said);
  });

  it.each([
    'birth date',
    'a date',
    'free text',
    'phone number',
    'line text',
    'a name that is not null',
    'buyer_id -> people',
  ])('is not "%s"', (words) => {
    expect(spelledColumn(words)).toBe(words);
  });

  it('is read as a field of its table', () => {
    const brief =
      'A REST API.\n\n- depots(id, code varchar(8) unique not null, opened_on date)\n- vans(id, plate text not null, depot_id -> depots)';
    expect(leftOpen(brief)).toEqual([]);
    expect(understood(brief)).toEqual(
      expect.arrayContaining([
        'code varchar(8) unique not null → The code of depots is at most 8 characters long',
        'code varchar(8) unique not null → No two depots have the same code',
        'depot_id -> depots → Each van belongs to one depot',
      ]),
    );
  });
});

describe('a table whose first column is named by its record', () => {
  it('lists the fields of that', () => {
    const brief =
      'A REST API.\n\n| Van | type | rules |\n|---|---|---|\n| plate | text | required, unique |\n| load | integer | max 900 |\n';
    expect(understood(brief)).toEqual(
      expect.arrayContaining([
        '| Van | type | rules | → Vans are kept',
        'plate | text | required, unique → No two vans have the same plate',
        'load | integer | max 900 → The load of vans is at most 900',
      ]),
    );
  });

  it('is another one where its columns are of the records themselves', () => {
    const brief =
      'A REST API. Vans have a plate and a load.\n\n| Van | plate | load |\n|---|---|---|\n| Red one | AB 1 | 900 |\n';
    expect(understood(brief).join('\n')).not.toMatch(/Red one/);
  });
});
