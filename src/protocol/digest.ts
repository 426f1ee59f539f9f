import { z } from 'zod';
import {
  authorNameSchema,
  projectKindSchema,
  projectNameSchema,
  questionSchema,
  type Analysis,
} from './analysis.js';
import { dependencySchema, phaseSchema, prioritySchema, fileRoleSchema, type Plan } from './plan.js';

/** What the workflow needs of an analysis; the rest stays in its artifact. */
export const analysisDigestSchema = z.strictObject({
  author: authorNameSchema,
  name: projectNameSchema,
  kind: projectKindSchema,
  understood: z.array(z.string()),
  questions: z.array(questionSchema),
  requirements: z.array(
    z.strictObject({
      id: z.string(),
      proof: z.enum(['test', 'check', 'none']),
      reason: z.string().optional(),
    }),
  ),
});
export type AnalysisDigest = z.infer<typeof analysisDigestSchema>;

/** How many sentences of what was understood travel through history. */
const UNDERSTOOD_IN_HISTORY = 40;

export function digestAnalysis(analysis: Analysis): AnalysisDigest {
  return {
    author: analysis.author,
    name: analysis.name,
    kind: analysis.kind,
    understood: analysis.understood.slice(0, UNDERSTOOD_IN_HISTORY),
    questions: analysis.questions,
    requirements: analysis.requirements.map(({ id, proof }) =>
      proof.kind === 'none' ? { id, proof: proof.kind, reason: proof.reason } : { id, proof: proof.kind },
    ),
  };
}

/** What the workflow schedules by: the graph, without contracts. About 200 bytes a file. */
export const planDigestSchema = z.strictObject({
  kind: projectKindSchema,
  phases: z.array(phaseSchema),
  files: z.array(
    z.strictObject({
      path: z.string(),
      role: fileRoleSchema,
      priority: prioritySchema,
      phase: z.string(),
      dependencies: z.array(dependencySchema.extend({ path: z.string() })),
    }),
  ),
  bindings: z.array(
    z.strictObject({
      requirement: z.string(),
      files: z.array(z.string()),
      symbol: z.strictObject({ path: z.string(), export: z.string() }).nullable(),
      test: z.string().nullable(),
    }),
  ),
  criticalParts: z.array(z.strictObject({ part: z.string(), path: z.string() })),
  packages: z.array(z.string()),
});
export type PlanDigest = z.infer<typeof planDigestSchema>;
export type PlannedFile = PlanDigest['files'][number];

export function digestPlan(plan: Plan): PlanDigest {
  return {
    kind: plan.kind,
    phases: plan.phases,
    files: plan.files.map(({ path, role, priority, phase, dependencies }) => ({
      path,
      role,
      priority,
      phase,
      dependencies,
    })),
    bindings: plan.bindings,
    criticalParts: plan.criticalParts,
    packages: plan.packages.map(({ name, version }) => `${name}@${version}`),
  };
}
