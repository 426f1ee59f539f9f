import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type {
  CodeMutant,
  MutationJob,
  MutationProgress,
  MutationTask,
} from '../../../src/languages/language.js';
import { TYPESCRIPT_COMMANDS } from '../../../src/languages/typescript/commands/typescript-commands.js';
import { installedEnvironment } from './installed-environment.js';

const { mutate } = TYPESCRIPT_COMMANDS;

const SHELF = `import assert from 'node:assert';
import { execFileSync } from 'node:child_process';

export const titles: string[] = [];

export function add(title: string): string[] {
  titles.push(title);
  return titles;
}

export function count(books: readonly string[]): number {
  return books.length;
}

export function pages(each: readonly number[]): number {
  let all = 0;
  for (const some of each) all = all + some;
  assert(all >= 0, 'There are no pages below zero.');
  return all;
}
`;

/** A suite that gives back what it needs beside its tests. */
const suite = (tests: string): string => `import { afterAll, expect, it } from 'vitest';
import { setTimeout as sleep } from 'node:timers/promises';
import { add, count, pages, titles } from '../src/shelf.js';

afterAll(() => {
  if (count(['Emma']) !== 1) throw new Error('It cannot be cleaned up.');
});
${tests}
`;

/** The slow test takes longer; so do it and a mutant of its than a portion. */
const PATIENCE_MS = 2_500;

const FILES = {
  'src/shelf.ts': SHELF,
  'test/count.test.ts': suite(`it('[R1] counts', () => { expect(count(['Emma'])).toBe(1); });`),
  'test/add.test.ts': suite(`it('[R2] adds', () => { expect(add('Emma')).toEqual(['Emma']); });`),
  'test/slow.test.ts': suite(`it('[R3] counts late', async () => {
    await sleep(${PATIENCE_MS + 100});
    expect(count(['Emma', 'Persuasion'])).toBe(2);
  });`),
  'test/pages.test.ts': suite(`it('[R4] adds up', () => { pages([3, 4]); expect(titles).toEqual([]); });`),
} as const;

/** Mutants of the shelf, each a text and what stands in its place. */
const COUNTS_NONE = ['books.length', '0'] as const;
const ADDS_NONE = ['titles.push(title)', 'void title'] as const;
const ENDS_ALL = ['titles.push(title)', "process.kill(process.pid, 'SIGKILL')"] as const;
const NEVER_ENDS = ['titles.push(title)', 'for (;;) titles.length'] as const;
const WAITS_OUTSIDE = ['titles.push(title)', "execFileSync('sleep', ['120'])"] as const;
const TAKES_AWAY = ['all + some', 'all - some'] as const;

function task(
  requirement: 'R1' | 'R2' | 'R3' | 'R4',
  decisions: readonly (readonly (readonly [string, string])[])[],
  rule: MutationTask['rule'] = 'any',
): MutationTask {
  const [path, content] = Object.entries(FILES).find(([, text]) => text.includes(`[${requirement}]`)) ?? [];
  const title = /it\('([^']*)'/.exec(content ?? '')?.[1];
  if (path === undefined || title === undefined) throw new Error(`${requirement} has no test`);
  const made = ([before, after]: readonly [string, string]): CodeMutant => {
    const start = SHELF.indexOf(before);
    const place = { path: 'src/shelf.ts', line: 1, start, end: start + before.length };
    return { ...place, kind: 'call-dropped', before, after, replacement: after };
  };
  return { requirement, tests: [{ path, title }], decisions: decisions.map((one) => one.map(made)), rule };
}

let folder: string;
beforeEach(async () => {
  const environment = await installedEnvironment(undefined, { vitest: '4.1.12' });
  folder = await realpath(await mkdtemp(join(tmpdir(), 'millwright-mutants-')));
  const own = environment.files.map(({ path, content }) => [path, content] as const);
  await lay([...own, ...Object.entries(FILES)]);
  await symlink(join(environment.folder, 'node_modules'), join(folder, 'node_modules'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function lay(files: readonly (readonly [string, string])[]): Promise<void> {
  for (const [path, content] of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
}

/** Runs a job; says whether it came to its end, and what it wrote. */
async function run(
  tasks: readonly MutationTask[],
  more: Partial<MutationJob> = {},
): Promise<MutationProgress & { readonly isDone: boolean }> {
  const job = {
    testSide: Object.keys(FILES).filter((path) => path.startsWith('test/')),
    tasks,
    tests: [],
    settled: [],
    skipped: [],
    wallMs: 600_000,
    patienceMs: 60_000,
    ...more,
  };
  await lay((await mutate.files(job)).map(({ path, content }) => [path, content]));
  const isDone = await new Promise<boolean>((resolve) => {
    execFile(process.execPath, mutate.command.slice(1), { cwd: folder, maxBuffer: 1e8 }, (error) => {
      resolve(error === null);
    });
  });
  return { isDone, ...mutate.read(await readFile(join(folder, mutate.output), 'utf8')) };
}

const outcomes = ({ tasks }: MutationProgress) =>
  tasks.map(({ requirement, unfit, mutants }) => [
    requirement,
    unfit ?? mutants.map(({ outcome }) => outcome).join(),
  ]);

describe('running mutants', () => {
  it('goes on after a mutant that breaks what stands beside the tests of its file', async () => {
    const ran = await run([task('R1', [[COUNTS_NONE]]), task('R2', [[ADDS_NONE]])]);
    expect(outcomes(ran)).toEqual([
      ['R1', 'killed'],
      ['R2', 'killed'],
    ]);
    expect(ran).toMatchObject({ isDone: true, running: null });
  });

  it('says which mutant ended it and what was done till then, and is begun again without that', async () => {
    const tasks = [task('R3', [[COUNTS_NONE]]), task('R2', [[ENDS_ALL], [ADDS_NONE]])];
    const ended = await run(tasks, { patienceMs: PATIENCE_MS });
    expect(ended).toMatchObject({ isDone: false, running: { requirement: 'R2', mutant: 0 } });
    // Its tests are slow, and were waited for.
    expect(outcomes(ended)).toEqual([['R3', 'killed']]);
    const kept = ended.tasks.map((one) => ({
      ...one,
      mutants: one.mutants.map(({ outcome }) => ({ outcome })),
    }));
    const ran = await run(tasks, { settled: kept, skipped: [{ requirement: 'R2', mutant: 0 }] });
    expect(outcomes(ran)).toEqual([
      ['R3', 'killed'],
      ['R2', 'unfinished,killed'],
    ]);
    expect(ran).toMatchObject({ isDone: true, running: null });
    expect(ran.tasks[0]).toEqual(kept[0]);
  });

  it('says which tests ended it by themselves', async () => {
    await lay([
      ['test/add.test.ts', suite(`it('[R2] adds', () => { process.kill(process.pid, 'SIGKILL'); });`)],
    ]);
    const ended = await run([task('R2', [[ADDS_NONE]])]);
    expect(ended).toEqual({ isDone: false, tasks: [], running: { requirement: 'R2', mutant: null } });
  });

  it('ends a mutant that never ends, and nothing with it', async () => {
    const ran = await run([task('R1', [[COUNTS_NONE]]), task('R2', [[NEVER_ENDS], [ADDS_NONE]])], {
      patienceMs: PATIENCE_MS,
    });
    expect(outcomes(ran)).toEqual([
      ['R1', 'killed'],
      ['R2', 'unfinished,killed'],
    ]);
    expect(ran.isDone).toBe(true);
  });

  it('goes on after tests that never end when they are run again', async () => {
    const twice = `import { existsSync, writeFileSync } from 'node:fs';
    it('[R2] adds', () => {
      for (const path of ['once', 'twice']) {
        if (existsSync(path)) continue;
        writeFileSync(path, '');
        expect(add('Emma')).toEqual(['Emma']);
        return;
      }
      for (;;) titles.length;
    });`;
    await lay([['test/add.test.ts', suite(twice)]]);
    const tasks = [task('R1', [[COUNTS_NONE]]), task('R2', [[ADDS_NONE]])];
    const ran = await run(tasks, { patienceMs: PATIENCE_MS });
    expect(outcomes(ran)).toEqual([
      ['R1', 'killed'],
      ['R2', 'its tests were not through in time when they were run again on the code as it is'],
    ]);
    expect(ran).toMatchObject({ isDone: true, running: null });
  });

  it('ends itself where a mutant cannot be ended', async () => {
    const ended = await run([task('R2', [[WAITS_OUTSIDE], [ADDS_NONE]])], { patienceMs: PATIENCE_MS });
    expect(ended).toEqual({ isDone: false, tasks: [], running: { requirement: 'R2', mutant: 0 } });
  });

  it('takes no assertion of the code under test for one of its tests', async () => {
    const of = async (rule: MutationTask['rule']) => outcomes(await run([task('R4', [[TAKES_AWAY]], rule)]));
    expect(await of('any')).toEqual([['R4', 'crashed']]);
    // At a limit the code may say no by throwing, however it does.
    expect(await of('every')).toEqual([['R4', 'killed']]);
  });
});
