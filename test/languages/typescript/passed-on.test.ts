import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ContractExport } from '../../../src/protocol/plan.js';
import { codesOf, createCheckFixture, type CheckFixture } from './check-fixture.js';
import { planOf, type PlannedFile } from './library-plan.js';

let fixture: CheckFixture;
beforeAll(async () => {
  fixture = await createCheckFixture();
});
afterAll(async () => {
  await fixture.language.close();
});

const RULE: PlannedFile = {
  path: 'src/rule.ts',
  exports: [
    { export: 'Rule', kind: 'interface', declaration: 'export interface Rule<T> { readonly of: T }' },
    { export: 'Unit', kind: 'type', declaration: "export type Unit = 'day' | 'week';" },
    { export: 'Clock', kind: 'class', declaration: 'export declare class Clock { now(): Date; }' },
    {
      export: 'parse',
      kind: 'function',
      declaration: 'export declare function parse(text: string): Rule<string>;',
    },
  ],
};
const passing = (name: string, kind: ContractExport['kind'], declaration: string): ContractExport => ({
  export: name,
  kind,
  declaration,
});
const index = (...exports: readonly ContractExport[]): PlannedFile => ({
  path: 'src/index.ts',
  needs: ['src/rule.ts'],
  exports,
});
/** What uses it has to see what is behind it. */
const USER: PlannedFile = {
  path: 'src/user.ts',
  needs: ['src/index.ts'],
  imports: ["import type { Rule } from './index.js';"],
  exports: [{ export: 'Own', kind: 'type', declaration: "export type Own = Rule<string>['of'];" }],
};
const WHOLE = index(
  passing('Rule', 'interface', "export type { Rule, Unit } from './rule.js';"),
  passing('Unit', 'type', "export type { Rule, Unit } from './rule.js';"),
  passing('Clock', 'class', "export { Clock } from './rule.js';"),
  passing('read', 'function', "export { parse as read } from './rule.js';"),
);

describe('a contract that passes on what another file declares', () => {
  const check = (...files: readonly PlannedFile[]) =>
    fixture.language.checkContracts(planOf(files), fixture.environment, new AbortController().signal);

  it('is taken, and what uses it sees through it', async () => {
    expect(await check(RULE, WHOLE, USER)).toEqual([]);
    expect(
      codesOf(
        await check(RULE, WHOLE, { ...USER, exports: [passing('Own', 'type', 'export type Own = Rule;')] }),
      ),
    ).toEqual(['TS2314']);
  });

  it('may pass on a type as if it were a value, what it imports, and a default', async () => {
    expect(
      await check(RULE, index(passing('Rule', 'interface', "export { Rule } from './rule.js';"))),
    ).toEqual([]);
    expect(
      await check(
        RULE,
        index(passing('default', 'function', "export { parse as default } from './rule.js';")),
      ),
    ).toEqual([]);
    const imported = index(passing('Unit', 'type', 'export type { Unit };'));
    expect(await check(RULE, { ...imported, imports: ["import type { Unit } from './rule.js';"] })).toEqual(
      [],
    );
  });

  it.each([
    ['what the other contract does not have', "export { Rules } from './rule.js';", 'Rules', 'TS2724'],
    ['from a file that is not planned', "export { Rule } from './rules.js';", 'Rule', 'TS2307'],
    ['what it does not import', 'export { Rule };', 'Rule', 'TS2304'],
    ['another name than it says', "export { parse } from './rule.js';", 'Rule', 'MW4003'],
  ])('is refused for passing on %s', async (_what, declaration, name, code) => {
    expect(codesOf(await check(RULE, index(passing(name, 'interface', declaration))))).toEqual([code]);
  });
});

describe('a file that is to pass on what another declares', () => {
  const codes = async (content: string, planned = WHOLE): Promise<readonly string[]> =>
    codesOf((await fixture.draft([RULE, planned], content)).diagnostics);

  it.each([
    [
      'does',
      "export { Clock, parse as read } from './rule.js';\nexport type { Rule, Unit } from './rule.js';",
    ],
    [
      'does by way of imports',
      "import { Clock, parse as read } from './rule.js';\nimport type { Rule, Unit } from './rule.js';\nexport { Clock, read };\nexport type { Rule, Unit };",
    ],
    ['passes on everything', "export * from './rule.js';\nexport { parse as read } from './rule.js';"],
    [
      'does under another name for the type, and with a function that can be used alike',
      "import { parse, type Rule as R } from './rule.js';\nexport type { Rule } from './rule.js';\nexport type Unit = import('./rule.js').Unit;\nexport { Clock } from './rule.js';\nexport const read = (text: string | number): R<string> => parse(String(text));",
    ],
  ])('and %s keeps its contract', async (_how, content) => {
    expect(await codes(content)).toEqual([]);
  });

  const REST = "export { parse as read } from './rule.js';\nexport type { Unit } from './rule.js';\n";
  it.each([
    [
      'a type of its own',
      `${REST}export { Clock } from './rule.js';\nexport interface Rule<T> { readonly of: T }`,
    ],
    [
      'a class of its own',
      `${REST}export type { Rule } from './rule.js';\nexport class Clock { now(): Date { return new Date(0); } }`,
    ],
    [
      'a function that cannot be used alike',
      "export { Clock } from './rule.js';\nexport type { Rule, Unit } from './rule.js';\nexport const read = (text: 'daily'): string => text;",
    ],
  ])('and has %s in its place breaks it', async (_what, content) => {
    const { diagnostics } = await fixture.draft([RULE, WHOLE], content);
    expect(codesOf(diagnostics)).toEqual(['MW4002']);
    expect(diagnostics[0]?.message).toContain("from './rule.js'");
  });

  it('and does not, or a class only as a type, lacks an export', async () => {
    expect(await codes(`${REST}export { Clock } from './rule.js';`)).toEqual(['MW4001']);
    expect(await codes(`${REST}export type { Rule, Clock } from './rule.js';`)).toEqual(['MW4002']);
  });
});
