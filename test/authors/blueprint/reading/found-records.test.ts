import { describe, expect, it } from '@jest/globals';
import { passagesOf } from '../../../../src/authors/blueprint/reading/brief-text.js';
import { foundRecords } from '../../../../src/authors/blueprint/reading/found-records.js';
import { MillwrightError } from '../../../../src/protocol/errors.js';
import { analysisOf, leftOpen, understood } from './whole-brief.js';

function found(brief: string): readonly string[] {
  return foundRecords(passagesOf(brief))
    .map(({ noun }) => noun)
    .sort();
}

describe('records that a brief speaks of', () => {
  it('are found by how it uses their nouns, whatever its sentences are like', () => {
    expect(
      found(
        'Rowers take a boat out and bring it back. Nobody may book a boat that is broken. Each boat has its place in the shed. Boats are listed by class.',
      ),
    ).toEqual(['boat']);
    expect(
      found(
        'I can add and remove lamps. A lamp without a bulb is no use. Every lamp stands in a room. Per lamp there is one switch.',
      ),
    ).toEqual(['lamp']);
  });

  it('are called by their whole name where the brief also shortens it', () => {
    expect(
      found(
        'I can add seed packets. Each seed packet has a name. A packet can be deleted. Every packet has a year.',
      ),
    ).toEqual(['seed packet']);
  });

  it('are neither fields nor what software is made of nor what time is counted in', () => {
    expect(
      found(
        'Every page lists a status. Each endpoint must be documented. A status can be changed. Per week a day has a name. The user can edit a name.',
      ),
    ).toEqual([]);
  });

  it('are not found in a single mention', () => {
    expect(found('We are a bakery with an oven and two shops. Customers like our bread.')).toEqual([]);
  });

  it('do not make a brief about something else one of records', () => {
    const brief =
      'Write a program that computes the shortest path between two nodes of a graph. Every node has neighbours. A node without neighbours is unreachable. The path must be optimal.';
    expect(() => analysisOf(brief)).toThrow(MillwrightError);
  });
});

describe('fields behind a head of any form', () => {
  it.each([
    ['What a crossing consists of: a name, a length and a start date.', 'crossing'],
    ['What we know about a crossing: name, length, start date.', 'crossing'],
  ])('%s', (words) => {
    expect(understood(`We need a REST API.\n\n${words}`)).toEqual([
      'We need a REST API. → It is a REST API in TypeScript',
      `${words} → Crossings are kept, each with name, length, start date`,
    ]);
  });

  it('belong to the one record that the words before them name', () => {
    const brief =
      'An API for lessons. Each lesson can be cancelled. A lesson without a pupil is deleted. In the lesson is written the date, the price and a remark.';
    expect(understood(brief)).toContain(
      'In the lesson is written the date, the price and a remark. → Lessons are kept, each with date, price, remark',
    );
  });

  it('belong to what the sentence before named, where this one says "they" or "each one"', () => {
    const brief =
      'A REST API.\n\nSuppliers – people who bring bread. They have a name, an address and a phone number. Deleting a supplier is possible. Every supplier can be changed.';
    expect(understood(brief)).toContain(
      'They have a name, an address and a phone number. → Suppliers are kept, each with name, address, phone number',
    );
  });

  it('are none where a list is asked for, or something may be done', () => {
    const brief =
      'An API for boats. Each boat has a name. Boats can be filtered by: colour, weight and price. Never show of a boat: the colour, the weight.';
    expect(understood(brief).join('\n')).not.toMatch(/each with .*(?:colour|weight|price)/);
  });
});

describe('a heading over sentences', () => {
  it('names no kind of record', () => {
    const brief =
      'An API.\n\nBoats have a name and a length.\n\nRegulations:\n- A boat lasts at least one year and at most nine\n- Nobody can sail twice\n- Colour is not shown';
    expect(understood(brief).join('\n')).not.toMatch(/Regulations/);
  });

  it('names one where the list under it is of fields', () => {
    expect(
      understood('An API.\n\n## Moorings\n- number, unique\n- length in metres\n- depth in metres'),
    ).toContain('Moorings → Moorings are kept');
  });
});

describe('words of a list that were not understood', () => {
  it('take with them what may be one of theirs', () => {
    const open = leftOpen(
      'An API.\n\nBottles: producer name, colour - red, white, pink or orange -, price, label code.',
    );
    expect([...open].sort()).toEqual(['colour - red', 'pink or orange -', 'white']);
  });

  it('leave the values before them open: those may not be all', () => {
    const brief = 'An API.\n\nGame: date, result: 1-0, 0-1, draw, or none yet.';
    expect(understood(brief).join('\n')).not.toMatch(/one of 1-0, 0-1$/m);
  });

  it('do not doubt values that stand in brackets', () => {
    const brief = 'An API.\n\nGames have a result (won, lost), ??, and a date.';
    expect(understood(brief).join('\n')).toMatch(/The result of games is one of won, lost/);
  });
});

describe('a clause about the field before it', () => {
  it('is said of that, and adds no field', () => {
    const brief = 'An API.\n\nTeacher has name and the hourly rate, rate must be bigger than 0.';
    expect(understood(brief).join('\n')).toMatch(
      /each with name, hourly rate\n.*hourly rate of teachers is more than 0/,
    );
  });
});

describe('words written in one', () => {
  it('are found in the brief where they stand', () => {
    const brief =
      "An API.\n\nOwners have a name.\n\nEach pet belongs to one owner and has a name, a birth date that can't be in the future and a weight in kilograms between 1 and 9.";
    expect(leftOpen(brief)).toEqual([]);
    expect(understood(brief)).toContain(
      "a birth date that can't be in the future → The birth date of pets is not in the future",
    );
  });
});

describe('what is no record, no field and no role', () => {
  it('is what a brief calls its parts', () => {
    const brief =
      'An API for boats. Each boat has a name.\n\nScenario: Description is required\n\nScenario: Handing out';
    expect(understood(brief).join('\n')).not.toMatch(/scenario/i);
  });

  it('is how many there are of a record for each of another', () => {
    const brief = 'An API.\n\n- depots: name\n- vans: plate\n- stocks: one row per depot and van';
    expect(understood(brief).join('\n')).not.toMatch(/with row per/);
  });

  it('is some of the records spoken of', () => {
    const brief =
      'An API.\n\n- Items have a name and a state (open, done); done ones are read only\n- Nobody needs to log in';
    expect(understood(brief).join('\n')).not.toMatch(/role|read only/);
  });
});

describe('lines of which only their indent makes a list', () => {
  it('are the fields of the line above them', () => {
    const brief =
      'Pantry API\n\nJar\n  label - required, up to 30 characters\n  lid - screw, clip or cork\nA jar is never empty.';
    expect(understood(brief)).toEqual(
      expect.arrayContaining([
        'Jar → Jars are kept',
        'label - required, up to 30 characters → The label of jars is required',
        'lid - screw, clip or cork → The lid of jars is one of screw, clip, cork',
      ]),
    );
  });
});

describe('people, places and things', () => {
  it('are kept with what a sentence says that they have', () => {
    expect(
      understood('An API.\n\nTenants are people with a first name, a last name and a birthday.'),
    ).toEqual([
      'An API. → It is a REST API in TypeScript',
      'Tenants are people with a first name, a last name and a birthday. → Tenants are kept, each with first name, last name, birthday',
    ]);
  });
});

describe('what a list is asked for', () => {
  it('is open where the list is another one, of which nothing was read', () => {
    const brief =
      'An API.\n\nPets have a name and a birth date.\n\nPets can be listed by name; walks by pet and between two dates.';
    expect(understood(brief).join('\n')).not.toMatch(/bounded by birth date/);
  });
});
