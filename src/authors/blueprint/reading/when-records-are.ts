import { fieldTypeOf } from './field-types.js';
import { saidOf } from './states.js';
import type { EntityNotes, FieldNotes } from './understanding.js';
import { kindOf, periodOf } from './statements/compared-fields.js';

/** When a record is: from a start to an end, for a length from a start, or at one moment that some of its fields tell together. */
export type When =
  | { readonly kind: 'period'; readonly from: FieldNotes; readonly to: FieldNotes }
  | { readonly kind: 'length'; readonly from: FieldNotes; readonly length: FieldNotes }
  | { readonly kind: 'moment'; readonly fields: readonly FieldNotes[] };

const LENGTH =
  /(?:^|\b)(?:duration|length|lasts?)(?:$| (?:in )?(?:minutes?|hours?|days?)$)|^(?:minutes|hours)$/;
/** When it was written down, and not when it is. */
const WRITTEN =
  /^(?:created|updated|changed|booked|registered|entered|recorded|requested|ordered|paid|cancelled)(?: (?:at|on|date|time))?$|^(?:booking|registration|creation|order|payment|entry|request) (?:date|time)$|birth/;

/** The kind of the field's type; undefined for a reference. */
export function typeOf(field: FieldNotes): string | undefined {
  return field.refersTo === undefined ? fieldTypeOf(field.words, saidOf(field))?.kind : undefined;
}

/** When a record of the kind is; undefined where nothing tells, or more than one thing does. */
export function whenOf(entity: EntityNotes): When | undefined {
  const period = periodOf(entity);
  if (period !== undefined) return { kind: 'period', ...period };
  const dated = entity.fields.filter((field) => kindOf({ field }) === 'time' && !WRITTEN.test(field.words));
  const lengths = entity.fields.filter((field) => kindOf({ field }) === 'number' && LENGTH.test(field.words));
  const moments = dated.filter((field) => typeOf(field) === 'datetime');
  const [days, times] = ['date', 'time'].map((kind) => dated.filter((field) => typeOf(field) === kind));
  const [moment] = moments;
  const [length] = lengths;
  if (length !== undefined)
    return moments.length === 1 && dated.length === 1 && lengths.length === 1 && moment !== undefined
      ? { kind: 'length', from: moment, length }
      : undefined;
  if (moment !== undefined) return dated.length === 1 ? { kind: 'moment', fields: [moment] } : undefined;
  return days?.length === 1 && times?.length === 1 && dated.length === 2
    ? { kind: 'moment', fields: [...days, ...times] }
    : undefined;
}

/** The one field that tells when a record begins (`start`), or when it is over (`end`): a day alone is both. */
export function edgeOf(entity: EntityNotes, edge: 'start' | 'end'): FieldNotes | undefined {
  const when = whenOf(entity);
  if (when?.kind === 'period') return edge === 'start' ? when.from : when.to;
  if (when?.kind === 'length') return edge === 'start' ? when.from : undefined;
  const dated = entity.fields.filter(
    (field) => ['date', 'datetime'].includes(typeOf(field) ?? '') && !WRITTEN.test(field.words),
  );
  return dated.length === 1 ? dated[0] : undefined;
}
