import type { FieldType } from '../domain/field.js';
import { isPlural } from './nouns.js';
import type { Restrictions } from './restriction.js';

/** Longest text of a field that holds whole sentences, in characters. */
const LONG_TEXT = 2000;
/** The smallest positive value of a number that is not whole. */
const SMALLEST_PART = 0.01;
const AMOUNT = { kind: 'money', min: 0, max: null } as const;
const COUNT = { kind: 'integer', min: 0, max: null } as const;
const MEASURE = { kind: 'number', min: 0, max: null, decimals: null } as const;
const TEXT = { kind: 'text', min: null, max: null } as const;

/** What a field's name tells of its type, first match first. A name that tells nothing is a text. */
const BY_NAME: readonly (readonly [RegExp, FieldType])[] = [
  [/\b(?:email|mail) ?(?:address)?$/, { kind: 'email' }],
  [/\b(?:url|link|website|homepage|web address|web site)$/, { kind: 'url' }],
  [
    /^(?:[a-z]+ )?(?:number of|no of|count of|amount of) [a-z ]*?(?:s|people|children|staff|men|women)(?: [a-z ]+)?$/,
    COUNT,
  ],
  [/^(?:number|code|no) of /, TEXT],
  [/^times per /, COUNT],
  [
    /^(?:valid|available|active|booked|rented|closed|open|warranty|guaranteed|absent|lent|employed|member|insured|licensed) (?:from|until|till|since)$/,
    { kind: 'date' },
  ],
  [
    /\b(?:phone|telephone|mobile|fax|room|house|flat|account|serial|license|licence|registration|invoice|order|tracking|reference|passport|chip|flight|seat|table|bib|shirt|card|plate|contract|policy|insurance|tax|vat|customer|member|employee|student|ticket|batch|lot|part|model|batch|bed|gate|locker|document|case|contact) (?:number|no|code|id)$/,
    TEXT,
  ],
  [/^(?:phone|telephone|mobile|fax|plate|registration|vat|iban|reference)(?: number| no)?$/, TEXT],
  [
    /(?:^|\b)(?:date of birth|birth ?date|birthday|dob|due|deadline|expiry|expiration|(?<!per )day)$/,
    { kind: 'date' },
  ],
  [/\b(?:datetime|timestamp|date time|date and time|moment)$/, { kind: 'datetime' }],
  [
    /\b(?:planned|actual|expected|scheduled) (?:start|end|beginning|finish|completion|arrival|departure)$/,
    { kind: 'date' },
  ],
  [/^(?:date|day) [a-z]+ed$|(?<!per )\b(?:date|day)$|\bdate\b| on$|^date\b/, { kind: 'date' }],
  [/^(?:start|end|begin|beginning)$/, { kind: 'datetime' }],
  [
    /^(?:start|end|starting|ending|departure|arrival|pickup|check in|check out) ?time$| at$/,
    { kind: 'datetime' },
  ],
  [
    /^(?:latitude|longitude)$|\btemperature(?: in .*)?$|\b(?:in )?(?:celsius|degrees)$/,
    { kind: 'number', min: null, max: null, decimals: null },
  ],
  [/(?:^| )time$/, { kind: 'time' }],
  [
    /\bin (?:ml|l|cl|lit(?:er|re)s|kg|g|kilograms?|grams?|tonnes|microlit(?:er|re)s|millilit(?:er|re)s|°c|degrees(?: celsius)?|km|kilomet(?:er|re)s|m|met(?:er|re)s|cm|mm|miles|feet|inches|percent|(?:square|cubic) \w+|hectares)$/,
    MEASURE,
  ],
  [/\b(?:initial|remaining|used|original|current|dispensed|taken|left|minimum|maximum) amount$/, MEASURE],
  [
    /\b(?:km|kg|cm|mm|ml|cl|kwh|kw|mg|litres|liters|grams|metres|meters|celsius|percent)$|^(?:odometer|mileage)$/,
    MEASURE,
  ],
  [
    /(?:^| )(?:price|cost|costs|amount|fee|total|salary|budget|balance|wage|fare|deposit|charge|revenue|payment|rent|value|subtotal|rate|income|expense|premium|tuition|donation)(?: in .*| per .*)?$/,
    AMOUNT,
  ],
  [
    /^(?:quantity|qty|stock|copies|capacity|age|seats|pages|points|score|count|floors?|bedrooms|servings|guests|calories|likes|views|votes|seconds|minutes|hours|days|duration|mileage|credits|ects)$|\bin (?:whole \w+|(?:rack )?units|pieces|items|boxes|parts|copies)$|\b(?:limit|maximum|minimum|capacity)(?: in \w+)?$|\bin (?:years|months|weeks)$|\b(?:quantity|count|capacity|stock|level|size|pages|seats|points|score|seconds|minutes|copies)$|\b(?:in|of) (?:minutes|hours|days|seconds|stock)$/,
    COUNT,
  ],
  [
    /^(?:year|floor|position|rank|order|week|month)$|\byear$|^year (?:of|built|made|bought|published)\b/,
    { kind: 'integer', min: null, max: null },
  ],
  [/^(?:star )?rating$|^stars$/, { kind: 'integer', min: 1, max: 5 }],
  [
    /\b(?:weight|height|length|width|depth|distance|percentage|discount|area|volume|speed|dose|dosage)(?: in .*)?$/,
    MEASURE,
  ],
  [
    /^(?:is|has) |^(?:done|completed|complete|finished|active|available|enabled|paid|archived|published|returned|verified|approved|neutered|vaccinated|cancelled|canceled|read|favou?rite|in stock|closed|resolved|public|private|visible|deleted|urgent|confirmed|attended|present|billable|refundable|vegetarian|vegan|furnished|delivered|shipped|collected)$| flag$/,
    { kind: 'boolean' },
  ],
  [
    /\b(?:description|notes?|remarks?|comments?|text|body|content|message|summary|instructions|bio|biography|details|diagnosis|treatment|abstract|feedback|steps|address|method)$/,
    { kind: 'text', min: null, max: LONG_TEXT },
  ],
];

const OPTIONAL_NAME =
  /^(?:notes?|remarks?|comments?|description|bio|biography|middle name|feedback|returned on|returned at|return date|returned date|date returned|completed (?:on|at)|completion date|closed (?:on|at)|paid (?:on|at)|cancelled (?:on|at)|finished (?:on|at)|resolved (?:on|at)|archived (?:on|at)|published (?:on|at))$/;

/** Whether a field of that name is often not known yet, so that it is optional unless the brief says otherwise. */
export function isOftenUnknown(words: string): boolean {
  return OPTIONAL_NAME.test(words);
}

function isNumeric(type: FieldType): type is Extract<FieldType, { kind: 'integer' | 'number' | 'money' }> {
  return type.kind === 'integer' || type.kind === 'number' || type.kind === 'money';
}

function isBounded(type: FieldType): type is Extract<FieldType, { min: number | null }> {
  return 'min' in type;
}

function typeOfWord(word: Restrictions['type']): FieldType | undefined {
  switch (word) {
    case undefined:
      return undefined;
    case 'text':
      return TEXT;
    case 'long text':
      return { kind: 'text', min: null, max: LONG_TEXT };
    case 'integer':
      return { kind: 'integer', min: null, max: null };
    case 'number':
      return { kind: 'number', min: null, max: null, decimals: null };
    case 'money':
      return AMOUNT;
    default:
      return { kind: word };
  }
}

/** The type of a field by its name and all that the brief says about it; undefined when those do not go together. */
export function fieldTypeOf(words: string, said: Restrictions): FieldType | undefined {
  if (said.values !== undefined)
    return { kind: said.several === true ? 'choices' : 'enum', values: [...new Set(said.values)] };
  if (said.code !== undefined) {
    const isLengthOnly = isLimited(said);
    return isLengthOnly ? undefined : { kind: 'code', pieces: [...said.code] };
  }
  const moment = said.moment !== undefined || said.order !== undefined;
  const byName = BY_NAME.find(([pattern]) => pattern.test(words))?.[1];
  const hasBounds = isLimited(said);
  // "Fixed (default no)": who gives such a default has no text in mind.
  if (byName === undefined && said.type === undefined && /^(?:yes|no|true|false)$/i.test(said.default ?? ''))
    return hasBounds ? undefined : { kind: 'boolean' };
  let type = typeOfWord(said.type) ?? byName ?? TEXT;
  // Ratings of five stars are usual, and a rating of 1200 is none.
  if (type.kind === 'integer' && type.max !== null && Number(said.default) > type.max) type = COUNT;
  if (moment && said.type === undefined && type.kind === 'text' && said.moment !== undefined)
    type = { kind: 'date' };
  if (type.kind === 'text' && said.measure !== undefined && said.type === undefined && !hasBounds)
    type = MEASURE;
  if (said.decimals !== undefined) {
    if (type.kind === 'money' && said.decimals === 2) type = AMOUNT;
    else if (isNumeric(type) || (type.kind === 'text' && said.type === undefined))
      type = {
        ...(isNumeric(type) ? { min: type.min, max: type.max } : { min: null, max: null }),
        kind: 'number',
        decimals: said.decimals,
      };
    else return undefined;
  }
  if (hasBounds && said.unit === undefined && said.type === undefined && type.kind === 'text') {
    // "between 1 and 5" without "characters": of something that holds no long text, a number is meant.
    const mayBeNumber = byName === undefined || type.max === null;
    const fraction = [said.min, said.max, said.below, said.above].some(
      (bound) => bound !== undefined && !Number.isInteger(bound),
    );
    if (isUntold(words, said)) return TEXT;
    if (mayBeNumber && !isWritten(words))
      type = fraction
        ? { kind: 'number', min: null, max: null, decimals: null }
        : { kind: 'integer', min: null, max: null };
  }
  if (said.negative === true && type.kind !== 'text' && isBounded(type)) type = { ...type, min: null };
  if (
    type === TEXT &&
    said.type === undefined &&
    !hasBounds &&
    said.default !== undefined &&
    !isWritten(words)
  ) {
    if (/^-?\d+$/.test(said.default)) type = COUNT;
    else if (/^-?\d+\.\d+$/.test(said.default)) type = MEASURE;
  }
  if (!hasBounds) return type;
  if (!isBounded(type)) return undefined;
  if (said.unit === 'characters' && type.kind !== 'text') {
    if (said.type !== undefined) return undefined;
    type = TEXT;
  }
  const exclusive = said.below !== undefined || said.above !== undefined;
  // Of numbers with any number of decimals there is no last one below a bound.
  if (
    exclusive &&
    type.kind === 'number' &&
    type.decimals === null &&
    !(said.above === 0 && said.below === undefined)
  )
    return undefined;
  const step =
    type.kind === 'number' && type.decimals !== null
      ? 10 ** -type.decimals
      : type.kind === 'money' || type.kind === 'number'
        ? SMALLEST_PART
        : 1;
  const inclusive: Restrictions = {
    ...said,
    ...(said.above === undefined ? {} : { min: inCents(said.above + step) }),
    ...(said.below === undefined ? {} : { max: inCents(said.below - step) }),
  };
  if (type.kind === 'text' && !validLength(inclusive)) return undefined;
  const positive = said.positive === true ? step : undefined;
  return { ...type, min: inclusive.min ?? positive ?? type.min, max: inclusive.max ?? type.max };
}

/** The greatest value of a scale: texts that short are codes, and are said to be. */
const LONGEST_SCALE = 12;

/** "Source (1–120)", "region (max 60)": nothing says whether that is a number or a length. "Shelves (1–12)" are counted, "grade (1–5)" is a scale. */
export function isUntold(words: string, said: Restrictions): boolean {
  const byName = BY_NAME.find(([pattern]) => pattern.test(words))?.[1];
  if (byName !== undefined && byName !== TEXT) return false;
  if (byName === undefined && (/(?:^| )(?:number|no)$/.test(words) || !isUsualLength(said.max ?? 0)))
    return false;
  return (
    said.isBareRange === true &&
    said.unit === undefined &&
    said.type === undefined &&
    said.measure === undefined &&
    (said.min ?? 0) >= 0 &&
    (said.max ?? 0) > LONGEST_SCALE &&
    !isPlural(words) &&
    !isWritten(words)
  );
}

/** Lengths are round, or what fits into so many bits: nobody allows 4094 characters. */
function isUsualLength(max: number): boolean {
  return (
    max <= 500 || max % 10 === 0 || Number.isInteger(Math.log2(max)) || Number.isInteger(Math.log2(max + 1))
  );
}

/** Whether the brief bounds the field, by a value or a length. */
export function isLimited(said: Restrictions): boolean {
  return (
    [said.min, said.max, said.below, said.above].some((bound) => bound !== undefined) ||
    said.positive === true
  );
}

/** Without what adding 0.01 in binary leaves behind. */
function inCents(value: number): number {
  return Math.round(value * 100) / 100;
}

/** Names of what is written in letters, so that a bare bound on it is one of length. */
function isWritten(words: string): boolean {
  return /name$|\b(?:title|text|description|notes?|reason|comment|message|summary|body|content|isbn|code|slug|address|label|subject|phone|username|password|sku|caption|headline|bio)$/.test(
    words,
  );
}

function validLength({ min, max }: Restrictions): boolean {
  return [min, max].every(
    (bound) => bound === undefined || (Number.isInteger(bound) && bound >= 0 && bound <= 100_000),
  );
}
