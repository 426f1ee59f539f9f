import { codeIn, placesIn } from './codes.js';
import { NUMBER } from './numbers.js';
import { typeWordOf } from './type-words.js';
import type { Restrictions } from './restriction.js';
import { number, MEASURE, bounds } from './bounds.js';
import { valuesIn } from './values.js';
import { momentOf } from './moments.js';

/** "One of a kind", "that no other tenant has": nothing else has the same. */
function isUnique(lower: string): boolean {
  return (
    /^(?:uniq(?:ue)?|distinct|(?:unique|distinct|different) for (?:everyone|everybody|all)|globally unique|system-wide unique|a unique value|not repeated|different for (?:every|each)(?: one| \w+)?|one of a kind|no duplicates|without duplicates|no doubles|no two alike|no two the same|never (?:used|reused|given|taken|repeated|assigned|issued)(?: twice| again)?|unique (?:in|across|throughout|within) the (?:whole )?(?:system|register|database|list|school|company|library|club)|not (?:used|given|taken|repeated|reused)(?: twice| again)?|never the same twice|(?:cannot|may not|must not|can never|never) be (?:reused|repeated|used again|given again)|(?:and )?no two [a-z]+(?: [a-z]+)? (?:may |can )?(?:ever )?(?:share|have|carry|bear) (?:one|it|that|the same(?: one)?)|unmistakable|unique to (?:it|them|each|every)(?: \w+)?)$/.test(
      lower,
    ) ||
    /^(?:occurs?|exists?|appears?|used|given|may (?:occur|exist|appear|be used)|can (?:occur|exist|appear|be used)|found|there|may only (?:occur|exist|appear|be used)|can only (?:occur|exist|appear|be used)) (?:(?:only|just|exactly) once|once only)$/.test(
      lower,
    ) ||
    /^(?:(?:that|which) )?(?:nobody|no ?one|nothing|no other [a-z]+|none of the others?|no second [a-z]+)(?: else)? (?:else )?(?:has|have|uses|may have|can have|may use|shares|carries|bears)(?: it| them| the same| one)?$/.test(
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
    `^(?:with |to |given to |has |in )?(?:at most |up to |exactly )?(${NUMBER}) decimals?(?: places?| digits?)?(?: (?:is |are )?(?:allowed|possible|permitted|will do|is enough|are enough|at most))?$|^(${NUMBER}) (?:digits? )?after the (?:decimal )?(?:point|comma)$`,
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

/** What one modifier says; undefined when it is not understood. */
export function restrictionOf(phrase: string): Restrictions | undefined {
  const text = phrase
    .trim()
    .replace(/^the (?:last|latter) (?:one )?of which /i, '')
    .replace(/^never (?:goes|falls|drops|sinks|gets|is) (?=(?:under|below|over|above)\b)/i, 'not ')
    .replace(/^(?:namely|that is|i\.e\.),? /i, '')
    .replace(/^(?:which|that) (?=nobody|no ?one|no other|no second)/i, '')
    .replace(
      /^(?:(?:which|that|it) )?(?:must|may|can|should|shall|has to|needs to) (?:(not|never) )?(?:stay|remain|lie|be|fall|go|drop|sink) (?=(?:less|more|under|over|above|below|between|at|greater|lower|higher|longer|shorter|fewer|up)\b)/i,
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
    /^(?:optional|not required|nullable|(?:may|can) be (?:empty|null|left out|missing|blank|left empty|left blank|omitted|absent|unknown|none)|empty|if (?:they|he|she|it|the \\w+) (?:wants?|likes?|has|have|wishes)(?: to)?(?: one| it| any)?|if there is one|if (?:someone|somebody|anyone|anybody|we|they|you) (?:has|have) [a-z]+ (?:it|one|them|any)|if applicable|where known|if (?:needed|wanted|available|applicable|set|provided|desired)|not always (?:given|known|there)|omitted|blank|can stay empty|may stay empty|not needed|where (?:there is one|given|available)|if (?:any|known|given|present)|left out|not mandatory|voluntary)$/.test(
      lower,
    )
  )
    return { optional: true };
  const special = formOf(text) ?? settingOf(text) ?? momentOf(text);
  if (special !== undefined) return special;
  if (isUnique(lower)) return { unique: true };
  const within =
    /^(?:unique|distinct|no repeats|no duplicates|not repeated|never repeated|not shared|never shared) (?:within|per|in|for|inside|among|at|on) (?:(?:the|its|each|every|an?|their|one|the same|any|a single|any one|any given) )*([a-z -]+)$/.exec(
      lower,
    );
  if (within?.[1] !== undefined) return { unique: true, uniqueWithin: within[1] };
  if (
    /^(?:positive|greater than zero|above zero|(?:more|bigger|higher) than (?:zero|nothing|none)|above nothing|over zero|> ?0|(?:an? )?positive (?:whole )?(?:number|integer|amount))$/.test(
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
    /^(?:defaults? (?:to |is |value |of )?|by default |initially |starts as |starts (?=(?:true|false|yes|no)$)|default[:=] ?)["']?([\p{L}\d][\p{L}\d _-]*?)["']?$/iu.exec(
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
