import type { PatternPiece } from '../domain/field.js';
import type { Amount } from '../domain/rule.js';
import { AMOUNT, amountOf } from './amounts.js';
import { canBeValue } from './clean-words.js';
import { codeIn, placesIn } from './codes.js';
import { splitOutside } from './outside-brackets.js';
import { NUMBER, numberOf } from './numbers.js';
import { typeWordOf, type TypeWord } from './type-words.js';

/** What a phrase says about a field, beside its name. */
export interface Restrictions {
  readonly required?: boolean;
  readonly optional?: boolean;
  readonly unique?: boolean;
  /** Above zero. */
  readonly positive?: boolean;
  readonly min?: number;
  readonly max?: number;
  /** Bounds that are not themselves allowed: "less than 30". */
  readonly below?: number;
  readonly above?: number;
  /** `characters` when the bounds are said to be a length. */
  readonly unit?: 'characters';
  readonly type?: TypeWord;
  readonly values?: readonly string[];
  readonly default?: string;
  /** Whether values below zero are said to be taken. */
  readonly negative?: boolean;
  /** Whether it has to be well-formed. */
  readonly valid?: boolean;
  /** What a number counts: `minutes`. */
  readonly measure?: string;
  /** How many decimals a number may have. */
  readonly decimals?: number;
  /** The form of a code. */
  readonly code?: readonly PatternPiece[];
  /** Any number of the values, rather than one. */
  readonly several?: boolean;
  /** Where a date lies, seen from the day on which it is given. */
  readonly moment?: { readonly lies: 'past' | 'future'; readonly atLeast: Amount | null };
  /** Against another field of the record; `previous`: the one before it in the list. */
  readonly order?: { readonly side: 'later' | 'earlier'; readonly equal: boolean; readonly other: string };
  /** `once`: never changed after the record was created. `system`: no request gives it. */
  readonly set?: 'once' | 'first' | 'system';
  /** The word for records without a value: "empty while it is running". */
  readonly unsetWhile?: string;
  /** A record within which the value is unique: "unique within its freezer". */
  readonly uniqueWithin?: string;
}

function number(text: string | undefined): number | undefined {
  return text === undefined ? undefined : numberOf(text);
}

/** What a number can count or measure. The number alone is kept. */
const MEASURE =
  'seconds?|minutes?|hours?|days?|weeks?|months?|years?|kilomet(?:er|re)s?|km|met(?:er|re)s?|m|centimet(?:er|re)s?|cm|mm|inches|feet|miles?|kilograms?|kg|grams?|g|tons|tonnes?|lit(?:er|re)s?|ml|percent|%|degrees(?: celsius)?|celsius|pages?|square met(?:er|re)s?|hectares?|cents?|stars?|points?|people|persons?|mg|milligrams?|micrograms?|cl|dl|kwh|kw|watts?|volts?|ha|acres?|m2|m²|m³|oz|ounces?|lbs?|gallons?|yards?|nights?|quarters?';
const LENGTH = `(?:\\s*(?:(characters?|chars?|letters?|signs?|symbols?)(?: long| in length)?|(${MEASURE})(?: long| old)?))?`;
const AT_MOST = new RegExp(
  `^(?:at most|up to|no (?:more|longer|greater|higher|larger|later) than|not (?:(?:more|longer|greater|higher|larger|later) than|over|above|exceeding|beyond)|no more|never (?:more than|over|above)|never exceed(?:ing)?|cannot exceed|(?:with )?an? max(?:imum)?(?: length)? of|max(?:\\.|imum)?(?: length)?(?: of|:|=)?|limited to|under or equal to|<=|≤|not exceed(?:ing)?|less than or equal to) ?(${NUMBER})${LENGTH}(?: (?:at )?max(?:imum)?)?$`,
  'i',
);
const MAX_AFTER = new RegExp(
  `^(${NUMBER})${LENGTH}(?: (?:at most|at the most|max(?:imum)?|or (?:less|fewer|lower|under|below|earlier|before|shorter))|,? no more)$`,
  'i',
);
const MIN_AFTER = new RegExp(
  `^(${NUMBER})${LENGTH} (?:at least|min(?:imum)?|or (?:more|greater|higher|above|later|up|upwards?|over|longer|after)|and (?:up|above|more|over|later)|upwards?)$`,
  'i',
);
const LESS_THAN = new RegExp(
  `^(?:less than|fewer than|below|under|shorter than|<) ?(${NUMBER})${LENGTH}$`,
  'i',
);
const AT_LEAST = new RegExp(
  `^(?:at least|no (?:less|fewer|shorter) than|not (?:(?:less|fewer|shorter|lower|smaller|earlier) than|below|under|before)|never (?:less than|below|under)|no (?:lower|smaller|earlier) than|(?:with )?an? min(?:imum)?(?: length)? of|min(?:\\.|imum)?(?: length)?(?: of|:|=)?|>=|≥|greater than or equal to|from|starting at) ?(${NUMBER})${LENGTH}$`,
  'i',
);
const MORE_THAN = new RegExp(
  `^(?:more than|greater than|above|over|longer than|bigger than|larger than|>) ?(${NUMBER})${LENGTH}$`,
  'i',
);
const BETWEEN = new RegExp(
  `^(?:(?:an? )?(?:integer|whole number|number|value)? ?(?:(?:any(?:thing|where)|some(?:where|thing)) )?(?:between|from|in the range(?: of)?|of|ranging from|ranges from|goes from) )?(${NUMBER}) ?(?:and|to|-|–|—|\\.\\.\\.?|through|until|till|up to) ?(${NUMBER})${LENGTH}$`,
  'i',
);
const EXACTLY = new RegExp(`^(?:exactly|always) (${NUMBER}) ?(characters?|chars?|letters?)(?: long)?$`, 'i');

/** `open, in progress or done` → its values; none where one of the parts is no value. */
export function valuesIn(text: string): readonly string[] {
  const values = splitOutside(text, /\s*[,;/|]\s*(?:or |and )?|\s+or\s+|\s+and\s+/).map((value) =>
    value.replace(/^["']|["']$/g, '').trim(),
  );
  return values.every(canBeValue) && !arePartsOf(values, text) ? values : [];
}

const PART =
  /^(?:(?:street|house|post(?:al)?|zip) ?(?:name|number|code)?|street|city|town|country|postcode|latitude|longitude|(?:first|last|family|start|end|given)(?: (?:name|day|date|time|month))?|phone|telephone|e-?mail|width|height|length|depth|hours?|minutes?|seconds?)$/i;

/** "First and last day", "street, city": what something is made of, rather than values to choose from. */
function arePartsOf(values: readonly string[], text: string): boolean {
  if (/\bor\b|\|/.test(text)) return false;
  return (
    (values.length === 2 && /^\S.* and \S/.test(text)) ||
    values.filter((value) => PART.test(value)).length >= 2
  );
}

function bounds(text: string): Restrictions | undefined {
  const unit = (characters: string | undefined, measure: string | undefined): Restrictions => ({
    ...(characters === undefined ? {} : { unit: 'characters' }),
    ...(measure === undefined ? {} : { measure }),
  });
  const between = BETWEEN.exec(text);
  if (between !== null) {
    const [min, max] = [number(between[1]), number(between[2])];
    // "2025-12" and "22 to 6" are no bounds; "between 10 and 5" would be, and contradicts itself.
    const isSaid =
      /^\D*(?:between|range)/i.test(text) || min === undefined || max === undefined || min <= max;
    if (min !== undefined && max !== undefined && isSaid)
      return { min, max, ...unit(between[3], between[4]) };
  }
  const exactly = EXACTLY.exec(text);
  const size = number(exactly?.[1]);
  if (size !== undefined) return { min: size, max: size, unit: 'characters' };
  for (const [pattern, side] of [
    [AT_MOST, 'max'],
    [MAX_AFTER, 'max'],
    [MIN_AFTER, 'min'],
    [LESS_THAN, 'below'],
    [AT_LEAST, 'min'],
    [MORE_THAN, 'above'],
  ] as const) {
    const match = pattern.exec(text);
    const value = number(match?.[1]);
    if (match !== null && value !== undefined) return { [side]: value, ...unit(match[2], match[3]) };
  }
  return undefined;
}

/** "One of a kind", "that no other tenant has": nothing else has the same. */
function isUnique(lower: string): boolean {
  return (
    /^(?:unique|distinct|globally unique|system-wide unique|a unique value|not repeated|different for (?:every|each)(?: one| \w+)?|one of a kind|no duplicates|without duplicates|no doubles|no two alike|no two the same|never (?:used|reused|given|taken|repeated|assigned|issued)(?: twice| again)?|unique (?:in|across|throughout|within) the (?:whole )?(?:system|register|database|list|school|company|library|club)|not (?:used|given|taken|repeated|reused)(?: twice| again)?|never the same twice|unmistakable|unique to (?:it|them|each|every)(?: \w+)?)$/.test(
      lower,
    ) ||
    /^(?:occurs?|exists?|appears?|used|given|may (?:occur|exist|appear|be used)|can (?:occur|exist|appear|be used)|found|there|may only (?:occur|exist|appear|be used)|can only (?:occur|exist|appear|be used)) (?:only|just|exactly) once$/.test(
      lower,
    ) ||
    /^(?:(?:that|which) )?(?:nobody|no ?one|nothing|no other [a-z]+|none of the others?|no second [a-z]+)(?: else)? (?:else )?(?:has|have|uses|may have|can have|may use|shares|carries|bears)$/.test(
      lower,
    ) ||
    /^(?:not|never|cannot be|may not be|must not be|must never be|not to be|not be|never be) (?:in use|used|shared|taken|had|given)(?: (?:already|twice|more than once|again))?(?: (?:by|for|with) (?:any|an|another|anybody|anyone|some)(?:one|body)?(?: other| else| second)?(?: [a-z]+)?)?$/.test(
      lower,
    )
  );
}

/** The form of what a field holds: a code, a place, decimals. */
function formOf(text: string): Restrictions | undefined {
  const code = codeIn(text);
  if (code !== undefined) return { code };
  const places = placesIn(text);
  if (places !== undefined) return { values: places };
  const decimals = new RegExp(
    `^(?:with |to |given to |has |in )?(?:at most |up to |exactly )?(${NUMBER}) decimals?(?: places?| digits?)?$|^(${NUMBER}) (?:digits? )?after the (?:decimal )?(?:point|comma)$`,
    'i',
  ).exec(text);
  const count = number(decimals?.[1] ?? decimals?.[2]);
  if (count !== undefined && Number.isInteger(count) && count > 0 && count < 7) return { decimals: count };
  if (
    /^(?:whole|full|complete) (?:numbers?|[a-z]+)(?: only)?$|^in (?:whole|full) [a-z]+$|^no decimals$|^without decimals$/i.test(
      text,
    )
  )
    return { type: 'integer' };
  return undefined;
}

/** Who gives a field its value, and until when. */
function settingOf(text: string): Restrictions | undefined {
  const lower = text.toLowerCase();
  const fixed =
    '(?:and )?(?:it )?(?:is |are |can |may |must )?(?:never|not|cannot be|not be|never be)(?: be)? (?:changed|altered|edited|modified|touched)(?: (?:again|later|afterwards|after that|once set|any ?more|after creation|once (?:it has been )?(?:set|created|written)))?|(?:is |are )?fixed(?: (?:once set|after that|afterwards|after creation|from then on|forever|for ever))?|immutable|read-only|permanent';
  const bySystem =
    '(?:set|filled(?: in)?|given|recorded|written|assigned|stamped|taken|noted|entered)(?: in)? (?:by the (?:system|api|server|library|program|tool|software|backend|app)|automatically|by itself)(?: (?:when|on|at|upon) (?:it is |the \\w+ is )?(?:created|creation|registered|entered|registration|the time of creation))?';
  if (new RegExp(`^(?:${bySystem})(?:,? (?:and )?(?:${fixed}))?$`).test(lower)) return { set: 'system' };
  if (new RegExp(`^(?:${fixed})$`).test(lower)) return { set: 'once' };
  if (
    /^(?:(?:is |can (?:only )?be |may (?:only )?be )?set (?:only )?once)(?: and (?:then )?.{0,30}(?:changed|fixed).*)?$/.test(
      lower,
    )
  )
    return { set: 'first' };
  if (
    /^(?:left |stays |is |kept |being |remains )?(?:empty|blank|open|unset|missing|not set|null|none) (?:until|till|before) \p{L}+$/iu.test(
      lower,
    )
  )
    return { optional: true };
  const unset =
    /^(?:left |stays |is |kept |being |remains )?(?:empty|blank|open|unset|missing|not set|null|none) (?:while|as long as|until|when|if) (?:it|he|she|they|the [a-z]+) ?(?:is|are|has been|have been|was|has|have)? ?(still |not yet |not )?([a-z ]+?)$/.exec(
      lower,
    );
  if (unset?.[2] !== undefined) {
    const word = unset[2].replace(/^(?:going|still going) on$/, 'ongoing').replace(/^going on$/, 'ongoing');
    return { optional: true, ...(/\buntil\b|\bnot\b/.test(lower) ? {} : { unsetWhile: word }) };
  }
  return undefined;
}

const AGO = new RegExp(`^(?:at least|more than) ${AMOUNT} (?:ago|in the past|old|back)$`, 'i');
const AHEAD = new RegExp(`^at least ${AMOUNT} (?:ahead|from now|in the future|away)$`, 'i');

/** A date against the present, or against the field before it. */
function momentOf(text: string): Restrictions | undefined {
  const lower = text
    .toLowerCase()
    .replace(/^(?:which |that )?(?:must |may |can |should )?(?:lie|be|lies|is|fall|falls) /, '');
  if (
    /^(?:(?:not|never|cannot be|may not be|must not be|not be|no(?:t)? date) (?:lie )?in the future|in the past|not (?:later than|after) today|today or (?:earlier|before)|no later than today|never later than today|not after the current (?:day|date|year)|past)$/.test(
      lower,
    )
  )
    return { moment: { lies: 'past', atLeast: null } };
  if (
    /^(?:(?:not|never|cannot be|may not be|must not be|not be) (?:lie )?in the past|in the future|not (?:earlier than|before) today|today or later|no earlier than today|not already over)$/.test(
      lower,
    )
  )
    return { moment: { lies: 'future', atLeast: null } };
  for (const [pattern, lies] of [
    [AGO, 'past'],
    [AHEAD, 'future'],
  ] as const) {
    const match = pattern.exec(lower);
    const atLeast = amountOf(match?.[1], match?.[2]);
    if (atLeast !== undefined) return { moment: { lies, atLeast } };
  }
  if (
    /^(?:the )?same (?:day|time|date) or (?:later|after)$|^on (?:or after it|the same day or later)$|^(?:not|never) (?:before|earlier than) (?:it|that)$/.test(
      lower,
    )
  )
    return { order: { side: 'later', equal: true, other: 'previous' } };
  if (/^(?:the )?(?:later|after) (?:it|that)$/.test(lower))
    return { order: { side: 'later', equal: false, other: 'previous' } };
  const against =
    /^(on or after|at or after|not before|no earlier than|not earlier than|never before|after|later than|not after|no later than|not later than|before|earlier than|on or before|never after) (?:the |its |their )?([a-z][a-z ]*?)$/.exec(
      lower,
    );
  if (against?.[1] !== undefined && against[2] !== undefined && !/^(?:today|now|that|it)$/.test(against[2])) {
    const relation = against[1];
    const isNegated = /^(?:not|no|never) /.test(relation);
    const later = /after|later/.test(relation) !== isNegated;
    return {
      order: {
        side: later ? 'later' : 'earlier',
        equal: isNegated || /\bor\b/.test(relation),
        other: against[2],
      },
    };
  }
  return undefined;
}

/** What one modifier says; undefined when it is not understood. */
export function restrictionOf(phrase: string): Restrictions | undefined {
  const text = phrase
    .trim()
    .replace(/^the (?:last|latter) (?:one )?of which /i, '')
    .replace(/^(?:which|that) (?=nobody|no ?one|no other|no second)/i, '')
    .replace(
      /^(?:(?:which|that|it) )?(?:must|may|can|should|shall|has to|needs to) (?:(not|never) )?(?:stay|remain|lie|be|fall|go) (?=(?:less|more|under|over|above|below|between|at|greater|lower|higher|longer|shorter|fewer|up)\b)/i,
      (_match, not: string | undefined) => (not === undefined ? '' : 'not '),
    )
    .replace(
      /^(?:(?:which|that|it|they|and|but|who) )*(?:(?:is|are|must be|has to be|have to be|should be|can be|may be|may only be|can only be|be|being|as|of type|type:|must have|has|have|with|of) )?(?:(?:always|also|only) )?/i,
      '',
    )
    .replace(/[.!]+$/, '')
    .replace(/,? (?:inclusive|both included|both inclusive)$/i, '')
    .trim();
  if (
    /^(?:(?:which|that|it) )?(?:can|may) (?:also )?be (?:negative|minus|below zero|less than zero)$|^negative (?:values )?(?:allowed|possible|too)$|^(?:positive|plus) or (?:negative|minus)$/i.test(
      phrase.trim(),
    )
  )
    return { negative: true };
  const lower = text.toLowerCase();
  if (
    /^(?:required|mandatory|compulsory|obligatory|not empty|non-?empty|not null|not blank|needed|present|given|not be empty|must not be empty|cannot be empty|never empty|not nullable)$/.test(
      lower,
    )
  )
    return { required: true };
  if (
    /^(?:optional|not required|nullable|(?:may|can) be (?:empty|null|left out|missing|blank|left empty|left blank|omitted|absent|unknown|none)|empty|if (?:they|he|she|it|the \\w+) (?:wants?|likes?|has|have|wishes)(?: to)?(?: one| it| any)?|if there is one|if applicable|where known|if (?:needed|wanted|available|applicable|set|provided|desired)|not always (?:given|known|there)|omitted|blank|can stay empty|may stay empty|not needed|where (?:there is one|given|available)|if (?:any|known|given|present)|left out|not mandatory|voluntary)$/.test(
      lower,
    )
  )
    return { optional: true };
  const special = formOf(text) ?? settingOf(text) ?? momentOf(text);
  if (special !== undefined) return special;
  if (isUnique(lower)) return { unique: true };
  const within =
    /^unique (?:within|per|in|for|inside|among|at|on) (?:(?:the|its|each|every|an?|their|one|the same|any|a single|any one|any given) )*([a-z -]+)$/.exec(
      lower,
    );
  if (within?.[1] !== undefined) return { unique: true, uniqueWithin: within[1] };
  if (
    /^(?:positive|greater than zero|above zero|more than zero|> ?0|(?:an? )?positive (?:whole )?(?:number|integer|amount))$/.test(
      lower,
    )
  ) {
    return { positive: true, ...(/integer|whole/.test(lower) ? { type: 'integer' as const } : {}) };
  }
  if (
    /^(?:non-?negative|not (?:be )?negative|cannot be negative|may not be negative|must not be negative|never negative|not below zero|zero or more|at least zero|(?:an? )?non-?negative (?:number|integer|amount))$/.test(
      lower,
    )
  )
    return { min: 0 };
  if (/^(?:valid|a valid (?:one|address|value)|well-formed|correct|properly formed)$/.test(lower))
    return { valid: true };
  const typed =
    /^(?:an? )?(integers?|whole numbers?|numbers?|decimals?|text|string|amount|money)(?:,| with| of| from| between|:)? (.+)$/.exec(
      lower,
    );
  const ofType = typed?.[1] === undefined ? undefined : typeWordOf(typed[1].replace(/s$/, ''));
  const bound = typed?.[2] === undefined || ofType === undefined ? undefined : bounds(typed[2]);
  if (bound !== undefined && ofType !== undefined) return { type: ofType, ...bound };
  const type = typeWordOf(lower);
  if (type !== undefined) return { type };
  const values =
    /^(?:one|any) of(?: the| these)?(?: following| values| options)*:? ?(.+)$|^either (.+)$|^(?:an? )?enum(?: of|:)? ?(.+)$/i.exec(
      text,
    );
  if (values !== null) {
    const found = valuesIn((values[1] ?? values[2] ?? values[3] ?? '').replace(/^[([:]\s*|[)\]]$/g, ''));
    if (found.length >= 2) return { values: found };
  }
  const measure = new RegExp(`^(?:measured |given |counted )?in (?:whole )?(${MEASURE})$`).exec(lower);
  if (measure?.[1] !== undefined) return { measure: measure[1] };
  const byDefault =
    /^(?:defaults? (?:to |is |value |of )?|by default |initially |starts as |default[:=] ?)["']?([\p{L}\d][\p{L}\d _-]*?)["']?$/iu.exec(
      text,
    ) ?? /^["']?([\p{L}\d][\p{L}\d _-]*?)["']? (?:by default|initially)$/iu.exec(text);
  if (byDefault?.[1] !== undefined) return { default: byDefault[1].toLowerCase() };
  const given =
    /^["']?(-?[\p{L}\d][\p{L}\d .-]*?)["']? (?:if|when|unless) (?:(?:it is |nothing is |nothing else is |something else is |we |they |you |nobody |no ?one |none is |no \w+ is |not |otherwise |left |anything |the field is ){0,3})?(?:said?|says? (?:anything|otherwise)|given|specified|stated|entered|provided|set|mentioned|missing|empty|out|omitted|filled in|told otherwise)$/iu.exec(
      text,
    ) ??
    /^(?:usually|normally|otherwise|which is|which starts as|starts? (?:out )?as|starting as|starting at|starts? at|set to|beginning (?:as|at)|counts as|counted as|taken as) ["']?(-?[\p{L}\d][\p{L}\d .-]*?)["']?(?: (?:at first|to begin with|to start with|at the start|in the beginning|unless (?:.{3,40})|if (?:nothing|no).{3,30}|by default|when not given|otherwise|initially))$/iu.exec(
      text,
    ) ??
    /^(?:starts?(?: out)? (?:as|at|with|in)|starting (?:as|at|with)|initially|at first) ["']?(-?[\p{L}\d][\p{L}\d .-]*?)["']?$/iu.exec(
      text,
    ) ??
    /^["']?(-?[\p{L}\d][\p{L}\d .-]*?)["']? (?:at first|to begin with|to start with|at the start|as (?:the |a )?default|in the beginning|when (?:it is )?(?:new|created|registered))$/iu.exec(
      text,
    );
  if (given?.[1] !== undefined) return { default: given[1].toLowerCase() };
  const several =
    /^(?:any(?: number| combination)? of|(?:zero|none|one) or (?:more|several) (?:out )?of|some of|several of|(?:out|chosen|taken|picked|selected) (?:of|from)|a (?:set|list|selection) of|any out of) (?:the following:? )?(.+)$/i.exec(
      text,
    );
  if (several?.[1] !== undefined && /^(?:zero|none|any|some|several|a (?:set|list|selection))/i.test(text)) {
    const found = valuesIn(several[1]);
    if (found.length >= 2) return { values: found, several: true };
  }
  const choice = text.includes(' or ') ? valuesIn(text) : [];
  const plain = (value: string): boolean =>
    value.split(' ').length <= 3 && (restrictionOf(value) === undefined || typeWordOf(value) !== undefined);
  if (choice.length >= 2 && choice.every(plain)) {
    return bounds(text) ?? { values: choice };
  }
  return bounds(text);
}

/** `first` and `second` together; a contradiction between them is not settled here. */
export function together(first: Restrictions, second: Restrictions): Restrictions {
  return { ...first, ...second };
}
