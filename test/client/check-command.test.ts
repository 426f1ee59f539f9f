import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execa } from 'execa';
import { testCli, type TestCli } from '../support/cli.js';

const MANIFEST = JSON.stringify({
  name: 'notes',
  type: 'module',
  dependencies: { kept: '1.0.0' },
  devDependencies: { '@types/hooks': '1.0.0' },
});
const SETTINGS = JSON.stringify({
  compilerOptions: { module: 'NodeNext', strict: true, noEmit: true, types: [] },
  include: ['src'],
});

const SOUND: Readonly<Record<string, string>> = {
  'package.json': MANIFEST,
  'tsconfig.json': SETTINGS,
  'node_modules/kept/package.json': JSON.stringify({ name: 'kept', version: '1.0.0', types: 'index.d.ts' }),
  'node_modules/kept/index.d.ts': 'export declare function keep(text: string): void;\n',
  // Of this one only the types are there.
  'node_modules/@types/hooks/package.json': JSON.stringify({
    name: '@types/hooks',
    version: '1.0.0',
    types: 'index.d.ts',
  }),
  'node_modules/@types/hooks/index.d.ts': 'export interface Hook { readonly name: string }\n',
  'src/notes.ts':
    "import { keep } from 'kept';\n\nexport function note(text: string): void {\n  keep(text);\n}\n",
  'src/main.ts':
    "import { Hook } from 'hooks';\nimport { note } from './notes.js';\n\nconst hook: Hook = { name: 'milk' };\nnote(hook.name);\n",
  // Built output and data are nobody's source.
  'dist/broken.ts': 'export const = ;\n',
  'logo.bin': '\u0000\u0001',
};

describe('millwright check', () => {
  let cli: TestCli;
  const folders: string[] = [];
  const project = async (changes: Readonly<Record<string, string | null>> = {}): Promise<string> => {
    const folder = await mkdtemp(join(tmpdir(), 'millwright-check-'));
    folders.push(folder);
    for (const [path, content] of Object.entries({ ...SOUND, ...changes })) {
      if (content === null) continue;
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), content);
    }
    return folder;
  };
  beforeAll(async () => {
    cli = await testCli();
  });
  afterAll(async () => {
    await Promise.all([cli.remove(), ...folders.map((folder) => rm(folder, { recursive: true }))]);
  });

  it('finds nothing in a sound project, and says how much it looked at', async () => {
    const { exitCode, stdout } = await cli.run(['check', await project()]);
    expect(stdout).toBe('✔ 4 files, nothing that blocks.');
    expect(exitCode).toBe(0);
  });

  it('checks a project in a folder that the repository around it ignores', async () => {
    const outer = await project({ '.gitignore': '/out/\n' });
    await execa('git', ['init', '--quiet'], { cwd: outer });
    const inner = join(outer, 'out');
    await cp(await project({ 'src/main.ts': "import './gone.js';\n" }), inner, { recursive: true });
    const { exitCode, stdout } = await cli.run(['check', inner]);
    expect(stdout).toMatch(/^src\/main\.ts:1:\d+ error MW3001/m);
    expect(stdout).toMatch(/✖ 4 files, 1 blocking finding\.$/);
    expect(exitCode).toBe(1);
  });

  it('finds nothing in what other tools read, make and serve', async () => {
    const folder = await project({
      '.gitignore': '# made\n/dist/\nsrc/made/\n*.gen.ts\n',
      '.nojekyll': '',
      'jsconfig.json': '{ "compilerOptions": {}, // none\n}\n',
      'bin/run.js': "import '../dist/cli.js';\nimport logo from '/logo.svg';\nrun(logo);\n",
      'old/run.cjs': "require('./routes');\nrequire('.');\n",
      'old/index.js': "module.exports = require('./routes');\n",
      'old/package.json': '{ "type": "commonjs", "dependencies": { "other": "1.0.0" } }\n',
      'old/routes/index.js': "module.exports = require('other');\n",
      'node_modules/other/package.json': JSON.stringify({ name: 'other', version: '1.0.0' }),
      'node_modules/other/index.js': 'module.exports = 1;\n',
      'src/declared.d.ts':
        "declare module '*?raw' {\n  const text: string;\n  export default text;\n}\ndeclare module 'virtual:made' {\n  export const made: number;\n}\n",
      'src/picture.png': '\u0000',
      'src/main.ts':
        "import { made } from 'virtual:made';\nimport { note } from './notes.js';\nimport text from './picture.png?raw';\nimport './made/routes.js';\nimport './routes.gen.js';\n\nnote(text + String(made));\n",
    });
    const { exitCode, stdout } = await cli.run(['check', folder]);
    expect(stdout).toMatch(/^✔ \d+ files, nothing that blocks\.$/);
    expect(exitCode).toBe(0);
  });

  it('knows what git takes back of what it ignores', async () => {
    const folder = await project({
      '.gitignore': '/*\n!/src\n!package.json\n!tsconfig.json\n',
      'src/main.ts': "import { note } from './notes.js';\nimport './gone.js';\n\nnote('');\n",
    });
    const { exitCode, stdout } = await cli.run(['check', folder]);
    expect(stdout).toMatch(/src\/main\.ts:2:\d+ error MW3001/);
    expect(exitCode).toBe(1);
  });

  it('takes the settings of the application where the project only names those of its parts', async () => {
    const folder = await project({
      'tsconfig.json': JSON.stringify({
        files: [],
        references: [
          { path: './packages/a' },
          { path: './tsconfig.app.json' },
          { path: './tsconfig.node.json' },
        ],
      }),
      'tsconfig.app.json':
        '{ /* of the page */ "compilerOptions": { "module": "ESNext", "moduleResolution": "bundler", "jsx": "preserve" } }',
      'tsconfig.node.json': '{ "compilerOptions": { "module": "NodeNext" } }',
      'src/jsx.d.ts':
        'declare namespace JSX {\n  interface IntrinsicElements {\n    readonly p: object;\n  }\n}\n',
      'src/main.tsx': "import { note } from './notes';\n\nnote('milk');\nexport const page = <p>milk</p>;\n",
    });
    const { exitCode, stdout } = await cli.run(['check', folder]);
    expect(stdout).toBe('✔ 8 files, nothing that blocks.');
    expect(exitCode).toBe(0);
  });

  it('takes for granted what the compiler of the project does', async () => {
    const changes = {
      'tsconfig.json': JSON.stringify({ compilerOptions: { module: 'NodeNext' }, include: ['src'] }),
      'node_modules/@types/hooks/index.d.ts':
        'export interface Hook { readonly name: string }\ndeclare global {\n  const hooked: number;\n}\n',
      'src/main.ts': "import { note } from './notes.js';\n\nnote('milk');\n",
      'src/notes.ts': 'export function note(text) {\n  return text + hooked;\n}\n',
    };
    const version = (number: string) => ({
      'node_modules/typescript/package.json': JSON.stringify({ name: 'typescript', version: number }),
    });
    const older = await cli.run(['check', await project({ ...changes, ...version('5.9.3') })]);
    expect(older.stdout).toBe('✔ 4 files, nothing that blocks.');
    const newer = await cli.run(['check', await project({ ...changes, ...version('6.0.3') })]);
    expect(newer.stdout).toMatch(/TS7006[\s\S]*TS2304/);
  });

  it('follows the links of packages to where they lie', async () => {
    const store = 'node_modules/.pnpm/outer@1.0.0/node_modules';
    const folder = await project({
      'package.json': JSON.stringify({ name: 'notes', type: 'module', dependencies: { outer: '1.0.0' } }),
      [`${store}/outer/package.json`]: JSON.stringify({
        name: 'outer',
        version: '1.0.0',
        types: 'index.d.ts',
      }),
      [`${store}/outer/index.d.ts`]:
        "import { Inner } from 'inner';\nexport interface Outer extends Inner {}\n",
      [`${store}/inner/package.json`]: JSON.stringify({
        name: 'inner',
        version: '1.0.0',
        types: 'index.d.ts',
      }),
      [`${store}/inner/index.d.ts`]: 'export interface Inner { readonly name: string }\n',
      'src/notes.ts':
        "import type { Outer } from 'outer';\n\nexport const nameOf = (outer: Outer): string => outer.name;\n",
      'src/main.ts': "export { nameOf } from './notes.js';\n",
    });
    await symlink('.pnpm/outer@1.0.0/node_modules/outer', join(folder, 'node_modules/outer'));
    const { exitCode, stdout } = await cli.run(['check', folder]);
    expect(stdout).toBe('✔ 4 files, nothing that blocks.');
    expect(exitCode).toBe(0);
  });

  it.each([
    [
      'an import of a file that is not there, with the nearest one that is',
      { 'src/main.ts': "import { note } from './note.js';\n\nnote('milk');\n" },
      /^src\/main\.ts:1:22 error MW3001 .*\.\/note\.js.*src\/notes\.ts/m,
    ],
    [
      'a package that the manifest does not name',
      { 'src/main.ts': "import { pad } from 'left-pad';\n\npad('milk');\n" },
      /^src\/main\.ts:1:21 error MW3101 The package "left-pad" is not one of the project's/m,
    ],
    [
      'a member that a package does not have',
      { 'src/notes.ts': "import { hold } from 'kept';\n\nexport const note = hold;\n" },
      /^src\/notes\.ts:1:10 error TS2305/m,
    ],
    [
      'an argument of the wrong type',
      { 'src/main.ts': "import { note } from './notes.js';\n\nnote(1);\n" },
      /^src\/main\.ts:3:6 error TS2345/m,
    ],
    [
      'a placeholder',
      {
        'src/notes.ts':
          "export function note(text: string): void {\n  throw new Error('not implemented: ' + text);\n}\n",
      },
      /^src\/notes\.ts:\d+:\d+ error MW2\d{3}/m,
    ],
    ['a file that does not parse', { 'src/main.ts': 'export const = ;\n' }, /^src\/main\.ts:1:\d+ error/m],
  ])('names %s', async (_what, changes, line) => {
    const { exitCode, stdout } = await cli.run(['check', await project(changes)]);
    expect(stdout).toMatch(line);
    expect(stdout).toMatch(/✖ 4 files, 1 blocking finding\.$/);
    expect(exitCode).toBe(1);
  });

  it('answers a program with the findings', async () => {
    const folder = await project({ 'src/main.ts': "import './gone.js';\n" });
    const { exitCode, stdout } = await cli.run(['check', '--json'], { cwd: folder });
    expect(JSON.parse(stdout)).toMatchObject({
      folder,
      files: 4,
      blocking: 1,
      diagnostics: [{ code: 'MW3001', path: 'src/main.ts', line: 1, blocking: true }],
    });
    expect(exitCode).toBe(1);
  });

  it('says what to do where it can check nothing', async () => {
    const bare = await project({
      'node_modules/kept/package.json': null,
      'node_modules/kept/index.d.ts': null,
      'node_modules/@types/hooks/package.json': null,
      'node_modules/@types/hooks/index.d.ts': null,
    });
    const uninstalled = await cli.run(['check', bare]);
    expect(uninstalled.stderr).toMatch(/not installed.*npm ci/s);
    expect(uninstalled.exitCode).toBe(2);
    const empty = await project({ 'package.json': null });
    const missing = await cli.run(['check', empty]);
    expect(missing.stderr).toMatch(/no package\.json/);
    expect(missing.exitCode).toBe(2);
    const nothing = ['package.json', 'tsconfig.json', 'src/notes.ts', 'src/main.ts'];
    const unreadable = await project(Object.fromEntries(nothing.map((path) => [path, '\u0000'])));
    const unchecked = await cli.run(['check', unreadable]);
    expect(unchecked.stderr).toMatch(/nothing to check.*Name the folder/s);
    expect(unchecked.exitCode).toBe(2);
  });
});
