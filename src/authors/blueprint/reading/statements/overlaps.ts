import type { State } from '../../domain/rule.js';
import { childrenNamed } from '../named-children.js';
import { stateWith } from '../named-values.js';
import { nounWords } from '../nouns.js';
import { noteRule, ruleId } from '../outcome/field-rules.js';
import { typeOf, whenOf } from '../when-records-are.js';
import type { EntityNotes, FieldNotes, Understanding } from '../understanding.js';
import { alsoIn } from './held-records.js';
import { noteKey } from './keys.js';
import { ofOne } from './passives.js';
import { clean, entityNamed, type Reader, type Reading, type Statement } from './statement.js';

const EXCEPT =
  /^(.+?),? (?:except|unless|apart from|other than|not counting|but not) (?:for )?(?:the |one (?:of them )?is |if (?:one|one of them) is )?(\p{L}+)(?: ones?| [\p{L}]+)?$/iu;
const HAVING =
  '(?:have|be in|teach|give|attend|host|hold|run|lead|make|book|be booked for|be assigned to|be scheduled for)';
const AT_ONCE = '(?:at (?:the same|a|any|any one|any given|one) (?:time|moment)|at once|simultaneously)';
const TWO = '(?:(?:two|several|multiple|2|more than one) )';
/** "A teacher can't have overlapping lessons", "the same animal can't have two stays that overlap", "… two lessons at the same time". */
const TWO_OF_ONE = ['overlapping |simultaneous |concurrent ', ''].map(
  (overlapping) =>
    new RegExp(
      `^(?:the same |an? |one |each |every )?([\\p{L} -]+?) (?:cannot|may not|must not|can never|should not) (?:ever )?${HAVING} ${
        overlapping === ''
          ? `${TWO}([\\p{L} -]+?)(?: (?:(?:that|which|whose (?:periods|dates|times)) overlap| ?${AT_ONCE}))`
          : `${TWO}?(?:${overlapping})([\\p{L} -]+?)`
      }$`,
      'iu',
    ),
);
/** Words for how long something takes, in whatever statement they stand. */
const LASTS = /\b(?:lasts?|lasting|takes? (?:\d|up)|duration|minutes?|hours?|half an hour|ends?|until)\b/i;
/** "Two talks cannot be in the same room at the same time." */
const SAME_PLACE = new RegExp(
  `^(no )?(?:two|several|different|multiple) ([\\p{L} -]+?) (cannot|may not|must not|can never|may never|should not|can|may) (?:ever )?(?:be|take place|happen|be held|be scheduled|be given|be booked|be assigned|run|occur|use|have|share)(?: (?:in|at|on|for|to|with|by))? the same ([\\p{L} -]+?) ${AT_ONCE}$`,
  'iu',
);
const OVERLAP_AT_END =
  /^(no )?(?:two |different |several )?([\p{L} -]+?) (must not|may not|cannot|should not|must never|may never|can never|may|can|must|never) (?:ever )?(overlap|clash|collide) (in|of|for|on|at|with|by) the same ([\p{L} -]+)$/iu;
const OVERLAP: readonly RegExp[] = [
  /^(?:no )?(?:two|different|several) ([\p{L} -]+?) (?:in|of|for|on|at|with|by) (?:the same|one|an?) ([\p{L} -]+?) (?:must|may|can|should|cannot|must not|may not|should not|are allowed to|is allowed to|will)? ?(?:not |never )?(?:ever )?(?:overlap|clash|collide|be at the same time|run at the same time|take place at the same time|intersect|happen at the same time)(?: in time)?$/iu,
  /^([\p{L} -]+?) (?:in|of|for|on|at|with|by) (?:the same|one|an?) ([\p{L} -]+?) (?:must not|may not|cannot|should not|must never|never) (?:ever )?(?:overlap|clash|collide|be at the same time|intersect|run at the same time)(?: in time)?$/iu,
  /^not the same ([\p{L} -]+?) (?:to|by|for) (?:two|several|different) [\p{L}]+ (?:at|on|for|in) the same (?:time|day|days|period|dates?)$/iu,
  /^(?:(?:the same|an?|one|each|no|neither an?) )?([\p{L} -]+?) (?:cannot|may not|must not|can never|should not|may|can) (?:be )?(?:double[- ]booked|[\p{L}]+(?:ed|t|n) (?:twice|to two [\p{L}]+|by two [\p{L}]+|more than once) (?:at|on|for|in) the same (?:time|day|days|period|moment|hours?|dates?))$/iu,
];
const ANY_ONE_TIME =
  '(?:on any (?:given |one )?day|at any (?:given |one )?(?:time|moment|day)|at the same time|on the same day|at a time|at once)';
const ONE_AT_A_TIME: readonly (readonly [RegExp, holder: number, held: number])[] = [
  [
    new RegExp(
      `^(?:an? |each |every |the )?([\\p{L} -]+?) (?:can|may|must|should|has|have) (?:only )?(?:${HAVING} )?(?:at most |only |no more than |never more than )+(?:one|1|a single) ([\\p{L} -]+?) (?:running )?${ANY_ONE_TIME}$`,
      'iu',
    ),
    1,
    2,
  ],
  // "There can be only one lesson in a room at a time", "only one vehicle can be parked in a space at a time"
  [
    new RegExp(
      `^(?:there (?:can|may|must) (?:only )?be )?(?:at most |only |no more than |never more than )*(?:one|1|a single) ([\\p{L} -]+?) (?:(?:can|may|is|are) (?:be |allowed |to be )*(?:\\p{L}+ )?)?(?:in|on|at|per|for) (?:an? |each |every |the same |one |any one )?([\\p{L} -]+?) ${ANY_ONE_TIME}$`,
      'iu',
    ),
    2,
    1,
  ],
];

/** "Two firings in the same kiln must not overlap". */
export const readOverlap: Reader = (statement, understanding) => {
  const except = EXCEPT.exec(clean(statement.text));
  const text = TWO_OF_ONE.reduce(
    (said, pattern) => said.replace(pattern, 'two $2 of the same $1 must not overlap'),
    ofOne(except?.[1] ?? clean(statement.text)),
  )
    .replace(SAME_PLACE, (said: string, no: string | undefined, what: string, can: string, where: string) =>
      (no === undefined) === /^(?:can|may)$/i.test(can)
        ? said
        : `two ${what} of the same ${where} must not overlap`,
    )
    .replace(/ be (?:in|on) the same days?$/i, ' overlap')
    .replace(OVERLAP_AT_END, '$1two $2 $5 the same $6 $3 $4')
    .replace(/^no two /i, 'no two ');
  const overlaps = OVERLAP.slice(0, 2)
    .map((pattern) => pattern.exec(text))
    .find((match) => match !== null);
  const isForbidden = /^no |^never |^not /i.test(text) || / (?:not|cannot|never) /i.test(text);
  if (overlaps !== undefined && isForbidden) {
    const named = subjectOf(overlaps[1] ?? '', statement, understanding);
    const entity = named?.entity;
    const per = entity === undefined ? undefined : alsoIn(entity, overlaps[2] ?? '', understanding);
    const but =
      except === null || entity === undefined
        ? undefined
        : stateWith(entity, `not ${nounWords(except[2] ?? '')}`, statement.source, understanding);
    if (entity !== undefined && per !== undefined && (except === null || but !== undefined))
      return noOverlap(entity, per, statement, understanding, but ?? named);
  }
  const booked =
    OVERLAP.slice(2)
      .map((pattern) => pattern.exec(text))
      .find((match) => match !== null) ?? null;
  if (booked !== null) {
    // "Neither a teacher nor a room", "a teacher or a room": each of them.
    const isForbiddenFor = isForbidden || /^neither /i.test(text);
    const [first, ...others] = (booked[1] ?? '')
      .split(/ (?:or|nor|and) (?:an? |the )?/i)
      .map((noun) => onlyDated(noun, understanding))
      .map((child) =>
        child === undefined || !isForbiddenFor
          ? undefined
          : noOverlap(child.entity, child.per, statement, understanding),
      );
    if (first === undefined || others.includes(undefined)) return undefined;
    return () => {
      for (const each of [first, ...others]) each?.();
    };
  }
  for (const [pattern, holderAt, heldAt] of ONE_AT_A_TIME) {
    const match = pattern.exec(text);
    const holder = match === null ? undefined : entityNamed(match[holderAt] ?? '', understanding);
    if (match === null || holder === undefined) continue;
    const held = childrenNamed(
      holder,
      (match[heldAt] ?? '').replace(/ running$/i, ''),
      statement.source,
      understanding,
    );
    // What counts by its state is a number of records, whenever they are.
    if (held?.state !== null || whenOf(held.child) === undefined) continue;
    return noOverlap(held.child, held.by, statement, understanding);
  }
  return undefined;
};

/** The one kind of record that is at a time and refers to what the noun names. */
function onlyDated(
  noun: string,
  understanding: Understanding,
): { entity: EntityNotes; per: FieldNotes } | undefined {
  const holder = entityNamed(noun, understanding);
  if (holder === undefined) return undefined;
  const children = understanding.entities.flatMap((entity) => {
    const by = entity.fields.filter(
      (field) => field.refersTo === holder.singular && field.several === undefined,
    );
    const [first] = by;
    return by.length === 1 && first !== undefined && whenOf(entity) !== undefined
      ? [{ entity, per: first }]
      : [];
  });
  return children.length === 1 ? children[0] : undefined;
}

/** "Bookings", or "confirmed bookings" with the state that the word names. */
function subjectOf(
  phrase: string,
  statement: Statement,
  understanding: Understanding,
): { entity: EntityNotes; state: State | null; act: () => void } | undefined {
  const whole = entityNamed(phrase, understanding);
  if (whole !== undefined) return { entity: whole, state: null, act: () => undefined };
  const [, adjective = '', noun = ''] = /^((?:not )?\p{L}+) ([\p{L} -]+)$/iu.exec(phrase.trim()) ?? [];
  const entity = noun === '' ? undefined : entityNamed(noun, understanding);
  const state =
    entity === undefined
      ? undefined
      : stateWith(entity, nounWords(adjective), statement.source, understanding);
  return entity === undefined || state === undefined ? undefined : { entity, ...state };
}

function noOverlap(
  entity: EntityNotes,
  per: FieldNotes,
  statement: Statement,
  understanding: Understanding,
  among?: { readonly state: State | null; readonly act: () => void },
): Reading {
  const period = whenOf(entity);
  if (period === undefined || per.refersTo === undefined) return undefined;
  // "On the same day" is a matter of days: what is from one hour to another does not overlap by being on one.
  const isByDay = /\b(?:days?|dates?)$/i.test(clean(statement.text));
  if (isByDay && (period.kind !== 'period' || typeOf(period.to) !== 'date')) return undefined;
  const state = among?.state ?? null;
  // What is at one moment is at the same time as another where the moment is the same, unless it is said to last.
  if (period.kind === 'moment') {
    if (understanding.passages.some((passage) => LASTS.test(passage)))
      return () => {
        understanding.open(
          statement.text,
          statement.source,
          `the brief speaks of how long something lasts, and no field tells when ${entity.plural} end`,
        );
        understanding.topic = entity;
      };
    return state === null
      ? noteKey({ entity, fields: [per, ...period.fields] }, statement, understanding)
      : undefined;
  }
  if (period.kind === 'length')
    return () => {
      understanding.open(
        statement.text,
        statement.source,
        `when ${entity.plural} end is told by their ${period.length.words}, and blueprints compare no ends that are computed`,
      );
      understanding.topic = entity;
    };
  return () => {
    among?.act();
    // A day is taken to its end; a moment ends where the next begins.
    const touch = typeOf(period.to) === 'datetime';
    noteRule(
      {
        kind: 'no-overlap',
        id: ruleId('overlap', entity.singular, per.words, state === null ? null : state.word),
        entity: entity.singular,
        per: per.words,
        from: period.from.words,
        to: period.to.words,
        touch,
        state,
      },
      `no two ${state === null ? '' : `${state.word} `}${entity.plural} of the same ${per.words} overlap between ${period.from.words} and ${period.to.words}`,
      statement.source,
      understanding,
    );
    understanding.assume(
      `${entity.plural} of one ${per.words} ${touch ? 'may start at the moment another ends' : 'may not start on the day on which another ends'}.`,
    );
    understanding.topic = entity;
  };
}
