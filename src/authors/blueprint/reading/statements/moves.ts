import { fieldTypeOf } from '../field-types.js';
import { nounWords } from '../nouns.js';
import { noteRule, ruleId } from '../outcome/field-rules.js';
import { saidOf } from '../states.js';
import type { EntityNotes, FieldNotes, Understanding } from '../understanding.js';
import type { Statement } from './statement.js';

/** From one value of a field to another. */
export interface Move {
  readonly from: string;
  readonly to: string;
}

/** The field that has some of these values. */
export function known(entity: EntityNotes, values: readonly string[]): FieldNotes | undefined {
  return entity.fields.find((field) => {
    const type = field.refersTo === undefined ? fieldTypeOf(field.words, saidOf(field)) : undefined;
    return (
      type?.kind === 'enum' &&
      values.some((value) => type.values.some((each) => nounWords(each) === nounWords(value)))
    );
  });
}

/** The field that moves between `values`: the one that has them, or a status of its own. */
export function movingField(
  entity: EntityNotes,
  values: readonly string[],
  statement: Statement,
  understanding: Understanding,
): FieldNotes {
  const before =
    known(entity, values) ?? entity.fields.find(({ words }) => /^(?:status|state|stage|phase)$/.test(words));
  const field = before ?? understanding.addField(entity, 'status', statement.source);
  const listed = saidOf(field).values ?? [];
  const missing = values.filter((value) => !listed.some((each) => nounWords(each) === nounWords(value)));
  if (missing.length > 0)
    field.said.push({ restriction: { values: [...listed, ...missing] }, source: statement.source });
  return field;
}

/** The value as the field has it. */
export function valueOf(field: FieldNotes, word: string): string {
  return saidOf(field).values?.find((each) => nounWords(each) === nounWords(word)) ?? word;
}

/** Adds moves to the one rule of that field: what else the brief says of them widens it. */
export function noteMoves(
  entity: EntityNotes,
  field: FieldNotes,
  moves: readonly Move[],
  initial: string | null,
  statement: Statement,
  understanding: Understanding,
): void {
  const id = ruleId('moves', entity.singular, field.words);
  const before = understanding.rules.find((rule) => rule.id === id);
  const said = `the ${field.words} of ${entity.plural} moves ${moves.map(({ from, to }) => `from ${from} to ${to}`).join(', ')}${initial === null ? '' : `, starting at ${initial}`}, and not otherwise`;
  if (before?.kind === 'transitions') {
    const all = [
      ...before.moves,
      ...moves.filter((move) => !before.moves.some(({ from, to }) => from === move.from && to === move.to)),
    ];
    understanding.rules[understanding.rules.indexOf(before)] = {
      ...before,
      initial: before.initial ?? initial,
      moves: all,
    };
    understanding.met(said, statement.source, [{ kind: 'rule', rule: id }]);
  } else {
    noteRule(
      { kind: 'transitions', id, entity: entity.singular, field: field.words, initial, moves: [...moves] },
      said,
      statement.source,
      understanding,
    );
  }
  understanding.topic = entity;
}
