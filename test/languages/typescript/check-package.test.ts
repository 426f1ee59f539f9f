import { describe, expect, it } from '@jest/globals';
import { checkImports, type ImportScope } from '../../../src/languages/typescript/checks/check-imports.js';
import { knownPackages } from '../../../src/languages/typescript/checks/check-package.js';
import { scriptSource } from '../../../src/languages/typescript/checks/parse-file.js';

/** What the imports of a source are refused for, in a project whose manifest and disk hold these development packages. */
function found(
  source: string,
  dev: readonly string[],
  {
    path = 'src/a.ts',
    verbatim = true,
    installed = dev,
    isAlias = false,
    resolve = () => 'installed',
  }: {
    path?: string;
    verbatim?: boolean;
    installed?: readonly string[];
    isAlias?: boolean;
    resolve?: ImportScope['resolve'];
  } = {},
): readonly string[] {
  const manifest = JSON.stringify({
    devDependencies: Object.fromEntries(dev.map((name) => [name, '1.0.0'])),
  });
  const packages = knownPackages([], [manifest], (name) =>
    installed.some((each) => each === name || each === `@types/${name.replace(/^@(.+)\//, '$1__')}`),
  );
  return checkImports(path, scriptSource(path, source), {
    accepted: new Set(),
    planned: new Set(),
    dependencies: [],
    packages,
    resolve,
    isAlias: () => isAlias,
    verbatim,
    isElsewhere: () => false,
    builtFolder: undefined,
  }).map(({ code }) => code);
}

describe('an import of a package that has its types elsewhere', () => {
  it.each([
    ["import type { APIGatewayProxyEvent } from 'aws-lambda';", '@types/aws-lambda'],
    ["import type * as estree from 'estree';", '@types/estree'],
    ["export type { Root } from 'mdast';", '@types/mdast'],
    ["export const a: import('geojson').Point | null = null;", '@types/geojson'],
    ["import type { A } from '@some/thing/entry';", '@types/some__thing'],
  ])('is sound where nothing of it is left at run time: %s', (source, types) => {
    expect(found(source, [types])).toEqual([]);
  });

  it('is refused as one that is not there where something is left, and as unplanned where no types are', () => {
    expect(found("import { handler } from 'aws-lambda';", ['@types/aws-lambda'])).toEqual(['MW3103']);
    expect(found("import { type Node } from 'estree';", ['@types/estree'])).toEqual(['MW3103']);
    expect(found("import 'estree';", ['@types/estree'], { verbatim: false })).toEqual(['MW3103']);
    expect(found("import type { Node } from 'estree';", ['@types/mdast'])).toEqual(['MW3101']);
    expect(found("import type { Node } from 'estree';", ['@types/estree'], { installed: [] })).toEqual([
      'MW3104',
    ]);
  });

  it('is told by its use where the compiler leaves out what is only a type', () => {
    const types = ['@types/aws-lambda'];
    const using = (use: string) => `import { Handler } from 'aws-lambda';\n${use}\n`;
    const said = (source: string, path?: string) =>
      found(source, types, { verbatim: false, ...(path === undefined ? {} : { path }) });
    expect(said(using('export const a: Handler | null = null;'))).toEqual([]);
    expect(said(using('export interface A extends Handler { b: Handler[] }'))).toEqual([]);
    expect(said("import * as aws from 'aws-lambda';\nexport let a: aws.Handler;\n")).toEqual([]);
    expect(said("import { type Handler } from 'aws-lambda';\nexport type A = Handler;\n")).toEqual([]);
    expect(said(using('export const a = new Handler();'))).toEqual(['MW3103']);
    expect(said(using('export class A extends Handler {}'))).toEqual(['MW3103']);
    expect(said(using('export const a = 1;'), 'src/a.js')).toEqual(['MW3103']);
    expect(found(using('export const a: Handler | null = null;'), types)).toEqual(['MW3103']);
  });
});

describe('an import by a name that the compiler maps', () => {
  const source = "import { a } from 'src/users/users.service';\n";

  it('is sound where it leads to a source', () => {
    expect(found(source, [], { resolve: () => ({ path: 'src/users/users.service.ts' }) })).toEqual([]);
    expect(found(source, [], { resolve: () => undefined })).toEqual(['MW3101']);
  });

  it('of which any may be one is taken for a module of Node.js or a package where it leads to nothing', () => {
    const all = { isAlias: true, resolve: () => undefined };
    expect(found("import fs from 'fs';\n", [], all)).toEqual(['MW3005']);
    expect(found("import { a } from 'zod';\n", ['zod'], { ...all, path: 'test/a.ts' })).toEqual(['MW3102']);
    expect(found("import { a } from 'users';\n", [], all)).toEqual(['MW3001']);
  });
});
