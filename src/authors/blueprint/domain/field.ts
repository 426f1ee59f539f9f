import { z } from 'zod';
import { wordsSchema } from './words.js';

const bounds = { min: z.number().nullable(), max: z.number().nullable() };

/** A piece of a code: so many characters of one class, or a text as it stands. `capitals`: A–Z; `letters`: A–Z, a–z. */
export const patternPieceSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.enum(['digits', 'capitals', 'letters', 'capitals-or-digits', 'letters-or-digits']),
    min: z.int().min(1),
    max: z.int().min(1),
  }),
  z.strictObject({ kind: z.literal('text'), text: z.string().min(1) }),
]);
export type PatternPiece = z.infer<typeof patternPieceSchema>;

/** What a field holds. Bounds are characters for a text, and values for a number; both ends are allowed values. */
export const fieldTypeSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('text'), ...bounds }),
  /** A text of a fixed form: `two capital letters and four digits`. */
  z.strictObject({ kind: z.literal('code'), pieces: z.array(patternPieceSchema).min(1) }),
  z.strictObject({ kind: z.literal('email') }),
  z.strictObject({ kind: z.literal('url') }),
  z.strictObject({ kind: z.literal('integer'), ...bounds }),
  /** `decimals`: how many a value may have; null: any number. */
  z.strictObject({ kind: z.literal('number'), ...bounds, decimals: z.int().min(1).max(6).nullable() }),
  /** An amount with at most two decimals. */
  z.strictObject({ kind: z.literal('money'), ...bounds }),
  z.strictObject({ kind: z.literal('boolean') }),
  /** A calendar day, `2026-03-01`. */
  z.strictObject({ kind: z.literal('date') }),
  /** An instant, `2026-03-01T09:30:00Z`. */
  z.strictObject({ kind: z.literal('datetime') }),
  /** A time of day, `09:30`. */
  z.strictObject({ kind: z.literal('time') }),
  z.strictObject({ kind: z.literal('enum'), values: z.array(z.string().min(1)).min(2) }),
  /** Any number of the values, each at most once, the empty list included. */
  z.strictObject({ kind: z.literal('choices'), values: z.array(z.string().min(1)).min(2) }),
  z.strictObject({
    kind: z.literal('reference'),
    entity: wordsSchema,
    /** What deleting the record that is named does: it is refused, deletes this record too, or sets the field to null. */
    onDelete: z.enum(['refuse', 'cascade', 'clear']),
  }),
  /** Several records, each at most once, none included: many-to-many. Deleting one of them is refused, or takes it off the list. */
  z.strictObject({
    kind: z.literal('references'),
    entity: wordsSchema,
    /** The most that may be named; null: the brief says none. */
    max: z.int().min(1).nullable(),
    onDelete: z.enum(['refuse', 'clear']),
  }),
]);
export type FieldType = z.infer<typeof fieldTypeSchema>;

/** Whether a field of the type names other records: one, or several. */
export function namesRecords(
  type: FieldType,
): type is Extract<FieldType, { kind: 'reference' | 'references' }> {
  return type.kind === 'reference' || type.kind === 'references';
}

/** One field of a record. Its words are those of the brief: `born on`. */
export const fieldSchema = z.strictObject({
  words: wordsSchema,
  type: fieldTypeSchema,
  /** An optional field may be left out, and is then null; a list is then empty. */
  optional: z.boolean(),
  /** Taken when a request leaves the field out; null: there is no default. `now`: today, or this moment. */
  default: z
    .union([z.string(), z.number(), z.boolean(), z.strictObject({ moment: z.literal('now') })])
    .nullable(),
  /**
   * Who gives it a value. `client`: requests do, at any time. `once`: a request gives it when the record is created, and it
   * never changes. `first`: it may be left out at first; once given it never changes. `system`: no request does; it has its
   * default, and rules' effects change it.
   */
  set: z.enum(['client', 'once', 'first', 'system']),
});
export type Field = z.infer<typeof fieldSchema>;
