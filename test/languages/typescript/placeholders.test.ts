import { describe, expect, it } from '@jest/globals';
import { checkPlaceholders } from '../../../src/languages/typescript/checks/placeholders/check-placeholders.js';
import { scriptSource } from '../../../src/languages/typescript/checks/parse-file.js';

function found(content: string, accepted?: string, path = 'src/a.ts'): readonly string[] {
  return checkPlaceholders(
    path,
    scriptSource(path, content),
    accepted === undefined ? undefined : scriptSource(path, accepted),
  ).map(({ code, blocking }) => (blocking ? code : `${code} (advice)`));
}

describe('the placeholder check', () => {
  it.each([
    '// ...',
    '// ... rest of the code',
    '/* ... existing code ... */',
    '// rest of the implementation',
    '// The rest of the routes stay the same',
    '// existing code here',
    '// TODO: implement the search',
    '// TODO(later) handle errors',
    '// Your code here',
    '// implementation goes here',
    '// omitted for brevity',
    '// Same as above',
    '// add more routes here',
    '// In a real application, this would query the database',
  ])('refuses the comment %s', (comment) => {
    expect(found(`export function total(): number {\n  ${comment}\n  return 1;\n}\n`)).toEqual(['MW2001']);
  });

  it('finds a comment that is all there is in a block, in an argument list, or at the end of the file', () => {
    expect(found('export function a(): void {\n  // ...\n}\n')).toContain('MW2001');
    expect(found('call(1 /* ... */);\n')).toEqual(['MW2001']);
    expect(found('export const one = 1;\n// ... more\n')).toEqual(['MW2001']);
  });

  it.each([
    '// The rest of the code relies on sorted input.',
    '// Rest parameters keep their order.',
    '// Existing loans count towards the limit of five.',
    '// Implementation note: SQLite has no boolean.',
    '// Same order as the columns of the table.',
    '// Todos are sorted by their date.',
    '// see https://example.org/... for the format',
  ])('lets the comment %s stand', (comment) => {
    expect(found(`${comment}\nexport const one = 1;\n`)).toEqual([]);
  });

  it('reads no comment out of a string, a template or a regular expression', () => {
    expect(
      found("export const text = '// ...';\nexport const url = `http://a//${text}/* ... */`;\n"),
    ).toEqual([]);
    expect(found('export const slashes = /\\/\\/ \\.\\.\\./;\n')).toEqual([]);
  });

  it('advises on a note that something is open', () => {
    expect(found('// FIXME slow for long lists\nexport const one = 1;\n')).toEqual(['MW2006 (advice)']);
  });

  it.each([
    ['export function total(): number {}', ['MW2002']],
    ['export const total = (): Promise<number> => {};', ['MW2002']],
    ['export class Cart { total(): number {} }', ['MW2002']],
    ['export function start(): void {}', ['MW2002']],
    ['async function main() {}\nexport { main };', ['MW2002']],
    ['export class NoCache { clear(): void {} }', []],
    ['export function ignore(): void {\n  // Closing twice is fine.\n}', []],
    ['function total(): number { return 1; }\nexport { total };', []],
    ['export const nothing = () => {};', []],
  ])('judges the body of %s', (content, codes) => {
    expect(found(content)).toEqual(codes);
  });

  it.each([
    ["export function a(): number { throw new Error('not implemented'); }", ['MW2003']],
    ["export const a = () => Promise.reject(new Error('Method not implemented.'));", ['MW2003']],
    ['export const a = () => { throw new Error(`TODO: loans`); };', ['MW2003']],
    ['export const a = () => { throw new NotImplementedError(); };', ['MW2003']],
    ["export const a = () => { throw new HttpError(501, 'Not Implemented'); };", []],
    ["export const a = () => { throw new Error('The book is not lent.'); };", []],
  ])('judges the error in %s', (content, codes) => {
    expect(found(content)).toEqual(codes);
  });

  it.each([
    ['export function a(value: any): void { use(value); }', ['MW2004']],
    ['export const a = (value: string): Promise<any> => load(value);', ['MW2004']],
    ['export interface A { value: any[] }', ['MW2004']],
    ['export type A = Record<string, any>;', ['MW2004']],
    ['export const a = {} as any;', ['MW2004']],
    ['export class A { private value: any; }', []],
    ['export function a(): number { const value: any = parse(); return value.length; }', []],
    ['type Hidden = any;\nexport const a: unknown = 1;', []],
  ])('judges any in %s', (content, codes) => {
    expect(found(content)).toEqual(codes);
  });

  it.each([
    '// @ts-nocheck',
    '// @ts-ignore',
    '/* @ts-ignore */',
    '/* The types lag.\n * @ts-ignore */',
    '/**\n ** @ts-ignore: why */',
    '// @ts-expect-error types lag',
    '/* why\n   @ts-expect-error */',
  ])('refuses what hides type errors: %j', (comment) => {
    expect(found(`${comment}\nexport const one: string = 1;\n`)).toEqual(['MW2005']);
  });

  it('lets a test expect an error, and prose speak of it', () => {
    const expecting = '// @ts-expect-error\nexport const one: string = 1;\n';
    expect(found(expecting, undefined, 'test/a.test.ts')).toEqual([]);
    expect(found(expecting.replace('expect-error', 'ignore'), undefined, 'test/a.test.ts')).toEqual([
      'MW2005',
    ]);
    expect(found('// Nothing here says @ts-ignore.\nexport const one = 1;\n')).toEqual([]);
  });

  it('advises on exports that a rewrite lost', () => {
    expect(
      found('export const one = 1;\n', 'export const one = 1;\nexport function two() { return 2; }\n'),
    ).toEqual(['MW2007 (advice)']);
  });
});
