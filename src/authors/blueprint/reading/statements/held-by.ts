import { childrenNamed, type Children } from '../named-children.js';
import { hasAny, type FoundCondition } from '../conditions.js';
import type { EntityNotes, Understanding } from '../understanding.js';
import { type Statement, entityNamed } from './statement.js';

/** The records that one of `parent` may not have: "with open loans", "who has ever hired something". */
export function heldBy(
  parent: EntityNotes,
  said: string,
  statement: Statement,
  understanding: Understanding,
): FoundCondition | undefined {
  const text = said.replace(/\b(?:ever|still|already|any|some)\b ?/gi, '').trim();
  const noun = text.replace(
    /^(?:has|have|had|is|are|holds?|contains?|owns?|in use by|used by|with) (?:had |got )?(?:an? |any |one |at least one )?/i,
    '',
  );
  const children = childrenNamed(parent, noun, statement.source, understanding);
  if (children !== undefined) {
    return hasAny(children);
  }
  const referred =
    /^(?:is |are )?(?:referred to|used|named|referenced|in use|booked|assigned|mentioned|needed|linked)(?: (?:by|in|to|on) (?:an? |any |other |at least one )?(.+))?$/i.exec(
      text,
    );
  if (referred !== null) {
    const by =
      referred[1] === undefined
        ? onlyChild(parent, understanding)
        : childrenNamed(parent, referred[1], statement.source, understanding);
    if (by !== undefined) return hasAny(by);
  }
  // "Who has ever hired something": what they have then is the only kind of record that names them.
  const did =
    /^(?:has|have|had) (?:been (?:on|in|part of|at|involved in) (?:an? |the |any )?([\p{L} -]+)|(?:\w+(?:ed|en|t|ne)) (?:something|anything|one|an? ([\p{L} -]+)|[\p{L} -]+))$/iu.exec(
      text,
    );
  if (did !== null) {
    const noun2 = did[1] ?? did[2];
    const named =
      noun2 === undefined
        ? undefined
        : (childrenNamed(parent, noun2, statement.source, understanding) ??
          through(parent, noun2, understanding));
    const child = named ?? (noun2 === undefined ? onlyChild(parent, understanding) : undefined);
    if (child !== undefined) return hasAny(child);
  }
  return undefined;
}

/** The records that tie `parent` to those that `phrase` names: assignments, for a volunteer on a call-out. */
function through(parent: EntityNotes, phrase: string, understanding: Understanding): Children | undefined {
  const other = entityNamed(phrase, understanding);
  const between = understanding.entities.flatMap((child) => {
    const by = child.fields.find(
      (field) => field.refersTo === parent.singular && field.several === undefined,
    );
    const tied = child.fields.some((field) => other !== undefined && field.refersTo === other.singular);
    return by !== undefined && tied ? [{ child, by, state: null, act: (): void => undefined }] : [];
  });
  return between.length === 1 ? between[0] : undefined;
}

export function onlyChild(parent: EntityNotes, understanding: Understanding): Children | undefined {
  const children = understanding.entities.flatMap((child) => {
    const by = child.fields.filter(
      (field) => field.refersTo === parent.singular && field.several === undefined,
    );
    const [first] = by;
    return by.length === 1 && first !== undefined
      ? [{ child, by: first, state: null, act: (): void => undefined }]
      : [];
  });
  return children.length === 1 ? children[0] : undefined;
}
