import { isPlural, nounWords } from '../../nouns.js';
import type { EntityNotes, Understanding } from '../../understanding.js';
import { clean, type Reader } from '../statement.js';
import { noteFound, type Asked, type Found } from './asked.js';
import type { Mode } from './mode.js';
import { activeHead, passiveHead, startsLooking, type Head } from './heads.js';
import type { Listing } from './field-list.js';
import { fieldMeant } from './list-fields.js';
import { elsewhereAt, modifierAt } from './modifiers.js';

/** What a sentence about lists may end with and ask for nothing. */
const IDLE =
  /,? ?\b(?:please|ignoring case|case[- ]insensitive(?:ly)?|regardless of case|without regard to case|upper or lower case|unless (?:asked|told|said|stated) otherwise|if nothing (?:else )?is (?:said|asked)|when nothing is asked for|by default|at any time|too|as well|if possible|at least)\b(?= *(?:$|[,;.)]))/gi;
/** Words that make a sentence one about what is allowed, or what is not. */
export const GUARDED =
  /\b(?:only|own|cannot|must not|may not|should not|never|nobody|no ?one|unless|except|without|if)\b/i;
const JOINED = /^[\s,;.]*(?:(?:and|or|but|also|then|as well as|plus|both|again)\s+)*/i;

/** "Members can be listed and searched": that there is a list at all, beside what is asked of it. */
const LISTED = /^(?:(?:can|could|may|must|should|will|are|to) )*(?:be )?listed(?=$|,|;| and | or )/i;

export class Lists {
  private readonly found: { entity: EntityNotes; asked: Asked[]; left: string[] }[] = [];
  private listing: Listing | undefined;

  constructor(private readonly understanding: Understanding) {}

  /** Whether what follows may be said of a list that was not understood, and how much was left for that. */
  private isLost = false;
  private lost = 0;

  /** "Visits newest first", where the list is one of stalls, whether or not visits are kept. */
  private namesOther(words: string): boolean {
    const noun = /^(\p{L}+)(?= \p{L})/iu.exec(words)?.[1]?.toLowerCase() ?? '';
    const entity = this.listing?.entity;
    return (
      entity !== undefined &&
      isPlural(noun) &&
      noun !== entity.plural &&
      noun !== entity.plural.split(' ').at(-1) &&
      fieldMeant(entity, noun, this.understanding) === undefined
    );
  }

  begin(head: Head): void {
    this.found.push({ entity: head.entity, asked: [...head.asked], left: [] });
    this.listing = {
      entity: head.entity,
      mode: head.mode,
      sorted: undefined,
      understanding: this.understanding,
    };
  }

  /** Takes the words apart to their end; what nothing is found for is left. */
  take(text: string): void {
    let rest = text;
    while (/[\p{L}\d]/u.test(rest)) {
      rest = rest.replace(JOINED, '');
      const next = this.isLost ? undefined : this.next(rest);
      if (next !== undefined) {
        rest = next;
        continue;
      }
      // What is asked of a list that is not known says nothing of the one before.
      const until = this.isLost || startsLooking(rest) ? rest.length : this.nextStart(rest);
      // What follows words about another list that were not understood may be said of that.
      if (this.namesOther(rest.slice(0, until))) this.isLost = true;
      this.found.at(-1)?.left.push(rest.slice(0, until).trim());
      if (this.isLost) this.lost += 1;
      rest = rest.slice(until);
    }
  }

  /** @param isSure Whether a list is asked for beyond doubt, whatever of it is not understood. */
  results(isSure: boolean): readonly Found[] | undefined {
    const asked = this.found.reduce((sum, each) => sum + each.asked.length, 0);
    const left = this.found.reduce((sum, each) => sum + each.left.length, 0) - this.lost;
    if (asked === 0 || (left > asked && !isSure)) return undefined;
    return this.found;
  }

  private readonly startsAnother = (text: string): boolean =>
    activeHead(text, this.understanding, this.listing?.entity) !== undefined;

  /** What remains after the thing asked next, if one is. */
  private next(rest: string): string | undefined {
    if (this.listing === undefined) return undefined;
    const head = activeHead(rest, this.understanding, this.listing.entity) ?? this.other(rest);
    if (head !== undefined) {
      this.begin(head);
      return head.rest;
    }
    const listed = LISTED.exec(rest)?.[0];
    if (listed !== undefined) {
      const { entity } = this.listing;
      this.found.at(-1)?.asked.push({
        words: listed,
        statement: `${entity.plural} can be listed`,
        aspects: [{ kind: 'records', entity: entity.singular }],
        act: () => undefined,
      });
      return rest.slice(listed.length);
    }
    const taken = modifierAt(rest, this.listing, this.startsAnother);
    if (taken === undefined || taken.length === 0) return undefined;
    const current = this.found.at(-1);
    // "That expire in 30 days, soonest first": the order is by what was not understood.
    if ((current?.left.length ?? 0) > 0 && taken.asked.some(({ words }) => isGuessedOrder(words)))
      return undefined;
    // A direction that is told of a field is all that is asked of its order.
    const [first] = taken.asked;
    const again =
      first === undefined ? -1 : (current?.asked.findIndex((each) => isSameOrder(each, first)) ?? -1);
    if (again >= 0) current?.asked.splice(again, 1);
    current?.asked.push(...taken.asked);
    current?.left.push(...taken.left);
    const others = taken.left.filter((words) => this.namesOther(words)).length;
    this.isLost ||= others > 0;
    this.lost += others;
    this.listing = {
      ...this.listing,
      mode: taken.mode ?? this.listing.mode,
      sorted: taken.sorted ?? this.listing.sorted,
    };
    return rest.slice(taken.length);
  }

  /** "…; loans: filter on status": another list in the same breath. */
  private other(rest: string): Head | undefined {
    const head = passiveHead(rest, this.understanding) ?? orderedHead(rest, this.understanding);
    return head !== undefined && this.listing !== undefined && head.entity !== this.listing.entity
      ? head
      : undefined;
  }

  private nextStart(rest: string): number {
    for (const match of rest.matchAll(/\s*[,;]\s+(?:and |or )?|\s+(?:and|or|but)\s+/gi)) {
      const tail = rest.slice(match.index).replace(JOINED, '');
      if (
        match.index > 0 &&
        this.listing !== undefined &&
        (this.startsAnother(tail) || modifierAt(tail, this.listing, this.startsAnother) !== undefined)
      )
        return match.index;
    }
    return rest.length;
  }
}

/** "Newest first" after a record: "stalls by row, and visits newest first". */
function orderedHead(text: string, understanding: Understanding): Head | undefined {
  const match =
    /^([\p{L}]+(?: [\p{L}]+)?) (?=(?:newest|latest|oldest|earliest|most recent|soonest|highest|lowest|alphabetical|in alphabetical|sorted|ordered|by|filtered)\b)/iu.exec(
      text,
    );
  const entity = match === null ? undefined : understanding.entity(nounWords(match[1] ?? ''));
  if (match === null || entity === undefined || !isPlural(nounWords(match[1] ?? ''))) return undefined;
  return { entity, mode: 'look', asked: [], rest: text.slice(match[0].length) };
}

function isGuessedOrder(words: string): boolean {
  return /^(?:with )?(?:the )?(?:latest|newest|most recent|earliest|oldest|soonest|next)(?: ones?)? /i.test(
    words,
  );
}

function isSameOrder(first: Asked, second: Asked): boolean {
  const [one] = first.aspects;
  const [other] = second.aspects;
  return (
    one?.kind === 'sort' && other?.kind === 'sort' && one.entity === other.entity && one.field === other.field
  );
}

export function spokenIn(text: string): string {
  return (
    clean(text)
      .replace(/[`"]/g, '')
      // "By --project": an option of a command is called by what it filters by.
      .replace(/(?<=^|[\s,])--(?=[a-z])/gi, '')
      .replace(IDLE, '')
      .replace(/ (?:must|should|has to|needs to|would|ought to) be (?:possible|nice|great|good)$/i, '')
      .trim()
  );
}

function listsOf(head: Head, understanding: Understanding, isSure: boolean): readonly Found[] | undefined {
  const lists = new Lists(understanding);
  lists.begin(head);
  lists.take(head.rest);
  return lists.results(isSure);
}

const SURE =
  /^(?:(?:we|i|users can) (?:want|need|would like|get|have|see) )?(?:an? |the )?(?:list|overview) of /i;

/** Lists, in all that is asked of them: searched, filtered, bounded, sorted, paged. */
export const readLists: Reader = (statement, understanding) => {
  const text = spokenIn(statement.text);
  if (GUARDED.test(text)) return undefined;
  const heads = [activeHead(text, understanding), told(text, understanding)];
  for (const head of heads) {
    const found = head === undefined ? undefined : listsOf(head, understanding, SURE.test(text));
    if (found !== undefined)
      return () => {
        noteFound(found, statement, understanding);
      };
  }
  return undefined;
};

/** "Can be listed and searched by name": that there is a list is said by what is asked of it. */
const LISTED_TOO =
  /^((?:(?:can|could|should|must|may|are|is|will|be) )+)(?:listed|viewed|shown|browsed|displayed)(?:,? and |,? or |, )(?=(?:(?:searched|filtered|sorted|ordered|narrowed|paged|paginated|looked|found)\b))/i;

/** A record told of, where what follows is asked of its list, and is no fact about it. */
function told(text: string, understanding: Understanding): Head | undefined {
  const head = passiveHead(text, understanding);
  if (head === undefined) return undefined;
  const said = head.rest.replace(LISTED_TOO, '$1');
  const rest = said.replace(
    /^(?:(?:can|could|should|must|may|are|is|will|come|comes|be|shown|listed|returned|delivered|always|to) )+/i,
    '',
  );
  const listing: Listing = { entity: head.entity, mode: 'look', sorted: undefined, understanding };
  const isAsked =
    elsewhereAt(rest, listing) !== undefined ||
    /^(?:(?:can|could|should|must|may|are|is|will|be|to) )*(?:search|filter|sort|order|narrow|look|found|listed|shown|displayed|presented|arranged|full[- ]?text|queried|in (?:the )?order|in [\p{L} -]+ order|by )/iu.test(
      said,
    );
  if (!isAsked) return undefined;
  return elsewhereAt(rest, listing) === undefined ? { ...head, rest: said } : { ...head, rest };
}

const ANNOUNCED =
  /^(?:(?:the )?(?:lists?|listings?|queries|look-?ups?|searching|searches|finding(?: things)?|browsing|overviews?|filters?(?: and sorting)?)): (.+)$/is;

/** "Lists: boats by harbour, oldest first; skippers by part of the name": the lists that a line names. */
export const readListsLine: Reader = (statement, understanding) => {
  const line = ANNOUNCED.exec(spokenIn(statement.text))?.[1];
  if (line === undefined || GUARDED.test(line)) return undefined;
  const head = activeHead(`list ${line.charAt(0).toLowerCase()}${line.slice(1)}`, understanding);
  const found = head === undefined ? undefined : listsOf(head, understanding, false);
  if (found === undefined) return undefined;
  return () => {
    noteFound(found, statement, understanding);
  };
};

/** "Firings by kiln and date", behind a sentence about the list of another record. */
export const readNextList: Reader = (statement, understanding) => {
  const text = spokenIn(statement.text);
  const { listed } = understanding;
  if (listed === undefined || statement.source.position - listed.position > 1 || GUARDED.test(text))
    return undefined;
  const head = orderedHead(text, understanding);
  const found = head === undefined ? undefined : listsOf(head, understanding, false);
  if (found === undefined) return undefined;
  return () => {
    noteFound(found, statement, understanding);
  };
};

/** Under a heading such as "Searching", an item names the records and what they are looked for by. */
export const readListItem: Reader = (statement, understanding) => {
  const mode: Mode | undefined = understanding.listModes.get(statement.source.position);
  if (mode === undefined) return undefined;
  const text = spokenIn(statement.text);
  if (GUARDED.test(text)) return undefined;
  const verb = { search: 'search', filter: 'filter', sort: 'sort', look: 'list' }[mode];
  const head = activeHead(`${verb} ${text.charAt(0).toLowerCase()}${text.slice(1)}`, understanding);
  const found = head === undefined ? undefined : listsOf(head, understanding, false);
  if (found === undefined) return undefined;
  return () => {
    noteFound(found, statement, understanding);
  };
};
