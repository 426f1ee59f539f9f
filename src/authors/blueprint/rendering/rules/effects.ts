import type { Entity } from '../../domain/domain.js';
import { rulesOfTarget, settlesTarget } from '../../scenarios/effect-targets.js';
import { keepsReference } from '../../scenarios/kept-references.js';
import { fieldName, isNullable } from '../field-code.js';
import { literal, quoted } from '../literal.js';
import { entityNames, pascalCase, proseWords, sentenceCase } from '../words.js';
import {
  access,
  check,
  fieldOf,
  parentVariable,
  targetOf,
  type CheckView,
  type OfKind,
  type RuleScope,
} from './check.js';
import { stateTest } from './states.js';

/** The statements that write another record, here `parent`, as its own rules let it be. */
function written(
  { domain, entity }: RuleScope,
  rule: OfKind<'effect'> & { readonly via: string },
  parent: string,
  value: string,
  checksOf: (entity: Entity) => readonly CheckView[],
): Pick<CheckView, 'lines' | 'imports'> {
  const holder = targetOf(domain, entity, rule.via);
  const names = entityNames(holder.singular, holder.plural);
  const field = fieldOf(holder, rule.field);
  const ids = new Set(rulesOfTarget(domain, rule).map(({ id }) => id));
  const checks = checksOf(holder).filter((view) => view.rule !== null && ids.has(view.rule));
  const settles = settlesTarget(domain, rule);
  const update = `await repositories.${names.variables}.update`;
  if (checks.length === 0 && !settles) {
    const changed = `{ ...${parent}, ${fieldName(field)}: ${value} }`;
    return { lines: [`if (${parent} !== undefined) ${update}(${changed});`], imports: [] };
  }
  // A check is named by its field: the file that imports it may have one of that name, or import one from elsewhere.
  const called = (name: string): string => (holder === entity ? name : `${name}Of${names.type}`);
  const literalType = typeof rule.value === 'string' ? ' as const' : '';
  const changed = `{ ...${parent}, ${fieldName(field)}: ${value}${literalType} }`;
  const settle = `settle${names.type}`;
  return {
    lines: [
      `if (${parent} === undefined) return;`,
      `const ${settles ? 'given' : 'write'} = { repositories, now, before: ${parent}, ${names.variable}: ${changed} };`,
      ...(settles ? [`const write = { ...given, ${names.variable}: ${settle}(given) };`] : []),
      ...(checks.length === 0
        ? []
        : [
            'try {',
            ...checks.map((view) => `  ${view.awaits ? 'await ' : ''}${called(view.function)}(write);`),
            '} catch (error) {',
            '  if (!(error instanceof Refusal)) throw error;',
            '  // The request names the record, not what is at fault in it.',
            `  throw conflict(error.message, '${fieldName(fieldOf(entity, rule.via))}');`,
            '}',
          ]),
      `${update}(write.${names.variable});`,
    ],
    imports:
      holder === entity
        ? []
        : [
            ...checks.map(({ function: name }) => ({ name, as: called(name), of: names })),
            ...(settles ? [{ name: settle, of: names }] : []),
          ],
  };
}

/** What writing a record does to it, or to one that it refers to; `checksOf`: what has to hold of others. */
export function effectView(
  scope: RuleScope,
  rule: OfKind<'effect'>,
  checksOf: (entity: Entity) => readonly CheckView[],
): CheckView {
  const { domain, entity, names } = scope;
  const holder = rule.via === null ? entity : targetOf(domain, entity, rule.via);
  const field = fieldOf(holder, rule.field);
  const present = field.type.kind === 'date' ? 'dayOf(now)' : 'momentOf(now)';
  const value = typeof rule.value === 'object' ? present : literal(rule.value);
  const shown =
    typeof rule.value === 'object'
      ? field.type.kind === 'date'
        ? 'that day'
        : 'that moment'
      : String(rule.value);
  const when =
    rule.on.action === 'create'
      ? `${names.aSingular} is created`
      : `${names.aSingular} becomes ${rule.on.state.word}`;
  // A record that comes to another joins it as a new one does.
  const alike =
    rule.via === null
      ? []
      : [
          `before.${fieldName(fieldOf(entity, rule.via))} === ${access(names.variable, fieldOf(entity, rule.via))}`,
        ];
  const skip = (result: string): readonly string[] => {
    if (rule.on.action === 'create')
      return [`if (${['before !== undefined', ...alike].join(' && ')}) return${result};`];
    const { state } = rule.on;
    const was = ['before !== undefined', stateTest(entity, 'before', state).is, ...alike].join(' && ');
    return [
      `if (${stateTest(entity, names.variable, state).isNot}) return${result};`,
      `if (${was}) return${result};`,
    ];
  };
  const whose = rule.via === null ? 'its' : `the ${proseWords(rule.field)} of its ${rule.via}`;
  const doc = `When ${when}, ${rule.via === null ? `its ${proseWords(rule.field)}` : whose} becomes ${shown}.`;
  const name = `${pascalCase(rule.via ?? '')}${pascalCase(rule.field)}${rule.on.action === 'create' ? 'OnCreation' : `When${pascalCase(rule.on.state.word)}`}`;
  if (rule.via === null) {
    return check({
      rule: rule.id,
      function: `settle${name}`,
      doc: sentenceCase(doc),
      lines: [
        ...skip(` ${names.variable}`),
        `return { ...${names.variable}, ${fieldName(field)}: ${value} };`,
      ],
    });
  }
  const via = fieldOf(entity, rule.via);
  const parent = parentVariable(scope, rule.via);
  const { variables } = entityNames(holder.singular, holder.plural);
  const { lines, imports } = written(scope, { ...rule, via: rule.via }, parent, value, checksOf);
  const isHeld = lines.some((line) => line.startsWith('try'));
  return check({
    rule: rule.id,
    function: `set${name}`,
    doc: sentenceCase(isHeld ? doc.replace(/\.$/, `; where it may not, that is refused.`) : doc),
    imports,
    lines: [
      ...skip(''),
      ...(isNullable(via) ? [`if (${access(names.variable, via)} === null) return;`] : []),
      `const ${parent} = await repositories.${variables}.find(${access(names.variable, via)});`,
      ...lines,
    ],
  });
}

/** What an effect has changed keeps the record: a move would leave it changed, with nobody there. */
export function keptReferenceCheck(scope: RuleScope, rule: OfKind<'effect'>): readonly CheckView[] {
  const { domain, entity, names } = scope;
  if (!keepsReference(domain, rule)) return [];
  const via = fieldOf(entity, rule.via);
  const was = `before.${fieldName(via)}`;
  const state = rule.on.action === 'create' ? undefined : rule.on.state;
  const doc =
    state === undefined
      ? `The ${proseWords(rule.via)} of ${names.aSingular} never changes${isNullable(via) ? ' once it is given' : ''}.`
      : `The ${proseWords(rule.via)} of ${names.aSingular} does not change once it is ${state.word}.`;
  return [
    check({
      function: `keep${pascalCase(rule.via)}${state === undefined ? '' : `When${pascalCase(state.word)}`}`,
      doc,
      lines: [
        'if (before === undefined) return;',
        `if (${[...(isNullable(via) ? [`${was} === null`] : []), `${was} === ${access(names.variable, via)}`].join(' || ')}) return;`,
        ...(state === undefined ? [] : [`if (${stateTest(entity, 'before', state).isNot}) return;`]),
        `throw conflict('${quoted(doc)}', '${fieldName(via)}');`,
      ],
    }),
  ];
}
