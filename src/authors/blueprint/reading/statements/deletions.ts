import type { Condition } from '../../domain/rule.js';
import {
  childrenNamed,
  conditionIn,
  conditionWords,
  hasAny,
  opposite,
  type Children,
  type FoundCondition,
} from '../conditions.js';
import { splitOutside } from '../outside-brackets.js';
import { ruleId } from '../outcome/field-rules.js';
import { nounWords, singular } from '../nouns.js';
import type { EntityNotes, Understanding } from '../understanding.js';
import { clean, entityNamed, type Reader, type Reading, type Statement } from './statement.js';

const GONE =
  '(?:deleted|removed|erased|thrown away|thrown out|destroyed|purged|dropped|taken out|deletable|removable|wiped|discarded for good)';
const DELETES =
  '(?:delet(?:e|es|ing)|remov(?:e|es|ing)|eras(?:e|es|ing)|throw(?:s|ing)? away|the (?:deletion|removal) of)';
const NOT =
  '(?:cannot|must not|may not|should not|shall not|will not|is not to|must never|can never|may never|should never|is never|are never|is not|are not|cannot ever)';

/** "An owner who has pets": the record and what is said of those that stay. */
const WITH =
  /^(?:an? |the |each |every |any |all )?([\p{L} -]+?) (?:that|which|who|with|having|whose) (.+)$/iu;

function noteKept(
  parent: EntityNotes,
  found: FoundCondition,
  statement: Statement,
  understanding: Understanding,
): void {
  found.act();
  const { condition } = found;
  // Whoever has records of their own stays anyway: that is what refusing references does.
  if (
    condition.kind === 'count' &&
    condition.state === null &&
    condition.least === 1 &&
    !condition.not &&
    condition.via === null
  ) {
    const child = understanding.entities.find(({ singular: one }) => one === condition.entity);
    const by = child?.fields.find(({ words }) => words === condition.by);
    if (by !== undefined) understanding.deleting(parent, by, 'refuse', statement.source);
    understanding.met(
      `${parent.plural} that have ${child?.plural ?? condition.entity} are not deleted`,
      statement.source,
      [{ kind: 'deletion', entity: parent.singular }],
    );
    return;
  }
  const needed: Condition = opposite(condition);
  const id = ruleId('delete', parent.singular, conditionWords(needed));
  understanding.rules.push({
    kind: 'guard',
    id,
    entity: parent.singular,
    on: { action: 'delete' },
    conditions: [needed],
  });
  understanding.met(`a ${parent.singular} is deleted only when ${conditionWords(needed)}`, statement.source, [
    { kind: 'rule', rule: id },
  ]);
}

/** The records that one of `parent` may not have: "with open loans", "who has ever hired something". */
function heldBy(
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

function onlyChild(parent: EntityNotes, understanding: Understanding): Children | undefined {
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

const KEPT: readonly (readonly [RegExp, subject: number, condition: number, onlyIf: boolean])[] = [
  [
    new RegExp(
      `^(.+?) (?:${NOT}) (?:be )?(?:${GONE})(?: any ?more| at all)?,? (?:while|if|when|whenever|as long as|once|where|so long as|after|for as long as) (.+)$`,
      'i',
    ),
    1,
    2,
    false,
  ],
  [
    new RegExp(
      `^(.+?) (?:${NOT}) (?:be )?(?:${GONE})(?: any ?more| at all)?,? (?:unless|until|before) (.+)$`,
      'i',
    ),
    1,
    2,
    true,
  ],
  [
    new RegExp(
      `^(.+?) (?:can|may|must|should|is|are) (?:only |just )?(?:to )?(?:be )?(?:only )?(?:${GONE}),? (?:only |just )?(?:while|if|when|as long as|once|where|provided(?: that)?|on condition that) (.+)$`,
      'i',
    ),
    1,
    2,
    true,
  ],
  [
    new RegExp(
      `^${DELETES} (.+?) (?:is|are|must be|should be) (?:only )?(?:allowed|possible|permitted) (?:only )?(?:while|if|when|as long as|once|after) (.+)$`,
      'i',
    ),
    1,
    2,
    true,
  ],
  [
    new RegExp(
      `^${DELETES} (.+?) (?:is|are|must be|should be|has to be) (?:not (?:allowed|possible|permitted)|refused|forbidden|rejected|prevented|disallowed|blocked|denied|impossible) (?:while|if|when|as long as|once) (.+)$`,
      'i',
    ),
    1,
    2,
    false,
  ],
];
const PLAIN: readonly RegExp[] = [
  new RegExp(`^(.+?) (?:${NOT}) (?:be )?(?:${GONE})(?: any ?more| at all)?$`, 'i'),
  new RegExp(
    `^${DELETES} (.+?) (?:is|are|must be|should be|has to be) (?:not (?:allowed|possible|permitted)|refused|forbidden|rejected|prevented|disallowed|blocked|denied|impossible)$`,
    'i',
  ),
  new RegExp(
    `^(?:(?:users?|staff|people|one|you|we|i|anyone|nobody|no ?one) (?:cannot|can not|must not|may not|should not|can|may)|do not|never|prevent|forbid|refuse)(?: to| from)? (?:${DELETES}) (.+)$`,
    'i',
  ),
];

function subjectWithCondition(
  phrase: string,
  statement: Statement,
  understanding: Understanding,
): { parent: EntityNotes; found: FoundCondition } | undefined {
  const match = WITH.exec(phrase.trim());
  const parent = match === null ? undefined : entityNamed(match[1] ?? '', understanding);
  const found =
    parent === undefined
      ? undefined
      : (heldBy(parent, match?.[2] ?? '', statement, understanding) ??
        conditionIn(`it ${match?.[2] ?? ''}`, parent, statement.source, understanding));
  if (parent !== undefined && found !== undefined) return { parent, found };
  // "A paid invoice": an adjective before the noun.
  const words = nounWords(phrase).split(' ');
  for (let start = 1; start < words.length; start += 1) {
    const entity = understanding.entity(words.slice(start).join(' '));
    const state =
      entity === undefined
        ? undefined
        : conditionIn(words.slice(0, start).join(' '), entity, statement.source, understanding);
    if (entity !== undefined && state !== undefined) return { parent: entity, found: state };
  }
  return undefined;
}

/** "An owner with pets cannot be deleted", "a plot can be deleted only if it never had a lease". */
export const readKept: Reader = (statement, understanding) => {
  const text = clean(statement.text);
  for (const [pattern, subject, clause, onlyIf] of KEPT) {
    const match = pattern.exec(text);
    if (match === null) continue;
    const parent = entityNamed(match[subject] ?? '', understanding);
    if (parent === undefined) continue;
    const said = (match[clause] ?? '').trim();
    const never =
      /^(?:it|they|he or she|he|she|the \w+) (?:has |have )?never (?:had|has|have|been)?(?: (.+))?$/i.exec(
        said,
      );
    if (never !== null && onlyIf) {
      const noun = never[1] ?? '';
      const child =
        noun === '' || /^(?:one|any)$/i.test(noun)
          ? lastChild(parent, statement, understanding)
          : childrenNamed(parent, noun, statement.source, understanding);
      if (child === undefined) continue;
      return () => {
        noteKept(parent, hasAny(child), statement, understanding);
      };
    }
    // "When it is vacant", "empty": nothing is in it.
    if (
      onlyIf &&
      /^(?:it|they|the \w+) (?:is|are) (?:vacant|empty|unused|not used|not in use|no longer used|not referred to|free of .+)$/i.test(
        said,
      )
    ) {
      const value = conditionIn(said, parent, statement.source, understanding);
      const child = onlyChild(parent, understanding);
      if (value === undefined && child !== undefined)
        return () => {
          noteKept(parent, hasAny({ ...child, state: null }), statement, understanding);
        };
    }
    // "As long as any container refers to it".
    const refers =
      /^(?:there (?:is|are) (?:still )?)?(?:any|an?|some|one|other|at least one)? ?([\p{L} -]+?)(?: still)? (?:refers?|refer|belongs?|points?|exists?|remains?|uses?|depends?|left|is left|are left|is in|are in|is kept in|are kept in|stands? in|sits? in|links?|for|in|on|of)(?: (?:to|on|for|in|of))?(?: (?:it|them|him|her))?$/iu.exec(
        said,
      );
    const child =
      refers?.[1] === undefined
        ? undefined
        : childrenNamed(parent, refers[1], statement.source, understanding);
    const found: FoundCondition | undefined =
      child === undefined
        ? (conditionIn(said, parent, statement.source, understanding) ??
          heldBy(parent, said.replace(/^(?:it|they|he or she|he|she|there) /i, ''), statement, understanding))
        : hasAny(child);
    if (found === undefined) continue;
    return () => {
      noteKept(
        parent,
        onlyIf ? { ...found, condition: opposite(found.condition) } : found,
        statement,
        understanding,
      );
    };
  }
  for (const pattern of PLAIN) {
    const match = pattern.exec(text);
    if (
      match === null ||
      (/^(?:users?|staff|people|one|you|we|i|anyone) (?:can|may) /i.test(text) &&
        !/cannot|can not|may not|must not/i.test(text))
    )
      continue;
    const split = / (?:if|while|when|as long as) (?:it|they|he|she) (?:still )?(has|have) (.+)$/i.exec(
      match[1] ?? '',
    );
    const phrase =
      split === null
        ? (match[1] ?? '')
        : `${(match[1] ?? '').slice(0, split.index)} that ${split[1] ?? ''} ${split[2] ?? ''}`;
    const kept = subjectWithCondition(phrase, statement, understanding);
    if (kept !== undefined)
      return () => {
        noteKept(kept.parent, kept.found, statement, understanding);
      };
  }
  return undefined;
};

function lastChild(
  parent: EntityNotes,
  statement: Statement,
  understanding: Understanding,
): Children | undefined {
  const named = understanding.entities.filter((each) =>
    statement.source.text.toLowerCase().includes(each.singular),
  );
  const children = named.flatMap((child) => {
    const by = child.fields.find(
      (field) => field.refersTo === parent.singular && field.several === undefined,
    );
    return by === undefined ? [] : [{ child, by, state: null, act: (): void => undefined }];
  });
  return children.length === 1 ? children[0] : onlyChild(parent, understanding);
}

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
      /^it (?:should |must |will )?(?:simply |just )?(?:vanish|disappear|be (?:taken|removed)|is (?:taken|removed))\w* (?:off|from) /i.test(
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

export const DELETIONS: readonly Reader[] = [readThisDeletion, readRefusedWith, readKept, readOnDelete];
