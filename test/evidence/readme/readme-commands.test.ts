import { describe, expect, it } from '@jest/globals';
import { notFound } from '../../../src/evidence/readme/shell-line.js';
import { parseCurl, shellWords } from '../../../src/evidence/readme/parse-curl.js';
import { readmeCommands as commandsOf } from '../../../src/evidence/readme/readme-commands.js';

function readmeCommands(markdown: string): readonly string[] {
  return commandsOf(markdown).map(({ line }) => line);
}

describe('the commands of a README', () => {
  it('are the lines of its shell blocks, in order, without comments', () => {
    const markdown = [
      '# A',
      '```sh',
      'npm ci # not a comment of the line before',
      '# a comment',
      '',
      'npm test',
      '```',
      '```js',
      "console.log('npm start');",
      '```',
      'npm run prose',
      '~~~bash',
      '  npm run build',
      '~~~',
      '````SHELL',
      '```',
      'npm pack',
      '````',
    ].join('\n');
    expect(readmeCommands(markdown)).toEqual([
      'npm ci # not a comment of the line before',
      'npm test',
      'npm run build',
      '```',
      'npm pack',
    ]);
  });

  it('are those behind a prompt, where a block has prompts', () => {
    expect(readmeCommands('```console\n$ npm test\n 12 passed\n$ npm start\n```')).toEqual([
      'npm test',
      'npm start',
    ]);
  });

  it('go on after a backslash', () => {
    expect(readmeCommands('```sh\ncurl -X POST \\\n  localhost:3000 \\\n  -d 1\nnpm test\n```\r\n')).toEqual([
      'curl -X POST localhost:3000 -d 1',
      'npm test',
    ]);
  });

  it('go on in a line after a quote that is open, and not after an apostrophe', () => {
    const body = 'curl localhost:3000 -d \'{\n  "a": 1\n}\'';
    expect(readmeCommands(`\`\`\`sh\n${body}\nnpm test # it's all\n# don't\nnpm start\n\`\`\``)).toEqual([
      body,
      "npm test # it's all",
      'npm start',
    ]);
    expect(readmeCommands("```sh\necho it's\nnpm test\n```")).toEqual(["echo it's", 'npm test']);
  });

  it('come with what their section says, tables left out', () => {
    const markdown =
      '# A\n\n404 it is.\n\n## B\n\n```sh\n# gives 409\nnpm test\nnpm start\n```\n\n| 401 |\n\nOr 403.\n\n## C\n\n500.';
    const said = commandsOf(markdown);
    expect(said.map(({ line, first }) => [line, first])).toEqual([
      ['npm test', true],
      ['npm start', false],
    ]);
    for (const { about } of said) expect(about.match(/\d{3}/g)).toEqual(['409', '403']);
  });

  it('are none where no block is open, and those of a block that never ends', () => {
    expect(readmeCommands('npm test\n```\nnpm start\n```')).toEqual([]);
    expect(readmeCommands('```sh\nnpm test')).toEqual(['npm test']);
  });
});

describe('a program that a shell does not find', () => {
  it.each([
    ['nvm use', 'sh: 1: nvm: not found', 'nvm'],
    ['A=1 sudo psql -c "select 1; x"', 'bash: line 3: psql: command not found', 'psql'],
    ['npm run build && x | y', 'built\n/bin/sh: 2: y: not found', 'y'],
    // Not the line's own: a script of the project calls it.
    ['npm run dev', '> dev\n> nodemon\n\nsh: 1: nodemon: not found', undefined],
    ['npm run a', 'nothing was said', undefined],
  ])('of %s is told by what it says: %j', (line, output, program) => {
    expect(notFound(line, output)).toBe(program);
  });
});

describe('a curl command', () => {
  const plain = { host: '127.0.0.1', port: 3000, headers: {}, body: undefined };

  it.each<[string, Partial<ReturnType<typeof parseCurl>>]>([
    ['curl http://127.0.0.1:3000/books', { ...plain, method: 'GET', path: '/books' }],
    [
      "curl -s 'http://127.0.0.1:3000/books?limit=5&q=a'",
      { ...plain, method: 'GET', path: '/books?limit=5&q=a' },
    ],
    [
      'curl -XDELETE localhost:3000/books/1',
      { ...plain, host: 'localhost', method: 'DELETE', path: '/books/1' },
    ],
    [
      `curl -X POST http://127.0.0.1:3000/books -H 'content-type: application/json' -d '{"title":"It\\"s"}'`,
      {
        method: 'POST',
        path: '/books',
        headers: { 'content-type': 'application/json' },
        body: '{"title":"It\\"s"}',
      },
    ],
    ['curl --data "{\\"a\\":1}" http://127.0.0.1:3000/', { method: 'POST', body: '{"a":1}' }],
    [
      "curl -d a=1 -d 'b=2' http://127.0.0.1:3000/",
      {
        body: 'a=1&b=2',
        headers: { 'content-type': 'application/x-www-form-urlencoded', accept: '*/*' },
        fails: false,
      },
    ],
    [
      "curl -d 'a,b' -H 'Content-Type: text/csv' http://127.0.0.1:3000/",
      { body: 'a,b', headers: { 'content-type': 'text/csv' } },
    ],
    [
      `curl -sSf --json '{"a":1}' http://127.0.0.1:3000/`,
      {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json' },
        fails: true,
      },
    ],
    ['curl --data-raw @me http://127.0.0.1:3000/', { body: '@me' }],
    ['curl example.com', { host: 'example.com', port: 80, path: '/' }],
  ])('%s', (line, request) => {
    expect(parseCurl(line)).toMatchObject(request);
  });

  it.each([
    ['curl', /names no address/],
    ['curl -F a=b http://127.0.0.1:3000/', /-F is not understood/],
    ['curl -d @file.json http://127.0.0.1:3000/', /sends a file/],
    ['curl http://127.0.0.1:3000/$ID', /fill in/],
    ['curl "http://127.0.0.1:3000/$ID"', /fill in/],
    ['curl http://127.0.0.1:3000/ | jq .', /more than one thing/],
    ["curl 'http://127.0.0.1:3000/", /does not end/],
    ['curl http://a.b http://c.d', /more than one address/],
    ['wget x', /no curl/],
    ['curl -H', /no value/],
  ])('%s is not understood', (line, why) => {
    expect(() => parseCurl(line)).toThrow(why);
  });

  it('takes the values of variables that are known, but not in single quotes', () => {
    const variables = new Map([
      ['BASE', 'http://127.0.0.1:3000'],
      ['ID', '7'],
    ]);
    expect(parseCurl('curl "$BASE/books/${ID}"', variables)).toMatchObject({ port: 3000, path: '/books/7' });
    expect(parseCurl(`curl $BASE/ -d '$ID' -H "a: \\$ID"`, variables)).toMatchObject({
      body: '$ID',
      headers: { a: '$ID' },
    });
    expect(() => parseCurl('curl $BASE/$OTHER', variables)).toThrow('fill in');
    expect(() => parseCurl('curl "$BASE/$(id)"', variables)).toThrow('fill in');
  });

  it('keeps words together that are quoted in parts', () => {
    expect(shellWords(`a'b c'"d e"\\ f  ''`)).toEqual(['ab cd e f', '']);
  });
});
