import { z } from 'zod';

export const PROJECT_KINDS = ['api', 'cli', 'library', 'frontend', 'fullstack'] as const;
export const projectKindSchema = z.enum(PROJECT_KINDS);
export type ProjectKind = z.infer<typeof projectKindSchema>;

/** A package or folder name: what npm, Docker and a shell all take. */
export const projectNameSchema = z
  .string()
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'must be lower-case words joined by "-", starting with a letter')
  .max(60);

export const requirementIdSchema = z.string().regex(/^R[1-9]\d*$/, 'must be R1, R2 …');

/** Given / when / then with concrete values; for a limit, one on each side of it. */
export const acceptanceExampleSchema = z.strictObject({
  given: z.string(),
  when: z.string().min(1),
  then: z.string().min(1),
});
export type AcceptanceExample = z.infer<typeof acceptanceExampleSchema>;

/** What the proof recipe of a kind does, step by step; nothing here runs a user interface. */
export const PROOF_STEPS = {
  api: ['build', 'health', 'request', 'stop'],
  fullstack: ['build', 'health', 'request', 'stop'],
  cli: ['build', 'pack', 'install', 'help', 'commands'],
  library: ['build', 'pack', 'install', 'types', 'call'],
  frontend: [],
} as const satisfies Readonly<Record<ProjectKind, readonly string[]>>;

export const proofSchema = z.discriminatedUnion('kind', [
  /** A test whose title carries the requirement's id. */
  z.strictObject({ kind: z.literal('test') }),
  /**
   * A static check or a probe; `check` says which, e.g. "the proof recipe answers a health probe". `step` is the one of the
   * recipe that shows it; left out: all of them together.
   */
  z.strictObject({ kind: z.literal('check'), check: z.string().min(1), step: z.string().min(1).optional() }),
  /** Nothing will show it; it is reported as open. */
  z.strictObject({ kind: z.literal('none'), reason: z.string().min(1) }),
]);
export type Proof = z.infer<typeof proofSchema>;

/** One statement taken from the brief. */
export const requirementSchema = z.strictObject({
  id: requirementIdSchema,
  /** The statement in plain words, as understood. */
  statement: z.string().min(1),
  /** The words of the brief that it comes from, verbatim. */
  source: z.string().min(1),
  examples: z.array(acceptanceExampleSchema),
  proof: proofSchema,
});
export type Requirement = z.infer<typeof requirementSchema>;

/** A question whose answer would change the result. */
export const questionSchema = z.strictObject({
  id: z.string().min(1),
  text: z.string().min(1),
  options: z.array(z.string().min(1)).min(1),
  /** One of `options`: what an autonomous run assumes. */
  default: z.string().min(1),
});
export type Question = z.infer<typeof questionSchema>;

export const authorNameSchema = z.enum(['blueprint', 'model']);
export type AuthorName = z.infer<typeof authorNameSchema>;

export const analysisSchema = z.strictObject({
  version: z.literal(1),
  author: authorNameSchema,
  name: projectNameSchema,
  title: z.string().min(1),
  kind: projectKindSchema,
  stack: z.strictObject({ language: z.enum(['typescript', 'python']), framework: z.string().min(1) }),
  /** What was understood, in plain words, a sentence each: echoed to the user before anything is built. */
  understood: z.array(z.string().min(1)),
  requirements: z.array(requirementSchema).min(1),
  questions: z.array(questionSchema),
  assumptions: z.array(z.string()),
  /** The author's own model of the subject (its entities, its rules). Opaque to everyone else; JSON. */
  subject: z.json(),
});
export type Analysis = z.infer<typeof analysisSchema>;
