import { describe, expect, it } from '@jest/globals';
import { declaredNames, exportedNames } from '../../../src/languages/typescript/declared-names.js';
import { scriptSource } from '../../../src/languages/typescript/checks/parse-file.js';

describe('the names of a statement', () => {
  it.each<[string, readonly string[], readonly string[]]>([
    ['export const a = 1, b = 2;', ['a', 'b'], ['a', 'b']],
    [
      'export const { a, b: { c }, ...rest } = d, [e, , f] = g;',
      ['a', 'c', 'rest', 'e', 'f'],
      ['a', 'c', 'rest', 'e', 'f'],
    ],
    ['const a = 1;', ['a'], []],
    ['export declare function a(): void;', ['a'], ['a']],
    ['export default function a() {}', ['a'], ['default']],
    ['export default class {}', [], ['default']],
    ['export default a;', [], ['default']],
    ['export interface A {}', ['A'], ['A']],
    ['export type A = 1;', ['A'], ['A']],
    ['export enum A {}', ['A'], ['A']],
    ['export declare namespace A {}', ['A'], ['A']],
    ["export { a, b as c } from './d.js';", [], ['a', 'c']],
    ["export * as a from './b.js';", [], ['a']],
    ["export * from './b.js';", [], []],
    ["import a from './a.js';", [], []],
  ])('%s', (statement, declared, exported) => {
    const [node] = scriptSource('a.ts', statement).statements;
    if (node === undefined) throw new Error('There is no statement.');
    expect([declaredNames(node), exportedNames(node)]).toEqual([declared, exported]);
  });
});
