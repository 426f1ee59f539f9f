import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ReviewAspect } from '../../../src/protocol/verify-activities.js';
import { createCheckFixture, treeOf, type CheckFixture } from './check-fixture.js';

let fixture: CheckFixture;
beforeAll(async () => {
  fixture = await createCheckFixture();
});
afterAll(async () => {
  await fixture.language.close();
});

/** Findings as `code:line`. */
async function review(
  aspect: ReviewAspect,
  content: string,
  path = 'src/books.ts',
): Promise<readonly string[]> {
  const found = await fixture.language.review(
    { tree: treeOf({ [path]: content }), aspect, environment: fixture.environment },
    new AbortController().signal,
  );
  for (const diagnostic of found) expect(diagnostic).toMatchObject({ path, source: aspect, blocking: false });
  return found.map(({ code, line }) => (line === undefined ? code : `${code}:${String(line)}`));
}

describe('the security reviewer', () => {
  it.each([
    ['eval(text);', ['MW7101:1']],
    ['const f = new Function("a", text);', ['MW7101:1']],
    ['setTimeout("run()", 10);', ['MW7101:1']],
    ['setTimeout(() => run(), 10);', []],
    ["import { exec } from 'node:child_process';\nexec(`ls ${folder}`);", ['MW7102:2']],
    ["import * as child from 'child_process';\nchild.execSync('ls ' + folder);", ['MW7102:2']],
    ["import { spawn } from 'node:child_process';\nspawn(`ls ${folder}`, { shell: true });", ['MW7102:2']],
    ["import { exec } from 'node:child_process';\nexec('ls');", []],
    ["import { execFile } from 'node:child_process';\nexecFile('ls', [folder]);", []],
    ['const match = /a/.exec(`ls ${folder}`);', []],
    ['database.all(`SELECT id FROM books WHERE id = ${id}`);', ['MW7103:1']],
    ["database.all('DELETE FROM books WHERE id = ' + id);", ['MW7103:1']],
    ['database.all(sql`SELECT id FROM books WHERE id = ${id}`);', []],
    ["database.all('SELECT id FROM books WHERE id = ?', [id]);", []],
    ["database.all('SELECT id ' + 'FROM books');", []],
    ['log(`Select a book from ${shelf}`);', []],
    ["const apiKey = 'f81d4fae7dec11d0';", ['MW7104:1']],
    ["const options = { password: 'hunter2-hunter2' };", ['MW7104:1']],
    ["const key = '-----BEGIN PRIVATE KEY-----';", ['MW7104:1']],
    ['const apiKey = process.env.API_KEY;', []],
    ["const password = 'changeme';", []],
    ["const labels = { password: 'Your password' };", []],
    ['const agent = new Agent({ rejectUnauthorized: false });', ['MW7105:1']],
    ["process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';", ['MW7105:1']],
    ['const agent = new Agent({ rejectUnauthorized: true });', []],
  ])('finds in %j %j', async (content, codes) => {
    expect(await review('security', content)).toEqual(codes);
  });

  it('lets a test have passwords of its own, but no real keys', async () => {
    expect(
      await review('security', "const password = 'correct-horse-battery';", 'test/login.test.ts'),
    ).toEqual([]);
    expect(await review('security', `const key = 'AKIA${'A'.repeat(16)}';`, 'test/login.test.ts')).toEqual([
      'MW7104:1',
    ]);
  });
});

describe('the performance reviewer', () => {
  it.each([
    ['async function f() {\n  for (const id of ids) {\n    await load(id);\n  }\n}', ['MW7201:2']],
    ['async function f() {\n  for (const id of ids) {\n    if (await load(id)) return id;\n  }\n}', []],
    [
      'async function f() {\n  let last = 0;\n  for (const id of ids) {\n    last = await load(id, last);\n  }\n}',
      [],
    ],
    ['async function f() {\n  for await (const row of rows) {\n    await write(row);\n  }\n}', []],
    ['for (const id of ids) tasks.push(async () => {\n  await load(id);\n});', []],
    [
      "import { readFileSync } from 'node:fs';\napp.get('/', (request, reply) => reply.send(readFileSync('a')));",
      ['MW7202:2'],
    ],
    [
      "import fs from 'fs';\nexport function f(request) {\n  return fs.existsSync(request.url);\n}",
      ['MW7202:3'],
    ],
    [
      "import { mkdirSync } from 'node:fs';\nexport async function openStorage() {\n  mkdirSync('data');\n}",
      [],
    ],
    ["import { readFileSync } from 'node:fs';\nconst schema = readFileSync('schema.sql', 'utf8');", []],
    ["database.all('SELECT * FROM books');", ['MW7203:1']],
    ["database.all('SELECT * FROM books LIMIT 50');", []],
    ["database.all('SELECT count(*) FROM books');", []],
    ["database.get('SELECT * FROM books WHERE id = ?');", []],
  ])('finds in %j %j', async (content, codes) => {
    expect(await review('performance', content)).toEqual(codes);
  });
});

describe('the maintainability reviewer', () => {
  const lines = (count: number, line: string): string =>
    Array.from({ length: count }, () => `${line}\n`).join('');

  it.each([
    ['a function of 80 lines', `function f() {\n${lines(78, '  g();')}}\n`, []],
    ['a function of 81 lines', `function f() {\n${lines(79, '  g();')}}\n`, ['MW7301:1']],
    ['a function of 15 paths', `function f(a) {\n${lines(14, '  if (a) g();')}}\n`, []],
    ['a function of 16 paths', `function f(a) {\n${lines(15, '  if (a) g();')}}\n`, ['MW7302:1']],
    ['a file of 400 lines', lines(400, 'g();'), []],
    ['a file of 401 lines', lines(401, 'g();'), ['MW7303:1']],
    ['four levels', 'if (a) { for (;;) { while (b) { try { g(); } catch {} } } }', []],
    ['five levels', 'if (a) { for (;;) { while (b) { try {\n if (c) g();\n } catch {} } } }', ['MW7304:2']],
    ['a chain of else if', `if (a) g();\n${lines(8, 'else if (b) g();')}`, []],
  ])('judges %s', async (_name, content, codes) => {
    expect(await review('maintainability', content)).toEqual(codes);
  });
});

describe('the style reviewer', () => {
  it.each([
    ['src/book-shelf.ts', '', []],
    ['src/book-shelf.test.ts', '', []],
    ['src/BookCard.tsx', '', []],
    ['src/bookShelf.ts', '', ['MW7401']],
    ['src/a.ts', 'export default () => 1;', ['MW7402:1']],
    ['src/a.ts', 'export default function () {}', ['MW7402:1']],
    ['src/a.ts', 'export default function a() {}', []],
    ['eslint.config.js', 'export default [];', []],
    ['src/a.ts', "console.log('a');", ['MW7403:1']],
    ['src/cli.ts', "console.log('a');", []],
    ['scripts/a.ts', "console.log('a');", []],
  ])('judges %s when it reads %j', async (path, content, codes) => {
    expect(await review('style', content, path)).toEqual(codes);
  });
});
