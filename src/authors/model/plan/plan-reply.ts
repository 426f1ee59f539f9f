import { z } from 'zod';
import type { Analysis } from '../../../protocol/analysis.js';
import {
  contractExportSchema,
  fileRoleSchema,
  planSchema,
  prioritySchema,
  type Plan,
  type ProofRecipe,
} from '../../../protocol/plan.js';
import { withTools } from './packages-at-hand.js';

const lines = z.array(z.string());
const call = z.strictObject({
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']),
  path: z.string(),
  body: z.string().nullable().describe('the body as JSON text; null: none'),
  status: z.number(),
});

/** The plan as a model writes it: plain, since providers take no unions and no optional members. What does not apply is null. */
export const planReplySchema = z.strictObject({
  description: z.string().describe('what the project is, in one sentence'),
  phases: z.array(z.strictObject({ id: z.string(), title: z.string(), critical: z.boolean() })),
  files: z.array(
    z.strictObject({
      path: z.string(),
      role: z.enum(fileRoleSchema.options),
      priority: z.enum(prioritySchema.options),
      phase: z.string(),
      purpose: z.string(),
      dependencies: z.array(
        z.strictObject({ path: z.string(), on: z.enum(['declarations', 'implementation']) }),
      ),
      imports: lines.describe('import statements that the declarations below need'),
      exports: z.array(
        z.strictObject({
          name: z.string(),
          kind: z.enum(contractExportSchema.shape.kind.options),
          declaration: z.string(),
        }),
      ),
      requirements: lines.describe('ids of the requirements that this file serves'),
    }),
  ),
  packages: z.array(
    z.strictObject({ name: z.string(), version: z.string(), dev: z.boolean(), why: z.string() }),
  ),
  bindings: z.array(
    z.strictObject({
      requirement: z.string(),
      files: lines,
      symbolPath: z.string().nullable(),
      symbolExport: z.string().nullable(),
      test: z.string().nullable(),
    }),
  ),
  criticalParts: z.array(z.strictObject({ part: z.string(), path: z.string() })),
  proof: z.strictObject({
    kind: z.enum(['api', 'cli', 'library', 'none']),
    build: z.string().nullable().describe('name of the script that builds'),
    start: z.string().nullable(),
    health: call.nullable(),
    request: call.nullable(),
    commands: z.array(z.strictObject({ arguments: lines, prints: z.string() })).nullable(),
    consumer: z.string().nullable(),
    prints: z.string().nullable(),
    reason: z.string().nullable(),
  }),
});
export type PlanReply = z.infer<typeof planReplySchema>;

function toCall({ method, path, body, status }: z.infer<typeof call>): unknown {
  return { method, path, status, ...(body === null ? {} : { body: JSON.parse(body) as unknown }) };
}

function bodyProblems({ proof: { health, request } }: PlanReply): readonly string[] {
  return [health, request].flatMap((each) => {
    const body = each?.body ?? 'null';
    try {
      JSON.parse(body);
      return [];
    } catch {
      return [`The body of ${each?.method ?? ''} ${each?.path ?? ''} is not JSON: ${body.slice(0, 80)}.`];
    }
  });
}

function toRecipe(proof: PlanReply['proof']): unknown {
  const build = proof.build ?? 'build';
  switch (proof.kind) {
    case 'api':
      return {
        kind: 'api',
        build,
        start: proof.start ?? 'start',
        health: proof.health === null ? null : toCall(proof.health),
        request: proof.request === null ? null : toCall(proof.request),
      } satisfies Record<keyof Extract<ProofRecipe, { kind: 'api' }>, unknown>;
    case 'cli':
      return { kind: 'cli', build, commands: proof.commands };
    case 'library':
      return { kind: 'library', build, consumer: proof.consumer, prints: proof.prints };
    case 'none':
      return { kind: 'none', reason: proof.reason };
  }
}

function toPlan(reply: PlanReply, analysis: Analysis): unknown {
  return {
    version: 1,
    author: 'model',
    name: analysis.name,
    title: analysis.title,
    description: reply.description,
    kind: analysis.kind,
    language: analysis.stack.language,
    phases: reply.phases,
    files: reply.files.map(({ imports, exports, ...file }) => ({
      action: 'create',
      ...file,
      contract: {
        imports,
        exports: exports.map(({ name, kind, declaration }) => ({ export: name, kind, declaration })),
      },
    })),
    packages: withTools(reply.packages),
    bindings: reply.bindings.map(({ requirement, files, symbolPath, symbolExport, test }) => ({
      requirement,
      files,
      symbol:
        symbolPath === null || symbolExport === null ? null : { path: symbolPath, export: symbolExport },
      test,
    })),
    criticalParts: reply.criticalParts,
    proofRecipe: toRecipe(reply.proof),
  };
}

export type PlanOfReply =
  | { readonly outcome: 'plan'; readonly plan: Plan }
  | { readonly outcome: 'unfit'; readonly problems: readonly string[] };

/** The reply as a plan; what the reply's own schema cannot say (a path inside the project, an exact version) is checked here. */
export function planOfReply(reply: PlanReply, analysis: Analysis): PlanOfReply {
  const bodies = bodyProblems(reply);
  if (bodies.length > 0) return { outcome: 'unfit', problems: bodies };
  const parsed = planSchema.safeParse(toPlan(reply, analysis));
  if (parsed.success) return { outcome: 'plan', plan: parsed.data };
  return {
    outcome: 'unfit',
    problems: parsed.error.issues.map(({ path, message }) => `${path.map(String).join('.')}: ${message}.`),
  };
}
