import { expect } from '@jest/globals';
import type { AimedMutants, MutantAim } from '../../../src/languages/language.js';
import { createCheckFixture, treeOf } from './check-fixture.js';
import { planOf } from './library-plan.js';

export type Wanted = Pick<MutantAim, 'wants' | 'words' | 'hinted' | 'otherwise'> & {
  readonly numbers?: readonly number[];
  readonly name?: string;
};

export interface Aimer {
  /** The mutants of `subject` in src/subject.ts, or in the files given. */
  readonly aim: (code: string | Readonly<Record<string, string>>, wanted: Wanted) => Promise<AimedMutants>;
  readonly close: () => Promise<void>;
}

export async function createAimer(): Promise<Aimer> {
  const { environment, language } = await createCheckFixture();
  return {
    async aim(code, wanted) {
      const tree = treeOf({
        'tsconfig.json': environment.files.find(({ path }) => path === 'tsconfig.json')?.content ?? '',
        ...(typeof code === 'string' ? { 'src/subject.ts': code } : code),
      });
      const { name = 'subject', numbers = [], ...rest } = wanted;
      const aims = [
        { requirement: 'R1', symbol: { path: 'src/subject.ts', export: name }, numbers, ...rest },
      ];
      const [made] = await language.aimMutants(
        { plan: planOf([]), tree, environment, aims },
        new AbortController().signal,
      );
      if (made === undefined) throw new Error('Nothing was made.');
      // Each is what it says it is: the edit turns the code that is there into code that differs from it.
      for (const { path, start, end, replacement } of made.decisions.flat())
        expect(tree.get(path)?.slice(start, end)).not.toBe(replacement);
      return made;
    },
    close: () => language.close(),
  };
}

/** Mutants as `before → after`, those of one decision joined by ` & `. */
export function shown({ decisions }: AimedMutants): readonly string[] {
  return decisions.map((mutants) => mutants.map(({ before, after }) => `${before} → ${after}`).join(' & '));
}
