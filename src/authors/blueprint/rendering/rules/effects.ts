import { fieldName } from '../field-code.js';
import { literal } from '../literal.js';
import { entityNames, pascalCase, proseWords, sentenceCase } from '../words.js';
import {
  access,
  canBeNull,
  check,
  fieldOf,
  parentVariable,
  targetOf,
  type CheckView,
  type OfKind,
  type RuleScope,
} from './check.js';
import { stateTest } from './states.js';

/** What writing a record does to it, or to one that it refers to. */
export function effectView(scope: RuleScope, rule: OfKind<'effect'>): CheckView {
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
  const skip = (result: string): readonly string[] => {
    if (rule.on.action === 'create') return [`if (before !== undefined) return${result};`];
    const { state } = rule.on;
    return [
      `if (${stateTest(entity, names.variable, state).isNot}) return${result};`,
      `if (before !== undefined && ${stateTest(entity, 'before', state).is}) return${result};`,
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
  return check({
    rule: rule.id,
    function: `set${name}`,
    doc: sentenceCase(doc),
    lines: [
      ...skip(''),
      ...(canBeNull(via) ? [`if (${access(names.variable, via)} === null) return;`] : []),
      `const ${parent} = await repositories.${variables}.find(${access(names.variable, via)});`,
      `if (${parent} !== undefined) await repositories.${variables}.update({ ...${parent}, ${fieldName(field)}: ${value} });`,
    ],
  });
}
