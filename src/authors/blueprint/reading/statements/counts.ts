import type { State } from '../../domain/rule.js';
import { childrenNamed, stateOfValues, valuesNamed } from '../conditions.js';
import { fieldTypeOf } from '../field-types.js';
import { nounWords, singular } from '../nouns.js';
import { NUMBER, numberOf } from '../numbers.js';
import { noteRule, ruleId } from '../outcome/field-rules.js';
import { saidOf } from '../states.js';
import type { EntityNotes, FieldNotes, Understanding } from '../understanding.js';
import { periodOf } from './comparisons.js';
import { clean, entityNamed, type Reader, type Reading, type Statement } from './statement.js';

const AT_MOST =
  '(?:at most|at the most|no more than|not more than|never more than|up to|a maximum of|maximum|max\\.?|only|more than|exactly|just|a limit of)';
const AT_ONCE =
  '(?: (?:at (?:a|any|the same|any one|any given) (?:time|moment)|at once|simultaneously|on any (?:given )?day|in total|overall|at the same time|each|out|altogether|to (?:his|her|their|its) name))*';

interface Held {
  readonly entity: EntityNotes;
  readonly per: FieldNotes;
  readonly also: readonly string[];
  readonly state: State | null;
  readonly act: () => void;
}

/** The records that are counted for one of `holder`: its children, or those that tie it to what is counted. */
export function heldRecords(
  holder: EntityNotes,
  counted: string,
  statement: Statement,
  understanding: Understanding,
): Held | undefined {
  const direct = childrenNamed(holder, counted, statement.source, understanding);
  if (direct !== undefined)
    return { entity: direct.child, per: direct.by, also: [], state: direct.state, act: direct.act };
  const words = nounWords(counted).split(' ');
  for (let start = 0; start < words.length; start += 1) {
    const other = understanding.entityMeant(words.slice(start).join(' '));
    if (other === undefined || other === holder) continue;
    const adjective = words.slice(0, start).join(' ');
    const ties = understanding.entities.flatMap((entity) => {
      const per = entity.fields.filter(
        (field) => field.refersTo === holder.singular && field.several === undefined,
      );
      const to = entity.fields.filter(
        (field) => field.refersTo === other.singular && field.several === undefined,
      );
      const [first] = per;
      return first !== undefined && per.length === 1 && to.length === 1 ? [{ entity, per: first }] : [];
    });
    const [tie] = ties;
    if (tie === undefined || ties.length > 1) continue;
    const values = adjective === '' ? undefined : valuesNamed(tie.entity, adjective);
    if (adjective !== '' && values === undefined) continue;
    return {
      ...tie,
      also: [],
      state: values === undefined ? null : stateOfValues(adjective, values),
      act: () => undefined,
    };
  }
  return undefined;
}

function noteLimit(
  held: Held,
  holder: EntityNotes,
  limit: number,
  statement: Statement,
  understanding: Understanding,
): Reading {
  if (!Number.isInteger(limit) || limit < 1 || limit > 100_000) return undefined;
  return () => {
    held.act();
    const { entity, per, also, state } = held;
    const what = `${state === null ? '' : `${state.word} `}${limit === 1 ? entity.singular : entity.plural}`;
    const same = also.length === 0 ? '' : ` of the same ${also.join(' and ')}`;
    const adjective = state === null ? '' : state.word;
    const id = `most-${entity.singular}-${[per.words, ...also].join('-')}-${adjective}`.replaceAll(' ', '-');
    const before = understanding.rules.find((rule) => rule.id === id);
    if (before?.kind === 'at-most' && typeof before.limit === 'number' && before.limit !== limit) {
      understanding.contradict(
        `a ${holder.singular} may have at most ${String(before.limit)} ${what}`,
        understanding.sourceOfRule(id),
        statement.source,
      );
    }
    noteRule(
      { kind: 'at-most', id, entity: entity.singular, per: per.words, also: [...also], state, limit },
      `each ${holder.singular} has at most ${String(limit)} ${what}${same}`,
      statement.source,
      understanding,
    );
    understanding.topic = holder;
  };
}

const PLACED = '(?:in|on|for|per|of|at|to|with|into|within)';
const HOLDS = new RegExp(
  `^(?:an? |each |every |any |one |the |no |the same )?([\\p{L}' -]+?) (can|may|must|should|shall|will|cannot|may not|must not|can never|should not|plays?|has|have|holds?|takes?|gets?|rents?|owns?|is|are)(?: also)?(?: only)?(?: (?:be|have|has|hold|contain|include|own|rent|play|take|collect|borrow|keep|get|receive|enter|carry|make|place|book|attend|join|reserve|hire|lend|register|drive|lead|run|work on|supervise|take part in|be (?:on|in|part of|assigned(?: to)?|given|entered (?:for|in)|registered for|enrolled in|booked on)))? ?(${AT_MOST}) (${NUMBER}) ([\\p{L} -]+?)(?: (${PLACED}) (?:an? |one |each |every |the same |any |the |any one )?([\\p{L} -]+?))?${AT_ONCE}$`,
  'iu',
);
const HAS_AT_MOST = new RegExp(
  `^(?:an? |each |every |any |one |the )?([\\p{L}' -]+?) (?:can |may |must |should )?(?:has|have|holds?|rents?|owns?|gets?) (${NUMBER}) ([\\p{L} -]+?),? (?:at (?:the )?most|maximum|at the maximum|and no more|no more|not more)${AT_ONCE}$`,
  'iu',
);
const PER = new RegExp(
  `^(?:there (?:can|may|must|should|is|are|will) (?:only )?(?:be )?|(?:the limit is|limit(?:ed)? to) )?(?:never |not |no |only )?(${AT_MOST})? ?(${NUMBER}) ([\\p{L} -]+?) (?:are allowed |is allowed |can be [\\p{L}]+ |may be [\\p{L}]+ |may exist |are possible |can exist )?(?:per|for (?:each|every|an?|one|the same|any)|in (?:each|every|an?|one|the same)|on (?:each|an?|the same|one)|by (?:each|one|the same|a)|to (?:an?|each|one)) ([\\p{L} -]+?)(?:,? (?:and|per|in the same|on the same|in (?:one|each|a)|on (?:one|each|a|the same)|for (?:one|each|the same)|within one)(?: the)? (?:same )?([\\p{L} -]+?))?${AT_ONCE}$`,
  'iu',
);
const ACTIVE_ON = new RegExp(
  `^(?:${AT_MOST}) (${NUMBER}) ([\\p{L} -]+?) (?:can|may|must|should|are|will) (?:be )?([\\p{L}-]+) (?:on|in|at|for|per|with) (?:an? |one |each |every |the same |any )?([\\p{L} -]+?)${AT_ONCE}$`,
  'iu',
);

/** A field of `entity` that has to be equal too: a reference, or "day" for its date. */
function alsoIn(entity: EntityNotes, words: string, understanding: Understanding): FieldNotes | undefined {
  const noun = singular(nounWords(words));
  const reference = entity.fields.filter(
    (field) =>
      field.refersTo !== undefined &&
      field.several === undefined &&
      (field.words === noun || field.refersTo === noun),
  );
  if (reference.length > 0) return reference.length === 1 ? reference[0] : undefined;
  const field = understanding.field(entity, noun);
  if (field !== undefined) return field.refersTo === undefined ? field : undefined;
  if (!/^(?:day|date)$/.test(noun)) return undefined;
  const dates = entity.fields.filter(
    (each) => each.refersTo === undefined && fieldTypeOf(each.words, saidOf(each))?.kind === 'date',
  );
  return dates.length === 1 ? dates[0] : undefined;
}

/** "A member may have at most 8 pieces in one firing", "at most 15 companies can be active on one site". */
export const readCount: Reader = (statement, understanding) => {
  const text = clean(statement.text)
    .replace(/^no ([\p{L} ]+?) (?:may|can|should|must) /iu, 'a $1 may not ')
    .replace(/^(?:nobody|no ?one) (?:may|can|should|must) /iu, 'they may not ');
  const active = ACTIVE_ON.exec(text);
  if (active !== null) {
    const [, number = '', noun = '', adjective = '', site = ''] = active;
    const holder = entityNamed(site, understanding);
    const held =
      holder === undefined
        ? undefined
        : heldRecords(holder, `${adjective} ${noun}`, statement, understanding);
    const limit = numberOf(number);
    if (holder !== undefined && held !== undefined && limit !== undefined)
      return noteLimit(held, holder, limit, statement, understanding);
  }
  const trailing = HAS_AT_MOST.exec(text);
  const match = HOLDS.exec(text);
  if (trailing !== null || match !== null) {
    const [subject, verb, bound, number, counted, place] =
      trailing === null
        ? [match?.[1], match?.[2], match?.[3], match?.[4], match?.[5], match?.[7]]
        : [trailing[1], 'may', 'at most', trailing[2], trailing[3], undefined];
    const isForbidden = /^(?:cannot|may not|must not|can never|should not)$/i.test(verb ?? '');
    const isMore = /^more than$/i.test(bound ?? '');
    const holder = entityNamed(subject ?? '', understanding);
    const limit = numberOf(number ?? '');
    if (
      holder !== undefined &&
      limit !== undefined &&
      isForbidden === isMore &&
      !/^exactly$/i.test(bound ?? '')
    ) {
      const held = heldRecords(holder, counted ?? '', statement, understanding);
      if (held !== undefined) {
        const also =
          place === undefined || place === '' ? undefined : alsoIn(held.entity, place, understanding);
        if (place === undefined || also !== undefined)
          return noteLimit(
            { ...held, also: also === undefined ? [] : [also.words] },
            holder,
            limit,
            statement,
            understanding,
          );
      }
      const list =
        place === undefined ? listLimit(holder, counted ?? '', limit, statement, understanding) : undefined;
      if (list !== undefined) return list;
    }
  }
  const bare = new RegExp(
    `^(?:but )?(?:never more than|no more than|at most|up to|not more than|only) (${NUMBER}) per ([\\p{L} -]+)$`,
    'iu',
  ).exec(text);
  const site = bare === null ? undefined : entityNamed(bare[2] ?? '', understanding);
  const tied = understanding.tied;
  const by = tied?.fields.filter(
    (field) => field.refersTo !== undefined && field.refersTo === site?.singular,
  );
  if (bare !== null && site !== undefined && tied !== undefined && by?.length === 1 && by[0] !== undefined) {
    return noteLimit(
      { entity: tied, per: by[0], also: [], state: null, act: () => undefined },
      site,
      numberOf(bare[1] ?? '') ?? 0,
      statement,
      understanding,
    );
  }
  const per = PER.exec(text);
  if (
    per === null ||
    (per[1] === undefined && !/^(?:there (?:is|are|can|may|must) only|only|never|no|not) /i.test(text))
  )
    return undefined;
  const [, bound = '', number = '', counted = '', holders = '', further] = per;
  if (/^more than$/i.test(bound) && !/^(?:no|never|not) more than|cannot|may not|must not/i.test(text))
    return undefined;
  const limit = numberOf(number);
  const holder = entityNamed(holders, understanding);
  const held = holder === undefined ? undefined : heldRecords(holder, counted, statement, understanding);
  if (limit === undefined || holder === undefined || held === undefined) return undefined;
  const also = further === undefined ? undefined : alsoIn(held.entity, further, understanding);
  if (further !== undefined && also === undefined) return undefined;
  return noteLimit(
    { ...held, also: also === undefined ? [] : [also.words] },
    holder,
    limit,
    statement,
    understanding,
  );
};

/** "A project has at most five tags", where those are a list in the record itself. */
function listLimit(
  holder: EntityNotes,
  counted: string,
  limit: number,
  statement: Statement,
  understanding: Understanding,
): Reading {
  const other = entityNamed(counted, understanding);
  const field =
    other === undefined
      ? undefined
      : holder.fields.find((each) => each.several !== undefined && each.refersTo === other.singular);
  if (field?.several === undefined || !Number.isInteger(limit) || limit < 1) return undefined;
  const { several } = field;
  return () => {
    several.max = limit;
    understanding.met(
      `each ${holder.singular} names at most ${String(limit)} ${field.words}`,
      statement.source,
      [{ kind: 'limit', entity: holder.singular, field: field.words }],
    );
  };
}

const ONE_PER = new RegExp(
  `^(?:there (?:is|can be|may be|must be|should be|can|will be) )?(?:only |never more than |at most |exactly |no more than |not more than |just )+(?:one|1|a single) ([\\p{L} -]+?) (?:is allowed |is possible |may exist |can exist |may be \\p{L}+ |can be \\p{L}+ )?(?:per|for each|for every|for one|for an?|for the same|in an?|in one|in each|on one|on each|to each) ([\\p{L} -]+?)(?:,? (?:and|per|in|for|on|within)(?: (?:each|the same|any|a|an|one|any one|any given))? ([\\p{L} -]+?))?$`,
  'iu',
);
const NO_TWO: readonly RegExp[] = [
  /^(?:no two|never two|two|no second) ([\p{L} -]+?) (?:can |may |must |should |cannot |may not |must not |will |for |in |on |with |of |at )?(?:not )?(?:ever )?(?:share|have|has|use|be|be in|be at|be on|stand in|for|in|on|with|of|at)? ?(?:the same|an equal|one|identical) ([\p{L} -]+?)(?: (?:in|for|within|on|at|of|and|during) (?:the same|an?|one|that|its) ([\p{L} -]+?))?(?: (?:is|are) (?:not )?(?:allowed|possible|forbidden))?$/iu,
  /^(?:the )?same ([\p{L} -]+?) (?:cannot|may not|must not|should not|can never|may never|must never) (?:be |appear |occur |exist )*(?:[\p{L}-]+ )?(?:twice|two times|more than once|again|several times)(?: ([\p{L} ]+? )?(?:the same|an?|one|that|per|each|any) ([\p{L} -]+?))?$/iu,
  /^(?:an? |the |each |every )?([\p{L} -]+?) (?:cannot|may not|must not|should not|can never) be [\p{L} ]*?(?:twice|more than once|two times)(?: (?:for|in|to|on|into|at|within) (?:the same|one|an?|any) ([\p{L} -]+?))?$/iu,
];
const COMBINATION =
  /^(?:the |each |every |any )?(?:combination|pair|pairing) of (?:the |an? )?([\p{L} -]+?) (?:and|with|plus) (?:the |an? )?([\p{L} -]+?) (?:must|has to|should|is|may|can|needs to|shall) (?:always )?(?:be |exist |occur )?(?:unique|only once|exist only once|occur only once|once|not repeated|different)$|^(?:the )?([\p{L} -]+?) and (?:the )?([\p{L} -]+?) (?:together )?(?:must|have to|should|are|need to) (?:together )?(?:be )?(?:together )?unique(?: together)?$/iu;

interface Key {
  readonly entity: EntityNotes;
  readonly fields: readonly FieldNotes[];
}

function noteKey({ entity, fields }: Key, statement: Statement, understanding: Understanding): Reading {
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

/** "Only one invoice per tenancy per year", "no two tubes in one position of the same box", "the same e-mail cannot be twice". */
export const readKey: Reader = (statement, understanding) => {
  const text = clean(statement.text);
  const one = ONE_PER.exec(text);
  if (one !== null) {
    const entity = entityNamed(one[1] ?? '', understanding);
    const fields = [one[2], one[3]]
      .filter((words) => words !== undefined)
      .map((words) => (entity === undefined ? undefined : alsoIn(entity, words, understanding)));
    const known = fields.filter((field) => field !== undefined);
    if (
      entity !== undefined &&
      known.length === fields.length &&
      (known.length > 1 || known[0]?.refersTo === undefined)
    )
      return noteKey({ entity, fields: known }, statement, understanding);
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
    const fields = [two[2], two[3]]
      .filter((words) => words !== undefined)
      .map((words) => (entity === undefined ? undefined : alsoIn(entity, words, understanding)));
    const known = fields.filter((field) => field !== undefined);
    if (
      entity !== undefined &&
      known.length === fields.length &&
      known.some((field) => field.refersTo === undefined)
    )
      return noteKey({ entity, fields: known }, statement, understanding);
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
  const text = clean(statement.text)
    .replace(OVERLAP_AT_END, '$1two $2 $5 the same $6 $3 $4')
    .replace(/^no two /i, 'no two ');
  const overlaps = OVERLAP.slice(0, 2)
    .map((pattern) => pattern.exec(text))
    .find((match) => match !== null);
  const isForbidden = /^no |^never |^not /i.test(text) || / (?:not|cannot|never) /i.test(text);
  if (overlaps !== undefined && isForbidden) {
    const entity = entityNamed(overlaps[1] ?? '', understanding);
    const per = entity === undefined ? undefined : alsoIn(entity, overlaps[2] ?? '', understanding);
    if (entity !== undefined && per !== undefined) return noOverlap(entity, per, statement, understanding);
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

function noOverlap(
  entity: EntityNotes,
  per: FieldNotes,
  statement: Statement,
  understanding: Understanding,
): Reading {
  const period = periodOf(entity);
  if (period === undefined || per.refersTo === undefined) return undefined;
  const kind = fieldTypeOf(period.to.words, saidOf(period.to))?.kind;
  return () => {
    // A day is taken to its end; a moment ends where the next begins.
    const touch = kind === 'datetime';
    noteRule(
      {
        kind: 'no-overlap',
        id: ruleId('overlap', entity.singular, per.words),
        entity: entity.singular,
        per: per.words,
        from: period.from.words,
        to: period.to.words,
        touch,
        state: null,
      },
      `no two ${entity.plural} of the same ${per.words} overlap between ${period.from.words} and ${period.to.words}`,
      statement.source,
      understanding,
    );
    understanding.assume(
      `${entity.plural} of one ${per.words} ${touch ? 'may start at the moment another ends' : 'may not start on the day on which another ends'}.`,
    );
    understanding.topic = entity;
  };
}

const TOTAL =
  /^(?:the )?(?:total|sum|sums|totals)?(?: of (?:all|the|all the))? ?([\p{L} ()-]+?) (?:taken |used |drawn |booked |given |paid )?(?:(?:of|from|for|in|over|across|by) (?:all|an?|one|the|each)(?: the)? ([\p{L} -]+?))?(?: (?:over|across|in|of|from|for) all(?: the)? ([\p{L} -]+?))?(?: (?:together|altogether|in total|combined|taken together))? (?:must|may|can|should|cannot|must not|may not|is|are|shall) (?:never |not )?(?:ever )?(?:be )?(exceed|more than|above|over|larger than|greater than|higher than|at most|no more than|not more than|stay below|surpass|go over) (?:the |an? |its )?(.+)$/iu;

/** "The total taken from a donation must never exceed the donation's weight". */
export const readTotal: Reader = (statement, understanding) => {
  const text = clean(statement.text);
  const match = TOTAL.exec(text);
  if (match === null || !/\b(?:total|sum|together|altogether|in total|combined|all)\b/i.test(text))
    return undefined;
  const [, quantity = '', , , relation = '', limit = ''] = match;
  const isNegated = / (?:not|never|cannot) /i.test(text);
  if (/^(?:at most|no more|not more)/i.test(relation) === isNegated && !/^not more/i.test(relation))
    return undefined;
  const owner = /^(.+?)(?:'s|s') (.+)$/i.exec(limit) ?? undefined;
  const of = /^(.+?) of (?:the |its |that |an? )?(.+)$/i.exec(limit);
  const [holderWords, limitWords] = owner === undefined ? [of?.[2], of?.[1]] : [owner[1], owner[2]];
  const holder = entityNamed((holderWords ?? '').replace(/^the /i, ''), understanding);
  const bound = holder === undefined ? undefined : understanding.field(holder, nounWords(limitWords ?? ''));
  if (holder === undefined || bound === undefined) return undefined;
  const sums = understanding.entities.flatMap((entity) => {
    const per = entity.fields.filter(
      (field) => field.refersTo === holder.singular && field.several === undefined,
    );
    const [first] = per;
    if (first === undefined || per.length !== 1) return [];
    const named = entity.fields.filter((field) => isNumber(field) && sameQuantity(field.words, quantity));
    const numbers = named.length === 1 ? named : entity.fields.filter(isNumber);
    const [sum] = numbers;
    return numbers.length === 1 &&
      sum !== undefined &&
      (named.length === 1 || text.toLowerCase().includes('total'))
      ? [{ entity, per: first, sum }]
      : [];
  });
  const [only] = sums;
  if (only === undefined || sums.length > 1 || !isNumber(bound)) return undefined;
  return () => {
    const { entity, per, sum } = only;
    noteRule(
      {
        kind: 'total',
        id: ruleId('total', entity.singular, sum.words, per.words),
        entity: entity.singular,
        per: per.words,
        sum: sum.words,
        state: null,
        limit: { field: bound.words },
      },
      `the ${sum.words} of all ${entity.plural} of one ${per.words} together is at most its ${bound.words}`,
      statement.source,
      understanding,
    );
  };
};

function isNumber(field: FieldNotes): boolean {
  const kind = field.refersTo === undefined ? fieldTypeOf(field.words, saidOf(field))?.kind : undefined;
  return kind === 'integer' || kind === 'number' || kind === 'money';
}

function sameQuantity(words: string, said: string): boolean {
  const noun = singular(nounWords(said).split(' ').at(-1) ?? '');
  return noun !== '' && words.split(' ').some((word) => singular(word) === noun);
}

export const COUNTS: readonly Reader[] = [readOverlap, readKey, readCount, readTotal];
