import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import ts from 'typescript';
import { WORKFLOWS, type GenerateProject, type PlanProject } from '../src/index.js';
import { generateProject, planProject } from '../src/workflows/index.js';

/** The type check of the tests holds the exported types to the workflows. */
const WORKFLOW_TYPES: readonly [GenerateProject, PlanProject] = [generateProject, planProject];

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  strict: true,
  exactOptionalPropertyTypes: true,
  skipLibCheck: true,
  noEmit: true,
  types: ['node'],
  typeRoots: [`${ROOT}node_modules/@types`],
};

/** What the compiler says of a program in this folder, in words. */
function problemsOf(text: string): readonly string[] {
  const path = `${ROOT}own-program.ts`;
  const host = ts.createCompilerHost(OPTIONS);
  const program = ts.createProgram([path], OPTIONS, {
    ...host,
    fileExists: (name) => name === path || host.fileExists(name),
    readFile: (name) => (name === path ? text : host.readFile(name)),
    getSourceFile: (name, options) =>
      name === path ? ts.createSourceFile(name, text, options) : host.getSourceFile(name, options),
  });
  return ts
    .getPreEmitDiagnostics(program, program.getSourceFile(path))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

describe('a program of one’s own', () => {
  it('starts workflows by the names that they have', () => {
    expect(WORKFLOW_TYPES.map(({ name }) => name)).toEqual([
      WORKFLOWS.generateProject,
      WORKFLOWS.planProject,
    ]);
  });

  it('that docs/temporal.md shows type-checks against what the package exports', async () => {
    const page = await readFile(`${ROOT}docs/temporal.md`, 'utf8');
    const [, program = ''] = /^```ts\n(.*?)^```$/ms.exec(page) ?? [];
    // The package is asked for by its name, as it is installed; here that is its folder.
    expect(problemsOf(program)).toEqual([]);
    const misused = program.replace('outcome, requirements }', 'outcome, requirement }');
    expect(problemsOf(misused)).toContainEqual(expect.stringContaining("'requirement' does not exist"));
  });
});
