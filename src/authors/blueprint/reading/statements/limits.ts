import { NUMBER, numberOf } from '../numbers.js';
import { nounWords } from '../nouns.js';
import { noteRule } from '../outcome/field-rules.js';
import type { EntityNotes, Understanding } from '../understanding.js';
import { atATime, countedFor, holderNamed } from './counted-records.js';
import { readFieldLimit } from './field-limits.js';
import { type Held, alsoIn } from './held-records.js';
import { AT_MOST, type Said, saidIn } from './limit-shapes.js';
import { type Reader, type Reading, type Statement, clean, entityNamed } from './statement.js';

/** "At a time": it is not all that there ever were that count. */
const NOW =
  /(?:,? (?:all )?(?:at (?:a|any|the same|any one|any given|one|one and the same|the one|this|that) (?:single )?(?:time|moment|point(?: in time)?)|at once|simultaneously|in parallel|concurrently|currently|on any (?:one |given )*day|at present|at the moment|right now))+$/i;

/** What is out is not back yet. */
const OUT =
  / (?:out|on loan|at home|borrowed|checked out|lent out|lent|in use|rented|hired|running|going|in (?:his|her|their|its) (?:hands|possession|care)|in force)$/i;

const IN_ALL = /,? (?:in total|overall|altogether|each|to (?:his|her|their|its) name)$/i;

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
    if (holder === undefined && number !== undefined && !isNow) {
      const byField = limitOfNamed(said, said.isBelow ? number - 1 : number, statement, understanding);
      if (byField !== undefined) return byField;
    }
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

/** "A buyer can purchase at most 4 tickets per event", where a ticket says of its buyer only who that is. */
function limitOfNamed(
  said: Said,
  limit: number,
  statement: Statement,
  understanding: Understanding,
): Reading {
  const entity = entityNamed(said.counted, understanding);
  const per =
    entity === undefined || said.place === undefined ? undefined : alsoIn(entity, said.place, understanding);
  const holder = understanding.entities.find(({ singular }) => singular === per?.refersTo);
  if (entity === undefined || per === undefined || holder === undefined) return undefined;
  const who = nounWords(said.holder);
  const named = entity.fields.filter(
    ({ words, refersTo }) => refersTo === undefined && (words === who || words.startsWith(`${who} `)),
  );
  // Two people may have one name: where an address is given, it is that which tells them apart.
  const address = named.filter(({ words }) => /(?:^| )email(?: address)?$/.test(words));
  const [field] = address.length === 1 ? address : named;
  if (field === undefined || (named.length > 1 && address.length !== 1)) return undefined;
  const note = noteLimit(
    { entity, per, also: [field.words], state: null, act: () => undefined },
    holder,
    limit,
    statement,
    understanding,
  );
  return note === undefined
    ? undefined
    : (): void => {
        note();
        if (named.length > 1)
          understanding.assume(`The ${who} of ${entity.plural} is told apart by the ${field.words}.`);
      };
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
