import type { Domain, Entity } from '../../domain/domain.js';
import type { Rule, State } from '../../domain/rule.js';
import { fieldName, isNullable } from '../field-code.js';
import { entityNames } from '../words.js';
import { fieldOf, parametersOf, scopeOf, type CheckView, type RuleImport, type RuleScope } from './check.js';
import { atMostCheck, noOverlapCheck, sumMethod, totalCheck, uniqueCheck } from './count-checks.js';
import { deletionOf, isWalked, type DeletionView } from './deletion.js';
import { effectView, keptReferenceCheck } from './effects.js';
import { comparisonsHeldBy, isHeldComparison, limitsHeldBy } from '../../scenarios/held-limits.js';
import { guardCheck } from './guards.js';
import { heldComparisonCheck, heldLimitCheck } from './held-limits.js';
import { referenceCheck } from './reference-checks.js';
import { equalityFilter, stateFilter, type RuleFilterView } from './states.js';
import {
  compareCheck,
  differCheck,
  momentCheck,
  orderCheck,
  requiredWhenCheck,
  spanCheck,
  transitionsCheck,
} from './value-checks.js';

/** All that the rules of one entity make of its files. */
export interface RulesView {
  /** Before a record is written, cheap ones first. */
  readonly checks: readonly CheckView[];
  /** What writing a record changes of itself. */
  readonly settling: readonly CheckView[];
  /** What writing a record changes of others. */
  readonly following: readonly CheckView[];
  readonly deletion: DeletionView | undefined;
  /** What the rules file takes from others. */
  readonly imports: readonly string[];
  readonly refusals: string;
  readonly calendar: string;
  /** What it takes of Node's own. */
  readonly utilities: string;
  readonly exists: boolean;
  /** Whether what must hold before writing is looked up. */
  readonly awaits: boolean;
  /** What its service takes from it. */
  readonly used: string;
  /** Members of the repository's filter beside those that lists have. */
  readonly filters: readonly RuleFilterView[];
  /** Whether rules leave the record itself out of what they count. */
  readonly excludes: boolean;
  readonly sums: readonly { readonly method: string; readonly field: string; readonly nullable: boolean }[];
  readonly walked: boolean;
  readonly prose: readonly string[];
  /** What each rule says, by its id. */
  readonly sentences: ReadonlyMap<string, string>;
  /** Function by the id of its rule. */
  readonly symbols: ReadonlyMap<string, string>;
}

/** In the order in which they are made: what needs the record alone comes first. */
const ORDER: readonly Rule['kind'][] = [
  'order',
  'differ',
  'span',
  'moment',
  'transitions',
  'required-when',
  'compare',
  'effect',
  'guard',
  'unique',
  'at-most',
  'no-overlap',
  'total',
];

function ruleCheck(scope: RuleScope, rule: Rule): readonly CheckView[] {
  switch (rule.kind) {
    case 'order':
      return [orderCheck(scope, rule)];
    case 'differ':
      return [differCheck(scope, rule)];
    case 'span':
      return [spanCheck(scope, rule)];
    case 'moment':
      return [momentCheck(scope, rule)];
    case 'compare':
      return [compareCheck(scope, rule)];
    case 'required-when':
      return [requiredWhenCheck(scope, rule)];
    case 'transitions':
      return [transitionsCheck(scope, rule)];
    case 'guard':
      return rule.on.action === 'delete' ? [] : [guardCheck(scope, rule)];
    case 'unique':
      return [uniqueCheck(scope, rule)];
    case 'at-most':
      return [atMostCheck(scope, rule)];
    case 'no-overlap':
      return [noOverlapCheck(scope, rule)];
    case 'total':
      return [totalCheck(scope, rule)];
    case 'effect':
      return keptReferenceCheck(scope, rule);
  }
}

/** The views with a number behind each name that was taken already. */
function withOwnNames(
  views: readonly CheckView[],
  taken: Set<string>,
  variable: string,
): readonly CheckView[] {
  const own = (name: string): string => {
    let free = name;
    for (let number = 2; taken.has(free); number += 1) free = `${name}${String(number)}`;
    taken.add(free);
    return free;
  };
  return views.map((view) => {
    const constants = view.constants.map((constant) => ({
      ...constant,
      name: own(constant.name),
      was: constant.name,
    }));
    const lines = view.lines.map((line) =>
      constants.reduce((text, { was, name }) => text.replace(new RegExp(`\\b${was}\\b`, 'g'), name), line),
    );
    return {
      ...view,
      function: own(view.function),
      constants,
      lines,
      parameters: parametersOf(lines, ['repositories', 'now', 'before', variable, 'going']),
    };
  });
}

function unique<Item>(items: readonly Item[], key: (item: Item) => string): readonly Item[] {
  return items.filter((item, index) => items.findIndex((other) => key(other) === key(item)) === index);
}

function filtersOf(domain: Domain, entity: Entity): readonly RuleFilterView[] {
  const { type } = entityNames(entity.singular, entity.plural);
  const inState = (state: State | null): RuleFilterView[] =>
    state === null ? [] : [stateFilter(entity, type, state).view];
  const equal = (...words: readonly (string | null)[]): RuleFilterView[] =>
    words.flatMap((each) => (each === null ? [] : [equalityFilter(entity, type, each)]));
  const found = domain.rules.flatMap((rule): RuleFilterView[] => {
    const counted =
      rule.kind === 'guard' ? rule.conditions : rule.kind === 'required-when' ? [rule.when] : [];
    const byCondition = counted.flatMap((condition) =>
      condition.kind === 'count' && condition.entity === entity.singular
        ? [...equal(condition.by), ...inState(condition.state)]
        : [],
    );
    if (rule.entity !== entity.singular) return byCondition;
    switch (rule.kind) {
      case 'unique':
        return [...equal(rule.field, rule.per, ...rule.also), ...inState(rule.state)];
      case 'at-most':
        return [...equal(rule.per, ...rule.also), ...inState(rule.state)];
      case 'total':
        return [...equal(rule.per), ...inState(rule.state)];
      case 'no-overlap': {
        const [from, to] = [fieldOf(entity, rule.from), fieldOf(entity, rule.to)];
        const period: RuleFilterView = {
          name: 'overlapping',
          field: fieldName(from),
          match: 'overlap',
          tsType: `{ from: string; to: string${isNullable(to) ? ' | null' : ''} }`,
          to: fieldName(to),
          open: isNullable(to),
          before: rule.touch ? '<' : '<=',
        };
        return [...equal(rule.per), period, ...inState(rule.state)];
      }
      default:
        return byCondition;
    }
  });
  const children = entity.fields
    .filter((field) => field.type.kind === 'reference')
    .flatMap((field) => equal(field.words));
  return unique([...found, ...children], ({ name }) => name);
}

/** What has to hold of a record that is written, with names that are not among the `taken`. */
function checksOf(scope: RuleScope, taken: Set<string>): readonly CheckView[] {
  const { domain, entity } = scope;
  const rules = domain.rules.filter((rule) => rule.entity === entity.singular);
  const checked = ORDER.flatMap((kind) => {
    const views = rules.filter((rule) => rule.kind === kind).flatMap((rule) => ruleCheck(scope, rule));
    // References are looked up before anything that follows them.
    return kind === 'transitions'
      ? [...views, ...entity.fields.flatMap((field) => referenceCheck(scope, field))]
      : views;
  });
  const held = [
    ...limitsHeldBy(domain, entity.singular).map((rule) => heldLimitCheck(scope, rule)),
    ...comparisonsHeldBy(domain, entity.singular).map((rule) => heldComparisonCheck(scope, rule)),
  ];
  return withOwnNames([...checked, ...held], taken, scope.names.variable);
}

/** Import statements, one for each file that something is taken from. */
function importsOf(taken: readonly RuleImport[]): readonly string[] {
  const files = new Map<string, Set<string>>();
  for (const { name, as = name, of } of taken) {
    const path = `../${of.folder}/${of.file}-rules.js`;
    files.set(path, new Set([...(files.get(path) ?? []), as === name ? name : `${name} as ${as}`]));
  }
  return [...files].map(([path, names]) => `import { ${[...names].sort().join(', ')} } from '${path}';`);
}

/** What the rules of `domain` are for `entity`. */
export function rulesView(domain: Domain, entity: Entity): RulesView {
  const scope = scopeOf(domain, entity);
  const rules = domain.rules.filter((rule) => rule.entity === entity.singular);
  const effects = rules.flatMap((rule) =>
    rule.kind === 'effect'
      ? [
          {
            rule,
            view: effectView(scope, rule, (other) => checksOf(scopeOf(domain, other), new Set())),
          },
        ]
      : [],
  );
  const taken = new Set<string>();
  const checks = checksOf(scope, taken);
  const settling = withOwnNames(
    effects.filter(({ rule }) => rule.via === null).map(({ view }) => view),
    taken,
    scope.names.variable,
  );
  const following = withOwnNames(
    effects.filter(({ rule }) => rule.via !== null).map(({ view }) => view),
    taken,
    scope.names.variable,
  );
  const found = deletionOf(domain, entity);
  const deletion =
    found === undefined
      ? undefined
      : {
          ...found,
          used: withOwnNames(found.used, taken, scope.names.variable),
          guards: withOwnNames(found.guards, taken, scope.names.variable),
        };
  const all = [
    ...checks,
    ...settling,
    ...following,
    ...(deletion === undefined ? [] : [...deletion.used, ...deletion.guards]),
  ];
  const source = all.flatMap(({ lines }) => lines).join('\n');
  const named = (names: readonly string[]): string =>
    names.filter((name) => new RegExp(`\\b${name}(?:\\(|\\)\\) throw)`).test(source)).join(', ');
  const counting = rules.filter((rule) => ['unique', 'at-most', 'no-overlap', 'total'].includes(rule.kind));
  const { type } = scope.names;
  const writes = checks.length > 0 || settling.length > 0 || following.length > 0;
  return {
    checks,
    settling,
    following,
    deletion,
    refusals: named(['conflict', 'Refusal', 'unprocessable']),
    imports: importsOf([...(deletion?.imports ?? []), ...following.flatMap(({ imports }) => imports)]),
    utilities: named(['isDeepStrictEqual']),
    calendar: named(['dayOf', 'earlier', 'later', 'momentOf']),
    awaits: checks.some((view) => view.awaits),
    exists: writes || deletion !== undefined,
    used: [
      ...(following.length > 0 ? [`apply${type}Effects`] : []),
      ...(checks.length > 0 ? [`check${type}`] : []),
      ...(deletion === undefined ? [] : [`delete${type}`]),
      ...(settling.length > 0 ? [`settle${type}`] : []),
    ].join(', '),
    filters: filtersOf(domain, entity),
    excludes: counting.length > 0,
    sums: unique(
      rules.flatMap((rule) => {
        if (rule.kind !== 'total') return [];
        const field = fieldOf(entity, rule.sum);
        return [{ method: sumMethod(rule), field: fieldName(field), nullable: isNullable(field) }];
      }),
      ({ method }) => method,
    ),
    walked: isWalked(domain, entity) || rules.some((rule) => isHeldComparison(domain, rule)),
    prose: [
      ...[...checks, ...settling, ...following].flatMap(({ prose }) => (prose === '' ? [] : [prose])),
      ...(deletion?.prose ?? []),
    ],
    sentences: new Map(all.flatMap((view) => (view.rule === null ? [] : [[view.rule, view.prose] as const]))),
    symbols: new Map(
      all.flatMap((view) => (view.rule === null ? [] : [[view.rule, view.function] as const])),
    ),
  };
}
