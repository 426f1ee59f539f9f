import { fieldTypeOf, isUntold } from '../field-types.js';
import { saidOf } from '../states.js';
import type { FieldNotes, Understanding } from '../understanding.js';

/**
 * "Source (1–120)" beside "text (1–500)": where every other range of the brief that is written so is the length of a text, so are
 * those of which nothing else tells what they bound.
 */
export function settleBareRanges(understanding: Understanding): void {
  const ranged = understanding.entities.flatMap(({ fields }) =>
    fields.filter((field) => field.refersTo === undefined && saidOf(field).isBareRange === true),
  );
  const isOpen = (field: FieldNotes): boolean => isUntold(field.words, saidOf(field));
  const told = ranged.filter((field) => !isOpen(field));
  if (told.length === 0 || told.some((field) => fieldTypeOf(field.words, saidOf(field))?.kind !== 'text'))
    return;
  for (const field of ranged.filter(isOpen)) {
    const range = field.said.find(({ restriction }) => restriction.isBareRange === true);
    if (range !== undefined) field.said.push({ restriction: { unit: 'characters' }, source: range.source });
  }
}
