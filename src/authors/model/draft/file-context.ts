import type { Analysis, Requirement } from '../../../protocol/analysis.js';
import type { Diagnostic } from '../../../protocol/diagnostic.js';
import { isTestPath } from '../../../protocol/test-path.js';
import type { Binding, Contract, FileSpec, PlannedPackage, Plan } from '../../../protocol/plan.js';

/** What was found in a draft, as the next one is told. */
export interface ShownFindings {
  readonly diagnostics: readonly Diagnostic[];
  /** Findings that there are beside these. */
  readonly more: number;
  /** What packages declare of what the findings are about, each in one piece; left out: nothing. */
  readonly packages?: readonly string[];
}

/** All that is known for the writing of one file. */
export interface FileContext {
  readonly analysis: Analysis;
  readonly plan: Plan;
  readonly spec: FileSpec;
  /** Declarations of a file of the plan as they are now, or as its contract promises them. */
  readonly declarations: ReadonlyMap<string, string>;
  /** Those of them that the file does not depend on itself: they stand behind what the others pass on or are made of. */
  readonly behind?: ReadonlySet<string>;
  /** The project's `package.json`; undefined when the file has no use for it. */
  readonly manifest: string | undefined;
  readonly repair: (ShownFindings & { readonly previous: string }) | null;
  /** Of a draft that is begun afresh: what the one before was refused for; null or left out: there was none. */
  readonly refusedBefore?: ShownFindings | null;
  /** Why the last reply could not be used; null: none came before. */
  readonly remark: string | null;
  /** How many mends in a row left the draft to repair, or what was found in it, as it was; left out: none. */
  readonly vain?: number;
}

/** What was found in the draft before, mended or begun afresh. */
export function findingsOf({ repair, refusedBefore = null }: FileContext): ShownFindings | null {
  return repair ?? refusedBefore;
}

/** A contract as the declarations that it promises. */
export function contractText({ imports, exports }: Contract): string {
  return [...imports, ...exports.map(({ declaration }) => declaration)].join('\n');
}

/** Whether declarations in the file's language can be taken apart. */
export function isTypeScript(path: string): boolean {
  return /\.[cm]?tsx?$/.test(path);
}

/** Packages that the file may import: those for development are for tests and tooling. */
export function usablePackages({ plan, spec }: FileContext): readonly PlannedPackage[] {
  return plan.packages.filter(({ dev }) => !dev || isTestPath(spec.path));
}

/** Bindings that name the file: as where a requirement is met, decided, or shown. */
export function bindingsOf({ plan, spec }: FileContext): readonly Binding[] {
  return plan.bindings.filter(
    ({ files, symbol, test }) =>
      test === spec.path || symbol?.path === spec.path || files.includes(spec.path),
  );
}

/** The requirements that the file serves or shows. */
export function requirementsFor(context: FileContext): readonly Requirement[] {
  const ids = new Set([
    ...context.spec.requirements,
    ...bindingsOf(context).map(({ requirement }) => requirement),
  ]);
  return context.analysis.requirements.filter(({ id }) => ids.has(id));
}
