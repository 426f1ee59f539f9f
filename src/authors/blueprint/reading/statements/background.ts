import { clean, type Reader } from './statement.js';

/** Words by which a sentence asks for something, or forbids it. */
const ASKS =
  /\b(?:must|should|shall|cannot|may|can|need|needs|want|wants|please|would like|has to|have to|only|never|not allowed|required|at most|at least|always|unless|let|make sure|ought|ideally|would be (?:nice|great|good|the dream)|i'd|we'd|want)\b/i;

const TELLS: readonly RegExp[] = [
  /^(?:(?:so|well) )?(?:i|we) (?:run|work|own|manage|am|are|live|operate|organi[sz]e|started|have been|do not program|am comfortable|look after|lead|keep|train|rent|sell|teach)\b.*$/i,
  /^(?:i|we) have (?:about|around|roughly|some|over|more than|nearly|almost|\d+|two|three|four|five|six|seven|eight|nine|ten|a dozen)\b.*$/i,
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

/** Sentences that tell of the subject and ask for nothing. */
export const readBackground: Reader = (statement, understanding) => {
  const text = clean(statement.text);
  if (ASKS.test(text) || !TELLS.some((pattern) => pattern.test(text))) return undefined;
  return () => {
    understanding.aside(statement.source);
  };
};

const SOFTWARE =
  '(?:(?:rest(?:ful)?|http|web|json|typescript|small|simple|node(?:\\.?js)?|proper|little|backend|back-end|record[- ]keeping|npm|modern|plain) )*(?:apis?|back-?ends?|back ends?|server|service|web ?service|librar(?:y|ies)|cli|command[- ]line (?:tool|program|application|app|utility|interface)|(?:terminal|console) (?:tool|program|app|application)|package|module|tool|program|system|part that runs on the server)';
const ASK: readonly RegExp[] = [
  new RegExp(
    `^(?:.*?\\b(?:and|so|,) )?(?:(?:i|we)(?: also)? (?:would |'d )?(?:love|like|want|need|am looking for|are looking for)|please (?:build|make|write|create|give|develop)(?: (?:me|us))?|(?:build|make|write|create|develop|give)(?: (?:me|us))?|this is|it is|it should be|(?:i|we) run .*? and need) (?:to have )?(?:an? |the |my |our )?(?:\\w+ )?${SOFTWARE}\\b.*$`,
    'i',
  ),
  new RegExp(
    `^(?:an? |the |our )?(?:[\\p{L}' -]+ )?${SOFTWARE}(?: \\([\\p{L} ,]+\\))?(?:,| (?:for|in|to|that|which|with|called)\\b).*$`,
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
  const text = clean(statement.text);
  if (statement.source.position > 4 || MORE.test(text) || !ASK.some((pattern) => pattern.test(text)))
    return undefined;
  return () => {
    const kind =
      understanding.kind === 'api'
        ? 'a REST API'
        : understanding.kind === 'cli'
          ? 'a command-line program'
          : 'a library';
    understanding.checked(
      `it is ${kind} in TypeScript for what the brief describes`,
      statement.source,
      'the project is type-checked, built and run',
    );
  };
};
