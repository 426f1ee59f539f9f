import { childrenNamed } from '../named-children.js';
import { conditionIn, opposite } from '../conditions.js';
import { singular } from '../nouns.js';
import { splitOutside } from '../outside-brackets.js';
import type { EntityNotes, Understanding } from '../understanding.js';
import { DELETES, GONE } from './deletion-words.js';
import { heldBy } from './held-by.js';
import { noteKept, readRefusedDeletion } from './kept-records.js';
import { type Reader, type Reading, type Statement, clean, entityNamed } from './statement.js';

const ON_DELETE: readonly RegExp[] = [
  new RegExp(
    `^(?:if|when|whenever|once|after) (?:an? |the |someone (?:deletes|removes) an? |somebody (?:deletes|removes) an? |you (?:delete|remove) an? |we (?:delete|remove) an? )([\\p{L} -]+?)(?: (?:is|gets|has been|was) (?:${GONE}))?, ?(.+)$`,
    'iu',
  ),
  new RegExp(
    `^(?:${DELETES}) (?:an? |the )?([\\p{L} -]+?) (?:also |automatically )?((?:delet|remov|clear|empt|tak|leav|keep|eras|set)\\w* .+)$`,
    'iu',
  ),
  new RegExp(
    `^(?:if|when|whenever|once) (?:an? |the )?([\\p{L} -]+?) (?:is|gets|has been) (?:${GONE}) (.+)$`,
    'iu',
  ),
  new RegExp(
    `^with (?:an? |the )([\\p{L} -]+?) (.+? (?:go|goes|disappear|disappears|are deleted|are removed|is deleted)(?: too| as well)?)$`,
    'iu',
  ),
];

const CASCADES =
  /\b(?:(?:is|are|get|gets) (?:also )?(?:deleted|removed|erased)|goe?s?|disappears?|vanish(?:es)?|deletes?|removes?|erases?|takes?)\b/i;

const CLEARS =
  /\b(?:stays?|remains?|is kept|are kept|keeps?|survives?|(?:has|have|is|are) (?:simply |then |just )?(?:no|without|left without)|without an?|clears?|empt(?:y|ies|ied)|loses?|cleared|set to null|unassigned)\b/i;

const REFUSES =
  /\b(?:refuse|refused|reject|rejected|forbidden|not allowed|must not|cannot|blocked|denied)\b/i;

/** "When a club is deleted its players stay and have no club", "removing a variety also removes its packets". */
export const readOnDelete: Reader = (statement, understanding) => {
  const text = clean(statement.text);
  for (const pattern of ON_DELETE) {
    const match = pattern.exec(text);
    if (match === null || !/delet|remov|eras/i.test(text)) continue;
    const parent = entityNamed(match[1] ?? '', understanding);
    const effect = match[2] ?? '';
    if (parent === undefined || REFUSES.test(effect)) continue;
    const vanishes =
      /^it (?:should |must |will )?(?:simply |just )?(?:vanish|disappear|be (?:taken|removed)|is (?:taken|removed))\w* (?:off|from) |^(?:also |just |only |simply )?(?:takes?|removes?|drops?|detaches|unlinks) (?:it|them) (?:off|from|out of) /i.test(
        effect,
      );
    const lists = understanding.entities.flatMap((entity) =>
      entity.fields
        .filter((field) => field.refersTo === parent.singular && field.several !== undefined)
        .map((field) => ({ entity, field })),
    );
    const tiesOf = understanding.entities.flatMap((entity) =>
      entity.fields
        .filter((field) => field.refersTo === parent.singular && field.several === undefined && isTie(entity))
        .map((field) => ({ entity, field })),
    );
    if (vanishes && (lists.length > 0 || tiesOf.length > 0))
      return cleared(parent, lists, tiesOf, statement, understanding);
    const named = effect
      .replace(
        /^(?:also |automatically |deletes? |removes? |deleting |removing |clears? |leaves? |keeps? |takes? (?:with it )?)+/i,
        '',
      )
      .replace(new RegExp(`^(?:all )?(?:of )?(?:its|the|their|his|her|all) `, 'i'), '');
    const subject =
      /^((?:(?!\b(?:is|are|go|goes|stay|stays|remain|remains|have|has|keep|keeps|disappear|vanish|lose|must|should|will|that|which|too|as|with|but|without|left)\b)[\p{L},-]+ ?)+)/iu
        .exec(named)?.[1]
        ?.trim() ?? '';
    const clears = CLEARS.test(effect) || /^(?:clear|empt|leav|keep)/i.test(effect);
    const cascades = !clears && CASCADES.test(effect);
    const onlyIf =
      /,? but (?:only if|not if|must be refused if|is refused if|this is not allowed while|only when|not while) .+$/i.exec(
        effect,
      );
    if (onlyIf !== null || (!clears && !cascades)) continue;
    const children = splitOutside(subject, /\s*,\s*(?:and )?|\s+and\s+/).map((noun) =>
      childrenNamed(
        parent,
        noun.replace(/^(?:its|the|their|all|own) /i, ''),
        statement.source,
        understanding,
      ),
    );
    const known = children.filter((child) => child !== undefined);
    if (known.length === 0 || known.length !== children.length || known.some(({ state }) => state !== null))
      continue;
    if (
      / that | which | who | while | still /i.test(effect.slice(0, 60)) &&
      /that (?:are|is) still|which are still/i.test(effect)
    )
      continue;
    return () => {
      for (const { by } of known)
        understanding.deleting(parent, by, clears ? 'clear' : 'cascade', statement.source);
      const what = known.map(({ child }) => child.plural).join(' and ');
      understanding.met(
        clears
          ? `deleting a ${parent.singular} leaves its ${what} without one`
          : `deleting a ${parent.singular} deletes its ${what}`,
        statement.source,
        [{ kind: 'deletion', entity: parent.singular }],
      );
      understanding.topic = parent;
    };
  }
  return undefined;
};

function isTie(entity: EntityNotes): boolean {
  return entity.fields.filter((field) => field.refersTo !== undefined).length >= 2;
}

type Tied = readonly { readonly entity: EntityNotes; readonly field: EntityNotes['fields'][number] }[];

function cleared(
  parent: EntityNotes,
  lists: Tied,
  ties: Tied,
  statement: Statement,
  understanding: Understanding,
): Reading {
  return () => {
    for (const { field } of lists) understanding.deleting(parent, field, 'clear', statement.source);
    for (const { field } of ties) understanding.deleting(parent, field, 'cascade', statement.source);
    const holders = [...lists.map(({ entity }) => entity.plural), ...ties.map(({ entity }) => entity.plural)];
    understanding.met(
      `deleting a ${parent.singular} takes it away from ${singular(parent.plural) === parent.plural ? 'all' : holders.join(' and ')}`,
      statement.source,
      [{ kind: 'deletion', entity: parent.singular }],
    );
  };
}

const REFUSED_WITH = new RegExp(
  `^(?:if|when) (?:an? |the |someone (?:deletes|removes) an? )([\\p{L} -]+?) (?:is |gets )?(?:${GONE})? ?(?:while|and|when|although) (?:it|they|there) (?:still )?(?:has|have|are|is|holds|contains) ([\\p{L} -]+?)(?: in (?:it|them)| left)?,? (?:the \\w+|it|that|this) (?:should |must |will |is |shall )?(?:to )?(?:be )?(?:refuse|refused|reject|rejected|fail|fails|not allowed|forbidden)(?: too| as well)?$`,
  'iu',
);

/** "If a box is deleted while it has tubes in it the tool should refuse". */
export const readRefusedWith: Reader = (statement, understanding) => {
  const match = REFUSED_WITH.exec(clean(statement.text));
  const parent = match === null ? undefined : entityNamed(match[1] ?? '', understanding);
  const found = parent === undefined ? undefined : heldBy(parent, match?.[2] ?? '', statement, understanding);
  return parent === undefined || found === undefined
    ? undefined
    : () => {
        noteKept(parent, found, statement, understanding);
      };
};

const THIS =
  /^(?:this|that|deleting it|removing it) (?:is|must be|should be) (?:only )?(not allowed|not possible|not permitted|forbidden|refused|prevented|allowed|possible|permitted) (?:only )?(while|if|when|as long as|once|unless|until) (.+)$/i;

/** "But this is not allowed while it has an active assignment", after a sentence about deleting. */
export const readThisDeletion: Reader = (statement, understanding) => {
  const match = THIS.exec(clean(statement.text));
  const parent = understanding.topic;
  if (match === null || parent === undefined) return undefined;
  const found = conditionIn(match[3] ?? '', parent, statement.source, understanding);
  const forbidden =
    /^(?:not|forbidden|refused|prevented)/i.test(match[1] ?? '') !==
    /^(?:unless|until)$/i.test(match[2] ?? '');
  if (
    found === undefined ||
    !understanding.requirements.some(
      ({ outcome }) =>
        outcome.kind === 'met' &&
        outcome.aspects.some((aspect) => aspect.kind === 'deletion' && aspect.entity === parent.singular),
    )
  )
    return undefined;
  return () => {
    noteKept(
      parent,
      forbidden ? found : { ...found, condition: opposite(found.condition) },
      statement,
      understanding,
    );
  };
};

export const DELETIONS: readonly Reader[] = [
  readThisDeletion,
  readRefusedWith,
  readRefusedDeletion,
  readOnDelete,
];
