import { describe, expect, it } from '@jest/globals';
import { readDraft } from '../../../src/authors/model/draft/read-draft.js';

const FENCE = '```';
const block = (content: string, info = 'ts'): string => `${FENCE}${info}\n${content}\n${FENCE}`;
const PATH = 'src/tasks/task.ts';
const CODE = 'export const limit = 80;';
const read = (reply: string, path = PATH, previous: string | null = null) => readDraft(reply, path, previous);
const content = (text: string) => ({ outcome: 'content', content: `${text}\n` });

describe('a reply that holds one file', () => {
  it.each([
    ['alone', block(CODE)],
    ['with chatter around it', `Here is the file you asked for:\n\n${block(CODE)}\n\nLet me know!`],
    ['in a fence without a language', block(CODE, '')],
    ['in a fence with its path', block(CODE, `ts title="${PATH}"`)],
    ['with its path in a comment', block(`// ${PATH}\n${CODE}`)],
    ['with Windows line ends', block(CODE).replaceAll('\n', '\r\n')],
    ['in tildes', `~~~ts\n${CODE}\n~~~`],
    ['indented under a list item', `1. The file:\n\n   ${FENCE}ts\n   ${CODE}\n   ${FENCE}`],
    ['beside a command to run', `${block(CODE)}\n\nThen run:\n\n${block('npm test', 'sh')}`],
    ['wrapped in JSON', block(JSON.stringify({ path: PATH, code: CODE }), 'json')],
  ])('is read: %s', (_how, reply) => {
    const { outcome, ...rest } = read(reply);
    expect(outcome).toBe('content');
    expect(Object.values(rest).join('').replace(`// ${PATH}\n`, '')).toBe(`${CODE}\n`);
  });

  it('keeps fences that stand inside strings', () => {
    const code = 'export const page = [\n  "```ts",\n  "```",\n].join("\\n");';
    expect(read(`\`\`\`\`ts\n${code}\n\`\`\`\``)).toEqual(content(code));
    expect(read(block(code))).toEqual(content(code));
  });

  it('keeps the fences of a page of Markdown, though the fence around it is no longer', () => {
    const page = `# Tasks\n\n${FENCE}sh\nnpm ci\n${FENCE}\n\nThen:\n\n${FENCE}sh\nnpm start\n${FENCE}`;
    expect(read(block(page, 'markdown'), 'README.md')).toEqual(content(page));
  });

  it('keeps the bare fences of a page too, and what follows them', () => {
    const page = `# Tasks\n\nExample:\n\n${FENCE}\nnpm start\n${FENCE}\n\nMore.`;
    expect(read(block(page, 'md'), 'README.md')).toEqual(content(page));
    const mixed = `# Tasks\n\n${FENCE}\nnpm ci\n${FENCE}\n\nThen:\n\n${FENCE}sh\nnpm start\n${FENCE}\n\nMore.`;
    expect(read(`The page:\n\n${block(mixed, 'md')}`, 'README.md')).toEqual(content(mixed));
  });

  it.each(['Todo.txt', 'Node.js', 'v1.0'])('takes "# %s" for a heading, and no name of a file', (title) => {
    expect(read(block(`# ${title}`, 'md'), 'README.md')).toEqual(content(`# ${title}`));
    expect(read(block(`# ${title}\ndist/`, ''), '.gitignore')).toEqual(content(`# ${title}\ndist/`));
  });

  it('takes the name of a file of its kind for one', () => {
    expect(read(block('# compose.yml\nname: x', 'yaml'), '.github/workflows/ci.yml')).toEqual({
      outcome: 'unreadable',
      problem: expect.stringContaining('another file: compose.yml'),
    });
  });

  it('takes a page of Markdown without what is said behind it', () => {
    const reply = `${block('# Tasks', 'markdown')}\n\nThen run:\n\n${block('npm test', 'sh')}`;
    expect(read(reply, 'README.md')).toEqual(content('# Tasks'));
  });

  it('is read by its file type when another block stands beside it', () => {
    expect(read(`${block('FROM node:20', 'dockerfile')}\n${block('npm i', 'sh')}`, 'Dockerfile')).toEqual(
      content('FROM node:20'),
    );
  });
});

describe('a reply that holds no file', () => {
  it.each([
    ['nothing', '', 'no fenced code block'],
    ['words only', 'I would rather discuss the design first.', 'no fenced code block'],
    ['an empty block', block(''), 'empty'],
    ['a fence that was never closed', `${FENCE}ts\n${CODE}\n`, 'not closed'],
    [
      'two files, and nothing that tells which',
      `${block('const a = 1;')}\n${block('const b = 2;')}`,
      '2 code blocks',
    ],
    ['another file', block(`// src/other.ts\n${CODE}`), 'another file'],
    ['indented code', `    ${CODE}`, 'no fenced code block'],
  ])('is unreadable: %s', (_how, reply, problem) => {
    expect(read(reply)).toEqual({ outcome: 'unreadable', problem: expect.stringContaining(problem) });
  });

  it.each([
    ['said behind it', `${block('# Tasks', 'md')}\n\nThen run:\n\n${block('npm test', '')}`],
    ['that goes on', `${block(`# T\n\n${FENCE}\nnpm ci\n${FENCE}\n\nMore.`, 'md')}\n\nLet me know!`],
    ['without its end', `${FENCE}md\n# T\n\n${FENCE}sh\nnpm ci\n${FENCE}\n\nThen:\n\n${FENCE}\nnpm start\n`],
    ['with a fence that is never closed', block(`# T\n\n${FENCE}sh\nnpm ci`, 'md')],
  ])('is unreadable when its fences do not tell where a page ends: %s', (_how, reply) => {
    expect(read(reply, 'README.md')).toEqual({
      outcome: 'unreadable',
      problem: expect.stringContaining('a longer one'),
    });
  });

  it('is what it needs instead', () => {
    const needs = ['[{"kind":"package"}]', '[{"kind":"export"}]'];
    expect(read(needs.map((json) => block(json, 'needs')).join('\n\n'))).toEqual({ outcome: 'needs', needs });
  });

  it.each(['[]', '', '[ ]\n', 'None'])('is the file where it needs nothing: %j', (nothing) => {
    expect(read(`${block(CODE)}\n${block(nothing, 'needs')}`)).toEqual(content(CODE));
    const page = '# Shed\n\n```\nnpm start\n```\n\nIt starts.';
    const reply = `${block(page, 'md')}\n\n${block(nothing, 'needs')}\n`;
    expect(read(reply, 'README.md')).toEqual(content(page));
    expect(read(block(nothing, 'needs'))).toMatchObject({ outcome: 'unreadable' });
  });
});

describe('a repair by edits', () => {
  const previous = 'const a = 1;\nconst b = 2;\nconst c = 1;\n';
  const edit = (search: string, replace: string) =>
    block(`<<<<<<< SEARCH\n${search}\n=======\n${replace}\n>>>>>>> REPLACE`, 'edit');

  it('changes what stands there once, and leaves the rest', () => {
    expect(
      read(`${edit('const b = 2;', 'const b = 3;')}\n${edit('const c = 1;', '')}`, PATH, previous),
    ).toEqual({
      outcome: 'content',
      content: 'const a = 1;\nconst b = 3;\n',
    });
  });

  it('whose lines hold a fence is told what ended it, and read in a longer fence', () => {
    const edit = '<<<<<<< SEARCH\nRun it.\n=======\nRun it:\n\n```sh\nnpm start\n```\n>>>>>>> REPLACE';
    const before = '# Shed\n\nRun it.\n';
    expect(readDraft(`\`\`\`edit\n${edit}\n\`\`\``, 'README.md', before)).toMatchObject({
      outcome: 'unreadable',
      problem: expect.stringMatching(/closed its block: put a longer fence/),
    });
    expect(readDraft(`\`\`\`\`edit\n${edit}\n\`\`\`\``, 'README.md', before)).toEqual({
      outcome: 'content',
      content: '# Shed\n\nRun it:\n\n```sh\nnpm start\n```\n',
    });
  });

  it('is unreadable where one edit begins before the one before it has ended', () => {
    const unfinished = '<<<<<<< SEARCH\nconst a = 1;\n=======\nconst a = 2;';
    const reply = block(`${unfinished}\n<<<<<<< SEARCH\nconst b = 2;\n=======\nx\n>>>>>>> REPLACE`, 'edit');
    expect(read(reply, PATH, previous)).toMatchObject({
      outcome: 'unreadable',
      problem: expect.stringContaining('no end'),
    });
  });

  it('is divided by as many "=" as it began with "<", and not by the line under a heading', () => {
    const before = 'Shed\n====\n\nUsage\n=====\n\nold text\n';
    const lines = 'Usage\n=====\n\n';
    const page = block(
      `<<<<<<< SEARCH\n${lines}old text\n=======\n${lines}new text\n>>>>>>> REPLACE`,
      'edit',
    );
    expect(readDraft(page, 'README.md', before)).toEqual({
      outcome: 'content',
      content: before.replace('old', 'new'),
    });
    expect(
      read(block('<<<<<<< SEARCH\nconst a = 1;\n=====\nconst a = 2;\n>>>>> REPLACE', 'edit'), PATH, previous),
    ).toEqual(content(previous.replace('a = 1', 'a = 2').trimEnd()));
  });

  it.each([
    ['once', 'Example\n=======\nnew text\n=======\nold text'],
    ['on both sides', 'Example\n=======\nold text\n=======\nExample\n=======\nnew text'],
  ])('is unreadable where the line under a heading, %s, may divide it as well', (_how, lines) => {
    const page = block(`<<<<<<< SEARCH\n${lines}\n>>>>>>> REPLACE`, 'edit');
    expect(readDraft(page, 'README.md', 'Example\n=======\nold text\n')).toEqual({
      outcome: 'unreadable',
      problem: expect.stringContaining('write the whole file'),
    });
  });

  it('sees past blanks at the ends of lines', () => {
    expect(read(edit('const b = 2;   ', 'const b = 3;'), PATH, 'const b = 2;\t\n')).toEqual(
      content('const b = 3;'),
    );
  });

  it('is of whole lines: of one that stands deeper in as well, the one that is meant; of a part of one, none', () => {
    const nested = 'interface A {\n  id: string;\n  b: {\n    id: string;\n  };\n}\n';
    expect(read(edit('  id: string;', '  id: number;'), PATH, nested)).toEqual(
      content(nested.replace('  id: string;', '  id: number;').trimEnd()),
    );
    expect(read(edit('count += 1;', 'count += 2;'), PATH, '  discount += 1;\n')).toMatchObject({
      outcome: 'unreadable',
      problem: expect.stringContaining('exactly once'),
    });
  });

  it('sees lines that stand further to the right than they were copied, and puts what replaces them there', () => {
    const before = 'class A {\n  up() {\n    this.n += 1;\n\n    return this.n;\n  }\n}\n';
    const after = 'class A {\n  up() {\n    this.n += 2;\n\n    return this.n;\n  }\n}';
    const lines = 'this.n += 1;\n\nreturn this.n;';
    expect(read(edit(lines, 'this.n += 2;\n\nreturn this.n;'), PATH, before)).toEqual(content(after));
  });

  it.each([
    ['lines that are not there', 'const d = 1;'],
    ['lines that are there twice', '= 1;'],
    ['no lines', ''],
  ])('is unreadable as a whole with %s', (_what, search) => {
    expect(read(`${edit('const b = 2;', 'const b = 3;')}\n${edit(search, 'x')}`, PATH, previous)).toEqual({
      outcome: 'unreadable',
      problem: expect.stringContaining('exactly once'),
    });
  });

  it('is unreadable when one of its edits has no end', () => {
    const half = block('<<<<<<< SEARCH\nconst c = 1;\n=======\nconst c = 2;', 'edit');
    expect(read(`${edit('const b = 2;', 'const b = 3;')}\n${half}`, PATH, previous)).toEqual({
      outcome: 'unreadable',
      problem: expect.stringContaining('no end'),
    });
  });

  it('is read in one pass, however many edits begin and never end', () => {
    const reply = block('<<<<<<< SEARCH\na\n=======\n'.repeat(2_000), 'edit');
    expect(read(reply, PATH, previous)).toMatchObject({ outcome: 'unreadable' });
  });

  it('may be the whole file all the same', () => {
    expect(read(block(CODE), PATH, previous)).toEqual(content(CODE));
  });

  it('may keep the file as it is, and is then not the reason for it', () => {
    const kept = block('The requirement does not say what happens at equal times.', 'keep');
    expect(read(kept, PATH, previous)).toEqual({ outcome: 'content', content: previous });
    expect(read(kept, PATH)).toMatchObject({ content: expect.stringContaining('equal times') });
  });
});
