import { isLimited } from '../field-types.js';
import type { Restrictions } from '../restriction.js';
import { singular } from '../nouns.js';
import type { EntityNotes, FieldNotes, Understanding } from '../understanding.js';

/** Two restrictions of one field that cannot both hold. */
export function refuseContradictions(
  entity: EntityNotes,
  field: FieldNotes,
  understanding: Understanding,
): void {
  const having = (test: (said: Restrictions) => boolean): FieldNotes['said'][number] | undefined =>
    // A rule that makes a field optional has no words of its own.
    field.said.find(({ restriction, source }) => source.text !== '' && test(restriction));
  const about = `the ${field.words} of ${entity.plural}`;
  const bounded = field.said.filter(({ restriction }) => isLimited(restriction));
  const required = having((said) => said.required === true);
  const optional = having((said) => said.optional === true);
  if (required !== undefined && optional !== undefined) {
    understanding.contradict(`${about} is both required and optional`, required.source, optional.source);
  }
  for (const low of bounded) {
    for (const high of bounded) {
      const min = low.restriction.min ?? low.restriction.above;
      const max = high.restriction.max ?? high.restriction.below;
      if (min !== undefined && max !== undefined && min > max) {
        understanding.contradict(
          `${about} is at least ${String(min)} and at most ${String(max)}`,
          low.source,
          high.source,
        );
        return;
      }
    }
  }
  const byDefault = field.said.flatMap(({ restriction, source }) =>
    restriction.default === undefined ? [] : [{ value: restriction.default.toLowerCase(), source }],
  );
  const [first] = byDefault;
  const other = byDefault.find(({ value }) => value !== first?.value);
  if (first !== undefined && other !== undefined) {
    understanding.contradict(
      `${about} is ${first.value} at first, and it is ${other.value}`,
      first.source,
      other.source,
    );
  }
  for (const side of ['min', 'max'] as const) {
    const bounds = field.said.filter(({ restriction }) => restriction[side] !== undefined);
    const [first] = bounds;
    const other = bounds.find(({ restriction }) => restriction[side] !== first?.restriction[side]);
    if (first !== undefined && other !== undefined) {
      understanding.contradict(
        `${about} has two different ${side === 'min' ? 'lower' : 'upper'} bounds, ${String(first.restriction[side])} and ${String(other.restriction[side])}`,
        first.source,
        other.source,
      );
    }
  }
}

/** "At least 30 minutes and at most 4 hours": bounds in two units cannot be told of one number. */
export function openMixedUnits(entity: EntityNotes, field: FieldNotes, understanding: Understanding): void {
  const bounds = field.said.filter(({ restriction }) => isLimited(restriction));
  const units = new Set(
    bounds.flatMap(({ restriction: { measure } }) => (measure === undefined ? [] : [singular(measure)])),
  );
  if (units.size < 2) return;
  for (const bound of bounds) {
    field.said.splice(field.said.indexOf(bound), 1);
    understanding.open(
      `a bound of the ${field.words} of ${entity.plural}`,
      bound.source,
      'the field is one number, and its bounds are in different units',
    );
  }
}
