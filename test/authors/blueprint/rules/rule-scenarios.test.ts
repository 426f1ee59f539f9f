import { describe, expect, it } from '@jest/globals';
import { domainSchema, type Domain } from '../../../../src/authors/blueprint/domain/domain.js';
import type { Rule } from '../../../../src/authors/blueprint/domain/rule.js';
import { acceptanceExamples } from '../../../../src/authors/blueprint/reading/outcome/acceptance-examples.js';
import { ruleStories } from '../../../../src/authors/blueprint/scenarios/rule-stories.js';
import { later } from '../../../../src/authors/blueprint/scenarios/values.js';
import { projectView } from '../../../../src/authors/blueprint/rendering/project-view.js';
import { SITES } from './sites.js';
import { STUDIO } from './studio.js';

const EVERY_RULE = [STUDIO, SITES].flatMap((domain) =>
  domain.rules.map((rule): [string, Domain, Rule] => [
    `${domain.name} ${rule.id} ${rule.kind}`,
    domain,
    rule,
  ]),
);

describe('the domains that show the rules', () => {
  it.each([STUDIO, SITES])('are valid: $name', (domain) => {
    expect(domainSchema.parse(domain)).toEqual(domain);
  });

  it('have every kind of rule', () => {
    const kinds = new Set(EVERY_RULE.map(([, , { kind }]) => kind));
    expect([...kinds].sort()).toEqual([
      'at-most',
      'compare',
      'differ',
      'effect',
      'guard',
      'moment',
      'no-overlap',
      'order',
      'required-when',
      'span',
      'total',
      'transitions',
      'unique',
    ]);
  });
});

describe('scenarios of a rule', () => {
  it.each(EVERY_RULE)('show both sides: %s', (_title, domain, rule) => {
    const steps = ruleStories(domain, rule).flatMap((scenario) => scenario.steps);
    const refusals = steps.flatMap(({ refusal }) => (refusal === null ? [] : [refusal]));
    expect(steps.some(({ refusal }) => refusal === null)).toBe(true);
    // An effect shows what follows, and when nothing does; all that it refuses is to leave what was changed.
    if (rule.kind === 'effect') {
      expect(refusals.every((each) => each.rule === rule.id && each.field === rule.via)).toBe(true);
      return;
    }
    expect(refusals.length).toBeGreaterThan(0);
    expect([...new Set(refusals.map((each) => each.rule))]).toEqual([rule.id]);
  });

  it('lie at the limit, and one step past it', () => {
    const bounds = (domain: Domain, id: string, words: string): unknown[] => {
      const rule = domain.rules.find((each) => each.id === id);
      const steps = rule === undefined ? [] : ruleStories(domain, rule).flatMap((scenario) => scenario.steps);
      return steps
        .filter(({ record }) => record.entity === rule?.entity)
        .map(({ record, refusal }) => [record.values[words], refusal === null]);
    };
    expect(bounds(SITES, 'rule-12', 'date of birth').slice(0, 2)).toEqual([
      ['2008-03-16', true],
      ['2008-03-17', false],
    ]);
    expect(bounds(STUDIO, 'rule-10', 'volume')).toEqual([
      [2.9, true],
      [0.2, false],
      [0.1, true],
    ]);
  });
});

describe('scenarios of a rule about the present', () => {
  const changesOf = (id: string): unknown[] => {
    const rule = SITES.rules.find((each) => each.id === id);
    const steps = rule === undefined ? [] : ruleStories(SITES, rule).flatMap((scenario) => scenario.steps);
    return steps
      .filter(({ changes }) => changes !== null)
      .map(({ changes, refusal }) => [changes, refusal === null]);
  };

  it('hold a change to it, and leave what time itself has made so', () => {
    expect(changesOf('rule-12')).toEqual([[{ 'date of birth': '2008-03-17' }, false]]);
    expect(changesOf('rule-14')).toEqual([
      [{ 'first day': '2026-03-15' }, false],
      [{ 'first day': '2026-03-15' }, true],
    ]);
  });
});

describe('acceptance examples of a rule', () => {
  it.each(EVERY_RULE)('say what is done and what is refused: %s', (_title, domain, rule) => {
    const examples = acceptanceExamples(domain, { kind: 'rule', rule: rule.id });
    const refused = examples.filter(({ then }) => /refused with 4(?:09|22)/.test(then));
    expect(examples.length - refused.length).toBeGreaterThan(0);
    if (rule.kind !== 'effect') expect(refused.length).toBeGreaterThan(0);
    expect(
      examples.filter(({ given, when }) => given === '' || / with $|undefined|object Object/.test(when)),
    ).toEqual([]);
  });
});

describe('what is written for a rule', () => {
  it.each([STUDIO, SITES])(
    'has a function, a sentence, and a test that carries its requirement: $name',
    (domain) => {
      const { entities } = projectView(domain);
      for (const [index, rule] of domain.rules.entries()) {
        const entity = entities.find(({ singular }) => singular === rule.entity);
        expect(entity?.rules.symbols.get(rule.id)).toMatch(/^[a-z]\w+$/);
        expect(entity?.rules.sentences.get(rule.id)).toMatch(/^[A-Z].*\.$/);
        const tags = entity?.ruleTests.map(({ tag }) => tag.trim());
        expect(tags).toContain(`[R${String(index + 1)}]`);
      }
    },
  );
});

describe('lengths of time', () => {
  it.each([
    ['2026-01-31', { count: 1, unit: 'months' }, '2026-02-28'],
    ['2024-02-29', { count: 1, unit: 'years' }, '2025-02-28'],
    ['2026-12-31', { count: 2, unit: 'days' }, '2027-01-02'],
    ['2026-11-30T23:30:00Z', { count: 3, unit: 'months' }, '2027-02-28T23:30:00Z'],
    ['2026-03-16T09:30:00Z', { count: 90, unit: 'minutes' }, '2026-03-16T11:00:00Z'],
    ['09:30', { count: 2, unit: 'hours' }, '11:30'],
  ] as const)('%s and %j make %s', (start, amount, end) => {
    expect(later(start, amount)).toBe(end);
  });
});
