import { amountWords } from '../amounts.js';
import { NUMBER, numberOf } from '../numbers.js';
import { noteRule, ruleId } from '../outcome/field-rules.js';
import { restrictionOf } from '../restrictions.js';
import { edgeOf } from '../when-records-are.js';
import { kindOf, oneField } from './compared-fields.js';
import { type Reader, clean, entityNamed } from './statement.js';

const AGE = new RegExp(
  `^(?:an? |the |each |every )?(.+?) (?:must|has to|have to|needs to|should|is|are) (?:be )?(?:at least|no younger than|over|older than) (${NUMBER})(?: years?(?: old| of age)?)?(?: (?:on|at|when|by) .+)?$`,
  'i',
);

/** "An appointment cannot be in the past", "appointments can't be made in the past". */
const PAST_SUBJECT =
  /^(?:an? |the |no )?([\p{L} -]+?) (?:cannot|may not|must not|should not|can never) be (?:(?:made|booked|scheduled|created|planned|placed|added|arranged|set) )?(?:in the past|for (?:a )?(?:past|date in the past|day in the past|moment in the past|past (?:date|day|time|dates)))$/iu;
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
        },
        `the ${born.words} of ${entity.plural} lies at least ${amountWords(atLeast)} back when it is entered`,
        statement.source,
        understanding,
      );
      understanding.topic = entity;
    };
  }
  const past = PAST_SUBJECT.exec(text);
  const whole = past === null ? undefined : entityNamed(past[1] ?? '', understanding);
  const start = whole === undefined ? undefined : edgeOf(whole, 'start');
  if (whole !== undefined && start !== undefined) {
    return () => {
      start.said.push({
        restriction: { moment: { lies: 'future', atLeast: null } },
        source: statement.source,
      });
      understanding.topic = whole;
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
