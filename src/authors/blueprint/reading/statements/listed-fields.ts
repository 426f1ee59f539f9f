import { spokenRecords } from '../spoken-subjects.js';
import type { EntityNotes, Understanding } from '../understanding.js';
import { isPlainlyFields, noteFields } from './fields.js';
import { clean, entityOrNew, namedLast, type Reader, type Statement } from './statement.js';

/** Words before a list by which it is none of what is kept: of what may be done, of what is asked for, of what must hold. */
const NOT_KEPT =
  /\b(?:cannot|can't|not|no|nobody|never|only|unless|until|if|when|while|once|most|least|more|less|than|delet\w+|remov\w+|search\w*|filter\w*|sort\w*|order\w*|group\w*|lists?|show\w*|see|find|look\w*|print\w*|browse|return\w*|unique|uniqueness|combination|twice|same|share\w*|between|either|changes?|edit|access|view|read|sign|logs?|log in|by|per|because|so|but|or|require[sd]?|roles?|reports?|total|average|sum|export|import)\b/i;
/** Where a list may begin: behind a colon or a dash, or behind a word of keeping. */
const STARTS =
  /(?::|[–—]| -) +|(?<=\b(?:notes?|records?|keeps?|stores?|needs?|knows?|enters?|registers?|states?|says?|tells?|gives?|written|recorded|kept|noted|stored|registered|given|told)(?: down)?),? (?=(?:an?|the|its|their|his|her|which|whether|how|when|who|what)\b)/gi;
const PRONOUN = /\b(?:it|them|they|each one|every one|for each|for one|of each|he|she|one)\b/i;
/** "What a shift consists of", "what we know about a volunteer": words that are said of nothing but what is kept. */
const WHAT_OF: readonly RegExp[] = [
  /^what (?:an?|each|every|the) ([\p{L}-]+(?: [\p{L}-]+)?) (?:has|consists|contains|needs|is made)\b/iu,
  /^(?:what|the things) (?:we|i|they|people) (?:\p{L}+ ){1,3}(?:about|of|for|on) (?:an?|each|every) ([\p{L}-]+(?: [\p{L}-]+)?):/iu,
];
/** The one kind of record that the words before a list name, or that they mean by "it". */
function holderOf(
  head: string,
  statement: Statement,
  understanding: Understanding,
): (() => EntityNotes) | undefined {
  const named = spokenRecords(head, understanding);
  const [only] = named;
  if (only !== undefined)
    return named.length === 1 ? (): EntityNotes => understanding.declare(only, statement.source) : undefined;
  const told = WHAT_OF.map((pattern) => pattern.exec(head)?.[1]).find((noun) => noun !== undefined);
  if (told !== undefined) return entityOrNew(`each ${told}`, statement, understanding);
  return PRONOUN.test(head) ? namedLast(statement, understanding) : undefined;
}

/** "What a shift consists of: a title, a start and an end", whatever the words are before the list. */
export const readListedFields: Reader = (statement, understanding) => {
  const text = clean(statement.text);
  for (const { index, 0: sign } of text.matchAll(STARTS)) {
    const head = text.slice(0, index);
    if (NOT_KEPT.test(head)) return undefined;
    const listed = text.slice(index + sign.length);
    if (!isPlainlyFields(listed)) continue;
    const holder = holderOf(`${head}${sign}`, statement, understanding);
    if (holder === undefined) return undefined;
    return () => {
      const entity = holder();
      noteFields(listed, entity, statement, understanding);
      understanding.topic = entity;
    };
  }
  return undefined;
};
