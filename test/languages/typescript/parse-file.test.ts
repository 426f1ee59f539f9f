import { describe, expect, it } from '@jest/globals';
import { parseFile } from '../../../src/languages/typescript/checks/parse-file.js';

function found(path: string, content: string): readonly string[] {
  return parseFile(path, content).map(({ code, line }) =>
    line === undefined ? code : `${code}:${String(line)}`,
  );
}

describe('the parse check', () => {
  it.each([
    ['src/a.ts', 'export const one = 1;\n'],
    ['src/a.tsx', 'export const view = <p>one</p>;\n'],
    ['eslint.config.js', 'export default [];\n'],
    ['package.json', '{ "name": "a" }\n'],
    ['tsconfig.json', '{ /* settings */ "compilerOptions": {}, }\n'],
    ['jsconfig.json', '{ "compilerOptions": {}, // none\n}\n'],
    ['.devcontainer/devcontainer.json', '// For everyone\n{ "name": "a" }\n'],
    ['.eslintrc.json', '{ /* rules */ "root": true }\n'],
    ['.github/workflows/ci.yaml', 'on: push\njobs: {}\n'],
    ['Dockerfile', '# syntax=docker/dockerfile:1\nFROM node:22\n'],
    ['README.md', '```sh\nnpm ci\n```\n'],
    ['.gitkeep', ''],
  ])('takes a sound %s', (path, content) => {
    expect(found(path, content)).toEqual([]);
  });

  it.each([
    ['src/a.ts', 'export const one = ;\n', ['MW1001:1']],
    ['src/a.ts', 'const one = 1;\nfunction two() {\n', ['MW1001:3']],
    ['vite.config.js', 'export const one: number = 1;\n', ['MW1001:1']],
    ['package.json', '{\n  "name": "a"\n  "version": "1"\n}\n', ['MW1002:3']],
    ['package.json', '{ "name": "a", } // no\n', ['MW1002:1']],
    ['.github/workflows/ci.yaml', 'on: push\njobs: [a\n', ['MW1003:3']],
    ['Dockerfile', 'RUN npm ci\n', ['MW1006']],
    ['README.md', '  \n', ['MW1004']],
    ['src/a.ts', '', ['MW1004']],
    ['src/a.ts', 'export const one = "\u0000";\n', ['MW1005:1']],
    ['src/a.ts', '```ts\nexport const one = 1;\n```\n', ['MW1007:1']],
  ])('refuses %s when it reads %j', (path, content, codes) => {
    expect(found(path, content)).toEqual(codes);
  });

  it('says what is wrong and where, in a form that keeps the file from being accepted', () => {
    expect(parseFile('src/a.ts', 'let x = 1;\nlet y = ;\n')).toEqual([
      expect.objectContaining({
        code: 'MW1001',
        source: 'parse',
        path: 'src/a.ts',
        line: 2,
        column: 9,
        message: 'Expression expected.',
        blocking: true,
      }),
    ]);
  });
});
