import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DraftRequest } from '../../../src/authors/author.js';
import { createModelAuthor } from '../../../src/authors/model/model-author.js';
import { openModelLedger } from '../../../src/ledger/sqlite-model-ledger.js';
import { createModelGateway } from '../../../src/models/gateway.js';
import { createModelCaller } from '../../../src/models/paid-calls.js';
import { promptMeasure } from '../../../src/models/prompt-measure.js';
import { MillwrightError } from '../../../src/protocol/errors.js';
import type { ModelGateway } from '../../../src/protocol/model-call.js';
import { MODELS, startModelServer, type ModelServer } from '../../doubles/model-server/model-server.js';
import { loadReference, type Reference } from '../../doubles/model-server/reference.js';
import { measuring } from '../../doubles/prompt-measure.js';
import { scriptedCaller, type Scripted } from '../../doubles/scripted-caller.js';
import { createMemoryStore } from '../../models/paid-calls/memory-store.js';
import { replyOf } from '../../models/paid-calls/scripted-gateway.js';
import { fileSpec, WHOLE_ANALYSIS, WHOLE_PLAN } from '../../doubles/whole-plan.js';

const CODE = '```ts\nexport const limit = 80;\n```';
const DECLARATIONS = Array.from(
  { length: 60 },
  (_, index) => `/** ${'word '.repeat(20)}*/\nexport declare function helper${String(index)}(): void;`,
).join('\n');

const tooLong = (): MillwrightError =>
  new MillwrightError('ModelUnavailable', 'The endpoint cannot take a prompt of this length.', {
    reason: 'context-too-long',
    billed: false,
  });

function request(change: Partial<DraftRequest> = {}): DraftRequest {
  return {
    run: { id: 'run', workflowId: 'todo' },
    analysis: WHOLE_ANALYSIS,
    plan: {
      ...WHOLE_PLAN,
      files: [
        fileSpec('src/helpers.ts'),
        fileSpec('src/book.ts', { dependencies: [{ path: 'src/helpers.ts', on: 'declarations' }] }),
      ],
    },
    path: 'src/book.ts',
    draft: 1,
    tier: 'standard',
    read: () => Promise.resolve(undefined),
    outline: () => Promise.resolve(DECLARATIONS),
    repair: null,
    remark: null,
    signal: new AbortController().signal,
    ...change,
  };
}

async function draft(measure = measuring(), ...script: readonly Scripted[]) {
  const caller = scriptedCaller(...script);
  const drafted = await createModelAuthor({ caller, measure }).draft(request());
  const lengths = caller.asked.map(({ request: { messages } }) => messages[1]?.content.length ?? 0);
  return { drafted, asked: caller.asked, lengths };
}

describe('a prompt that a model does not take in', () => {
  it('is cut from the start to what the model is known to take', async () => {
    const free = await draft(measuring(), { text: CODE });
    const { asked, drafted } = await draft(measuring(3_000), { text: CODE });
    expect(drafted).toMatchObject({ outcome: 'draft' });
    const tokens = asked[0]?.request.messages.reduce((sum, { content }) => sum + content.length / 4, 0);
    expect(tokens).toBeLessThan(0.9 * 3_000);
    expect(asked[0]?.request.messages[1]?.content.length).toBeLessThan(free.lengths[0] ?? 0);
    expect(asked[0]?.request.messages[1]?.content).toContain('Left out for want of room');
  });

  it('is cut and asked again under a turn of its own, as the first try that it still is', async () => {
    const { drafted, asked, lengths } = await draft(measuring(), tooLong(), { text: CODE });
    expect(drafted).toEqual({ outcome: 'draft', content: 'export const limit = 80;\n', costUsd: 0.01 });
    expect(asked.map(({ key, purpose }) => [key.turn, purpose])).toEqual([
      [1, 'first'],
      [2, 'first'],
    ]);
    expect(lengths[1]).toBeLessThan(0.7 * (lengths[0] ?? 0));
  });

  it('is cut to what the refusal taught', async () => {
    let known: number | null = null;
    const measure = measuring(() => known);
    const caller = scriptedCaller(tooLong(), { text: CODE });
    const learning = {
      ask: async (question: Parameters<typeof caller.ask>[0]) =>
        caller.ask(question).catch((error: unknown) => {
          known = 2_600;
          throw error;
        }),
    };
    await createModelAuthor({ caller: learning, measure }).draft(request());
    const sent = caller.asked[1]?.request.messages.reduce((sum, { content }) => sum + content.length / 4, 0);
    expect(sent).toBeLessThan(0.5 * 2_600 + 10);
  });

  it('is asked of the strong tier when cuts do not help, and then ends the file with what to do', async () => {
    const { drafted, asked, lengths } = await draft(
      measuring(),
      ...Array.from({ length: 6 }, () => tooLong()),
    );
    expect(drafted).toMatchObject({
      outcome: 'nothing',
      reason: expect.stringMatching(/src\/book\.ts was cut to about \d+ tokens.*MILLWRIGHT_MODEL_STRONG/),
    });
    expect(asked.map(({ request: { tier } }) => tier)).toEqual([
      ...Array.from({ length: 3 }, () => 'standard'),
      ...Array.from({ length: 3 }, () => 'strong'),
    ]);
    expect(lengths[1]).toBeLessThan(lengths[0] ?? 0);
    expect(lengths[2]).toBeLessThan(lengths[1] ?? 0);
  });

  it('is not asked again when nothing more can be cut', async () => {
    const caller = scriptedCaller(tooLong(), tooLong());
    const measure = measuring(600);
    const drafted = await createModelAuthor({ caller, measure }).draft(request());
    expect(drafted).toMatchObject({ outcome: 'nothing' });
    expect(caller.asked).toHaveLength(2);
  });

  it('together with what was begun counts as cut off, and is asked for in one piece', async () => {
    const { drafted, asked } = await draft(
      measuring(),
      { finish: 'length', text: '```ts\nexport' },
      tooLong(),
      { text: CODE },
    );
    expect(drafted).toMatchObject({ outcome: 'draft', costUsd: 0.02 });
    expect(asked.map(({ request: { maxOutputTokens } }) => maxOutputTokens)).toEqual([8_000, 8_000, 32_000]);
  });

  it('is refused again, and its reply not paid again, when the draft is asked for again', async () => {
    const ledger = openModelLedger(':memory:');
    await ledger.open('run', 1, null);
    const taken = 9_000;
    let paid = 0;
    const gateway: ModelGateway = {
      price: () => ({ inputTokens: 1, costUsd: 0.5 }),
      call: async ({ messages }) => {
        if (messages.reduce((sum, { content }) => sum + content.length, 0) > taken) throw tooLong();
        paid += 1;
        return Promise.resolve(replyOf(0.25, { text: CODE }));
      },
    };
    const author = createModelAuthor({
      caller: createModelCaller({ gateway, ledger, store: createMemoryStore() }),
      measure: measuring(),
    });
    const first = await author.draft(request());
    expect(first).toEqual({ outcome: 'draft', content: 'export const limit = 80;\n', costUsd: 0.25 });
    expect(await author.draft(request())).toEqual(first);
    expect(paid).toBe(1);
    expect(await ledger.costs('run')).toMatchObject({ settledUsd: 0.25, claimedUsd: 0, unknownUsd: 0 });
    await ledger.disconnect();
  });

  it('does not hide another failure', async () => {
    const wrongKey = new MillwrightError('ModelUnavailable', 'The endpoint does not accept the key.', {
      reason: 'key',
    });
    await expect(draft(measuring(), wrongKey)).rejects.toBe(wrongKey);
  });
});

describe('an endpoint with a short context', () => {
  let reference: Reference;
  let server: ModelServer;
  const CONTEXT = 4_000;
  beforeAll(async () => {
    reference = await loadReference('community-centre');
    server = await startModelServer({ reference: 'community-centre', dialect: { contextTokens: CONTEXT } });
  });
  afterAll(() => server.stop());

  it('gets a prompt that fits after one that it refused, and its context is known from then on', async () => {
    const gateway = createModelGateway({
      endpoints: {
        double: {
          name: 'double',
          baseUrl: server.url,
          key: null,
          keyFrom: null,
          api: 'chat',
          callsPerMinute: null,
          silenceMs: 60_000,
        },
      },
      tiers: {
        light: [{ endpoint: 'double', model: MODELS.light }],
        standard: [{ endpoint: 'double', model: MODELS.standard }],
        strong: [{ endpoint: 'double', model: MODELS.strong }],
      },
      overrides: Object.values(MODELS).map((model) => ({ model, price: { input: 1, output: 4 } })),
    });
    const turns: number[] = [];
    const author = createModelAuthor({
      caller: {
        ask: async ({ key, request: asked, signal }) => {
          turns.push(key.turn);
          const reply = await gateway.call(await asked(), { signal });
          return { outcome: 'reply', reply, paidUsd: reply.costUsd };
        },
      },
      measure: promptMeasure(gateway),
    });
    const drafting = (path: string) =>
      author.draft(
        request({
          analysis: reference.analysis,
          plan: reference.plan,
          path,
          outline: (other) =>
            Promise.resolve(`${reference.files.get(other) ?? ''}\n${DECLARATIONS}\n${DECLARATIONS}`),
        }),
      );
    expect(await drafting('src/rooms/room-routes.ts')).toMatchObject({ outcome: 'draft' });
    expect(turns.length).toBeGreaterThan(1);
    const refused = server.calls().filter(({ status }) => status === 400).length;
    expect(refused).toBeGreaterThan(0);
    expect(gateway.models('standard')[0]?.profile().contextTokens).toBe(CONTEXT);

    turns.length = 0;
    expect(await drafting('src/rooms/room-service.ts')).toMatchObject({ outcome: 'draft' });
    expect(turns).toEqual([1]);
    expect(server.calls().filter(({ status }) => status === 400)).toHaveLength(refused);
    expect(server.violations()).toEqual([]);
  });
});
