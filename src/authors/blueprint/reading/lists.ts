import { splitOutside, withoutBrackets } from './outside-brackets.js';
import { bounds } from './bounds.js';
import { restrictionOf } from './restrictions.js';
import { withSharedWords } from './shared-words.js';
import { NUMBER } from './numbers.js';
import { typeWordOf } from './type-words.js';

const BOUND_START =
  /^(?:at (?:most|least)|up to|no (?:more|less|fewer|longer) than|not (?:more|less|longer|empty|required|null)|(?:max|min|maximum|minimum)\.?(?: length)?(?: of)? ?[:=]? ?\d|(?:required|mandatory|optional|unique)\b|between \d|positive|non-?(?:negative|empty)|defaults?\b|must |cannot |can't |may not |should |starting |by default|(?:some|any)(?:where|thing) |normally |usually )/i;
const ENUMERATION =
  /\b(?:such as|one of|either|any of|(?<=\w )(?:out of|chosen from|selected from|picked from|taken from)(?! (?:the|an?|its|their) \w+[,)]?(?: |$))|(?:status|state|type|kind) of(?! \w+$)|(?:can|may) (?:only )?be(?! (?:empty|null|left|missing|searched|filtered)))\b/i;

/** "status: new", which more values may follow; not "name: text", which says its type. */
function opensOptions(piece: string): boolean {
  const [, value = ''] = /^(?:an? |the |its )?[\w -]+: ([\p{L}][\p{L} -]*)$/iu.exec(piece) ?? [];
  return value !== '' && !BOUND_START.test(value) && typeWordOf(value) === undefined;
}

/** "A surface of road", "a level that is easy": a name and the first of its values. */
const FIRST_VALUE =
  /^(?:an?|its|their) [\p{L}-]+(?: [\p{L}-]+)? (?:of|(?:that|which) (?:is|can be|may be|must be)) (?:either )?[\p{L}-]+$/iu;

/** Whether what follows in a list are the further values: words up to two with "or" between. */
function areValues(following: readonly string[]): boolean {
  const last = following.findIndex((piece) => / or /i.test(piece));
  return (
    last >= 0 &&
    following.slice(0, last).every((piece) => /^[\p{L}-]+$/u.test(piece)) &&
    /^[\p{L}-]+ or [\p{L}-]+$/iu.test(following[last] ?? '')
  );
}

const ARTICLE =
  /^(?:an?|the|its|their|his|her|optionally|each|every|whether|when|how|which(?! (?:is|are|must|can|may|has|have|defaults?|was|will|should|cannot|nobody|no))|who(?! (?:is|are|has|have))|what|from which|until which|another|possibly|maybe|also an?|of course an?|optional|if they want,? an?) /i;

const COUNTED_PART = `(?:an?|exactly|${NUMBER})(?:(?: to |-| or )${NUMBER})? (?:(?:capital|upper-?case|small|lower-?case|big|block|check) )?(?:letters?|digits?|figures?|numerals?|hyphens?|dash(?:es)?|slash(?:es)?|capitals?)`;
const CODE_PARTS = new RegExp(
  `\\b${COUNTED_PART}(?:(?:,? (?:and|then|and then|followed by|plus) (?:then )?|, )${COUNTED_PART})+`,
  'gi',
);

/** "The hourly rate, rate must be more than 0": a clause about the item before, which names it again by a part of its name. */
function aboutLast(piece: string, last: string | undefined): string | undefined {
  const [, again = '', said = ''] =
    /^(?:the |this |that )?([\p{L}-]+) ((?:is|must|can|cannot|may|has to|should) .+)$/iu.exec(piece) ?? [];
  const names = (last ?? '')
    .replace(/[,(].*$/, '')
    .toLowerCase()
    .split(/\s+/);
  return said !== '' && names.includes(again.toLowerCase()) ? `which ${said}` : undefined;
}

const LAST_OF_THEM = /^the (?:last|latter) (?:one )?of which /i;
/** A word for a type that nobody gives a field as its name: "copies owned, a whole number". */
const UNNAMED_TYPE =
  /^(?:an? )?(?:(?:positive |negative )?(?:whole|decimal|natural|positive) numbers?|integers?|booleans?|free text|plain text|short text|long text|true\/false|yes\/no|yes or no)$/i;

/** "An ear tag, the letters UK and then twelve digits": how the item before is written. */
const WRITTEN_AS = /^the (?:capital )?letters? \p{Lu}+\b/u;

/** Whether a piece only says more of the item before it: "unique", "not negative", "four digits" after "two letters and". */
function restricts(piece: string, hasArticles: boolean): boolean {
  if (LAST_OF_THEM.test(piece)) return true;
  if (
    BOUND_START.test(piece) ||
    /^(?:(?:one|any|either) of(?! (?:these|the|those|several)\b)|which (?:is|are|must|can|may|has|have|defaults?|was|will|should|cannot|nobody|no)|that|whose|but|not|never|no|nobody|nothing|in|with|at|by|up|then|followed|between|from|over|under|below|above|both|all) /i.test(
      piece,
    )
  )
    return true;
  if (UNNAMED_TYPE.test(piece)) return true;
  if (/^namely /i.test(piece) || WRITTEN_AS.test(piece)) return true;
  // "Number, this is unique" says more of the number.
  if (/^this (?:is|must|can|cannot|may|has|should) /i.test(piece)) return true;
  if (restrictionOf(piece) === undefined) return false;
  // In "date, name, reason" a word for a type is a name; behind an article it is not.
  // "Passed or failed" beside other fields is one of its own.
  if (/^\p{L}+ed or (?:not )?\p{L}+ed$/iu.test(piece)) return false;
  if (/^(?:yes or no|yes\/no|true or false)$/i.test(piece)) return true;
  return (
    typeWordOf(piece) === undefined && (hasArticles || !piece.includes(' or ') || bounds(piece) !== undefined)
  );
}

/** "Name and e-mail, both required": what the last item says of those before it as well. */
function sharedEnding(items: readonly string[]): readonly string[] | undefined {
  const [, last = '', which = '', said = ''] =
    /^(.+?),? (both|all(?: of them)?|each)(?: of which| of these)?(?: is| are| being)? ((?:required|mandatory|optional|unique|in [a-z]+|dates|numbers|whole numbers|not negative)(?: .{0,20})?)$/i.exec(
      items.at(-1) ?? '',
    ) ?? [];
  if (said === '' || restrictionOf(said) === undefined || items.length < 2) return undefined;
  const from = /^both$/i.test(which) ? items.length - 2 : 0;
  return [...items.slice(0, -1), last].map((item, index) => (index < from ? item : `${item}, ${said}`));
}

/**
 * The items of an enumeration in a sentence: `a title, an ISBN (unique) and a price between 0 and 100` has three.
 * What only restricts the item before it stays with that, and so do the values after "one of".
 */
export function itemsOf(text: string): readonly string[] {
  const guarded = withSharedWords(text.replace(/\b(one|any|either) of(?: the following)?: /gi, '$1 of '))
    .replace(
      /\b(in|of) (minutes|hours|days|weeks|years|kilos|pounds|feet|degrees) and (?=(?:seconds|minutes|days|hours|weeks|months|grams|ounces|pence|inches)\b)/gi,
      '$1 $2 \u0001 ',
    )
    // The parts of a code belong together: "two letters and four digits".
    .replace(CODE_PARTS, (parts) => parts.replace(/ and /gi, ' \u0001 ').replaceAll(', ', '\u0003 '))
    .replace(/\b(between\s+\S+|from\s+\S+) and (?=\S)/gi, '$1 \u0001 ')
    .replace(
      /\bthe (date|day) from (?:which|when) and (?:the (?:date|day) )?(?:until|to|till) (?:which|when)[^,;]*/gi,
      'from which $1, until which $1',
    )
    .replace(/\bdate and time\b/gi, 'date \u0001 time')
    .replace(/\bfrom (which|what) and until (?=which|what)/gi, 'from $1 \u0001 until ')
    .replace(/\b(less|more|greater|later|earlier) than or /gi, '$1 than \u0002 ')
    .replace(
      /(?: and)?, (if (?:they|he|she|it|there|known|any|given|needed|applicable|wanted)(?: [\w-]+){0,3}), (?=an?\b|the\b|their\b)/gi,
      ', optionally ',
    );
  const pieces = splitOutside(
    guarded,
    /\s*;\s*(?:and |as well as |plus )?|\s*,\s*(?:and |or also |as well as |plus |& )?|\s+(?:and(?: also)?|as well as|plus|&)\s+/,
  );
  const startsClause = (piece: string): boolean =>
    /^(?:carr(?:y|ies)|has|have|holds?|contains?|bears?|belongs?|is|are|can|may|must|stands?|sits?|comes?|gets?|says?) /i.test(
      piece,
    );
  const hasArticles = pieces.some((piece) => /^(?:an?|the|its|their) /i.test(piece));
  const items: string[] = [];
  let enumerating = false;
  for (const [place, written] of pieces.entries()) {
    const last = items.at(-1);
    const piece = aboutLast(written, last) ?? written;
    const startsItem = ARTICLE.test(piece);
    if (
      last !== undefined &&
      enumerating &&
      !startsItem &&
      !startsClause(piece) &&
      !ENUMERATION.test(withoutBrackets(piece)) &&
      !/[:([]/.test(piece)
    ) {
      items[items.length - 1] = `${last}, ${piece}`;
      if (/(?:^|\s)or\s/i.test(piece)) enumerating = false;
    } else if (
      last !== undefined &&
      (!startsItem || UNNAMED_TYPE.test(piece) || LAST_OF_THEM.test(piece) || WRITTEN_AS.test(piece)) &&
      (restricts(piece, hasArticles) ||
        /^(?:e\.g\.?|i\.e\.?|for example|for instance|such as|like|things like)\b/i.test(piece))
    ) {
      items[items.length - 1] = `${last}, ${piece}`;
      if (
        /^(?:namely|(?:one|any|either) of|which (?:can|may|must) (?:only )?be|which is (?:either|one of)) /i.test(
          piece,
        )
      )
        enumerating = !/\sor\s/i.test(piece);
    } else {
      items.push(piece);
      enumerating =
        (ENUMERATION.test(withoutBrackets(piece)) &&
          !/\b(?:one of|either|be|such as)\b.*\sor\s/i.test(piece)) ||
        opensOptions(piece) ||
        (FIRST_VALUE.test(piece) && areValues(pieces.slice(place + 1))) ||
        (/\b(?:status|state|type|kind|category|level|tier|mode) of \w+$/i.test(piece) &&
          pieces
            .slice(pieces.indexOf(piece) + 1)
            .join(', ')
            .includes(' or '));
    }
  }
  const shared = sharedEnding(items);
  if (shared !== undefined) items.splice(0, items.length, ...shared);
  const mayHave = items.findIndex((item) =>
    /^(?:it |they )?(?:may|can|might) (?:or may not )?have .+ or not$/i.test(item),
  );
  return items
    .map((item, index) =>
      mayHave >= 0 && index > mayHave && /^(?:an? )?[\w -]+ or not$/i.test(item)
        ? `whether it has ${item.replace(/ or not$/i, '')}`
        : item,
    )
    .map((item) => item.replaceAll('\u0001', 'and').replaceAll('\u0002', 'or').replaceAll('\u0003', ','));
}
