import { availableParallelism } from 'node:os';
import type { Contract, Plan } from '../../protocol/plan.js';
import type { Environment, Language, Toolchain } from '../language.js';
import { testDuty } from './checks/tests/test-duty.js';
import { TYPESCRIPT_COMMANDS } from './commands/typescript-commands.js';
import { isTypeScript } from './file-kind.js';
import { outlineOf } from './outline.js';
import { CheckThreads } from './threads/check-threads.js';
import type { ProjectState } from './threads/project-state.js';

/** A compiler over a real install holds 560–825 MB; two of them fit beside each other in each of two threads. */
const DEFAULT_MEMORY_BYTES = 3 * 2 ** 30;
const MOST_THREADS = 2;

export interface TypeScriptLanguageOptions {
  readonly toolchain: Toolchain;
  /** Threads that check; each keeps compilers of its own. Default: one a core, at most two. */
  readonly threads?: number;
  /** Bytes that the compilers of all threads may hold between checks; above it the oldest ones are dropped. Default 3 GiB. */
  readonly memoryBytes?: number;
}

/** TypeScript, checked by its compiler in threads of their own. */
export function createTypeScriptLanguage(options: TypeScriptLanguageOptions): Language {
  const threads = new CheckThreads({
    threads: options.threads ?? Math.min(MOST_THREADS, availableParallelism()),
    memoryBytes: options.memoryBytes ?? DEFAULT_MEMORY_BYTES,
  });
  return {
    name: 'typescript',
    toolchain: options.toolchain,
    outline: outlineOf,
    commands: TYPESCRIPT_COMMANDS,
    checkContracts: async (plan, environment, signal) => {
      const { diagnostics } = await threads.run(
        projectState(environment, new Map(), plan),
        { kind: 'contracts' },
        signal,
      );
      return diagnostics;
    },
    checkDraft: ({ plan, spec, content, tree, environment }, signal) =>
      threads.run(
        projectState(environment, tree, plan),
        {
          kind: 'draft',
          path: spec.path,
          content,
          contract: spec.contract,
          dependencies: spec.dependencies,
          packages: plan.packages,
          tests: spec.role === 'tester' ? testDuty(plan, spec.path) : null,
        },
        signal,
      ),
    packageDeclarations: async ({ plan, path, content, tree, environment, diagnostics }, signal) => {
      const findings = diagnostics.flatMap(({ code, line, source, blocking, path: where }) =>
        blocking && source === 'types' && where === path
          ? [{ code, ...(line === undefined ? {} : { line }) }]
          : [],
      );
      if (findings.length === 0 || !isTypeScript(path)) return [];
      const { packages } = await threads.run(
        projectState(environment, tree, plan),
        { kind: 'package-declarations', path, content, findings },
        signal,
      );
      return packages;
    },
    checkTree: async ({ plan, tree, environment, paths }, signal) => {
      const { diagnostics } = await threads.run(
        projectState(environment, tree, plan),
        { kind: 'tree', paths: paths ?? [...contractsOf(plan).keys()] },
        signal,
      );
      return diagnostics;
    },
    checkProject: async ({ tree, environment }, signal) => {
      const { diagnostics } = await threads.run(
        { environment, files: tree, contracts: new Map() },
        { kind: 'project' },
        signal,
      );
      return diagnostics;
    },
    aimMutants: async ({ plan, tree, environment, aims }, signal) => {
      const { mutants } = await threads.run(
        projectState(environment, tree, plan),
        { kind: 'mutants', aims },
        signal,
      );
      return mutants;
    },
    review: async ({ tree, aspect, environment }, signal) => {
      const { diagnostics } = await threads.run(
        { environment, files: withSettings(environment, tree), contracts: new Map() },
        { kind: 'review', aspect },
        signal,
      );
      return diagnostics;
    },
    close: () => threads.close(),
  };
}

function projectState(environment: Environment, tree: ReadonlyMap<string, string>, plan: Plan): ProjectState {
  return { environment, files: withSettings(environment, tree), contracts: contractsOf(plan) };
}

/** The tree over the environment's own files: a tree that lacks its manifest is still checked with it. */
function withSettings(
  environment: Environment,
  tree: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  return new Map([...environment.files.map(({ path, content }) => [path, content] as const), ...tree]);
}

/** Contracts of the files that a plan leaves behind, by path. */
function contractsOf(plan: Plan): ReadonlyMap<string, Contract> {
  return new Map(
    plan.files.filter((spec) => spec.action !== 'delete').map((spec) => [spec.path, spec.contract]),
  );
}
