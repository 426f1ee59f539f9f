import { z } from 'zod';
import type { AnalysisDigest, PlanDigest } from '../../protocol/digest.js';
import { authorNameSchema, projectKindSchema } from '../../protocol/analysis.js';
import { fileRoleSchema, prioritySchema } from '../../protocol/plan.js';

const path = z.string();

/**
 * What the proof of a plan looks at, and nothing else: a file in which something else is wrong is proven all the same, so
 * that a person hears of everything at once. What the proof does not decide by is replaced where it cannot be read.
 */
const graphSchema = z.object({
  kind: projectKindSchema,
  requirements: z.array(
    z.object({ id: z.string(), proof: z.object({ kind: z.enum(['test', 'check', 'none']) }) }),
  ),
  phases: z.array(
    z.object({ id: z.string(), title: z.string().catch(''), critical: z.boolean().catch(true) }),
  ),
  files: z.array(
    z.object({
      path,
      role: fileRoleSchema.catch('backend'),
      priority: prioritySchema.catch('normal'),
      phase: z.string(),
      dependencies: z.array(z.object({ path, on: z.enum(['declarations', 'implementation']) })),
    }),
  ),
  bindings: z.array(
    z.object({
      requirement: z.string(),
      files: z.array(path),
      symbol: z.object({ path, export: z.string().catch('') }).nullable(),
      test: path.nullable(),
    }),
  ),
  criticalParts: z.array(z.object({ part: z.string(), path })),
});

/** The graph of a plan file's content, or undefined where too little of it can be read. */
export function graphOfFile(
  content: unknown,
): { readonly plan: PlanDigest; readonly analysis: AnalysisDigest } | undefined {
  const parsed = graphSchema.safeParse(content);
  if (!parsed.success) return undefined;
  const { kind, requirements, ...plan } = parsed.data;
  return {
    plan: { kind, ...plan, packages: [] },
    analysis: {
      author: authorNameSchema.enum.blueprint,
      name: '',
      kind,
      understood: [],
      questions: [],
      requirements: requirements.map(({ id, proof }) => ({ id, proof: proof.kind })),
    },
  };
}
