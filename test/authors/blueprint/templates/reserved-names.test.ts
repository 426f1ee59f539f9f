import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Language } from '../../../../src/languages/language.js';
import { createTypeScriptLanguage } from '../../../../src/languages/typescript/typescript-language.js';
import { NO_TOOLCHAIN } from '../../../languages/typescript/check-fixture.js';
import { foundIn, writtenProject } from './checked-project.js';
import { withGuardedRecords, withReservedFields, withReservedRecords } from './reserved.js';

let language: Language;
beforeAll(() => {
  language = createTypeScriptLanguage({ toolchain: NO_TOOLCHAIN, threads: 1 });
});
afterAll(async () => {
  await language.close();
});

describe('names that mean something else', () => {
  // Kinds share the templates of fields and of records; each of the two meets another kind.
  it.each(['cli'] as const)('are fields like any other in a project of kind %s', async (kind) => {
    expect(await foundIn(await writtenProject(withReservedFields(kind)), language)).toEqual([]);
  });

  it.each(['library'] as const)('are records like any other in a project of kind %s', async (kind) => {
    expect(await foundIn(await writtenProject(withReservedRecords(kind)), language)).toEqual([]);
  });

  it('are records like any other where people sign in', async () => {
    expect(await foundIn(await writtenProject(withGuardedRecords()), language)).toEqual([]);
  });
});
