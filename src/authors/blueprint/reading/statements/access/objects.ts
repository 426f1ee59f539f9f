import { nounWords } from '../../nouns.js';
import { splitOutside } from '../../outside-brackets.js';
import type { EntityNotes, Understanding } from '../../understanding.js';
import { entityNamed } from '../statement.js';
import { whoSignsIn } from './people.js';

const EVERYTHING =
  /^(?:everything(?: in it| else)?|all(?: of)?(?: the| our)?(?: data| records| entries| of it| things)?|things|anything|(?:the |any )?data|all things|it all|any record|every record)$/i;
/** The records that something may be done with. */
export interface Objects {
  readonly entities: readonly EntityNotes[];
  readonly isOwn: boolean;
  readonly fields?: readonly string[];
  readonly isEverything: boolean;
}

const OWN_AFTER =
  / (?:(?:that|which) (?:belongs? to (?:them|him|her|him or her)|are theirs|is theirs|they own|he owns|they (?:made|entered|added|created)|are their own)|of their own|they own)$/i;

/** The records that a phrase names: "their own hives and inspections", "everything", "the data". */
export function objectsIn(
  phrase: string,
  before: Objects | undefined,
  understanding: Understanding,
): Objects | undefined {
  const text = phrase
    .trim()
    .replace(/^only /i, '')
    .replace(/,? only$/i, '');
  if (EVERYTHING.test(text)) return { entities: understanding.entities, isOwn: false, isEverything: true };
  if (/^(?:them|these|those|it)$/i.test(text)) return before;
  if (/^(?:their|his|her|its) own(?: ones?)?$/i.test(text))
    return before === undefined || before.isEverything ? undefined : { ...before, isOwn: true };
  const isOwn = /^(?:the )?(?:their|his|her|his or her|its) own /i.test(text) || OWN_AFTER.test(text);
  const bare = text.replace(/^(?:the )?(?:their|his|her|his or her|its) own /i, '').replace(OWN_AFTER, '');
  const parts = splitOutside(bare, /\s*,\s*(?:and |or )?|\s+(?:and|or)\s+/);
  const found = parts.map((noun) => {
    const words = noun.replace(
      /^(?:the|their own|its|all(?: the)?|any|new|an?|every|each|other|existing|more) /i,
      '',
    );
    return /^(?:it|they|them|he|she)$/i.test(words) ? undefined : exactly(words, understanding);
  });
  const known = found.filter((entity) => entity !== undefined);
  if (known.length > 0 && known.length === found.length)
    return { entities: known, isOwn, isEverything: false };
  const people = whoSignsIn(understanding);
  if (!isOwn || people === undefined) return undefined;
  const fields = parts.map((words) => understanding.field(people, nounWords(words))?.words);
  const told = fields.filter((words) => words !== undefined);
  return told.length === fields.length && told.length > 0
    ? { entities: [people], isOwn, fields: told, isEverything: false }
    : undefined;
}

/** The record that is called so, and not one that only ends like it with other words before. */
function exactly(words: string, understanding: Understanding): EntityNotes | undefined {
  const noun = nounWords(words);
  return noun.split(' ').length <= 3
    ? (understanding.entity(noun) ?? entityNamed(words, understanding))
    : undefined;
}
