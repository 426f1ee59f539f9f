import type { EntityNotes, Understanding } from '../../understanding.js';
import { NUMBER } from '../../numbers.js';
import { nounWords } from '../../nouns.js';
import { entitiesIn } from '../../spoken-subjects.js';
import { entityNamed, type Reader, type Statement } from '../statement.js';
import { noteFound, type Found } from './asked.js';
import { withoutLead } from './heads.js';
import { pagesAt } from './pages.js';
import { GUARDED, Lists, spokenIn } from './read-lists.js';

/** How a wish begins that names no record. */
const STARTS =
  /^(?:(?:with |the |a |an |please |full[- ]?text |free[- ]?text |default )*(?:search|filter|sort|order|narrow|newest|latest|oldest|earliest|soonest|cheapest|most recent|highest|lowest|alphabetical|in alphabetical|in (?:the )?order|by |look (?:them|it|one) up|listed|shown|presented))/i;
const NAMES_FIELD = /\b(?:by|of)\b|^(?:[\w-]+ )*?(?:search|filter|sort|order|narrow)\w* /i;
/** What stands for a list that was spoken of. */
const THAT_LIST =
  /^(?:(?:the|this|that|these|those|all|every) )?(?:lists?|results?|overview|it|they|these|those|entries|answers?|listings?)(?: (?:is|are|comes?|can|may|should|must|will|has to|have to|needs? to))(?: (?:to be|be|come|always|shown|delivered|returned|given))* /i;
const OF_LIST =
  / (?:on|for|of|in) (?:the |all |our )?(?:lists? of )?([\p{L}]+(?: [\p{L}]+)??)(?: lists?)?$/iu;

/** Which records a wish without a noun is about: those that it names, those listed last, those spoken of. */
function likely(text: string, understanding: Understanding, position: number): readonly EntityNotes[] {
  const recent =
    understanding.listed !== undefined && position - understanding.listed.position <= 1
      ? [understanding.listed.entity]
      : [];
  const named = understanding.entities.filter((entity) =>
    new RegExp(`\\b(?:by|on|in|for|over) (?:the )?${entity.singular} `, 'i').test(text),
  );
  const topic = understanding.topic === undefined ? [] : [understanding.topic];
  return [...new Set([...named, ...recent, ...topic])];
}

/** "Newest first, 20 on a page", "full text search on name and formula", "sort by date": of the list spoken of. */
export const readImpliedList: Reader = (statement, understanding) => {
  const text = spokenIn(statement.text);
  if (GUARDED.test(text)) return undefined;
  const said = withoutLead(text).replace(THAT_LIST, '');
  if (!STARTS.test(said)) return undefined;
  const complete = (entity: EntityNotes, body: string): readonly Found[] | undefined => {
    const lists = new Lists(understanding);
    lists.begin({ entity, mode: 'look', asked: [], rest: '' });
    lists.take(body);
    const found = lists.results(false);
    return found?.length === 1 && found[0]?.left.length === 0 ? found : undefined;
  };
  const ofList = OF_LIST.exec(said);
  const named = ofList === null ? undefined : entityNamed(ofList[1] ?? '', understanding);
  const candidates = likely(said, understanding, statement.source.position);
  const namesField = NAMES_FIELD.test(said);
  const fitting = namesField
    ? understanding.entities.map((entity) => complete(entity, said)).filter((found) => found !== undefined)
    : [];
  const recent = candidates.filter((entity) => namesField || entity === understanding.listed?.entity);
  const found =
    (named === undefined ? undefined : complete(named, said.slice(0, ofList?.index))) ??
    recent.map((entity) => complete(entity, said)).find((each) => each !== undefined) ??
    (fitting.length === 1 ? fitting[0] : undefined);
  if (found === undefined) return undefined;
  return () => {
    noteFound(found, statement, understanding);
  };
};

const EVERY =
  /^(?:(?:all|every|each|the|any) )*(?:lists?|list endpoints?|listings?|results?|responses?|collections?|everything|endpoints?|pages?)(?: (?:endpoints?|results?))? (?:(?:is|are|comes?|should|must|will|has to|have to|needs? to|shows?|contains?|return(?:s|ed)?|be|come|always|shown|delivered) )*/i;

/** "Pagination for all list endpoints (default 20)". */
const FOR_EVERY =
  / (?:for|on|of|in) (?:all|every|each)(?: the)? (?:lists?|listings?|(?:list )?endpoints?|collections?)(?=$|[ ,:(])/i;

/** "30 tools on a page": the records that a page has so many of; `unknown`: a noun that names none. */
function namedThings(text: string, understanding: Understanding): EntityNotes | 'unknown' | undefined {
  const noun = new RegExp(
    `\\b${NUMBER} (?!(?:per|a|an|on|to|at|in|each|by|is|max\\w*|min\\w*|up|no|not|never|and|but|with|unless|or)\\b)(\\p{L}+) (?:per|a|on|to|in|at)\\b`,
    'iu',
  ).exec(text)?.[1];
  if (noun === undefined || GENERIC_THINGS.test(noun)) return undefined;
  return entityNamed(noun, understanding) ?? 'unknown';
}

/** What the words before it in the same passage list: "entries: by day; 25 per page" says nothing of other lists. */
function toldBefore(
  text: string,
  { source }: Statement,
  understanding: Understanding,
): EntityNotes | 'unknown' | undefined {
  if (
    /\b(?:every|all|each|any) (?:lists?|endpoints?|pages?)\b|\b(?:everywhere|throughout|everything)\b/i.test(
      text,
    )
  )
    return undefined;
  const passage = understanding.passages[source.position] ?? '';
  const before = passage.slice(
    0,
    Math.max(0, passage.toLowerCase().indexOf(text.slice(0, 12).toLowerCase())),
  );
  const head = /^([\p{L} ]{2,30}):/u.exec(before)?.[1];
  const about = head === undefined ? undefined : understanding.entityMeant(nounWords(head));
  if (about !== undefined) return about;
  const [only, ...others] = entitiesIn(before, understanding);
  if (only === undefined) return undefined;
  return others.length === 0 ? only : 'unknown';
}

const GENERIC_THINGS =
  /^(?:results?|items?|entries|entry|records?|rows?|lines?|elements?|things|hits|objects?|by|default|of|ones|at)$/i;

/** "Every list comes in pages of 20", "default page size 25, maximum 100": of the list spoken of just before, or of all. */
export const readPages: Reader = (statement, understanding) => {
  const text = spokenIn(statement.text);
  const isEvery =
    /^(?:all|every|each|everything|the lists|lists|list endpoints)\b/i.test(text) || FOR_EVERY.test(text);
  const { listed } = understanding;
  const isRecent = listed !== undefined && statement.source.position - listed.position <= 1;
  const named =
    namedThings(text, understanding) ?? (isEvery ? undefined : toldBefore(text, statement, understanding));
  if (named === 'unknown' && !isEvery) return undefined;
  const about =
    named !== undefined && named !== 'unknown'
      ? [named]
      : isEvery || !isRecent || listed.others.length > 0
        ? understanding.entities
        : [listed.entity];
  const bare = text.replace(/,? (?:and )?offset$/i, '');
  const wholes = [
    bare,
    bare.replace(EVERY, ''),
    bare.replace(FOR_EVERY, ''),
    bare.replace(/^[^:]{1,20}: /, ''),
  ];
  const asked = about.map(
    (entity) =>
      wholes
        .map((whole) => ({ whole, page: pagesAt(entity, whole) }))
        .find(({ whole, page }) => page?.length === whole.length)?.page,
  );
  const [first] = asked;
  const [entity] = about;
  if (first === undefined || entity === undefined) return undefined;
  return () => {
    for (const page of asked) page?.asked.act(statement.source, understanding);
    understanding.met(
      about.length === 1
        ? first.asked.statement
        : first.asked.statement.replace(`the list of ${entity.plural}`, 'every list'),
      statement.source,
      asked.flatMap((page) => page?.asked.aspects ?? []),
    );
  };
};

const FOUND_BY =
  /^(?:the |its |their |an? )?([\p{L} -]+?) is (?:how|what) (?:we|you|people|i|staff|everyone) (?:find|look up|search(?: for)?|look for|identify|know|recogni[sz]e) (?:the |our |an? )?([\p{L} -]+?)(?: by)?$/iu;

/** "The phone number is how we find people". */
export const readFoundBy: Reader = (statement, understanding) => {
  const match = FOUND_BY.exec(spokenIn(statement.text));
  const entity = match === null ? undefined : entityNamed(match[2] ?? '', understanding);
  if (match === null || entity === undefined) return undefined;
  const lists = new Lists(understanding);
  lists.begin({ entity, mode: 'search', asked: [], rest: '' });
  lists.take(`by ${match[1] ?? ''}`);
  const found = lists.results(false);
  if (found?.length !== 1 || found[0]?.left.length !== 0) return undefined;
  return () => {
    noteFound(found, statement, understanding);
  };
};
