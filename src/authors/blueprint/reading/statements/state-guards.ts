import { conditionIn, opposite } from '../conditions.js';
import { referenceTo } from '../named-children.js';
import { verbsMaking } from '../making-verbs.js';
import { isPlural, nounWords } from '../nouns.js';
import { stemOf, stemsOf } from '../outcome/word-stems.js';
import type { EntityNotes, Understanding } from '../understanding.js';
import { actionsIn, noteGuard } from './guarded-actions.js';
import { NEVER, passively } from './passives.js';
import { type Reader, clean, entityNamed } from './statement.js';

const STATE_OF_SUBJECT = new RegExp(
  `^(?:only )?(?:an? |the |any )?(.+?) ${NEVER} (?:be )?([\\p{L} ,-]+)$`,
  'iu',
);

const ONLY_STATE = new RegExp(
  `^only (?:an? |the )?(.+?) (?:can|may|must|should|are allowed to|is allowed to|will|shall|are|is) (?:be )?([\\p{L} ,-]+)$`,
  'iu',
);

/** "A paid invoice", "bugs that are critical", "drafts": some of a kind of record, and what tells them from the others. */
export function adjectiveAndNoun(
  phrase: string,
  understanding: Understanding,
): { entity: EntityNotes; adjective: string } | undefined {
  const noun = phrase.trim();
  const that = /^([\p{L} -]+?) (?:that|which|who) (?:is|are) (?:still |already )?(.+)$/iu.exec(noun);
  if (that?.[1] !== undefined && that[2] !== undefined) {
    const entity = understanding.entityMeant(nounWords(that[1]));
    return entity === undefined ? undefined : { entity, adjective: that[2] };
  }
  const having =
    /^([\p{L} -]+?) (?:with|(?:that|which|who) (?:still )?(?:has|have)) (?:any |an? )?([\p{L} -]+)$/iu.exec(
      noun,
    );
  const holder = having === null ? undefined : understanding.entityMeant(nounWords(having[1] ?? ''));
  if (holder !== undefined) return { entity: holder, adjective: `it has a ${having?.[2] ?? ''}` };
  const words = noun.replace(/ (?:one|ones)$/i, ' it').split(' ');
  for (let start = 1; start < words.length; start += 1) {
    const rest = words.slice(start).join(' ');
    const entity = rest === 'it' ? understanding.topic : understanding.entity(nounWords(rest));
    if (entity !== undefined) return { entity, adjective: words.slice(0, start).join(' ') };
  }
  return undefined;
}

/** "A paid invoice must not be changed", "only active volunteers can be assigned": the state stands before the noun. */
export const readStateGuard: Reader = (statement, understanding) => {
  const text = passively(clean(statement.text));
  const only = ONLY_STATE.exec(text);
  const never = STATE_OF_SUBJECT.exec(text);
  const match = only ?? never;
  const named = match === null ? undefined : adjectiveAndNoun(match[1] ?? '', understanding);
  if (match === null || named === undefined) return undefined;
  const { entity, adjective } = named;
  const verb = match[2] ?? '';
  const either = isPlural(nounWords(match[1] ?? '')) ? adjective.replace(/ and /gi, ' or ') : adjective;
  const condition = conditionIn(either, entity, statement.source, understanding);
  if (condition === undefined) return undefined;
  const needed = only === null ? { ...condition, condition: opposite(condition.condition) } : condition;
  const actions = actionsIn(verb, entity);
  // "A retired car is not active" tells what it is, and rules nothing.
  if (/ (?:is|are) not /i.test(text) && actions?.some(({ action }) => action === 'enter') === true)
    return undefined;
  const ofMade = (by: { entity: EntityNotes; via: string }): void => {
    noteGuard(
      by.entity,
      [{ action: 'create' }],
      [{ ...needed, condition: { ...needed.condition, via: by.via } }],
      statement,
      understanding,
    );
  };
  // "Assigned", "calibrated": it makes a record of another kind that names this one.
  const made = madeBy(verb, entity, understanding);
  if (actions !== undefined && !actions.some(({ action }) => action === 'create'))
    return () => {
      noteGuard(entity, actions, [needed], statement, understanding);
      // What is adopted by its status may be adopted by an adoption as well, and neither is allowed.
      const named = madeNamed(verb, entity, understanding);
      if (named !== undefined) ofMade(named);
    };
  return made === undefined
    ? undefined
    : (): void => {
        ofMade(made);
      };
};

/** What is written about something, and is no use of it. */
const ABOUT_IT =
  /(?:^| )(?:report|note|log|inspection|review|comment|photo|remark|repair|check|valuation|description|entry)$/;

/** The kind of record that a verb makes of `subject`, where its noun is made of that verb: "adopted" animals, an adoption. */
export function madeNamed(
  verb: string,
  subject: EntityNotes,
  understanding: Understanding,
): { entity: EntityNotes; via: string } | undefined {
  const made = madeBy(verb, subject, understanding);
  return made !== undefined && isNamedSo(verb, made.entity) ? made : undefined;
}

/** Whether the verb is the one that the noun of the record is made of: "adopted" for an adoption. */
function isNamedSo(verb: string, { singular: noun }: EntityNotes): boolean {
  const [first = ''] = verb.replace(/^be /i, '').split(' ');
  return stemsOf(verbsMaking(noun)).has(stemOf(first));
}

/** The kind of record that a verb makes of `subject`: "assigned" assignments, "calibrated" calibrations. */
export function madeBy(
  verb: string,
  subject: EntityNotes,
  understanding: Understanding,
): { entity: EntityNotes; via: string } | undefined {
  const [first = '', ...rest] = verb.toLowerCase().replace(/^be /, '').split(' ');
  const stem = first.replace(/(?:ied|ed|d|ing|s)$/, '');
  if (stem.length < 3) return undefined;
  const target = /(?:to|into|for|on|in|from) (?:an? |the )?([\p{L} -]+)$/iu.exec(rest.join(' '))?.[1];
  const other = target === undefined ? undefined : entityNamed(target, understanding);
  const candidates = understanding.entities.filter((entity) => {
    const via = referenceTo(entity, subject.singular, understanding);
    const isNamed =
      entity.singular
        .split(' ')
        .some((word) => word.startsWith(stem.slice(0, Math.max(4, stem.length - 2)))) && stem.length >= 4;
    const ties = other !== undefined && referenceTo(entity, other.singular, understanding) !== undefined;
    return via !== undefined && (isNamed || ties);
  });
  const children = understanding.entities.filter(
    (entity) => referenceTo(entity, subject.singular, understanding) !== undefined,
  );
  const isUse =
    /^(?:borrow|book|rent|hire|hir|reserv|register|enrol|order|attend|join|check|lend|lent|loan|sign|apply|ride|drive|leas|let)/.test(
      stem,
    );
  // A list that names it is one of those who have it, and a report on it is not.
  const isListed = understanding.entities.some(({ fields }) =>
    fields.some((field) => field.refersTo === subject.singular && field.several !== undefined),
  );
  const uses = children.filter(({ singular: noun }) => !ABOUT_IT.test(noun));
  if (candidates.length === 0 && isUse && !isListed && uses.length === 1 && children.length === 1)
    candidates.push(...uses);
  const [only] = candidates;
  const via = only === undefined ? undefined : referenceTo(only, subject.singular, understanding);
  return candidates.length === 1 && only !== undefined && via !== undefined
    ? { entity: only, via: via.words }
    : undefined;
}
