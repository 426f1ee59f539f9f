import type { EntityNotes, Understanding } from '../understanding.js';
import { entityNamed, namedLast, newEntity, spokenOf, type Statement } from './statement.js';

export const MANY =
  /^(?:many|several|multiple|one or more|zero or more|any number of|a list of|a collection of|some|a number of|at least one|one or many|lots of|various|more than one|(?:their|its|his|her|his or her) own) (.+)$/i;
/** Without the stop at its end. */
export function withoutStop(text: string): string {
  return text.replace(/[.!]+$/, '').trim();
}

/** The record a subject phrase declares or names: `each pet`, `books`, `it`. */
export function subjectOf(
  phrase: string,
  statement: Statement,
  understanding: Understanding,
): (() => EntityNotes) | undefined {
  if (understanding.spokenOf !== undefined && /^(?:it|they|each|each one)$/i.test(phrase.trim()))
    return spokenOf(statement, understanding);
  if (understanding.namedLast !== undefined && /^(?:it|they|each|each one)$/i.test(phrase.trim()))
    return namedLast(statement, understanding);
  const named = entityNamed(
    phrase.replace(/^(?:and|also|in addition|additionally|moreover|then),? /i, ''),
    understanding,
  );
  return named === undefined ? newEntity(phrase, statement, understanding) : () => named;
}
