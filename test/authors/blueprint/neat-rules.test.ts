import { describe, expect, it } from '@jest/globals';
import { understandBrief, type UnderstoodBrief } from '../../../src/authors/blueprint/reading/read-brief.js';

function understand(brief: string): UnderstoodBrief {
  return understandBrief({ brief, name: undefined, kind: undefined });
}

/** The rules that only the sentence brings, and what of it stays open. */
function ruledBy(
  base: string,
  sentence: string,
): { readonly rules: UnderstoodBrief['domain']['rules']; readonly open: readonly string[] } {
  const before = new Set(understand(base).domain.rules.map(({ id }) => id));
  const { domain, requirements } = understand(`${base} ${sentence}`);
  return {
    rules: domain.rules.filter(({ id }) => !before.has(id)),
    open: requirements.flatMap(({ source, outcome }) =>
      outcome.kind === 'open' && sentence.includes(source.text) ? [source.text] : [],
    ),
  };
}

const BLOG =
  'An API for a blog. Posts have a title, a body and a status (draft or published). Comments belong to a post and have a text.';
const SHELTER =
  'An API for a shelter. Animals have a name and a status (available, reserved, adopted). Adopters have a name. An adoption belongs to an animal and an adopter and has a date.';
const RENTAL =
  'An API for a rental company. Cars have a licence plate. Customers have a name. A rental belongs to a car and a customer and has a start date and an end date.';

describe('the verb that a record is named by', () => {
  it.each([
    'Only published posts can be commented on.',
    'Draft posts cannot be commented on.',
    "A draft post can't be commented on.",
  ])('rules the making of it: %s', (sentence) => {
    const { rules, open } = ruledBy(BLOG, sentence);
    expect(rules).toEqual([
      expect.objectContaining({ kind: 'guard', entity: 'comment', on: { action: 'create' } }),
    ]);
    expect(open).toEqual([]);
  });

  it('rules the record and the status of what it is of, where both say the same', () => {
    const { rules } = ruledBy(SHELTER, 'Only available animals can be adopted.');
    expect(rules).toEqual([
      expect.objectContaining({ kind: 'guard', entity: 'animal' }),
      expect.objectContaining({
        kind: 'guard',
        entity: 'adoption',
        on: { action: 'create' },
        conditions: [{ kind: 'value', via: 'animal', field: 'status', values: ['available'], not: false }],
      }),
    ]);
  });

  it.each([
    'When an animal is adopted its status becomes adopted.',
    'When an animal is adopted, its status changes to adopted.',
    "When an adoption is created, the animal's status becomes adopted.",
    'When an adoption is made, the status of the animal becomes adopted.',
  ])('has what making it changes: %s', (sentence) => {
    const { rules, open } = ruledBy(SHELTER, sentence);
    expect(rules).toEqual([
      expect.objectContaining({
        kind: 'effect',
        entity: 'adoption',
        on: { action: 'create' },
        via: 'animal',
        field: 'status',
        value: 'adopted',
      }),
    ]);
    expect(open).toEqual([]);
  });

  it.each([
    'When an animal is fed its status becomes adopted.',
    'When an animal is adopted its name becomes adopted.',
    'When an animal is adopted its adopter is thanked.',
  ])('changes nothing that the words do not say: %s', (sentence) => {
    expect(ruledBy(SHELTER, sentence)).toEqual({ rules: [], open: [sentence] });
  });

  it.each([
    'A car cannot be rented twice at the same time.',
    "A car can't be rented by two customers at the same time.",
  ])('says when its periods overlap: %s', (sentence) => {
    const { rules, open } = ruledBy(RENTAL, sentence);
    expect(rules).toEqual([expect.objectContaining({ kind: 'no-overlap', entity: 'rental', per: 'car' })]);
    expect(open).toEqual([]);
  });

  it('is no other verb', () => {
    const sentence = 'A car cannot be washed twice at the same time.';
    expect(ruledBy(RENTAL, sentence).open).toEqual([sentence]);
  });
});

describe('words that say that rules follow', () => {
  it.each(['Rules:', 'Business rules:', 'Some rules:'])('say nothing of the rule: %s', (label) => {
    const { rules, open } = ruledBy(RENTAL, `${label} no two cars have the same licence plate.`);
    expect(rules).toEqual([expect.objectContaining({ kind: 'unique', field: 'licence plate' })]);
    expect(open).toEqual([]);
  });
});
