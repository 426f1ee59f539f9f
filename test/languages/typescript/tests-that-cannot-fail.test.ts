import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { scriptSource } from '../../../src/languages/typescript/checks/parse-file.js';
import { checkTests } from '../../../src/languages/typescript/checks/tests/check-tests.js';
import { testDuty, type TestDuty } from '../../../src/languages/typescript/checks/tests/test-duty.js';
import { planSchema } from '../../../src/protocol/plan.js';
import { FAKES, HONEST } from '../../evidence/fake-bindings.js';
import { CASES, HEADS, SOUND } from './test-cases.js';

const DUTY: TestDuty = { shows: ['R1'], known: ['R1', 'R2'], subjects: ['src/seats.ts'] };

const SUPPORT: ReadonlyMap<string, string> = new Map([
  ['test/open.ts', "import { seat } from '../src/seats.js';\nexport const open = () => ({ seat });\n"],
  [
    'test/refused.ts',
    "import { equal } from './support.js';\nexport const refused = (n: number) => equal(n, 409);\n",
  ],
  [
    'test/support.ts',
    "import assert from 'node:assert';\nexport const equal = assert.equal;\nexport function verifySeats(n: number) { assert.equal(n, 5); }\n",
  ],
]);

function found(path: string, content: string, duty = DUTY, files = SUPPORT): readonly string[] {
  return checkTests(path, scriptSource(path, content), duty, (name) => files.get(name)).map(
    ({ code, line = 0, message, hint = '', blocking, source }) => {
      expect({ blocking, source, isTold: hint !== '' && message !== '' }).toEqual({
        blocking: true,
        source: 'test',
        isTold: true,
      });
      return `${code} ${String(line)} ${message}`;
    },
  );
}

function codesOf(runner: keyof typeof HEADS, content: string): readonly string[] {
  const all = found('test/seats.test.ts', `${HEADS[runner]}\n${content}\n`);
  return [...new Set(all.map((each) => each.slice(0, 'MW5001'.length)))];
}

describe('a test that cannot fail', () => {
  it.each(CASES.map((one) => [one.what, one] as const))('is refused: %s', (_, { runner, bad, code }) => {
    expect(codesOf(runner, bad)).toEqual([code]);
  });

  it.each(CASES.map((one) => [one.what, one] as const))('has a twin that can: %s', (_, { runner, good }) => {
    expect(codesOf(runner, good)).toEqual([]);
  });

  it.each(SOUND.map(([what, ...rest]) => [what, rest] as const))('is not one %s', (_, [runner, code]) => {
    expect(codesOf(runner, code)).toEqual([]);
  });

  it('is told by its title and its place', () => {
    const [only = ''] = found('test/a.test.ts', `${HEADS.vitest}\n\nit('[R1] works', () => { seat(5); });\n`);
    expect(only).toBe(
      'MW5001 3 The test "[R1] works" asserts nothing: it passes whatever the code gives back.',
    );
  });
});

/** A binding as a test file of its own. */
function bindingFound(code: string): readonly string[] {
  const imports =
    "import { describe, expect, it, vi } from 'vitest';\nimport { total } from '../src/seats.js';\n";
  return found('test/seats.test.ts', `${imports}${code.replaceAll('ID', 'R1')}\n`).map((each) =>
    each.slice(0, 6),
  );
}

describe('of the bindings that prove nothing', () => {
  it('accuses no honest one', () => {
    for (const { what, code } of HONEST) expect([what, bindingFound(code)]).toEqual([what, []]);
  });

  it('sees these without running anything, and leaves the others to mutants', () => {
    const seen = FAKES.map(({ what, code }) => [what, [...new Set(bindingFound(code))].join(' ')] as const);
    expect(Object.fromEntries(seen.filter(([, codes]) => codes !== ''))).toEqual({
      'a tautology': 'MW5002',
      'a mock of the subject': 'MW5008',
      'a snapshot of what the code does': 'MW5009',
      'a swallowed assertion': 'MW5005',
      'a skipped test': 'MW5007',
      'a test to do': 'MW5007',
      'an expectation that nobody awaits': 'MW5005',
      'an assertion after a return': 'MW5006',
      'an expectation without a matcher': 'MW5003',
      'a test without an assertion, which a crash alone fails': 'MW5001',
      'a test that is meant to fail': 'MW5007',
      'an id that stands in a comment only': 'MW5011',
      'an id in the suite around a test of another requirement': 'MW5010 MW5011',
      'a test that is repeated until it passes': 'MW5007',
      'a conditional assertion that is never reached': 'MW5006',
      'assertions in a loop over nothing': 'MW5006',
      'assertions in a callback that comes too late': 'MW5005',
      'a value that is used and not looked at, of a crash alone': 'MW5001',
      'a swallowed assertion beside an assignment': 'MW5005',
    });
  });
});

/** Every file of a folder that is a test, and what its neighbours hold. */
async function filesUnder(folder: string): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.flatMap((entry) =>
    entry.isFile() && entry.name.endsWith('.ts') ? [join(entry.parentPath, entry.name)] : [],
  );
  return new Map(
    await Promise.all(
      paths.map(
        async (path) => [relative(folder, path).split(sep).join('/'), await readFile(path, 'utf8')] as const,
      ),
    ),
  );
}

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const FIXTURES = join(ROOT, 'test/fixtures/references');

const slipSchema = z.object({
  kind: z.string(),
  path: z.string(),
  requirement: z.string(),
  search: z.string(),
  replace: z.string(),
});

describe('tests that people wrote', () => {
  it.each(['box-office', 'tool-shed', 'community-centre'])('are let through: %s', async (name) => {
    const folder = join(FIXTURES, name);
    const files = await filesUnder(join(folder, 'files'));
    const plan = planSchema.parse(JSON.parse(await readFile(join(folder, 'plan.json'), 'utf8')));
    const tests = plan.files.filter(({ role }) => role === 'tester');
    expect(tests.length).toBeGreaterThan(1);
    for (const { path } of tests)
      expect(found(path, files.get(path) ?? '', testDuty(plan, path), files)).toEqual([]);
  });

  it.each([
    ['box-office', { R1: 'MW5002' }],
    ['tool-shed', { R5: 'MW5002' }],
  ])('are refused with a slip that can be seen, and with others left to mutants: %s', async (name, seen) => {
    const folder = join(FIXTURES, name);
    const files = await filesUnder(join(folder, 'files'));
    const plan = planSchema.parse(JSON.parse(await readFile(join(folder, 'plan.json'), 'utf8')));
    const slips = slipSchema.array().parse(JSON.parse(await readFile(join(folder, 'slips.json'), 'utf8')));
    const vacuous = slips.filter(({ kind }) => kind === 'vacuous-test');
    const codes = vacuous.map(({ path, requirement, search, replace }) => {
      const content = files.get(path)?.replace(search, () => replace) ?? '';
      return [requirement, found(path, content, testDuty(plan, path), files)[0]?.slice(0, 6)] as const;
    });
    expect(codes.length).toBeGreaterThan(Object.keys(seen).length);
    expect(Object.fromEntries(codes.filter(([, code]) => code !== undefined))).toEqual(seen);
  });

  it('are let through: those of this project', async () => {
    const files = new Map(
      [...(await filesUnder(join(ROOT, 'test')))].map(([path, content]) => [`test/${path}`, content]),
    );
    const tests = [...files.keys()].filter((path) => path.endsWith('.test.ts'));
    expect(tests.length).toBeGreaterThan(100);
    const nothing: TestDuty = { shows: [], known: [], subjects: [] };
    const accused = tests.flatMap((path) =>
      found(path, files.get(path) ?? '', nothing, files).map((each) => `${path}: ${each}`),
    );
    expect(accused).toEqual([]);
  });
});
