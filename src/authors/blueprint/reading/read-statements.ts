import { passagesOf, type Passage } from './brief-text.js';
import { clausesOf } from './clauses.js';
import { fieldPhraseOf } from './field-phrases.js';
import { itemsOf } from './lists.js';
import { isPlural, nounWords, singular } from './nouns.js';
import { openReason } from './open-reasons.js';
import { ACCESS } from './statements/access.js';
import { rightsFollow } from './statements/access/rights-headings.js';
import { settleAccess } from './statements/access/settle-access.js';
import { readAsk, readBackground, readKept, readPurpose, readTitle } from './statements/background.js';
import { CHOICES, readChoice, readOrNot } from './statements/choices.js';
import { COMPARISONS } from './statements/comparisons.js';
import { CONSEQUENCES } from './statements/consequences.js';
import { readAlsoField, readConstraint } from './statements/constraints.js';
import { COUNTS } from './statements/counts.js';
import { DECLARATIONS, isGeneric } from './statements/declarations.js';
import { DELETIONS } from './statements/deletions.js';
import { FEATURES } from './statements/features.js';
import { isFieldList, noteFields } from './statements/fields.js';
import { readFraming } from './statements/framing.js';
import { GUARDS } from './statements/guards.js';
import { kindOf } from './statements/kinds.js';
import { listModes } from './statements/lists/list-headings.js';
import { readFoundBy, readImpliedList, readPages } from './statements/lists/implied-lists.js';
import { readListItem, readLists } from './statements/lists/read-lists.js';
import { pairingIn, readWithout, RELATIONS } from './statements/relations.js';
import { RULES } from './statements/rules.js';
import {
  canBeRecord,
  isSoftware,
  type Reader,
  type Reading,
  type Statement,
} from './statements/statement.js';
import { TRANSITIONS } from './statements/transitions.js';
import { wordsSaying } from './source-words.js';
import { plainlySaid } from './ways-of-saying.js';
import { Understanding, type EntityNotes, type FieldNotes } from './understanding.js';

const LISTS: readonly Reader[] = [readListItem, readLists, readImpliedList, readPages, readFoundBy];

/** What a sentence says of records that are there: tried first, so that no rule is taken for a declaration. */
const RULED: readonly Reader[] = [
  ...ACCESS,
  ...DELETIONS,
  ...CONSEQUENCES,
  ...TRANSITIONS,
  ...GUARDS,
  ...COUNTS,
  ...RULES,
  ...COMPARISONS,
  readWithout,
  ...CHOICES,
  ...LISTS,
];
const DECLARING: readonly Reader[] = [readFraming, ...RELATIONS, readOrNot, readChoice, ...DECLARATIONS];
const SECOND: readonly Reader[] = [...RULED, readConstraint, ...FEATURES];
const LAST: readonly Reader[] = [readKept, readAlsoField, readBackground, readAsk, readPurpose, readTitle];

function readingOf(readers: readonly Reader[], statement: Statement, understanding: Understanding): Reading {
  for (const reader of readers) {
    const reading = reader(statement, understanding);
    if (reading !== undefined) return reading;
  }
  return undefined;
}

const VERBAL = /^(?:belongs?|has|have|links?|refers?|is (?:assigned|linked|attached)) /i;

/** A passage and what became of it. */
interface Entry {
  readonly statement: Statement;
  readonly passage: Passage;
  done: boolean;
}

function sourceIn(whole: Statement, clause: string): Statement['source'] {
  return { ...whole.source, text: wordsSaying(whole.source.text, clause) };
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

/** Whether most of the items that follow say fields, so that what stands above them names a record. */
function listsFields(following: readonly Passage[], indent: number): boolean {
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
  return fields.length > 0 && (fields.length * 2 >= items.length || fields[0] === items[0]);
}

function listedText(text: string): string {
  return text.replace(/[.!]+$/, '').replace(/ - | – | — /, ': ');
}

/** Headings and items that only name a record, and the lines under them that list its fields. */
class Outline {
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
        listsFields(following, 0),
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
      if (!introduces) return false;
      this.heading = undefined;
      const about = nounWords(
        passage.text.replace(
          /^(?:(?:an?|each|every|the) )?(.+?)(?: (?:has|have|with)(?: the following)?(?: fields| attributes)?| fields| attributes| record| entity)?:$/i,
          '$1',
        ),
      );
      return (
        this.name(about, statement, listsFields(following, 0), (entity) => {
          this.heading = entity;
        }) ||
        isGeneric(about) ||
        /\b(?:following|these|be able to|lets?|should|must|can|needs?)\b.*:$/i.test(passage.text)
      );
    }
    while ((this.items.at(-1)?.indent ?? -1) >= passage.indent) this.items.pop();
    const opens = next?.kind === 'item' && next.indent > passage.indent;
    const holder = this.items.at(-1)?.entity ?? (this.items.length === 0 ? this.heading : undefined);
    if (
      opens &&
      this.name(noun, statement, listsFields(following, passage.indent + 1), (entity) =>
        this.items.push({ indent: passage.indent, entity }),
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
    if (!opens || !canBeRecord(noun) || ABOUT_PEOPLE.test(noun)) return false;
    const known = this.understanding.entity(noun);
    if (
      known === undefined &&
      !isPlural(noun) &&
      !this.understanding.isKnown(noun) &&
      statement.source.text.split(' ').length > 3
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
    if (fieldPhraseOf(text) === undefined && !(itemsOf(text).length > 1 && isFieldList(text))) return false;
    noteFields(text, holder, statement, this.understanding);
    return true;
  }
}

/** The same kind of record in another reading of the brief. */
function counterpart(entity: EntityNotes | undefined, other: Understanding): EntityNotes | undefined {
  return entity === undefined
    ? undefined
    : other.entities.find(({ singular }) => singular === entity.singular);
}

/** What was spoken of last, when a statement was put aside to be read after all declarations. */
interface Spoken {
  readonly topic: EntityNotes | undefined;
  readonly fieldTopic: FieldNotes | undefined;
  readonly tied: EntityNotes | undefined;
  readonly created: EntityNotes | undefined;
  /** The records that the statement before names. */
  readonly mentioned: readonly EntityNotes[];
}

/**
 * Reads every passage once: first what declares records, then what is said about them.
 * @param rehearsal What an earlier pass understood: whether a statement is a rule is asked of that, since here not every
 *   record is there yet.
 */
function pass(passages: readonly Passage[], rehearsal: Understanding | undefined): Understanding {
  const understanding = new Understanding(new Set(rehearsal?.entities.map(({ singular }) => singular)));
  const whole = passages.map(({ text }) => text).join(' ');
  const pairing = pairingIn(whole);
  understanding.hasPairings = pairing.has;
  understanding.pairingNoun = pairing.noun;
  understanding.kind = kindOf(passages);
  understanding.listModes = listModes(passages);
  understanding.rightsFollow = rightsFollow(passages);
  understanding.namedPeople = rehearsal?.namedPeople;
  understanding.hadAccess = (rehearsal?.access ?? null) !== null;
  const entries = passages.map((passage, position): Entry => {
    const source = { text: passage.source, position };
    return { passage, statement: { text: plainlySaid(passage.text), source }, done: passage.kind === 'code' };
  });
  // Who wants it and why says nothing, unless people sign in and may do different things.
  const hasSignIn = /\b(?:log(?:s|ged)? ?in|sign(?:s|ed)? ?in|passwords?|bearer|permissions?|roles?)\b/i.test(
    whole,
  );
  const aside = ({ text, source }: Statement, story: RegExp): void => {
    const told = story.exec(source.text)?.[0];
    if (told !== undefined && text !== source.text) understanding.aside({ ...source, text: told });
  };
  const outline = new Outline(understanding);
  const spoken = new Map<Statement, Spoken>();
  const waiting: Statement[] = [];
  const rules = (statement: Statement, readers: readonly Reader[]): boolean => {
    if (rehearsal === undefined) return false;
    rehearsal.topic = counterpart(understanding.topic, rehearsal);
    rehearsal.fieldTopic = rehearsal.topic?.fields.find(
      ({ words }) => words === understanding.fieldTopic?.words,
    );
    rehearsal.created = counterpart(understanding.created, rehearsal);
    rehearsal.tied = counterpart(understanding.tied, rehearsal);
    return readingOf(readers, statement, rehearsal) !== undefined;
  };
  let mentioned: readonly EntityNotes[] = [];
  const wait = (statement: Statement): void => {
    waiting.push(statement);
    spoken.set(statement, {
      topic: understanding.topic,
      fieldTopic: understanding.fieldTopic,
      tied: understanding.tied,
      created: understanding.created,
      mentioned,
    });
    mentioned = entitiesIn(statement.text, understanding);
    understanding.fieldTopic = fieldIn(statement.text, understanding) ?? understanding.fieldTopic;
    const about = topicOf(statement.text, understanding);
    if (about !== undefined) understanding.topic = about;
    understanding.spokenOf = about === undefined ? subjectNoun(statement.text, understanding) : undefined;
    if (
      understanding.topic !== undefined &&
      /\b(?:created|made|booked|started|opened|entered|signed)\b/i.test(statement.text)
    )
      understanding.created = understanding.topic;
  };
  const declare = (statement: Statement): void => {
    if (rules(statement, RULED)) wait(statement);
    else {
      const reading = readingOf(DECLARING, statement, understanding);
      if (reading !== undefined) {
        reading();
        understanding.spokenOf = undefined;
      } else {
        const clauses = clausesOf(statement.text);
        // Whatever restricts or rules must not be cut up before it is tried whole.
        const isWhole =
          rehearsal === undefined
            ? readingOf(SECOND, statement, understanding) !== undefined
            : rules(statement, SECOND);
        if (clauses.length > 1 && !isWhole) {
          for (const clause of clauses) declare({ text: clause, source: sourceIn(statement, clause) });
        } else wait(statement);
      }
    }
    for (const remainder of understanding.remainders.splice(0)) declare(remainder);
  };
  for (const [index, entry] of entries.entries()) {
    if (!hasSignIn) aside(entry.statement, /^As an? [\w -]+?,? I\b/i);
    if (entry.passage.kind === 'code') {
      understanding.open('the code in the brief', entry.statement.source, 'blueprints read no code');
    } else if (entry.passage.kind === 'columns') {
      understanding.aside(entry.statement.source);
    } else if (!outline.place(entry, passages.slice(index + 1))) {
      const { text, source } = entry.statement;
      // "- belongs to a recipe", under the name of a record, is about that.
      const about = understanding.topic !== undefined && VERBAL.test(text);
      const statement = about
        ? { text: `it ${text.charAt(0).toLowerCase()}${text.slice(1)}`, source }
        : entry.statement;
      const announces = text.endsWith(':') && !understanding.listModes.has(index);
      if (announces && understanding.listModes.has(index + 1)) understanding.aside(source);
      else if (entry.passage.kind === 'heading') {
        readingOf([readFraming], statement, understanding)?.();
        understanding.remainders.splice(0);
        understanding.aside(source);
      } else declare(statement);
    }
  }
  /** "It" may be what the sentence before spoke of in another place than its subject. */
  const otherwise = (statement: Statement, before: Spoken | undefined): Reading => {
    if (!/\b(?:it|they)\b/i.test(statement.text.slice(0, 24))) return undefined;
    for (const entity of before?.mentioned ?? []) {
      const topic = understanding.topic;
      understanding.topic = entity;
      const reading = entity === topic ? undefined : readingOf(RULED, statement, understanding);
      if (reading !== undefined) return reading;
      understanding.topic = topic;
    }
    return undefined;
  };
  for (const statement of waiting) {
    const before = spoken.get(statement);
    understanding.topic = before?.topic;
    understanding.tied = before?.tied;
    understanding.created = before?.created;
    if (before?.fieldTopic !== undefined) understanding.fieldTopic = before.fieldTopic;
    const reading =
      readingOf(SECOND, statement, understanding) ??
      otherwise(statement, before) ??
      readingOf([...LAST, ...DECLARING], statement, understanding);
    if (reading !== undefined) {
      reading();
      for (const remainder of understanding.remainders.splice(0))
        understanding.open(remainder.text, remainder.source, openReason(remainder.text));
    } else understanding.open(statement.text, statement.source, openReason(statement.text));
  }
  settleAccess(understanding);
  return understanding;
}

/** The record that a sentence is about, by the subject that it begins with: what "it" means in the next. */
function topicOf(text: string, understanding: Understanding): EntityNotes | undefined {
  const about = text.replace(
    /^(?:(?:users|people|we|i|you) can )?(?:list|filter|search|sort|show|find|look up)(?: for| the| all)* (?=\p{L})/iu,
    '',
  );
  const subject =
    /^(?:an? |the |each |every |all |only |no |one )?((?:[\p{L}-]+ ){1,4})/iu
      .exec(about)?.[1]
      ?.trim()
      .split(' ') ?? [];
  for (let length = subject.length; length > 0; length -= 1) {
    const entity = understanding.entity(nounWords(subject.slice(0, length).join(' ')));
    if (entity !== undefined) return entity;
  }
  return undefined;
}

/** The noun that a sentence is about, where it can name a kind of record that nothing declared so far. */
function subjectNoun(text: string, understanding: Understanding): string | undefined {
  const match =
    /^(an?|each|every) ([\p{L}-]+(?: [\p{L}-]+)?) (?:is|links?|ties|can|may|must|connects?|stands?|represents?|means|joins?)\b/iu.exec(
      text,
    ) ?? /^()([\p{L}-]+s) (?:are|link|can|may|must|connect|come|live|work)\b/iu.exec(text);
  const noun = nounWords(match?.[2] ?? '');
  const isField =
    understanding.topic?.fields.some(({ words }) => words === noun || words === singular(noun)) === true;
  return noun !== '' && canBeRecord(noun) && !isField && !isSoftware(noun, understanding) ? noun : undefined;
}

/** The field that a sentence is about, by the subject that it begins with. */
function fieldIn(text: string, understanding: Understanding): FieldNotes | undefined {
  const { topic } = understanding;
  const subject =
    /^(?:an? |the |its |each |every )([\p{L} -]+?) (?:is|are|must|can|cannot|may|has|should|lies|comes|will)\b/iu.exec(
      text,
    )?.[1];
  return topic === undefined || subject === undefined
    ? undefined
    : topic.fields.find(({ words }) => words === nounWords(subject));
}

/** The records that a sentence names, in any place. */
function entitiesIn(text: string, understanding: Understanding): readonly EntityNotes[] {
  const words = ` ${nounWords(`x ${text}`)} `;
  return understanding.entities.filter(
    ({ singular, plural }) => words.includes(` ${singular} `) || words.includes(` ${plural} `),
  );
}

/** Everything that the brief says, as far as it is understood. */
export function readStatements(brief: string): Understanding {
  const passages = passagesOf(brief);
  // The first reading finds the records, the second tells rules from declarations by them, the third is the one that counts.
  return pass(passages, pass(passages, pass(passages, undefined)));
}
