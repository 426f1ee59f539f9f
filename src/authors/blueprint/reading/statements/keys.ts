import { childrenNamed } from '../named-children.js';
import { nounWords } from '../nouns.js';
import { noteRule, ruleId } from '../outcome/field-rules.js';
import type { EntityNotes, FieldNotes, Understanding } from '../understanding.js';
import { alsoIn } from './held-records.js';
import { ofOne } from './passives.js';
import { clean, entityNamed, type Reader, type Reading, type Statement } from './statement.js';

const ONE_PER = new RegExp(
  `^(?:there (?:is|can be|may be|must be|should be|can|will be) )?(?:only |never more than |at most |exactly |no more than |not more than |just )+(?:one|1|a single) ([\\p{L} -]+?) (?:is allowed |is possible |may exist |can exist |may be \\p{L}+ |can be \\p{L}+ )?(?:per|for each|for every|for one|for an?|for the same|in an?|in one|in each|on one|on each|to each) ([\\p{L} -]+?)(?:,? (?:and|per|in|for|on|within)(?: (?:each|the same|any|a|an|one|any one|any given))? ([\\p{L} -]+?))?$`,
  'iu',
);
const NO_TWO: readonly RegExp[] = [
  /^(?:no two|never two|two|no second) ([\p{L} -]+?) (?:can |may |must |should |cannot |may not |must not |will |for |in |on |with |of |at )?(?:not )?(?:ever )?(?:share|have|has|use|be|be in|be at|be on|stand in|for|in|on|with|of|at)? ?(?:the same|an equal|one|identical) ([\p{L} -]+?)(?: (?:in|for|within|on|at|of|and|during) (?:the same|an?|one|that|its) ([\p{L} -]+?))?(?: (?:is|are) (?:not )?(?:allowed|possible|forbidden))?$/iu,
  /^(?:the )?same ([\p{L} -]+?) (?:cannot|may not|must not|should not|can never|may never|must never) (?:be |appear |occur |exist )*(?:[\p{L}-]+ )?(?:twice|two times|more than once|again|several times)(?: ([\p{L} ]+? )?(?:the same|an?|one|that|per|each|any) ([\p{L} -]+?))?$/iu,
  /^(?:an? |the |each |every )?([\p{L} -]+?) (?:cannot|may not|must not|should not|can never) be [\p{L} ]*?(?:twice|more than once|two times)(?: (?:for|in|to|on|into|at|within|by) (?:the same|one|an?|any) ([\p{L} -]+?))?$/iu,
];
/** "A scout can earn each badge only once", "a piece appears only once in a concert": no two ties of the same two. */
const ONCE: readonly RegExp[] = [
  /^(?:an? |the |each |every |the same )?([\p{L} -]+?) (?:can|may|must|should) (?:only )?[\p{L}]+(?: (?:for|in|on|to|up for))? (?:each|the same|an?|any|every|one) ([\p{L} -]+?) (?:(?:at most |only |no more than |just )?once|only one time|not more than once)$/iu,
  /^(?:an? |the |each |every |the same )?([\p{L} -]+?) (?:cannot|may not|must not|can never|should not) (?:be )?[\p{L}]+(?: (?:for|in|on|to|up for))? (?:each|the same|an?|any|one) ([\p{L} -]+?) (?:twice|more than once|two times|again)$/iu,
  /^(?:an? |the |each |every |the same )?([\p{L} -]+?) (?:cannot|may not|must not|can never|should not) (?:be )?[\p{L}]+ (?:twice|more than once|two times|again) (?:for|in|on|to|with|at) (?:the same|an?|any|one) ([\p{L} -]+?)$/iu,
  /^(?:an? |the |each |every |the same )?([\p{L} -]+?) (?:(?:can|may|must|should) (?:only )?)?(?:appear|appears|occur|occurs|be|is|be listed|be used|be entered) (?:at most |only |just )?once (?:in|on|per|for|within) (?:an?|each|the same|any|every|one) ([\p{L} -]+?)$/iu,
];
/** "A member may not have two bookings for the same class", "… two appointments with the same doctor on the same day". */
const TWO_OF_HOLDER =
  /^(?:an? |the |each |every |the same )?([\p{L} -]+?) (?:cannot|may not|must not|can never|should not) (?:have|make|book|hold|place|get|own) (?:two|several|multiple|more than one) ([\p{L} -]+?) (?:for|in|on|to|with|at|of) (?:the same|one|any one) ([\p{L} -]+?)(?: (?:on|in|at|for|with) (?:the same|one|any one) ([\p{L} -]+?))?$/iu;
const COMBINATION =
  /^(?:the |each |every |any )?(?:combination|pair|pairing) of (?:the |an? )?([\p{L} -]+?) (?:and|with|plus) (?:the |an? )?([\p{L} -]+?) (?:must|has to|should|is|may|can|needs to|shall) (?:always )?(?:be |exist |occur )?(?:unique|only once|exist only once|occur only once|once|not repeated|different)$|^(?:the )?([\p{L} -]+?) and (?:the )?([\p{L} -]+?) (?:together )?(?:must|have to|should|are|need to) (?:together )?(?:be )?(?:together )?unique(?: together)?$/iu;

interface Key {
  readonly entity: EntityNotes;
  readonly fields: readonly FieldNotes[];
}

export function noteKey(
  { entity, fields }: Key,
  statement: Statement,
  understanding: Understanding,
): Reading {
  const values = fields.filter((field) => field.refersTo === undefined);
  const references = fields.filter((field) => field.refersTo !== undefined && field.several === undefined);
  if (values.length + references.length !== fields.length || fields.length === 0) return undefined;
  const [main, ...rest] = values.length > 0 ? values : references;
  if (main === undefined) return undefined;
  const per = values.length > 0 ? references : rest;
  const [first, ...others] = per;
  const also = values.length > 0 ? [...rest, ...others] : others;
  return () => {
    const id = ruleId(
      'unique',
      entity.singular,
      main.words,
      first?.words ?? null,
      ...also.map(({ words }) => words),
    );
    const names = fields.map(({ words }) => words).join(' and the same ');
    noteRule(
      {
        kind: 'unique',
        id,
        entity: entity.singular,
        field: main.words,
        per: first?.words ?? null,
        also: also.map(({ words }) => words),
        state: null,
      },
      `no two ${entity.plural} have the same ${names}`,
      statement.source,
      understanding,
    );
    understanding.topic = entity;
  };
}

/** The fields of `entity` that the phrases name; undefined where one of them names none. */
function keyFields(
  entity: EntityNotes | undefined,
  phrases: readonly (string | undefined)[],
  understanding: Understanding,
): readonly FieldNotes[] | undefined {
  const named = phrases.filter((words) => words !== undefined);
  const fields = named.flatMap((words) =>
    entity === undefined ? [] : (alsoIn(entity, words, understanding) ?? []),
  );
  return fields.length === named.length ? fields : undefined;
}

/** "Only one invoice per tenancy per year", "no two tubes in one position of the same box", "the same e-mail cannot be twice". */
export const readKey: Reader = (statement, understanding) => {
  const text = ofOne(clean(statement.text));
  const one = ONE_PER.exec(text);
  if (one !== null) {
    const entity = entityNamed(one[1] ?? '', understanding);
    const fields = keyFields(entity, [one[2], one[3]], understanding);
    if (
      entity !== undefined &&
      fields !== undefined &&
      (fields.length > 1 || fields[0]?.refersTo === undefined)
    )
      return noteKey({ entity, fields }, statement, understanding);
  }
  for (const once of ONCE.map((pattern) => pattern.exec(text))) {
    const sides = [once?.[1], once?.[2]].map((words) => entityNamed(words ?? '', understanding));
    const [first, second] = sides;
    if (first === undefined || second === undefined || first === second) continue;
    const ties = understanding.entities.flatMap((entity) => {
      const fields = [first, second].flatMap((side) =>
        entity.fields.filter((field) => field.refersTo === side.singular && field.several === undefined),
      );
      return fields.length === 2 && new Set(fields.map(({ refersTo }) => refersTo)).size === 2
        ? [{ entity, fields }]
        : [];
    });
    const [tie] = ties;
    if (tie !== undefined && ties.length === 1) return noteKey(tie, statement, understanding);
  }
  const held = TWO_OF_HOLDER.exec(text);
  const holder = held === null ? undefined : entityNamed(held[1] ?? '', understanding);
  if (held !== null && holder !== undefined) {
    const children = childrenNamed(holder, held[2] ?? '', statement.source, understanding);
    const places = [held[3], held[4]].filter((words) => words !== undefined);
    const fields = children === undefined ? undefined : keyFields(children.child, places, understanding);
    if (children?.state === null && fields !== undefined && !/\btime$/i.test(text))
      return noteKey({ entity: children.child, fields: [children.by, ...fields] }, statement, understanding);
  }
  const pair = COMBINATION.exec(text);
  if (pair !== null) {
    const names = [pair[1] ?? pair[3], pair[2] ?? pair[4]].map((words) => nounWords(words ?? ''));
    const holders = understanding.entities.flatMap((entity) => {
      const fields = names
        .map((words) => understanding.field(entity, words) ?? alsoIn(entity, words, understanding))
        .filter((field) => field !== undefined);
      return fields.length === 2 && fields[0] !== fields[1] ? [{ entity, fields }] : [];
    });
    const key =
      holders.find(({ entity }) => entity === understanding.topic) ??
      (holders.length === 1 ? holders[0] : undefined);
    if (key !== undefined) return noteKey(key, statement, understanding);
  }
  const two = NO_TWO[0]?.exec(text);
  if (
    two !== undefined &&
    two !== null &&
    (/^(?:no two|never two|no second)/i.test(text) ||
      / (?:cannot|may not|must not) | not (?:allowed|possible)|forbidden/i.test(text))
  ) {
    const entity = entityNamed(two[1] ?? '', understanding);
    const fields = keyFields(entity, [two[2], two[3]], understanding);
    if (entity !== undefined && fields?.some((field) => field.refersTo === undefined) === true)
      return noteKey({ entity, fields }, statement, understanding);
  }
  for (const pattern of NO_TWO.slice(1)) {
    const match = pattern.exec(text);
    if (match === null) continue;
    const place = pattern === NO_TWO[1] ? match[3] : match[2];
    const subject = match[1] ?? '';
    const person = entityNamed(subject, understanding);
    const whole = place === undefined ? undefined : entityNamed(place, understanding);
    if (person !== undefined && whole !== undefined) {
      const ties = understanding.entities.flatMap((entity) => {
        const fields = [person, whole].map((side) =>
          entity.fields.filter((field) => field.refersTo === side.singular && field.several === undefined),
        );
        const flat = fields.flat();
        return fields.every((side) => side.length === 1) && flat.length === 2
          ? [{ entity, fields: flat }]
          : [];
      });
      const [tie] = ties;
      if (ties.length === 1 && tie !== undefined) return noteKey(tie, statement, understanding);
      const list = [person, whole].flatMap((entity) =>
        entity.fields
          .filter(
            (field) =>
              field.several !== undefined && [person.singular, whole.singular].includes(field.refersTo ?? ''),
          )
          .map((field) => ({ entity, field })),
      );
      const [only] = list;
      if (list.length === 1 && only !== undefined)
        return () => {
          understanding.met(
            `a ${only.entity.singular} names each of its ${only.field.words} once`,
            statement.source,
            [{ kind: 'reference', entity: only.entity.singular, field: only.field.words }],
          );
        };
    }
    if (person === undefined && place === undefined) {
      const topic = understanding.topic;
      const field = topic === undefined ? undefined : understanding.field(topic, nounWords(subject));
      if (topic !== undefined && field?.refersTo === undefined && field !== undefined)
        return noteKey({ entity: topic, fields: [field] }, statement, understanding);
    }
    if (person === undefined && place !== undefined) {
      // "The same e-mail cannot be on the list twice": once among all.
      const entity = entityNamed(place, understanding) ?? understanding.topic;
      const field = entity === undefined ? undefined : understanding.field(entity, nounWords(subject));
      if (entity !== undefined && field !== undefined && field.refersTo === undefined)
        return noteKey({ entity, fields: [field] }, statement, understanding);
    }
  }
  return undefined;
};
