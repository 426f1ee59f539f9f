import { z } from 'zod';
import { requirementIdSchema } from './analysis.js';

/** `proven`: bound, independent, and the mutants aimed at it were killed; `tested`: a bound test passes; the last two are flags. */
export const evidenceLevelSchema = z.enum(['proven', 'tested', 'open', 'disputed']);
export type EvidenceLevel = z.infer<typeof evidenceLevelSchema>;

export const testResultSchema = z.strictObject({
  /** Path of the test file. */
  path: z.string(),
  /** Full title as the runner printed it, suites included. */
  title: z.string(),
  /** The test's own title, without its suites. */
  name: z.string().optional(),
  outcome: z.enum(['passed', 'failed', 'skipped']),
  /** First lines of the failure. */
  message: z.string().optional(),
});
export type TestResult = z.infer<typeof testResultSchema>;

/** How a mutant breaks the code that it is aimed at. */
export const mutantKindSchema = z.enum([
  'guard-removed',
  'limit-moved',
  'branch-inverted',
  'call-dropped',
  'result-replaced',
  'literal-changed',
]);
export type MutantKind = z.infer<typeof mutantKindSchema>;

/** One small break of the code, aimed at the symbol that implements a requirement. `line` counts from 1. */
export const mutantSchema = z.strictObject({
  kind: mutantKindSchema,
  path: z.string(),
  line: z.int().positive(),
  /** The text that is replaced and what stands in its place, cut to a line. */
  before: z.string(),
  after: z.string(),
});
export type Mutant = z.infer<typeof mutantSchema>;

/**
 * What the tests that are bound to its requirement made of a mutant. `killed`: one of them failed by an assertion (or, at a
 * limit, since the code refuses what the test gives it).
 * `survived`: all of them passed, and every other bound test as well. `covered`: they passed, but a test of another requirement
 * fails by an assertion: the broken code is that one's business, and shows nothing of this one. `crashed`: what failed did so without an assertion (an error was thrown, a time-out), which
 * a test without any assertion does too. `unfinished`: they did not come to an end, and were ended, or ended the process that runs
 * them. `invalid`: the code could not be loaded. `not-run`: no time was left, or it was settled without it.
 */
export const mutantOutcomeSchema = z.enum([
  'killed',
  'covered',
  'survived',
  'crashed',
  'unfinished',
  'invalid',
  'not-run',
]);
export type MutantOutcome = z.infer<typeof mutantOutcomeSchema>;

export const mutantResultSchema = mutantSchema.extend({
  outcome: mutantOutcomeSchema,
  /** Full title of the test that killed it, its own or another's. */
  killedBy: z.string().optional(),
});
export type MutantResult = z.infer<typeof mutantResultSchema>;

/**
 * Which decisions have to fall. `every`: each of them, to tests of the requirement itself, as of a limit that it states.
 * `line`: one of them to its own tests, and what is left of the others to tests of any requirement: the code compares more
 * than one thing, and not each comparison is this requirement's. `any`: one of them, to its own tests.
 */
export type KillRule = 'every' | 'line' | 'any';

/** What became of the mutants aimed at one requirement. */
export const mutationSchema = z.strictObject({
  requirement: requirementIdSchema,
  /** Whether the killed ones are those that have to be killed (`src/evidence/aim.ts`). */
  proven: z.boolean(),
  /** Why not, in half a sentence; null when `proven`. */
  missing: z.string().nullable(),
  mutants: z.array(mutantResultSchema),
});
export type Mutation = z.infer<typeof mutationSchema>;

export const evidenceSchema = z.strictObject({
  requirement: requirementIdSchema,
  level: evidenceLevelSchema,
  /** Why it is at that level, in a sentence. */
  because: z.string().min(1),
  tests: z.array(testResultSchema),
  /** The mutants aimed at it; empty where none was. */
  mutants: z.array(mutantResultSchema).default([]),
});
export type Evidence = z.infer<typeof evidenceSchema>;

/** One step of a proof recipe. `unproven`: nothing here could show it (no sandbox, no engine). */
export const proofStepSchema = z.strictObject({
  step: z.string().min(1),
  outcome: z.enum(['passed', 'failed', 'unproven']),
  detail: z.string(),
});
export type ProofStep = z.infer<typeof proofStepSchema>;

const ID = /(?<![A-Za-z0-9])R[1-9]\d*(?![A-Za-z0-9])/g;

/** `[R3] …`, `[R1, R2] …`, `(R3) …`. */
const BRACKETED = /[[(][^[\]()]*[\])]/g;
/** `R3: …`, `R1, R2: …`, of the title or of a suite in it. */
const WITH_COLON = /R[1-9]\d*(?:(?:,| and| &|\/)? ?R[1-9]\d*)*:/g;

function idsIn(texts: Iterable<string>): readonly string[] {
  return [...texts].flatMap((text) => [...text.matchAll(ID)].map((match) => match[0]));
}

/**
 * The ids that are marked as such: in brackets, before a colon, or at the very start. The mark that comes first counts; what else
 * looks like an id is a word of the title (a bucket may be called R2).
 */
function markedIn(title: string): readonly string[] {
  const marks = [BRACKETED, WITH_COLON]
    .map((mark) => [...title.matchAll(mark)].filter(([text]) => idsIn([text]).length > 0))
    .filter(([first]) => first !== undefined)
    .sort(([one], [other]) => (one?.index ?? 0) - (other?.index ?? 0));
  const [first] = marks;
  return first === undefined ? idsIn(/^R[1-9]\d*\b/.exec(title) ?? []) : idsIn(first.map(([text]) => text));
}

/**
 * The requirement ids in a test title: `[R3] …` or `R3: …`, and of a title that marks none those that it has (`R3 refuses …`).
 * Read from the runner's output, never from a claim.
 */
export function requirementIdsIn(title: string): readonly string[] {
  const marked = markedIn(title);
  return marked.length > 0 ? marked : idsIn([title]);
}

/**
 * The requirements that a test is bound to: those in its own title, else those of the suites around it. A test that
 * names its own is about those, whatever suite it stands in; marked ids go before bare ones (a bucket may be called R2).
 */
export function boundRequirements(test: Pick<TestResult, 'title' | 'name'>): readonly string[] {
  const name = test.name ?? '';
  const ids = [markedIn(name), markedIn(test.title), idsIn([name]), idsIn([test.title])];
  return [...new Set(ids.find((found) => found.length > 0))];
}
