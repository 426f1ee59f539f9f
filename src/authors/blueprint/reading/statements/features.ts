import type { Aspect } from '../../domain/aspect.js';
import { fieldTypeOf } from '../field-types.js';
import { splitOutside } from '../outside-brackets.js';
import { nounWords } from '../nouns.js';
import { saidOf } from '../states.js';
import type { EntityNotes, Understanding } from '../understanding.js';
import { entityNamed, type Reader, isSoftware } from './statement.js';

function clean(text: string): string {
  return text
    .replace(/[.!]+$/, '')
    .replace(
      /^(?:also|in addition|additionally|it (?:should|must|has to) be possible to|it is possible to),? ?/i,
      '',
    )
    .trim();
}

const ACTOR =
  '(?:(?:(?:the |an? |every |all |each )?(?:users?|staff|clients?|people|you|we|i|it|api|system|service|app|customers?|administrators?|admins?|librarians?|callers?|consumers?|anyone|everyone|everybody|[\\w-]+s) )?(?:(?:can|could|should|must|may|shall|will|should be able to|must be able to|need to|needs to|want to|wants to|is able to|are able to|lets? (?:users|me|us|you|people|staff)|allows? (?:users|me|us|you|people|staff|one) to|supports?|provides?|offers?|allows?|has|have) )?(?:also )?)?';

/** The field that a search or a filter names, with how it is used. */
function sought(
  entity: EntityNotes,
  words: string,
  understanding: Understanding,
): { words: string; isText: boolean } | undefined {
  const bare = words.replace(/^(?:part of )?(?:the |their |its )/, '').replace(/ of (?:the|an?) .*$/, '');
  const field =
    understanding.field(entity, bare) ??
    (bare.startsWith(`${entity.singular} `)
      ? understanding.field(entity, bare.slice(entity.singular.length + 1))
      : undefined);
  if (field === undefined) return undefined;
  if (field.refersTo !== undefined) return { words: field.words, isText: false };
  const type = fieldTypeOf(field.words, saidOf(field));
  const isText = type?.kind === 'text' || type?.kind === 'email' || type?.kind === 'url';
  return { words: field.words, isText };
}

const SEARCHABLE = new RegExp(
  `^(?:(?:the |all )?([\\w -]+?) (?:(?:can|should|must|may) be|are) (?:searchable|searched)|${ACTOR}search(?:es|ing)?(?: for| through)? (?:the |all )?([\\w -]+?))$`,
  'i',
);

/** "Books are searchable", without a field: every text of the record is searched. */
export const readSearchable: Reader = (statement, understanding) => {
  const match = SEARCHABLE.exec(clean(statement.text));
  const entity = entityNamed(match?.[1] ?? match?.[2] ?? '', understanding);
  if (match === null || entity === undefined) return undefined;
  const texts = entity.fields.filter((field) => sought(entity, field.words, understanding)?.isText === true);
  if (texts.length === 0) return undefined;
  return () => {
    for (const { words } of texts) if (!entity.searchable.includes(words)) entity.searchable.push(words);
    understanding.met(`${entity.plural} can be searched`, statement.source, [
      { kind: 'search', entity: entity.singular },
    ]);
    understanding.assume(`${entity.plural} are searched in ${texts.map(({ words }) => words).join(', ')}.`);
  };
};

const PAGINATED =
  /^(?:(?:all |the |every |each )*(?:list|lists|listing|listings|list endpoints?|collections?|collection endpoints?|results?|responses?|endpoints?|everything|([\w -]+?)(?: lists?| list endpoints?| listings?)?) (?:(?:is|are|must be|should be|has to be|have to be|can be|will be|come|comes) (?:all )?(?:paginated|paged|split into pages|delivered in pages|returned in pages|in pages|page by page)|(?:support|supports|have|has|need|needs|use|uses|offer|must support|should support|should have) (?:simple |basic )?(?:pagination|paging))|(?:(?:it|the api|we|please)? ?(?:with|add|supports?|support for|should support|must support|use|uses|needs?|has|have|include|includes|provide|provides) )?(?:simple |basic |offset |limit\/offset )?(?:pagination|paging)(?: (?:for|on|of|in) (?:all |the |every )*(?:lists?|list endpoints?|collections?|endpoints?|results?|([\w -]+?)))?)$/i;

/** "List endpoints are paginated". */
export const readPagination: Reader = (statement, understanding) => {
  const text = clean(statement.text);
  const match = PAGINATED.exec(text);
  // However it is put: a short sentence about pages that names no number says no more than that.
  const isShort = /\bpaginat/i.test(text) && text.split(' ').length <= 9 && !/\d/.test(text);
  if (match === null && !isShort) return undefined;
  const noun = match?.[1] ?? match?.[2];
  const named =
    noun === undefined ? undefined : entityNamed(noun.replace(/^(?:the|all) /i, ''), understanding);
  if (noun !== undefined && named === undefined && !/^(?:all|the|list|it|these|they)$/i.test(noun))
    return undefined;
  const about = named === undefined ? understanding.entities : [named];
  if (about.length === 0) return undefined;
  return () => {
    understanding.met(
      named === undefined ? 'every list is paginated' : `the list of ${named.plural} is paginated`,
      statement.source,
      about.map(({ singular }) => ({ kind: 'pagination', entity: singular })),
    );
  };
};

const DEED =
  '(?:create|add|register|enter|insert|post|list|view|see|show|read|get|fetch|retrieve|browse|edit|update|change|modify|correct|rename|delete|remove|manage|store|save|maintain|keep)';
const DEEDS = new RegExp(
  `^${ACTOR}(?:(?:be )?)((?:${DEED}(?:s|d|ed|es|ing)?(?:, (?:and )?| and | or | ?\\/ ?|,? ))+)(?:(?:an?|the|all|any|new|their|our|my|its|existing|single|one) )*([\\w ,-]+)$`,
  'i',
);
const DEEDS_DONE = new RegExp(
  `^(?:the |all |an? |each |every )?([\\w ,-]+?) (?:(?:can|should|must|may|could) be|are|is) ((?:${DEED}(?:d|ed|n)?|made|seen|read|got|kept|added|edited)(?:(?:, (?:and )?| and | or )(?:${DEED}(?:d|ed|n)?|made|seen|read|got|kept|added|edited))*)$`,
  'i',
);
const CRUD =
  /^(?:(?:it|the api|there|we|please|all|every|each|i|you)? ?(?:should |must |needs? to )?(?:with|supports?|support|provides?|provide|offers?|offer|have|has|need|needs|implement|implements|include|includes|add|want|expose|exposes|allows?|is|are)? ?)?(?:the |full |complete |basic |standard |usual |all |simple )*crud(?: operations?| endpoints?| api| routes?| functionality| support| actions?)?(?: (?:for|on|over|of|to) (.+?))?(?: (?:is|are) (?:needed|required|supported|available|provided))?$/i;

function recordsNamed(phrase: string, understanding: Understanding): readonly EntityNotes[] | undefined {
  const text = phrase.trim();
  if (
    /^(?:them|these|those|all(?: of (?:them|these|those))?|everything|(?:all |each |every |the |these )*(?:entit(?:y|ies)|resources?|records?|models?|types?|of them)|both|all (?:three|four|five|two|\w+) (?:of them|resources|entities)?)$/i.test(
      text,
    )
  ) {
    return understanding.entities.length > 0 ? understanding.entities : undefined;
  }
  const named = splitOutside(text, /\s*,\s*(?:and )?|\s+(?:and|or)\s+/).map((part) =>
    entityNamed(part, understanding),
  );
  const entities = named.filter((entity) => entity !== undefined);
  return entities.length > 0 && entities.length === named.length ? entities : undefined;
}

/** "Receptionists can add owners": said of some people, and of what they may. */
function isOfSome(text: string, understanding: Understanding): boolean {
  const subject = /^(?:an? |the |all |every |each )?([\p{L} -]+?) (?:can|may|must|should|could|will) /iu.exec(
    text,
  )?.[1];
  return (
    subject !== undefined &&
    !isSoftware(subject, understanding) &&
    !/ be [\p{L}, ]+$/iu.test(text) &&
    entityNamed(subject, understanding) === undefined &&
    !/^(?:users?|clients?|callers?|consumers?|customers?|anyone|everyone|everybody|staff|people)$/i.test(
      subject,
    )
  );
}

const ONLY_READ = /^(?:(?:view|see|read|browse|get|retrieve|fetch)s?(?:, | and | or |\/| )*)+$/i;

/** "Users can create, read, update and delete books", "CRUD for all entities". */
export const readDeeds: Reader = (statement, understanding) => {
  const text = clean(statement.text);
  if (isOfSome(text, understanding)) return undefined;
  // Beside those who sign in, what anyone can do needs no sign-in.
  if (understanding.hadAccess && /^any ?(?:one|body) (?!who\b|logged|signed)/i.test(text)) return undefined;
  const crud = CRUD.exec(text);
  const about =
    crud !== null
      ? recordsNamed(crud[1] ?? 'all', understanding)
      : (recordsNamed(DEEDS.exec(text)?.[2] ?? '', understanding) ??
        recordsNamed(DEEDS_DONE.exec(text)?.[1] ?? '', understanding));
  if (about === undefined) return undefined;
  // "Only the tenant writes these notes, but all gardeners can read them": of what was spoken of, and a right.
  const told = crud === null ? (DEEDS.exec(text)?.[1] ?? '') : '';
  if (ONLY_READ.test(told) && /\b(?:them|these|those|it|all)$/i.test(text)) return undefined;
  return () => {
    understanding.topic = about.length === 1 ? about[0] : understanding.topic;
    understanding.met(
      `${about.map(({ plural }) => plural).join(', ')} can be created, read, changed and deleted`,
      statement.source,
      about.map(({ singular }) => ({ kind: 'records', entity: singular })),
    );
  };
};

const MARK = new RegExp(
  `^(?:${ACTOR}(?:mark|set|flag|tick)(?:s|ed|ing)?(?: off)? (?:an?|the|any|their|each) ?([\\w -]+?) as ([\\w-]+)|(?:an?|the|each|every|all)? ?([\\w -]+?) (?:can|may|should|must) be (?:marked|flagged|set|ticked off) (?:as |to )?([\\w-]+)|(?:an?|the|each|every) ([\\w -]+?) (?:can be|may be|is either) ([\\w-]+) or (?:not(?: \\w+)?|un\\w+|in\\w+))$`,
  'i',
);

/** "A task can be marked as done": a yes-or-no field, unless a status has that value. */
export const readMark: Reader = (statement, understanding) => {
  const match = MARK.exec(clean(statement.text));
  const entity = entityNamed(match?.[1] ?? match?.[3] ?? match?.[5] ?? '', understanding);
  const word = nounWords(match?.[2] ?? match?.[4] ?? match?.[6] ?? '');
  if (entity === undefined || !/^[a-z]+$/.test(word)) return undefined;
  return () => {
    const status = entity.fields.find((field) => saidOf(field).values?.includes(word) === true);
    const field = status ?? understanding.addField(entity, word, statement.source);
    if (status === undefined) field.said.push({ restriction: { type: 'boolean' }, source: statement.source });
    else
      understanding.met(`${entity.plural} can be set to ${word}`, statement.source, [
        { kind: 'form', entity: entity.singular, field: field.words },
      ]);
    understanding.topic = entity;
  };
};

const AT_FIRST =
  /^(?:in the beginning|at first|initially|to begin with|to start with|by default|at the start|when (?:it is |they are )?(?:new|created|made|entered)),? (?:an? |the |every |each )?([\p{L} -]+?) (?:is|are|has the status) (?:always )?["']?([\p{L} -]+?)["']?$/iu;
const BY_DEFAULT =
  /^(?:an? |all |every |each )?(?:new(?:ly created)? )?([\w -]+?) (?:is|are|starts?(?: out)?(?: as)?|begins?(?: as)?) (?:always )?["']?([\w -]+?)["']?(?: (?:by default|initially|at first|when created))?$/i;

/** "New tickets are open by default": the first value of a status. */
export const readInitial: Reader = (statement, understanding) => {
  const text = clean(statement.text);
  const match = AT_FIRST.exec(text) ?? BY_DEFAULT.exec(text);
  if (
    match === null ||
    !/in the beginning|to begin with|to start with|at the start|\bnew|by default|initially|at first|when created|starts?\b/i.test(
      text,
    )
  )
    return undefined;
  const entity = entityNamed(match[1] ?? '', understanding);
  const value = (match[2] ?? '').toLowerCase();
  const field = entity?.fields.find(
    (each) => saidOf(each).values?.some((one) => one.toLowerCase() === value) === true,
  );
  if (field === undefined) return undefined;
  return () => {
    field.said.push({ restriction: { default: value }, source: statement.source });
  };
};

const SIMPLE: readonly {
  readonly pattern: RegExp;
  readonly statement: string;
  readonly aspect?: Aspect;
  readonly check?: string;
}[] = [
  {
    pattern:
      /^(?:(?:it|the api|we|please|with|and|there)? ?(?:must|should|shall|will|needs? to)? ?(?:is|are|be|have|has|provide|provides|serve|serves|publish|publishes|expose|exposes|include|includes|generate|generates|with|come with|comes with|offer|offers|an?)? ?)?(?:an? |the |auto-?generated |interactive )*(?:open ?api|swagger)(?: \d[\d.]*)?(?: (?:documentation|docs?|document|specification|spec|schema|description))?(?: (?:endpoint|page|is (?:served|provided|available|generated)))?$|^(?:the api|it|everything|all endpoints|every endpoint) (?:is|are|must be|should be) (?:well )?documented(?: (?:with|in|using|by|via) (?:open ?api|swagger))?$/i,
    statement: 'an OpenAPI document describes the API',
    aspect: { kind: 'documentation' },
  },
  {
    pattern:
      /^(?:(?:it|the api|we|there|please|with)? ?(?:must|should|shall|will)? ?(?:is|be|have|has|provide|provides|expose|exposes|include|includes|with|add|offer|offers)? ?)?(?:an? |the |simple )*health[- ]?(?:check)?(?: (?:endpoint|route|probe|check))*$/i,
    statement: 'a health check answers',
    aspect: { kind: 'health' },
  },
  {
    pattern:
      /^(?:all |the |every )?(?:data|records?|everything|it|the api|they|all data)? ?(?:must|should|shall|will)? ?(?:is|are|be)? ?(?:stored|kept|saved|persisted|stores (?:its |the |all )?data|uses?|use|with|persist(?:ed|s)?)(?: (?:data|everything))? ?(?:in|to|using|with)? ?(?:an? )?(?:sqlite(?: database| file| db)?|(?:a )?database|disk)?(?: and survives? (?:a )?restarts?)?$|^(?:all |the |my |our )?(?:data|records|everything|entries) (?:must|should|shall|has to|have to|needs? to|will) (?:still )?(?:be|stay) (?:still )?(?:there|kept|available|safe|saved)(?: (?:when|after|once|if|even (?:when|if)) .{3,60}?)?(?:,? in (?:an? |one )?(?:single )?(?:json |sqlite )?(?:file|database)(?: (?:i|we|that|which|you) [\w ]+)?)?$|^(?:all |the )?(?:data|records) (?:must |should |has to |have to )?survives? (?:an? )?restarts?(?: of the (?:server|service|api))?$/i,
    statement: 'the records are kept in a database file',
    aspect: { kind: 'persistence' },
  },
  {
    pattern:
      /^(?:(?:all |the |every )?(?:errors?|error responses?|problems?) (?:are|is|must be|should be|come|use|follow|are returned|must be returned|should be returned)(?: (?:returned|answered|reported))?(?: (?:as|in|with|the))* (?:json|problem details|problem\+json|application\/problem\+json|rfc ?(?:7807|9457)(?: problem details)?|a consistent (?:json )?(?:format|shape))(?: (?:format|\(rfc ?\d+\)|rfc ?\d+))*|(?:all |the |every |invalid )?(?:inputs?|requests?|data|bodies|request bodies|fields?|payloads?)(?: data)? (?:is|are|must be|should be) (?:validated|checked|rejected|refused)(?: .{0,40})?|(?:with |proper |input |good |full |use )*(?:validation|input validation|error handling|validation and error handling)|validates? (?:all |the )?(?:inputs?|requests?|data)|validation errors? (?:returns?|gives?|(?:is|are) answered with) (?:http )?400(?: bad request)?(?: (?:with|and|as) (?:problem details|problem\+json|json))?|(?:returns? )?(?:http )?(?:400(?: bad request)? (?:for|on|if|when) (?:the )?(?:invalid|bad|wrong)? ?(?:inputs?|data|requests?|values)(?: (?:is|are) (?:invalid|not valid|wrong))?|404(?: not found)? (?:for|on|if|when) (?:an? |the )?(?:unknown (?:ids?|records?)|missing records?|(?:records?|resources?) (?:does not exist|do not exist|is not found|are not found))))$/i,
    statement: 'requests are checked, and refused with problem details',
    aspect: { kind: 'problems' },
  },
  {
    pattern:
      /^(?:(?:use|uses|using|in|with|written in|built with|please use|it is|it should be|it must be|must be|should be|implement(?:ed)? (?:it )?(?:in|with)|the (?:stack|language|framework|backend|tech stack) (?:is|should be|must be|uses)|stack|technology|tech|language|written|build it (?:in|with)|i want|we use)(?: the)?[: ]*)?(?:(?:written |built |implemented )?(?:in|with|using) )?(?:(?:typescript|node(?:\.?js)?(?: \d+)?|fastify|sqlite|zod|vitest|rest(?:ful)?|json|http|esm|eslint|kysely)(?:,? (?:and |with |on |\+ )?|\/| ?\+ ?|$)(?:api )?)+$/i,
    statement: 'it is built with what the brief names',
    check: 'the project is type-checked, built and started',
  },
  {
    pattern:
      /^(?=.*\b(?:tests?|tested|lint\w*|readme|ci|coverage)\b)(?:(?:it|the api|the project|we|please|there|with)? ?(?:must|should|shall|will|needs? to)? ?(?:is|are|be|have|has|include|includes|with|come with|comes with|write|add|needs?|contain)? ?)?(?:(?:automated|unit|integration|good|complete|http|api|end-to-end|the|all|some|full|an?|proper|eslint|lint(?:er|ing)?|readme|ci|tests?|covered by|test suite|coverage|and|,|file|with|typescript|strict|curl|examples?|documentation) ?)+$/i,
    statement: 'tests, lint rules and a README come with it',
    check: 'the tests and the linter are run',
  },
];

/** What every project of this kind has anyway: documentation, health, storage, checks, tests. */
export const readSimple: Reader = (statement, understanding) => {
  const text = clean(statement.text);
  if (text.length > 200) return undefined;
  const found = SIMPLE.find(({ pattern }) => pattern.test(text));
  if (found === undefined) return undefined;
  const { aspect, check } = found;
  return () => {
    if (aspect !== undefined) understanding.met(found.statement, statement.source, [aspect]);
    else if (check !== undefined) understanding.checked(found.statement, statement.source, check);
  };
};

export const FEATURES: readonly Reader[] = [
  readPagination,
  readSearchable,
  readInitial,
  readMark,
  readSimple,
  readDeeds,
];
