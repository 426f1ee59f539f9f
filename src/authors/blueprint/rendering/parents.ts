import type { Domain, Entity } from '../domain/domain.js';
import type { Field } from '../domain/field.js';
import { baseRecordsOf } from '../scenarios/base.js';
import { isFresh, same } from '../scenarios/values.js';
import { entityIn, recordIn, valueOf, type Rec } from '../scenarios/world.js';
import { namesIn } from './domain-names.js';
import { fieldName } from './field-code.js';
import { literal } from './literal.js';
import { camelCase, entityNames, pascalCase } from './words.js';

/** What differs in `record` from a plain new one of its kind, and from what `known` names: `{ status: 'open' }`. */
export function givenOf(domain: Domain, record: Rec, known: ReadonlyMap<string, string>): string {
  const entity = entityIn(domain, record.entity);
  const plain = baseRecordsOf(domain).of(entity).record;
  const members = entity.fields.flatMap((field) => {
    const value = valueOf(record, field.words);
    if (field.type.kind === 'reference') {
      const source = typeof value === 'string' ? known.get(value) : undefined;
      return source === undefined ? [] : [`${fieldName(field)}: ${source}`];
    }
    if (isFresh(value) || same(value, valueOf(plain, field.words))) return [];
    return [`${fieldName(field)}: ${literal(value)}`];
  });
  return members.length === 0 ? '' : `, { ${members.join(', ')} }`;
}

/** How a test gets the id of a record that a new one of an entity may refer to. */
export interface ParentView {
  /** An expression; it awaits. */
  readonly source: string;
  /** A function of the samples that the expression calls; undefined: it needs none. */
  readonly helper:
    | { readonly name: string; readonly doc: string; readonly lines: readonly string[]; readonly id: string }
    | undefined;
  /** Further kinds of records that it creates. */
  readonly creates: readonly string[];
}

/** The parent that `entity`'s rules ask for; undefined where `field` is no reference. */
export function parentView(domain: Domain, entity: Entity, field: Field): ParentView | undefined {
  if (field.type.kind !== 'reference') return undefined;
  const target = namesIn(domain, field.type.entity);
  const base = baseRecordsOf(domain).of(entity);
  const parent = recordIn(base.world, valueOf(base.record, field.words));
  if (parent === undefined) {
    return { source: `(await create${target.type}(harness)).id`, helper: undefined, creates: [target.type] };
  }
  const bound = base.world.filter((record) =>
    Object.values(record.values).some((value) => same(value, parent.id)),
  );
  const made = `await create${target.type}(harness${givenOf(domain, parent, new Map())})`;
  if (bound.length === 0) return { source: `(${made}).id`, helper: undefined, creates: [target.type] };
  const names = entityNames(entity.singular, entity.plural);
  const name = `${camelCase(field.words)}For${pascalCase(entity.singular)}`;
  return {
    source: `await ${name}(harness)`,
    helper: {
      name,
      doc: `The id of ${target.aSingular} that ${names.aSingular} can be created for.`,
      lines: [
        `const { id } = ${made};`,
        ...bound.map(
          (record) =>
            `await create${namesIn(domain, record.entity).type}(harness${givenOf(domain, record, new Map([[parent.id, 'id']]))});`,
        ),
      ],
      id: 'id',
    },
    creates: [name],
  };
}
