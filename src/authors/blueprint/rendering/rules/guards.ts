import type { Condition } from '../../domain/rule.js';
import { guardField } from '../../scenarios/violations.js';
import { fieldName, isList } from '../field-code.js';
import { quoted } from '../literal.js';
import { listed, pascalCase, proseWords, sentenceCase } from '../words.js';
import { access, check, fieldOf, type CheckView, type OfKind, type RuleScope } from './check.js';
import { conditionCode, conditionProse } from './conditions.js';
import { stateTest } from './states.js';

type Guard = OfKind<'guard'>;

function actionProse({ names }: RuleScope, { on }: Guard): string {
  const what = sentenceCase(names.aSingular);
  switch (on.action) {
    case 'create':
      return `${what} can be created`;
    case 'change':
      return `${what} can be changed`;
    case 'delete':
      return `${what} can be deleted`;
    case 'change-of':
      return `The ${listed(on.fields.map(proseWords), 'or')} of ${names.aSingular} can be changed`;
    case 'enter':
      return `${what} can become ${on.state.word}`;
  }
}

function functionName({ names }: RuleScope, { on, conditions }: Guard): string {
  const [first] = conditions;
  const about =
    first === undefined
      ? ''
      : pascalCase([first.via ?? '', 'field' in first ? first.field : first.entity].join(' ').trim());
  switch (on.action) {
    case 'create':
      return `allowCreating${names.type}By${about}`;
    case 'change':
      return `allowChanging${names.type}By${about}`;
    case 'delete':
      return `allowDeleting${names.type}By${about}`;
    case 'change-of':
      return `allowChangingThe${on.fields.map(pascalCase).join('Or')}By${about}`;
    case 'enter':
      return `allowBecoming${pascalCase(on.state.word)}By${about}`;
  }
}

/** The statements that refuse where a condition of the record in `of` does not hold; `only`: a test of when it is asked at all. */
function refusals(
  scope: RuleScope,
  rule: Guard,
  of: (condition: Condition) => string,
  only: (condition: Condition) => string = () => '',
): readonly string[] {
  const known = new Set<string>();
  return rule.conditions.flatMap((condition) => {
    const words = guardField(rule, condition);
    const at = words === null ? '' : `, '${fieldName(fieldOf(scope.entity, words))}'`;
    const code = conditionCode(scope, condition, of(condition), known);
    const message = `${actionProse(scope, rule)} only if ${conditionProse(scope, condition)}.`;
    return [...code.setup, `if (${only(condition)}${code.isNot}) throw conflict('${quoted(message)}'${at});`];
  });
}

/** A guard on writing a record; the one on deleting is `deletionGuard`. */
export function guardCheck(scope: RuleScope, rule: Guard): CheckView {
  const { entity, names } = scope;
  const { on } = rule;
  const changed = (words: string): string => {
    const field = fieldOf(entity, words);
    const [then, now] = [access('before', field), access(names.variable, field)];
    return isList(field) ? `isDeepStrictEqual(${then}, ${now})` : `${then} === ${now}`;
  };
  const joined = [...new Set(rule.conditions.map(({ via }) => via))];
  /** Of several parents only those that it joins are asked about. */
  const joins = ({ via }: Condition): string => {
    if (on.action !== 'create' || joined.length === 1) return '';
    if (via === null) return 'before === undefined && ';
    const field = fieldName(fieldOf(entity, via));
    return `before?.${field} !== ${names.variable}.${field} && `;
  };
  const skip = (): readonly string[] => {
    switch (on.action) {
      case 'create': {
        // A record that is moved to another parent joins it as a new one does.
        const via = joined.filter((words) => words !== null);
        return via.length === 0
          ? ['if (before !== undefined) return;']
          : [`if (${['before !== undefined', ...via.map(changed)].join(' && ')}) return;`];
      }
      case 'change':
        return ['if (before === undefined) return;'];
      case 'change-of':
        return ['if (before === undefined) return;', `if (${on.fields.map(changed).join(' && ')}) return;`];
      case 'enter': {
        const now = stateTest(entity, names.variable, on.state);
        const then = stateTest(entity, 'before', on.state);
        return [`if (${now.isNot}) return;`, `if (before !== undefined && ${then.is}) return;`];
      }
      case 'delete':
        return [];
    }
  };
  const isOwn = (condition: Condition): boolean =>
    on.action === 'enter' &&
    condition.via === null &&
    'field' in condition &&
    condition.field === on.state.field;
  const [own] = rule.conditions.filter(isOwn);
  const first =
    own === undefined
      ? []
      : [
          `if (before === undefined) throw conflict('${quoted(`${actionProse(scope, rule)} only if ${conditionProse(scope, own)}.`)}', '${fieldName(fieldOf(entity, on.action === 'enter' ? on.state.field : ''))}');`,
        ];
  const subject = on.action === 'change' || on.action === 'change-of' ? 'before' : names.variable;
  const prose = `${actionProse(scope, rule)} only if ${listed(
    rule.conditions.map((condition) => conditionProse(scope, condition)),
    'and',
  )}.`;
  return check({
    rule: rule.id,
    function: functionName(scope, rule),
    doc: prose,
    lines: [
      ...skip(),
      ...first,
      ...refusals(scope, rule, (condition) => (isOwn(condition) ? 'before' : subject), joins),
    ],
  });
}

export function deletionGuard(scope: RuleScope, rule: Guard): CheckView {
  return check({
    rule: rule.id,
    function: functionName(scope, rule),
    doc: `${actionProse(scope, rule)} only if ${listed(
      rule.conditions.map((condition) => conditionProse(scope, condition)),
      'and',
    )}.`,
    lines: refusals(scope, rule, () => scope.names.variable),
  });
}
