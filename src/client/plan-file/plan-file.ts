import { z } from 'zod';
import { analysisSchema, requirementSchema } from '../../protocol/analysis.js';
import type { GivenPlan } from '../../protocol/given-plan.js';
import { bindingSchema, fileSpecSchema, planSchema } from '../../protocol/plan.js';

export const PLAN_FILE_VERSION = 1;

const { shape: plan } = planSchema;
const { shape: analysis } = analysisSchema;

/**
 * A plan file: brief, analysis and plan in one document that a person may edit. Paths are any text here; whether they stay
 * inside the project is a question of the plan's proof, which says so for all of them.
 */
const anyPath = z.string();
const [createSpec, changeSpec, deleteSpec] = fileSpecSchema.options;
const freePaths = {
  path: anyPath,
  dependencies: z.array(createSpec.shape.dependencies.element.extend({ path: anyPath })),
};

export const planFileSchema = z.strictObject({
  version: z.literal(PLAN_FILE_VERSION),
  author: plan.author,
  brief: z.string(),
  name: plan.name,
  title: plan.title,
  description: plan.description,
  kind: plan.kind,
  stack: analysis.stack,
  understood: analysis.understood,
  assumptions: analysis.assumptions,
  requirements: z.array(requirementSchema).min(1),
  phases: plan.phases,
  files: z
    .array(
      z.discriminatedUnion('action', [
        createSpec.extend(freePaths),
        changeSpec.extend(freePaths),
        deleteSpec.extend(freePaths),
      ]),
    )
    .min(1),
  packages: plan.packages,
  bindings: z.array(
    bindingSchema.extend({
      files: z.array(anyPath),
      symbol: z.strictObject({ path: anyPath, export: z.string().min(1) }).nullable(),
      test: anyPath.nullable(),
    }),
  ),
  criticalParts: z.array(z.strictObject({ part: z.string().min(1), path: anyPath })),
  proofRecipe: plan.proofRecipe,
  /** For the reader: made anew from the files whenever it is needed. */
  estimate: z.unknown().optional(),
  subject: analysis.subject,
});
export type PlanFile = z.infer<typeof planFileSchema>;

/** Both halves of a plan as one document. Questions of the analysis took their defaults, which are assumptions now. */
export function toPlanFile(brief: string, given: GivenPlan): Omit<PlanFile, 'estimate'> {
  const { analysis: read, plan: made } = given;
  return {
    version: PLAN_FILE_VERSION,
    author: read.author,
    brief,
    name: made.name,
    title: made.title,
    description: made.description,
    kind: made.kind,
    stack: read.stack,
    understood: read.understood,
    assumptions: [
      ...read.assumptions,
      ...read.questions.map((question) => `${question.text} Assumed: ${question.default}.`),
    ],
    requirements: read.requirements,
    phases: made.phases,
    files: made.files,
    packages: made.packages,
    bindings: made.bindings,
    criticalParts: made.criticalParts,
    proofRecipe: made.proofRecipe,
    subject: read.subject,
  };
}

/** The two halves again. */
export function fromPlanFile(file: PlanFile): GivenPlan {
  const { author, name, title, kind, stack } = file;
  return {
    version: 1,
    analysis: {
      version: 1,
      author,
      name,
      title,
      kind,
      stack,
      understood: file.understood,
      requirements: file.requirements,
      questions: [],
      assumptions: file.assumptions,
      subject: file.subject,
    },
    plan: {
      version: 1,
      author,
      name,
      title,
      description: file.description,
      kind,
      language: stack.language,
      phases: file.phases,
      files: file.files,
      packages: file.packages,
      bindings: file.bindings,
      criticalParts: file.criticalParts,
      proofRecipe: file.proofRecipe,
    },
  };
}

/** Keys of an analysis or a plan that stand under other keys in the file. */
export function inPlanFile([part, ...rest]: readonly (string | number)[]): readonly (string | number)[] {
  if (part === 'analysis' || part === 'plan') return inPlanFile(rest);
  return part === 'language' ? ['stack', 'language', ...rest] : part === undefined ? [] : [part, ...rest];
}
