import type { Aspect } from '../../domain/aspect.js';
import { aspectKey, fieldAspectKey } from '../../domain/aspect.js';
import { DEFAULT_PAGE, type Domain, type Entity } from '../../domain/domain.js';
import type { Field } from '../../domain/field.js';
import type { Passage } from '../brief-text.js';
import { openReason } from '../open-reasons.js';
import type { RequirementNotes } from '../understanding.js';
import { residueOf } from './residue.js';

type Settled = Pick<Domain, 'entities' | 'rules' | 'access'>;

function quoted(words: readonly string[]): string {
  const each = [...new Set(words)].map((word) => `"${word}"`);
  return each.length > 1 ? `${each.slice(0, -1).join(', ')} and ${each.at(-1) ?? ''}` : (each[0] ?? '');
}

function reasonFor(words: readonly string[]): string {
  const several = new Set(words).size > 1;
  return `the ${several ? 'words' : 'word'} ${quoted(words)} ${several ? 'were' : 'was'} not understood`;
}

/** The field without what is no longer claimed of it. */
function withoutField(field: Field, of: (kind: Aspect['kind']) => boolean): Field {
  const { type } = field;
  const unbounded = of('limit') && 'min' in type ? { ...type, min: null, max: null } : type;
  return {
    ...field,
    type: type.kind === 'reference' && of('deletion') ? { ...type, onDelete: 'refuse' } : unbounded,
    default: of('default') ? null : field.default,
    set: of('fixed') ? 'client' : field.set,
  };
}

function withoutEntity(entity: Entity, gone: ReadonlySet<string>): Entity {
  const of = { entity: entity.singular };
  const is = (aspect: Aspect): boolean => gone.has(aspectKey(aspect));
  const isSorted = (field: string): boolean => !is({ kind: 'sort', ...of, field });
  return {
    ...entity,
    fields: entity.fields.map((field) =>
      withoutField(field, (kind) =>
        kind === 'deletion'
          ? field.type.kind === 'reference' && gone.has(aspectKey({ kind, entity: field.type.entity }))
          : kind !== 'rule' && gone.has(fieldAspectKey(kind, entity.singular, field.words)),
      ),
    ),
    searchable: is({ kind: 'search', ...of }) ? [] : entity.searchable,
    ranged: entity.ranged.filter((field) => !is({ kind: 'range', ...of, field })),
    sortable: entity.sortable.filter(isSorted),
    sortedBy: entity.sortedBy !== null && isSorted(entity.sortedBy.field) ? entity.sortedBy : null,
    page: is({ kind: 'pagination', ...of }) ? DEFAULT_PAGE : entity.page,
  };
}

function keysOf(requirements: readonly RequirementNotes[]): ReadonlySet<string> {
  return new Set(
    requirements.flatMap(({ outcome }) => (outcome.kind === 'met' ? outcome.aspects.map(aspectKey) : [])),
  );
}

/** What is settled, without that which only requirements claimed that are open now. */
export function withdrawn(
  settled: Settled,
  before: readonly RequirementNotes[],
  after: readonly RequirementNotes[],
): Settled {
  const still = keysOf(after);
  const gone = new Set([...keysOf(before)].filter((key) => !still.has(key)));
  if (gone.size === 0) return settled;
  return {
    ...settled,
    entities: settled.entities.map((entity) => withoutEntity(entity, gone)),
    rules: settled.rules.filter(({ id }) => !gone.has(aspectKey({ kind: 'rule', rule: id }))),
  };
}

/**
 * The requirements of which every word is accounted for. One that leaves out words of the brief is open and names them; a
 * part of a sentence of which nothing is claimed is an open requirement of its own. What only they claimed is taken back.
 */
export function accountedFor(
  passages: readonly Passage[],
  requirements: readonly RequirementNotes[],
  settled: Settled,
  assumptions: readonly string[],
  background: readonly RequirementNotes['source'][] = [],
): { readonly settled: Settled; readonly requirements: readonly RequirementNotes[] } {
  const { partial, unclaimed } = residueOf(passages, requirements, settled, assumptions, background);
  const checked = requirements.map((requirement): RequirementNotes => {
    const words = partial.get(requirement);
    return words === undefined
      ? requirement
      : { ...requirement, outcome: { kind: 'open', reason: reasonFor(words) } };
  });
  const added = unclaimed.map(({ source, words }): RequirementNotes => {
    const reason = openReason(source.text);
    return {
      statement: source.text,
      source,
      outcome: { kind: 'open', reason: reason.startsWith('no blueprint says') ? reasonFor(words) : reason },
    };
  });
  const all = [...checked, ...added].sort((a, b) => a.source.position - b.source.position);
  return { settled: withdrawn(settled, requirements, all), requirements: all };
}
