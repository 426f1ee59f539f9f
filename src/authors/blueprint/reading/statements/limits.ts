import { NUMBER, numberOf } from '../numbers.js';
import { fieldTypeOf } from '../field-types.js';
import { nounWords } from '../nouns.js';
import { noteRule, ruleId } from '../outcome/field-rules.js';
import type { EntityNotes, Understanding } from '../understanding.js';
import { saidOf, stateOf } from '../states.js';
import { alsoIn, heldRecords, mayEnd, runningState, type Held } from './held-records.js';
import { clean, entityNamed, isPerson, type Reader, type Reading, type Statement } from './statement.js';

const AT_MOST =
  '(?:at (?:the )?most|at (?:the )?maximum|no more than|not more than|never more than|not over|up to|an? (?:maximum|max\\.?|limit|total)(?: of)?|maximum(?: of)?|max\\.?|only|just|no more than a total of)';
const MORE = '(?:more than|over|above|a number above)';
const FEWER = '(?:less than|fewer than|under)';
const CAN = '(?:can|may|must|should|shall|will|is allowed to|are allowed to|has to|have to)';
const CANNOT =
  '(?:cannot|can not|may not|must not|should not|shall not|will not|can never|may never|must never|should never|is never|are never|do not|does not|never)';
/** "At a time": it is not all that there ever were that count. */
const NOW =
  /(?:,? (?:all )?(?:at (?:a|any|the same|any one|any given|one|one and the same|the one|this|that) (?:single )?(?:time|moment|point(?: in time)?)|at once|simultaneously|in parallel|concurrently|currently|on any (?:one |given )*day|at present|at the moment|right now))+$/i;
/** What is out is not back yet. */
const OUT =
  / (?:out|on loan|at home|borrowed|checked out|lent out|lent|in use|rented|hired|running|going|in (?:his|her|their|its) (?:hands|possession|care)|in force)$/i;
const AT_ONCE = '(?:at (?:a|any|the same|any one|any given|one) (?:time|moment)|at once|simultaneously)';
const IN_ALL = /,? (?:in total|overall|altogether|each|to (?:his|her|their|its) name)$/i;
const PLACED = '(?:in|on|for|per|of|at|to|with|into|within|from)';
const ONE = '(?:an? |one |each |every |the same |any |the |any one |a single |his |her |their |its )?';

/** Who may hold how much of what, as a sentence says it. */
interface Said {
  readonly holder: string;
  readonly counted: string;
  readonly limit: string;
  /** One less than the number is the most. */
  readonly isBelow: boolean;
  /** "In one firing", "on the same day". */
  readonly place: string | undefined;
}

const VERB =
  '(?:(?:be|have|get|ever) )*(?:[\\p{L}-]+(?: (?:on|in|out|for|to|by|at|with|from|into|of|up|part in))?)?';
const SHAPES: readonly (readonly [
  pattern: RegExp,
  holder: number,
  limit: number,
  counted: number,
  place: number,
])[] = [
  // "A member may have at most 8 pieces in one firing"
  [
    new RegExp(
      `^(?:an? |each |every |any |one |the |any one )?([\\p{L}' -]+?) (?:${CAN} )?(?:also |only |therefore )*${VERB} ?(?:${AT_MOST}|(?<fewer>${FEWER})) (${NUMBER}) ([\\p{L}' -]+?)(?: ${PLACED} ${ONE}([\\p{L} -]+?))?$`,
      'iu',
    ),
    1,
    3,
    4,
    5,
  ],
  // "A plot may not have more than two tenants"
  [
    new RegExp(
      `^(?:an? |each |every |any |one |the )?([\\p{L}' -]+?) ${CANNOT} (?:ever )?${VERB} ?${MORE} (${NUMBER}) ([\\p{L}' -]+?)(?: ${PLACED} ${ONE}([\\p{L} -]+?))?$`,
      'iu',
    ),
    1,
    2,
    3,
    4,
  ],
  // "No member may have more than five loans", "nobody can hold more than …"
  [
    new RegExp(
      `^(?:no single |no |none of the )?((?:(?<=^no (?:single )?|none of the )[\\p{L}' -]+?)|nobody|no ?one) (?:${CAN} )?(?:ever )?${VERB} ?${MORE} (${NUMBER}) ([\\p{L}' -]+?)(?: ${PLACED} ${ONE}([\\p{L} -]+?))?$`,
      'iu',
    ),
    1,
    2,
    3,
    4,
  ],
  // "Each member has five loans at most"
  [
    new RegExp(
      `^(?:an? |each |every |any |one |the )?([\\p{L}' -]+?) (?:${CAN} )?${VERB} (${NUMBER}) ([\\p{L}' -]+?),? (?:at (?:the )?most|(?:at the )?maximum|max\\.?|and no more|no more|not more|and not more)(?: ${PLACED} ${ONE}([\\p{L} -]+?))?$`,
      'iu',
    ),
    1,
    2,
    3,
    4,
  ],
  // "At most 25 players per team", "there can never be more than …"
  [
    new RegExp(
      `^(?:there (?:(?:${CAN} )?(?:only )?be|is|are) )?(?:allow )?(?:${AT_MOST}|(?<fewer>${FEWER})) (${NUMBER}) ([\\p{L}' -]+?) (?:(?:(?:are|is) |${CAN} )[\\p{L} ]+? )?(?:per|for (?:each|every|an?|one|the same|any)|in (?:each|every|an?|one|the same|any)|on (?:each|every|an?|the same|one|any)|by (?:each|one|the same|an?)|to (?:an?|each|one|every)|at (?:each|an?|one|every)) ([\\p{L} -]+?)(?:,? (?:and|per|${PLACED} (?:one|each|an?|the same)) ([\\p{L} -]+?))?$`,
      'iu',
    ),
    4,
    2,
    3,
    5,
  ],
  [
    new RegExp(
      `^there (?:${CANNOT} be|is never|are never|must never be|can never be|may never be) ${MORE} (${NUMBER}) ([\\p{L}' -]+?) ${PLACED} ${ONE}([\\p{L} -]+?)(?:,? (?:and|per|${PLACED} (?:one|each|an?|the same)) ([\\p{L} -]+?))?$`,
      'iu',
    ),
    3,
    1,
    2,
    4,
  ],
  // "Players per team: at most 25", "The number of players per team is limited to 25"
  [
    new RegExp(
      `^(?:the )?(?:(?:maximum |max\\.? )?number of |(?:maximum|max\\.?) )?([\\p{L}' -]+?) (?:per|for each|for every|in each|in an?|of each|of an?) ([\\p{L} -]+?)(?: (?:is|are|must be|should be|${CANNOT}|can be) (?:limited to |at most |no more than |up to |exceed |be more than |be above )?|: (?:at most |max\\.? |maximum |no more than |up to )?)(${NUMBER})$`,
      'iu',
    ),
    2,
    3,
    1,
    0,
  ],
  // "A member is limited to 5 loans"
  [
    new RegExp(
      `^(?:an? |each |every |any |one |the )?([\\p{L}' -]+?) (?:is|are|is to be|must be) (?:limited|restricted) to (${NUMBER}) ([\\p{L}' -]+?)(?: ${PLACED} ${ONE}([\\p{L} -]+?))?$`,
      'iu',
    ),
    1,
    2,
    3,
    4,
  ],
  // "At most 15 companies can be active on one site": what they are there belongs to what is counted.
  [
    new RegExp(
      `^(?:${AT_MOST}) (${NUMBER}) ([\\p{L} -]+? (?:can|may|must|should|are|will) (?:be )?[\\p{L}-]+) (?:on|in|at|for|per|with) ${ONE}([\\p{L} -]+?)$`,
      'iu',
    ),
    3,
    1,
    2,
    0,
  ],
];

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

/** "A book is lent to one member at a time": the number alone is the most there can be at once. */
const JUST: (typeof SHAPES)[number] = [
  new RegExp(
    `^(?:an? |each |every |any |one |the )?([\\p{L}' -]+?) (?:${CAN} |is |are |has |have )(?:only )?${VERB} (${NUMBER}|a single) ([\\p{L}' -]+?)$`,
    'iu',
  ),
  1,
  2,
  3,
  0,
];

/** The ways to read a sentence as a limit: who holds, how many of what. */
function saidIn(text: string, isNow: boolean): readonly Said[] {
  return [...SHAPES, ...(isNow ? [JUST] : [])].flatMap(
    ([pattern, holder, limit, counted, place]): readonly Said[] => {
      const match = pattern.exec(text);
      if (match === null) return [];
      return [
        {
          holder: match[holder] ?? '',
          counted: (match[counted] ?? '').replace(
            /^(.+?) (?:can|may|must|should|are|will) (?:be )?([\p{L}-]+)$/iu,
            '$2 $1',
          ),
          limit: match[limit] ?? '',
          isBelow: match.groups?.fewer !== undefined,
          place: place === 0 ? undefined : match[place],
        },
      ];
    },
  );
}

/** Who "nobody" is: the only kind of record that people are. */
function holderNamed(words: string, understanding: Understanding): EntityNotes | undefined {
  if (!/^(?:nobody|(?:no ?)?one|person|people|somebody|someone|users?)$/i.test(words.trim()))
    return entityNamed(words, understanding);
  const persons = understanding.entities.filter(isPerson);
  return persons.length === 1 ? persons[0] : undefined;
}

/** What is counted, with a word behind it that says in what state: "loans open", "pieces that are not fired". */
function countedFor(
  holder: EntityNotes,
  words: string,
  statement: Statement,
  understanding: Understanding,
): Held | undefined {
  const behind =
    /^(.+?) (?:(?:that|which|who) (?:is|are|has been|have been) |still )?((?:not (?:yet )?)?[\p{L}-]+(?: [\p{L}-]+)?)$/iu.exec(
      words,
    );
  return (
    heldRecords(holder, words, statement, understanding) ??
    (behind === null
      ? undefined
      : heldRecords(
          holder,
          `${(behind[2] ?? '').replace(/^not yet /i, 'not ')} ${behind[1] ?? ''}`,
          statement,
          understanding,
        ))
  );
}

/** Deeds that give something for a time: only what is not back counts. */
const FOR_A_TIME =
  /\b(?:borrow|rent|check out|hire|lend|lease|take out|hold|holds|keep|keeps|has|have|had|carry|use)\b/i;
const LENT = /\b(?:borrow|rent|check out|hire|lend|lease)\b/i;

/** "A member may have at most five open loans", "no more than five pets per owner", "nobody may borrow more than …". */
export const readLimit: Reader = (statement, understanding) => {
  let text = clean(statement.text).replace(/ as well$| too$/i, '');
  let isNow = false;
  for (let before = ''; before !== text;) {
    before = text;
    if (NOW.test(text)) isNow = true;
    text = text.replace(NOW, '').replace(IN_ALL, '');
  }
  text = text.replace(/^(?:at any (?:one |given )?(?:time|moment)|at the same time|at once),? /i, () => {
    isNow = true;
    return '';
  });
  for (const said of [
    ...saidIn(text, isNow),
    ...saidIn(text.replace(OUT, ''), isNow).map((each) => ({ ...each, isOut: OUT.test(text) })),
  ]) {
    const holder = holderNamed(said.holder, understanding);
    const number = numberOf(said.limit.replace(/^a single$/i, 'one'));
    if (holder === undefined || number === undefined) continue;
    const limit = said.isBelow ? number - 1 : number;
    const isOut = isNow || 'isOut' in said;
    const held = countedFor(holder, said.counted, statement, understanding);
    if (held === undefined) {
      const list =
        said.place === undefined
          ? listLimit(holder, said.counted, limit, statement, understanding)
          : undefined;
      if (list !== undefined) return list;
      continue;
    }
    const also = said.place === undefined ? undefined : alsoIn(held.entity, said.place, understanding);
    if (said.place !== undefined && also === undefined) continue;
    const asked = atATime(held, holder, said, isOut, text, statement, understanding);
    if (asked === undefined)
      return () => {
        understanding.open(
          statement.text,
          statement.source,
          `nothing tells which ${held.entity.plural} run and which are over`,
        );
      };
    return noteLimit(
      { ...asked, also: also === undefined ? [] : [also.words] },
      holder,
      limit,
      statement,
      understanding,
    );
  }
  const byField = readFieldLimit(text, isNow, statement, understanding);
  if (byField !== undefined) return byField;
  const bare = new RegExp(`^(?:but )?(?:${AT_MOST}) (${NUMBER}) per ([\\p{L} -]+)$`, 'iu').exec(text);
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
  return undefined;
};

const THAN =
  "(?:its |their |the |that |his |her )?(?:([\\p{L} -]+?)(?:'s|s') )?([\\p{L} -]+?)(?: (?:of|for) (?:the |that |its )?([\\p{L} -]+?))?(?: (?:allows?|permits?|says))?";
const FIELD_LIMITS: readonly (readonly [pattern: RegExp, holder: number, counted: number, than: number])[] = [
  // "There are never more hives in an apiary than its maximum"
  [
    new RegExp(
      `^there (?:${CANNOT} be|is never|are never|must never be|can never be) more ([\\p{L} -]+?) (?:${PLACED}) ${ONE}([\\p{L} -]+?)(?: ${AT_ONCE})? than ${THAN}$`,
      'iu',
    ),
    2,
    1,
    3,
  ],
  // "A pen cannot hold more animals than its capacity", "no pen may have more animals than …"
  [
    new RegExp(
      `^(?:an? |each |every |any |the |no )?([\\p{L} -]+?) (?:${CANNOT}|${CAN}) ${VERB} ?(?:more|no more) ([\\p{L} -]+?)(?: ${AT_ONCE})? than ${THAN}$`,
      'iu',
    ),
    1,
    2,
    3,
  ],
  // "The number of animals in a pen must not exceed its capacity"
  [
    new RegExp(
      `^the number of ([\\p{L} -]+?) (?:${PLACED}) ${ONE}([\\p{L} -]+?)(?: ${AT_ONCE})? (?:${CANNOT}|${CAN}) (?:exceed|be (?:more|higher|larger|greater) than|be at most|be no more than) ${THAN}$`,
      'iu',
    ),
    2,
    1,
    3,
  ],
];

/** "Never more hives in an apiary than its maximum number": the limit is a whole number of the holder. */
function readFieldLimit(
  text: string,
  isNow: boolean,
  statement: Statement,
  understanding: Understanding,
): Reading {
  if (!/\b(?:no|not|never|cannot)\b/i.test(text)) return undefined;
  for (const [pattern, holderAt, countedAt, thanAt] of FIELD_LIMITS) {
    const match = pattern.exec(text);
    const holder = match === null ? undefined : entityNamed(match[holderAt] ?? '', understanding);
    if (match === null || holder === undefined) continue;
    const [owner, words = '', of] = [match[thanAt], match[thanAt + 1], match[thanAt + 2]];
    const isOwn = (noun: string | undefined): boolean =>
      noun === undefined || entityNamed(noun, understanding) === holder;
    const name = of === undefined || isOwn(of) ? words : `${words} of ${of}`;
    if (!isOwn(owner)) continue;
    const field = understanding.field(holder, nounWords(name));
    if (field?.refersTo !== undefined || field === undefined) continue;
    if (fieldTypeOf(field.words, saidOf(field))?.kind !== 'integer') continue;
    const counted = match[countedAt] ?? '';
    const held = countedFor(holder, counted, statement, understanding);
    const said = { holder: match[holderAt] ?? '', counted, limit: '', isBelow: false, place: undefined };
    const asked =
      held === undefined
        ? undefined
        : atATime(
            held,
            holder,
            said,
            isNow || new RegExp(AT_ONCE, 'i').test(text),
            text,
            statement,
            understanding,
          );
    if (asked === undefined) continue;
    const { entity, per, state, act } = asked;
    return () => {
      act();
      const what = `${state === null ? '' : `${state.word} `}${entity.plural}`;
      noteRule(
        {
          kind: 'at-most',
          id: ruleId('most', entity.singular, per.words, 'by', field.words, state?.word ?? null),
          entity: entity.singular,
          per: per.words,
          also: [],
          state,
          limit: { field: field.words },
        },
        `each ${holder.singular} has at most as many ${what} as its ${field.words}`,
        statement.source,
        understanding,
      );
      understanding.topic = holder;
    };
  }
  return undefined;
}

/**
 * What of `held` counts. Where only what runs now is meant and nothing tells that from what is over, undefined: a limit on
 * all that there ever was would be another one.
 */
function atATime(
  held: Held,
  holder: EntityNotes,
  said: Said,
  isNow: boolean,
  text: string,
  statement: Statement,
  understanding: Understanding,
): Held | undefined {
  if (held.state !== null) return held;
  // "A member may borrow at most five books": what is counted is the loan between the two.
  const isTie =
    !held.entity.fields.includes(held.per) || entityNamed(said.counted, understanding) !== held.entity;
  const isLent = isTie && LENT.test(text);
  const isMeant = isNow || isLent || (isTie && FOR_A_TIME.test(text));
  if (!isMeant) return held;
  const running = runningState(held.entity, statement, understanding);
  if (running !== undefined) return { ...held, ...running };
  if (mayEnd(held.entity)) return isNow || isTie ? undefined : held;
  if (!isLent) return held;
  const open = stateOf(held.entity, 'open', statement.source, understanding);
  return open === undefined ? undefined : { ...held, ...open };
}

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
