import { describe, expect, it } from '@jest/globals';
import { createTypeScriptLanguage } from '../../../src/languages/typescript/typescript-language.js';
import { codesOf, NO_TOOLCHAIN } from './check-fixture.js';
import { installedEnvironment, TSCONFIG } from './installed-environment.js';
import { planOf, specOf } from './library-plan.js';

const FILE = { path: 'src/a.ts' };

describe('compilers of several environments in one thread', () => {
  it('give right verdicts when memory has room for one only, each by the settings of its own', async () => {
    const strict = await installedEnvironment();
    const lax = await installedEnvironment(
      TSCONFIG.replace('"noUncheckedIndexedAccess": true', '"noUncheckedIndexedAccess": false'),
    );
    const language = createTypeScriptLanguage({ toolchain: NO_TOOLCHAIN, threads: 1, memoryBytes: 1 });
    try {
      const codes: (readonly string[])[] = [];
      for (const environment of [strict, lax, strict, lax]) {
        const { diagnostics } = await language.checkDraft(
          {
            plan: planOf([FILE]),
            spec: specOf(FILE),
            content: 'export const first = (names: readonly string[]): string => names[0];\n',
            tree: new Map(),
            environment,
          },
          new AbortController().signal,
        );
        codes.push(codesOf(diagnostics));
      }
      expect(codes).toEqual([['TS2322'], [], ['TS2322'], []]);
    } finally {
      await language.close();
    }
  });

  it('refuse work once they are closed', async () => {
    const environment = await installedEnvironment();
    const language = createTypeScriptLanguage({ toolchain: NO_TOOLCHAIN, threads: 1 });
    await language.close();
    await expect(
      language.checkContracts(planOf([FILE]), environment, new AbortController().signal),
    ).rejects.toThrow('closed');
  });
});
