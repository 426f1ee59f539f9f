import type { Diagnostic } from '../../../src/protocol/diagnostic.js';
import type { DraftVerdict, Environment, Language, Toolchain } from '../../../src/languages/language.js';
import { createTypeScriptLanguage } from '../../../src/languages/typescript/typescript-language.js';
import { installedEnvironment } from './installed-environment.js';
import { planOf, specOf, type PlannedFile } from './library-plan.js';

export const NO_TOOLCHAIN: Toolchain = {
  resolve: () => Promise.reject(new Error('checks resolve nothing')),
  install: () => Promise.reject(new Error('checks install nothing')),
};

/** A language over a real install, with what a test of its checks asks again and again. */
export interface CheckFixture {
  readonly language: Language;
  readonly environment: Environment;
  /** Checks a draft of the last file of `planned` in a tree of path → content. */
  readonly draft: (
    planned: readonly PlannedFile[],
    content: string,
    tree?: Readonly<Record<string, string>>,
    signal?: AbortSignal,
  ) => Promise<DraftVerdict>;
}

export async function createCheckFixture(): Promise<CheckFixture> {
  const environment = await installedEnvironment();
  const language = createTypeScriptLanguage({ toolchain: NO_TOOLCHAIN, threads: 1 });
  return {
    language,
    environment,
    draft: (planned, content, tree = {}, signal = new AbortController().signal) => {
      const drafted = planned.at(-1);
      if (drafted === undefined) throw new Error('Name the file that is drafted.');
      return language.checkDraft(
        { plan: planOf(planned), spec: specOf(drafted), content, tree: treeOf(tree), environment },
        signal,
      );
    },
  };
}

export function treeOf(files: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  return new Map(Object.entries(files));
}

export function codesOf(diagnostics: readonly Diagnostic[]): readonly string[] {
  return diagnostics.map((diagnostic) => diagnostic.code);
}
