/** Words by which a phrase says more than the name of a field: clauses, modals, quantities, answers. */
const NO_NAME =
  /\b(?:is|are|was|were|be|been|being|or|will|shall|must|can|may|might|should|could|would|cannot|has|have|had|get|gets|its|their|his|her|that|which|who|whose|whom|when|if|unless|while|because|so|then|not|never|always|only|it|they|them|he|she|we|you|i|sends?|receives?|belongs?|references|refers|links?(?= )|automatically|there|here|nothing|somewhere|anywhere|out of|do|does|did|lies|allowed|possible|permitted|namely|based|computed|calculated|derived|contains?|consists?|sits?|stands? in|lies? in|hangs?|goes|wears?|writes?|takes place|happens?|with|without|about|than|during|depending|according|yes|none|zero|any|more|less|most|least|fewer|following|optionally|these|those|this|such|others?|same|both|either|neither|every|each|via|including|excluding|like|also|just|please|says|follows?|(?:sorted|filtered|searched|paginated|ordered) by)\b|^(?:stays|lasts|remains|begins|weighs)\b|(?<!\bdate )\band\b|\bby (?=\w)|\w (?:first|last)$|(?<!vitamin|length|width|height|depth|distance|weight|mass|volume|area|duration|size) [a-z]$|^out\b|\bas (?:a|an|the|many|much|few|soon|long)\b|\b(?:an?|the) |^(?:an?|the|all|no|one|two|three|four|five|six|of|in|on|at|by|for|to|from|up|per|first|last|oldest|newest|earliest|latest) ?$|^(?:as|how|what|which|who|when|where|why|no|all|one|two|three|four|five|six|of|in|on|by|for|to|per|oldest|newest|earliest|over|under|above|below|within|after|once|still|already|everything|anything|nothing|nobody|everyone|somebody) /;
/** Numbers in a name are limits or examples, except where they count parts of an address. */
const NUMBERED = /(?<!\b(?:line|phone|option|address|contact|team|player|part|level|name)) \d+\b|^\d+\b/;
/** Last words of the longer names that people give: "emergency contact phone number". */
const HEADS =
  /(?:number|date|name|address|time|code|price|phone|email|id|day|amount|temperature|weight|year|month|rate|level|status|type|kind)$/;
const MOST_WORDS = 3;

/** Words that say how a field is made and never what it is called, in any place of a name. */
const CONSTRAINT =
  /\b(?:uniq|nullable|non ?null|lower ?cased?|upper ?cased?|trimmed|autoincrement|auto increment|read ?only|int|bool|boolean|varchar|enum|pk|fk|(?:primary|foreign) key|(?:set|array|list) of)\b/;
/** Such words where nothing else stands, or where a name ends: a "required skill" and a "minimum stay" are names. */
const BARE_CONSTRAINT =
  /(?:^|\w )(?:required|optional|mandatory|unique)$|^(?:not null|default|integer|string|float|decimal|min|max|minimum|maximum|default (?:true|false|none|null))$|\w (?:integer|string|float|decimal|set|array)$/;
/** What people do, where a permission names who does it: "the owner adds". */
const DEED =
  /\b(?:anyone|anybody|everybody|logged in|signed in)\b|\w (?:reads|writes|adds|removes|edits|deletes|creates|updates|sees|manages|cancels|approves|rejects|chooses|decides|go|goes)$|\ws (?:stay|remain|vanish|disappear|survive)$|^(?:filter|search|sort) (?!(?:terms?|order|keys?|words?|types?|sizes?|number|by)\b)/;

/**
 * Whether words can name a field: a noun phrase of at most three words, beside its unit ("in cm"), "of" and a last word such
 * as "number". Whatever says more than a name must not become one.
 */
export function canNameField(words: string): boolean {
  if (!/^[a-z][a-z0-9]*(?: [a-z0-9]+){0,6}$/.test(words)) return false;
  if (NO_NAME.test(words) || NUMBERED.test(words)) return false;
  if (CONSTRAINT.test(words) || BARE_CONSTRAINT.test(words) || DEED.test(words)) return false;
  // "Status of open" is a field and one of its values.
  if (/\b(?:status|state|stage|outcome|result) of /.test(words)) return false;
  const bare = words
    .replace(/ (?:in|per) [a-z0-9 ]+$/, '')
    .replace(/^number of /, '')
    .split(' ')
    .filter((word) => word !== 'of');
  return bare.length <= MOST_WORDS || (bare.length === MOST_WORDS + 1 && HEADS.test(words));
}

/** The same for a field that is true or false, whose name may begin with a verb: "has water", "is urgent". */
export function canNameFlag(words: string): boolean {
  return canNameField(words.replace(/^(?:has|is|needs|wants|likes|uses|owns) /, ''));
}

const VALUE = /^[\p{L}\d][\p{L}\d +&_'.-]{0,39}$/u;
const NO_VALUE =
  /\b(?:may|can|must|should|cannot|will|shall|would|could|it|they|we|you|he|she|which|who|whose|whether|unless|until|while|has|have|is|are|was|were|by default|default|at least|at most|up to|between|more than|less than|following|zero or|optionally|depending|because|each|every|characters?|lower-?case|upper-?case|letters?|digits?|hyphens?|alphanumeric|case-(?:in)?sensitive|unique|mandatory|in (?:this|that|exactly this|exactly that) order)\b|\bif\b|^(?:an?|the|its|their|not|or|and|one|any|all|either|also|with|of|in which|from|to the|at the)$|^(?:with|from|whose|its|their|any|an?|the|lasts?|costs?|weighs?|takes?) /i;
const MOST_WORDS_OF_A_VALUE = 4;
/** What is said of a field, done with a record, or tells an order, and is no value: "uniq, lowercased", "adds/removes", "then approved". */
const SAID_OF_FIELD =
  /^(?:then|first|finally|later|afterwards|next) | (?:first|at first|later|afterwards)$|^(?:uniq|nullable|lower-?cased?|upper-?cased?|trimmed|int|bool|varchar|pk|fk|read-?only|auto-?increment|primary key|foreign key|(?:adds|removes|edits|deletes|reads|writes|creates|updates))$/i;

/** Whether words can be one of the values of a choice: "in use", and not "may have water". */
export function canBeValue(text: string): boolean {
  // "A" is a grade, "a" an article.
  return (
    VALUE.test(text) &&
    (/^(?:\p{Lu}|will)$/u.test(text) || !NO_VALUE.test(text)) &&
    !SAID_OF_FIELD.test(text) &&
    text.split(' ').length <= MOST_WORDS_OF_A_VALUE
  );
}
