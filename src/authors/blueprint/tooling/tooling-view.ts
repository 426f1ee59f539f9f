import { z } from 'zod';
import type { Plan } from '../../../protocol/plan.js';

/** Everything that templates of tooling can name: what the plan and the manifest say. */
export interface ToolingView {
  readonly title: string;
  /** What is planned is packed and published, not run as a service. */
  readonly isPackage: boolean;
  readonly hasFastify: boolean;
  readonly hasSqlite: boolean;
  /** Data is among the planned files. */
  readonly keepsData: boolean;
  /** Scripts of the manifest that check and build, in the order in which they are run. */
  readonly scripts: readonly string[];
  /** Planned TypeScript outside of the compiler's settings, as source of a list; '' when there is none. */
  readonly outsideProject: string;
  /** Name of the script that builds. */
  readonly build: string;
  /** What is started, relative to the project. */
  readonly entry: string;
  /** A command that fails when the service is not well, as JSON; '' when it cannot be told. */
  readonly healthCheck: string;
}

const manifestSchema = z.object({ scripts: z.record(z.string(), z.string()).default({}) });

const CHECKS = ['typecheck', 'lint', 'test', 'build'];
/** As a script of the manifest starts the service. */
const STARTS = /^node ([\w./-]+\.js)$/;

function healthCheck({ proofRecipe }: Plan): string {
  if (proofRecipe.kind !== 'api' || proofRecipe.health.method !== 'GET') return '';
  const path = JSON.stringify(proofRecipe.health.path);
  const source = `fetch('http://127.0.0.1:' + process.env.PORT + ${path}).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))`;
  return JSON.stringify(['node', '-e', source]);
}

/** Planned TypeScript that the compiler's settings do not include. */
export function outsideProject({ files }: Plan): readonly string[] {
  return files
    .map(({ path }) => path)
    .filter((path) => /\.[cm]?tsx?$/.test(path) && !/^(?:src|test)\//.test(path));
}

/** @param manifest the project's `package.json`; undefined when there is none yet. */
export function toolingView(plan: Plan, manifest: string | undefined): ToolingView {
  const { scripts } = manifestSchema.parse(JSON.parse(manifest ?? '{}'));
  const has = (name: string): boolean => plan.packages.some((each) => each.name === name);
  const outside = outsideProject(plan);
  const recipe = plan.proofRecipe;
  return {
    title: plan.title,
    isPackage: plan.kind === 'cli' || plan.kind === 'library',
    hasFastify: has('fastify'),
    hasSqlite: ['libsql', 'better-sqlite3', 'sqlite3', '@libsql/client'].some(has),
    keepsData: plan.files.some(({ path }) => path.startsWith('data/')),
    scripts: CHECKS.filter((name) => name in scripts),
    outsideProject: outside.length === 0 ? '' : JSON.stringify(outside),
    build: 'build' in recipe ? recipe.build : 'build',
    entry: STARTS.exec(scripts.start ?? '')?.[1] ?? '',
    healthCheck: healthCheck(plan),
  };
}
