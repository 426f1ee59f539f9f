import { AMOUNT, amountOf, amountWords } from '../amounts.js';
import { fieldVia } from '../conditions.js';
import { fieldTypeOf } from '../field-types.js';
import { nounWords } from '../nouns.js';
import { NUMBER, numberOf } from '../numbers.js';
import { noteRule, ruleId } from '../outcome/field-rules.js';
import { restrictionOf } from '../restrictions.js';
import { saidOf } from '../states.js';
import type { EntityNotes, FieldNotes, Understanding } from '../understanding.js';
import { fieldsNamed, type NamedField } from './constraints.js';
import { clean, entityNamed, type Reader, type Statement } from './statement.js';

const MODAL = '(?:must|has to|have to|should|shall|needs to|need to|may|can|is|are|will|is to)';
const NEGATED =
  '(?:cannot|must not|may not|should not|shall not|must never|may never|can never|is never|is not|are not|will not|can not)';
const BE = '(?:be |lie |come |fall |go |end |start |stay |always |exceed )*';
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

function kindOf({ field }: { field: FieldNotes }): 'number' | 'time' | undefined {
  const kind = field.refersTo === undefined ? fieldTypeOf(field.words, saidOf(field))?.kind : undefined;
  if (kind === 'integer' || kind === 'number' || kind === 'money') return 'number';
  return kind === 'date' || kind === 'datetime' || kind === 'time' ? 'time' : undefined;
}

/** The field of one kind of record that a subject names; undefined where it can be several. */
export function oneField(phrase: string, understanding: Understanding): NamedField | undefined {
  const text = phrase
    .replace(/,? (?:if (?:given|known|set|any|there is one)|where given|when given),?$/i, '')
    .replace(/^no /i, 'the ');
  const topic = understanding.topic;
  const bare =
    topic === undefined
      ? undefined
      : understanding.field(topic, nounWords(text.replace(/^(?:it|they)$/i, '')));
  const found = fieldsNamed(text, understanding);
  if (found.length === 1) return found[0];
  return topic !== undefined && bare !== undefined ? { entity: topic, field: bare } : undefined;
}

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

/** "It", after a sentence about one field: the field that was spoken of last. */
function pronounField(understanding: Understanding): NamedField | undefined {
  const { topic, fieldTopic } = understanding;
  return topic === undefined || fieldTopic === undefined || !topic.fields.includes(fieldTopic)
    ? undefined
    : { entity: topic, field: fieldTopic };
}

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

const SPAN: readonly RegExp[] = [
  new RegExp(
    `^(.+?) (?:${MODAL}|lies?|comes?|${NEGATED}) ${BE}(at least|at most|no more than|no less than|not more than|not less than|more than|up to|within|no later than|no earlier than|less than) ${AMOUNT} (?:after|from|of|past) (?:the |its |their )?(.+)$`,
    'i',
  ),
];
const NUMBER_SPAN = new RegExp(
  `^(.+?) (?:${MODAL}) ${BE}(at least|at most|no more than|no less than|not more than|up to) (${NUMBER})(?: [\\p{L}/]+)? (?:above|more than|higher than|over|after|greater than|beyond) (?:the |its |their )?(.+)$`,
  'iu',
);

function boundOf(words: string, isNegated: boolean): 'at-least' | 'at-most' | undefined {
  const text = words.toLowerCase();
  if (isNegated)
    return /^more than$/.test(text) ? 'at-most' : /^less than$/.test(text) ? 'at-least' : undefined;
  if (/^(?:at least|no less than|not less than|no earlier than)$/.test(text)) return 'at-least';
  return /^(?:at most|no more than|not more than|up to|within|no later than)$/.test(text)
    ? 'at-most'
    : undefined;
}

/** "Expiry is at most three years after issue". */
export const readSpan: Reader = (statement, understanding) => {
  const text = clean(statement.text);
  for (const pattern of SPAN) {
    const match = pattern.exec(text);
    const bound =
      match === null ? undefined : boundOf(match[2] ?? '', new RegExp(` ${NEGATED} `, 'i').test(text));
    const amount = amountOf(match?.[3], match?.[4]);
    const first =
      match === null
        ? undefined
        : /^(?:it|they)$/i.test((match[1] ?? '').trim())
          ? pronounField(understanding)
          : oneField(match[1] ?? '', understanding);
    const other =
      first === undefined
        ? undefined
        : understanding.field(
            first.entity,
            nounWords((match?.[5] ?? '').replace(/^(?:the )?day of (?:the )?/i, '')),
          );
    if (
      first === undefined ||
      bound === undefined ||
      amount === undefined ||
      other === undefined ||
      other === first.field
    )
      continue;
    if (kindOf(first) !== 'time' || kindOf({ field: other }) !== 'time') continue;
    return span(first, other, bound, amount, statement, understanding);
  }
  const match = NUMBER_SPAN.exec(text);
  const first = match === null ? undefined : oneField(match[1] ?? '', understanding);
  const amount = numberOf(match?.[3] ?? '');
  const bound = match === null ? undefined : boundOf(match[2] ?? '', false);
  const other =
    first === undefined ? undefined : understanding.field(first.entity, nounWords(match?.[4] ?? ''));
  if (
    first === undefined ||
    amount === undefined ||
    bound === undefined ||
    other === undefined ||
    other === first.field
  )
    return undefined;
  if (kindOf(first) !== 'number' || kindOf({ field: other }) !== 'number') return undefined;
  return span(first, other, bound, amount, statement, understanding);
};

function span(
  { entity, field }: NamedField,
  other: FieldNotes,
  bound: 'at-least' | 'at-most',
  amount: Parameters<typeof amountWords>[0] | number,
  statement: Statement,
  understanding: Understanding,
): () => void {
  return () => {
    const length = typeof amount === 'number' ? String(amount) : amountWords(amount);
    noteRule(
      {
        kind: 'span',
        id: ruleId('span', entity.singular, other.words, field.words, bound),
        entity: entity.singular,
        earlier: other.words,
        later: field.words,
        bound,
        amount,
      },
      `the ${field.words} of ${entity.plural} is ${bound === 'at-most' ? 'at most' : 'at least'} ${length} after the ${other.words}`,
      statement.source,
      understanding,
    );
    understanding.topic = entity;
  };
}

const LASTS: readonly RegExp[] = [
  new RegExp(
    `^(?:an? |the |each |every |no |nobody )?(.+?) (?:may|can|must|should|is|are|will|cannot|must not|may not|lasts?|takes?|runs?|hires?)? ?(?:only )?(?:last |take |run |be |go on |longer |for )*(?:for )?(at most|at least|no more than|no longer than|not more than|not longer than|up to|more than|longer than|a maximum of|a minimum of) ${AMOUNT}(?: long)?$`,
    'i',
  ),
];

/** The start and the end of a record, where it has one of each. */
export function periodOf(entity: EntityNotes): { from: FieldNotes; to: FieldNotes } | undefined {
  const dated = entity.fields.filter((field) => kindOf({ field }) === 'time');
  const named = (pattern: RegExp): FieldNotes[] => dated.filter(({ words }) => pattern.test(words));
  const from = named(
    /^(?:(?:planned |actual )?(?:start|begin|from|first|check ?in|arrival|departure|pick ?up|opening|starting|begins|starts|valid from)(?: (?:date|day|time|at|on))?|(?:started|begun|opened|hired|lent|loaned|borrowed|rented) (?:at|on|date)|(?:start|begin).*)$/,
  );
  const to = named(
    /^(?:(?:planned |actual )?(?:end|until|to|last|check ?out|return|due|closing|ending|ends|finish|valid until)(?: (?:date|day|time|at|on))?|(?:ended|closed|returned|finished) (?:at|on|date)|(?:end|finish).*)$/,
  );
  // One arrives and departs, but a train departs and arrives.
  const stay = named(/^(?:departure|leaving|drop ?off)(?: (?:date|day|time))?$/);
  if (to.length === 0 && stay.length === 1 && from.length === 2)
    return periodBetween(
      from.filter((field) => !stay.includes(field) && /^(?:arrival|check ?in|from|start)/.test(field.words)),
      stay,
    );
  return periodBetween(from, to);
}

function periodBetween(
  from: readonly FieldNotes[],
  to: readonly FieldNotes[],
): { from: FieldNotes; to: FieldNotes } | undefined {
  const [first] = from;
  const [second] = to;
  return from.length === 1 && to.length === 1 && first !== undefined && second !== undefined
    ? { from: first, to: second }
    : undefined;
}

/** What lasts: the record that is named, the one spoken of last, or the only one that has a start and an end. */
function entityWithPeriod(subject: string, understanding: Understanding): EntityNotes | undefined {
  const named = entityNamed(subject, understanding);
  if (named !== undefined && periodOf(named) !== undefined) return named;
  if (!/^(?:an? |the )?(?:it|stay|duration|length|period|rental|time)$/i.test(subject.trim())) return named;
  const lasting = understanding.entities.filter((entity) => periodOf(entity) !== undefined);
  return lasting.length === 1 ? lasting[0] : named;
}

/** "A hire lasts at most 30 days", "nobody hires for more than 30 days": how far start and end lie apart. */
export const readLasting: Reader = (statement, understanding) => {
  const text = clean(statement.text);
  for (const pattern of LASTS) {
    const match = pattern.exec(text);
    if (match === null || !/\b(?:last|lasts|take|takes|long|longer|for|run|runs)\b/i.test(text)) continue;
    const isNegated = /^(?:no|nobody) /i.test(text) || new RegExp(` ${NEGATED} `, 'i').test(` ${text} `);
    const words = (match[2] ?? '').toLowerCase();
    const bound = isNegated
      ? /^(?:more|longer) than$/.test(words)
        ? 'at-most'
        : undefined
      : /^(?:at most|no more than|no longer than|not more than|not longer than|up to|a maximum of)$/.test(
            words,
          )
        ? 'at-most'
        : /^(?:at least|a minimum of)$/.test(words)
          ? 'at-least'
          : undefined;
    const amount = amountOf(match[3], match[4]);
    const subject = (match[1] ?? '').replace(/ (?:may|can|must|should|cannot|may not|must not)$/i, '');
    const named =
      entityWithPeriod(subject, understanding) ?? (/^nobody /i.test(text) ? understanding.topic : undefined);
    const period = named === undefined ? undefined : periodOf(named);
    if (bound === undefined || amount === undefined || named === undefined || period === undefined) continue;
    return span({ entity: named, field: period.to }, period.from, bound, amount, statement, understanding);
  }
  return undefined;
};

const DIFFER: readonly RegExp[] = [
  /^(?:the )?([\p{L} -]+?) and (?:the )?([\p{L} -]+?) (?:must|should|have to|has to|need to|shall|may|can|are) (?:always )?(?:not )?(?:be )?(?:two )?(different|differ|the same|equal|distinct|identical)(?: [\p{L} -]+)?$/iu,
  /^(?:the )?([\p{L} -]+?) (?:must|should|has to|cannot|must not|may not|should not|is not|can never) (?:not )?(?:be )?(different from|other than|differ from|the same as|equal to|equal|identical to|distinct from) (?:the |its )?([\p{L} -]+?)$/iu,
];

/** "White and black must be different players". */
export const readDiffer: Reader = (statement, understanding) => {
  const text = clean(statement.text);
  for (const [index, pattern] of DIFFER.entries()) {
    const match = pattern.exec(text);
    if (match === null) continue;
    const [, a = '', b = '', c = ''] = match;
    const [first, second, how] = index === 0 ? [a, b, c] : [a, c, b];
    const isNegated = / (?:not|cannot|never) /i.test(` ${text} `);
    const differs = /^(?:diff|dist|other)/i.test(how) !== isNegated;
    if (!differs) continue;
    for (const entity of [understanding.topic, ...understanding.entities].filter(
      (each) => each !== undefined,
    )) {
      const fields = [first, second].map((words) => fieldOrRole(entity, words, understanding));
      const [one, two] = fields;
      if (one === undefined || two === undefined || one === two) continue;
      return () => {
        noteRule(
          {
            kind: 'differ',
            id: ruleId('differ', entity.singular, one.words, two.words),
            entity: entity.singular,
            fields: [one.words, two.words],
          },
          `the ${one.words} and the ${two.words} of ${entity.plural} differ`,
          statement.source,
          understanding,
        );
        understanding.topic = entity;
      };
    }
  }
  return undefined;
};

/** A field by its name or, "white" for a white player, by the first word of it. */
function fieldOrRole(
  entity: EntityNotes,
  words: string,
  understanding: Understanding,
): FieldNotes | undefined {
  const name = nounWords(words);
  const roles = entity.fields.filter(
    (field) => field.refersTo !== undefined && field.words === `${name} ${field.refersTo}`,
  );
  return understanding.field(entity, name) ?? (roles.length === 1 ? roles[0] : undefined);
}

const AGE = new RegExp(
  `^(?:an? |the |each |every )?(.+?) (?:must|has to|have to|needs to|should|is|are) (?:be )?(?:at least|no younger than|over|older than) (${NUMBER})(?: years?(?: old| of age)?)?(?: (?:on|at|when|by) .+)?$`,
  'i',
);
const MOMENT_SUBJECT =
  /^(?:an? |the |no )?(.+?) (in the (?:future|past)) (?:is|are|must be|should be|will be|cannot be|may not be|must not be|gets) (?:refused|rejected|not (?:allowed|accepted|possible|permitted|valid)|forbidden|invalid|allowed|accepted|used|entered)$/i;

/** "A worker has to be at least 18 on the day he is registered", "a received date in the future is refused". */
export const readMoment: Reader = (statement, understanding) => {
  const text = clean(statement.text);
  const age = AGE.exec(text);
  const years = numberOf(age?.[2] ?? '');
  const entity = age === null ? undefined : entityNamed(age[1] ?? '', understanding);
  const born = entity?.fields.find(({ words }) =>
    /^(?:date of birth|birth ?date|birthday|born(?: on| date| at)?|birth day|dob)$/.test(words),
  );
  if (
    entity !== undefined &&
    born !== undefined &&
    years !== undefined &&
    Number.isInteger(years) &&
    years > 0
  ) {
    return () => {
      const atLeast = { count: years, unit: 'years' } as const;
      noteRule(
        {
          kind: 'moment',
          id: ruleId('moment', entity.singular, born.words, amountWords(atLeast)),
          entity: entity.singular,
          field: born.words,
          lies: 'past',
          atLeast,
          when: 'create',
        },
        `the ${born.words} of ${entity.plural} lies at least ${amountWords(atLeast)} back when they are entered`,
        statement.source,
        understanding,
      );
      understanding.topic = entity;
    };
  }
  const refused = MOMENT_SUBJECT.exec(text);
  const field = refused === null ? undefined : oneField(refused[1] ?? '', understanding);
  if (refused === null || field === undefined || kindOf(field) !== 'time') return undefined;
  const said = restrictionOf(`not ${refused[2] ?? ''}`);
  if (said?.moment === undefined || / (?:must be|may be|is) (?:allowed|accepted)$/i.test(text))
    return undefined;
  return () => {
    field.field.said.push({ restriction: said, source: statement.source });
    understanding.topic = field.entity;
  };
};

export const COMPARISONS: readonly Reader[] = [readSpan, readLasting, readComparison, readDiffer, readMoment];
