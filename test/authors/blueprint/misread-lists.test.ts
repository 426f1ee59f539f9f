import { describe, expect, it } from '@jest/globals';
import { read } from './told-reading.js';

const JARS =
  'A REST API. A jar has a label, a shelf code, a filling (jam, honey, pickles) and a best-before date. A tasting has a date and a mark and belongs to a jar.';

describe('a condition of a list', () => {
  it('is no equality, and is not cut at its "or"', () => {
    const { met } = read(`${JARS} Jars shall be filterable by filling and "best before on or before".`);
    expect(met).toContain('a list of jars can be bounded by best before date, from and to');
    expect(met.filter((each) => each.includes('filtered by best before'))).toEqual([]);
  });

  it('is an order by both fields that it names, and no search', () => {
    const { met } = read(
      `${JARS} I should be able to look for jars by a bit of the label, and put them in order of label or shelf code.`,
    );
    expect(met).toEqual(
      expect.arrayContaining(['jars can be sorted by label', 'jars can be sorted by shelf code']),
    );
    expect(met).not.toContain('jars can be searched by shelf code');
  });

  it('is read by the name of the option that it is asked with', () => {
    const { met } = read(
      `A command-line program. ${JARS.slice(12)}\n\n## Listing\n\n\`jars\`: filter by \`--filling\`; sort by \`label\`; 12 per page.`,
    );
    expect(met).toEqual(
      expect.arrayContaining(['jars can be filtered by filling', 'the list of jars has 12 on a page']),
    );
    expect(met.filter((each) => each.startsWith('every list'))).toEqual([]);
  });

  it('has the direction that stands in brackets behind it', () => {
    const { met } = read(`${JARS} List tastings by jar, sorted by mark (highest first).`);
    expect(met.filter((each) => each.includes('lowest first'))).toEqual([]);
  });
});

describe('a list that somebody wants', () => {
  it('makes no field of the record that was spoken of before', () => {
    const { records } = read(
      `${JARS} I want the jars that are open, by filling or due by some date, latest first.`,
    );
    expect(records).toEqual([
      'jar: label, shelf code, filling, best before date',
      'tasting: date, mark, jar',
    ]);
  });
});

describe('what is said of one list', () => {
  it('is said of no other, where the other was not understood', () => {
    const { met, open } = read(
      `${JARS} List jars by filling, sorted by label, and recipes newest first, ten at a time.`,
    );
    expect(met).toContain('jars can be filtered by filling');
    expect(met.filter((each) => each.includes('10 on a page'))).toEqual([]);
    expect(open.join()).toContain('ten at a time');
  });
});

describe('moves between stages', () => {
  const LOT =
    'A REST API.\n\n- `Lot`: `title` (max 80), `status` (`listed | sold | settled | withdrawn`)\n- `Bid`: `lotId`, `amount`\n\n';

  it('are those of a list of them, in whatever place', () => {
    for (const line of [
      'Status moves: `listed → sold`, `sold → settled`, `listed → withdrawn`.',
      'Permitted moves: listed→sold, sold→settled, listed→withdrawn.',
      '- listed → sold → settled; listed → withdrawn.',
    ]) {
      const { met } = read(`${LOT}${line}`);
      expect(
        met.map((each) => each.replaceAll('from sold to settled, from listed to withdrawn', '…')),
      ).toContain('the status of lots moves from listed to sold, …, and not otherwise');
    }
  });

  it('are not all free by a final one, where a list of them was not understood', () => {
    const { met } = read(
      `${LOT}The auctioneer turns listed → sold by the hammer, and the cashier sold → settled. \`settled\` is final.`,
    );
    expect(met.filter((each) => each.includes('not otherwise'))).toEqual([]);
  });

  it('are declared with the field that makes them', () => {
    const { met } = read(
      'A REST API.\n\n**Stall**\n- `name` (max 80)\n- `status`: `asked` → `let` → `cleared`; `asked` → `refused`. Nothing else.',
    );
    expect(met).toEqual(
      expect.arrayContaining([
        'the status of stalls is one of asked, let, cleared, refused',
        'the status of stalls moves from asked to let, from let to cleared, from asked to refused, and not otherwise',
      ]),
    );
  });
});
