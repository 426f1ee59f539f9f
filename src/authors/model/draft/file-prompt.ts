import { dirname } from 'node:path/posix';
import type { Analysis } from '../../../protocol/analysis.js';
import type { Diagnostic } from '../../../protocol/diagnostic.js';
import { formatDiagnostic } from '../../../protocol/diagnostics.js';
import type { Contract, FileSpec, Plan } from '../../../protocol/plan.js';
import { describeRequirements } from '../prompts/describe-requirements.js';
import { bullets, fenced, sections, type Section } from '../prompts/sections.js';

export interface FileContext {
  readonly analysis: Analysis;
  readonly plan: Plan;
  readonly spec: FileSpec;
  /** Declarations of a file of the plan as they are now, or as its contract promises them. */
  readonly declarations: ReadonlyMap<string, string>;
  /** The project's `package.json`; undefined when the file has no use for it. */
  readonly manifest: string | undefined;
  readonly repair: { readonly previous: string; readonly diagnostics: readonly Diagnostic[] } | null;
  /** Why the last reply could not be used; null: none came before. */
  readonly remark: string | null;
}

/** Paths shown of the project's tree: those around the file. A larger project has no larger prompt. */
const PATHS_SHOWN = 40;

/** A contract as the declarations that it promises. */
export function contractText({ imports, exports }: Contract): string {
  return [...imports, ...exports.map(({ declaration }) => declaration)].join('\n');
}

function languageOf(path: string): string {
  return /\.[cm]?tsx?$/.test(path) ? 'ts' : (/\.(\w+)$/.exec(path)?.[1] ?? '');
}

function nearby({ files }: Plan, path: string): readonly string[] {
  const folder = dirname(path);
  const near = (other: string): number => (dirname(other) === folder ? 0 : other.startsWith('src/') ? 1 : 2);
  return files
    .map((file) => file.path)
    .sort((one, other) => near(one) - near(other) || (one < other ? -1 : 1))
    .slice(0, PATHS_SHOWN);
}

/** The requirements that the file serves or shows, and how it is known that they hold. */
function requirementsOf({ analysis, plan, spec }: FileContext): string {
  const bound = plan.bindings.filter(
    ({ files, symbol, test }) =>
      test === spec.path || symbol?.path === spec.path || files.includes(spec.path),
  );
  const ids = new Set([...spec.requirements, ...bound.map(({ requirement }) => requirement)]);
  const notes = bound.flatMap(({ requirement, symbol, test }) => [
    ...(symbol?.path === spec.path
      ? [`${requirement} is decided by \`${symbol.export}\` of this file.`]
      : []),
    ...(test === spec.path && symbol !== null
      ? [`${requirement} is shown here; \`${symbol.export}\` of ${symbol.path} decides it.`]
      : []),
  ]);
  return [describeRequirements(analysis.requirements.filter(({ id }) => ids.has(id))), bullets(notes)].join(
    '\n',
  );
}

function fileLine({ path, role, purpose, dependencies }: FileSpec): string {
  const needs = dependencies.map(({ path: other }) => other).join(', ');
  return `\`${path}\` (${role}): ${purpose}${needs === '' ? '' : `\nIt uses ${needs}.`}`;
}

/** Everything that the writer of one file is shown, ending in what is asked. Its size follows the file's dependencies. */
export function filePrompt(context: FileContext): string {
  const { plan, spec, declarations, manifest, repair, remark } = context;
  const runtime = plan.packages.filter(({ dev }) => !dev || spec.path.startsWith('test/'));
  const parts: readonly Section[] = [
    [
      'Project',
      `${plan.title}: ${plan.description} Kind \`${plan.kind}\`, ES modules in TypeScript on Node 20.`,
    ],
    ['Packages', bullets(runtime.map(({ name, version, why }) => `${name} ${version}: ${why}`))],
    ['Project tree', bullets(nearby(plan, spec.path))],
    ['Requirements', requirementsOf(context)],
    ['Manifest', manifest === undefined ? null : fenced(manifest, 'json')],
    ['File', fileLine(spec)],
    [
      'Contract',
      spec.contract.exports.length === 0
        ? 'Nothing is imported from it.'
        : fenced(contractText(spec.contract), 'ts'),
    ],
    [
      'Declarations',
      [...declarations].map(([path, text]) => `### ${path}\n${fenced(text, languageOf(path))}`).join('\n'),
    ],
    ['Current content', repair === null ? null : fenced(repair.previous, languageOf(spec.path))],
    ['Diagnostics', repair === null ? null : bullets(repair.diagnostics.map(formatDiagnostic))],
    ['Remark', remark === null ? null : `Your last reply could not be used. ${remark}`],
  ];
  return `${sections(parts)}\n\nTask: ${repair === null ? 'write' : 'repair'} ${spec.path}`;
}
