import { z } from 'zod';
import { wordsSchema } from './words.js';

const id = z.string().min(1);

/** When a record counts as being in a state: "open" loans have no return date. */
export const stateSchema = z.strictObject({
  word: wordsSchema,
  field: wordsSchema,
  is: z.union([
    z.strictObject({ kind: z.literal('unset') }),
    z.strictObject({ kind: z.literal('set') }),
    z.strictObject({ kind: z.literal('equals'), value: z.union([z.string(), z.boolean()]) }),
    z.strictObject({ kind: z.literal('one-of'), values: z.array(z.string()).min(2) }),
  ]),
});
export type State = z.infer<typeof stateSchema>;

export const spanUnitSchema = z.enum(['minutes', 'hours', 'days', 'weeks', 'months', 'years']);
const amountSchema = z.strictObject({ count: z.int().min(1), unit: spanUnitSchema });
export type Amount = z.infer<typeof amountSchema>;

/** Something that holds of a record or does not. `via`: a reference field; the condition is then about the record it names. */
export const conditionSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('value'),
    via: wordsSchema.nullable(),
    field: wordsSchema,
    /** One of them; none of them where `not`. */
    values: z.array(z.union([z.string(), z.boolean(), z.number()])).min(1),
    not: z.boolean(),
  }),
  z.strictObject({
    kind: z.literal('given'),
    via: wordsSchema.nullable(),
    field: wordsSchema,
    /** True: the field has no value. */
    not: z.boolean(),
  }),
  /** A date or moment lies in the past (`before`) or not (`not before`); today is not past. */
  z.strictObject({
    kind: z.literal('passed'),
    via: wordsSchema.nullable(),
    field: wordsSchema,
    not: z.boolean(),
  }),
  /** So many records of another kind name this one, or the one that `via` names. */
  z.strictObject({
    kind: z.literal('count'),
    via: wordsSchema.nullable(),
    entity: wordsSchema,
    /** The reference field of `entity`. */
    by: wordsSchema,
    state: stateSchema.nullable(),
    /** The least number that satisfies it; 1: "has any". */
    least: z.int().min(1),
    /** True: fewer than `least`. */
    not: z.boolean(),
  }),
]);
export type Condition = z.infer<typeof conditionSchema>;

/** Rules beyond one field. Each has an id, unique in the domain, that aspects name. */
export const ruleSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('at-most'),
    id,
    entity: wordsSchema,
    /** The reference field whose record the limit is counted for; null: over all records. */
    per: wordsSchema.nullable(),
    /** Further fields that have to be equal to count: "on the same day". */
    also: z.array(wordsSchema),
    state: stateSchema.nullable(),
    /** The number, or a whole-number field of the record that `per` names. */
    limit: z.union([z.int().min(1), z.strictObject({ field: wordsSchema })]),
  }),
  z.strictObject({
    kind: z.literal('unique'),
    id,
    entity: wordsSchema,
    field: wordsSchema,
    /** A reference field: unique only among the records that share it. */
    per: wordsSchema.nullable(),
    /** Further fields that have to be equal too: "one invoice per tenancy per year". */
    also: z.array(wordsSchema),
    /** Only among the records in this state; null: among all. */
    state: stateSchema.nullable(),
  }),
  z.strictObject({
    kind: z.literal('order'),
    id,
    entity: wordsSchema,
    earlier: wordsSchema,
    later: wordsSchema,
    /** Whether the two may be equal. */
    equal: z.boolean(),
  }),
  /** Two fields of a record do not have the same value. */
  z.strictObject({
    kind: z.literal('differ'),
    id,
    entity: wordsSchema,
    fields: z.tuple([wordsSchema, wordsSchema]),
  }),
  /** How far two dates, moments or numbers of a record lie apart, at least or at most; the bound itself is allowed. */
  z.strictObject({
    kind: z.literal('span'),
    id,
    entity: wordsSchema,
    earlier: wordsSchema,
    later: wordsSchema,
    bound: z.enum(['at-least', 'at-most']),
    /** A length of time; for numbers a difference. */
    amount: z.union([amountSchema, z.number()]),
  }),
  /**
   * A date or moment against the present: `past`: not in the future; `future`: not in the past. It is asked whenever the
   * value is written, and not of one that stays as it is: that becomes past by itself.
   */
  z.strictObject({
    kind: z.literal('moment'),
    id,
    entity: wordsSchema,
    field: wordsSchema,
    lies: z.enum(['past', 'future']),
    /** At least so far from now: born at least 18 years ago. */
    atLeast: amountSchema.nullable(),
  }),
  /** A number, date or moment of a record against one of the record that a reference field names. */
  z.strictObject({
    kind: z.literal('compare'),
    id,
    entity: wordsSchema,
    field: wordsSchema,
    relation: z.enum(['at-most', 'at-least', 'less', 'more']),
    via: wordsSchema,
    other: wordsSchema,
  }),
  /** A field has to be given, or not, when the record is so: "a rejection needs a reason". */
  z.strictObject({
    kind: z.literal('required-when'),
    id,
    entity: wordsSchema,
    field: wordsSchema,
    when: conditionSchema,
    /** True: the field is required unless the condition holds. */
    unless: z.boolean(),
  }),
  /** A field moves between values along these steps only; new records start at `initial`, null: anywhere. */
  z.strictObject({
    kind: z.literal('transitions'),
    id,
    entity: wordsSchema,
    field: wordsSchema,
    initial: z.string().nullable(),
    moves: z.array(z.strictObject({ from: z.string(), to: z.string() })).min(1),
  }),
  /** Something may be done only when every condition holds, of the record as it is before. */
  z.strictObject({
    kind: z.literal('guard'),
    id,
    entity: wordsSchema,
    on: z.discriminatedUnion('action', [
      /** Conditions are then about the record to be. */
      z.strictObject({ action: z.literal('create') }),
      /** Whatever is changed. */
      z.strictObject({ action: z.literal('change') }),
      z.strictObject({ action: z.literal('delete') }),
      /** A change of one of these fields. */
      z.strictObject({ action: z.literal('change-of'), fields: z.array(wordsSchema).min(1) }),
      /** The record comes into this state, created so or changed. */
      z.strictObject({ action: z.literal('enter'), state: stateSchema }),
    ]),
    conditions: z.array(conditionSchema).min(1),
  }),
  /** Periods of records that share a reference do not overlap; one may start when another ends, where `touch`. */
  z.strictObject({
    kind: z.literal('no-overlap'),
    id,
    entity: wordsSchema,
    per: wordsSchema,
    from: wordsSchema,
    /** An unset end is open: it overlaps all that is later. */
    to: wordsSchema,
    touch: z.boolean(),
    /** Only records in this state count. */
    state: stateSchema.nullable(),
  }),
  /** The sum of a number over the records that share a reference stays at or below a number or a field of that record. */
  z.strictObject({
    kind: z.literal('total'),
    id,
    entity: wordsSchema,
    per: wordsSchema,
    sum: wordsSchema,
    state: stateSchema.nullable(),
    limit: z.union([z.number(), z.strictObject({ field: wordsSchema })]),
  }),
  /** Writing a record changes another: "when a calibration fails the instrument is locked". */
  z.strictObject({
    kind: z.literal('effect'),
    id,
    entity: wordsSchema,
    /** Created, or created in or changed into a state. */
    on: z.discriminatedUnion('action', [
      z.strictObject({ action: z.literal('create') }),
      z.strictObject({ action: z.literal('enter'), state: stateSchema }),
    ]),
    /** The reference field whose record is changed; null: the record itself. */
    via: wordsSchema.nullable(),
    field: wordsSchema,
    value: z.union([z.string(), z.number(), z.boolean(), z.strictObject({ moment: z.literal('now') })]),
  }),
]);
export type Rule = z.infer<typeof ruleSchema>;
