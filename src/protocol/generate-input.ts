import { z } from 'zod';
import { projectKindSchema, projectNameSchema } from './analysis.js';
import { artifactRefSchema } from './artifact.js';
import { treeViewSchema } from './tree.js';

/** A brief travels inside the input up to this size, in bytes of UTF-8; our clients upload a longer one as an artifact. */
export const INLINE_BRIEF_BYTES = 64 * 1024;
/** A brief longer than this is refused: no reader, human or model, takes it in. */
export const LONGEST_BRIEF_BYTES = 1024 * 1024;

/** How generated code may be run. `none` runs it bare on the host, and only when it is asked for by name. */
export const sandboxChoiceSchema = z.enum(['auto', 'bubblewrap', 'container', 'none']);
export type SandboxChoice = z.infer<typeof sandboxChoiceSchema>;

/** The defaults are the seed's guardrails; each lands in history with the run that used it. */
export const limitsSchema = z.strictObject({
  /** Attempts after the first, for one file. */
  retriesPerFile: z.int().min(0).max(20).default(3),
  /** Times a gate sends its failed files back before it gives up. */
  retriesPerGate: z.int().min(0).max(20).default(3),
  /**
   * Errors before the run is stopped, 10 % of the files if that is more: a file that used up its attempts, an analysis that no model
   * gave, a round of the verification without progress. A faulty draft is none.
   */
  errors: z.int().min(0).max(1000).default(5),
  /** US dollars that one file with its drafts, or one round of its repair, may cost before it is given up; null: not set. */
  taskUsd: z.number().positive().max(1_000_000).nullable().default(0.5),
  /** Share of a run's drafts by models that may import what does not exist; 1: any. */
  hallucinationRate: z.number().min(0).max(1).default(0.3),
  /** Spend limit in US dollars; null: not set. */
  costUsd: z.number().positive().max(1_000_000).nullable().default(null),
});
export type Limits = z.infer<typeof limitsSchema>;

/** Utf-8 length without Node's Buffer, which the workflow sandbox lacks. */
export function utf8Bytes(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}

/** Why `brief` cannot be worked on, or undefined. One rule for the client, the workflow and HTTP. */
export function briefProblem(brief: string): string | undefined {
  if (brief.trim() === '')
    return 'is empty; say what to build, e.g. "A REST API for a library, with books and loans."';
  if (/[\u0000-\u0008\u000e-\u001a\u001c-\u001f\ufffd]/.test(brief))
    return 'is not text: it has control or undecodable characters';
  if (!/\p{L}{2}/u.test(brief)) return 'has no words in it';
  return undefined;
}

const inlineBriefSchema = z.string().superRefine((brief, context) => {
  const bytes = utf8Bytes(brief);
  const problem =
    bytes > INLINE_BRIEF_BYTES
      ? `is ${String(bytes)} bytes; one over ${String(INLINE_BRIEF_BYTES)} goes by briefRef, which "millwright generate --brief FILE" does for you`
      : briefProblem(brief);
  if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
});

/** What starts `generateProject`. Only a brief is required. */
export const generateInputSchema = z
  .strictObject({
    brief: inlineBriefSchema.optional(),
    briefRef: artifactRefSchema
      .refine(
        (ref) => ref.bytes <= LONGEST_BRIEF_BYTES,
        `names a brief over ${String(LONGEST_BRIEF_BYTES)} bytes`,
      )
      .optional(),
    /**
     * A stored `GivenPlan` for this brief: the run builds exactly that, and neither analyzes nor plans. It is proven all the
     * same. Clients make it from a plan file.
     */
    plan: artifactRefSchema.optional(),
    /** The project's name; by default taken from the brief. */
    name: projectNameSchema.optional(),
    kind: projectKindSchema.optional(),
    /** `auto`: a model where one is configured, else blueprints. */
    author: z.enum(['auto', 'blueprint', 'model']).default('auto'),
    /** An autonomous run takes every default at once; a guided one waits for a person. */
    mode: z.enum(['autonomous', 'guided']).default('autonomous'),
    /** Files built at the same time. */
    concurrency: z.int().min(1).max(64).default(8),
    sandbox: sandboxChoiceSchema.default('auto'),
    /** History events after which the run drains and continues as new; the server itself warns at 10,240. */
    historyEvents: z.int().min(200).max(40_000).default(8_000),
    limits: limitsSchema.prefault({}),
    /** The tree that the run starts from; empty for a new project. */
    base: treeViewSchema.optional(),
    /**
     * The key of a run whose replies, and those that it used itself, answer the same requests here and are not paid again: one that was
     * cut off by something else than what its models wrote. Our client sets it for `--again`.
     */
    repliesOf: z.string().min(1).optional(),
    /** A fork: the run whose artifacts and replies are used up to a phase. */
    from: z.strictObject({ run: z.string().min(1), phase: z.string().min(1) }).optional(),
  })
  .superRefine((input, context) => {
    if ((input.brief === undefined) === (input.briefRef === undefined)) {
      context.addIssue({
        code: 'custom',
        path: ['brief'],
        message:
          input.brief === undefined
            ? 'is missing; the input is one JSON object such as {"brief":"A REST API for a library, with books and loans."}'
            : 'and briefRef are both given; give one',
      });
    }
  });

/** As a caller writes it. */
export type GenerateInput = z.input<typeof generateInputSchema>;
/** As the run works with it, every default filled in. */
export type GenerateOptions = z.output<typeof generateInputSchema>;
