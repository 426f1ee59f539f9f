import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { diagnosticSchema } from '../../src/protocol/diagnostic.js';
import { planFileSchema } from '../../src/client/plan-file/plan-file.js';
import { testCli, type CliRun, type TestCli } from '../support/cli.js';

const BRIEF =
  'A REST API for a library. Books have a title (at most 200 characters). Members have a name. Loans link a book and a member. A member may have at most five open loans. Books can be searched by title.';

const failureSchema = z.object({
  error: z.object({ type: z.string(), message: z.string(), problems: z.array(diagnosticSchema).default([]) }),
});

let cli: TestCli;
let folder: string;
let plan: string;
beforeAll(async () => {
  cli = await testCli();
  folder = join(cli.home, 'plans');
  await mkdir(folder);
  const { exitCode, stderr } = await cli.run(['plan', BRIEF], { cwd: folder });
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: 'Reading the brief …' });
  plan = await readFile(join(folder, 'millwright.plan.yaml'), 'utf8');
});
afterAll(async () => {
  await cli.remove();
});

async function generate(text: string, name = 'edited.yaml'): Promise<CliRun> {
  await writeFile(join(folder, name), text);
  return cli.run(['generate', '--plan', name, '--json'], { cwd: folder });
}

/** Line and column, from 1, of `text`'s nth appearance in `whole`. */
function placeOf(whole: string, text: string, nth = 1): { line: number; column: number } {
  let offset = -1;
  for (let found = 0; found < nth; found++) {
    offset = whole.indexOf(text, offset + 1);
    if (offset === -1) throw new Error(`the plan has no ${text}`);
  }
  const before = whole.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}

/** `plan` with the first appearance of `text` replaced. */
function changed(text: string, by: string): string {
  if (!plan.includes(text)) throw new Error(`the plan has no ${text}`);
  return plan.replace(text, () => by);
}

/** The spec of one file: its lines, from "- action" to the next. */
function specOf(path: string): string {
  const spec = plan.split(/(?=^ {2}- action: )/m).find((part) => part.includes(`\n    path: ${path}\n`));
  if (spec === undefined) throw new Error(`the plan has no ${path}`);
  return spec.split(/^(?=\S)/m)[0] ?? '';
}

describe('millwright plan', () => {
  it('writes a file that says what it is for, and what may be changed', () => {
    const file = planFileSchema.parse(parse(plan));
    expect(file).toMatchObject({ version: 1, brief: BRIEF, name: 'library-api', kind: 'api' });
    expect(file.estimate).toMatchObject({ costUsd: 0, modelCalls: 0, files: file.files.length });
    expect(plan).toMatch(/^# .*\n# {3}millwright generate --plan millwright\.plan\.yaml\n/);
    for (const comment of [
      'No model is called',
      'Yours to change: priority',
      'as measured',
      'Not to be edited',
    ]) {
      expect(plan).toMatch(new RegExp(`^#.*${comment}`, 'm'));
    }
    // A dependency is one line, and nothing is an alias of something else.
    expect(plan).toMatch(/^ {6}- \{ path: \S+, on: declarations \}$/m);
    expect(plan).not.toMatch(/: [&*]a\d/);
  });

  it('is the same for the same brief, from a file, from standard input, and for a program', async () => {
    await writeFile(join(folder, 'brief.md'), BRIEF);
    const byFile = await cli.run(['plan', '--brief', 'brief.md', '--out', 'a.yaml', '--json'], {
      cwd: folder,
    });
    expect(JSON.parse(byFile.stdout)).toEqual({
      written: join(folder, 'a.yaml'),
      plan: parse(plan) as unknown,
    });
    await cli.run(['plan', '-', '--out', 'b.yaml'], { cwd: folder, input: BRIEF });
    expect(await readFile(join(folder, 'a.yaml'), 'utf8')).toBe(plan.replace('millwright.plan', 'a'));
    expect(await readFile(join(folder, 'b.yaml'), 'utf8')).toBe(plan.replace('millwright.plan', 'b'));
  });

  it('replaces no file that is there, unless it is told to', async () => {
    const place = join(folder, 'mine.yaml');
    await writeFile(place, 'mine');
    const refused = await cli.run(['plan', BRIEF, '--out', 'mine.yaml', '--json'], { cwd: folder });
    expect(refused.exitCode).toBe(2);
    expect(failureSchema.parse(JSON.parse(refused.stdout)).error).toMatchObject({ type: 'OutputFile' });
    expect(refused.stderr).toContain('--force');
    expect(await readFile(place, 'utf8')).toBe('mine');
    expect((await cli.run(['plan', BRIEF, '--out', 'mine.yaml', '--force'], { cwd: folder })).exitCode).toBe(
      0,
    );
    expect(await readFile(place, 'utf8')).toContain('library-api');
  });

  it('keeps the comments of a person where it replaces a file', async () => {
    const place = join(folder, 'commented.yaml');
    const commented = plan
      .replace('# Yours to change: name', '# Ask Legal about this.\n# Yours to change: name')
      .replace('name: library-api', 'name: library-api # until Friday')
      .replace('  - action: create', '  # First of all.\n  - action: create')
      .replace(/( {2}- action: create\n {4}path: src\/server\.ts)/, '  # Started by hand.\n$1')
      .replace('  - id: R2', '  # Ask again.\n  - id: R2');
    await writeFile(place, commented);
    const args = ['plan', `${BRIEF} Members can be searched by name.`, '--out', 'commented.yaml', '--force'];
    expect((await cli.run(args, { cwd: folder })).exitCode).toBe(0);
    const written = await readFile(place, 'utf8');
    planFileSchema.parse(parse(written));
    expect(written).toMatch(/# Ask Legal about this\.\n# Yours to change: name/);
    expect(written).toContain('name: library-api # until Friday');
    expect(written).toContain('# First of all.');
    expect(written).toMatch(/# Started by hand\.\n {2}- action: create\n {4}path: src\/server\.ts/);
    expect(written).toMatch(/# Ask again\.\n {2}- id: R2/);
    // Its own comments are there once.
    const own = written
      .split('\n')
      .filter((line) => line.startsWith('#') && line !== '# Ask Legal about this.');
    expect(own).toEqual([...new Set(own)]);
  });

  it.each<[string, readonly string[], number, string]>([
    ['a brief out of its field', ['Write me a poem about rivers.'], 1, 'ModelRequired'],
    ['a brief without words', ['!!! ???'], 2, 'InvalidBrief'],
    ['no brief', [], 2, 'Usage'],
    ['a name that cannot be one', [BRIEF, '--name', 'My Library'], 2, 'Usage'],
    ['a folder that is not there', [BRIEF, '--out', 'gone/plan.yaml'], 2, 'OutputFile'],
    ['a folder for a file', [BRIEF, '--out', '.', '--force'], 2, 'OutputFile'],
  ])('refuses %s, and writes nothing', async (_, args, exitCode, type) => {
    const before = await readdir(folder);
    const run = await cli.run(['plan', '--out', 'new.yaml', ...args, '--json'], { cwd: folder });
    expect(run.exitCode).toBe(exitCode);
    expect(failureSchema.parse(JSON.parse(run.stdout)).error.type).toBe(type);
    expect(await readdir(folder)).toEqual(before);
  });
});

describe('generate --plan names line and column of', () => {
  /** One edit, the place of its fault, and what is said of it. */
  const edits = (): readonly [string, string, { line: number; column: number }, string, string][] => {
    const repository = specOf('src/books/book-repository.ts');
    const sqlite = specOf('src/books/sqlite-book-repository.ts');
    const dependency = '- { path: src/books/book-schema.ts, on: declarations }';
    const on = (text: string, edited: string): { line: number; column: number } => placeOf(edited, text);

    const cyclic = plan
      .replace(repository, () =>
        repository.replace(
          dependency,
          '- { path: src/books/sqlite-book-repository.ts, on: implementation }\n      ' + dependency,
        ),
      )
      .replace(sqlite, () =>
        sqlite.replace(
          '- { path: src/books/book-repository.ts, on: declarations }',
          '- { path: src/books/book-repository.ts, on: implementation }',
        ),
      );
    const missing = plan.replace(repository, () =>
      repository.replace('src/books/book-schema.ts', 'src/books/gone.ts'),
    );
    const outside = plan.replace(repository, () =>
      repository.replace('path: src/books/book-repository.ts', 'path: ../book-repository.ts'),
    );
    const twice = plan.replace(repository, () => repository + repository);
    const phase = plan.replace(repository, () => repository.replace('phase: storage', 'phase: cellar'));
    const key = plan.replace(repository, () => repository.replace('purpose:', 'porpose:'));
    const syntax = changed('kind: api\n', 'kind: api: rest\n');
    const type = changed('name: library-api', 'name: [library, api]');
    const value = plan.replace(repository, () =>
      repository.replace('priority: critical', 'priority: critcal'),
    );
    const field = plan.replace(repository, () => repository.replace(/ {4}role: .*\n/, ''));
    const testless = plan.replace(specOf('test/books/book-routes.test.ts'), '');
    const extra = plan.replace(
      repository,
      () => repository.replaceAll('book-repository', 'manual') + repository,
    );
    return [
      [
        'a cycle',
        cyclic,
        on('{ path: src/books/sqlite-book-repository.ts, on: implementation }', cyclic),
        'plan/cycle',
        'src/books/book-repository.ts → src/books/sqlite-book-repository.ts → src/books/book-repository.ts',
      ],
      [
        'a dependency on a file that is missing',
        missing,
        on('src/books/gone.ts', missing),
        'plan/unknown-dependency',
        'src/books/gone.ts',
      ],
      [
        'a path outside the project',
        outside,
        on('../book-repository.ts', outside),
        'plan/path',
        'not inside the project',
      ],
      [
        'two specs for one path',
        twice,
        placeOf(twice, 'src/books/book-repository.ts\n    role', 2),
        'plan/duplicate',
        'planned twice',
      ],
      ['a phase that is not there', phase, on('cellar', phase), 'plan/phase', '"cellar"'],
      ['an unknown key', key, on('porpose', key), 'plan/unknown-key', 'Did you mean "purpose"?'],
      ['YAML that is none', syntax, on('api: rest', syntax), 'plan/yaml', 'not YAML'],
      [
        'a value of another type',
        type,
        on('[library', type),
        'plan/type',
        'name must be text, and is a list',
      ],
      [
        'a value that is none of those',
        value,
        on('critcal', value),
        'plan/value',
        'Did you mean "critical"?',
      ],
      [
        'a field that is missing',
        field,
        on(repository.replace(/ {4}role: .*\n/, '').slice('  - '.length), field),
        'plan/missing',
        '.role is missing',
      ],
      [
        'a requirement without its test',
        testless,
        on('test/books/book-routes.test.ts', testless),
        'plan/requirement',
        'is bound to test/books/book-routes.test.ts',
      ],
      [
        'a file that no template writes',
        extra,
        on('src/books/manual.ts', extra),
        'plan/needs-model',
        'There is no template for src/books/manual.ts',
      ],
    ];
  };

  it('every fault that a person makes', async () => {
    for (const [what, text, place, code, words] of edits()) {
      const { exitCode, stdout, stderr } = await generate(text);
      const { error } = failureSchema.parse(JSON.parse(stdout));
      expect({ what, exitCode, type: error.type }).toEqual({
        what,
        exitCode: 1,
        type: expect.stringMatching(/^(InvalidPlan|ModelRequired)$/),
      });
      const found = error.problems.find((problem) => problem.code === code);
      expect({ what, ...found }).toMatchObject({ what, path: 'edited.yaml', ...place, blocking: true });
      expect(`${found?.message ?? ''} ${found?.hint ?? ''}`).toContain(words);
      expect(stderr).toContain(`edited.yaml:${place.line}:${place.column} error ${code}`);
      expect(stderr).toContain('nothing was started');
    }
  });

  it('all of them at once, in the order of the lines', async () => {
    const text = plan
      .replace('version: 1\n', 'version: 1\nextra: 5\n')
      .replace('phase: storage', 'phase: cellar')
      .replace('path: src/config.ts\n', 'path: ../config.ts\n')
      .replace('priority: critical', 'priority: urgent');
    const { error } = failureSchema.parse(JSON.parse((await generate(text)).stdout));
    const codes = error.problems.map(({ code }) => code);
    for (const code of ['unknown-key', 'value', 'phase', 'path', 'unknown-dependency']) {
      expect(codes).toContain(`plan/${code}`);
    }
    const lines = error.problems.map(({ line }) => line ?? 0);
    expect(lines).toEqual([...lines].sort((a, b) => a - b));
  });

  it('what only a model can write is ModelRequired, and says what to do', async () => {
    const repository = specOf('src/books/book-repository.ts');
    const text = plan.replace(
      repository,
      () => repository.replaceAll('book-repository', 'manual') + repository,
    );
    const { exitCode, stderr } = await generate(text);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('ModelRequired: No blueprint writes what edited.yaml asks for');
    expect(stderr).toContain('configure a model');
  });

  it('a brief or a subject that was edited', async () => {
    for (const text of [
      plan.replaceAll('at most five', 'at most nine'),
      plan.replace('limit: 5', 'limit: 9'),
    ]) {
      const { error } = failureSchema.parse(JSON.parse((await generate(text)).stdout));
      expect(error.type).toBe('InvalidPlan');
      expect(error.problems.map(({ code }) => code)).toContain('plan/subject');
    }
  });

  it.each([
    ['nothing', '', 'must be a map'],
    ['a list', '- a\n- b\n', 'must be a map'],
    ['an alias', 'version: &v 1\nname: *v\n', 'is an alias'],
    ['a key twice', 'version: 1\nversion: 1\n', 'unique'],
    ['a tag of its own', 'version: !!js/function "x"\n', 'tag'],
    ['brackets without end', '['.repeat(50_000), 'not YAML'],
    ['a key that every object has', '__proto__: 1\nconstructor: 2\n', '__proto__ is not a key'],
  ])('a file of %s', async (_, text, words) => {
    const { exitCode, stdout, stderr } = await generate(text);
    expect(exitCode).toBe(1);
    expect(failureSchema.parse(JSON.parse(stdout)).error.type).toBe('InvalidPlan');
    expect(stderr).toContain(words);
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
