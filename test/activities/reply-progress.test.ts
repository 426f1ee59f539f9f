import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { getJson, putJson } from '../../src/artifacts/json-artifact.js';
import { createModelAuthor } from '../../src/authors/model/model-author.js';
import { createModelCaller } from '../../src/models/paid-calls.js';
import type { Parts } from '../../src/activities/parts.js';
import type { Activities } from '../../src/protocol/activities.js';
import { analysisSchema } from '../../src/protocol/analysis.js';
import { MillwrightError } from '../../src/protocol/errors.js';
import { measuring } from '../doubles/prompt-measure.js';
import { scriptedParts, type ScriptedParts } from '../doubles/scripted-parts.js';
import { quietEnvironment, served } from '../doubles/served-activities.js';
import { scriptGateway } from '../models/paid-calls/scripted-gateway.js';

let scripted: ScriptedParts;
beforeAll(async () => {
  scripted = await scriptedParts();
});
afterAll(async () => {
  await scripted.remove();
});

const CHARACTERS = 1_834;

/** What the heartbeats of an activity told, whose model's reply stays open until one of them has told something. */
async function toldDuring(
  id: string,
  call: (
    activities: Activities,
    run: { readonly id: string; readonly workflowId: string },
  ) => Promise<unknown>,
): Promise<unknown> {
  const { parts } = scripted;
  const environment = quietEnvironment();
  const told = new Promise((resolve) => {
    environment.on('heartbeat', (details: unknown) => {
      if (details !== undefined) resolve(details);
    });
  });
  const gateway = scriptGateway(0.5, [
    async ({ onProgress }) => {
      onProgress?.(CHARACTERS);
      await told;
      throw new MillwrightError('ModelUnavailable', 'The test has seen enough.');
    },
  ]);
  const caller = createModelCaller({ gateway, ledger: parts.spending, store: parts.store });
  const model = createModelAuthor({ caller, measure: measuring() });
  const asking: Parts = {
    ...scripted.having({ language: { outline: () => 'export {};' } }),
    authors: { model },
  };
  const run = { id, workflowId: 'todo' };
  await parts.spending.open(run.id, null, null);
  await expect(call(served(asking, environment), run)).rejects.toThrow('The test has seen enough.');
  return told;
}

it('each activity that asks a model tells the characters of the reply so far with its heartbeats', async () => {
  const { parts, plan, environment } = scripted;
  const analysis = await putJson(parts.store, {
    ...(await getJson(parts.store, scripted.analysis, analysisSchema)),
    author: 'model',
  });
  const tree = await scripted.tree({ 'src/book.ts': 'export {};\n' });
  const options = { brief: 'A library.', briefRef: undefined, name: undefined, kind: undefined } as const;
  const told = await Promise.all([
    toldDuring('analyzing', ({ analyze }, run) =>
      analyze({ run, options: { ...options, author: 'model' }, limitUsd: null }),
    ),
    toldDuring('planning', ({ plan: ask }, run) =>
      ask({ run, analysis, answers: {}, attempt: 1, problems: [] }),
    ),
    toldDuring('drafting', ({ buildFile }, run) =>
      buildFile({
        run,
        analysis,
        plan,
        path: 'src/book.ts',
        draft: 1,
        author: 'model',
        tier: 'standard',
        tree: { manifest: null, changes: [] },
        environment,
        repair: null,
      }),
    ),
    toldDuring('reviewing', ({ askReviewer }, run) =>
      askReviewer({ run, analysis, plan, tree, author: 'model', reviewer: 'security' }),
    ),
  ]);
  expect(told).toEqual(Array.from({ length: 4 }, () => ({ replyCharacters: CHARACTERS })));
});
