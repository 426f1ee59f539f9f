import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { planFileSchema } from '../../src/client/plan-file/plan-file.js';
import { testCli, type TestCli } from '../support/cli.js';

const BRIEF =
  'A REST API for a library. Books have a title (at most 200 characters). Members have a name. Loans link a book and a member. A member may have at most five open loans. Books can be searched by title.';

const failureSchema = z.object({ error: z.object({ type: z.string(), message: z.string() }) });

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

  it('prints no wall for a brief of many records: what is too much is counted, and in the file', async () => {
    const nouns = Array.from(
      { length: 30 },
      (_, index) => `${String.fromCharCode(97 + (index % 15))}o${index < 15 ? 'l' : 'm'}it`,
    );
    const brief = nouns.map((noun) => `Each ${noun} has a name and a size.`).join(' ');
    const { exitCode, stdout } = await cli.run(
      ['plan', `A REST API for a town. ${brief}`, '--out', 'many.yaml'],
      { cwd: folder },
    );
    expect(exitCode).toBe(0);
    expect(stdout.split('\n').length).toBeLessThan(80);
    expect(stdout).toMatch(/… \d+ more/);
    const written = await readFile(join(folder, 'many.yaml'), 'utf8');
    for (const noun of nouns) expect(written).toContain(`src/${noun}s/${noun}-schema.ts`);
  });

  it('is the same for the same brief, from a file, from standard input, and for a program', async () => {
    await writeFile(join(folder, 'brief.md'), BRIEF);
    const byFile = await cli.run(['plan', '--brief', 'brief.md', '--out', 'a.yaml', '--json'], {
      cwd: folder,
    });
    expect(JSON.parse(byFile.stdout)).toEqual({
      written: join(folder, 'a.yaml'),
      statement: 'No language model was called: the plan was made from blueprints.',
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
