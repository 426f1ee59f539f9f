import { signInRoute } from '../../rendering/domain-names.js';
import { entityNames } from '../../rendering/words.js';
import type { EntityNotes, Understanding } from '../understanding.js';
import { nounWords } from '../nouns.js';
import { filterBy, noteFound, type Asked, type Found } from './lists/asked.js';
import { fieldMeant } from './lists/list-fields.js';
import { Lists } from './lists/read-lists.js';
import { clean, type Reader, type Reading, type Statement } from './statement.js';

/** "GET /books – list books, filter by author": a method, a path, and what is said of it. */
const REQUEST =
  /^(GET|POST|PUT|PATCH|DELETE) (\/[\w./{}:<>-]*[\w/}>])(\?[^\s–—]*(?: \w+=\w*)?)?(?: ?[:–—-] ?| |$)(.*)$/u;
const PARAMETER = /^(?::[\w-]+|\{[\w-]+\}|<[\w-]+>)$/;

/** What a request does, and the words that say no more than that; `isOne`: it names one record. */
const DEEDS: readonly {
  readonly method: string;
  readonly isOne: boolean;
  readonly does: string;
  readonly verbs: string;
}[] = [
  {
    method: 'POST',
    isOne: false,
    does: 'creates',
    verbs: 'creat(?:e|es|ing)|add(?:s|ing)?|register(?:s|ing)?|insert(?:s|ing)?|new',
  },
  {
    method: 'GET',
    isOne: true,
    does: 'reads',
    verbs:
      'get(?:s|ting)?|fetch(?:es)?|retriev(?:e|es|ing)|read(?:s|ing)?|show(?:s)?|view(?:s)?|returns?|details? of',
  },
  {
    method: 'PATCH',
    isOne: true,
    does: 'changes',
    verbs: 'updat(?:e|es|ing)|chang(?:e|es|ing)|edit(?:s|ing)?|modif(?:y|ies|ying)',
  },
  { method: 'DELETE', isOne: true, does: 'deletes', verbs: 'delet(?:e|es|ing)|remov(?:e|es|ing)' },
];
const LISTING =
  /^(?:lists?|listing|gets?|returns?|fetch(?:es)?|retrieves?|shows?|browses?|views?)(?: (?:a |the )?(?:paginated )?list of)?(?= |$) ?/i;
const DETERMINERS = /^(?:(?:an?|the|all|any|every|one|single|new|existing|our|its) )+/i;
const BY_ID = /,? (?:by|with|for) (?:its |their |an? |the |given )*id$/i;

/** The records whose route a path is; `isOne`: with the id of one behind it. */
function recordsAt(
  path: string,
  understanding: Understanding,
): { readonly entity: EntityNotes; readonly isOne: boolean } | undefined {
  const [collection, parameter, ...more] = path.split('/').filter((part) => part !== '');
  const entity = understanding.entities.find(
    ({ singular, plural }) => entityNames(singular, plural).route === `/${collection ?? ''}`,
  );
  if (entity === undefined || more.length > 0) return undefined;
  if (parameter === undefined) return { entity, isOne: false };
  return PARAMETER.test(parameter) ? { entity, isOne: true } : undefined;
}

/** Why a request is not answered as the brief writes it. */
function whyNot(
  method: string,
  path: string,
  there: ReturnType<typeof recordsAt>,
  understanding: Understanding,
): string | undefined {
  if (
    there === undefined &&
    /\b(?:auth|login|log-in|signin|sign-in|logout|register|signup|sign-up|sessions?|tokens?|me)\b/i.test(path)
  )
    return `people sign in at POST ${signInRoute(understanding.entities)}, and blueprints know no other path for it`;
  if (method === 'PUT' && there?.isOne === true)
    return 'records are changed with PATCH, which takes some or all of the fields';
  if (there !== undefined) return undefined;
  const last = path
    .split('/')
    .filter((part) => part !== '' && !PARAMETER.test(part))
    .at(-1);
  const named = understanding.entities.find(
    ({ singular, plural }) => entityNames(singular, plural).route === `/${last ?? ''}`,
  );
  return named === undefined
    ? undefined
    : `${named.plural} are answered at ${entityNames(named.singular, named.plural).route}, listed by a field with ?field=value; blueprints know no other path`;
}

/** "?status=open&limit=20": what a list is asked for by a request; undefined: it is more than that. */
function queryOf(
  query: string,
  entity: EntityNotes,
  understanding: Understanding,
): readonly Asked[] | undefined {
  const keys = query
    .replace(/^\?/, '')
    .split('&')
    .map((pair) => pair.replace(/=.*$/, '').trim())
    .filter((key) => key !== '' && !/^(?:limit|offset)$/.test(key));
  const asked = keys.map((key) => {
    const words = key
      .replace(/[_ ]?id$/i, '')
      .replace(/(?<=\p{Ll})\p{Lu}|_/gu, (sign) => ` ${sign.replace('_', '')}`);
    const field = fieldMeant(entity, nounWords(words), understanding);
    return field === undefined ? undefined : filterBy(entity, field, key, false);
  });
  const known = asked.filter((each) => each !== undefined);
  return known.length === asked.length ? known : undefined;
}

/** Whether the words name the record, and what follows them. */
function behindNoun(text: string, { singular, plural }: EntityNotes): string | undefined {
  const bare = text.replace(DETERMINERS, '');
  const noun = [plural, singular].find((each) => new RegExp(`^${each}(?![\\p{L}-])`, 'iu').test(bare));
  return noun === undefined ? undefined : bare.slice(noun.length).trim();
}

function readList(
  said: string,
  query: string,
  entity: EntityNotes,
  statement: Statement,
  understanding: Understanding,
): Reading {
  const queried = queryOf(query, entity, understanding);
  const isBracket = /^\(.*\)$/.test(said);
  const told = isBracket || said === '' ? said : behindNoun(said.replace(LISTING, ''), entity);
  if (queried === undefined || told === undefined) return undefined;
  const rest = told
    .replace(/[()]/g, ' ')
    .replace(/\b(filter|sort|search)(?:ed|s|able)?: /gi, '$1 by ')
    .replace(/;/g, ',')
    .trim();
  const found: Found[] = [];
  if (rest !== '') {
    const lists = new Lists(understanding);
    lists.begin({ entity, mode: 'look', asked: [], rest: '' });
    lists.take(rest);
    const results = lists.results(false);
    const [only, ...others] = results ?? [];
    if (only?.entity !== entity || others.length > 0 || only.left.length > 0) return undefined;
    found.push(only);
  }
  return () => {
    understanding.met(
      `GET ${entityNames(entity.singular, entity.plural).route} lists ${entity.plural}`,
      statement.source,
      [{ kind: 'records', entity: entity.singular }],
      statement.source.text,
    );
    const asked = [...queried, ...found.flatMap((each) => each.asked)];
    if (asked.length > 0) noteFound([{ entity, asked, left: [] }], statement, understanding);
    understanding.topic = entity;
  };
}

/** A request as a brief lists them, where the API answers just that. */
export const readEndpoint: Reader = (statement, understanding) => {
  const [, method = '', path = '', query = '', words = ''] = REQUEST.exec(clean(statement.text)) ?? [];
  if (method === '' || understanding.kind !== 'api') return undefined;
  const said = words.trim();
  const there = recordsAt(path, understanding);
  const reason = whyNot(method, path, there, understanding);
  if (reason !== undefined)
    return () => {
      understanding.open(statement.text, statement.source, reason);
    };
  if (there === undefined) return undefined;
  const { entity, isOne } = there;
  if (method === 'GET' && !isOne) return readList(said, query, entity, statement, understanding);
  const deed = DEEDS.find((each) => each.method === method && each.isOne === isOne);
  if (deed === undefined || query !== '') return undefined;
  const bare = said.replace(BY_ID, '').replace(new RegExp(`^(?:${deed.verbs})(?= |$) ?`, 'i'), '');
  if (said !== '' && (bare === said || behindNoun(bare, entity) !== '')) return undefined;
  const { route, aSingular } = entityNames(entity.singular, entity.plural);
  return () => {
    understanding.met(
      `${method} ${route}${isOne ? '/:id' : ''} ${deed.does} ${aSingular}`,
      statement.source,
      [{ kind: 'records', entity: entity.singular }],
      statement.source.text,
    );
    understanding.topic = entity;
  };
};
