import type { Condition } from '../../domain/rule.js';
import { childrenNamed, type Children } from '../named-children.js';
import { conditionIn, conditionWords, hasAny, opposite, type FoundCondition } from '../conditions.js';
import { nounWords } from '../nouns.js';
import { ruleId } from '../outcome/field-rules.js';
import type { EntityNotes, Understanding } from '../understanding.js';
import { DELETES, GONE, NOT, WITH } from './deletion-words.js';
import { heldBy, onlyChild } from './held-by.js';
import { type Reader, type Statement, clean, entityNamed } from './statement.js';

export function noteKept(
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
export const readRefusedDeletion: Reader = (statement, understanding) => {
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
