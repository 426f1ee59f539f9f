import type { State } from '../../domain/rule.js';
import { childrenNamed } from '../named-children.js';
import { stateWith } from '../named-values.js';
import { fieldTypeOf } from '../field-types.js';
import { nounWords } from '../nouns.js';
import { noteRule, ruleId } from '../outcome/field-rules.js';
import { saidOf } from '../states.js';
import type { EntityNotes, FieldNotes, Understanding } from '../understanding.js';
import { periodOf } from './compared-fields.js';
import { alsoIn } from './held-records.js';
import { clean, entityNamed, type Reader, type Reading, type Statement } from './statement.js';

const EXCEPT =
  /^(.+?),? (?:except|unless|apart from|other than|not counting|but not) (?:for )?(?:the |one (?:of them )?is |if (?:one|one of them) is )?(\p{L}+)(?: ones?| [\p{L}]+)?$/iu;
const TWO_OF_ONE =
  /^(?:the same|an?|one|no) ([\p{L} -]+?) (?:cannot|may not|must not|can never|may|can) (?:have|be in) (?:two|several|overlapping) ([\p{L} -]+?)(?: (?:that|which|whose (?:periods|dates|times)) overlap)?$/iu;
const OVERLAP_AT_END =
  /^(no )?(?:two |different |several )?([\p{L} -]+?) (must not|may not|cannot|should not|must never|may never|can never|may|can|must|never) (?:ever )?(overlap|clash|collide) (in|of|for|on|at|with|by) the same ([\p{L} -]+)$/iu;
const OVERLAP: readonly RegExp[] = [
  /^(?:no )?(?:two|different|several) ([\p{L} -]+?) (?:in|of|for|on|at|with|by) (?:the same|one|an?) ([\p{L} -]+?) (?:must|may|can|should|cannot|must not|may not|should not|are allowed to|is allowed to|will)? ?(?:not |never )?(?:ever )?(?:overlap|clash|collide|be at the same time|run at the same time|take place at the same time|intersect|happen at the same time)(?: in time)?$/iu,
  /^([\p{L} -]+?) (?:in|of|for|on|at|with|by) (?:the same|one|an?) ([\p{L} -]+?) (?:must not|may not|cannot|should not|must never|never) (?:ever )?(?:overlap|clash|collide|be at the same time|intersect|run at the same time)(?: in time)?$/iu,
  /^not the same ([\p{L} -]+?) (?:to|by|for) (?:two|several|different) [\p{L}]+ (?:at|on|for|in) the same (?:time|day|days|period|dates?)$/iu,
  /^(?:the same|an?|one|each|no) ([\p{L} -]+?) (?:cannot|may not|must not|can never|should not|may|can) (?:be )?(?:double[- ]booked|[\p{L}]+(?:ed|t|n) (?:twice|to two [\p{L}]+|by two [\p{L}]+|more than once) (?:at|on|for|in) the same (?:time|day|days|period|moment|hours?|dates?))$/iu,
];
const ONE_AT_A_TIME =
  /^(?:an? |each |every |the )?([\p{L} -]+?) (?:can|may|must|should|has|have) (?:only )?(?:have |be in |host |hold )?(?:at most |only |no more than |never more than )+(?:one|1|a single) ([\p{L} -]+?) (?:running )?(?:on any (?:given |one )?day|at any (?:given |one )?(?:time|moment|day)|at the same time|on the same day|at a time)$/iu;

/** "Two firings in the same kiln must not overlap". */
export const readOverlap: Reader = (statement, understanding) => {
  const except = EXCEPT.exec(clean(statement.text));
  const text = (except?.[1] ?? clean(statement.text))
    .replace(TWO_OF_ONE, 'two $2 of the same $1 must not overlap')
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
  const single = ONE_AT_A_TIME.exec(text);
  const noun = booked?.[1] ?? single?.[1];
  const holder =
    noun === undefined || (booked !== null && !isForbidden) ? undefined : entityNamed(noun, understanding);
  if (holder === undefined) return undefined;
  const children = understanding.entities.flatMap((entity) => {
    const by = entity.fields.filter(
      (field) => field.refersTo === holder.singular && field.several === undefined,
    );
    const [first] = by;
    return by.length === 1 && first !== undefined && periodOf(entity) !== undefined
      ? [{ entity, per: first }]
      : [];
  });
  const named =
    single === null
      ? undefined
      : childrenNamed(holder, (single[2] ?? '').replace(/ running$/i, ''), statement.source, understanding)
          ?.child;
  const child =
    named === undefined
      ? children.length === 1 && booked !== null
        ? children[0]
        : undefined
      : children.find(({ entity }) => entity === named);
  return child === undefined ? undefined : noOverlap(child.entity, child.per, statement, understanding);
};

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
  const period = periodOf(entity);
  if (period === undefined || per.refersTo === undefined) return undefined;
  const kind = fieldTypeOf(period.to.words, saidOf(period.to))?.kind;
  const state = among?.state ?? null;
  return () => {
    among?.act();
    // A day is taken to its end; a moment ends where the next begins.
    const touch = kind === 'datetime';
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
