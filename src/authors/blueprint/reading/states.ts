import type { State } from '../domain/rule.js';
import { fieldTypeOf } from './field-types.js';
import { type Restrictions, together } from './restriction.js';
import type { EntityNotes, FieldNotes, Source, Understanding } from './understanding.js';

/** Words for something that is not over yet. */
const NOT_OVER =
  /^(?:open|active|outstanding|current|currently open|unreturned|ongoing|running|pending|unfinished|incomplete|unresolved|unpaid|undone|uncompleted|live|in force|on loan|going on|still going on)$/;
/** Fields that hold the day on which it is over. */
const END =
  /^(?:returned|return|closed|completed|finished|resolved|cancelled|ended|paid|fixed|checked in|checkin)(?: (?:on|at|date|day))?$|^(?:date|day) (?:returned|closed|completed|paid)$|^(?:return|completion|closing) date$|^(?:end|exit|check ?out|leaving|departure) time$|^(?:ended|left|checked out|departed) at$/;
/** Fields that say that it is over. */
const IS_OVER = /^(?:is )?(?:returned|closed|completed|complete|done|finished|resolved|paid|cancelled)$/;
const BORROWED = /\b(?:loan|borrowing|rental|checkout|lending|hire|lease)$/;

/** Everything that was said of a field, put together. */
export function saidOf(field: FieldNotes): Restrictions {
  return field.said.reduce<Restrictions>((all, { restriction }) => together(all, restriction), {});
}

/** "Empty while it is running", "left out until the book is back": the field that tells what runs from what is over. */
const EMPTY_WHILE =
  /\b(?:empty|blank|missing|unset|null|unknown|left out|not (?:set|given|filled(?: in)?|known|there)|no value)\b[^;.]*?\b(?:while|until|till|as long as|when|if)\b/i;

/** The field of a kind of record that is empty until it is over, in the words of the brief. */
function emptyWhileRunning(entity: EntityNotes): FieldNotes | undefined {
  const fields = entity.fields.filter((field) => {
    const kind = fieldTypeOf(field.words, saidOf(field))?.kind;
    return (
      field.refersTo === undefined &&
      (kind === 'date' || kind === 'datetime') &&
      field.said.some(
        ({ restriction, source }) => restriction.optional === true && EMPTY_WHILE.test(source.text),
      )
    );
  });
  return fields.length === 1 ? fields[0] : undefined;
}

/** Fields whose values are stages that a record goes through. */
const STAGES = /^(?:[a-z]+ )?(?:status|state|stage|phase)$/;

/**
 * What "open" means for a record, from its fields; undefined when nothing there tells. `act` adds the field that the word
 * needs where the brief has none.
 */
export function stateOf(
  entity: EntityNotes,
  word: string,
  source: Source,
  understanding: Understanding,
): { readonly state: State; readonly act: () => void } | undefined {
  const nothing = (): void => undefined;
  const named = entity.states.find((state) => state.word === word);
  if (named !== undefined) return { state: named, act: nothing };
  for (const field of entity.fields) {
    const type = fieldTypeOf(field.words, saidOf(field));
    const value = type?.kind === 'enum' ? type.values.find((each) => each.toLowerCase() === word) : undefined;
    if (value !== undefined) {
      return { state: { word, field: field.words, is: { kind: 'equals', value } }, act: nothing };
    }
    if (type?.kind === 'boolean' && field.words.replace(/^is /, '') === word) {
      return { state: { word, field: field.words, is: { kind: 'equals', value: true } }, act: nothing };
    }
  }
  if (!NOT_OVER.test(word)) return undefined;
  const empty = emptyWhileRunning(entity);
  if (empty !== undefined)
    return { state: { word, field: empty.words, is: { kind: 'unset' } }, act: nothing };
  // With an end told in advance, what runs today is a matter of the calendar, not of a value that is missing.
  if (
    entity.fields.some(({ words }) =>
      /^(?:planned )?(?:end|until|to|last)(?: (?:date|day|time))?$/.test(words),
    )
  )
    return undefined;
  for (const field of entity.fields) {
    const type = fieldTypeOf(field.words, saidOf(field));
    if (type?.kind === 'boolean' && IS_OVER.test(field.words)) {
      return { state: { word, field: field.words, is: { kind: 'equals', value: false } }, act: nothing };
    }
    // A train departs before it arrives: where the arrival comes behind, the departure is no end.
    const isArrivedAt = entity.fields.some(
      ({ words }, at) => words.startsWith('arriv') && at > entity.fields.indexOf(field),
    );
    if (
      (type?.kind === 'date' || type?.kind === 'datetime') &&
      END.test(field.words) &&
      !(field.words.startsWith('depart') && isArrivedAt)
    ) {
      return {
        state: { word, field: field.words, is: { kind: 'unset' } },
        act: () => {
          field.said.push({ restriction: { optional: true }, source });
          understanding.assume(
            `"${word}" ${entity.plural} are those without ${field.words}, which may be left out.`,
          );
        },
      };
    }
  }
  // Its stages tell when it is over, and nothing says by which of them.
  if (
    entity.fields.some(
      (field) => STAGES.test(field.words) && fieldTypeOf(field.words, saidOf(field))?.kind === 'enum',
    )
  )
    return undefined;
  const end = BORROWED.test(entity.singular) ? 'returned on' : 'closed on';
  return {
    state: { word, field: end, is: { kind: 'unset' } },
    act: () => {
      const field = understanding.addField(entity, end, source, { stated: false });
      field.said.push({ restriction: { optional: true, type: 'date' }, source });
      understanding.assume(
        `"${word}" ${entity.plural} are those without a date "${end}"; that field is added, and setting it ends the ${entity.singular}.`,
      );
    },
  };
}
