import { z } from 'zod';
import {
  PROJECT_KINDS,
  PROOF_STEPS,
  type Analysis,
  type ProjectKind,
  type Requirement,
} from '../../../protocol/analysis.js';

const lines = z.array(z.string());

/** What a careful engineer notes of a brief before planning: one sentence a line. */
export const surveySchema = z.strictObject({
  features: lines,
  users: lines,
  dataModel: lines,
  interfaces: lines,
  authentication: lines,
  integrations: lines,
  nonFunctional: lines,
  deployment: lines,
  risks: lines,
});
export type Survey = z.infer<typeof surveySchema>;

/**
 * The analysis as a model writes it. Plain, since providers take no unions and no optional members; `reason` is null where there is
 * a proof.
 */
export const analysisReplySchema = z.strictObject({
  name: z.string().describe('the project’s name: lower-case words joined by "-"'),
  title: z.string(),
  kind: z.enum(PROJECT_KINDS),
  framework: z.string().describe('what the project is built on, e.g. "fastify", "commander", "none"'),
  understood: lines.describe('what is asked for, in plain words, one sentence a line'),
  requirements: z.array(
    z.strictObject({
      statement: z.string(),
      source: z.string().describe('the words of the brief, copied letter for letter'),
      examples: z.array(z.strictObject({ given: z.string(), when: z.string(), then: z.string() })),
      proof: z.enum(['test', 'check', 'none']),
      reason: z
        .string()
        .nullable()
        .describe(
          'for "check": the step that shows it, then how ("build: it compiles"); for "none": why nothing can; else null',
        ),
    }),
  ),
  questions: z.array(z.strictObject({ text: z.string(), options: lines, default: z.string() })),
  assumptions: lines,
  survey: surveySchema,
});
export type AnalysisReply = z.infer<typeof analysisReplySchema>;

const LONGEST_NAME = 60;

function plainWords(text: string): string {
  return text
    .replace(/[\s"'`*_“”‘’]+/g, ' ')
    .trim()
    .toLowerCase();
}

/** Do these words stand in the brief, whatever their quotes, spaces and capitals? */
export function standsIn(brief: string, words: string): boolean {
  const plain = plainWords(words);
  return plain !== '' && plainWords(brief).includes(plain);
}

function projectName(wished: string): string {
  const name = wished
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '')
    .slice(0, LONGEST_NAME)
    .replace(/-+$/, '');
  return name === '' ? 'project' : name;
}

/** What is wrong with an analysis that follows the schema, for the model that is asked again. */
export function analysisProblems(reply: AnalysisReply, brief: string): readonly string[] {
  return [
    ...(reply.requirements.length === 0 ? ['It has no requirements.'] : []),
    ...reply.requirements.flatMap(({ statement, source, proof, reason, examples }, index) => {
      const which = `Requirement ${String(index + 1)}`;
      return [
        ...(statement.trim() === '' ? [`${which} says nothing.`] : []),
        ...(!standsIn(brief, source)
          ? [`${which}: these words do not stand in the brief: ${JSON.stringify(source.slice(0, 120))}.`]
          : []),
        ...(proof === 'test' && examples.length === 0 ? [`${which} has proof "test" and no example.`] : []),
        ...(examples.some(({ when, then }) => when.trim() === '' || then.trim() === '')
          ? [`${which} has an example without a "when" or a "then".`]
          : []),
        ...(proof !== 'test' && (reason === null || reason.trim() === '')
          ? [`${which} has proof "${proof}" and no reason.`]
          : []),
      ];
    }),
    ...reply.questions.flatMap(({ text, options, default: taken }, index) =>
      options.includes(taken) && text.trim() !== ''
        ? []
        : [`Question ${String(index + 1)} has a default that is none of its options, or no text.`],
    ),
  ];
}

/**
 * A check is shown by a step of the kind's recipe, the one that its reason begins with; what no step shows (an image that is
 * built) is open, and known to be before anything is spent.
 */
function proofOf(
  { proof, reason }: AnalysisReply['requirements'][number],
  kind: ProjectKind,
): Requirement['proof'] {
  const why = reason ?? '';
  if (proof === 'test') return { kind: 'test' };
  if (proof === 'none') return { kind: 'none', reason: why };
  const begins = /^\W*(\w+)/.exec(why)?.[1]?.toLowerCase();
  const step = PROOF_STEPS[kind].find((each) => each === begins);
  return step === undefined
    ? { kind: 'none', reason: `no step of the proof recipe shows it: ${why}` }
    : { kind: 'check', check: why, step };
}

/** The reply as an analysis; `wished` is what the person asked for by name, and it wins. */
export function toAnalysis(
  reply: AnalysisReply,
  wished: { readonly name: string | undefined; readonly kind: ProjectKind | undefined },
): Analysis {
  const kind = wished.kind ?? reply.kind;
  return {
    version: 1,
    author: 'model',
    name: wished.name ?? projectName(reply.name),
    title: reply.title.trim() === '' ? projectName(reply.name) : reply.title.trim(),
    kind,
    stack: { language: 'typescript', framework: reply.framework.trim() === '' ? 'none' : reply.framework },
    understood: reply.understood.filter((line) => line.trim() !== ''),
    requirements: reply.requirements.map((requirement, index) => ({
      id: `R${String(index + 1)}`,
      statement: requirement.statement,
      source: requirement.source,
      examples: requirement.examples,
      proof: proofOf(requirement, kind),
    })),
    questions: reply.questions.map((question, index) => ({ id: `Q${String(index + 1)}`, ...question })),
    assumptions: reply.assumptions,
    subject: reply.survey,
  };
}
