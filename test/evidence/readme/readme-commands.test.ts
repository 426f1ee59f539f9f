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

  it('go on behind a prompt as they do without one, and no further', () => {
    const post = ['$ curl -X POST localhost:3000/books \\', "    -H 'a: b' \\", '    -d 1', '{"id": 7}'];
    const quoted = ["$ curl localhost:3000/books -d '{", '>   "a": 1', "> }'", 'created'];
    const compound = ['$ for i in 1 2; do', '>   npm run a', '> done', 'ran', "$ echo it's", '$ npm test'];
    expect(readmeCommands(['```console', ...post, ...quoted, ...compound, '```'].join('\n'))).toEqual([
      "curl -X POST localhost:3000/books -H 'a: b' -d 1",
      'curl localhost:3000/books -d \'{\n  "a": 1\n}\'',
      'for i in 1 2; do\n  npm run a\ndone',
      "echo it's",
      'npm test',
    ]);
  });

  it.each([
    ["cat > books.json <<'EOF'", '{ "a": "it\'s" }', '# no comment', 'EOF'],
    ['cat <<EOF > a && cat <<-"B B"', 'EOFF', 'EOF', '\t  b', '\tB B'],
    ['if true; then cat <<\\EOF', 'fi', 'EOF', 'fi'],
    ['for i in 1 2 3; do # each', '  curl localhost:3000/$i', 'done # all'],
    ['while read -r line', 'do', '  if [ "$line" = done ]; then echo "done', '"; fi', 'done < list'],
    ['case "$1" in', '  seed) npm run a ;;', '  *)', '    npm run b', 'esac'],
    ['seed() {', '  npm run "$1" || { echo }; exit 1; }', '}'],
    ['(cd client &&', '  npm run build) ||', '', '  exit 1'],
    ['npm run a | \\', '  sort'],
    ['ID=$(npm run a |', '  sort) && echo "${ID}"'],
    ['if cat <<< "$A" > b 2>&1; then echo if; fi'],
    ['echo do for "if" && npm run case # {'],
    ['echo "a \\', 'b"'],
  ])('take as many lines as a shell would: %s', (...lines: readonly string[]) => {
    const said = commandsOf(['```sh', ...lines, 'npm test', '```'].join('\n'));
    expect(said.map(({ whole }) => whole)).toEqual([true, true]);
    expect(said[1]?.line).toBe('npm test');
  });

  it.each([
    [['cat > a <<EOF', '{', '}', ' EOF']],
    [['for i in 1 2; do', 'npm run a']],
    [['npm run a &&']],
    [['if true; then', "echo 'a"]],
  ])('are not whole where their end is not in their block: %j', (lines) => {
    expect(commandsOf(['```sh', ...lines, '```'].join('\n'))).toMatchObject([{ whole: false }]);
  });

  it('are without the indentation of their fence', () => {
    expect(readmeCommands('1. a\n\n  ```sh\n  cat > a <<E\n    b\n  E\n  npm test\n  ```')).toEqual([
      'cat > a <<E\n  b\nE',
      'npm test',
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

  it('come without what other commands of their section say, and with the comments and the output of them', () => {
    const plain = ['curl localhost:3000 -d \'{"a": 400}\' # gives 409', '# not 422', 'echo 404'];
    const shown = ['$ curl localhost:3000/500 \\', '  -d 501', 'HTTP/1.1 403 Forbidden'];
    const page = ['## A', '```sh', ...plain, '```', '```console', ...shown, '```', '```http', '451', '```'];
    const said = commandsOf(page.join('\n'));
    expect(said).toHaveLength(3);
    for (const { about } of said)
      expect(about.match(/4\d\d|5\d\d/g)?.sort()).toEqual(['403', '409', '422', '451']);
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
