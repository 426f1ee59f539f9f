import { passagesOf, type Passage } from './brief-text.js';
import { clausesOf } from './clauses.js';
import { withdrawAnnouncements } from './outcome/announcements.js';
import { giveFieldsNamed } from './outcome/default-fields.js';
import { openReason } from './open-reasons.js';
import { ACCESS } from './statements/access.js';
import { rightsFollow } from './statements/access/rights-headings.js';
import { settleAccess } from './statements/access/settle-access.js';
import { readAsk, readBackground, readAlreadyKept, readPurpose, readTitle } from './statements/background.js';
import { CHOICES, readChoice, readOrNot } from './statements/choices.js';
import { COMPARISONS } from './statements/comparisons.js';
import { CONSEQUENCES } from './statements/consequences.js';
import { readAlsoField, readConstraint } from './statements/constraints.js';
import { COUNTS } from './statements/counts.js';
import { DECLARATIONS } from './statements/declarations.js';
import { FREE_DECLARATIONS } from './statements/free-declarations.js';
import { deletionSaid, underDeletion } from './statements/deletion-headings.js';
import { DELETIONS } from './statements/deletions.js';
import { readEndpoint } from './statements/endpoints.js';
import { readTakesPart } from './statements/enrolments.js';
import { readEachWith } from './statements/each-with.js';
import { FEATURES } from './statements/features.js';
import { readFraming } from './statements/framing.js';
import { GUARDS } from './statements/guards.js';
import { declareFound, foundRecords, type FoundRecord } from './found-records.js';
import { KIND_FEATURES } from './statements/kind-features.js';
import { kindOf } from './statements/kinds.js';
import { listModes } from './statements/lists/list-headings.js';
import { readFoundBy, readImpliedList, readPages } from './statements/lists/implied-lists.js';
import { readListItem, readLists, readListsLine, readNextList } from './statements/lists/read-lists.js';
import { pairingIn } from './statements/pairings.js';
import { readWithout, RELATIONS } from './statements/relations.js';
import { RULES } from './statements/rules.js';
import { readMarked, readStanding } from './statements/standing-relations.js';
import type { Reader, Reading, Statement } from './statements/statement.js';
import { TRANSITIONS } from './statements/transitions.js';
import { NO_ROLES, STORY, storyRole } from './told-stories.js';
import { wordsSaying } from './source-words.js';
import { plainlySaid } from './ways-of-saying.js';
import { Understanding, type EntityNotes, type FieldNotes } from './understanding.js';
import { VERBAL, type Entry, Outline } from './outline.js';
import { onlyOne } from './same-words.js';
import { isAboutOther, topicOf, subjectNoun, fieldIn, entitiesIn, spokenRecords } from './spoken-subjects.js';

const LISTS: readonly Reader[] = [
  readListItem,
  readListsLine,
  readLists,
  readNextList,
  readImpliedList,
  readPages,
  readFoundBy,
];

/** What a sentence says of records that are there: tried first, so that no rule is taken for a declaration. */
const RULED: readonly Reader[] = [
  readEndpoint,
  ...KIND_FEATURES,
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
const DECLARING: readonly Reader[] = [
  readFraming,
  readEachWith,
  ...RELATIONS,
  readOrNot,
  readChoice,
  ...DECLARATIONS,
];
const SECOND: readonly Reader[] = [...RULED, readConstraint, ...FEATURES];
const LAST: readonly Reader[] = [
  readTakesPart,
  readMarked,
  readStanding,
  readAlreadyKept,
  readAlsoField,
  readBackground,
  readAsk,
  readPurpose,
  readTitle,
];

function readingOf(readers: readonly Reader[], statement: Statement, understanding: Understanding): Reading {
  for (const reader of readers) {
    const reading = reader(statement, understanding);
    if (reading !== undefined) return reading;
  }
  return undefined;
}

function sourceIn(whole: Statement, clause: string): Statement['source'] {
  return { ...whole.source, text: wordsSaying(whole.source.text, clause) };
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
function pass(
  passages: readonly Passage[],
  found: readonly FoundRecord[],
  rehearsal: Understanding | undefined,
): Understanding {
  const nouns = new Set(found.map(({ noun }) => noun));
  const before = rehearsal?.entities.map(({ singular }) => singular) ?? [];
  const understanding = new Understanding(new Set([...nouns, ...before]), nouns);
  const whole = passages.map(({ text }) => text).join(' ');
  const pairing = pairingIn(whole);
  understanding.hasPairings = pairing.has;
  understanding.pairingNoun = pairing.noun;
  understanding.kind = kindOf(passages);
  understanding.passages = passages.map(({ text }) => text);
  understanding.listModes = listModes(passages);
  understanding.rightsFollow = rightsFollow(passages);
  understanding.namedPeople = rehearsal?.namedPeople;
  understanding.hadRoles =
    rehearsal?.access?.roles.some((role) => role !== rehearsal.access?.people) === true ||
    rehearsal?.hadRoles === true;
  understanding.hadAccess = (rehearsal?.access ?? null) !== null;
  // Who wants it and why says nothing, unless people sign in and may do different things.
  const hasSignIn = /\b(?:log(?:s|ged)? ?in|sign(?:s|ed)? ?in|passwords?|bearer|permissions?|roles?)\b/i.test(
    whole,
  );
  const isTold = new Set(passages.flatMap(({ source }) => storyRole(source) ?? [])).size > 1;
  const deletions = underDeletion(passages);
  const entries = passages.map((passage, position): Entry => {
    const text = isTold ? passage.source.replace(STORY, '') : passage.source;
    const source = { text, position };
    const said = deletions.has(position) ? deletionSaid(passage.text) : undefined;
    const statement = { text: plainlySaid(said ?? passage.text), source };
    return { passage, statement, done: passage.kind === 'code' };
  });
  const aside = ({ text, source }: Statement, story: RegExp): void => {
    const told = story.exec(source.text)?.[0];
    if (told !== undefined && text !== source.text) understanding.aside({ ...source, text: told });
  };
  /** "As an admin", beside stories of others: that it is for admins is said, and nobody signs in. */
  const openRole = ({ source: { position } }: Statement): void => {
    const text = isTold ? storyRole(passages[position]?.source ?? '') : undefined;
    if (text !== undefined)
      understanding.open(`what is told "${text}" is for them alone`, { text, position }, NO_ROLES);
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
  /** A noun that a clause of this passage was about and that is no record so far. */
  let otherSubject: string | undefined;
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
    if (understanding.spokenOf !== undefined) otherSubject = understanding.spokenOf;
    // What "it" is in the next sentence is not what was spoken of before this one.
    if (about === undefined && isAboutOther(statement.text, understanding)) {
      understanding.topic = undefined;
      understanding.spokenOf ??= subjectNoun(
        `${statement.text.split(' ').slice(0, 2).join(' ')} is`,
        understanding,
      );
    }
    understanding.namedLast =
      about === undefined ? onlyOne(spokenRecords(statement.text, understanding)) : undefined;
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
        understanding.namedLast = undefined;
      } else {
        const clauses = clausesOf(statement.text);
        // Whatever restricts or rules must not be cut up before it is tried whole.
        const isWhole =
          rehearsal === undefined
            ? readingOf(SECOND, statement, understanding) !== undefined
            : rules(statement, SECOND);
        if (clauses.length > 1 && !isWhole) {
          for (const clause of clauses) declare({ text: clause, source: sourceIn(statement, clause) });
        } else {
          const free = isWhole ? undefined : readingOf(FREE_DECLARATIONS, statement, understanding);
          if (free === undefined) wait(statement);
          else free();
        }
      }
    }
    for (const remainder of understanding.remainders.splice(0)) declare(remainder);
  };
  for (const [index, entry] of entries.entries()) {
    // "A firing is planned by somebody, and a kiln is fired once a day. It is …": nobody knows which of the two.
    const { topic, spokenOf } = understanding;
    if (
      otherSubject !== undefined &&
      topic !== undefined &&
      spokenOf === undefined &&
      understanding.entityMeant(otherSubject) !== topic &&
      /^(?:it|its|they|their|he|she|his|her)\b/i.test(entry.statement.text)
    )
      understanding.topic = undefined;
    otherSubject = undefined;
    openRole(entry.statement);
    if (!hasSignIn) aside(entry.statement, /^As an? [\w -]+?,? I\b/i);
    if (entry.passage.kind === 'code') {
      understanding.open('the code in the brief', entry.statement.source, 'blueprints read no code');
    } else if (entry.passage.kind === 'columns') {
      understanding.aside(entry.statement.source);
    } else if (outline.place(entry, passages.slice(index + 1))) {
      for (const remainder of understanding.remainders.splice(0)) declare(remainder);
    } else {
      const { text, source } = entry.statement;
      // "- belongs to a recipe", under the name of a record, is about that.
      const about = understanding.topic !== undefined && VERBAL.test(text);
      const statement = about
        ? { text: `it ${text.charAt(0).toLowerCase()}${text.slice(1)}`, source }
        : entry.statement;
      const announces = text.endsWith(':') && !understanding.listModes.has(index);
      if (announces && (understanding.listModes.has(index + 1) || deletions.has(index + 1)))
        understanding.aside(source);
      else if (entry.passage.kind === 'heading') {
        readingOf([readFraming], statement, understanding)?.();
        understanding.remainders.splice(0);
        understanding.aside(source);
      } else declare(statement);
    }
  }
  declareFound(found, passages, understanding);
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
    const read = (): Reading =>
      readingOf(SECOND, statement, understanding) ??
      otherwise(statement, before) ??
      readingOf([...LAST, ...DECLARING], statement, understanding);
    const reading = read() ?? (giveFieldsNamed(statement.text, understanding) ? read() : undefined);
    if (reading !== undefined) {
      reading();
      for (const remainder of understanding.remainders.splice(0))
        understanding.open(remainder.text, remainder.source, openReason(remainder.text));
    } else understanding.open(statement.text, statement.source, openReason(statement.text));
  }
  withdrawAnnouncements(understanding);
  settleAccess(understanding);
  return understanding;
}

/** Everything that the brief says, as far as it is understood. */
export function readStatements(brief: string): Understanding {
  const passages = passagesOf(brief);
  // The first reading finds the records, the second tells rules from declarations by them, the third is the one that counts.
  const found = foundRecords(passages);
  return pass(passages, found, pass(passages, found, pass(passages, found, undefined)));
}
