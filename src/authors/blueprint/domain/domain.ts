import { z } from 'zod';
import { projectNameSchema, requirementIdSchema } from '../../../protocol/analysis.js';
import { aspectSchema } from './aspect.js';

/** Lower-case words of English, joined by spaces: `line item`. */
const wordsSchema = z.string().regex(/^[a-z][a-z0-9]*( [a-z0-9]+)*$/);

const bounds = { min: z.number().nullable(), max: z.number().nullable() };

/** What a field holds. Bounds are characters for a text, and values for a number; both ends are allowed values. */
export const fieldTypeSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('text'), ...bounds }),
  z.strictObject({ kind: z.literal('email') }),
  z.strictObject({ kind: z.literal('url') }),
  z.strictObject({ kind: z.literal('integer'), ...bounds }),
  z.strictObject({ kind: z.literal('number'), ...bounds }),
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
  z.strictObject({ kind: z.literal('reference'), entity: wordsSchema }),
]);
export type FieldType = z.infer<typeof fieldTypeSchema>;

/** One field of a record. Its words are those of the brief: `born on`. */
export const fieldSchema = z.strictObject({
  words: wordsSchema,
  type: fieldTypeSchema,
  /** An optional field may be left out, and is then null. */
  optional: z.boolean(),
  /** Taken when a request leaves the field out; null: there is no default. */
  default: z.union([z.string(), z.number(), z.boolean()]).nullable(),
});
export type Field = z.infer<typeof fieldSchema>;

/** A kind of record that the software keeps. */
export const entitySchema = z.strictObject({
  singular: wordsSchema,
  plural: wordsSchema,
  fields: z.array(fieldSchema),
  /** Fields (their words) that a free-text search looks into; empty: there is no search. */
  searchable: z.array(wordsSchema),
});
export type Entity = z.infer<typeof entitySchema>;

/** When a record counts as being in a state: "open" loans have no return date. `word` is null for "all of them". */
export const stateSchema = z.strictObject({
  word: wordsSchema,
  field: wordsSchema,
  is: z.union([
    z.strictObject({ kind: z.literal('unset') }),
    z.strictObject({ kind: z.literal('equals'), value: z.union([z.string(), z.boolean()]) }),
  ]),
});
export type State = z.infer<typeof stateSchema>;

/** Rules beyond one field. Each has an id, unique in the domain, that aspects name. */
export const ruleSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('at-most'),
    id: z.string().min(1),
    entity: wordsSchema,
    /** The reference field whose record the limit is counted for; null: over all records. */
    per: wordsSchema.nullable(),
    state: stateSchema.nullable(),
    limit: z.int().min(1),
  }),
  z.strictObject({
    kind: z.literal('unique'),
    id: z.string().min(1),
    entity: wordsSchema,
    field: wordsSchema,
    /** A reference field: unique only among the records that share it. */
    per: wordsSchema.nullable(),
  }),
  z.strictObject({
    kind: z.literal('order'),
    id: z.string().min(1),
    entity: wordsSchema,
    earlier: wordsSchema,
    later: wordsSchema,
    /** Whether the two may be equal. */
    equal: z.boolean(),
  }),
]);
export type Rule = z.infer<typeof ruleSchema>;

/** What the blueprint author knows of a subject: the analysis' `subject`, and all that templates see. */
export const domainSchema = z.strictObject({
  version: z.literal(1),
  name: projectNameSchema,
  title: z.string().min(1),
  description: z.string().min(1),
  entities: z.array(entitySchema).min(1),
  rules: z.array(ruleSchema),
  /** What happens to the records that refer to one that is deleted. */
  onDelete: z.enum(['refuse', 'cascade']),
  /** Which part of the subject each requirement is about; a test of that part carries its id. */
  claims: z.array(z.strictObject({ requirement: requirementIdSchema, aspect: aspectSchema })),
});
export type Domain = z.infer<typeof domainSchema>;
