import type { ModelAnswer, ModelCaller, ModelQuestion } from '../../src/protocol/model-caller.js';
import type { ModelReply, ModelRequest } from '../../src/protocol/model-call.js';

/** An error is what asking ends with. */
export type Scripted = Partial<Pick<ModelReply, 'finish' | 'text' | 'costUsd'>> | 'no-room' | Error;

export interface ScriptedCaller extends ModelCaller {
  /** What was asked, in order, with the prompt that was put together for it. */
  readonly asked: readonly (Omit<ModelQuestion, 'request' | 'signal'> & { readonly request: ModelRequest })[];
}

/** Answers from `script` in turn; throws when it is asked more often. */
export function scriptedCaller(...script: readonly Scripted[]): ScriptedCaller {
  const asked: ScriptedCaller['asked'][number][] = [];
  return {
    asked,
    ask: async ({ key, purpose, request }): Promise<ModelAnswer> => {
      const answer = script[asked.length];
      asked.push({ key, purpose, request: await request() });
      if (answer === undefined) throw new Error(`asked ${String(asked.length)} times`);
      if (answer instanceof Error) throw answer;
      if (answer === 'no-room') return { outcome: 'no-room' };
      const { finish = 'stop', text = '', costUsd = 0.01 } = answer;
      const usage = { inputTokens: 1, cachedInputTokens: 0, outputTokens: 1, reasoningTokens: 0 };
      const reply = { finish, text, costUsd, usage, endpoint: 'scripted', model: 'scripted', seconds: 0 };
      return { outcome: 'reply', reply, paidUsd: costUsd };
    },
  };
}
