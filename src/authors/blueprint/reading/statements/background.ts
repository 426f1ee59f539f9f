import { nounWords } from '../nouns.js';
import { KIND_WORDS } from './kinds.js';
import { clean, type Reader } from './statement.js';

/** Words by which a sentence asks for something, or forbids it. */
const ASKS =
  /\b(?:must|should|shall|cannot|may|can|need|needs|want|wants|please|would like|has to|have to|only|never|not allowed|required|at most|at least|always|unless|let|make sure|ought|ideally|would be (?:nice|great|good|the dream)|i'd|we'd|want)\b/i;

const TELLS: readonly RegExp[] = [
  /^(?:(?:so|well) )?(?:i|we) (?:run|work|own|manage|am|are|live|operate|organi[sz]e|started|have been|do not program|am comfortable|look after|lead|keep|train|rent|sell|teach)\b.*$/i,
  /^(?:i|we) have (?:about|around|roughly|some|over|more than|nearly|almost|\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|a dozen|dozens)\b.*$/i,
  /^(?:here|this|that|these|those|the following) (?:is|are)(?: roughly| basically| about)?(?: what| how| the (?:idea|rules|requirements|details)| my| our).*$/i,
  /^(?:the )?[\p{L} -]+ (?:is|are) the (?:most )?(?:important|interesting|main|tricky|hard|difficult|central) (?:bit|part|thing|one|ones|stuff|piece)s?$/iu,
  /^(?:the )?(?:requirements?|rules|details|notes|wishes|specifications?)(?:,? (?:as )?(?:agreed|discussed|collected|written|given)(?: .*)?)?:?$/i,
  /^(?:right now|at the moment|currently|today|until now|so far|up to now|at present)\b.*$/i,
  /^(?:thanks?|thank you|cheers|best(?: wishes| regards)?|kind regards|regards|greetings|looking forward)\b.*$/i,
  /^(?:it|this|that|everything) (?:is|was|has been) (?:all )?(?:a (?:mess|nightmare|pain)|in (?:one|an?) [\p{L} -]*(?:spreadsheet|excel|notebook|paper|book|folder)).*$/iu,
  /^(?:our|my|the) [\p{L} -]+ (?:has|have|is|are) (?:about |around |roughly |over )?\d[\d,.]* [\p{L}, -]+$/iu,
  /^good (?:day|morning|afternoon|evening)(?: .{0,30})?$/i,
  /^(?:i|we) (?:have|run|own) (?:an? )?(?:small|little|large|big|family)[ -].*$/i,
  /^(?:hi|hello|hey|dear [\p{L} ]+)$/iu,
  /^(?:that is|that's) (?:it|all|about it)\b.*$/i,
];

/** Sentences about the brief itself, whatever words of asking are in them. */
const ABOUT_ITSELF: readonly RegExp[] = [
  /^(?:i|we) (?:(?:will |shall |just |try to )?(?:describe|explain|list|write down|set out|sketch|outline|sum up)) (?:it |this |them )?(?:here|below|now|in the following|as follows|what (?:it|the \p{L}+) (?:must|should|has to|needs to) do)\b.{0,60}$/iu,
  /^(?:here|below|the following) (?:is|are|comes?|follows?) (?:what|how|the things|the list of things|my wishes|our wishes|our rules|the rules)\b.{0,80}$/iu,
  /^(?:that is|that was|this is) (?:all|it|about it|everything)(?: (?:i|we) (?:need|want|have|can think of))?(?: for now)?$/i,
  /^(?:the )?(?:things|stuff|questions|commands) (?:i|we)(?: would|'d)? (?:type|ask|use|need|look for|want)(?: (?:to see|to know|most|all the time|often|every day))*:?$/i,
  /^(?:first|then|next|now|and then|finally|lastly),? (?:come |comes? |there (?:is|are) |to )?(?:the|our|my) [\p{L}]+(?: [\p{L}]+)?$/iu,
];
const HABIT =
  /^(?:we|i|they|people|our \p{L}+) \p{L}+ (?:the |our |my |all |their )?[\p{L} -]{2,40} (?:regularly|often|a lot|from time to time|sometimes|usually|now and then|all the time|once in a while|very often|quite often)$/iu;

/** Sentences that tell of the subject and ask for nothing. */
export const readBackground: Reader = (statement, understanding) => {
  const text = clean(statement.text);
  const isAboutItself = ABOUT_ITSELF.some((pattern) => pattern.test(text));
  if (!isAboutItself && (ASKS.test(text) || ![...TELLS, HABIT].some((pattern) => pattern.test(text))))
    return undefined;
  return () => {
    understanding.aside(statement.source);
  };
};

const SOFTWARE =
  '(?:(?:rest(?:ful)?|http\\/json|http|web|json|typescript|small|simple|node(?:\\.?js)?|proper|little|backend|back-end|record[- ]keeping|npm|modern|plain) )*(?:apis?|back-?ends?|back ends?|server|service|web ?service|(?:library|package|module|set|collection) of (?:[\\w.-]+ )?functions|librar(?:y|ies)|cli|command[- ]line (?:tool|program|application|app|utility|interface)|(?:terminal|console) (?:tool|program|app|application)|package|module|tool|program|system|part that runs on the server)';
/** "Product: backend for booking rooms". */
const LABEL =
  /^(?:type of (?:software|project|system)|kind|product|what|project|software|goal|purpose|type|deliverable): ?/i;
const ASK: readonly RegExp[] = [
  new RegExp(
    `^(?:.*?\\b(?:and|so|,) )?(?:(?:i|we)(?: also)? (?:would |'d )?(?:love|like|want|need|am looking for|are looking for)|please (?:build|make|write|create|give|develop)(?: (?:me|us))?|(?:build|make|write|create|develop|give)(?: (?:me|us))?|this is|it is|it should be|(?:i|we) run .*? and need) (?:to have )?(?:an? |the |my |our )?(?:\\w+ )?${SOFTWARE}\\b.*$`,
    'i',
  ),
  new RegExp(
    `^(?:an? |the |our )?(?:[\\p{L}' -]+ )?${SOFTWARE}(?: \\([\\p{L} ,]+\\))?(?:$|,| (?:for|in|to|that|which|with|called)\\b).*$`,
    'iu',
  ),
  /^(?:please )?(?:use |in |written in )?(?:typescript|rest|node(?:\.?js)?|json|http)(?:(?:,| and|\/| over)? ?(?:typescript|rest|node(?:\.?js)?|json|http))*(?: please)?$/i,
  /^(?:please )?write it in typescript$/i,
];
/** What such a sentence may say beside: whose it is, and what for. */
const MORE =
  /\b(?:must|should|cannot|only|never|at most|at least|limit|unique|each|every|log ?in|token|sort|filter|search|deleted?|notif\w*|e-?mail(?:s|ed)?|remind\w*|with (?:an? |the )?(?!no\b)[\w-]+ (?:and|,))\b/i;

/** "We need a backend to keep the paperwork of subcontractors in order": what is to be built, and what for. */
/** What is left of the sentence that says what is to be built: whose it is, and what for. */
export const readPurpose: Reader = (statement, understanding) => {
  const text = statement.text.replace(/[.!]+$/, '').trim();
  const isRest =
    /^(?:and|of|to|that|which|who|for|in|where|so that|at|by|from) /.test(text) ||
    /^the \p{Ll}+ (?:keeps?|runs?|rents?|has|have|wants?|needs?|sells?|lends?|organi[sz]es?|manages?|owns?) /u.test(
      text,
    );
  if (
    statement.source.position > 2 ||
    !isRest ||
    MORE.test(text) ||
    /\b(?:with|has|have) (?:an?|the) /i.test(text)
  )
    return undefined;
  return () => {
    understanding.aside(statement.source);
  };
};

/** A first line that is no sentence: the title of the brief. */
export const readTitle: Reader = (statement, understanding) => {
  const { text, position } = statement.source;
  if (position !== 0 || /[.!?:;]$/.test(text) || text.split(/\s+/).length > 12 || ASKS.test(text))
    return undefined;
  if (/\b(?:is|are|has|have|with|keeps?|stores?|contains?|belongs?|can|wants?|needs?)\b/i.test(text))
    return undefined;
  return () => {
    understanding.aside(statement.source);
  };
};

export const readAsk: Reader = (statement, understanding) => {
  const text = clean(statement.text).replace(LABEL, '');
  if (statement.source.position > 4 || MORE.test(text) || !ASK.some((pattern) => pattern.test(text)))
    return undefined;
  return () => {
    understanding.checked(
      `it is ${KIND_WORDS[understanding.kind]} in TypeScript for what the brief describes`,
      statement.source,
      'the project is type-checked, built and run',
    );
  };
};

const KEPT =
  /^(?:users can )?(?:(?:we|i) (?:also )?(?:want|would like|need|wish|have) to |the (?:idea|aim|goal|point) is to )?(?:keep track of|manage|organi[sz]e|keep an eye on|get a grip on|track|look after|keep a record of|keep records of) (?:all )?(?:our|my|the|all our|all the)? ?([\p{L} -]+?)(?: (?:together|better|properly|in one place|with it|somehow|at last))?$/iu;

/** "We want to keep track of our hives together": records that are described elsewhere. */
export const readAlreadyKept: Reader = (statement, understanding) => {
  const match = KEPT.exec(clean(statement.text));
  const entity = match === null ? undefined : understanding.entity(nounWords(match[1] ?? ''));
  if (entity === undefined) return undefined;
  return () => {
    understanding.met(
      `${entity.plural} are kept`,
      statement.source,
      [{ kind: 'records', entity: entity.singular }],
      statement.source.text,
    );
  };
};
