import type { FieldType, PatternPiece } from '../../domain/field.js';
import type { Rule } from '../../domain/rule.js';
import { proseWords } from '../../rendering/words.js';
import { amountWords } from '../amounts.js';
import { fieldTypeOf } from '../field-types.js';
import { nounWords, singular } from '../nouns.js';
import type { Restrictions } from '../restriction.js';
import { saidOf } from '../states.js';
import type { EntityNotes, FieldNotes, Source, Understanding } from '../understanding.js';

/** An id for a rule, from the words of what it is about. */
export function ruleId(...parts: readonly (string | null)[]): string {
  return parts
    .filter((part) => part !== null && part !== '')
    .join('-')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

/** Adds a rule unless one of that id is there, and writes the requirement down. */
export function noteRule(rule: Rule, statement: string, source: Source, understanding: Understanding): void {
  if (!understanding.rules.some(({ id }) => id === rule.id)) understanding.rules.push(rule);
  understanding.met(statement, source, [{ kind: 'rule', rule: rule.id }]);
}

const PIECES: Readonly<Record<Exclude<PatternPiece['kind'], 'text'>, string>> = {
  digits: 'digit',
  capitals: 'capital letter',
  letters: 'letter',
  'capitals-or-digits': 'capital letters or digits',
  'letters-or-digits': 'letters or digits',
};

/** `two capital letters, then four digits`, in numbers. */
export function codeWords(pieces: readonly PatternPiece[]): string {
  return pieces
    .map((piece) => {
      if (piece.kind === 'text') return `"${piece.text}"`;
      const count =
        piece.min === piece.max ? String(piece.min) : `${String(piece.min)} to ${String(piece.max)}`;
      const noun = PIECES[piece.kind];
      return `${count} ${noun.includes(' or ') || count === '1' ? noun : `${noun}s`}`;
    })
    .join(', then ');
}

/** The values of a choice, cut short where there are dozens. */
export function valuesWords(values: readonly string[]): string {
  return values.length <= 20
    ? values.join(', ')
    : `${values.slice(0, 3).join(', ')} … ${values.at(-1) ?? ''}`;
}

export function noteUniqueWithin(
  entity: EntityNotes,
  field: FieldNotes,
  within: string,
  source: Source,
  understanding: Understanding,
): void {
  const noun = singular(nounWords(within));
  const per = entity.fields.find(({ refersTo, words }) => refersTo === noun || words === noun);
  const statement = `no two ${entity.plural} of the same ${noun} have the same ${proseWords(field.words)}`;
  if (per?.refersTo === undefined) {
    understanding.open(statement, source, `nothing says how ${entity.plural} and ${noun} go together`);
    return;
  }
  const id = ruleId('unique', entity.singular, field.words, per.words);
  noteRule(
    {
      kind: 'unique',
      id,
      entity: entity.singular,
      field: field.words,
      per: per.words,
      also: [],
      state: null,
    },
    statement,
    source,
    understanding,
  );
}

export function noteMoment(
  entity: EntityNotes,
  field: FieldNotes,
  type: FieldType,
  { lies, atLeast }: NonNullable<Restrictions['moment']>,
  source: Source,
  understanding: Understanding,
): void {
  const what = `the ${proseWords(field.words)} of ${entity.plural}`;
  const bound =
    atLeast === null
      ? lies === 'past'
        ? 'is not in the future'
        : 'is not in the past'
      : `lies at least ${amountWords(atLeast)} ${lies === 'past' ? 'back' : 'ahead'}`;
  if (type.kind !== 'date' && type.kind !== 'datetime') {
    understanding.open(`${what} ${bound}`, source, 'it is said of something that is no date');
    return;
  }
  const id = ruleId(
    'moment',
    entity.singular,
    field.words,
    lies,
    atLeast === null ? null : amountWords(atLeast),
  );
  noteRule(
    { kind: 'moment', id, entity: entity.singular, field: field.words, lies, atLeast },
    `${what} ${bound}`,
    source,
    understanding,
  );
}

function isDated(entity: EntityNotes, words: string): boolean {
  const field = entity.fields.find((each) => each.words === words);
  const kind =
    field === undefined || field.refersTo !== undefined
      ? undefined
      : fieldTypeOf(field.words, saidOf(field))?.kind;
  return kind === 'date' || kind === 'datetime' || kind === 'time';
}

export function noteOrder(
  entity: EntityNotes,
  field: FieldNotes,
  { side, equal, other }: NonNullable<Restrictions['order']>,
  source: Source,
  understanding: Understanding,
): void {
  const before = entity.fields
    .slice(0, entity.fields.indexOf(field))
    .filter(({ words }) => isDated(entity, words))
    .at(-1);
  const against = other === 'previous' ? before : understanding.field(entity, nounWords(other));
  const statement = `the ${proseWords(field.words)} of ${entity.plural} is ${side === 'later' ? (equal ? 'not before' : 'after') : equal ? 'not after' : 'before'} the ${other === 'previous' ? (before?.words ?? 'one before') : other}`;
  if (
    against === undefined ||
    against === field ||
    !isDated(entity, field.words) ||
    !isDated(entity, against.words)
  ) {
    understanding.open(statement, source, 'it was not understood what it is compared with');
    return;
  }
  const [earlier, later] = side === 'later' ? [against.words, field.words] : [field.words, against.words];
  noteRule(
    {
      kind: 'order',
      id: ruleId('order', entity.singular, earlier, later),
      entity: entity.singular,
      earlier,
      later,
      equal,
    },
    statement,
    source,
    understanding,
  );
}

/** "May be negative": a bound below which nothing lies is not assumed. */
export function noteNegative(
  entity: EntityNotes,
  field: FieldNotes,
  type: FieldType,
  source: Source,
  understanding: Understanding,
): void {
  understanding.open(
    `the ${proseWords(field.words)} of ${entity.plural} may be negative`,
    source,
    'min' in type
      ? 'such values are taken, and no test shows it'
      : 'it is said of something that is no number',
  );
}
