import type { Passage } from './brief-text.js';
import { fieldPhraseOf } from './field-phrases.js';
import { itemsOf } from './lists.js';
import { isPlural, nounWords } from './nouns.js';
import { isGeneric } from './statements/generic-headings.js';
import { isFieldList, noteFields } from './statements/fields.js';
import { canBeRecord, type Statement } from './statements/statement.js';
import { spokenRecords } from './spoken-subjects.js';
import { plainlySaid } from './ways-of-saying.js';
import type { EntityNotes, Understanding } from './understanding.js';

/** How a line begins that says something of the record above it. */
export const VERBAL =
  /^(?:belongs?|has|have|links?|refers?|sits?|stands?|lies?|lives?|is (?:assigned|linked|attached)) /i;

/** A passage and what became of it. */
export interface Entry {
  readonly statement: Statement;
  readonly passage: Passage;
  done: boolean;
}

/** Headings over lists of who uses the software, or of what is shown. */
const ABOUT_PEOPLE =
  /^(?:(?:user )?(?:roles?|types?|groups?)|actors?|personas?|audience|stakeholders?|(?:saved )?reports?|statistics|figures|commands?|screens?|endpoints?)$/;

/** What a heading or the first line of a list names: "1. Loans of sheet music" names loans. */
function headOf(text: string): string {
  const bare = text
    .replace(/^\d+(?:\.\d+)*[.)]? +/, '')
    .replace(/ ?\([^()]*\)/g, '')
    .replace(/[:.]+$/, '')
    .replace(/ (?:entity|record|table|model|fields|attributes|data)$/i, '');
  const [first = ''] = bare.split(/ (?:of|for|in|with) /);
  return first !== bare && isPlural(nounWords(first)) ? first : bare;
}

/** What is done with a list, or said of something in it: the words of a field are none of both. */
const SENTENCE =
  /^(?:filter|search|sort|list|find|show|browse|page|paginate|paging|pagination|add|create|edit|delete|remove|update|export|import|manage|view|see|look up|nobody|no ?one|only|when|if|you|we|i) |\b(?:must|cannot|can|may|should|never|will)\b/i;

/**
 * Whether most of the items that follow say fields, so that what stands above them names a record.
 * @param isLikely Whether the rest of the brief speaks of it as a record too; otherwise it is none where the first item is a sentence.
 */
function listsFields(
  following: readonly Passage[],
  indent: number,
  understanding: Understanding,
  isLikely: boolean,
): boolean {
  const end = following.findIndex((passage) => passage.kind !== 'item' || passage.indent < indent);
  const items = (end < 0 ? following : following.slice(0, end)).filter(
    (passage, _index, [first]) => passage.indent === first?.indent,
  );
  const fields = items.filter(({ text }) => {
    const said = listedText(plainlySaid(text));
    return (
      VERBAL.test(said) ||
      fieldPhraseOf(said) !== undefined ||
      (itemsOf(said).length > 1 && isFieldList(said))
    );
  });
  const isMost = fields.length > 0 && (fields.length * 2 >= items.length || fields[0] === items[0]);
  if (isLikely || !isMost) return isMost;
  const [first] = items;
  return first !== undefined && !SENTENCE.test(first.text) && !speaksOf(first.text, understanding);
}

/** "A shift lasts an hour" speaks of shifts, "shift" may name one. */
function speaksOf(text: string, understanding: Understanding): boolean {
  return (
    spokenRecords(text, understanding).length > 0 &&
    /^(?:an?|the|each|every|all|no|any) [\p{L}-]+ \p{L}+|^\p{L}+s \p{L}+ing\b/iu.test(text)
  );
}

function listedText(text: string): string {
  return text.replace(/[.!]+$/, '').replace(/ - | – | — /, ': ');
}

/** Headings and items that only name a record, and the lines under them that list its fields. */
export class Outline {
  private heading: EntityNotes | undefined;
  private readonly items: { readonly indent: number; readonly entity: EntityNotes | undefined }[] = [];

  constructor(private readonly understanding: Understanding) {}

  /** Reads a passage by its place; false when it has to be read by its words. */
  place({ statement, passage }: Entry, behind: readonly Passage[]): boolean {
    const isOverTable = behind[0]?.kind === 'columns';
    const following = behind.filter(({ kind }) => kind !== 'columns');
    const [next] = following;
    const noun = nounWords(headOf(passage.text));
    if (passage.kind === 'heading') {
      this.items.length = 0;
      this.heading = undefined;
      this.understanding.topic = undefined;
      return this.name(
        noun,
        statement,
        listsFields(following, 0, this.understanding, this.isLikely(noun)),
        (entity) => {
          this.heading = entity;
        },
        isOverTable,
      );
    }
    if (passage.kind !== 'item') {
      const introduces =
        next?.kind === 'item' &&
        (passage.text.endsWith(':') ||
          (/^[\p{L} -]+$/u.test(passage.text) && passage.text.split(' ').length <= 3));
      this.items.length = 0;
      // "Things that must hold", over a list of its own: no more of the record above.
      if (next?.kind === 'item' && passage.indent === 0 && /[\p{L}\d]$/u.test(passage.text))
        this.heading = undefined;
      if (!introduces) {
        if (this.heading !== undefined)
          this.understanding.sections.set(statement.source.position, this.heading);
        return false;
      }
      this.heading = undefined;
      const about = nounWords(
        passage.text.replace(
          /^(?:(?:an?|each|every|the) )?(.+?)(?: (?:has|have|with)(?: the following)?(?: fields| attributes)?| fields| attributes| record| entity)?:$/i,
          '$1',
        ),
      );
      return (
        this.name(
          about,
          statement,
          listsFields(following, 0, this.understanding, this.isLikely(about)),
          (entity) => {
            this.heading = entity;
          },
        ) ||
        isGeneric(about) ||
        /\b(?:following|these|be able to|lets?|should|must|can|needs?)\b.*:$/i.test(passage.text)
      );
    }
    while ((this.items.at(-1)?.indent ?? -1) >= passage.indent) this.items.pop();
    const opens = next?.kind === 'item' && next.indent > passage.indent;
    const holder = this.items.at(-1)?.entity ?? (this.items.length === 0 ? this.heading : undefined);
    if (holder !== undefined) this.understanding.sections.set(statement.source.position, holder);
    if (
      opens &&
      this.name(
        noun,
        statement,
        listsFields(following, passage.indent + 1, this.understanding, this.isLikely(noun)),
        (entity) => this.items.push({ indent: passage.indent, entity }),
      )
    )
      return true;
    this.items.push({ indent: passage.indent, entity: undefined });
    if (holder === undefined) return false;
    if (this.listed(statement, holder)) return true;
    // "songs: Song[]" under an album is one of its fields, whatever it says.
    if (!/^[\p{L}\d_ -]{2,30}: \S+$/u.test(passage.text)) return false;
    this.understanding.open(
      `${holder.singular}: ${passage.text}`,
      statement.source,
      'it was not understood as a field',
    );
    return true;
  }

  /** Whether the rest of the brief speaks of it as a record. */
  private isLikely(noun: string): boolean {
    return this.understanding.isFound(noun);
  }

  private name(
    noun: string,
    statement: Statement,
    opens: boolean,
    take: (entity: EntityNotes) => void,
    isOverTable = false,
  ): boolean {
    // "Objects" is what a brief calls its records, unless a table says what an object has.
    if (isGeneric(noun) && !(isOverTable && opens && /^(?:objects?|items?|entry|entries)$/.test(noun))) {
      this.understanding.aside(statement.source);
      return true;
    }
    const isAboutPeople =
      ABOUT_PEOPLE.test(noun) && !(/^groups?$/.test(noun) && this.understanding.isKnown(noun));
    if (!opens || !canBeRecord(noun) || isAboutPeople) return false;
    const known = this.understanding.entity(noun);
    if (
      known === undefined &&
      !isPlural(noun) &&
      !this.understanding.isKnown(noun) &&
      statement.text.split(' ').length > 3
    )
      return false;
    const rest = / (?:of|for|in|with) .+$/i.exec(statement.source.text)?.[0] ?? '';
    if (rest !== '' && !noun.includes(nounWords(rest)))
      this.understanding.aside({ ...statement.source, text: rest });
    const entity = this.understanding.declare(noun, statement.source);
    this.understanding.met(`${entity.plural} are kept`, statement.source, [
      { kind: 'records', entity: entity.singular },
    ]);
    this.understanding.topic = entity;
    take(entity);
    return true;
  }

  /** A line under the name of a record: a field, unless it is a sentence. */
  private listed(statement: Statement, holder: EntityNotes): boolean {
    this.understanding.topic = holder;
    const text = listedText(statement.text);
    // "Seasons do not overlap", under "Season", is a sentence about them.
    if (
      new RegExp(
        `^(?:(?:an?|the|each|every|all|no|two) )?(?:${holder.singular}|${holder.plural}) (?:do|does|is|are|was|were|can|cannot|may|might|must|should|will|shall|has|have|never|always|only)\\b`,
        'iu',
      ).test(text)
    )
      return false;
    if (fieldPhraseOf(text) === undefined && !(itemsOf(text).length > 1 && isFieldList(text))) return false;
    noteFields(text, holder, statement, this.understanding);
    return true;
  }
}
