import { posix } from 'node:path';
import * as commander from 'commander';
import ts from 'typescript';
import * as zod from 'zod';
import type { Domain } from '../../../../src/authors/blueprint/domain/domain.js';
import { projectFiles } from '../../../../src/authors/blueprint/planning/project-files.js';

const PACKAGES: Readonly<Record<string, unknown>> = { commander, zod };

type Module = Readonly<Record<string, unknown>>;

/** The modules of a written project that need no packages but these, run as they are. */
export function loadedProject(domain: Domain): (path: string) => Module {
  const contents = new Map(projectFiles(domain).map(({ path, content }) => [path, content]));
  const loaded = new Map<string, Module>();
  const load = (path: string): Module => {
    const known = loaded.get(path);
    if (known !== undefined) return known;
    const content = contents.get(path);
    if (content === undefined) throw new Error(`the project has no ${path}`);
    const exported: Record<string, unknown> = {};
    loaded.set(path, exported);
    const { outputText } = ts.transpileModule(content, {
      compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
    });
    const required = (name: string): unknown =>
      PACKAGES[name] ?? load(posix.join(posix.dirname(path), name.replace(/\.js$/, '.ts')));
    // eslint-disable-next-line @typescript-eslint/no-implied-eval -- The project's own code is what is tried.
    const run = new Function('require', 'exports', outputText) as (...given: unknown[]) => void;
    run(required, exported);
    return exported;
  };
  return load;
}
