import type { Aspect } from '../../domain/aspect.js';
import { fieldPhraseOf } from '../field-phrases.js';
import { itemsOf } from '../lists.js';
import { splitOutside } from '../outside-brackets.js';
import { isPlural, nounWords } from '../nouns.js';
import type { EntityNotes, Understanding } from '../understanding.js';
import { isFieldItem, isFieldList, noteFields } from './fields.js';
import { tie } from './references.js';
import { canBeRecord, within, type Statement } from './statement.js';

const WITH =
  /^(.+?),? (?:with|that have|which have|who have|that has|which has|having|each having|each with|including|consisting of|made of|that contain|described by) (.+)$/i;
const BRACKETS = /^([^()]+?)\s*\(((?:[^()]|\([^()]*\))*)\)\s*(.*)$/;
const RULED = /\b(?:cannot|(?:must|may|should|shall|can|will|is|are|do|does) (?:not|never)|never)\b/i;
const TIE =
  /^(?:,? ?(?:that|which|who|each|each of which|where each) )?(?:(?:can |may )?(?:belongs?|belonging|is assigned|are assigned|assigned|is linked|are linked|linked|is attached|are attached|attached|is related|are related|tied) to|is for|are for|for|of|in|on|made by|written by|owned by|placed by|created by|borrowed by|taken by|booked by|(?:referencing|linking|connecting|joining|between)|(?:that|which) (?:references?|links?|connects?|joins?)) (?:exactly )?(.+)$/i;

const CLAUSE = /^(?:is|are|can|may|must|belongs?|sits?|stands?|lives?|lies?|works?|plays?) /i;

/** One kind of record in a list, with what stands behind its noun. */
export interface RecordItem {
  readonly noun: string;
  readonly fields: string | undefined;
  /** Whether the fields stand in brackets, so that nothing after those is one more. */
  readonly closed: boolean;
  /** Nouns of the records that it belongs to. */
  readonly parents: readonly string[];
  readonly rest: string;
  readonly text: string;
}

/** @param isLoose Whether only a preposition ties them: "fields of study" belong to no study. */
function parentsIn(
  text: string,
  understanding: Understanding,
  isLoose = false,
): readonly string[] | undefined {
  const parents = splitOutside(
    text.replace(/[.,]$/, ''),
    /\s*,\s*(?:and )?|\s+and\s+(?:to )?|\s+(?:to|with)\s+(?=(?:an?|one) )/,
  ).map((part) => nounWords(part.replace(/^(?:exactly |only )?(?:one|a single|to) /i, '')));
  const isRecord = (noun: string): boolean =>
    canBeRecord(noun) && (understanding.isKnown(noun) || (!isPlural(noun) && !isLoose));
  return parents.length > 0 && parents.every(isRecord) ? parents : undefined;
}

function recordItem(text: string, understanding: Understanding): RecordItem | undefined {
  const brackets = BRACKETS.exec(text);
  if (brackets !== null && !WITH.test(brackets[1] ?? '')) {
    const noun = nounWords(brackets[1] ?? '');
    const rest = (brackets[3] ?? '').trim();
    if (!canBeRecord(noun) || !itemsOf(brackets[2] ?? '').some(isFieldItem)) return undefined;
    const tied = TIE.exec(rest)?.[1];
    const parents = tied === undefined ? undefined : parentsIn(tied, understanding);
    // "Users (admin) search on name": for whom a search is, and no field.
    if (rest !== '' && parents === undefined && itemsOf(brackets[2] ?? '').length < 2) return undefined;
    return {
      noun,
      fields: brackets[2],
      closed: true,
      parents: parents ?? [],
      rest: parents === undefined ? rest : '',
      text,
    };
  }
  const withFields = WITH.exec(text);
  if (withFields !== null) {
    const head = recordItem(withFields[1] ?? '', understanding);
    if (head?.fields !== undefined || head?.rest !== '') return undefined;
    if (!isFieldList(withFields[2] ?? '') && recordItemsOf(withFields[2] ?? '', understanding) === undefined)
      return undefined;
    // "Teams with games cannot be removed" is a rule.
    if (RULED.test(withFields[2] ?? '') && !itemsOf(withFields[2] ?? '').every(isFieldItem)) return undefined;
    return { ...head, fields: withFields[2], closed: false, text };
  }
  const noun = nounWords(text);
  if (canBeRecord(noun)) return { noun, fields: undefined, closed: false, parents: [], rest: '', text };
  const words = text.split(' ');
  for (let cut = 1; cut < Math.min(words.length, 4); cut += 1) {
    const head = nounWords(words.slice(0, cut).join(' '));
    const tail = words.slice(cut).join(' ');
    const tied = TIE.exec(tail)?.[1];
    const isLoose = /^(?:of|in|on|for) /i.test(tail);
    const parents = tied === undefined ? undefined : parentsIn(tied, understanding, isLoose);
    if (parents !== undefined && canBeRecord(head))
      return { noun: head, fields: undefined, closed: false, parents, rest: '', text };
  }
  return undefined;
}

/** Whether an item after the fields of one record begins another one, rather than being one more field. */
function opensRecord(piece: string, record: RecordItem, understanding: Understanding): boolean {
  const asField = fieldPhraseOf(piece);
  const isRestricted =
    asField !== undefined && asField.restrictions.length > 0 && asField.leftovers.length === 0;
  if (isRestricted || !isPlural(record.noun)) return false;
  return (
    record.fields !== undefined ||
    record.parents.length > 0 ||
    (understanding.isKnown(record.noun) && !/^(?:an?|the) /i.test(piece))
  );
}

/** `books with a title and an ISBN; members (name, email); loans`: the kinds of records that a list names. */
export function recordItemsOf(text: string, understanding: Understanding): readonly RecordItem[] | undefined {
  const records: RecordItem[] = [];
  for (const part of splitOutside(text, /\s*;\s*(?:and )?/)) {
    let open: RecordItem | undefined;
    for (const piece of itemsOf(part)) {
      const record = recordItem(piece, understanding);
      const startsRecord =
        record !== undefined &&
        (open?.fields === undefined || open.closed || opensRecord(piece, record, understanding));
      if (record !== undefined && startsRecord) {
        open = record;
        records.push(record);
      } else if (open?.fields !== undefined && !open.closed && isFieldItem(piece)) {
        const grown: RecordItem = {
          ...open,
          fields: `${open.fields}, ${piece}`,
          text: `${open.text}, ${piece}`,
        };
        records[records.length - 1] = grown;
        open = grown;
      } else return undefined;
    }
  }
  return records.length === 0 ? undefined : records;
}

/**
 * Declares every record of the list, its fields and what it belongs to.
 * @param head Words before the list that say no more than that those records are kept: "we keep".
 */
export function noteRecords(
  records: readonly RecordItem[],
  statement: Statement,
  understanding: Understanding,
  head = '',
): readonly EntityNotes[] {
  const taken = headTaken(head, statement);
  return records.map((record, at) => {
    const source = within(statement, record.text);
    const entity = understanding.declare(record.noun, source);
    const here: Statement = {
      text: record.text,
      source: { text: verbatim(statement, record), position: source.position },
    };
    const said = at === 0 ? taken : undefined;
    if (record.fields === undefined) {
      const aspect: Aspect = { kind: 'records', entity: entity.singular };
      understanding.met(`${entity.plural} are kept`, here.source, [aspect], said);
    } else noteFields(record.fields, entity, here, understanding, said);
    for (const parent of record.parents)
      tie(entity, understanding.declare(parent, source), here.source, understanding);
    // "Animals (tag, species) are kept in barns": a statement of its own.
    if (CLAUSE.test(record.rest))
      understanding.remainders.push({
        text: `${entity.plural.charAt(0).toUpperCase()}${entity.plural.slice(1)} ${record.rest}`,
        source: within(statement, record.rest),
      });
    else if (record.rest !== '') {
      understanding.open(
        `${entity.plural} ${record.rest}`,
        within(statement, record.rest),
        'it was not understood',
      );
    }
    return entity;
  });
}

/** The head of a statement as the brief has it, where the statement begins with it. */
function headTaken(head: string, { source: { text } }: Statement): string | undefined {
  const words = head.trim();
  const isThere = words !== '' && text.toLowerCase().startsWith(words.toLowerCase());
  return isThere ? text.slice(0, words.length) : undefined;
}

/** The brief's words for a record: from its noun to its last field, however the items were joined. */
function verbatim(statement: Statement, record: RecordItem): string {
  const { text } = statement.source;
  if (text.includes(record.text)) return record.text;
  const pieces = itemsOf(record.text);
  const first = pieces[0] ?? record.text;
  const last = pieces.at(-1) ?? record.text;
  const start = text.indexOf(first);
  const end = text.indexOf(last, start < 0 ? 0 : start);
  return start < 0 || end < 0 ? text : text.slice(start, end + last.length);
}
