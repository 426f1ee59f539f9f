import type { Domain, Entity } from '../domain/domain.js';
import type { Field, FieldType } from '../domain/field.js';
import { fieldTags, tagOf } from './aspect-tags.js';
import { namesIn } from './domain-names.js';
import { fieldName } from './field-code.js';
import { deletionOf, type ChildView } from './rules/deletion.js';
import { entityNames } from './words.js';

interface ListTest {
  readonly tag: string;
  readonly title: string;
  readonly lines: readonly string[];
}

/** A list of records takes those that exist, each once, and as many as it may. */
function takes(
  domain: Domain,
  entity: Entity,
  field: Field,
  type: Extract<FieldType, { kind: 'references' }>,
): readonly ListTest[] {
  const names = entityNames(entity.singular, entity.plural);
  const target = namesIn(domain, type.entity);
  const tags = fieldTags(domain, entity.singular, field.words);
  const name = fieldName(field);
  const make = `(await create${target.type}(harness)).id`;
  const known = {
    tag: tags.reference,
    title: `names ${target.plural} that exist, each once, and refuses any other`,
    lines: [
      `const known = [${make}, ${make}];`,
      `const named = await create${names.type}(harness, { ${name}: known });`,
      `expect(named).toMatchObject({ ${name}: known });`,
      `const unknown = await harness.change('${names.variables}', named.id, { ${name}: [...known, unknownId] });`,
      `expect(unknown).toMatchObject({ outcome: 'unprocessable', field: '${name}' });`,
      `const twice = await harness.change('${names.variables}', named.id, { ${name}: [...known, ...known] });`,
      `expect(twice).toMatchObject({ outcome: 'invalid', field: '${name}' });`,
      `expect((await harness.read('${names.variables}', named.id)).value).toEqual(named);`,
    ],
  };
  const { max } = type;
  if (max === null) return [known];
  const bound = {
    tag: tags.limit,
    title: `names ${String(max)} ${target.plural} and refuses ${String(max + 1)}`,
    lines: [
      `const most = [];`,
      `for (let count = 1; count <= ${String(max)}; count += 1) most.push(${make});`,
      `const full = await create${names.type}(harness, { ${name}: most });`,
      `const more = await harness.change('${names.variables}', full.id, { ${name}: [...most, ${make}] });`,
      `expect(more).toMatchObject({ outcome: 'invalid', field: '${name}' });`,
    ],
  };
  return [known, bound];
}

/** What deleting a record does to the lists that name it. */
function leaves(domain: Domain, entity: Entity, child: ChildView): ListTest {
  const names = entityNames(entity.singular, entity.plural);
  const isRefused = child.onDelete === 'refuse';
  const arranged = [
    `const gone = await create${names.type}(harness);`,
    `const other = await create${names.type}(harness);`,
    `const { id } = await create${child.type}(harness, { ${child.field}: [gone.id, other.id] });`,
    `const removed = await harness.remove('${names.variables}', gone.id);`,
  ];
  return {
    tag: tagOf(domain, { kind: 'deletion', entity: entity.singular }),
    title: isRefused
      ? `keeps one that ${child.plural} name`
      : `is taken off the ${child.plural} that name it when it is deleted`,
    lines: isRefused
      ? [
          ...arranged,
          `expect(removed.outcome).toBe('conflict');`,
          `expect((await harness.read('${names.variables}', gone.id)).value).toEqual(gone);`,
          `expect((await harness.read('${child.variables}', id)).value).toMatchObject({ ${child.field}: [gone.id, other.id] });`,
        ]
      : [
          ...arranged,
          `expect(removed.outcome).toBe('done');`,
          `expect((await harness.read('${child.variables}', id)).value).toMatchObject({ ${child.field}: [other.id] });`,
        ],
  };
}

/** The tests of lists that name records: those of the entity, and those that name its records. */
export function listTestsOf(domain: Domain, entity: Entity): readonly ListTest[] {
  const own = entity.fields.flatMap((field) =>
    field.type.kind === 'references' ? takes(domain, entity, field, field.type) : [],
  );
  const naming = deletionOf(domain, entity)?.children.filter(({ isList }) => isList) ?? [];
  return [...own, ...naming.map((child) => leaves(domain, entity, child))];
}
