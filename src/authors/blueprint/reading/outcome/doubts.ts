import type { Action } from '../../domain/access.js';
import type { Entity } from '../../domain/domain.js';
import type { Passage } from '../brief-text.js';
import type { RequirementNotes, Understanding } from '../understanding.js';

/** What examples must not take for granted, since something that was left open speaks of it. */
export interface Doubts {
  /** Kinds of records of whose deletion something says more than was understood. */
  readonly deletion: ReadonlySet<string>;
  /** `entity/field`: what it holds is not all understood, so that no value is made up for it. */
  readonly fields: ReadonlySet<string>;
  /** `entity/field`: references of which the brief does not say what deleting the named record does. */
  readonly unsaidDeletion: ReadonlySet<string>;
  /** `entity/action` → the roles that may, where it is not said that nobody else may. */
  readonly rights: ReadonlyMap<string, readonly string[]>;
}

export const NO_DOUBTS: Doubts = {
  deletion: new Set(),
  fields: new Set(),
  unsaidDeletion: new Set(),
  rights: new Map(),
};

export function rightKey(entity: string, action: Action): string {
  return `${entity}/${action}`;
}

/** Taking a record off a list is none: "removed from a loan". */
const DELETION =
  /\b(?:delet\w*|remov\w*(?! from (?:an?|the|its|their) (?!system|database|register|list|catalogue|books?))|gone|(?:throw\w*|thrown) (?:it |them )?(?:away|out)|discard\w*|get rid|eras(?:e|es|ed|ing)|vanish\w*|disappear\w*|destroy\w*|never lost|stays? (?:in|on) (?:the|our)|stays? for ?ever)\b/i;
const ALL_RECORDS = /\b(?:nothing|anything|everything|records?|data|entries|all of (?:it|them))\b/i;
const PRONOUN = /\b(?:it|they|them|this|that|these|those|he|she)\b/i;

/** The heading, or the line with a colon, that a passage stands under. */
function headingOf(passages: readonly Passage[], position: number): string {
  for (let at = position - 1; at >= 0; at -= 1) {
    const passage = passages[at];
    if (passage === undefined) break;
    if (passage.kind === 'heading' || (passage.kind !== 'item' && passage.text.endsWith(':')))
      return passage.text;
  }
  return '';
}

/** The kinds of records that a text names by their noun. */
export function entitiesNamed<Named extends Pick<Entity, 'singular' | 'plural'>>(
  text: string,
  entities: readonly Named[],
): readonly Named[] {
  return entities.filter(({ singular, plural }) => {
    const last = singular.split(' ').at(-1) ?? singular;
    const ends = plural.split(' ').at(-1) ?? plural;
    return new RegExp(`\\b(?:${[singular, plural, last, ends].join('|')})\\b`, 'i').test(text);
  });
}

function doubtfulDeletions(
  passages: readonly Passage[],
  open: readonly RequirementNotes[],
  entities: readonly Entity[],
): ReadonlySet<string> {
  const found = open.flatMap(({ source }) => {
    const { text, position } = source;
    const passage = passages[position]?.text ?? text;
    const isSaid = DELETION.test(text) || DELETION.test(headingOf(passages, position));
    if (!isSaid) return [];
    const named = [text, passage]
      .map((each) => entitiesNamed(each, entities))
      .find((each) => each.length > 0);
    if (named !== undefined) return named;
    if (ALL_RECORDS.test(text)) return entities;
    return PRONOUN.test(text) ? entitiesNamed(passages[position - 1]?.text ?? '', entities) : [];
  });
  return new Set(found.map(({ singular }) => singular));
}

/** "Sees only the sessions that he gives": somebody is kept from reading something. */
const READS_LESS =
  /\b(?:only|just|nobody|no ?one)\b[^.;]{0,30}\b(?:see|read|view|look|access|browse)\w*\b|\b(?:see|read|view|browse)s?\b[^.;]{0,40}\b(?:only|own|but not|except)\b/i;

/** What is doubtful in what was settled, by what was left open. */
export function doubtsOf(
  passages: readonly Passage[],
  requirements: readonly RequirementNotes[],
  entities: readonly Entity[],
  understanding: Understanding,
): Doubts {
  const open = requirements.filter(({ outcome }) => outcome.kind === 'open');
  const fields = understanding.entities.flatMap((entity) =>
    entity.fields.flatMap((field) =>
      open.some(
        ({ source }) => source.position === field.source.position && field.source.text.includes(source.text),
      )
        ? [`${entity.singular}/${field.words}`]
        : [],
    ),
  );
  const unsaid = understanding.entities.flatMap((entity) =>
    entity.fields.flatMap((field) =>
      field.refersTo !== undefined && field.onDelete === undefined
        ? [`${entity.singular}/${field.words}`]
        : [],
    ),
  );
  const readsLess = open.some(({ source }) => READS_LESS.test(source.text));
  const rights = new Map(understanding.sharedRights);
  if (readsLess)
    for (const { roles, entities: read } of understanding.readers)
      for (const { singular } of read) rights.set(rightKey(singular, 'read'), roles);
  return {
    deletion: doubtfulDeletions(passages, open, entities),
    fields: new Set(fields),
    unsaidDeletion: new Set(unsaid),
    rights,
  };
}
