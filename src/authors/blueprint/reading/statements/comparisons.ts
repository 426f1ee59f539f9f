import { fieldVia } from '../named-fields.js';
import { nounWords } from '../nouns.js';
import { noteRule, ruleId } from '../outcome/field-rules.js';
import type { EntityNotes, FieldNotes, Understanding } from '../understanding.js';
import { BE, MODAL, NEGATED, kindOf, oneField, pronounField } from './compared-fields.js';
import type { NamedField } from './constraints.js';
import { readDiffer } from './differences.js';
import { readMoment } from './moments.js';
import { readLasting, readSpan } from './spans.js';
import { type Reader, type Statement, clean } from './statement.js';

const SIDES: readonly (readonly [RegExp, side: 'more' | 'less', equal: boolean])[] = [
  [
    /^(?:on or after|at or after|the same (?:day )?as or (?:after|later than)|at least|no (?:earlier|lower|less|smaller) than|not (?:earlier|lower|less|smaller) than|greater than or equal to|equal to or (?:greater|later|more|higher) than|not before|not below|the same (?:day )?or (?:after|later than))$/i,
    'more',
    true,
  ],
  [
    /^(?:after|later than|greater than|more than|larger than|higher than|above|past|beyond|bigger than|over)$/i,
    'more',
    false,
  ],
  [
    /^(?:on or before|at or before|at most|no (?:later|higher|more|greater|larger) than|not (?:later|higher|more|greater|larger) than|less than or equal to|up to|not after|not above|not over|equal to or (?:less|earlier|lower) than)$/i,
    'less',
    true,
  ],
  [/^(?:before|earlier than|less than|lower than|smaller than|below|under|prior to)$/i, 'less', false],
];

const RELATION =
  'on or after|at or after|the same (?:day )?as or (?:after|later than)|the same (?:day )?or (?:after|later than)|on or before|at or before|at least|at most|up to|(?:no|not) (?:earlier|later|lower|higher|less|more|smaller|greater|larger) than|(?:greater|less) than or equal to|equal to or (?:greater|later|more|higher|less|earlier|lower) than|not (?:before|after|below|above|over)|after|later than|greater than|more than|larger than|bigger than|higher than|above|beyond|past|over|before|earlier than|less than|lower than|smaller than|below|under|prior to';

const COMPARED: readonly (readonly [RegExp, negated: boolean])[] = [
  [new RegExp(`^(.+?) (?:${NEGATED}) ${BE}(${RELATION}) (.+)$`, 'i'), true],
  [
    new RegExp(
      `^(.+?) (?:${NEGATED}) (exceed|surpass|be beyond|go beyond|go over|precede|undercut) (.+)$`,
      'i',
    ),
    true,
  ],
  [new RegExp(`^(.+?) ${MODAL} ${BE}(${RELATION}) (.+)$`, 'i'), false],
  [
    new RegExp(`^(.+?) (?:comes|lies|falls|starts|ends|goes|follows) (?:always )?(${RELATION}) (.+)$`, 'i'),
    false,
  ],
  [new RegExp(`^(no [\\p{L} -]+?) (?:may|can|must|should) ${BE}(${RELATION}) (.+)$`, 'iu'), true],
];

function sideOf(relation: string, isNegated: boolean): { side: 'more' | 'less'; equal: boolean } | undefined {
  const text = relation.toLowerCase().trim();
  if (/^(?:exceed|surpass|be beyond|go beyond|go over)$/.test(text))
    return isNegated ? { side: 'less', equal: true } : { side: 'more', equal: false };
  if (/^(?:precede|undercut)$/.test(text))
    return isNegated ? { side: 'more', equal: true } : { side: 'less', equal: false };
  const found = SIDES.find(([pattern]) => pattern.test(text));
  if (found === undefined) return undefined;
  const [, side, equal] = found;
  // "Must not be before" is "on or after".
  return isNegated ? { side: side === 'more' ? 'less' : 'more', equal: !equal } : { side, equal };
}

/** What the clause compares; undefined: nothing. */
function comparedIn(
  text: string,
): { subject: string; side: 'more' | 'less'; equal: boolean; object: string } | undefined {
  for (const [pattern, isNegated] of COMPARED) {
    const match = pattern.exec(text);
    const found = match === null ? undefined : sideOf(match[2] ?? '', isNegated);
    if (match !== null && found !== undefined)
      return { subject: match[1] ?? '', ...found, object: match[3] ?? '' };
  }
  return undefined;
}

/** "The end must be after the start", "the target must not exceed the kiln's maximum". */
export const readComparison: Reader = (statement, understanding) => {
  const text = clean(statement.text);
  const compared = comparedIn(text);
  if (compared === undefined || /^(?:it|they)$/i.test(compared.subject.trim())) {
    const last = compared === undefined ? undefined : pronounField(understanding);
    return compared === undefined || last === undefined
      ? undefined
      : compare(last, compared, statement, understanding);
  }
  const first = oneField(compared.subject, understanding);
  return first === undefined ? undefined : compare(first, compared, statement, understanding);
};

function compare(
  { entity, field }: NamedField,
  { side, equal, object }: { side: 'more' | 'less'; equal: boolean; object: string },
  statement: Statement,
  understanding: Understanding,
): (() => void) | undefined {
  const bare = object
    .replace(/^(?:its |their |his |her |that |the (?=the))/i, '')
    .replace(/ of the same \w+$/i, '');
  const other =
    fieldVia(bare.replace(/^the /i, ''), entity, understanding) ??
    fieldVia(object, entity, understanding) ??
    ofReferred(bare.replace(/^the /i, ''), entity, understanding);
  if (other === undefined || other.field === field) return undefined;
  const kinds = [kindOf({ field }), kindOf(other)];
  if (kinds[0] === undefined || kinds[0] !== kinds[1]) return undefined;
  return () => {
    understanding.topic = entity;
    understanding.fieldTopic = field;
    if (other.via === null) {
      const [earlier, later] =
        side === 'more' ? [other.field.words, field.words] : [field.words, other.field.words];
      noteRule(
        {
          kind: 'order',
          id: ruleId('order', entity.singular, earlier, later),
          entity: entity.singular,
          earlier,
          later,
          equal,
        },
        `the ${later} of ${entity.plural} is ${equal ? (kinds[0] === 'time' ? 'not before' : 'not below') : kinds[0] === 'time' ? 'after' : 'above'} the ${earlier}`,
        statement.source,
        understanding,
      );
      return;
    }
    const relation = side === 'more' ? (equal ? 'at-least' : 'more') : equal ? 'at-most' : 'less';
    const how = { 'at-least': 'at least', more: 'more than', 'at-most': 'at most', less: 'less than' }[
      relation
    ];
    noteRule(
      {
        kind: 'compare',
        id: ruleId('compare', entity.singular, field.words, relation, other.via, other.field.words),
        entity: entity.singular,
        field: field.words,
        relation,
        via: other.via,
        other: other.field.words,
      },
      `the ${field.words} of ${entity.plural} is ${how} the ${other.field.words} of its ${other.via}`,
      statement.source,
      understanding,
    );
  };
}

/** "The number of seats", of a booking: a field of the one record that it names and that has one. */
function ofReferred(
  words: string,
  entity: EntityNotes,
  understanding: Understanding,
): { on: EntityNotes; field: FieldNotes; via: string } | undefined {
  const found = entity.fields.flatMap((reference) => {
    const on = understanding.entities.find(({ singular }) => singular === reference.refersTo);
    const field = on?.fields.find((each) => each.words === nounWords(words));
    return on === undefined || field === undefined || reference.several !== undefined
      ? []
      : [{ on, field, via: reference.words }];
  });
  return found.length === 1 ? found[0] : undefined;
}

export const COMPARISONS: readonly Reader[] = [readSpan, readLasting, readComparison, readDiffer, readMoment];
