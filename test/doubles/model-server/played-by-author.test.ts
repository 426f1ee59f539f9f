import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Author } from '../../../src/authors/author.js';
import { createModelAuthor } from '../../../src/authors/model/model-author.js';
import type { Language } from '../../../src/languages/language.js';
import { createTypeScriptLanguage } from '../../../src/languages/typescript/typescript-language.js';
import { packageManifest } from '../../../src/languages/typescript/toolchain/manifest.js';
import { createModelGateway } from '../../../src/models/gateway.js';
import type { ModelCaller } from '../../../src/protocol/model-caller.js';
import type { Analysis } from '../../../src/protocol/analysis.js';
import { digestAnalysis, digestPlan } from '../../../src/protocol/digest.js';
import type { Plan } from '../../../src/protocol/plan.js';
import { REVIEWERS } from '../../../src/protocol/review.js';
import type { RunKey } from '../../../src/protocol/run-key.js';
import { findPlanProblems } from '../../../src/workflows/policy/plan-proof.js';
import { NO_TOOLCHAIN } from '../../languages/typescript/check-fixture.js';
import { MODELS, startModelServer, type ModelServer } from './model-server.js';
import { measuring } from '../prompt-measure.js';
import { loadReference, referenceNames, type Reference } from './reference.js';

const RUN: RunKey = { id: 'run', workflowId: 'played' };
const NEVER = new AbortController().signal;

/** Asks the double as a run does, but for the purse. */
function askingFor({ url }: ModelServer): ModelCaller {
  const endpoint = {
    name: 'double',
    baseUrl: url,
    key: null,
    keyFrom: null,
    api: 'chat',
    callsPerMinute: null,
    silenceMs: 60_000,
  } as const;
  const gateway = createModelGateway({
    endpoints: { double: endpoint },
    tiers: {
      light: [{ endpoint: 'double', model: MODELS.light }],
      standard: [{ endpoint: 'double', model: MODELS.standard }],
      strong: [{ endpoint: 'double', model: MODELS.strong }],
    },
    overrides: Object.values(MODELS).map((model) => ({ model, price: { input: 1, output: 4 } })),
  });
  return {
    ask: async ({ request, signal }) => {
      const reply = await gateway.call(await request(), { signal });
      return { outcome: 'reply', reply, paidUsd: reply.costUsd };
    },
  };
}

let language: Language;
beforeAll(() => {
  language = createTypeScriptLanguage({ toolchain: NO_TOOLCHAIN, threads: 1 });
});
afterAll(async () => {
  await language.close();
});

describe.each(await referenceNames())(
  'the reference %s, asked for by the prompts of the model author',
  (name) => {
    let reference: Reference;
    let server: ModelServer;
    let author: Author;
    let analysis: Analysis;
    let plan: Plan;
    beforeAll(async () => {
      reference = await loadReference(name);
      server = await startModelServer({ reference: name });
      author = createModelAuthor({ caller: askingFor(server), measure: measuring() });
      const { brief } = reference;
      analysis = await author.analyze({ run: RUN, brief, name: undefined, kind: undefined, signal: NEVER });
      plan = await author.plan({
        run: RUN,
        analysis,
        answers: {},
        attempt: 1,
        problems: [],
        previous: null,
        signal: NEVER,
      });
    });
    afterAll(async () => {
      await server.stop();
    });

    it('is analysed and planned as it was', () => {
      expect(analysis.requirements).toEqual(reference.analysis.requirements);
      expect(plan.files).toEqual(reference.plan.files);
      expect(plan.bindings).toEqual(reference.plan.bindings);
      expect(plan.proofRecipe).toEqual(reference.plan.proofRecipe);
      expect(findPlanProblems(digestPlan(plan), digestAnalysis(analysis))).toEqual([]);
    });

    it('is planned anew as it was from a plan that was refused', async () => {
      const again = await author.plan({
        run: RUN,
        analysis,
        answers: {},
        attempt: 2,
        problems: [
          {
            code: 'plan/x',
            severity: 'error',
            source: 'plan',
            message: 'Something is missing.',
            blocking: true,
          },
        ],
        previous: { ...plan, files: plan.files.slice(0, -1), bindings: plan.bindings.slice(1) },
        signal: NEVER,
      });
      expect(again.files).toEqual(plan.files);
      expect(new Set(again.bindings)).toEqual(new Set(plan.bindings));
    });

    it('is written file by file as it was', async () => {
      const written = new Map([['package.json', packageManifest(plan)]]);
      for (const { path } of plan.files) {
        const draft = await author.draft({
          run: RUN,
          analysis,
          plan,
          path,
          draft: 1,
          tier: 'standard',
          read: (other) => Promise.resolve(written.get(other)),
          outline: (other) => {
            const content = written.get(other);
            return Promise.resolve(
              content === undefined ? undefined : language.outline({ path: other, content }),
            );
          },
          repair: null,
          remark: null,
          signal: NEVER,
        });
        expect({ path, ...draft }).toMatchObject({
          path,
          outcome: 'draft',
          content: reference.files.get(path),
        });
        written.set(path, reference.files.get(path) ?? '');
      }
      expect(server.violations()).toEqual([]);
    });

    it('is reviewed in every aspect, by what is quoted from its files', async () => {
      const said = await Promise.all(
        REVIEWERS.map(async (reviewer) =>
          author.review?.({
            run: RUN,
            analysis,
            plan,
            reviewer,
            files: reference.files,
            declarations: new Map(),
            signal: NEVER,
          }),
        ),
      );
      for (const review of said) {
        expect(review).toMatchObject({ outcome: 'reviewed', dropped: 0 });
        for (const { path = '', line = 0, blocking } of review?.outcome === 'reviewed'
          ? review.findings
          : []) {
          expect(reference.files.get(path)?.split('\n')[line - 1]).toMatch(/^export /);
          expect(blocking).toBe(false);
        }
      }
      expect(server.violations()).toEqual([]);
    });

    it('is mended by what the checks say, and is not without it', async () => {
      const { path } = reference.slips.find(({ kind }) => kind === 'off-by-one') ?? { path: '' };
      const right = reference.files.get(path) ?? '';
      const previous = right.replace('.max(', '.most(');
      const repaired = async (message: string): Promise<string> => {
        const draft = await author.draft({
          run: RUN,
          analysis,
          plan,
          path,
          draft: 2,
          tier: 'standard',
          read: () => Promise.resolve(undefined),
          outline: () => Promise.resolve(undefined),
          repair: {
            previous,
            diagnostics: [
              { code: 'TS2339', severity: 'error', source: 'types', path, message, blocking: true },
            ],
          },
          remark: null,
          signal: NEVER,
        });
        return draft.outcome === 'draft' ? draft.content : draft.outcome;
      };
      expect(await repaired("Property 'most' does not exist on type 'ZodString'.")).toBe(right);
      expect(await repaired('Something is wrong.')).toBe(previous);
    });
  },
);
