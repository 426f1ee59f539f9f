import type { Domain, Entity } from '../domain/domain.js';
import type { Field } from '../domain/field.js';
import { fieldTags } from './aspect-tags.js';
import { namesIn, recordId } from './domain-names.js';
import { fieldColumn, fieldName, fieldSchemaCode, fieldSqlType, fieldTypeCode } from './field-code.js';
import { fieldProse } from './field-prose.js';
import { literal } from './literal.js';
import { probesOf } from './probes.js';
import type { Samples } from './samples.js';
import { unwritten } from './unwritten.js';
import { article, proseWords } from './words.js';

/** The value a request takes when it leaves the field out, as source; undefined: it may not. */
function defaultCode(field: Field): string | undefined {
  if (field.default !== null) {
    return literal(typeof field.default === 'object' ? unwritten({ kind: 'now' }) : field.default);
  }
  return field.optional ? 'null' : undefined;
}

/** What one field is to the templates. */
export function fieldView(domain: Domain, entity: Entity, field: Field, samples: Samples) {
  const tags = fieldTags(domain, entity.singular, field.words);
  const rules = domain.rules.filter((rule) => rule.entity === entity.singular);
  const byDefault = defaultCode(field);
  const name = fieldName(field);
  const label = field.type.kind === 'reference' ? field.words : proseWords(field.words);
  const reference = field.type.kind === 'reference' ? namesIn(domain, field.type.entity) : undefined;
  const isSelf = field.type.kind === 'reference' && field.type.entity === entity.singular;
  const probeVariable = ['harness', 'unknownId'].includes(name) ? 'value' : name;
  return {
    words: field.words,
    aWords: `${article(field.words)} ${label}`,
    name,
    column: fieldColumn(field),
    schema: fieldSchemaCode(field),
    tsType: fieldTypeCode(field),
    optional: field.optional,
    default: byDefault,
    defaultTitle: byDefault === undefined ? '' : `the value ${byDefault.replaceAll("'", '"')}`,
    omission: byDefault === undefined ? 'refused' : 'defaulted',
    sqlType: fieldSqlType(field),
    sqlConstraint: sqlConstraint(field, reference?.table),
    sample: samples.code(field),
    record:
      field.type.kind === 'reference'
        ? field.optional || isSelf
          ? 'null'
          : `'${recordId(domain, field.type.entity)}'`
        : samples.isState(field)
          ? 'null'
          : literal(samples.value(field)),
    reference,
    tags,
    probes: probesOf(field, rules, tags),
    probeVariable,
    probePair: probeVariable === name ? name : `${name}: ${probeVariable}`,
    prose: fieldProse(domain, field),
  };
}

function sqlConstraint(field: Field, table: string | undefined): string {
  const parts = [
    field.optional ? '' : '.notNull()',
    table === undefined ? '' : `.references('${table}.id')`,
  ].join('');
  return parts === '' ? '' : `, (column) => column${parts}`;
}
