import { fieldTypeOf, isUntold } from '../field-types.js';
import { saidOf } from '../states.js';
import type { FieldNotes, Understanding } from '../understanding.js';

/**
 * "Source (1–120)" beside "text (1–500)", "region (max 60)" beside "name (max 80)": where every other field of the brief that is
 * bounded in the same way is a text, so are those of which nothing else tells what is bounded.
 */
export function settleBareRanges(understanding: Understanding): void {
  const bare = understanding.entities.flatMap(({ fields }) =>
    fields.filter((field) => field.refersTo === undefined && saidOf(field).isBareRange === true),
  );
  const hasBoth = (field: FieldNotes): boolean => saidOf(field).min !== undefined;
  settleAlike(bare.filter(hasBoth));
  settleAlike(bare.filter((field) => !hasBoth(field)));
}

function settleAlike(bounded: readonly FieldNotes[]): void {
  const isOpen = (field: FieldNotes): boolean => isUntold(field.words, saidOf(field));
  const told = bounded.filter((field) => !isOpen(field));
  if (told.length === 0 || told.some((field) => fieldTypeOf(field.words, saidOf(field))?.kind !== 'text'))
    return;
  for (const field of bounded.filter(isOpen)) {
    const range = field.said.find(({ restriction }) => restriction.isBareRange === true);
    if (range !== undefined) field.said.push({ restriction: { unit: 'characters' }, source: range.source });
  }
}
