import type { Field } from '../../domain/field.js';
import { fieldName, isNullable } from '../field-code.js';
import { entityNames, pascalCase } from '../words.js';
import { access, check, entityOf, type CheckView, type RuleScope } from './check.js';

/** What a reference, or a list of them, names has to exist; none for any other field. */
export function referenceCheck(scope: RuleScope, field: Field): CheckView[] {
  if (field.type.kind === 'references') return [listCheck(scope, field, field.type.entity)];
  if (field.type.kind !== 'reference') return [];
  const { domain, names } = scope;
  const parent = entityOf(domain, field.type.entity);
  const target = entityNames(parent.singular, parent.plural);
  const id = access(names.variable, field);
  return [
    check({
      reference: field.words,
      function: `requireKnown${pascalCase(field.words)}`,
      doc: `The ${field.words} of ${names.aSingular} must be ${target.aSingular} that exists.`,
      prose: '',
      lines: [
        ...(isNullable(field) ? [`if (${id} === null) return;`] : []),
        `if ((await repositories.${target.variables}.find(${id})) !== undefined) return;`,
        `throw unprocessable(\`There is no ${parent.singular} with id \${${id}}.\`, '${fieldName(field)}');`,
      ],
    }),
  ];
}

function listCheck({ domain, names }: RuleScope, field: Field, singular: string): CheckView {
  const named = entityOf(domain, singular);
  const target = entityNames(named.singular, named.plural);
  return check({
    reference: field.words,
    function: `requireKnown${pascalCase(field.words)}`,
    doc: `The ${field.words} of ${names.aSingular} must be ${named.plural} that exist.`,
    prose: '',
    lines: [
      `for (const id of ${access(names.variable, field)}) {`,
      `  if ((await repositories.${target.variables}.find(id)) === undefined) {`,
      `    throw unprocessable(\`There is no ${singular} with id \${id}.\`, '${fieldName(field)}');`,
      '  }',
      '}',
    ],
  });
}
