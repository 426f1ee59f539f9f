import { NUMBER } from '../../numbers.js';
import type { EntityNotes, FieldNotes, Understanding } from '../../understanding.js';
import { filterBy, rangeOf, typeOf, type Asked } from './asked.js';
import { fieldMeant } from './list-fields.js';

const LEAST =
  '(?:min(?:imum)?|max(?:imum)?|lowest|highest|smallest|largest|least|greatest|earliest|latest)\\.?';
const UNTIL = '(?=$|[,;()]| (?:and|or|but|then|sorted|ordered|with|newest|latest)\\b)';
const BOUNDS: readonly RegExp[] = [
  // "minimum and maximum rating", "min/max price", "a maximum price"
  new RegExp(
    `^(?:by |with |for |on )?(?:an? |the |its |their )?${LEAST}(?:(?: and | or | and\\/or |\\/| \\/ )(?:an? |the )?${LEAST})? ([\\p{L}][\\p{L} -]*?)${UNTIL}`,
    'iu',
  ),
  // "with at least a given number of seats", "under a certain price"
  new RegExp(
    `^(?:by |with |having |that have |which have |for |of )?(?:at least|at most|more than|less than|fewer than|no more than|up to|over|under|above|below) (?:(?:an?|the|some|so many|this many|x|n|${NUMBER}) )?(?:(?:given|certain|particular) )?(?:(?:number|amount) of )?([\\p{L}][\\p{L} -]*?)${UNTIL}`,
    'iu',
  ),
  // "a price range", "date range", "year from and to"
  new RegExp(
    `^(?:by |with |for |on )?(?:an? |the |its |their )?([\\p{L}][\\p{L} -]*?) (?:range|from and to|between two values|from .{1,12} to .{1,12})${UNTIL}`,
    'iu',
  ),
  new RegExp(`^(?:by |with |for |on )?(?:an? |the )?range of ([\\p{L}][\\p{L} -]*?)${UNTIL}`, 'iu'),
  // "year from, year to", as parameters are called.
  /^(?:by )?([\p{L}][\p{L} -]*?) (?:from|to|until|min|max|(?:on or )?(?:before|after)|since)(?=$|[,;)]| (?:and|or)\b)/iu,
];
const WHICH = '(?:an?|the|two|any|some|one|certain|given|particular|specific|chosen)';
const SPAN =
  '(?:dates|days|moments|times|months?|years?|weeks?|quarter|season|period|range|date range|time span)';
const PERIOD = '(?:date|day|moment|time|' + SPAN.slice(3);
const DONE =
  '(?:(?:those|the ones|ones) )?(?:(?:that|which|who) )?(?:(?:is|are|was|were|has been|have been) )?(?:([\\p{L}]{3,}) )?';
const DATED: readonly RegExp[] = [
  new RegExp(
    `^(?:by )?${DONE}(?:(?:between|from|within) (?:${WHICH} )+${PERIOD}|(?:in|during|for|over) (?:${WHICH} )+${SPAN})(?: (?:and|to|until|till) (?:(?:an?|the|another|other|end) ?)*(?:given |certain )?(?:${PERIOD})?)?(?![\\p{L}])`,
    'iu',
  ),
  new RegExp(
    `^(?:by )?${DONE}(?:before|after|since|until|up to|by|on or before|on or after|from) (?:${WHICH} )+(?:dates?|days?|moment|time)(?: (?:and|or) (?:before|after|until) (?:${WHICH} )+(?:date|day))?(?![\\p{L}])`,
    'iu',
  ),
  new RegExp(
    `^(?:by )?${DONE}(?:between|from) (?:dates|(?:start|from) (?:date )?(?:and|to) (?:end|to|until)(?: date)?)(?![\\p{L}])`,
    'iu',
  ),
];
const ON_DAY = new RegExp(`^${DONE}(?:on|for|of|at) (?:${WHICH} )+(?:dates?|day)(?![\\p{L}])`, 'iu');

/** What a date is called when something is said to do so: "leases ending" by their end date. */
const DOINGS: readonly (readonly [RegExp, RegExp])[] = [
  [/^(?:end|finish|stop|clos)/i, /\b(?:end\w*|until|last|finish\w*|closed)\b/],
  [/^(?:expir|run)/i, /\b(?:expir\w*|runs? out|valid until|best before|until)\b/],
  [/^(?:start|begin|commenc)/i, /\b(?:start\w*|begin\w*|from|first)\b/],
  [/^(?:due)/i, /\bdue\b/],
  [/^(?:arriv)/i, /\barriv\w*/],
  [/^(?:leav|depart)/i, /\b(?:depart\w*|leav\w*)\b/],
];

function dates(entity: EntityNotes): readonly FieldNotes[] {
  return entity.fields.filter((field) => (typeOf(field) ?? '').startsWith('date'));
}

const ENDS =
  /\b(?:end\w*|until|last|closed|returned?|due|promised|expir\w+|runs? out|departure|leav\w+|to)\b/;

/** The date that a list is bounded by: the only one, or the one that the doing is about. */
function dateOf(entity: EntityNotes, doing: string | undefined): FieldNotes | undefined {
  const all = dates(entity);
  if (doing === undefined || /^(?:ones?|entries|records|those|all|created|made)$/i.test(doing)) {
    const starts = all.filter(({ words }) => !ENDS.test(words));
    return all.length === 1 ? all[0] : doing === undefined && starts.length === 1 ? starts[0] : undefined;
  }
  const known = DOINGS.find(([pattern]) => pattern.test(doing))?.[1];
  const stem = doing
    .toLowerCase()
    .replace(/(?:ing|en|ed|s|d)$/, '')
    .slice(0, 5);
  const meant = all.filter(({ words }) =>
    known === undefined
      ? stem.length >= 3 && words.split(' ').some((word) => word.startsWith(stem))
      : known.test(words),
  );
  if (meant.length === 0 && known === undefined && /(?:ed|en|n|t)$/i.test(doing) && all.length === 1)
    return all[0];
  return meant.length === 1 ? meant[0] : undefined;
}

/** A list between two values, or of one day, at the start of the words. */
export function rangeAt(
  entity: EntityNotes,
  text: string,
  understanding: Understanding,
): { readonly asked: Asked; readonly length: number } | undefined {
  for (const pattern of BOUNDS) {
    const match = pattern.exec(text);
    const field = match === null ? undefined : fieldMeant(entity, match[1] ?? '', understanding);
    const asked = match === null || field === undefined ? undefined : rangeOf(entity, field, match[0]);
    if (match !== null && asked !== undefined) return { asked, length: match[0].length };
  }
  for (const pattern of DATED) {
    const match = pattern.exec(text);
    const field = match === null ? undefined : dateOf(entity, match[1]);
    const asked = match === null || field === undefined ? undefined : rangeOf(entity, field, match[0]);
    if (match !== null && asked !== undefined) return { asked, length: match[0].length };
  }
  const day = ON_DAY.exec(text);
  const all = dates(entity);
  const [field] = all;
  if (
    day === null ||
    field === undefined ||
    all.length > 1 ||
    (day[1] !== undefined && dateOf(entity, day[1]) === undefined)
  )
    return undefined;
  const asked =
    typeOf(field) === 'date' ? filterBy(entity, field, day[0], false) : rangeOf(entity, field, day[0]);
  return asked === undefined ? undefined : { asked, length: day[0].length };
}
