import { describe, expect, it } from '@jest/globals';
import { compilerSettings } from '../../../src/languages/typescript/toolchain/compiler-settings.js';
import { packageManifest } from '../../../src/languages/typescript/toolchain/manifest.js';
import { pin, planOf } from './toolchain-plans.js';

function manifestOf(plan: Parameters<typeof packageManifest>[0]): unknown {
  return JSON.parse(packageManifest(plan));
}

const TOOLS = [
  pin('vitest', '4.1.12', true),
  pin('typescript', '6.0.3', true),
  pin('eslint', '10.15.0', true),
  pin('zod', '4.6.7'),
  pin('fastify', '5.6.0'),
];

describe('the manifest of a planned project', () => {
  it('pins the packages in one order and has the scripts of an API', () => {
    expect(manifestOf(planOf(TOOLS))).toEqual({
      name: 'library-api',
      version: '0.1.0',
      description: 'Books and loans.',
      private: true,
      type: 'module',
      engines: { node: '>=20.20' },
      scripts: {
        build: 'tsc -p tsconfig.build.json',
        start: 'node dist/server.js',
        test: 'vitest run',
        lint: 'eslint .',
        typecheck: 'tsc --noEmit',
      },
      dependencies: { fastify: '5.6.0', zod: '4.6.7' },
      devDependencies: { eslint: '10.15.0', typescript: '6.0.3', vitest: '4.1.12' },
    });
  });

  it('is the same text whatever the order of the packages', () => {
    expect(packageManifest(planOf([...TOOLS].reverse()))).toBe(packageManifest(planOf(TOOLS)));
  });

  it('has no script whose tool is not planned', () => {
    expect(manifestOf(planOf([pin('vitest', '4.1.12', true)]))).toMatchObject({
      scripts: { test: 'vitest run' },
    });
    expect(manifestOf(planOf([]))).toMatchObject({ scripts: {} });
  });

  it('says how a command line tool and a library are used', () => {
    const cli = planOf(TOOLS, {
      kind: 'cli',
      name: 'count',
      criticalParts: [{ part: 'entry', path: 'src/main.ts' }],
    });
    expect(manifestOf(cli)).toMatchObject({ bin: { count: './dist/main.js' } });
    const library = planOf(TOOLS, { kind: 'library', criticalParts: [] });
    expect(manifestOf(library)).toMatchObject({
      exports: { '.': { types: './dist/index.d.ts', default: './dist/index.js' } },
    });
    expect(manifestOf(library)).not.toMatchObject({ scripts: { start: expect.anything() } });
  });
});

describe('the compiler settings of a planned project', () => {
  it('are strict, and build src/ to dist/', () => {
    const [check, build] = compilerSettings(planOf([pin('@types/node', '20.19.43', true)])).map(
      ({ content }) => JSON.parse(content) as unknown,
    );
    expect(check).toMatchObject({
      compilerOptions: {
        strict: true,
        module: 'NodeNext',
        target: 'ES2023',
        noUncheckedIndexedAccess: true,
        exactOptionalPropertyTypes: true,
        noEmit: true,
        types: ['node'],
      },
      include: ['src', 'test'],
    });
    expect(build).toMatchObject({
      extends: './tsconfig.json',
      compilerOptions: { noEmit: false, rootDir: 'src', outDir: 'dist' },
      include: ['src'],
    });
  });
});
