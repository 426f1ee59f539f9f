import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DraftVerdict } from '../../../src/languages/language.js';
import { codesOf, createCheckFixture, type CheckFixture } from './check-fixture.js';
import type { PlannedFile } from './library-plan.js';

const PLANNED = ['src/one.ts', 'src/two.ts', 'src/three.ts', 'src/four.ts'];

let fixture: CheckFixture;
beforeAll(async () => {
  fixture = await createCheckFixture();
});
afterAll(async () => {
  await fixture.language.close();
});

/** Drafts of these paths, all asked for at once: the first is checked by itself, the others wait and may be checked together. */
function together(
  drafts: Readonly<Record<string, string>>,
  tree: Readonly<Record<string, string>> = {},
): Promise<readonly DraftVerdict[]> {
  return Promise.all(
    Object.entries(drafts).map(([path, content]) =>
      fixture.draft(
        [...PLANNED.filter((name) => name !== path), path].map((name) => ({ path: name })),
        content,
        tree,
      ),
    ),
  );
}

async function codesTogether(
  drafts: Readonly<Record<string, string>>,
  tree?: Readonly<Record<string, string>>,
): Promise<readonly (readonly string[])[]> {
  return (await together(drafts, tree)).map(({ diagnostics }) => codesOf(diagnostics));
}

describe('drafts that wait for a compiler at the same time', () => {
  it('have each the findings and the declarations of their own', async () => {
    const drafts = {
      'src/one.ts': 'export const one = [1].map(String);\n',
      'src/two.ts': "export const two: number = 'two';\n",
      'src/three.ts': "import { nothing } from './nowhere.js';\n\nexport const three = nothing;\n",
      'src/four.ts': 'export const four = (\n',
    };
    const verdicts = await together(drafts);
    expect(verdicts.map(({ diagnostics }) => [...new Set(codesOf(diagnostics))])).toEqual([
      [],
      ['TS2322'],
      ['MW3001'],
      ['MW1001'],
    ]);
    expect(verdicts[0]?.declarations).toContain('export declare const one: string[];');
    expect(verdicts[1]?.declarations).toContain('two: number');
  });

  it('do not see each other: what only another draft has is not there', async () => {
    const codes = await codesTogether({
      'src/one.ts': 'export const one = 1;\n',
      'src/two.ts': 'export const two = 2;\n',
      'src/three.ts': "import { two } from './two.js';\n\nexport const three = two;\n",
    });
    expect(codes).toEqual([[], [], ['MW3003']]);
  });

  it('do not see each other over a third file, which was accepted while one of them was only planned', async () => {
    const item = {
      export: 'items',
      kind: 'const' as const,
      declaration: 'export declare const items: readonly number[];',
    };
    const planned: readonly PlannedFile[] = [
      { path: 'src/one.ts' },
      { path: 'src/two.ts', exports: [item] },
      { path: 'src/three.ts', needs: ['src/two.ts'] },
      { path: 'src/four.ts', needs: ['src/three.ts'] },
    ];
    const tree = { 'src/three.ts': "import { items } from './two.js';\n\nexport const first = items[0];\n" };
    const drafts = [
      ['src/one.ts', 'export const one = 1;\n'],
      // It does not keep its contract, which is no matter of the one below.
      ['src/two.ts', "export const items: readonly string[] = ['a'];\n"],
      ['src/four.ts', "import { first } from './three.js';\n\nexport const four: number = first ?? 0;\n"],
    ] as const;
    const verdicts = await Promise.all(
      drafts.map(([path, content]) =>
        fixture.draft(
          [...planned.filter((file) => file.path !== path), ...planned.filter((file) => file.path === path)],
          content,
          tree,
        ),
      ),
    );
    expect(verdicts.map(({ diagnostics }) => codesOf(diagnostics))).toEqual([[], ['MW4002'], []]);
  });

  it('are not checked beside one that declares something for everybody', async () => {
    const codes = await codesTogether({
      'src/one.ts': 'export const one = 1;\n',
      'src/two.ts': 'export {};\n\ndeclare global {\n  var everywhere: number;\n}\n',
      'src/three.ts': 'export const three = everywhere + 1;\n',
    });
    expect(codes).toEqual([[], [], ['TS2304']]);
  });

  it('and one is of a file that others import already: these are looked at with it alone', async () => {
    const tree = {
      'src/two.ts': 'export const two = 2;\n',
      'src/three.ts': "import { two } from './two.js';\n\nexport const three: number = two;\n",
    };
    const verdicts = await together(
      {
        'src/one.ts': 'export const one = 1;\n',
        'src/two.ts': "export const two = 'two';\n",
        'src/four.ts': "import { two } from './two.js';\n\nexport const four: number = two;\n",
      },
      tree,
    );
    expect(verdicts.map(({ diagnostics }) => diagnostics.map(({ code, path }) => `${code} ${path}`))).toEqual(
      [[], ['TS2322 src/three.ts'], []],
    );
  });

  it('are given up one by one', async () => {
    const controllers = PLANNED.map(() => new AbortController());
    const asked = PLANNED.map((path, index) =>
      fixture.draft(
        [{ path }],
        `export const value${String(index)} = ${String(index)};\n`,
        {},
        controllers[index]?.signal,
      ),
    );
    const settled = Promise.allSettled(asked);
    controllers[1]?.abort(new Error('nobody waits for it'));
    expect((await settled).map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
      'fulfilled',
    ]);
    await expect(asked[1]).rejects.toThrow('nobody waits for it');
  });
});
