import { isPlural, nounWords } from '../nouns.js';
import { noteRule, ruleId } from '../outcome/field-rules.js';
import { subjectOf } from './declared-subjects.js';
import { isFieldItem, noteFields } from './fields.js';
import { tie } from './references.js';
import { canBeRecord, clean, type Reader } from './statement.js';

const BETWEEN =
  /^(.+?) ((?:(?:moves?|transfers?|takes?|carries|carry|ships?|sends?|brings?)|(?:is|are) (?:sent|shipped|moved|transferred|transported|delivered|flown|driven)|goes|go|runs?|travels?|leads?)) (?:(?:(an? (?:quantity|amount|number)) of )?(an?|one|the) ([\p{L}-]+(?: [\p{L}-]+)?) )?(from) (?:one|an?) ([\p{L}-]+(?: [\p{L}-]+)?) to (?:another|another one|one other)(?: ([\p{L}-]+(?: [\p{L}-]+)?))?$/iu;

/** "A stock movement moves a quantity of a product from one location to another": two references to one kind of record, which differ. */
export const readFromTo: Reader = (statement, understanding) => {
  const match = BETWEEN.exec(clean(statement.text));
  const [, subject = '', verb = '', quantity, , thing, , place = '', again] = match ?? [];
  const noun = nounWords(place);
  const moved = thing === undefined ? undefined : nounWords(thing);
  const child = match === null ? undefined : subjectOf(subject, statement, understanding);
  const isRecord = (each: string): boolean =>
    canBeRecord(each) && !isPlural(each) && understanding.isKnown(each);
  if (child === undefined || !isRecord(noun) || (again !== undefined && nounWords(again) !== noun))
    return undefined;
  if (moved !== undefined && !isRecord(moved)) return undefined;
  if (quantity !== undefined && !isFieldItem(quantity)) return undefined;
  return () => {
    const entity = child();
    const { source } = statement;
    const other = understanding.declare(noun, source);
    const roles = [`from ${noun}`, `to ${noun}`];
    for (const role of roles) tie(entity, other, source, understanding, { role, verb });
    if (moved !== undefined)
      tie(entity, understanding.declare(moved, source), source, understanding, { verb });
    if (quantity !== undefined) noteFields(quantity, entity, statement, understanding);
    const [from = '', to = ''] = roles;
    const id = ruleId('differ', entity.singular, from, to);
    noteRule(
      { kind: 'differ', id, entity: entity.singular, fields: [from, to] },
      `the ${from} and the ${to} of ${entity.plural} differ`,
      source,
      understanding,
    );
    understanding.topic = entity;
  };
};
