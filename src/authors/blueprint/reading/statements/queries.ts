import type { Aspect } from '../../domain/aspect.js';
import { fieldTypeOf } from '../field-types.js';
import { nounWords, singular } from '../nouns.js';
import { NUMBER, numberOf } from '../numbers.js';
import { openReason } from '../open-reasons.js';
import { saidOf } from '../states.js';
import type { EntityNotes, FieldNotes, Understanding } from '../understanding.js';
import { clean, entityNamed, within, type Reader, type Statement } from './statement.js';

/** One thing asked of a list: how it is understood, with what has to be there for it. */
interface Asked {
  readonly words: string;
  readonly statement: string;
  readonly aspects: readonly Aspect[];
  readonly act: () => void;
}

function typeOf(field: FieldNotes): string | undefined {
  if (field.refersTo !== undefined) return field.several === undefined ? 'reference' : 'references';
  return fieldTypeOf(field.words, saidOf(field))?.kind;
}

/** The field that words mean: "start time", "the plot's number", "name of the owner" is none of this record. */
function fieldMeant(
  entity: EntityNotes,
  phrase: string,
  understanding: Understanding,
): FieldNotes | undefined {
  const words = nounWords(phrase.replace(/^(?:(?:its|their|the|his|her|a|an|by|on|in|of) )+/i, ''));
  const bare = words.startsWith(`${entity.singular} `) ? words.slice(entity.singular.length + 1) : words;
  const reference = entity.fields.filter(
    (field) => field.refersTo !== undefined && [field.words, field.refersTo].includes(singular(words)),
  );
  if (reference.length === 1) return reference[0];
  return understanding.field(entity, bare) ?? understanding.field(entity, words);
}

/** Searching asks for a part of a text; of anything else it asks for the value. */
function filterBy(
  entity: EntityNotes,
  field: FieldNotes,
  words: string,
  isSearch: boolean,
): Asked | undefined {
  const kind = typeOf(field);
  if (isSearch && (kind === 'text' || kind === 'email' || kind === 'url')) {
    return {
      words,
      statement: `${entity.plural} can be searched by ${field.words}`,
      aspects: [{ kind: 'search', entity: entity.singular }],
      act: () => {
        if (!entity.searchable.includes(field.words)) entity.searchable.push(field.words);
      },
    };
  }
  return {
    words,
    statement: `${entity.plural} can be filtered by ${field.words}`,
    aspects: [{ kind: 'filter', entity: entity.singular, field: field.words }],
    act: () => undefined,
  };
}

function rangeOf(entity: EntityNotes, field: FieldNotes, words: string): Asked | undefined {
  const kind = typeOf(field);
  if (kind === undefined || !['integer', 'number', 'money', 'date', 'datetime', 'time'].includes(kind))
    return undefined;
  return {
    words,
    statement: `a list of ${entity.plural} can be bounded by ${field.words}, from and to`,
    aspects: [{ kind: 'range', entity: entity.singular, field: field.words }],
    act: () => {
      if (!entity.ranged.includes(field.words)) entity.ranged.push(field.words);
    },
  };
}

function sortBy(
  entity: EntityNotes,
  field: FieldNotes,
  words: string,
  direction: 'ascending' | 'descending',
  isDefault: boolean,
): Asked {
  return {
    words,
    statement: isDefault
      ? `${entity.plural} are listed by ${field.words}, ${direction === 'ascending' ? 'lowest or earliest' : 'highest or latest'} first`
      : `${entity.plural} can be sorted by ${field.words}`,
    aspects: [{ kind: 'sort', entity: entity.singular, field: field.words }],
    act: () => {
      if (!entity.sortable.includes(field.words)) entity.sortable.push(field.words);
      if (isDefault) entity.sortedBy ??= { field: field.words, direction };
    },
  };
}

const LATEST =
  /\b(?:latest|newest|most recent|youngest|highest|largest|biggest|most expensive|dearest|longest|heaviest|best|greatest|descending|most|last|oldest harvest last)\b/i;
const EARLIEST =
  /\b(?:earliest|oldest|soonest|lowest|smallest|cheapest|closest|nearest|shortest|lightest|least|ascending|first|next)\b/i;

/** The field that "latest first" or "cheapest first" sorts by, where there is one. */
function superlativeField(entity: EntityNotes, word: string): FieldNotes | undefined {
  const kinds = /latest|newest|recent|earliest|oldest|soonest/i.test(word)
    ? ['date', 'datetime']
    : /cheap|expensive|dear/i.test(word)
      ? ['money']
      : ['integer', 'number', 'money'];
  const fields = entity.fields.filter((field) => kinds.includes(typeOf(field) ?? ''));
  const starts = fields.filter(({ words }) => !/^(?:end|until|last|closed|return)/.test(words));
  return fields.length === 1
    ? fields[0]
    : starts.length === 1
      ? starts[0]
      : fields.find(
          ({ words }) =>
            /^(?:start|date$|from)/.test(words) &&
            fields.filter((each) => /^(?:start|date$|from)/.test(each.words)).length === 1,
        );
}

const PAGES = new RegExp(
  `^(?:with |in |and |are |is |be |delivered |returned |shown )*(?:paginat\\w+|pag(?:ed|ing|es)|page by page|split into pages|(?:a )?page size)(?: (?:by|of|with))?(?:[,:]? ?\\(?(?:default(?:s to)?:? )?(${NUMBER})(?: \\w+)?(?: (?:per|a|to a|on a|each) page)?(?: (?:by default|as default|default))?(?:,? (?:and )?(?:at most|max(?:imum)?(?: of)?|up to|no more than):? (${NUMBER}))?\\)?)?$`,
  'i',
);
const PER_PAGE = new RegExp(
  `^(?:with |in pages of |pages of |at most |always |by |shows? )*(${NUMBER})(?: \\w+)? (?:per|a|on a|to a|on each|each) page(?:,? (?:at most|max(?:imum)?|up to) (${NUMBER}))?$|^(?:in )?pages of (${NUMBER})(?: \\w+)?$`,
  'i',
);

/** How many records a page has; `undefined` where the phrase is about something else. */
function pageAsked(entity: EntityNotes, words: string): Asked | undefined {
  const match = PAGES.exec(words) ?? PER_PAGE.exec(words);
  if (match === null) return undefined;
  const size = numberOf(match[1] ?? match[3] ?? '');
  const most = numberOf(match[2] ?? '');
  const page = { size: size ?? 20, most: most ?? Math.max(100, size ?? 20) };
  if (!Number.isInteger(page.size) || page.size < 1 || page.most < page.size || page.most > 10_000)
    return undefined;
  return {
    words,
    statement:
      size === undefined && most === undefined
        ? `the list of ${entity.plural} is paginated`
        : `the list of ${entity.plural} has ${String(page.size)} on a page${most === undefined ? '' : `, at most ${String(most)}`}`,
    aspects: [{ kind: 'pagination', entity: entity.singular }],
    act: () => {
      if (size !== undefined || most !== undefined) entity.page ??= page;
    },
  };
}

/** "Min price and max price", "from and to date", "between two dates", "before a certain date". */
function rangeAsked(
  entity: EntityNotes,
  words: string,
  understanding: Understanding,
): readonly Asked[] | undefined {
  const text = words.toLowerCase().replace(/^(?:by|with|for|on) /, '');
  const bounded =
    /^(?:a |the )?(?:min(?:imum)?|max(?:imum)?|lowest|highest)\.? (?:and|or|and\/or) (?:a |the )?(?:min(?:imum)?|max(?:imum)?|lowest|highest)\.? (.+)$/.exec(
      text,
    ) ??
    /^(?:a |the )?(?:range of |min(?:imum)? |max(?:imum)? )(.+)$/.exec(text) ??
    /^(?:a |the )?(.+?) (?:range|from and to|between two values|from .+ to .+)$/.exec(text) ??
    /^how many (.+?)(?: (?:remain|are left|there are|it has))?$/.exec(text);
  const named = bounded?.[1] === undefined ? undefined : fieldMeant(entity, bounded[1], understanding);
  if (named !== undefined && !text.startsWith('how many')) {
    const asked = rangeOf(entity, named, words);
    return asked === undefined ? undefined : [asked];
  }
  const dated =
    /^(?:(\w+) )?(?:(?:between|from|within) (?:two |a |the |certain |given )*(?:dates?|days|moments|times|months?|period|range|start date|date)(?: (?:and|to) (?:an?|the|another) ?\w*)?|(?:before|after|since|until|up to) (?:an?|the|some|any) (?:certain |given |particular |specific )?(?:date|day))$/.exec(
      text,
    );
  if (dated === null) return undefined;
  const fields = entity.fields.filter((field) => ['date', 'datetime'].includes(typeOf(field) ?? ''));
  const verb = (dated[1] ?? '').replace(/(?:en|ed|n|d)$/, '').slice(0, 4);
  const byVerb =
    verb.length < 4
      ? []
      : fields.filter((field) => field.words.split(' ').some((word) => word.startsWith(verb)));
  const starts = fields.filter((field) => /^(?:start|from|begin|date$|day$)/.test(field.words));
  const [only] =
    byVerb.length === 1
      ? byVerb
      : fields.length === 1
        ? fields
        : starts.length === 1 && dated[1] === undefined
          ? starts
          : [];
  const asked = only === undefined ? undefined : rangeOf(entity, only, words);
  return asked === undefined ? undefined : [asked];
}

type Mode = 'search' | 'filter' | 'sort' | 'look';

/** One item after "by": a field, a range, "part of the name". */
function itemAsked(
  entity: EntityNotes,
  item: string,
  mode: Mode,
  understanding: Understanding,
): readonly Asked[] | undefined {
  const words = item.trim().replace(/^(?:by|on|in|through|via|using|and|or|either) /i, '');
  if (mode === 'sort') {
    const order =
      /^(.*?)(?:,? \(?(?:in )?((?:the )?(?:latest|newest|most recent|highest|largest|biggest|earliest|oldest|soonest|lowest|smallest|cheapest|most expensive|closest|nearest)(?: \w+)? (?:first|at the top|on top)|descending(?: order)?|ascending(?: order)?)\)?)?$/i.exec(
        words,
      );
    const name = (order?.[1] ?? words).replace(/^(?:order of|the order of) /i, '');
    const field = fieldMeant(entity, name, understanding);
    if (field === undefined || field.refersTo !== undefined) return undefined;
    return [
      sortBy(
        entity,
        field,
        words,
        LATEST.test(order?.[2] ?? '') ? 'descending' : 'ascending',
        order?.[2] !== undefined,
      ),
    ];
  }
  const range = rangeAsked(entity, words, understanding);
  if (range !== undefined) return range;
  const part =
    /^(?:an? |any )?(?:part|piece|bit|fragment|portion|word|substring|beginning|words)(?:s)? (?:of|in|from) (?:the |their |its |a |his |her )?(.+)$/i.exec(
      words,
    );
  const field = fieldMeant(entity, part?.[1] ?? words, understanding);
  if (field === undefined) return undefined;
  const asked = filterBy(entity, field, words, mode !== 'filter' || part !== null);
  return asked === undefined ? undefined : [asked];
}

function listAsked(
  entity: EntityNotes,
  text: string,
  mode: Mode,
  statement: Statement,
  understanding: Understanding,
): { asked: Asked[]; left: string[] } {
  const guarded = text
    .replace(
      /\b(min(?:imum)?|max(?:imum)?|from|lowest) (and|or) (max(?:imum)?|min(?:imum)?|to|highest)\b/gi,
      '$1 \u0001$2 $3',
    )
    .replace(/\b(between (?:two|an?|the)? ?[\w-]+) and (?=an?\b|the\b|another\b)/gi, '$1 \u0001and ');
  const items = guarded
    .split(/\s*,\s*(?:(?:and|or) )?(?:by )?|\s+(?:and\/or|and|or)\s+(?:by |on )?/i)
    .map((item) => item.replaceAll('\u0001', ''))
    .filter((item) => item.trim() !== '');
  const asked: Asked[] = [];
  const left: string[] = [];
  for (const [index, item] of items.entries()) {
    // "Part of their name or call sign": the second is searched as the first is.
    const found =
      itemAsked(entity, item, mode, understanding) ??
      (index > 0 && mode !== 'sort' ? orderAsked(entity, item, understanding) : undefined);
    if (found === undefined) left.push(item);
    else asked.push(...found);
  }
  return { asked, left };
}

const ORDER_ONLY =
  /^(?:with )?(?:the )?(?:(?:ones? )?(?:that |which |who |with the )?)?(latest|newest|most recent|highest|largest|biggest|earliest|oldest|soonest|lowest|smallest|cheapest|most expensive|dearest|longest|shortest|heaviest|lightest)(?: (?:one|ones))?(?: ([\p{L} -]+?))? (?:first|on top|at the top|before the others)$/iu;
const CLOSEST =
  /^(?:the |those |the ones )?(?:closest|nearest|next) to (?:its |their |the )?([\p{L} -]+?) (?:first|on top|at the top)$/iu;

/** "Latest first", "oldest harvest first". */
function orderAsked(
  entity: EntityNotes,
  words: string,
  understanding: Understanding,
): readonly Asked[] | undefined {
  const closest = CLOSEST.exec(words.trim());
  if (closest?.[1] !== undefined) {
    const field = fieldMeant(entity, closest[1], understanding);
    return field === undefined ? undefined : [sortBy(entity, field, words, 'ascending', true)];
  }
  const match = ORDER_ONLY.exec(words.trim());
  if (match?.[1] === undefined) return undefined;
  const named = match[2] === undefined ? undefined : fieldMeant(entity, match[2], understanding);
  const field = named ?? (match[2] === undefined ? superlativeField(entity, match[1]) : undefined);
  if (field === undefined || field.refersTo !== undefined) return undefined;
  const isOldest = EARLIEST.test(match[1]);
  return [
    sortBy(entity, field, words, isOldest && !LATEST.test(match[1]) ? 'ascending' : 'descending', true),
  ];
}

const VERBS =
  'list(?:ed|s|ing)?|search(?:ed|es|ing)?(?: for)?|find|found|finds|look(?:ed|s)? up|filter(?:ed|s|ing)?|quer(?:y|ied|ies)|see|seen|show(?:n|s)?|display(?:ed|s)?|get|gets|browse[ds]?|view(?:ed|s)?|sort(?:ed|s|ing)?|order(?:ed|s)?|narrow(?:ed)?(?: down)?|accessed|retrieved?|fetch(?:ed)?|selected|paged|paginated|print(?:s|ed)?';
const ACTOR =
  '(?:(?:the )?(?:users?|staff|people|you|we|i|it|api|system|service|app|library|tool|program|caller|callers|customers?|admins?|administrators?|anyone|everyone|everybody|volunteers|clients?|[\\w-]+s|[\\w-]+ members)|)';
const LEAD: readonly RegExp[] = [
  // "Firings can be filtered by …", "results are paged …"
  new RegExp(
    `^(?:the |all |a list of |lists? of |the lists? of )?([\\p{L} -]+?) (?:can|should|must|may|are|is|will)(?: be| to be)? (?:both )?(?=(?:${VERBS})\\b)(.+)$`,
    'iu',
  ),
  // "List firings filtered by …", "users can search donations by …"
  new RegExp(
    `^${ACTOR} ?(?:(?:can|could|should|must|may|will|want to|needs? to|need to|wants? to|would like to|lets? (?:me|us|you|users|the caller|callers|people)|let the caller|should let the caller|allows? (?:me|us|you|users|people|staff)(?: to)?|is able to|are able to|should be able to) )*(?:be able to )?((?:${VERBS})) (?:through |for |up )?(?:the |all |all the |a |an |their |a list of |the list of |lists? of )?([\\p{L} -]+?)(?= (?:by|filter|filtered|sorted|ordered|search|searched|with|in |between|from|before|after|latest|newest|cheapest|oldest|earliest|paged|page|using|on|via|through|whose|that|which|who|closest|frozen|\\w+ed )|,|$)(.*)$`,
    'iu',
  ),
];
const SEGMENTS =
  /(?:,? (?:and |or |but )?|^)(?:(?:can be |are |is |be |to |it should be possible to )*(?:then )?)(searched(?: for)?(?: by| on| in| through)?|search(?:ing)?(?: them)?(?: by| on| in| for)?|filtered(?: down)? (?:by|on|for)|filters? (?:them |it |these )?(?:by|on|for)|filter by|sorted by|sort (?:them |it )?by|sorts by|ordered by|in order of|order by|by order of|looked up by|look (?:one |them |it )?up by|found by|find (?:them |one )?by|narrowed(?: down)? by|with pagination|paginated|paged|page by page|in pages|(?=\d+ (?:per|a) page)|see those|by)(?= |,|$|\()/gi;

function modeOf(word: string, before: Mode): Mode | 'page' | 'order' {
  const text = word.toLowerCase();
  if (/^(?:search|find|found|look)/.test(text)) return 'search';
  if (/^(?:filter|narrow)/.test(text)) return 'filter';
  if (/^(?:sort|order|in order|by order)/.test(text)) return 'sort';
  if (text.includes('pag')) return 'page';
  if (text.startsWith('see those')) return 'order';
  return before;
}

function firstMode(verb: string): Mode {
  if (/^(?:search|find|found|look)/i.test(verb)) return 'search';
  if (/^(?:sort|order)/i.test(verb)) return 'sort';
  return 'filter';
}

/** Everything asked of one list, part by part; the rest stays open with its own words. */
function askedOf(
  entity: EntityNotes,
  rest: string,
  verb: string,
  statement: Statement,
  understanding: Understanding,
): { asked: Asked[]; left: string[] } {
  const asked: Asked[] = [];
  const left: string[] = [];
  const matches = [...rest.matchAll(SEGMENTS)];
  const head = rest.slice(0, matches[0]?.index ?? rest.length).trim();
  let mode = firstMode(verb);
  const takeWords = (words: string): void => {
    const text = words
      .trim()
      .replace(/^[,;]\s*/, '')
      .replace(/^(?:and|or|but) /i, '')
      .replace(/[,;]\s*$/, '')
      .replace(
        /\b,? ?(?:ignoring case|case[- ]insensitive(?:ly)?|regardless of case|without regard to case)\b/gi,
        '',
      )
      .trim();
    if (text === '' || /^(?:them|it|these|all)$/i.test(text)) return;
    for (const piece of text.split(/\s*,\s*(?:and )?/)) {
      const found = pageAsked(entity, piece) ?? undefined;
      const other =
        found === undefined
          ? (orderAsked(entity, piece, understanding) ?? rangeAsked(entity, piece, understanding))
          : [found];
      if (other === undefined) left.push(piece);
      else asked.push(...other);
    }
  };
  if (head !== '') takeWords(head);
  for (const [index, match] of matches.entries()) {
    const end = matches[index + 1]?.index ?? rest.length;
    const words = rest.slice(match.index + match[0].length, end);
    const next = modeOf(match[1] ?? '', mode);
    if (next === 'page') {
      const tail = /^(\s*(?:\([^)]*\)|(?:of|by|with|,)? ?\d+(?: per page| a page| each)?))?(.*)$/i.exec(
        words,
      );
      const found = pageAsked(
        entity,
        `${match[1] ?? ''}${tail?.[1] ?? ''}`.replace(/,/, '').replace(/  +/g, ' '),
      );
      if (found === undefined) left.push(`${match[1] ?? ''}${words}`.trim());
      else {
        asked.push(found);
        takeWords(tail?.[2] ?? '');
      }
      continue;
    }
    if (next === 'order') {
      takeWords(words);
      continue;
    }
    mode = next;
    // An order, a range or a page size may follow in the same breath: "by nurse, latest first".
    const pieces = words.split(
      /(?=,\s*(?:and )?(?:the )?(?:latest|newest|most recent|highest|largest|earliest|oldest|soonest|lowest|smallest|cheapest|most expensive|closest|paged|\d+ per|paginated|page by page)\b)/i,
    );
    const [first = '', ...others] = pieces;
    const sub = listAsked(
      entity,
      mode === 'sort' && others.length > 0 && /^\s*[\p{L} -]+$/u.test(first) ? first : first,
      mode,
      statement,
      understanding,
    );
    asked.push(...sub.asked);
    left.push(...sub.left);
    for (const each of others) {
      const order =
        mode === 'sort'
          ? /\b(latest|newest|most recent|highest|largest|earliest|oldest|soonest|lowest|smallest|cheapest|most expensive)\b/i.exec(
              each,
            )
          : null;
      const sorted = entity.fields.find(({ words: name }) =>
        sub.asked.some(({ aspects }) =>
          aspects.some((aspect) => aspect.kind === 'sort' && aspect.field === name),
        ),
      );
      if (order !== null && sorted !== undefined)
        asked.push(
          sortBy(
            entity,
            sorted,
            each.replace(/^,\s*/, ''),
            LATEST.test(order[1] ?? '') ? 'descending' : 'ascending',
            true,
          ),
        );
      else takeWords(each);
    }
  }
  return { asked, left };
}

function noteAsked(
  entity: EntityNotes,
  found: { asked: Asked[]; left: string[] },
  statement: Statement,
  understanding: Understanding,
): void {
  for (const each of found.asked) {
    each.act();
    const source =
      found.asked.length === 1 && found.left.length === 0 ? statement.source : within(statement, each.words);
    understanding.met(each.statement, source, each.aspects);
  }
  for (const words of found.left)
    understanding.open(`${entity.plural}: ${words}`, within(statement, words), openReason(words));
  understanding.topic = entity;
}

/** Lists, in all that is asked of them: searched, filtered, bounded, sorted, paged. */
export const readQuery: Reader = (statement, understanding) => {
  const text = clean(statement.text)
    .replace(/[`"]/g, '')
    .replace(
      /,? (?:ignoring case|case[- ]insensitive(?:ly)?|regardless of case|without regard to case|upper or lower case)\b/gi,
      '',
    )
    .replace(/^(?:it|there) should (?:also )?(?:be possible|be a way) to /i, 'Users can ')
    .replace(/^(?:users can )?(?:have|get|want|see) (?:a|the) list of /i, 'List ');
  const passive = LEAD[0]?.exec(text);
  const active = LEAD[1]?.exec(text);
  const generic =
    /^(?:results?|lists?|the results?|everything|all lists?|every list|entries|the lists?|(?:all )?list endpoints|pages?)$/i;
  for (const [noun, rest, verb] of [
    [passive?.[1], passive?.[2], (passive?.[2] ?? '').split(' ')[0]],
    [active?.[2], active?.[3], active?.[1]],
  ]) {
    if (noun === undefined || rest === undefined || verb === undefined) continue;
    if (/ (?:cannot|may not|must not|never) /i.test(text)) continue;
    const named =
      entityNamed(noun, understanding) ??
      (generic.test(noun.trim()) || /^(?:them|they)$/i.test(noun.trim()) ? understanding.topic : undefined);
    if (named === undefined) continue;
    const body = verb === (passive?.[2] ?? '').split(' ')[0] && rest === passive?.[2] ? rest : rest;
    const found = askedOf(named, body, verb, statement, understanding);
    if (found.asked.length === 0 || found.left.length > found.asked.length) continue;
    return () => {
      noteAsked(named, found, statement, understanding);
    };
  }
  return undefined;
};

const FIRST_IN_LIST =
  /^(?:users can )?(?:see |show |list |get |have )?(?:the |a |all )?(?:list of )?([\p{L} -]+?)(?: list)?,? (?:is|are|with|shows?|sorted so that|ordered so that)? ?(?:sorted |ordered |shown |listed )?(?:by |with )?(?:the )?(.+? (?:first|on top|at the top))$/iu;

/** "Bikes, cheapest first": only an order. */
export const readOrderOfList: Reader = (statement, understanding) => {
  const match = FIRST_IN_LIST.exec(clean(statement.text));
  const entity = match === null ? undefined : entityNamed(match[1] ?? '', understanding);
  const asked = entity === undefined ? undefined : orderAsked(entity, match?.[2] ?? '', understanding);
  if (entity === undefined || asked === undefined) return undefined;
  return () => {
    noteAsked(entity, { asked: [...asked], left: [] }, statement, understanding);
  };
};

const TURN_PAGES = new RegExp(
  `^(?:the |all |every )?(?:results?|lists?|list endpoints?|everything|they|it|answers|listings) (?:is|are|should be|must be|come|comes|will be|have|has) (.+)$`,
  'i',
);

/** "Results are paged by 30": of the list spoken of last, or of all. */
export const readPages: Reader = (statement, understanding) => {
  const match = TURN_PAGES.exec(clean(statement.text));
  if (match === null) return undefined;
  const isAll = /^(?:all|every|everything|the lists|lists|list endpoints)\b/i.test(clean(statement.text));
  const about = isAll || understanding.topic === undefined ? understanding.entities : [understanding.topic];
  const asked = about.map((entity) => ({ entity, page: pageAsked(entity, match[1] ?? '') }));
  const [first] = asked;
  if (first?.page === undefined) return undefined;
  return () => {
    for (const { page } of asked) page?.act();
    understanding.met(
      isAll
        ? (first.page?.statement.replace(`the list of ${first.entity.plural}`, 'every list') ?? '')
        : (first.page?.statement ?? ''),
      statement.source,
      asked.flatMap(({ page }) => page?.aspects ?? []),
    );
  };
};

export const QUERIES: readonly Reader[] = [readPages, readQuery, readOrderOfList];
