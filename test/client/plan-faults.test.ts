import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { loadPlan } from '../../src/client/cli/plan/load-plan.js';
import { printedError } from '../../src/client/cli/print-error.js';
import { createPlanning } from '../../src/plan-ahead.js';
import { diagnosticSchema } from '../../src/protocol/diagnostic.js';
import { testCli, type CliRun, type TestCli } from '../support/cli.js';

const BRIEF =
  'A REST API for a library. Books have a title. Members have a name. Loans link a book and a member. A member may have at most five open loans.';

const problemsSchema = z.array(diagnosticSchema).default([]);
const failureSchema = z.object({ error: z.object({ type: z.string(), problems: problemsSchema }) });
const planning = createPlanning();

let cli: TestCli;
let folder: string;
let plan: string;
beforeAll(async () => {
  cli = await testCli();
  folder = join(cli.home, 'plans');
  await mkdir(folder);
  await cli.run(['plan', BRIEF], { cwd: folder });
  plan = await readFile(join(folder, 'millwright.plan.yaml'), 'utf8');
});
afterAll(async () => {
  await cli.remove();
});

/** What the command prints, asked in this process: dozens of plans would wait a second each for one of their own. */
async function refusalOf(text: string) {
  await writeFile(join(folder, 'edited.yaml'), text);
  const context = {
    cwd: folder,
    parts: { planning: () => Promise.resolve(planning) },
    interrupted: new AbortController().signal,
  };
  const error: unknown = await loadPlan(context, 'edited.yaml').then(
    () => new Error('The plan was accepted.'),
    (thrown: unknown) => thrown,
  );
  const { problems, ...printed } = printedError(error);
  return { ...printed, problems: problemsSchema.parse(problems) };
}

async function generate(text: string): Promise<CliRun> {
  await writeFile(join(folder, 'edited.yaml'), text);
  return cli.run(['generate', '--plan', 'edited.yaml', '--json'], { cwd: folder });
}

/** `whole` with the first `text` replaced. */
function swap(whole: string, text: string | RegExp, by: string): string {
  const changed = whole.replace(text, () => by);
  if (changed === whole) throw new Error(`there is no ${String(text)} in the plan`);
  return changed;
}

/** The spec of one file: its lines, from "- action" to the next. */
function specOf(path: string): string {
  const spec = plan.split(/(?=^ {2}- action: )/m).find((part) => part.includes(`\n    path: ${path}\n`));
  if (spec === undefined) throw new Error(`the plan has no ${path}`);
  return spec.split(/^(?=\S)/m)[0] ?? '';
}

const REPOSITORY = 'src/books/book-repository.ts';
const KEPT = 'src/books/sqlite-book-repository.ts';

/** The plan with the spec of `REPOSITORY` changed. */
function withRepository(change: (spec: string) => string): string {
  return swap(plan, specOf(REPOSITORY), change(specOf(REPOSITORY)));
}

/** A test file that a requirement is bound to. */
function boundTest(): string {
  return /^ {4}test: (\S+)$/m.exec(plan)?.[1] ?? 'none';
}

/** What a person did to the plan, the text whose first character is at fault (the nth of its kind), and what is said of it. */
interface Fault {
  readonly edit: () => string;
  readonly at: string | (() => string);
  readonly nth?: number;
  readonly code: string;
  readonly words: string | (() => string);
  readonly type?: string;
}

const FAULTS: Readonly<Record<string, Fault>> = {
  'a cycle': {
    edit: () => {
      const kept = swap(specOf(KEPT), `${REPOSITORY}, on: declarations`, `${REPOSITORY}, on: implementation`);
      const waiting = withRepository((spec) =>
        swap(spec, 'dependencies:\n', `dependencies:\n      - { path: ${KEPT}, on: implementation }\n`),
      );
      return swap(waiting, specOf(KEPT), kept);
    },
    at: `{ path: ${KEPT}, on: implementation }`,
    code: 'cycle',
    words: `${REPOSITORY} → ${KEPT} → ${REPOSITORY}`,
  },
  'a dependency on a file that is missing': {
    edit: () => withRepository((spec) => swap(spec, 'src/books/book-schema.ts', 'src/books/gone.ts')),
    at: 'src/books/gone.ts',
    code: 'unknown-dependency',
    words: 'src/books/gone.ts, which no file spec names',
  },
  'a path outside the project': {
    edit: () => withRepository((spec) => swap(spec, REPOSITORY, '../book-repository.ts')),
    at: '../book-repository.ts',
    code: 'path',
    words: 'not inside the project',
  },
  'an absolute path': {
    edit: () => withRepository((spec) => swap(spec, REPOSITORY, '/etc/passwd')),
    at: '/etc/passwd',
    code: 'path',
    words: 'it is absolute',
  },
  'a path on a drive': {
    edit: () => withRepository((spec) => swap(spec, REPOSITORY, 'C:/books.ts')),
    at: 'C:/books.ts',
    code: 'path',
    words: 'it is absolute',
  },
  'a path with backslashes': {
    edit: () => withRepository((spec) => swap(spec, REPOSITORY, 'src\\books.ts')),
    at: 'src\\books.ts',
    code: 'path',
    words: 'backslash',
  },
  'a path with a character that ends it': {
    edit: () => withRepository((spec) => swap(spec, REPOSITORY, '"src/books\\0.ts"')),
    at: '"src/books',
    code: 'path',
    words: 'a character that not every file system takes',
  },
  'a path out of the project by way of a folder in it': {
    edit: () => withRepository((spec) => swap(spec, REPOSITORY, 'src/../../books.ts')),
    at: 'src/../../books.ts',
    code: 'path',
    words: 'leaves the project',
  },
  'a path into what is installed': {
    edit: () => withRepository((spec) => swap(spec, REPOSITORY, 'node_modules/books.ts')),
    at: 'node_modules/books.ts',
    code: 'path',
    words: 'is reserved',
  },
  'a dependency outside the project': {
    edit: () => withRepository((spec) => swap(spec, 'src/books/book-schema.ts', '../../book-schema.ts')),
    at: '../../book-schema.ts',
    code: 'unknown-dependency',
    words: '../../book-schema.ts',
  },
  'a requirement that is not there': {
    edit: () => withRepository((spec) => swap(spec, 'requirements: []', 'requirements: [R999]')),
    at: 'R999',
    code: 'requirement',
    words: 'R999',
  },
  'a requirement bound that is not there': {
    edit: () => swap(plan, /- requirement: R\d+\n/, '- requirement: R999\n'),
    at: 'R999',
    code: 'requirement',
    words: 'R999',
  },
  'a requirement without a number': {
    edit: () => swap(plan, /- id: R1\n/, '- id: R-1\n'),
    at: 'R-1',
    code: 'value',
    words: 'must be R1, R2',
  },
  'another version of the file': {
    edit: () => swap(plan, 'version: 1\n', 'version: 2\n'),
    at: '2\n',
    code: 'value',
    words: 'version must be 1',
  },
  'a negative number': {
    edit: () => swap(plan, 'version: 1\n', 'version: -1\n'),
    at: '-1\n',
    code: 'value',
    words: 'version must be 1',
  },
  'two specs for one path': {
    edit: () => withRepository((spec) => spec + spec),
    at: `${REPOSITORY}\n    role`,
    nth: 2,
    code: 'duplicate',
    words: 'planned twice',
  },
  'a phase that is not there': {
    edit: () => withRepository((spec) => swap(spec, /phase: \w+/, 'phase: cellar')),
    at: 'cellar',
    code: 'phase',
    words: '"cellar"',
  },
  'an unknown key': {
    edit: () => withRepository((spec) => swap(spec, 'purpose:', 'porpose:')),
    at: 'porpose',
    code: 'unknown-key',
    words: 'Did you mean "purpose"?',
  },
  'YAML that is none': {
    edit: () => swap(plan, 'kind: api\n', 'kind: api: rest\n'),
    at: 'api: rest',
    code: 'yaml',
    words: 'not YAML',
  },
  'a value of another type': {
    edit: () => swap(plan, 'name: library-api', 'name: [library, api]'),
    at: '[library',
    code: 'type',
    words: 'name must be text, and is a list',
  },
  'a value that is none of those': {
    edit: () => withRepository((spec) => swap(spec, 'priority: critical', 'priority: critcal')),
    at: 'critcal',
    code: 'value',
    words: 'Did you mean "critical"?',
  },
  'a field that is missing': {
    edit: () => withRepository((spec) => swap(spec, / {4}role: .*\n/, '')),
    at: () => `action: create\n    path: ${REPOSITORY}`,
    code: 'missing',
    words: '.role is missing',
  },
  'a requirement without its test': {
    edit: () => swap(plan, specOf(boundTest()), ''),
    at: () => `${boundTest()}\n`,
    code: 'requirement',
    words: () => `is bound to ${boundTest()}`,
  },
  'a file that no template writes': {
    edit: () => withRepository((spec) => spec.replaceAll('book-repository', 'manual') + spec),
    at: 'src/books/manual.ts',
    code: 'needs-model',
    words: 'no template for src/books/manual.ts. (Leave the file out, or configure a model to write it.)',
    type: 'ModelRequired',
  },
};

describe('generate --plan names line and column of', () => {
  it.each(Object.keys(FAULTS))('%s', async (name) => {
    const fault = FAULTS[name];
    if (fault === undefined) throw new Error('no such fault');
    const edited = fault.edit();
    const { exitCode, type, text, problems } = await refusalOf(edited);
    expect({ exitCode, type }).toEqual({ exitCode: 1, type: fault.type ?? 'InvalidPlan' });
    const { line, column } = placeOf(edited, read(fault.at), fault.nth);
    const found = problems.filter(({ code }) => code === `plan/${fault.code}`);
    expect(found).toContainEqual(
      expect.objectContaining({ path: 'edited.yaml', line, column, blocking: true }),
    );
    expect(text).toContain(`edited.yaml:${line}:${column} error plan/${fault.code}`);
    expect(text).toContain(read(fault.words));
    expect(text).toContain('nothing was started');
  });

  it('a requirement that lost its test, at each place where it is bound', async () => {
    const test = boundTest();
    const { problems } = await refusalOf(swap(plan, specOf(test), ''));
    const bound = plan.split('\n').filter((line) => line === `    test: ${test}`).length;
    expect(problems.filter(({ message }) => message.includes(`bound to ${test}`))).toHaveLength(bound);
  });

  it('all of them at once, in the order of the lines', async () => {
    const text = plan
      .replace('version: 1\n', 'version: 1\nextra: 5\n')
      .replace('phase: storage', 'phase: cellar')
      .replace('path: src/config.ts\n', 'path: ../config.ts\n')
      .replace('priority: critical', 'priority: urgent');
    const { exitCode, stdout, stderr } = await generate(text);
    expect(exitCode).toBe(1);
    const { error } = failureSchema.parse(JSON.parse(stdout));
    expect(error.type).toBe('InvalidPlan');
    expect(stderr).toContain('nothing was started');
    const codes = error.problems.map(({ code }) => code);
    for (const code of ['unknown-key', 'value', 'phase', 'path', 'unknown-dependency']) {
      expect(codes).toContain(`plan/${code}`);
    }
    const lines = error.problems.map(({ line }) => line ?? 0);
    expect(lines).toEqual([...lines].sort((a, b) => a - b));
  });

  it('a brief or a subject that was edited', async () => {
    for (const text of [
      plan.replaceAll('at most five', 'at most nine'),
      plan.replace('limit: 5', 'limit: 9'),
    ]) {
      const { type, problems } = await refusalOf(text);
      expect(type).toBe('InvalidPlan');
      expect(problems.map(({ code }) => code)).toContain('plan/subject');
    }
  });

  it.each([
    ['nothing', '', 'must be a map'],
    ['a list', '- a\n- b\n', 'must be a map'],
    ['an alias', 'version: &v 1\nname: *v\n', 'is an alias'],
    ['aliases that grow', growingAliases(), 'is an alias'],
    ['comments alone', '# nothing yet\n', 'must be a map'],
    ['two documents', 'version: 1\n---\nversion: 1\n', 'not YAML'],
    ['five megabytes of one line', `version: 1\nbrief: ${'books '.repeat(900_000)}\n`, 'is missing'],
    ['a control character', 'version: 1\nname: "a\\0b"\n', 'name'],
    ['a key twice', 'version: 1\nversion: 1\n', 'unique'],
    ['a tag of its own', 'version: !!js/function "x"\n', 'tag'],
    ['brackets without end', '['.repeat(50_000), 'not YAML'],
    ['a key that every object has', '__proto__: 1\nconstructor: 2\n', '__proto__ is not a key'],
  ])('a file of %s', async (_, text, words) => {
    const refusal = await refusalOf(text);
    expect(refusal).toMatchObject({ exitCode: 1, type: 'InvalidPlan' });
    expect(refusal.text).toContain(words);
  });

  it.each([
    ['a file that is not there', ['--plan', 'gone.yaml'], 'there is no such file'],
    ['a folder', ['--plan', '.'], 'it is a folder'],
    ['a plan and a brief', ['A REST API', '--plan', 'millwright.plan.yaml'], 'not both'],
    ['a plan and a name', ['--plan', 'millwright.plan.yaml', '--name', 'x'], 'The plan names the project'],
  ])('nothing, for %s: that is a matter of the command line', async (_, args, words) => {
    const { exitCode, stderr } = await cli.run(['generate', ...args], { cwd: folder });
    expect(exitCode).toBe(2);
    expect(stderr).toContain(words);
  });

  it('starts nothing for any of them', async () => {
    const state = await readdir(cli.home);
    for (const made of ['stack.lock', 'server', 'artifacts', 'ledger.sqlite'])
      expect(state).not.toContain(made);
  });
});

/** Nine times as many x with every line. */
function growingAliases(): string {
  const lines = Array.from({ length: 25 }, (_, index) => {
    const [before, name] = [97 + index, 98 + index].map((code) => String.fromCharCode(code));
    return `${name}: &${name} [${Array<string>(9).fill(`*${before}`).join(', ')}]`;
  });
  return `a: &a [x, x]\n${lines.join('\n')}\n`;
}

function read(text: string | (() => string)): string {
  return typeof text === 'string' ? text : text();
}

/** Line and column, from 1, of `text`'s nth appearance in `whole`. */
function placeOf(whole: string, text: string, nth = 1): { line: number; column: number } {
  let offset = -1;
  for (let found = 0; found < nth; found++) {
    offset = whole.indexOf(text, offset + 1);
    if (offset === -1) throw new Error(`there is no ${text} in the plan`);
  }
  const before = whole.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}
