import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FULL_DIALECT, notUnderstood, PLAIN_DIALECT, type Dialect } from '../doubles/model-server/dialect.js';
import { callerOf, settings, STRUCTURE } from './gateways.js';
import {
  chunks,
  completion,
  json,
  refusal,
  scriptedEndpoint,
  stream,
  type Answer,
  type ScriptedEndpoint,
} from './scripted-endpoint.js';

const PROMPT_TOKENS = 120;

/** An endpoint that refuses what its dialect does not have, one thing at a time. */
function speaking(dialect: Dialect): Answer {
  return (response, call) => {
    const bad = notUnderstood(dialect, call.body as Parameters<typeof notUnderstood>[1], PROMPT_TOKENS);
    if (bad !== undefined) return refusal(400, bad.message, { ...bad })(response, call);
    const text = '{"sound":true}';
    return (call.body.stream === true ? stream(chunks([text])) : json(completion({ content: text })))(
      response,
      call,
    );
  };
}

const dialects: readonly Dialect[] = (['either', 'max_tokens', 'max_completion_tokens'] as const).flatMap(
  (outputLimit) =>
    (['json_schema', 'json_object', 'none'] as const).flatMap((structure) =>
      [true, false].flatMap((streaming) =>
        [true, false].flatMap((temperature) =>
          [FULL_DIALECT.contextTokens, 800].map((contextTokens) => ({
            outputLimit,
            structure,
            streaming,
            temperature,
            contextTokens,
          })),
        ),
      ),
    ),
);

describe('a dialect', () => {
  let endpoint: ScriptedEndpoint;
  beforeAll(async () => {
    endpoint = await scriptedEndpoint();
  });
  afterAll(() => endpoint.close());

  it.each([
    ['the least that is called compatible', PLAIN_DIALECT],
    ...dialects.map((each) => [JSON.stringify(each), each] as const),
  ])('is learned in one call and spoken from then on: %s', async (_, dialect) => {
    endpoint.play(speaking(dialect));
    for (const model of ['own-model', 'gpt-5.1', 'claude-sonnet-4-5']) {
      const overrides = [{ model, temperature: 0.2 }];
      const caller = callerOf(settings([endpoint.baseUrl], { model, overrides }));
      const first = endpoint.calls.length;
      expect(await caller.call({ structure: STRUCTURE })).toMatchObject({
        finish: 'stop',
        text: '{"sound":true}',
      });
      expect(endpoint.calls.length - first).toBeLessThanOrEqual(7);
      const second = endpoint.calls.length;
      await caller.call({ structure: STRUCTURE });
      expect(endpoint.calls.length - second).toBe(1);
    }
  });
});
