/** What stands at the head of a test file of each runner. */
export const HEADS = {
  vitest: "import { describe, expect, it, test, vi } from 'vitest';",
  jest: "import { describe, expect, it, jest, test } from '@jest/globals';",
  node: "import assert from 'node:assert/strict';\nimport { describe, it, mock, test } from 'node:test';",
  global: '',
} as const;

export interface TestCase {
  readonly what: string;
  readonly runner: keyof typeof HEADS;
  /** Cannot fail, or shows nothing. `seat(n)` is the code under test. */
  readonly bad: string;
  readonly code: string;
  /** The same, mended: nothing may be said of it. */
  readonly good: string;
}

const test = (body: string, start = '() =>'): string => `it('[R1] works', ${start} { ${body} });`;

/** Each way in which a test cannot fail, beside a test that can. */
export const CASES: readonly TestCase[] = [
  {
    what: 'nothing is asserted',
    runner: 'vitest',
    bad: test('seat(5);'),
    code: 'MW5001',
    good: test('expect(seat(5)).toBe(5);'),
  },
  {
    what: 'nothing is asserted, of node:test',
    runner: 'node',
    bad: "test('[R1] works', async (t) => { await seat(5); t.diagnostic('done'); });",
    code: 'MW5001',
    good: "test('[R1] works', async (t) => { t.assert.equal(await seat(5), 5); });",
  },
  {
    what: 'nothing is asserted, and the runner is asked for something else',
    runner: 'global',
    bad: `import { vi } from 'vitest';\nvi.useFakeTimers();\n${test('seat(5);')}`,
    code: 'MW5001',
    good: `import { expect } from 'vitest';\n${test('expect(seat(5)).toBe(5);')}`,
  },
  {
    what: 'nothing is asserted, with a word of the tests’ own',
    runner: 'global',
    bad: `import { expect } from 'vitest';\nimport { it } from './open.js';\n${test('seat(5);')}`,
    code: 'MW5001',
    good: `import { it } from './refused.js';\n${test('seat(5);')}`,
  },
  {
    what: 'nothing is asserted, with a word that is made',
    runner: 'global',
    bad: `import { open } from './open.js';\nconst it = open();\n${test('seat(5);')}`,
    code: 'MW5001',
    good: `import { open } from './open.js';\nconst it = open();\n${test('expect(seat(5)).toBe(5);')}`,
  },
  {
    what: 'a helper asserts nothing',
    runner: 'vitest',
    bad: `const take = (n: number) => seat(n);\n${test('take(5);')}`,
    code: 'MW5001',
    good: `const take = (n: number) => expect(seat(n)).toBe(n);\n${test('take(5);')}`,
  },
  {
    what: 'a helper of another file asserts nothing',
    runner: 'vitest',
    bad: `import { open } from './open.js';\n${test('open().seat(5);')}`,
    code: 'MW5001',
    good: `import { refused } from './refused.js';\n${test('refused(5);')}`,
  },
  {
    what: 'the code under test is called like an assertion',
    runner: 'vitest',
    bad: `import { verifySeats } from '../src/seats.js';\n${test('verifySeats(5);')}`,
    code: 'MW5001',
    good: `import { verifySeats } from './support.js';\n${test('verifySeats(5);')}`,
  },
  {
    what: 'a row of a table asserts nothing',
    runner: 'jest',
    bad: "it.each([[1, 2]])('[R1] takes %s', (one, two) => { seat(one + two); });",
    code: 'MW5001',
    good: "it.each([[1, (n: number) => expect(n).toBe(1)]])('[R1] takes %s', (one, check) => { check(seat(one)); });",
  },
  {
    what: 'true is true',
    runner: 'vitest',
    bad: test('seat(5); expect(true).toBe(true);'),
    code: 'MW5002',
    good: test(
      'try { seat(6); expect(true).toBe(false); } catch (error) { expect(String(error)).toContain("full"); }',
    ),
  },
  {
    what: 'a constant of the test',
    runner: 'vitest',
    bad: `const SEATS = 5;\n${test("seat(5); expect(SEATS).toBe(5); expect({ a: [1, 'x'] }).toEqual({ a: [1, 'x'] });")}`,
    code: 'MW5002',
    good: test('const order: number[] = []; seat(5, (n) => order.push(n)); expect(order).toEqual([]);'),
  },
  {
    what: 'a function of the test is there',
    runner: 'vitest',
    bad: `${test('const rate = seat(5); expect(rate).toBe(5);')}\n${test('const rate = (n: number) => seat(n); rate(6); expect(rate).toBeDefined();')}`,
    code: 'MW5002',
    good: test('const rate = (n: number) => seat(n); expect(rate(6)).toBeDefined();'),
  },
  {
    what: 'a value is compared with itself',
    runner: 'jest',
    bad: test('const reply = seat(5); expect(reply.status).toBe(reply.status);'),
    code: 'MW5002',
    good: test('expect(seat(5)).toEqual(seat(5)); expect(a.status).not.toBe(a.status);'),
  },
  {
    what: 'constants, of node:assert',
    runner: 'node',
    bad: "test('[R1] works', () => { seat(5); assert.ok(true, 'it works'); assert.equal(1, 1); });",
    code: 'MW5002',
    good: "test('[R1] works', () => { assert.ok(seat(5), 'it works'); assert.notEqual(seat(5), 1); });",
  },
  {
    what: 'no matcher',
    runner: 'vitest',
    bad: test('expect(seat(5)); expect(() => seat(6));'),
    code: 'MW5003',
    good: test('expect(seat(5)).to.be.ok;'),
  },
  {
    what: 'a matcher that is not called',
    runner: 'jest',
    bad: test('expect(seat(5)).toBeTruthy;'),
    code: 'MW5003',
    good: test('expect(seat(5)).toBeTruthy();'),
  },
  {
    what: 'a promise that nobody awaits',
    runner: 'vitest',
    bad: test('expect(seat(5)).resolves.toBe(5);'),
    code: 'MW5004',
    good: "it('[R1] works', () => expect(seat(5)).resolves.toBe(5));\nit('[R1] fails', async () => { await Promise.all([expect(seat(6)).rejects.toThrow()]); });",
  },
  {
    what: 'a rejection that nobody awaits, of node:assert',
    runner: 'node',
    bad: "test('[R1] works', () => { assert.rejects(seat(6)); });",
    code: 'MW5004',
    good: "test('[R1] works', async () => { await assert.rejects(seat(6)); });\ntest('[R1] again', () => { return assert.rejects(seat(6)); });",
  },
  {
    what: 'a catch swallows',
    runner: 'vitest',
    bad: test('try { expect(seat(5)).toBe(5); } catch { /* flaky */ }'),
    code: 'MW5005',
    good: test('try { expect(seat(5)).toBe(5); } finally { close(); }'),
  },
  {
    what: 'a catch that only says so',
    runner: 'jest',
    bad: test('try { expect(seat(5)).toBe(5); } catch (error) { console.error(error); return; }'),
    code: 'MW5005',
    good: test(
      'for (;;) { try { expect(seat(5)).toBe(5); break; } catch (error) { if (late()) throw error; } await pause(); }',
      'async () =>',
    ),
  },
  {
    what: 'a catch swallows beside an assignment that nothing asserts about',
    runner: 'vitest',
    bad: test(
      'let reply; try { reply = await seat(5); expect(reply.status).toBe(201); reply = null; } catch {}',
      'async () =>',
    ),
    code: 'MW5005',
    good: test(
      'let taken = false; try { expect(seat(5)).toBe(5); taken = true; } catch {} if (!taken) throw new Error("It was refused.");',
    ),
  },
  {
    what: 'a catch swallows what an assignment before it does not remember',
    runner: 'vitest',
    bad: test('let tries = 0; try { tries += 1; expect(seat(5)).toBe(5); } catch {} expect(tries).toBe(1);'),
    code: 'MW5005',
    good: test(
      'let seen = 0; try { for (const n of [1, 2]) { seen += 1; expect(seat(n)).toBe(n); } } catch {} const all = seen; expect(all).toBe(2);',
    ),
  },
  {
    what: 'a catch swallows beside a return',
    runner: 'jest',
    bad: test('try { expect(seat(5)).toBe(5); return; } catch {}'),
    code: 'MW5005',
    good: test(
      'const fits = () => { try { expect(seat(5)).toBe(5); return true; } catch { return false; } }; if (!fits()) throw new Error("It was refused.");',
    ),
  },
  {
    what: 'a swallowed promise',
    runner: 'vitest',
    bad: test(
      'const later = async () => { expect(await seat(5)).toBe(5); }; void later().catch(() => undefined);',
    ),
    code: 'MW5005',
    good: test('const later = async () => { expect(await seat(5)).toBe(5); }; await later();', 'async () =>'),
  },
  {
    what: 'only in a catch',
    runner: 'vitest',
    bad: test("try { seat(6); } catch (error) { expect(error.message).toBe('full'); }"),
    code: 'MW5006',
    good: test(
      "expect.assertions(1); try { seat(6); } catch (error) { expect(error.message).toBe('full'); }",
    ),
  },
  {
    what: 'only in the catch of a promise',
    runner: 'jest',
    bad: test("return seat(6).catch((error) => { expect(error.message).toBe('full'); });"),
    code: 'MW5006',
    good: test(
      "return seat(6).then(() => { throw new Error('It was taken.'); }).catch((error) => { expect(error.message).toBe('full'); });",
    ),
  },
  {
    what: 'only where it was refused, of node:test',
    runner: 'node',
    bad: "test('[R1] works', () => { try { seat(6); } catch (error) { assert.match(error.message, /full/); } });",
    code: 'MW5006',
    good: "test('[R1] works', (t) => { t.plan(1); try { seat(6); } catch (error) { t.assert.match(error.message, /full/); } });\ntest('[R1] throws', () => { try { seat(6); assert.fail('taken'); } catch (error) { assert.match(error.message, /full/); } });",
  },
  {
    what: 'only under a condition',
    runner: 'vitest',
    bad: test('const reply = seat(5); if (reply.ok) expect(reply.seats).toBe(5);'),
    code: 'MW5006',
    good: test(
      'const reply = seat(5); expect(reply.ok).toBe(true); if (reply.ok) expect(reply.seats).toBe(5);',
    ),
  },
  {
    what: 'only if there is one',
    runner: 'vitest',
    bad: test('const found = seat(5); found && expect(found.seats).toBe(5);'),
    code: 'MW5006',
    good: test(
      'const found = seat(5); if (found === undefined) throw new Error("None."); if (found.free) expect(found.seats).toBe(5); else expect(found.seats).toBe(0);',
    ),
  },
  {
    what: 'after a way out',
    runner: 'jest',
    bad: test('const found = seat(5); if (found === undefined) return; expect(found.seats).toBe(5);'),
    code: 'MW5006',
    good: "it.each([[5, true]])('[R1] takes %s', (n, taken) => { if (!taken) return; expect(seat(n)).toBe(n); });",
  },
  {
    what: 'in a function that nobody calls',
    runner: 'vitest',
    bad: test('const check = () => { expect(seat(5)).toBe(5); };'),
    code: 'MW5006',
    good: test('const check = () => { expect(seat(5)).toBe(5); }; seat(6).on("done", check);'),
  },
  {
    what: 'in a loop over nothing',
    runner: 'vitest',
    bad: test('for (const n of [] as number[]) expect(seat(n)).toBe(n);'),
    code: 'MW5006',
    good: test('for (const n of [1, 5]) if (n > 0) expect(seat(n)).toBe(n);'),
  },
  {
    what: 'in a promise that nobody waits for',
    runner: 'jest',
    bad: test('seat(5).then((n) => { expect(n).toBe(5); });'),
    code: 'MW5006',
    good: "it('[R1] works', (done) => { seat(5).then((n) => { expect(n).toBe(5); done(); }); });\nit('[R1] too', () => { return seat(5).then((n) => { expect(n).toBe(5); }); });",
  },
  {
    what: 'in rounds that nobody waits for',
    runner: 'vitest',
    bad: test('[1, 2].forEach(async (n) => { expect(await seat(n)).toBe(n); });'),
    code: 'MW5006',
    good: test('[1, 2].forEach((n) => { expect(seat(n)).toBe(n); });'),
  },
  {
    what: 'in a timer',
    runner: 'global',
    bad: test('setTimeout(() => { expect(seat(5)).toBe(5); }, 10);'),
    code: 'MW5006',
    good: test('setTimeout(() => { expect(seat(5)).toBe(5); }, 10); jest.advanceTimersByTime(10);'),
  },
  {
    what: 'in a timer beside which a promise is settled',
    runner: 'vitest',
    bad: test(
      'await new Promise<void>((resolve) => { setTimeout(() => { expect(seat(5)).toBe(5); }, 10); resolve(); });',
      'async () =>',
    ),
    code: 'MW5006',
    good: test(
      'await new Promise<void>((resolve) => { setTimeout(() => { expect(seat(5)).toBe(5); resolve(); }, 10); });',
      'async () =>',
    ),
  },
  {
    what: 'in a promise within one that nobody waits for',
    runner: 'global',
    bad: test('new Promise((resolve) => { seat(5).then((n) => { expect(n).toBe(5); resolve(); }); });'),
    code: 'MW5006',
    good: test(
      'return new Promise((resolve) => { seat(5).then((n) => { expect(n).toBe(5); resolve(); }); });',
    ),
  },
  {
    what: 'in a promise of rounds that nobody waits for',
    runner: 'vitest',
    bad: test(
      '[4, 5].forEach(async (n) => { await new Promise((resolve) => { setTimeout(() => { expect(seat(n)).toBe(n); resolve(); }); }); });',
    ),
    code: 'MW5006',
    good: test(
      'await Promise.all([4, 5].map(async (n) => { await new Promise((resolve) => { setTimeout(() => { expect(seat(n)).toBe(n); resolve(); }); }); }));',
      'async () =>',
    ),
  },
  {
    what: 'in a timer within what waits for something else',
    runner: 'vitest',
    bad: test('await later(() => { setTimeout(() => { expect(seat(5)).toBe(5); }, 10); });', 'async () =>'),
    code: 'MW5006',
    good: test(
      'await Promise.all([4, 5].map((n) => new Promise((resolve) => { setTimeout(() => { expect(seat(n)).toBe(n); }, 10); setTimeout(resolve, 20); })));',
      'async () =>',
    ),
  },
  {
    what: 'skipped',
    runner: 'vitest',
    bad: "it.skip('[R1] works', () => { expect(seat(5)).toBe(5); });",
    code: 'MW5007',
    good: "it.skipIf(process.platform === 'win32')('[R1] works', () => { expect(seat(5)).toBe(5); });",
  },
  {
    what: 'skipped with its suite',
    runner: 'global',
    bad: "xdescribe('seats', () => { it('[R1] works', () => { expect(seat(5)).toBe(5); }); });",
    code: 'MW5007',
    good: "describe('seats', () => { it('[R1] works', () => { expect(seat(5)).toBe(5); }); });",
  },
  {
    what: 'to do',
    runner: 'jest',
    bad: "it.todo('[R1] works');",
    code: 'MW5007',
    good: test('expect(seat(5)).toBe(5);'),
  },
  {
    what: 'the only one',
    runner: 'vitest',
    bad: "it.only('[R1] works', () => { expect(seat(5)).toBe(5); });",
    code: 'MW5007',
    good: test('expect(seat(5)).toBe(5);'),
  },
  {
    what: 'meant to fail',
    runner: 'vitest',
    bad: "it.fails('[R1] works', () => { expect(seat(5)).toBe(-1); });",
    code: 'MW5007',
    good: test('expect(seat(5)).not.toBe(-1);'),
  },
  {
    what: 'repeated until it passes',
    runner: 'vitest',
    bad: "it('[R1] works', { retry: 3 }, () => { expect(seat(5)).toBe(5); });",
    code: 'MW5007',
    good: "it('[R1] works', { timeout: 3_000, retry: 0 }, () => { expect(seat(5)).toBe(5); });",
  },
  {
    what: 'skipped by an option, of node:test',
    runner: 'node',
    bad: "test('[R1] works', { skip: 'later' }, () => { assert.equal(seat(5), 5); });",
    code: 'MW5007',
    good: "test('[R1] works', { skip: false }, () => { assert.equal(seat(5), 5); });",
  },
  {
    what: 'skips itself, of node:test',
    runner: 'node',
    bad: "test('[R1] works', (t) => { t.skip('later'); });",
    code: 'MW5007',
    good: "test('[R1] works', async (t) => { await t.test('five', () => { assert.equal(seat(5), 5); }); });",
  },
  {
    what: 'without a body, of node:test',
    runner: 'node',
    bad: "test('[R1] works');",
    code: 'MW5007',
    good: "test('[R1] works', () => { assert(seat(5) === 5); });",
  },
  {
    what: 'a mock of what is tested',
    runner: 'vitest',
    bad: `vi.mock('../src/seats.js', () => ({ seat: (n: number) => n }));\n${test('expect(seat(5)).toBe(5);')}`,
    code: 'MW5008',
    good: `vi.mock('../src/clock.js', () => ({ now: () => 1 }));\n${test('expect(seat(5)).toBe(5);')}`,
  },
  {
    what: 'a mock of what is tested, of jest',
    runner: 'jest',
    bad: `jest.unstable_mockModule('../src/seats.js', () => ({ seat: () => 5 }));\n${test('expect(seat(5)).toBe(5);')}`,
    code: 'MW5008',
    good: `jest.mock('../src/seats.js', () => ({ ...jest.requireActual('../src/seats.js'), now: () => 1 }));\n${test('expect(seat(5)).toBe(5);')}`,
  },
  {
    what: 'a mock of what is tested, of node:test',
    runner: 'node',
    bad: "test('[R1] works', (t) => { t.mock.module('../src/seats.js', { namedExports: { seat: () => 5 } }); assert.equal(seat(5), 5); });",
    code: 'MW5008',
    good: "test('[R1] works', (t) => { const tell = t.mock.fn(); seat(5, tell); assert.equal(tell.mock.callCount(), 1); });",
  },
  {
    what: 'a snapshot only',
    runner: 'vitest',
    bad: test('expect(seat(5)).toMatchSnapshot(); expect(seat(4)).toMatchInlineSnapshot(`4`);'),
    code: 'MW5009',
    good: test('expect(seat(5)).toMatchSnapshot(); expect(seat(4)).toBe(4);'),
  },
  {
    what: 'a requirement that is not there',
    runner: 'vitest',
    bad: `${test('expect(seat(5)).toBe(5);')}\nit('[R900] works', () => { expect(seat(5)).toBe(5); });`,
    code: 'MW5010',
    good: `${test('expect(seat(5)).toBe(5);')}\nit('[R2] works', () => { expect(seat(5)).toBe(5); });\nit('closes', () => { expect(seat(0)).toBe(0); });`,
  },
  {
    what: 'no title names the requirement',
    runner: 'vitest',
    bad: "it('works', () => { expect(seat(5)).toBe(5); });",
    code: 'MW5011',
    good: "describe('[R1] seats', () => { it('works', () => { expect(seat(5)).toBe(5); }); });",
  },
  {
    what: 'no title names it beside a percentage and a price',
    runner: 'vitest',
    bad: "it('[R2] takes 10% off above $100', () => { expect(seat(5)).toBe(5); });",
    code: 'MW5011',
    good: "it.each([['R1', 5]])('[%s] takes %i', (_, n) => { expect(seat(n)).toBe(n); });",
  },
  {
    what: 'no title names it beside a table of another',
    runner: 'jest',
    bad: "it.each([[5]])('[R2] takes %s', (n) => { expect(seat(n)).toBe(n); });",
    code: 'MW5011',
    good: "describe.each([{ id: 'R1' }])('[$id] seats', () => { it('works', () => { expect(seat(5)).toBe(5); }); });",
  },
  {
    what: 'the suite names it, and the test another',
    runner: 'node',
    bad: "describe('[R1] seats', () => { it('[R2] works', () => { assert.equal(seat(5), 5); }); });",
    code: 'MW5011',
    good: "for (const id of ['R1']) test(`[${id}] works`, () => { assert.equal(seat(5), 5); });",
  },
];

/** Ways to write a test that can fail, which look a little as if it could not. */
export const SOUND: readonly (readonly [what: string, runner: keyof typeof HEADS, code: string])[] = [
  [
    'by hand',
    'vitest',
    test(
      "const refused = (() => { try { seat(6); return false; } catch { return true; } })(); if (!refused) throw new Error('Taken.');",
    ),
  ],
  ['by supertest', 'vitest', test("await request(app).get('/seats').expect(200);", 'async () =>')],
  ['by fast-check', 'jest', test('fc.assert(fc.property(fc.nat(), (n) => { expect(seat(n)).toBe(n); }));')],
  [
    'by a harness',
    'vitest',
    `import { refused } from './refused.js';\n${test('const shed = refused(); await shed.lend(5);', 'async () =>')}`,
  ],
  [
    'by chai',
    'global',
    `import { expect } from 'chai';\n${test("expect(seat(5)).to.have.property('n').that.equals(5);")}`,
  ],
  ['by should', 'global', test('seat(5).should.equal(5);')],
  ['by testing-library', 'vitest', test("render(seat(5)); screen.getByText('5');")],
  ['of types', 'vitest', test('expectTypeOf(seat(5)).toEqualTypeOf<number>();')],
  [
    'with the expect of its context',
    'vitest',
    "it('[R1] works', ({ expect }) => { expect(seat(5)).toBe(5); });",
  ],
  ['with an unreachable end', 'vitest', test('try { seat(6); } catch { return; } expect.unreachable();')],
  [
    'with its own word',
    'vitest',
    "const onLinux = process.platform === 'linux' ? it : it.skip;\nonLinux('[R1] works', () => { expect(seat(5)).toBe(5); });",
  ],
  [
    'with a function of the suite',
    'jest',
    "describe('seats', () => { function taken(n: number) { expect(seat(n)).toBe(n); } it('[R1] works', () => { taken(5); }); });",
  ],
  [
    'by a callback that is counted',
    'jest',
    test('expect.hasAssertions(); seat(5).on("done", (n) => { if (n > 1) expect(n).toBe(5); });'),
  ],
  ['soft', 'vitest', test('expect.soft(seat(5)).toBe(5);')],
  ['polled', 'vitest', test('await expect.poll(() => seat(5)).toBe(5);', 'async () =>')],
  [
    'with what a reply gave',
    'vitest',
    test('let seen; seat(5, (n) => { seen = n; }); expect(seen).toBe(5);'),
  ],
  ['of a fresh object', 'vitest', test('const a = seat(5); const b = a; b.n = 4; expect(a.n).toBe(b.m);')],
  [
    'beside a function under test that is called like a word',
    'global',
    `import { expect, it } from 'vitest';\nimport { test } from '../src/seats.js';\n${test("test('five', () => 5); expect(seat(5)).toBe(5);")}`,
  ],
  [
    'with a word that is another’s',
    'vitest',
    `const test = (n: number) => seat(n);\n${test('expect(test(5)).toBe(5);')}`,
  ],
];
