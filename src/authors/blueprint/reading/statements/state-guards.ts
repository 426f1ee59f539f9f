import { conditionIn, opposite, type FoundCondition } from '../conditions.js';
import { referenceTo } from '../named-children.js';
import { valueNamed } from '../named-values.js';
import { isPlural, nounWords, singular } from '../nouns.js';
import type { EntityNotes, Understanding } from '../understanding.js';
import { actionsIn, CREATED, isNamedSo, noteGuard } from './guarded-actions.js';
import { runningState } from './held-records.js';
import { NEVER, passively } from './passives.js';
import { type Reader, type Statement, clean, entityNamed } from './statement.js';

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
  const that = /^([\p{L} -]+?) (?:that|which|who) (?:is|are) (?:still (?!being)|already )?(.+)$/iu.exec(noun);
  if (that?.[1] !== undefined && that[2] !== undefined) {
    const entity = understanding.entityMeant(nounWords(that[1]));
    return entity === undefined ? undefined : { entity, adjective: that[2] };
  }
  const started =
    /^([\p{L} -]+?) (?:that|which|who) ((?:has|have) (?:already )?(?:started|begun|ended|finished|passed|taken place))$/iu.exec(
      noun,
    );
  const begun = started === null ? undefined : understanding.entityMeant(nounWords(started[1] ?? ''));
  if (begun !== undefined) return { entity: begun, adjective: `it ${started?.[2] ?? ''}` };
  const having =
    /^([\p{L} -]+?) (?:with|(?:that|which|who) (?:still )?(?:has|have)) (?:any |an? )?([\p{L} -]+)$/iu.exec(
      noun,
    );
  const holder = having === null ? undefined : understanding.entityMeant(nounWords(having[1] ?? ''));
  if (holder !== undefined) return { entity: holder, adjective: `it has a ${having?.[2] ?? ''}` };
  const behind = /^([\p{L} -]+?) (in the past)$/iu.exec(noun);
  const past = behind === null ? undefined : understanding.entityMeant(nounWords(behind[1] ?? ''));
  if (past !== undefined) return { entity: past, adjective: 'it is in the past' };
  const words = noun.replace(/ (?:one|ones)$/i, ' it').split(' ');
  for (let start = 1; start < words.length; start += 1) {
    const rest = words.slice(start).join(' ');
    const entity = rest === 'it' ? understanding.topic : understanding.entity(nounWords(rest));
    if (entity !== undefined) return { entity, adjective: words.slice(0, start).join(' ') };
  }
  // "Only drafts can be deleted": the value that only one kind of record has stands for its records.
  const asked = nounWords(noun);
  if (understanding.isKnown(asked)) return undefined;
  const drafts = understanding.entities.filter(
    (entity) => valueNamed(entity, singular(asked)) !== undefined && isPlural(asked),
  );
  const [only] = drafts;
  return drafts.length === 1 && only !== undefined ? { entity: only, adjective: singular(asked) } : undefined;
}

/** "Being rented", "currently rented": a rental of it runs, where something tells those from the ones that are over. */
function inUse(
  adjective: string,
  entity: EntityNotes,
  statement: Statement,
  understanding: Understanding,
): FoundCondition | undefined {
  const verb = /^(?:being|currently(?: being)?|still(?: being)?) (\p{L}+)(?: out)?$/iu.exec(
    adjective.trim(),
  )?.[1];
  const made = verb === undefined ? undefined : madeNamed(verb, entity, understanding);
  const running = made === undefined ? undefined : runningState(made.entity, statement, understanding);
  if (made === undefined || running?.state == null) return undefined;
  return {
    condition: {
      kind: 'count',
      via: null,
      entity: made.entity.singular,
      by: made.via,
      state: running.state,
      least: 1,
      not: false,
    },
    act: running.act,
  };
}

const DOES = new RegExp(
  `^(?:an? |the |each |every )?([\\p{L} -]+?) (cannot|may not|must not|should not|can never) (\\p{Ll}+)(?: (?:on|for|to|in))? ((?:an? |the |any )?.+)$`,
  'iu',
);

/** "A member cannot book a full class": "a full class cannot be booked", where a booking is of a member and a class. */
function deedOf(text: string, understanding: Understanding): string {
  const match = DOES.exec(text);
  const [, who = '', never = '', verb = '', what = ''] = match ?? [];
  const person = match === null || verb === 'be' ? undefined : entityNamed(who, understanding);
  const object = person === undefined ? undefined : adjectiveAndNoun(bareNoun(what), understanding);
  const made = object === undefined ? undefined : madeNamed(`${verb}ed`, object.entity, understanding);
  return made === undefined ||
    person === undefined ||
    referenceTo(made.entity, person.singular, understanding) === undefined
    ? text
    : `${what} ${never} be ${verb}ed`;
}

function bareNoun(phrase: string): string {
  return phrase.replace(/^(?:an? |the |any )/i, '');
}

/** "A paid invoice must not be changed", "only active volunteers can be assigned": the state stands before the noun. */
export const readStateGuard: Reader = (statement, understanding) => {
  const text = deedOf(passively(clean(statement.text)), understanding);
  const only = ONLY_STATE.exec(text);
  const never = STATE_OF_SUBJECT.exec(text);
  const match = only ?? never;
  const named = match === null ? undefined : adjectiveAndNoun(match[1] ?? '', understanding);
  if (match === null || named === undefined) return undefined;
  const { entity, adjective } = named;
  const verb = match[2] ?? '';
  const either = isPlural(nounWords(match[1] ?? '')) ? adjective.replace(/ and /gi, ' or ') : adjective;
  const condition =
    conditionIn(either, entity, statement.source, understanding) ??
    inUse(either, entity, statement, understanding);
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

const ADDED_TO: readonly (readonly [RegExp, isOnly: boolean])[] = [
  [
    /^(?:an? |the |new )?([\p{L} -]+?) (?:(?:can|may|must|should) only be|(?:can|may|must|should) be|are only|is only) (\p{L}+)(?: only)? (?:to|for|on|in|into|at|by|with) (.+)$/iu,
    true,
  ],
  [
    /^(?:an? |the |new |no )?([\p{L} -]+?) (?:cannot|may not|must not|should not|can never) be (\p{L}+) (?:to|for|on|in|into|at|by|with) (.+)$/iu,
    false,
  ],
];

/** "Comments can only be added to published posts", "tickets can't be sold for past events". */
export const readAddedTo: Reader = (statement, understanding) => {
  const text = clean(statement.text);
  for (const [pattern, isOnly] of ADDED_TO) {
    const match = pattern.exec(text);
    if (match === null || (isOnly && !/ only /i.test(text))) continue;
    const child = entityNamed(match[1] ?? '', understanding);
    const verb = match[2] ?? '';
    const isMade =
      child !== undefined &&
      (CREATED.test(verb) || /^(?:allowed|possible|permitted)$/i.test(verb) || isNamedSo(verb, child));
    const named = isMade ? adjectiveAndNoun(bareNoun(match[3] ?? ''), understanding) : undefined;
    if (child === undefined || named === undefined || named.entity === child) continue;
    const via = referenceTo(child, named.entity.singular, understanding);
    const either = isPlural(nounWords(match[3] ?? ''))
      ? named.adjective.replace(/ and /gi, ' or ')
      : named.adjective;
    const condition = conditionIn(either, named.entity, statement.source, understanding);
    if (via === undefined || condition?.condition.via !== null) continue;
    const about = { ...condition.condition, via: via.words };
    return () => {
      noteGuard(
        child,
        [{ action: 'create' }],
        [{ ...condition, condition: isOnly ? about : opposite(about) }],
        statement,
        understanding,
      );
    };
  }
  return undefined;
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
