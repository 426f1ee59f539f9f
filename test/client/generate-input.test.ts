import { describe, expect, it } from '@jest/globals';
import { generateInputOf, workflowIdProblem } from '../../src/client/cli/brief/generate-input.js';
import type { GenerateOrder } from '../../src/client/cli/arguments/invocation.js';
import { workflowIdOf, workflowIdOfPlan } from '../../src/client/runs/workflow-id.js';
import { givenPlanSchema } from '../../src/protocol/given-plan.js';
import { INLINE_BRIEF_BYTES } from '../../src/protocol/generate-input.js';
import { WHOLE_ANALYSIS, WHOLE_PLAN } from '../doubles/whole-plan.js';

const ORDER: Omit<GenerateOrder, 'brief' | 'yes'> = {
  out: undefined,
  name: undefined,
  kind: undefined,
  id: undefined,
  again: false,
  concurrency: undefined,
  sandbox: undefined,
  maxCost: undefined,
  maxTaskCost: undefined,
  maxErrors: undefined,
  guided: false,
  force: false,
  detach: false,
};
const BRIEF = 'A REST API for a small library, with books and loans.';

/** Remembers what was uploaded. */
function uploads(): {
  put(content: Uint8Array | string): Promise<{ sha256: string; bytes: number }>;
  all: string[];
} {
  const all: string[] = [];
  return {
    all,
    put: (content) => {
      all.push(content.toString());
      return Promise.resolve({ sha256: 'a'.repeat(64), bytes: content.length });
    },
  };
}

describe('the input of a run', () => {
  it('refers to a plan that is to be built as it is, beside its brief', async () => {
    const { put, all } = uploads();
    const given = { version: 1, analysis: WHOLE_ANALYSIS, plan: WHOLE_PLAN } as const;
    const input = await generateInputOf(ORDER, BRIEF, { put }, given);
    expect(input).toEqual({ brief: BRIEF, plan: { sha256: 'a'.repeat(64), bytes: expect.any(Number) } });
    expect(all.map((text) => givenPlanSchema.parse(JSON.parse(text)))).toEqual([given]);
  });

  it('has an id of its own for each plan, by the name of the project', () => {
    const given = { version: 1, analysis: WHOLE_ANALYSIS, plan: WHOLE_PLAN } as const;
    expect(workflowIdOfPlan(given)).toMatch(/^library-api-[0-9a-f]{6}$/);
    expect(workflowIdOfPlan(structuredClone(given))).toBe(workflowIdOfPlan(given));
    const edited = { ...given, plan: { ...WHOLE_PLAN, title: 'Another' } };
    expect(workflowIdOfPlan(edited)).not.toBe(workflowIdOfPlan(given));
  });

  it('names only what was asked for: defaults are the run’s own', async () => {
    await expect(generateInputOf(ORDER, BRIEF, uploads())).resolves.toEqual({ brief: BRIEF });
    await expect(
      generateInputOf(
        {
          ...ORDER,
          name: 'library',
          concurrency: 2,
          sandbox: 'none',
          maxCost: 3,
          maxErrors: 0,
          guided: true,
        },
        BRIEF,
        uploads(),
      ),
    ).resolves.toEqual({
      brief: BRIEF,
      name: 'library',
      concurrency: 2,
      sandbox: 'none',
      limits: { costUsd: 3, errors: 0 },
      mode: 'guided',
    });
  });

  it('holds a brief up to the limit of history, and a reference to a longer one', async () => {
    const fits = 'b'.repeat(INLINE_BRIEF_BYTES);
    const none = uploads();
    await expect(generateInputOf(ORDER, fits, none)).resolves.toEqual({ brief: fits });
    expect(none.all).toEqual([]);
    const store = uploads();
    await expect(generateInputOf(ORDER, `${fits}!`, store)).resolves.toEqual({
      briefRef: { sha256: 'a'.repeat(64), bytes: INLINE_BRIEF_BYTES + 1 },
    });
    expect(store.all).toEqual([`${fits}!`]);
  });

  it('is refused with the option that cannot be used, before anything is uploaded', async () => {
    const store = uploads();
    const order = { ...ORDER, name: 'My Library' };
    await expect(generateInputOf(order, 'b'.repeat(INLINE_BRIEF_BYTES + 1), store)).rejects.toThrow(
      '--name: must be lower-case words joined by "-"',
    );
    expect(store.all).toEqual([]);
  });
});

describe('the id of a run', () => {
  it('is made of the brief, so that the same command attaches to the same run', () => {
    expect(workflowIdOf(BRIEF, undefined)).toMatch(/^library-books-loans-[0-9a-f]{6}$/);
    expect(workflowIdOf(`${BRIEF}\n`, undefined)).toBe(workflowIdOf(BRIEF, undefined));
    expect(workflowIdOf(`${BRIEF} And members.`, undefined)).not.toBe(workflowIdOf(BRIEF, undefined));
    expect(workflowIdOf(BRIEF, undefined, 'cli')).not.toBe(workflowIdOf(BRIEF, undefined));
    expect(workflowIdOf(BRIEF, 'shelf')).toMatch(/^shelf-[0-9a-f]{6}$/);
  });

  it.each(['图书馆的接口', 'Библиотека', '¡!'])('is a good id for %s', (brief) => {
    expect(workflowIdProblem(workflowIdOf(brief, undefined))).toBeUndefined();
  });

  it.each(['', 'a b', '-x', 'a/b', 'x'.repeat(121)])('is refused when it is %j', (id) => {
    expect(workflowIdProblem(id)).toContain('--id');
  });
});
