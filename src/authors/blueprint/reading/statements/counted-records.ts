import { stateOf } from '../states.js';
import type { EntityNotes, Understanding } from '../understanding.js';
import { type Held, heldRecords, isLasting, mayEnd, runningState } from './held-records.js';
import type { Said } from './limit-shapes.js';
import { type Statement, entityNamed, isPerson } from './statement.js';

/** Who "nobody" is: the only kind of record that people are. */
export function holderNamed(words: string, understanding: Understanding): EntityNotes | undefined {
  if (!/^(?:nobody|(?:no ?)?one|person|people|somebody|someone|users?)$/i.test(words.trim()))
    return entityNamed(words, understanding);
  const persons = understanding.entities.filter(isPerson);
  return persons.length === 1 ? persons[0] : undefined;
}

/** What is counted, with a word behind it that says in what state: "loans open", "pieces that are not fired". */
export function countedFor(
  holder: EntityNotes,
  words: string,
  statement: Statement,
  understanding: Understanding,
): Held | undefined {
  const behind =
    /^(.+?) (?:(?:that|which|who) (?:is|are|has been|have been) |still )?((?:not (?:yet )?)?[\p{L}-]+(?: [\p{L}-]+)?)$/iu.exec(
      words,
    );
  return (
    heldRecords(holder, words, statement, understanding) ??
    (behind === null
      ? undefined
      : heldRecords(
          holder,
          `${(behind[2] ?? '').replace(/^not yet /i, 'not ')} ${behind[1] ?? ''}`,
          statement,
          understanding,
        ))
  );
}

/** Deeds that give something for a time: only what is not back counts. */
const FOR_A_TIME =
  /\b(?:borrow|rent|check out|hire|lend|lease|take out|hold|holds|keep|keeps|has|have|had|carry|use)\b/i;

const LENT = /\b(?:borrow|rent|check out|hire|lend|lease)\b/i;

/**
 * What of `held` counts. Where only what runs now is meant and nothing tells that from what is over, undefined: a limit on
 * all that there ever was would be another one.
 */
export function atATime(
  held: Held,
  holder: EntityNotes,
  said: Said,
  isNow: boolean,
  text: string,
  statement: Statement,
  understanding: Understanding,
): Held | undefined {
  if (held.state !== null) return held;
  // "A member may borrow at most five books": what is counted is the loan between the two.
  const isTie =
    !held.entity.fields.includes(held.per) || entityNamed(said.counted, understanding) !== held.entity;
  const isLent = isTie && LENT.test(text);
  const isMeant = isNow || isLent || (isTie && FOR_A_TIME.test(text));
  if (!isMeant) return held;
  const running = runningState(held.entity, statement, understanding);
  if (running !== undefined) return { ...held, ...running };
  if (mayEnd(held.entity)) return isNow || (isTie && !isLasting(held.entity)) ? undefined : held;
  if (!isLent) return held;
  const open = stateOf(held.entity, 'open', statement.source, understanding);
  return open === undefined ? undefined : { ...held, ...open };
}
