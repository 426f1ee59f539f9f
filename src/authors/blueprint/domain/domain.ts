import { z } from 'zod';
import { projectNameSchema, requirementIdSchema } from '../../../protocol/analysis.js';
import { accessSchema } from './access.js';
import { aspectSchema } from './aspect.js';
import { fieldSchema } from './field.js';
import { ruleSchema } from './rule.js';
import { wordsSchema } from './words.js';

/** A kind of record that the software keeps. */
export const entitySchema = z.strictObject({
  singular: wordsSchema,
  plural: wordsSchema,
  fields: z.array(fieldSchema),
  /** Fields (their words) that a free-text search looks into; empty: there is no search. */
  searchable: z.array(wordsSchema),
  /** Fields whose values a list can be bounded by, from and to. */
  ranged: z.array(wordsSchema),
  /** Fields that a list can be sorted by, beside the order of creation. */
  sortable: z.array(wordsSchema),
  /** How a list is sorted when nothing is asked for; null: in order of creation. Its field is sortable. */
  sortedBy: z.strictObject({ field: wordsSchema, direction: z.enum(['ascending', 'descending']) }).nullable(),
  /** Records on a page, unless asked for otherwise, and at most. */
  page: z.strictObject({ size: z.int().min(1), most: z.int().min(1) }),
});
export type Entity = z.infer<typeof entitySchema>;

export const DEFAULT_PAGE = { size: 20, most: 100 } as const;

/** What the blueprint author knows of a subject: the analysis' `subject`, and all that templates see. */
export const domainSchema = z.strictObject({
  version: z.literal(1),
  kind: z.enum(['api', 'cli', 'library']),
  name: projectNameSchema,
  title: z.string().min(1),
  description: z.string().min(1),
  entities: z.array(entitySchema).min(1),
  rules: z.array(ruleSchema),
  /** Null: everyone may do everything, and nobody signs in. */
  access: accessSchema.nullable(),
  /** What each requirement is about; a test of that part carries its id. */
  claims: z.array(z.strictObject({ requirement: requirementIdSchema, aspect: aspectSchema })),
});
export type Domain = z.infer<typeof domainSchema>;
