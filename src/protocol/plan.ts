import { z } from 'zod';
import { authorNameSchema, projectKindSchema, projectNameSchema, requirementIdSchema } from './analysis.js';
import { projectPathSchema } from './tree.js';

export const PRIORITIES = ['critical', 'normal', 'low'] as const;
export const prioritySchema = z.enum(PRIORITIES);
export type Priority = z.infer<typeof prioritySchema>;

/** What a model is asked to be when it writes a file; the blueprint author uses the same names. */
export const fileRoleSchema = z.enum([
  'backend',
  'frontend',
  'database',
  'api',
  'security',
  'devops',
  'docs',
  'tester',
]);
export type FileRole = z.infer<typeof fileRoleSchema>;

/** One export that other files may count on. `declaration` is ambient TypeScript, or Python stub text. */
export const contractExportSchema = z.strictObject({
  export: z.string().min(1),
  kind: z.enum(['function', 'class', 'interface', 'type', 'const', 'enum']),
  declaration: z.string().min(1),
});
export type ContractExport = z.infer<typeof contractExportSchema>;

/**
 * What a file promises. `imports` are the import statements that its declarations need, as written in that file
 * (`import type { Book } from './book.js';`).
 */
export const contractSchema = z.strictObject({
  imports: z.array(z.string()),
  exports: z.array(contractExportSchema),
});
export type Contract = z.infer<typeof contractSchema>;

/** `declarations` is met by the other file's proven contract, `implementation` by the accepted file. */
export const dependencySchema = z.strictObject({
  path: projectPathSchema,
  on: z.enum(['declarations', 'implementation']),
});
export type Dependency = z.infer<typeof dependencySchema>;

const fileSpecFields = {
  path: projectPathSchema,
  role: fileRoleSchema,
  priority: prioritySchema,
  /** Id of a phase of the plan. */
  phase: z.string().min(1),
  /** What the file is for, in a sentence. */
  purpose: z.string().min(1),
  dependencies: z.array(dependencySchema),
  contract: contractSchema,
  /** Ids of the requirements that this file serves. */
  requirements: z.array(requirementIdSchema),
};

const baseShaSchema = z.string().regex(/^[0-9a-f]{64}$/);

/** One planned file. `baseSha` is the SHA-256 of the content that a change or a deletion starts from. */
export const fileSpecSchema = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('create'), ...fileSpecFields }),
  z.strictObject({ action: z.literal('change'), baseSha: baseShaSchema, ...fileSpecFields }),
  z.strictObject({ action: z.literal('delete'), baseSha: baseShaSchema, ...fileSpecFields }),
]);
export type FileSpec = z.infer<typeof fileSpecSchema>;

export const phaseSchema = z.strictObject({
  id: z.string().min(1),
  title: z.string().min(1),
  /** A critical phase ends with a gate: no file of a later phase starts before it is passed. */
  critical: z.boolean(),
});
export type PlanPhase = z.infer<typeof phaseSchema>;

/** A package the project depends on, pinned to one exact version. */
export const plannedPackageSchema = z.strictObject({
  name: z.string().min(1),
  version: z.string().regex(/^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/, 'must be one exact version'),
  dev: z.boolean(),
  why: z.string().min(1),
});
export type PlannedPackage = z.infer<typeof plannedPackageSchema>;

/** How a requirement is met and shown: the files, the symbol that a mutant will be aimed at, the test. */
export const bindingSchema = z.strictObject({
  requirement: requirementIdSchema,
  files: z.array(projectPathSchema),
  symbol: z.strictObject({ path: projectPathSchema, export: z.string().min(1) }).nullable(),
  test: projectPathSchema.nullable(),
});
export type Binding = z.infer<typeof bindingSchema>;

/** One HTTP request of the proof recipe and what must come back. `body` is JSON. */
export const probeRequestSchema = z.strictObject({
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']),
  path: z.string().regex(/^\//),
  body: z.json().optional(),
  status: z.int().min(100).max(599),
});
export type ProbeRequest = z.infer<typeof probeRequestSchema>;

/**
 * How a project of this kind is shown to work as a whole. The commands are scripts of its manifest. An API is built,
 * started with `PORT` and `HOST` in its environment, answers, and stops on SIGTERM. A command-line program and a library
 * are packed and used from an empty folder, with nothing beside them but the packages that they depend on.
 */
export const proofRecipeSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('api'),
    build: z.string().min(1),
    start: z.string().min(1),
    health: probeRequestSchema,
    request: probeRequestSchema,
  }),
  z.strictObject({
    kind: z.literal('cli'),
    build: z.string().min(1),
    /** Run one after the other in one folder; each exits with 0 and its output has `prints` in it. */
    commands: z.array(z.strictObject({ arguments: z.array(z.string()), prints: z.string().min(1) })).min(1),
  }),
  z.strictObject({
    kind: z.literal('library'),
    build: z.string().min(1),
    /** Source of a module that imports the package by its name; it is both type-checked and run as it stands. */
    consumer: z.string().min(1),
    /** What its output has in it. */
    prints: z.string().min(1),
  }),
  z.strictObject({ kind: z.literal('none'), reason: z.string().min(1) }),
]);
export type ProofRecipe = z.infer<typeof proofRecipeSchema>;

export const planSchema = z.strictObject({
  version: z.literal(1),
  author: authorNameSchema,
  name: projectNameSchema,
  title: z.string().min(1),
  description: z.string().min(1),
  kind: projectKindSchema,
  language: z.enum(['typescript', 'python']),
  phases: z.array(phaseSchema).min(1),
  files: z.array(fileSpecSchema).min(1),
  packages: z.array(plannedPackageSchema),
  bindings: z.array(bindingSchema),
  /** Parts that a project of this kind cannot do without (`server`, `schema` …) and the file that is each. */
  criticalParts: z.array(z.strictObject({ part: z.string().min(1), path: projectPathSchema })),
  proofRecipe: proofRecipeSchema,
  /** What was decided where the brief is silent, answers included, for who writes the files; left out: what the analysis assumes. */
  decided: z.array(z.string()).optional(),
});
export type Plan = z.infer<typeof planSchema>;

/** The parts that every project of a kind has; a plan that lacks one is refused. */
export const CRITICAL_PARTS: Readonly<Record<z.infer<typeof projectKindSchema>, readonly string[]>> = {
  api: ['entry', 'application', 'schema', 'storage', 'routes', 'tests'],
  cli: ['entry', 'commands', 'tests'],
  library: ['entry', 'tests'],
  frontend: ['entry', 'views', 'tests'],
  fullstack: ['entry', 'application', 'schema', 'storage', 'routes', 'views', 'tests'],
};
