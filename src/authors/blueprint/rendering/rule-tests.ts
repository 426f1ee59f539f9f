import type { Domain, Entity } from '../domain/domain.js';
import { deletionStories, ruleStories } from '../scenarios/rule-stories.js';
import { tagOf } from './aspect-tags.js';
import { listTestsOf } from './list-tests.js';
import { rulesView } from './rules/rules-view.js';
import { scenarioLines } from './scenario-code.js';
import { proseWords, type EntityNames } from './words.js';

/** A test that shows one side of a rule, or both. */
export interface RuleTestView {
  readonly tag: string;
  readonly title: string;
  readonly lines: readonly string[];
  /** Milliseconds, where it may take longer than a test does. */
  readonly timeout: number | null;
}

/** Arranging more records than this takes longer than a test may by default. */
const QUICK_COUNT = 60;

function timeoutOf(lines: readonly string[]): number | null {
  const counts = lines.flatMap((line) =>
    [...line.matchAll(/count <= (\d+)/g)].map(([, count]) => Number(count)),
  );
  return Math.max(0, ...counts) > QUICK_COUNT ? 60_000 : null;
}

/** The tests of an entity's rules, and of what deleting one of its records does. */
export function ruleTestsOf(domain: Domain, entity: Entity): readonly RuleTestView[] {
  const { sentences } = rulesView(domain, entity);
  const rules = domain.rules
    .filter((rule) => rule.entity === entity.singular)
    .flatMap((rule) =>
      ruleStories(domain, rule).map((scenario) => ({
        scenario,
        tag: tagOf(domain, { kind: 'rule', rule: rule.id }),
        title: `${scenario.title}: ${(sentences.get(rule.id) ?? proseWords(rule.kind)).replace(/\.$/, '')}`,
      })),
    );
  const deletions = deletionStories(domain, entity.singular).map((scenario) => ({
    scenario,
    tag: tagOf(domain, { kind: 'deletion', entity: entity.singular }),
    title: scenario.title,
  }));
  const told = [...rules, ...deletions].map(({ scenario, tag, title }) => {
    const lines = scenarioLines(domain, scenario);
    return { tag, title, lines, timeout: timeoutOf(lines) };
  });
  return [...told, ...listTestsOf(domain, entity).map((test) => ({ ...test, timeout: null }))];
}

function calls(lines: readonly string[], pattern: RegExp): readonly string[] {
  const source = lines.join('\n');
  return [...new Set([...source.matchAll(pattern)].map(([, name = '']) => name))];
}

/** Import statements of an entity's test beside those that every one has. */
export function testImportsOf(names: EntityNames, tests: readonly RuleTestView[]): readonly string[] {
  const lines = tests.flatMap((test) => test.lines);
  const schemas = new Set([`${names.variable}Schema`, ...calls(lines, /\b(\w+Schema)\.parse\(/g)]);
  return [
    `import { ${[...schemas].sort().join(', ')} } from '../../src/${names.folder}/${names.file}-schema.js';`,
    ...(calls(lines, /\b(unchanged)\(/g).length > 0
      ? [`import { unchanged } from '../support/unchanged.js';`]
      : []),
  ];
}

/** The samples that an entity's test calls. */
export function testSamplesOf(
  names: EntityNames,
  fields: readonly {
    readonly parent: { readonly creates: readonly string[]; readonly helper: unknown } | undefined;
    readonly reference: { readonly type: string } | undefined;
  }[],
  lines: readonly string[],
): readonly string[] {
  const used = new Set([
    `${names.variable}Fields`,
    `create${names.type}`,
    ...fields.flatMap(({ reference, parent }) => [
      ...(reference === undefined ? [] : [`create${reference.type}`]),
      ...(parent?.helper === undefined ? [] : parent.creates),
    ]),
    ...calls(lines, /\b(create[A-Z]\w*|\w+Fields)\(/g),
  ]);
  return [...used].sort();
}
