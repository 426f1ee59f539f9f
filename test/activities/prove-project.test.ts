import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { proveProject } from '../../src/activities/prove-project.js';
import { TYPESCRIPT_COMMANDS } from '../../src/languages/typescript/commands/typescript-commands.js';
import type { ProofRecipe } from '../../src/protocol/plan.js';
import type { Sandbox } from '../../src/sandbox/sandbox.js';
import { packageRoot } from '../../temporal-config/package-root.js';
import { NEVER, withFolder, workingSandbox } from '../sandbox/working-sandbox.js';

const CLI: ProofRecipe = {
  kind: 'cli',
  build: 'build',
  commands: [{ arguments: ['Ada'], prints: 'Hello Ada' }],
};
const LIBRARY: ProofRecipe = {
  kind: 'library',
  build: 'build',
  consumer: "import { greet } from 'greeter';\nconsole.log(greet('Ada'));\n",
  prints: 'Hello Ada',
};

const MANIFEST = {
  name: 'greeter',
  version: '0.1.0',
  type: 'module',
  bin: { greeter: './cli.js' },
  exports: { '.': { types: './index.d.ts', default: './index.js' } },
  files: ['*.js', '*.d.ts'],
  scripts: { build: 'node -e 0' },
};
/** A package that depends on another one, both as a program and as a library. */
const FILES: Readonly<Record<string, string>> = {
  'index.js':
    "import colors from 'picocolors';\nexport const greet = (name) => colors.createColors(false).bold(`Hello ${name}`);\n",
  'index.d.ts': 'export declare function greet(name: string): string;\n',
  'cli.js':
    "#!/usr/bin/env node\nimport { greet } from './index.js';\nconst [name] = process.argv.slice(2);\nconsole.log(name === '--help' ? 'Usage: greeter NAME' : greet(name));\n",
};

interface Change {
  readonly manifest?: object;
  readonly files?: Readonly<Record<string, string>>;
  /** Whether the lock keeps the dependency for development alone. */
  readonly dev?: boolean;
}

let sandbox: Sandbox;
/** Installed packages: the dependency of the package, and the compiler. */
let installed: string;

beforeAll(async () => {
  sandbox = await workingSandbox();
  installed = await mkdtemp(join(tmpdir(), 'millwright-installed-'));
  for (const name of ['picocolors', 'typescript']) {
    const [source, target] = [packageRoot(), installed].map((folder) => join(folder, 'node_modules', name));
    await cp(source ?? '', target ?? '', { recursive: true, dereference: true });
  }
});
afterAll(async () => {
  await rm(installed, { recursive: true, force: true });
});

async function prove(recipe: ProofRecipe, { manifest = {}, files = {}, dev = false }: Change = {}) {
  if (recipe.kind === 'none') throw new Error('there is nothing to prove');
  return withFolder(async (parent) => {
    const folder = join(parent, 'greeter');
    await mkdir(folder);
    const written = { 'package.json': JSON.stringify({ ...MANIFEST, ...manifest }), ...FILES, ...files };
    for (const [path, content] of Object.entries(written)) await writeFile(join(folder, path), content);
    const packages = { 'node_modules/picocolors': { dev }, 'node_modules/typescript': { dev: true } };
    const lock = { path: 'package-lock.json', content: JSON.stringify({ packages }) };
    return proveProject(
      {
        folder,
        plan: { name: 'greeter' },
        language: { commands: TYPESCRIPT_COMMANDS },
        environment: { key: 'test', folder: installed, files: [lock] },
        sandbox,
        mounts: [{ source: join(installed, 'node_modules'), target: 'node_modules' }],
      },
      recipe,
      NEVER,
    );
  });
}

async function failure(recipe: ProofRecipe, change: Change) {
  const steps = await prove(recipe, change);
  return steps.find(({ outcome }) => outcome === 'failed');
}

describe('a command-line program, packed and installed into an empty folder', () => {
  it('explains itself and does its commands', async () => {
    const steps = await prove(CLI);
    expect(steps.filter(({ outcome }) => outcome !== 'passed')).toEqual([]);
  });

  it('lacks a package there that is only there for development', async () => {
    const found = await failure(CLI, { dev: true });
    expect(found).toMatchObject({ step: 'help' });
    expect(found?.detail).toContain('picocolors');
  });

  it('lacks a file there that the package does not contain', async () => {
    expect(await failure(CLI, { manifest: { files: ['cli.js'] } })).toMatchObject({ step: 'help' });
  });

  it('is no program without a "bin"', async () => {
    expect(await failure(CLI, { manifest: { bin: undefined } })).toMatchObject({ step: 'help' });
  });
});

describe('a library, packed and installed into an empty folder', () => {
  it('is imported as it promises, with types', async () => {
    const steps = await prove(LIBRARY);
    expect(steps.filter(({ outcome }) => outcome !== 'passed')).toEqual([]);
  });

  it('is found out when it exports what it does not contain', async () => {
    const exports = { '.': { types: './dist/index.d.ts', default: './dist/index.js' } };
    expect(await failure(LIBRARY, { manifest: { exports } })).toMatchObject({ step: 'types' });
  });

  it('is found out when its declarations import what is not there', async () => {
    const declarations =
      "import type { Name } from './names.js';\nexport declare function greet(name: Name): string;\n";
    const found = await failure(LIBRARY, { files: { 'index.d.ts': declarations } });
    expect(found).toMatchObject({ step: 'types' });
    expect(found?.detail).toContain('names.js');
  });

  it('is found out when it does something else', async () => {
    const files = { 'index.js': "export const greet = () => 'Goodbye';\n" };
    expect(await failure(LIBRARY, { files })).toMatchObject({ step: 'call' });
  });
});
