import { conditionIn, opposite, type FoundCondition } from '../conditions.js';
import { referenceTo } from '../named-children.js';
import { isPlural, nounWords, plural, singular } from '../nouns.js';
import type { EntityNotes, Understanding } from '../understanding.js';
import { conditionsIn, ended, noteGuard } from './guarded-actions.js';
import { type Reader, clean } from './statement.js';

const NO_AFTER =
  /^(?:no|nothing) ?([\p{L} -]*?)(?: (?:may|can|must|should|is|are) (?:be )?(?:made|added|created|entered|accepted|possible|allowed|assigned|registered))?(?: to (?:an? |the )?[\p{L} -]+?)? (once|after|when|if|while|until|unless|as soon as|before) (.+)$/iu;

/** "No entry once the tournament is closed". */
export const readNoneAfter: Reader = (statement, understanding) => {
  const match = NO_AFTER.exec(clean(statement.text));
  const noun = singular(nounWords(match?.[1] ?? ''));
  const entity =
    match === null || noun === '' ? undefined : understanding.entity(isPlural(noun) ? noun : plural(noun));
  const conditions =
    entity === undefined ? undefined : conditionsIn(match?.[3] ?? '', entity, statement, understanding);
  if (entity === undefined || conditions?.length !== 1) return undefined;
  if (conditions.some(({ condition }) => condition.via === null)) return undefined;
  const only = /^(?:until|unless|before)$/i.test(match?.[2] ?? '');
  return () => {
    noteGuard(
      entity,
      [{ action: 'create' }],
      only ? conditions : conditions.map((each) => ({ ...each, condition: opposite(each.condition) })),
      statement,
      understanding,
    );
  };
};

const NOBODY =
  /^(?:nobody|no ?one|nothing|none) (?:can|may|must|should|will) (?:be )?([\p{L} -]+?) (after|once|when|if|while|until|unless|as soon as|before) (.+)$/iu;

/** "Nobody can be assigned after a call-out is closed": of what the verb makes. */
export const readNobody: Reader = (statement, understanding) => {
  const match = NOBODY.exec(clean(statement.text));
  if (match === null) return undefined;
  const [, verb = '', word = '', clause = ''] = match;
  const stem = verb
    .toLowerCase()
    .replace(/(?:ed|d|en)(?: .*)?$/, '')
    .slice(0, 6);
  const made =
    understanding.tied ??
    understanding.entities.find(
      ({ singular: one, fields }) =>
        stem.length >= 4 &&
        one.startsWith(stem.slice(0, 5)) &&
        fields.some(({ refersTo }) => refersTo !== undefined),
    );
  const condition =
    made === undefined
      ? undefined
      : (conditionIn(clause, made, statement.source, understanding) ?? endedIn(clause, made, understanding));
  if (made === undefined || condition === undefined || condition.condition.via === null) return undefined;
  const only = /^(?:until|unless|before)$/i.test(word);
  return () => {
    noteGuard(
      made,
      [{ action: 'create' }],
      [only ? condition : { ...condition, condition: opposite(condition.condition) }],
      statement,
      understanding,
    );
  };
};

/** "A call-out is closed": its end is given. */
function endedIn(
  clause: string,
  entity: EntityNotes,
  understanding: Understanding,
): FoundCondition | undefined {
  const match = /^(.+?) (?:is|are|was|has been|have been) (?:already )?(\p{L}+)$/iu.exec(clause.trim());
  const reference = match === null ? undefined : referenceTo(entity, match[1] ?? '', understanding);
  const other = understanding.entities.find(({ singular: one }) => one === reference?.refersTo);
  const state = other === undefined ? undefined : ended(match?.[2] ?? '', other);
  return state === undefined || reference === undefined
    ? undefined
    : {
        condition: { kind: 'given', via: reference.words, field: state.field, not: false },
        act: () => undefined,
      };
}

const ONES = /^(?:but )?only ([\p{L} ,-]+?) (?:ones|volunteers|members|people|of them)$/iu;

/** "But only active or reserve ones", after a sentence of who is assigned to what. */
export const readOnlyOnes: Reader = (statement, understanding) => {
  const match = ONES.exec(clean(statement.text));
  const { tied } = understanding;
  if (match === null || tied === undefined) return undefined;
  for (const reference of tied.fields) {
    const other = understanding.entities.find(({ singular: one }) => one === reference.refersTo);
    const condition =
      other === undefined ? undefined : conditionIn(match[1] ?? '', other, statement.source, understanding);
    if (condition === undefined || condition.condition.kind === 'count') continue;
    return () => {
      noteGuard(
        tied,
        [{ action: 'create' }],
        [{ ...condition, condition: { ...condition.condition, via: reference.words } }],
        statement,
        understanding,
      );
    };
  }
  return undefined;
};
