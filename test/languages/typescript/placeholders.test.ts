import { describe, expect, it } from '@jest/globals';
import {
  checkPlaceholders,
  checkTextPlaceholders,
} from '../../../src/languages/typescript/checks/placeholders/check-placeholders.js';
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
    '// Placeholder',
    '// This is a placeholder.',
    '// stub implementation',
    '// Placeholder: replace with the real query',
    '// todo: handle errors',
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
    '// Placeholder syntax is {name}; anything else is kept.',
    '/** A placeholder stands for a value: `{x}`. */',
    '// Stub of the clock that tests share.',
    '// Marks a todo as complete.',
    '// A todo is complete once it has a date; add none twice.',
    '// see https://example.org/... for the format',
  ])('lets the comment %s stand', (comment) => {
    expect(found(`${comment}\nexport const one = 1;\n`)).toEqual([]);
  });

  it.each([
    [
      'a heading above methods',
      'export class A {\n  // Other methods\n  go(): number {\n    return 1;\n  }\n}\n',
    ],
    ['a heading above a private method', 'export class A {\n  // Other methods\n  #go = 1;\n}\n'],
    [
      'a heading above documented routes',
      '// Other routes\n\n/** Lists them. */\napp.get(list);\n\nexport default app;\n',
    ],
    ['a heading above imports', "// Other imports\nimport { z } from 'zod';\n\nz.string();\n"],
    ['a word on its own line', 'const [head, ...tail] = parts; // the rest\nuse(head, tail);\n'],
    [
      'a sentence that goes on in a second line',
      '// A tool that is lent cannot be lent again\n// ...unless it was returned\nlend();\n',
    ],
    [
      'a sentence behind two lines of code',
      'if (a) stop(); // it cannot be lent again...\nif (b) go(); // ...but to its owner\n',
    ],
    ['a sentence that was broken', '// Settings are read once, before the\n// rest of the code.\nread();\n'],
    [
      'a sentence that filled its line',
      '// Whoever is on the waiting list comes first, then staff and after them come\n// the rest.\nreturn;\n',
    ],
    ['an example', '// Usage:\n//   start();\n//   ...\n//   stop();\nexport const one = 1;\n'],
    ['an argument that is not given', 'call({\n  // ...defaultsOf(params),\n  one,\n});\n'],
    [
      'what a test says of values',
      "expect(after.title).toBe('new');\n// The rest is unchanged.\nexpect(after.done).toBe(false); // unchanged\n",
    ],
    [
      'what a test says at the end of a line',
      'expect(after).toEqual({ ...before, done: true }); // the rest of the fields stay the same\nexpect(list()).toEqual(all); // same as before\n',
    ],
    ['a to-do application', '/** Marks a TODO as complete. */\nexport const one = 1;\n'],
    ['its lists', '// Its TODO items: whoever wants may add and complete them.\nlist();\n'],
  ])('lets %s stand', (_name, content) => {
    expect(found(content)).toEqual([]);
  });

  it.each([
    ['a heading above nothing', 'export class A {\n  one = 1;\n\n  // Other methods\n}\n'],
    ['a heading above what hands on', 'app.get(list);\n// Other routes\n\nexport default app;\n'],
    ['a heading above the result', 'export function a(): number {\n  // the rest\n  return 1;\n}\n'],
    ['imports above other code', '// Other imports\nrun();\n'],
    ['values of nothing', 'app.get(list);\n// The rest is unchanged.\n\nexport default app;\n'],
    ['the same as above of nothing', 'if (a) {\n  // same as above\n}\n'],
    ['code that stays', '// The rest of the booking routes stay the same\napp.get(list);\n'],
    ['methods that stay', 'export class A {\n  // remaining methods unchanged\n  one = 1;\n}\n'],
    ['code as before', '// Same code as before\nrun();\n'],
    ['what is to go here', '// The rest goes here\nrun();\n'],
    ['what is unchanged with dots', 'run();\n// ... unchanged\nstop();\n'],
    ['a heading that opens a block', 'export class A { // other methods\n}\n'],
    ['what is left out below a sentence', '// Reads the list\n// ... rest of the code unchanged\nrun();\n'],
    ['dots below a sentence', '// Reads the list\n// ...\nrun();\n'],
    ['a task below a sentence', '// Reads the list\n// TODO: implement the search\nrun();\n'],
    ['a task in documentation', '/**\n * Reads the list.\n * TODO implement the search\n */\nrun();\n'],
    ['a task that is long', '// TODO we still have to handle errors\nrun();\n'],
    ['a task that was broken', '// TODO: for the\n// list of tools implement the search\nrun();\n'],
  ])('refuses %s', (_name, content) => {
    expect(found(content)).toEqual(['MW2001']);
  });

  it('finds an order to the compiler between lines of a sentence', () => {
    expect(found('// What is\n// @ts-ignore\n// is not looked at\nexport const one: string = 1;\n')).toEqual([
      'MW2005',
    ]);
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
    ['export function ignoreAlert(id: string): void {}', ['MW2002']],
    ['export function nothingLeft(): void {}', ['MW2002']],
    ['function audit(): void {}\nexport function save(): void { audit(); }', ['MW2002']],
    ['export class Cart { private audit(): void {} add(): void { this.audit(); } }', ['MW2002']],
    ['class Cart { #audit(): void {} add(): void { this.#audit(); } }', ['MW2002']],
    ['function noop(): void {}\nexport const start = { then: noop };', []],
    ['function close(): void {\n  // Nothing was opened.\n}\nexport const ends = [close];', []],
    ['export class NoCache { close(): void | Promise<void> {} }', []],
    ['export class NoCache { close(): Promise<void | undefined> {} }', []],
    ['export class NoCache { close(): PromiseLike<(undefined)> {} }', []],
    ['export class Cart { total(): number | undefined {} }', ['MW2002']],
    ['export class Cart { total(): Promise<void | number> {} }', ['MW2002']],
    ['export class Cart { total(): Set<void> {} }', ['MW2002']],
    ['export const saveOrder = async (order: Order): Promise<void> => {};', ['MW2002']],
    ['const save = async () => {};\nexport { save };', ['MW2002']],
    ['const audit = function () {};\nexport function save(): void { audit(); }', ['MW2002']],
    ['const noop = () => {};\nexport const start = { then: noop };', []],
    ['const close = (): void => {\n  // Nothing was opened.\n};\nexport const ends = [close];', []],
    ['let stop = () => {};\nexport function end(): void { stop(); }', []],
  ])('judges the body of %s', (content, codes) => {
    expect(found(content)).toEqual(codes);
  });

  it.each([
    ["export function a(): number { throw new Error('not implemented'); }", ['MW2003']],
    ["export const a = () => Promise.reject(new Error('Method not implemented.'));", ['MW2003']],
    ['export const a = () => { throw new Error(`TODO: loans`); };', ['MW2003']],
    ['export const a = () => { throw new NotImplementedError(); };', ['MW2003']],
    ["export const a = () => { throw new TypeError('Not implemented'); };", ['MW2003']],
    ["export const a = () => { throw new Error('placeholder'); };", ['MW2003']],
    ['export const a = (x) => { throw new Error(`${x} is not implemented`); };', ['MW2003']],
    ["export const a = () => { throw new Error('Unknown placeholder {x}'); };", []],
    ["export const a = () => { throw new Error('Todo not found'); };", []],
    ['export const a = (id) => { throw new Error(`TODO ${id} is done already`); };', []],
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
    ['export function a(): Db { return undefined as any; }', ['MW2004']],
    ['export const a = make() as any as Db;', ['MW2004']],
    ['export default {} as any;', ['MW2004']],
    ['const a = make();\nrun(<any>a);', ['MW2004']],
    ['type Hidden = any;\nexport const a: unknown = 1;', []],
    ['export type Constructor<T = object> = new (...args: any[]) => T;', []],
    ['export interface Made<T> { new (...args: any[]): T }', []],
    ['export function debounce<F extends (...args: any[]) => void>(run: F): F { return run; }', []],
    ['export type First<F> = F extends (...args: any) => infer R ? R : never;', []],
    ['export function debounce<F extends (...args: any[]) => any>(run: F): F { return run; }', ['MW2004']],
    ['export type Made = new (value: any) => object;', ['MW2004']],
    ['export type Run = (...args: any[]) => void;', ['MW2004']],
    ['export function run(...args: any[]): void { use(args); }', ['MW2004']],
    ['export function run<F extends { go(...args: any[]): void }>(one: F): F { return one; }', ['MW2004']],
  ])('judges any in %s', (content, codes) => {
    expect(found(content)).toEqual(codes);
  });

  it('lets a test hand in what the types refuse', () => {
    expect(found('check(undefined as any);\nfunction done() {}\n', undefined, 'test/a.test.ts')).toEqual([]);
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

  it.each([
    ['export const one = 1;', 'export function two() { return 2; }', 1],
    ['export const one = 1;', 'export const { two, three } = pair;', 2],
    ['const own = 1;\nexport { own as one };', "export { two } from './two.js';", 1],
    ['export default 1;', 'export default function two() { return 2; }', 0],
    ['const own = 1;\nexport { own as one };', 'export const one = 1;', 0],
  ])('of a rewrite to %j advises on what %j exported', (rewrite, lost, count) => {
    expect(found(`${rewrite}\n`, `${lost}\n`)).toEqual(Array(count).fill('MW2007 (advice)'));
  });
});

describe('the placeholder check of what is no script', () => {
  it.each([
    ['db/schema.sql', 'CREATE TABLE a (id INTEGER);\n-- ... other tables here\n', 2],
    ['db/schema.sql', "INSERT INTO a VALUES ('--');\n/* existing code */\n", 2],
    ['src/page.css', 'a { color: red; }\n/* rest of the styles */\n', 2],
    ['compose.yml', 'services:\n  a: {}\n  # the rest\n', 3],
    ['public/index.html', '<main>\n<!-- TODO: add the form -->\n</main>\n', 2],
    ['public/index.html', '<style>\na {}\n/* ... */\n</style>\n', 3],
    ['public/index.html', '<script type="module">\nrun();\n// rest of the code\n</script>\n', 3],
    ['.github/workflows/ci.yml', 'on: push\njobs:\n  # ... more jobs\n', 3],
    ['Dockerfile', 'FROM node:22\n# implementation goes here\n', 2],
    ['README.md', '# Tasks\n\nTODO: describe the API.\n', 3],
    ['README.md', '# Tasks\r\n\r\n- **TODO:** write this\r\n', 3],
    ['README.md', '# Tasks\n\n```sh\nnpm ci\n```\n\n...\n', 7],
    ['README.md', '# Tasks\n\n<!-- ... -->\n', 3],
  ])('finds in %s what %j leaves out', (path, content, line) => {
    expect(checkTextPlaceholders(path, content)).toEqual([
      expect.objectContaining({ code: 'MW2001', path, line, blocking: true }),
    ]);
  });

  it.each([
    ['db/schema.sql', '-- Other parts\n\n-- The oldest first.\nCREATE TABLE a (id INTEGER);\n'],
    ['db/schema.sql', "-- Tasks, the oldest first.\nINSERT INTO a VALUES ('-- ...', '/* ... */');\n"],
    ['src/page.css', "input::placeholder { content: '/* ... */'; }\n/* Placeholder text is grey. */\n"],
    ['public/index.html', '<input placeholder="...">\n<p>...</p>\n<script>\nrun(...all);\n</script>\n'],
    ['compose.yml', '# Settings of the store.\ncommand: "# ..."\n'],
    ['.gitignore', '# Node.js\nnode_modules/\n'],
    [
      'README.md',
      '# TODO list\n\n```console\n$ todo list\n...\nTODO: write this\n```\n\nIt waits ... and goes on.\n',
    ],
    [
      'README.md',
      '1.  Start it:\n\n    ```sh\n    npm start\n    ...\n    ```\n\nThen:\n\n    todo list\n    ...\n',
    ],
    ['README.md', '```\n```js\n...\n```\n\nDone.\n'],
    ['.env.example', '# Placeholder, replace with a long random secret\nKEY=\n'],
    ['src/page.css', '/* Placeholder */\ninput::placeholder { color: grey; }\n'],
    ['notes.txt', '...\n'],
    ['package.json', '{"description": "..."}\n'],
  ])('lets %s be: %j', (path, content) => {
    expect(checkTextPlaceholders(path, content)).toEqual([]);
  });

  it('advises on a note that a page is not done', () => {
    expect(checkTextPlaceholders('README.md', '# A\n\nTODO\n').map(({ code }) => code)).toEqual(['MW2006']);
  });
});
