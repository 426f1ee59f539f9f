import { nounWords, singular } from '../../nouns.js';
import { saidOf, stateOf } from '../../states.js';
import type { EntityNotes, FieldNotes, Understanding } from '../../understanding.js';
import { typeOf } from './asked.js';

function only<Item>(items: readonly Item[]): Item | undefined {
  return items.length === 1 ? items[0] : undefined;
}

/** Words that people have for a field with some values, whatever the brief calls it. */
const STATUS = /^(?:status|state|stage|phase)$/;
const KIND = /^(?:kind|type|sort|category|class)$/;

/** The field that words mean: "start time", "the plot's number"; "name of the owner" is none of this record. */
export function fieldMeant(
  entity: EntityNotes,
  phrase: string,
  understanding: Understanding,
): FieldNotes | undefined {
  const bareWords = phrase
    .trim()
    .replace(/^["'(]+|["')]+$/g, '')
    .replace(/^(?:(?:its|their|the|his|her|a|an|by|on|in|of|which|what|whether) )+/i, '')
    .replace(new RegExp(`^(?:the )?${entity.singular}(?:'s|s') `, 'i'), '')
    .replace(new RegExp(` of (?:the |an? |each |every )?(?:${entity.singular}|${entity.plural})$`, 'i'), '')
    .replace(/^(?:it is|they are|it has|they have|is|are|has|have) (?:an? )?/i, '')
    .replace(
      / (?:it has|they have|it is in|they are in|it is|it stands in|they stand in|or not|yes or no)$/i,
      '',
    );
  const words = nounWords(bareWords);
  if (words === '') return undefined;
  const bare = words.startsWith(`${entity.singular} `) ? words.slice(entity.singular.length + 1) : words;
  const reference = entity.fields.filter(
    (field) => field.refersTo !== undefined && [field.words, field.refersTo].includes(singular(words)),
  );
  if (reference.length === 1) return reference[0];
  const found = understanding.field(entity, bare) ?? understanding.field(entity, words);
  if (found !== undefined) return found;
  const ends = entity.fields.filter(
    (field) => field.refersTo?.endsWith(` ${singular(words)}`) === true || field.words.endsWith(` ${words}`),
  );
  if (ends.length > 0) return only(ends);
  const compound = entity.fields.filter((field) => isCompoundOf(field.words, bare));
  if (compound.length > 0) return only(compound);
  const enums = entity.fields.filter((field) => typeOf(field) === 'enum');
  if (STATUS.test(bare)) return only(enums.filter((field) => STATUS.test(field.words)));
  if (KIND.test(bare)) return only(enums.filter((field) => KIND.test(field.words.split(' ').at(-1) ?? '')));
  if (/^(?:date|day|time)$/.test(bare))
    return only(entity.fields.filter((field) => /^(?:date|datetime)$/.test(typeOf(field) ?? '')));
  return fieldOfValue(entity, bare, understanding);
}

/** "Chip number" of a microchip number. */
function isCompoundOf(words: string, said: string): boolean {
  const [parts, told] = [words.split(' '), said.split(' ')];
  return (
    told.length > 1 &&
    parts.length === told.length &&
    parts.every((part, index) => {
      const word = told[index] ?? '';
      return part === word || (word.length >= 4 && part.endsWith(word));
    })
  );
}

/** The field that has this word for one of its values: `available` of a status, `electric` of a yes or no. */
export function fieldOfValue(
  entity: EntityNotes,
  word: string,
  understanding: Understanding,
): FieldNotes | undefined {
  const wanted = nounWords(word);
  const direct = entity.fields.filter(
    (field) =>
      (typeOf(field) === 'enum' &&
        saidOf(field).values?.some((each) => nounWords(each) === wanted) === true) ||
      (typeOf(field) === 'boolean' &&
        [field.words, field.words.replace(/^is /, '')].includes(wanted.replace(/^(?:not|un)[ -]?/, ''))),
  );
  if (direct.length > 0) return only(direct);
  if (!/^[a-z]+$/.test(wanted) || entity.states.every((state) => state.word !== wanted)) return undefined;
  const state = stateOf(entity, wanted, entity.source, understanding)?.state;
  return state?.is.kind === 'equals' ? entity.fields.find(({ words }) => words === state.field) : undefined;
}

/** The field that "latest first" or "cheapest first" sorts by, where there is one. */
export function superlativeField(entity: EntityNotes, word: string): FieldNotes | undefined {
  const kinds = /latest|newest|recent|earliest|oldest|soonest|youngest/i.test(word)
    ? ['date', 'datetime']
    : /cheap|expensive|dear/i.test(word)
      ? ['money']
      : ['integer', 'number', 'money'];
  const fields = entity.fields.filter((field) => kinds.includes(typeOf(field) ?? ''));
  if (fields.length === 1) return fields[0];
  if (/soonest|next/i.test(word))
    return only(
      fields.filter(({ words }) => /\b(?:due|expir\w+|ends?|until|valid|promised|deadline)\b/.test(words)),
    );
  if (/newest|recent/i.test(word)) {
    const made = only(
      fields.filter(({ words }) =>
        /\b(?:came in|created|received|opened|reported|made|entered|added|taken|written)\b/.test(words),
      ),
    );
    if (made !== undefined) return made;
  }
  return (
    only(
      fields.filter(
        ({ words }) => !/\b(?:end|until|last|closed|return\w*|due|promised|expir\w+|runs out)\b/.test(words),
      ),
    ) ?? only(fields.filter(({ words }) => /^(?:start|date$|from)/.test(words)))
  );
}
