import { passagesOf, type Passage } from './brief-text.js';
import { fieldPhraseOf } from './field-phrases.js';
import { splitOutside } from './lists.js';
import { isPlural, nounWords } from './nouns.js';
import { openReason } from './open-reasons.js';
import { readConstraint } from './statements/constraints.js';
import { DECLARATIONS, isGeneric } from './statements/declarations.js';
import { FEATURES } from './statements/features.js';
import { noteFields } from './statements/fields.js';
import { readFraming } from './statements/framing.js';
import { RULES } from './statements/rules.js';
import { canBeRecord, type Reader, type Reading, type Statement } from './statements/statement.js';
import { plainlySaid } from './ways-of-saying.js';
import { Understanding, type EntityNotes } from './understanding.js';

const FIRST: readonly Reader[] = [readFraming, ...DECLARATIONS];
const SECOND: readonly Reader[] = [...RULES, readConstraint, ...FEATURES];

function readingOf(readers: readonly Reader[], statement: Statement, understanding: Understanding): Reading {
  for (const reader of readers) {
    const reading = reader(statement, understanding);
    if (reading !== undefined) return reading;
  }
  return undefined;
}

const VERB =
  'belongs?|has|have|links?|is|are|can|may|must|should|cannot|refers?|needs?|contains?|includes?|consists?|will|shall|gets?|receives?';
const SUBJECT = new RegExp(
  `^((?:an? |the |each |every |all |any )?[\\w'-]+(?: [\\w'-]+){0,3}?) (?:${VERB})\\b`,
  'i',
);

const VERBAL = /^(?:belongs?|has|have|links?|refers?|is (?:assigned|linked|attached)) /i;

/** A statement of several: "A task has a title and belongs to a project" is two about the same. */
function clausesOf(text: string): readonly string[] {
  const clauses = splitOutside(
    // "to an event, which has a name" speaks of the event.
    text.replace(new RegExp(`([\\w-]+),? which (?=(?:${VERB})\\b)`, 'gi'), '$1; the $1 '),
    new RegExp(
      `\\s*;\\s*(?:and |but )?|,? (?:and|but)(?: it| they)? (?=(?:also )?(?:${VERB})\\b)|,? (?:and|but) (?=(?:an?|each|every|no) [\\w-]+ (?:${VERB})\\b)|, (?=(?:each|every) |(?:has|have|belongs?|refers?) )`,
    ),
  );
  const startsWithVerb = new RegExp(`^(?:also )?(?:${VERB})\\b`, 'i');
  let subject: string | undefined;
  return clauses.map((clause) => {
    if (startsWithVerb.test(clause)) return subject === undefined ? clause : `${subject} ${clause}`;
    subject = SUBJECT.exec(clause)?.[1] ?? subject;
    return clause;
  });
}

/** A passage and what became of it. */
interface Entry {
  readonly statement: Statement;
  readonly passage: Passage;
  done: boolean;
}

function sourceIn(whole: Statement, clause: string): Statement['source'] {
  const words = clause.replace(/[.;,]+$/, '');
  if (whole.source.text.includes(words)) return { ...whole.source, text: words };
  const own = words.replace(SUBJECT, (match, subject: string) => match.slice(subject.length)).trim();
  return whole.source.text.includes(own) ? { ...whole.source, text: own } : whole.source;
}

/** Headings and items that only name a record, and the lines under them that list its fields. */
class Outline {
  private heading: EntityNotes | undefined;
  private readonly items: { readonly indent: number; readonly entity: EntityNotes | undefined }[] = [];

  constructor(private readonly understanding: Understanding) {}

  /** Reads a passage by its place; false when it has to be read by its words. */
  place({ statement, passage }: Entry, next: Passage | undefined): boolean {
    const noun = nounWords(passage.text.replace(/[:.]+$/, ''));
    if (passage.kind === 'heading') {
      this.items.length = 0;
      this.heading = undefined;
      this.understanding.topic = undefined;
      return this.name(noun, statement, next?.kind === 'item', (entity) => {
        this.heading = entity;
      });
    }
    if (passage.kind !== 'item') {
      const introduces = passage.text.endsWith(':') && next?.kind === 'item';
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
        this.name(about, statement, true, (entity) => {
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
      this.name(noun, statement, true, (entity) => this.items.push({ indent: passage.indent, entity }))
    )
      return true;
    this.items.push({ indent: passage.indent, entity: undefined });
    return holder !== undefined && this.listed(statement, holder);
  }

  private name(
    noun: string,
    statement: Statement,
    opens: boolean,
    take: (entity: EntityNotes) => void,
  ): boolean {
    if (isGeneric(noun)) return true;
    if (!opens || !canBeRecord(noun)) return false;
    const known = this.understanding.entity(noun);
    if (
      known === undefined &&
      !isPlural(noun) &&
      !this.understanding.isKnown(noun) &&
      statement.source.text.split(' ').length > 3
    )
      return false;
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
    if (fieldPhraseOf(statement.text) === undefined) return false;
    noteFields(statement.text.replace(/ - | – | — /, ': '), holder, statement, this.understanding);
    return true;
  }
}

/** Reads every passage once: first what declares records, then what is said about them. */
function pass(passages: readonly Passage[], known: ReadonlySet<string>): Understanding {
  const understanding = new Understanding(known);
  const entries = passages.map((passage, position): Entry => {
    const source = { text: passage.source, position };
    return { passage, statement: { text: plainlySaid(passage.text), source }, done: passage.kind === 'code' };
  });
  const outline = new Outline(understanding);
  const topics = new Map<Statement, EntityNotes | undefined>();
  const waiting: Statement[] = [];
  const declare = (statement: Statement): void => {
    const reading = readingOf(FIRST, statement, understanding);
    if (reading !== undefined) reading();
    else {
      // Whatever restricts or rules must not be cut up before it is tried whole.
      const clauses = clausesOf(statement.text);
      if (clauses.length > 1 && readingOf(SECOND, statement, understanding) === undefined) {
        for (const clause of clauses) declare({ text: clause, source: sourceIn(statement, clause) });
      } else waiting.push(statement);
    }
    topics.set(statement, understanding.topic);
    for (const remainder of understanding.remainders.splice(0)) declare(remainder);
  };
  for (const [index, entry] of entries.entries()) {
    if (entry.passage.kind === 'code') {
      understanding.open('the code in the brief', entry.statement.source, 'blueprints read no code');
    } else if (!outline.place(entry, passages[index + 1])) {
      const { text, source } = entry.statement;
      // "- belongs to a recipe", under the name of a record, is about that.
      const about = understanding.topic !== undefined && entry.passage.kind === 'item' && VERBAL.test(text);
      declare(about ? { text: `it ${text}`, source } : entry.statement);
    }
  }
  for (const statement of waiting) {
    understanding.topic = topics.get(statement);
    const reading = readingOf(SECOND, statement, understanding);
    if (reading === undefined)
      understanding.open(statement.text, statement.source, openReason(statement.text));
    else reading();
  }
  return understanding;
}

/** Everything that the brief says, as far as it is understood. */
export function readStatements(brief: string): Understanding {
  const passages = passagesOf(brief);
  const scouted = pass(passages, new Set());
  return pass(passages, new Set(scouted.entities.map(({ singular }) => singular)));
}
