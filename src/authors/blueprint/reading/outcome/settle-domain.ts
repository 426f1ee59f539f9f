import { MillwrightError } from '../../../../protocol/errors.js';
import { DEFAULT_PAGE, type Domain, type Entity } from '../../domain/domain.js';
import { article } from '../../rendering/words.js';
import type { Understanding } from '../understanding.js';
import { settleBareRanges } from './bare-ranges.js';
import { addDefaultFields } from './default-fields.js';
import { settleField } from './settle-fields.js';

/** Required references in a circle: no first record could ever be made. The one that closes a circle becomes optional. */
function openCircles(entities: readonly Entity[], understanding: Understanding): readonly Entity[] {
  const settled: Entity[] = entities.map((entity) => ({ ...entity, fields: [...entity.fields] }));
  const reaches = (from: string, to: string, seen: ReadonlySet<string>): boolean =>
    from === to ||
    (settled.find(({ singular }) => singular === from)?.fields ?? []).some(
      (field) =>
        field.type.kind === 'reference' &&
        !field.optional &&
        !seen.has(field.type.entity) &&
        reaches(field.type.entity, to, new Set([...seen, field.type.entity])),
    );
  for (const entity of settled) {
    for (const [index, field] of entity.fields.entries()) {
      if (field.type.kind !== 'reference' || field.optional) continue;
      if (!reaches(field.type.entity, entity.singular, new Set([field.type.entity]))) continue;
      entity.fields[index] = { ...field, optional: true };
      understanding.assume(
        `The ${field.words} of ${entity.plural} may be left out: otherwise neither could be created before the other.`,
      );
    }
  }
  return settled;
}

/** What a record has changed of another stays so when it is deleted: what was there before is not kept. */
function tellWhatStays(understanding: Understanding): void {
  for (const rule of understanding.rules) {
    if (rule.kind === 'effect' && rule.via !== null)
      understanding.assume(
        `Deleting ${article(rule.entity)} ${rule.entity} does not take back what it did: the ${rule.field} of its ${rule.via} stays as it is.`,
      );
  }
}

function refuseContradictions(understanding: Understanding): void {
  for (const { noun, source } of understanding.excluded) {
    const entity = understanding.entity(noun);
    if (entity !== undefined) {
      understanding.contradict(`${entity.plural} are excluded and described`, source, entity.source);
    }
  }
  if (understanding.contradictions.length === 0) return;
  const sentences = understanding.contradictions.map(({ about, first, second }) =>
    first.text === second.text
      ? `"${first.text}" says that ${about}`
      : `"${first.text}" and "${second.text}": ${about}`,
  );
  throw new MillwrightError(
    'InvalidBrief',
    `The brief contradicts itself: ${sentences.join('; ')}. Say what holds and start again.`,
    {
      contradictions: understanding.contradictions.map(({ about, first, second }) => ({
        about,
        statements: [first.text, second.text],
      })),
    },
  );
}

/**
 * The entities and rules of what was understood, with defaults for what the brief leaves out.
 * @throws MillwrightError `InvalidBrief` when two statements cannot both hold.
 */
export function settleDomain(understanding: Understanding): Pick<Domain, 'entities' | 'rules' | 'access'> {
  addDefaultFields(understanding);
  settleBareRanges(understanding);
  const entities = understanding.entities.map((entity): Entity => ({
    singular: entity.singular,
    plural: entity.plural,
    fields: entity.fields.map((field) => settleField(entity, field, understanding)),
    searchable: [...entity.searchable],
    ranged: [...entity.ranged],
    sortable: [...entity.sortable],
    sortedBy:
      entity.sortedBy === null
        ? null
        : { field: entity.sortedBy.field, direction: entity.sortedBy.direction },
    page: entity.page === null ? DEFAULT_PAGE : { size: entity.page.size, most: entity.page.most },
  }));
  refuseContradictions(understanding);
  tellWhatStays(understanding);
  return {
    entities: [...openCircles(entities, understanding)],
    rules: [...understanding.rules],
    access: understanding.access,
  };
}
