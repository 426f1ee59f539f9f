import { z } from 'zod';
import type { AnalysisDigest, PlanDigest } from '../../protocol/digest.js';
import { authorNameSchema, projectKindSchema } from '../../protocol/analysis.js';
import { fileRoleSchema, prioritySchema } from '../../protocol/plan.js';

/** Stands for text that is missing or none; whoever reads it finds a problem where the document's shape has one already. */
const text = z.string().catch('');

/**
 * What the proof of a plan looks at, and nothing else: a file in which something else is wrong is proven all the same, so
 * that a person hears of everything at once. What cannot be read is replaced, and is a problem of the shape already.
 */
const graphSchema = z.object({
  kind: projectKindSchema,
  requirements: z.array(
    z.object({
      id: text,
      proof: z.object({ kind: z.enum(['test', 'check', 'none']) }).catch({ kind: 'none' }),
    }),
  ),
  phases: z.array(z.object({ id: text, title: text, critical: z.boolean().catch(true) })),
  files: z.array(
    z.object({
      path: text,
      role: fileRoleSchema.catch('backend'),
      priority: prioritySchema.catch('normal'),
      phase: text,
      dependencies: z
        .array(z.object({ path: text, on: z.enum(['declarations', 'implementation']).catch('declarations') }))
        .catch([]),
    }),
  ),
  bindings: z.array(
    z.object({
      requirement: text,
      files: z.array(text).catch([]),
      symbol: z.object({ path: text, export: text }).nullable().catch(null),
      test: z.string().nullable().catch(null),
    }),
  ),
  criticalParts: z.array(z.object({ part: text, path: text })),
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
