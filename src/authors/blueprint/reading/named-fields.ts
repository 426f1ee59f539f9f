import { fieldTypeOf } from './field-types.js';
import { referenceTo } from './named-children.js';
import { nounWords } from './nouns.js';
import { entityNamed } from './statements/statement.js';
import { saidOf } from './states.js';
import type { EntityNotes, FieldNotes, Understanding } from './understanding.js';

export function holderOf(
  phrase: string,
  entity: EntityNotes,
  understanding: Understanding,
): { on: EntityNotes; via: string | null } | undefined {
  const text = phrase.trim();
  if (/^(?:it|they|he|she|he or she|this|that|these|those)$/i.test(text)) return { on: entity, via: null };
  const named = entityNamed(text, understanding);
  if (named === entity) return { on: entity, via: null };
  const reference = referenceTo(entity, text, understanding);
  const other = understanding.entities.find(({ singular: one }) => one === reference?.refersTo);
  return reference === undefined || other === undefined ? undefined : { on: other, via: reference.words };
}

/** "The kiln's capacity", "its end date", "the inspection date of the car": a field of the record or of one it names. */
export function fieldVia(
  phrase: string,
  entity: EntityNotes,
  understanding: Understanding,
): { on: EntityNotes; field: FieldNotes; via: string | null } | undefined {
  const text = phrase.trim();
  const owner = /^(?:the |its |their |an? )?(.+?)(?:'s|s') (.+)$/i.exec(text) ?? undefined;
  const of = /^(?:the )?(.+?) of (?:the |its |their |an? |that )?(.+)$/i.exec(text);
  const lastOf = /^(?:the )?(.+) of (?:the |its |their |an? |that )?(.+)$/i.exec(text);
  for (const [holder, words] of [
    [owner?.[1], owner?.[2]],
    [of?.[2], of?.[1]],
    [lastOf?.[2], lastOf?.[1]],
  ]) {
    if (holder === undefined || words === undefined) continue;
    const held = holderOf(holder, entity, understanding);
    const field = held === undefined ? undefined : understanding.field(held.on, nounWords(words));
    if (held !== undefined && field !== undefined) return { on: held.on, field, via: held.via };
  }
  const words = nounWords(text);
  const own = understanding.field(entity, words);
  if (own !== undefined) return { on: entity, field: own, via: null };
  for (const reference of entity.fields) {
    if (reference.refersTo === undefined || !words.startsWith(`${reference.words} `)) continue;
    const other = understanding.entities.find(({ singular: one }) => one === reference.refersTo);
    const field =
      other === undefined ? undefined : understanding.field(other, words.slice(reference.words.length + 1));
    if (other !== undefined && field !== undefined) return { on: other, field, via: reference.words };
  }
  return undefined;
}

export function isDate(field: FieldNotes): boolean {
  const kind = field.refersTo === undefined ? fieldTypeOf(field.words, saidOf(field))?.kind : undefined;
  return kind === 'date' || kind === 'datetime';
}
