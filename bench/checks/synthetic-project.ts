import type { Contract, FileSpec, Plan } from '../../src/protocol/plan.js';
import { appFile, entityFiles, type SourceFile } from './synthetic-sources.js';

/** Kinds of file in a synthetic project: a third of its files each. */
export const FILE_KINDS = ['route', 'schema', 'repository'] as const;
export type FileKind = (typeof FILE_KINDS)[number];

/** An API that type-checks: routes (fastify) over schemas (zod) and repositories (kysely), and the app that joins them. */
export interface SyntheticProject {
  readonly plan: Plan;
  readonly tree: ReadonlyMap<string, string>;
  /** The file of `kind` of entity number `entity`, changed in its body; a new `revision` is new text. */
  changed(
    kind: FileKind,
    entity: number,
    revision: number,
  ): { readonly spec: FileSpec; readonly content: string };
}

/** Exact versions, as the product's own plans pin them. */
const PACKAGES = [
  { name: 'fastify', version: '5.12.8', dev: false },
  { name: 'kysely', version: '0.28.18', dev: false },
  { name: 'zod', version: '4.6.7', dev: false },
  { name: '@types/node', version: '20.19.43', dev: true },
  { name: 'typescript', version: '6.0.3', dev: true },
] as const;

/** A project of three files for each of `entities`, and one that joins them. */
export function syntheticProject(entities: number): SyntheticProject {
  const sources = [
    ...Array.from({ length: entities }, (_, entity) =>
      FILE_KINDS.map((kind) => entityFiles[kind](entity, 0)),
    ).flat(),
    appFile(entities),
  ];
  const specs = new Map(sources.map((source) => [source.path, specOf(source)]));
  const entry = appFile(entities).path;
  return {
    plan: {
      version: 1,
      author: 'blueprint',
      name: 'synthetic',
      title: 'A synthetic project',
      description: 'Exists to be type-checked.',
      kind: 'library',
      language: 'typescript',
      phases: [{ id: 'all', title: 'All of it', critical: false }],
      files: [...specs.values()],
      packages: PACKAGES.map((each) => ({ ...each, why: 'what the files import' })),
      bindings: [],
      criticalParts: [
        { part: 'entry', path: entry },
        { part: 'tests', path: entry },
      ],
      proofRecipe: { kind: 'none', reason: 'It is never run.' },
    },
    tree: new Map(sources.map(({ path, content }) => [path, content])),
    changed: (kind, entity, revision) => {
      const source = entityFiles[kind](entity, revision);
      return { spec: specOf(source), content: source.content };
    },
  };
}

function specOf({ path, contract, needs }: SourceFile): FileSpec {
  return {
    action: 'create',
    path,
    role: 'backend',
    priority: 'normal',
    phase: 'all',
    purpose: 'Part of a synthetic project.',
    dependencies: needs.map((needed) => ({ path: needed, on: 'declarations' })),
    contract: contractOf(contract),
    requirements: [],
  };
}

function contractOf({ imports, exports }: SourceFile['contract']): Contract {
  return { imports: [...imports], exports: [...exports] };
}
