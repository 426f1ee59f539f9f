import { describe, expect, it } from '@jest/globals';
import { read } from './told-reading.js';

describe('words that say how a field is made', () => {
  const { records, met, open } = read(
    'A REST API.\n\nentities\n\n- mooring: label uniq, depth int 1..40, fittings set of {water, power, light}, lit bool default false\n- skipper: email (uniq, lowercased), nick 2..30, rank mate|master',
  );

  it('are no part of its name', () => {
    expect(records).toEqual(['mooring: label, depth, fittings, lit', 'skipper: email, nick, rank']);
  });

  it('are read as what they say, and left open where nothing says that', () => {
    expect(met).toEqual(
      expect.arrayContaining([
        'no two moorings have the same label',
        'the fittings of moorings is any number of water, power, light',
        'no two skippers have the same e-mail',
      ]),
    );
    expect(open).toContain('lowercased');
  });

  it('are no values of it', () => {
    expect(met.filter((each) => /one of .*(?:uniq|lower)/.test(each))).toEqual([]);
  });

  it('are read in the shorthand of programmers', () => {
    const {
      records: kept,
      met: claimed,
      open: left,
    } = read(
      'A REST API.\n\nmodels\n\n- bed: code PK, light enum(full, half, none), rows int min 1 max 9, labels list of string',
    );
    expect(kept).toEqual(['bed: code, light, rows']);
    expect(claimed).toEqual(
      expect.arrayContaining([
        'no two beds have the same code',
        'the light of beds is one of full, half, none',
        'the rows of beds is at least 1',
        'the rows of beds is at most 9',
      ]),
    );
    expect(left).toEqual(['labels list of string']);
  });

  it('make no record of the field that they stand behind', () => {
    const { records: kept, met: claimed } = read(
      '# Yard API\n\n**Van**\n- `plate` (required, unique, `^[A-Z]{2}\\d{3,5}$`)\n- `name` (max 40)',
    );
    expect(kept).toEqual(['van: plate, name']);
    expect(claimed).toEqual(
      expect.arrayContaining([
        'the plate of vans is required',
        'no two vans have the same plate',
        'the plate of vans is 2 capital letters, then 3 to 5 digits',
      ]),
    );
  });
});

describe('what stands behind the name of a record', () => {
  const KEPT = 'A REST API.\n\n- berth: code, price\n- permit: berth, holder\n\naccess\n\n';

  it('is no field where it says who may do something', () => {
    const { records } = read(
      `${KEPT}- berths: anyone signed in reads, harbour master writes\n- permits: berth holder adds/removes`,
    );
    expect(records).toEqual(['berth: code, price', 'permit: berth, holder']);
  });

  it('is no field where it is an option of a command', () => {
    const { records } = read(
      'A command-line program.\n\n- berth: code, price\n\n## Listing\n\n`berths`: filter by `--code`, `--before`, `--grep`; 12 per page.',
    );
    expect(records).toEqual(['berth: code, price']);
  });

  it('is no field where the fields of the record are told elsewhere', () => {
    const { records } = read(`${KEPT}exports\n\n- berths: csv, nightly\n- permits: csv and json`);
    expect(records).toEqual(['berth: code, price', 'permit: berth, holder']);
  });

  it('is no record where it names a deed', () => {
    const { records, met } = read(
      `${KEPT}delete\n\n- permit (master only): their notes go\n- berth: no delete endpoint, close it instead`,
    );
    expect(records).toEqual(['berth: code, price', 'permit: berth, holder']);
    expect(met.filter((each) => each.includes('delet'))).toEqual([]);
  });

  it('is values where it says which of them is usual', () => {
    const { records, met } = read(
      'A REST API. A report has a title.\n\nUrgency: low, normal, high – normal if left out.',
    );
    expect(records).toEqual(['report: title']);
    expect(met.filter((each) => each.includes('urgenc'))).toEqual([]);
  });
});

describe('records that a table calls something', () => {
  const { records, met, open } = read(
    '# Hoard CLI\n\n## Nouns\n\n| noun | fields |\n|---|---|\n| coin | `name` (unique, max 60), `metal` (`gold`, `iron`) |\n| pouch | `coinId`, `state` (`fresh`, `opened`, `empty`) |\n\n## States\n\n- `fresh` → `opened` → `empty`.\n\n## Lists\n\n- pouches: filter state, coin\n- Reports: weight per metal\n\n## Removal\n\n- coin: pouches stay, without a coin',
  );

  it('are those, and no other heading or line is one', () => {
    expect(records).toEqual(['coin: name, metal', 'pouch: coin, state']);
  });

  it('may be empty as they may be opened', () => {
    expect(met).toEqual(
      expect.arrayContaining([
        'the state of pouches is one of fresh, opened, empty',
        'the state of pouches moves from fresh to opened, from opened to empty, and not otherwise',
      ]),
    );
    expect(met).not.toContain('the state of pouches may be left out');
  });

  it('have no field of what becomes of them', () => {
    expect(open.join()).toContain('pouches stay, without a coin');
  });
});

describe('a range of two bare numbers', () => {
  it('is a length where all others of the brief that are told are', () => {
    const { met } = read('A REST API.\n\n- `Phrase`: `origin` (1–90), `gloss` (1–90), `text` (1–300)');
    expect(met).toContain('the gloss of phrases is at least 1 characters and at most 90 characters long');
  });

  it('is neither a length nor a number where nothing tells', () => {
    const { met, open } = read('A REST API.\n\n- `Phrase`: `origin` (1–90), `year` (1900–2100)');
    expect(met.filter((each) => each.startsWith('the origin'))).toEqual([]);
    expect(open.join()).toContain('origin');
    expect(met).toContain('the year of phrases is at least 1900 and at most 2100');
  });

  it('is one of numbers where the name counts or numbers something', () => {
    const { met } = read('A REST API.\n\n- `Loft`: `shelves` (1–24), `number` (1–240), `grade` (1–5)');
    expect(met).toEqual(
      expect.arrayContaining([
        'the shelves of lofts is at least 1 and at most 24',
        'the number of lofts is at least 1 and at most 240',
        'the grade of lofts is at least 1 and at most 5',
      ]),
    );
  });
});

describe('a bound', () => {
  it('is strict where it is more than nothing', () => {
    const { met } = read(
      'A REST API. A field has a name. Crops too: which field, what day, and how many kilos, which has to be more than nothing.',
    );
    expect(met).toContain('the kilos of crops is more than 0');
    expect(met.filter((each) => each.includes('at least 0'))).toEqual([]);
  });

  it('is strict over nothing, and no part of the name', () => {
    const { records, met } = read('A REST API. A tool has a label and a value over nothing and below 500.');
    expect(records).toEqual(['tool: label, value']);
    expect(met).toContain('the value of tools is more than 0');
  });

  it('is not lost behind an example', () => {
    const { met } = read(
      'A REST API.\n\n**Crate**\n- `code` (unique, e.g. `K7`, max 6 chars)\n- `note` (max 90)',
    );
    expect(met).toContain('the code of crates is at most 6 characters long');
    const { met: said } = read(
      'A REST API. A crate has a weight. Each has a mark such as "K-07", and no two crates share one.',
    );
    expect(said).toContain('no two crates have the same mark');
  });
});

describe('a record', () => {
  it('is not called by an adverb beside its name', () => {
    expect(read('A REST API. Lambs too: name, breed, birth date.').records).toEqual([
      'lamb: name, breed, birth date',
    ]);
  });

  it('that was not understood is no plain value of those that name it', () => {
    const { records, open } = read(
      'A library.\n\n- `Verse`: `id`, `poemId`, `text` (max 90), `mood` (max 9)',
    );
    expect(records).toEqual(['verse: text, mood']);
    expect(open.join()).toContain('poemId');
  });

  it('is named by what points to it', () => {
    const { met } = read(
      'A REST API.\n\n**Keeper**\n- `name` (1–60)\n\n**HiveBox**\n- `ownerId` → Keeper, required\n- `label` (max 20)\n\n**Visit**\n- `boxId`\n- `note` (max 90)',
    );
    expect(met).toEqual(
      expect.arrayContaining([
        'each hive box belongs to one owner (keeper)',
        'each visit belongs to one box (hive box)',
      ]),
    );
  });

  it('is what the sentence before speaks of, and no earlier one', () => {
    const { records } = read(
      'A REST API. A script has a title and an author. Actors sign in with their e-mail address and a password of at least ten characters. We note their name and their height.',
    );
    expect(records).toContain('script: title, author');
    expect(records.find((each) => each.startsWith('actor'))).toContain('height');
  });

  it('is not what another one has that was not understood', () => {
    const { records } = read(
      'A REST API. Riders have a name and a club. An entry puts a rider on a course. It gets a start number.',
    );
    expect(records.find((each) => each.startsWith('rider'))).toBe('rider: name, club');
  });

  it('has no field of what is listed under another name', () => {
    const { records } = read(
      'A REST API. A repair has a date. On each repair we list the parts and work: a description, how many (at least 1) and a price.',
    );
    expect(records[0]).toBe('repair: date');
  });
});

describe('a list of fields with a colon in it', () => {
  it('makes no day of a number that is bounded: what says so is said of something else', () => {
    const { met, open } = read('An API for bookings. Bookings have: name, guests: zero to four, date.');
    expect(met).toContain('the guests of bookings is at least 0 and at most 4');
    expect(met.join()).not.toContain('guests of bookings is a date');
    expect(open).toContain('date');
  });
});

describe('both ends of a period', () => {
  it('are times beside the date that they are of', () => {
    const { met, records } = read(
      'A REST API.\n\n- **Shift**: `helper`, `date`, `from`, `to`, `note` (max 90)\n\n## Rules\n- `to` must be later than `from`',
    );
    expect(records).toEqual(['shift: helper, date, from time, until time, note']);
    expect(met).toContain('the until time of shifts is after the from time');
  });
});
