import { isPlural, nounWords, singular } from '../nouns.js';
import { wordsSaying } from '../source-words.js';
import type { EntityNotes, Source, Understanding } from '../understanding.js';

/** A stretch of the brief that a reader is asked about, with the words of the brief that it comes from. */
export interface Statement {
  readonly text: string;
  readonly source: Source;
}

/** What a reader that understood the whole statement does with it; undefined: it did not. */
export type Reading = (() => void) | undefined;
export type Reader = (statement: Statement, understanding: Understanding) => Reading;

/** The words of `statement` that say `fragment`, or all of them where they are not found. */
export function within({ source }: Statement, fragment: string): Source {
  const text = wordsSaying(source.text, fragment);
  return text === source.text ? source : { text, position: source.position };
}

/** Without the signs and the words around what it says. */
export function clean(text: string): string {
  return text
    .replace(/[.!?]+$/, '')
    .replace(/,? (?:either|too|as well)$/i, '')
    .replace(/^(?:also|in addition|additionally|furthermore|moreover|and|but|so),? /i, '')
    .trim();
}

const PRONOUN = /^(?:it|they|these|those|this|each|each one|every one|all of them|he|she)$/i;
const SOFTWARE =
  /^(?:it|there|we|i|you|users?|people|staff|clients?|the (?:rest )?(?:api|apis|system|service|app|application|backend|server|software|program|platform|tool|database|site|users?|staff|project|data model|model|domain)|this (?:api|system|service|app|application)|our (?:api|system|service|app))$/i;

/** Whether the phrase stands for the software, or for those who use it, and for no kind of record. */
export function isSoftware(phrase: string, understanding: Understanding): boolean {
  const words = phrase.trim();
  const about = nounWords(words);
  if (understanding.isKnown(about) && !/^the (?:api|system|service|app)/i.test(words)) return false;
  // "The garden", of a botanical garden; "Equipment has …" names what is kept, though the brief is about equipment.
  const isBare = !/^(?:the|our|my|this|that|an?|each|every) /i.test(words);
  const isSubject = !isBare && about !== '' && ` ${understanding.subject ?? ''}`.endsWith(` ${about}`);
  return SOFTWARE.test(words) || isSubject;
}

/** The entity that a phrase names: by its noun, or "it" for the last one spoken of. */
export function entityNamed(phrase: string, understanding: Understanding): EntityNotes | undefined {
  if (PRONOUN.test(phrase.trim())) return understanding.topic;
  const words = nounWords(phrase);
  if (words === '') return undefined;
  return (
    understanding.entityMeant(words) ??
    (/^(?:persons?|people|somebody|someone|anybody|anyone)$/.test(words)
      ? onlyPersons(understanding)
      : undefined)
  );
}

/** What "it" is where a sentence lists fields: the record of the sentence before, or the noun that this one was about. */
export function spokenOf(
  statement: Statement,
  understanding: Understanding,
): (() => EntityNotes) | undefined {
  const { topic, spokenOf: noun } = understanding;
  if (noun !== undefined) return () => understanding.declare(noun, statement.source);
  return topic === undefined ? undefined : (): EntityNotes => topic;
}

/** The same, or the only kind of record that the sentence before names, in whatever place. */
export function namedLast(
  statement: Statement,
  understanding: Understanding,
): (() => EntityNotes) | undefined {
  const { namedLast: noun, spokenOf: about } = understanding;
  return noun === undefined || about !== undefined
    ? spokenOf(statement, understanding)
    : (): EntityNotes => understanding.declare(noun, statement.source);
}

/** A new kind of record, where the words of a subject declare one. */
export function newEntity(
  phrase: string,
  statement: Statement,
  understanding: Understanding,
): (() => EntityNotes) | undefined {
  const words = nounWords(phrase);
  const isNew =
    canBeRecord(words) &&
    (understanding.isKnown(words) || /^(?:an?|each|every|all) /i.test(phrase) || isPlural(words));
  return isNew ? () => understanding.declare(words, statement.source) : undefined;
}

/** The record that a subject names, or a new kind of record where it is one that the brief declares. */
export function entityOrNew(
  phrase: string,
  statement: Statement,
  understanding: Understanding,
): (() => EntityNotes) | undefined {
  const named = entityNamed(phrase.replace(/^(?:and|also|then),? /i, ''), understanding);
  return named === undefined ? newEntity(phrase, statement, understanding) : () => named;
}

/** A noun without an article at the start of a sentence that can name a kind of record: "Room has …". */
export function bareRecord(phrase: string, understanding: Understanding): string | undefined {
  const noun = nounWords(phrase);
  const isBare = /^\p{Lu}?[\p{L}-]+(?: [\p{L}-]+)?$/u.test(phrase) && noun.split(' ').length <= 2;
  return isBare &&
    !/^(?:the|this|that|these|those|our|my|your|any|some|no|such|both) /i.test(phrase) &&
    canBeRecord(noun) &&
    !isSoftware(phrase, understanding) &&
    !NOBODY.test(noun)
    ? noun
    : undefined;
}

const NOBODY =
  /^(?:every|any|some|no)(?:body|one|thing)|^(?:nobody|each|he|she|it|they|this|that|who|what|which|there|all|both|none|here|total|maximum|minimum|also|then|only)\b/;

const PERSON =
  /(?:^| )(?:user|member|customer|client|person|employee|tenant|holder|student|teacher|volunteer|patient|doctor|owner|manager|trainer|guest|reader|librarian|resident|applicant|nurse|coach|player|seller|buyer|worker|driver|technician|borrower|visitor|participant|subscriber|donor|speaker|instructor|musician|singer)$/;

/** Whether the records of a kind are people. */
export function isPerson({ singular: one }: EntityNotes): boolean {
  return PERSON.test(one);
}

/** "One person": of the only kind of record that people are. */
function onlyPersons(understanding: Understanding): EntityNotes | undefined {
  const persons = understanding.entities.filter(isPerson);
  return persons.length === 1 ? persons[0] : undefined;
}

const NO_RECORD = new Set(
  (
    'api app application backend clients data database day endpoint entity everything field feature ' +
    'functionality id information input list limit name nothing number operation output overview people ' +
    'request response requirement resource rule server service something system thing time type use ' +
    'user-interface validation value way access error support detail rest ability option one other ' +
    'filter filtering sorting sort search searching querying query paging pagination status change deletion deleting ' +
    'auth authentication authorization authorisation permission login logins sign-in output stack scope ' +
    'editing everyone everybody anybody somebody nobody security history total maximum minimum validity ' +
    'following delete query removal removing lookup listing error exception rule'
  ).split(' '),
);

/** What is done with records, and what headings of a brief are about. */
const NO_KIND =
  /^(?:edge|status|state|business|access|user|nice|must|nfr|non) (?:cases?|changes?|rules?|rights?|roles?|types?|transitions?|stor(?:y|ies)|have)$|^(?:filtering|sorting|searching|deleting|listing|finding|querying|reporting|editing|paging|removing|changing|creating|adding|updating|viewing|showing|looking)\b/;
const NO_RECORD_ENDING =
  /^(?:errors?|exceptions?|functions?|methods?|parameters?|criteri(?:a|on)|invariants?|constraints?|validations?|filtering|sorting|searching|deleting|querying|paging|pagination|filters?|transitions?|logins?|permissions?|separately|together|automatically)$/;
/** What is to be built, as a title names it: "TypeScript library: …". */
const TO_BUILD =
  /^(?:type ?script|java ?script|rest(?:ful)?|https?|json|crud|web|node|npm|command line|terminal|console) (?:librar(?:y|ies)|apis?|programs?|tools?|apps?|applications?|packages?|modules?|services?|backends?)$/;
/** "Paged lists with a total": how lists are answered. */
const LISTS_ASKED =
  /^(?:paged|paginated|sorted|filtered|sortable|filterable|searchable) (?:lists?|results?|listings?)$/;
/** Of a kind of record, in characters: files are named by it, and paths have an end. */
const LONGEST_NAME = 50;

/** Whether a noun phrase can name a kind of record: `line items`, and not `the system`. */
export function canBeRecord(words: string): boolean {
  if (words.length > LONGEST_NAME || TO_BUILD.test(words) || LISTS_ASKED.test(words)) return false;
  if (!/^[a-z][a-z0-9]*(?: [a-z][a-z0-9]*){0,2}$/.test(words)) return false;
  if (
    /\b(?:is|are|can|may|must|has|have|with|that|which|for|by|of|in|on|to|and|or|not|no|all|any|at|from|when|if|be|as|its|their|per|the|an?|more|most|least|other|same|cannot|cant|not|never|should|shall|will|would|could|might|mustnt|shouldnt|we|you|they|it|he|she|how|what|who|why|where|things?|ones|these|wont|dont|doesnt|i|me|us|arent|isnt|handles?|manages|looks|does|gets|than|once|twice|only|also|always|so|then|here|there|okay|yet)\b/.test(
      words,
    )
  )
    return false;
  // "Harvests too" are harvests, and "next bookings" some of the bookings.
  if (/(?: too| next| first| again| still| as well)$|^(?:next|first|too) /.test(words)) return false;
  // "Default enabled" is what a field of a record is.
  if (/^(?:defaults?|optional|required|unique) /.test(words)) return false;
  // "New tickets" and "such items" are some of a kind that has its name elsewhere.
  if (
    /^(?:new|newly|existing|such|these|those|this|that|another|every|each|under|over|deleted) ./.test(words)
  )
    return false;
  // "Ninety-one houseplants" are how many there are.
  if (
    /^(?:eleven|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|dozens?) ./.test(
      words,
    )
  )
    return false;
  // "Two books" are some of the books.
  if (/^(?:two|three|four|five|six|seven|eight|nine|ten|twelve|several|many|few|no) ./.test(words))
    return false;
  // "search products" is a deed, "order" alone is not.
  if (
    /^(?:search|filter|list|sort|create|delete|update|show|get|find|view|add|manage|track|store|support|allow|use|return|handle|keep) ./.test(
      words,
    )
  )
    return false;
  // "The club keeps boats" is a sentence.
  if (
    /^[a-z]+ (?:keeps|stores|manages|tracks|holds|lends|rents|sells|maintains|owns|offers|handles|registers|needs|wants|has) /.test(
      words,
    )
  )
    return false;
  const last = words.split(' ').at(-1) ?? '';
  if (NO_KIND.test(words) || NO_RECORD_ENDING.test(last)) return false;
  return words.length > 1 && !NO_RECORD.has(singular(words));
}
