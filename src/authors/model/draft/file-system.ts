import type { ProjectKind } from '../../../protocol/analysis.js';
import type { FileRole, FileSpec } from '../../../protocol/plan.js';
import { rolePrompt, rulesPrompt, type ModelRole, type Rules } from '../prompts/load-prompt.js';
import { isTestFile } from '../../../protocol/test-path.js';
import { isTypeScript, type FileContext } from './file-context.js';

/** What a project is used through is something else in each kind: a web service has routes, and one with views makes its pages itself. */
const BY_KIND: Partial<Record<ProjectKind, Partial<Record<FileRole, ModelRole>>>> = {
  cli: { api: 'api-cli' },
  library: { api: 'api-library' },
  fullstack: { frontend: 'frontend-pages' },
};

function roleOf({ role }: FileSpec, kind: ProjectKind): ModelRole {
  return BY_KIND[kind]?.[role] ?? role;
}

function rulesOf(spec: FileSpec): readonly Rules[] {
  return [
    'content',
    ...(isTypeScript(spec.path) ? (['typescript'] as const) : []),
    ...(isTestFile(spec.path)
      ? (['tests'] as const)
      : spec.role === 'tester'
        ? (['test-support'] as const)
        : []),
  ];
}

/** Who writes or mends the file, by which rules, and how it is answered: nothing that does not apply to such a file. */
export function fileSystem({ plan, spec, repair }: Pick<FileContext, 'plan' | 'spec' | 'repair'>): string {
  const fixer = isTestFile(spec.path) ? 'fixer-tests' : 'fixer';
  return [
    // Who mends a test is bound to what a tester may know, too.
    rolePrompt(roleOf(spec, plan.kind)),
    ...(repair === null ? [] : [rolePrompt(fixer)]),
    ...rulesOf(spec).map(rulesPrompt),
    rulesPrompt(repair === null ? 'whole-file' : 'repaired-file'),
    // What else there may be is TypeScript; a page or a settings file lacks nothing that another could export.
    ...(isTypeScript(spec.path) ? [rulesPrompt('needs')] : []),
  ].join('\n\n');
}
