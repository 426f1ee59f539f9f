import { describe, expect, it } from '@jest/globals';
import { read } from './told-reading.js';

describe('records and their fields', () => {
  it('are the first two columns of a table, the record in the first row of its fields', () => {
    const { records, met } = read(
      'A REST API.\n\n| Record | Field | Type | Required | Constraints |\n|---|---|---|---|---|\n| Wagon | plate | text | yes | unique, pattern `W-` + 3 digits |\n| | colour | choice | yes | red (default), green |\n| WagonTrip | wagon | → Wagon | yes | |\n| | note | text | no | max 90 |',
    );
    expect(records).toEqual(['wagon: plate, colour', 'wagon trip: wagon, note']);
    expect(met).toEqual(
      expect.arrayContaining([
        'the plate of wagons is "W-", then 3 digits',
        'the colour of wagons is red by default',
        'each wagon trip belongs to one wagon',
      ]),
    );
  });

  it('are a title and the lines that stand further in under it', () => {
    const { records, met, open } = read(
      'Racing pigeons: command-line tool\n\nRecords\n\nPigeon\n  ring number    whole number from 1 to 9999, nobody else has it\n  hatched        optional, 1990 or later\n  state          flying / resting / lost\n\nFlight\n  pigeon, date, distance in km\n  result         home / missing\n  Flights do not repeat each other.',
    );
    expect(records).toEqual([
      'pigeon: ring number, hatched, state',
      'flight: pigeon, date, distance in km, result',
    ]);
    expect(met).toEqual(
      expect.arrayContaining([
        'no two pigeons have the same ring number',
        'the hatched of pigeons is at least 1990',
        'the result of flights is one of home, missing',
      ]),
    );
    expect(open).toContain('Flights do not repeat each other.');
  });

  it('are announced, and told in the sentence behind', () => {
    expect(
      read('A REST API. Then goats. A goat has a name. A milking goes to one goat on one date.').records,
    ).toEqual(['goat: name']);
    const { records, met } = read(
      'A REST API. Pens first. Name, length in metres, and whether it is covered. Then goats. A goat has a name and belongs to a pen. A milking has an amount. A milking goes to one goat on one date.',
    );
    expect(records).toEqual([
      'pen: name, length in metres, covered',
      'goat: name, pen',
      'milking: amount, goat, date',
    ]);
    expect(met).toContain('each milking belongs to one goat');
  });

  it('are what is written when something happens', () => {
    const { records, open } = read(
      'A REST API. A boat has a name. Whenever a boat docks we write a visit: the date, a reason and the number of guests.',
    );
    expect(records).toContain('visit: date, reason, number of guests');
    expect(open.join()).toContain('Whenever a boat docks');
  });

  it('are known by a code', () => {
    const { records, met } = read(
      'A REST API. A flat is known to us by a reference of the letters FL followed by four digits.',
    );
    expect(records).toEqual(['flat: reference']);
    expect(met).toContain('the reference of flats is "FL", then 4 digits');
  });

  it('have what "namely" and "no repeats" say of their fields', () => {
    const { met } = read(
      'A REST API.\n\n### Houses\n- Name\n- Colour, namely red, blue or white\n\n### Rooms\n* Sit inside exactly one house\n* Door label, at most 10 characters, no repeats within the house\n* Floor area in m², greater than zero, one decimal allowed',
    );
    expect(met).toEqual(
      expect.arrayContaining([
        'the colour of houses is one of red, blue, white',
        'each room belongs to one house',
        'no two rooms of the same house have the same door label',
        'the floor area in m2 of rooms has at most 1 decimals',
      ]),
    );
  });
});

describe('a sentence about something that is no record so far', () => {
  it('says what "it" is in the next', () => {
    const { records } = read(
      "A REST API. A book has a title. A press's name is unique; it has a greatest width and a number of rollers from 1 to 12.",
    );
    expect(records).toContain('book: title');
    expect(records.find((each) => each.startsWith('press'))).toBe('press: greatest width, number of rollers');
  });

  it('leaves open what "it" is, where another is spoken of as well', () => {
    const { met } = read(
      'A REST API. A press has a name. A run is planned by the printer, and a press is cleaned once a day. It is either wet, dry or warm.',
    );
    expect(met.filter((each) => each.includes('wet'))).toEqual([]);
  });

  it('is no record where it was only announced', () => {
    const { records } = read('A REST API. The yards first. Every depot has a name and a town.');
    expect(records).toEqual(['depot: name, town']);
  });

  it('is no record where others only have a number of it', () => {
    const { records } = read(
      'A REST API. A cupboard has a name and a number of drawers. What goes in is a jar: a description, which cupboard and which drawer, the date it was filled. A drawer holds at most nine jars.',
    );
    expect(records).toEqual([
      'cupboard: name, number of drawers',
      'jar: description, cupboard, drawer, filled date',
    ]);
  });

  it('is a record that ties others, whatever its verb', () => {
    const { met } = read(
      'A REST API. Riders have a first and last name and a club. Every course has a label and a length in km. An entry puts a rider on a course. It has a start number.',
    );
    expect(met).toEqual(
      expect.arrayContaining(['each entry belongs to one rider', 'each entry belongs to one course']),
    );
  });
});

describe('a line of lists', () => {
  it('names them one after the other', () => {
    const { met } = read(
      'A REST API. A boat has a name, a harbour and a length in metres. A skipper has a name and a licence.\n\nLists: boats by harbour, sorted by length; skippers by part of the name.',
    );
    expect(met).toEqual(
      expect.arrayContaining(['boats can be filtered by harbour', 'skippers can be searched by name']),
    );
  });
});

describe('what stands under a heading about deleting', () => {
  it('is read in signs and short words as well', () => {
    const { met } = read(
      'A REST API.\n\n- depot: code, town\n- tram: depot, number\n- trip: tram, date\n\ndelete\n\n- depot w/ any trams: 409\n- tram: blocked (409) while it has trips',
    );
    expect(met).toEqual(
      expect.arrayContaining([
        'depots that have trams are not deleted',
        'trams that have trips are not deleted',
      ]),
    );
  });
});
