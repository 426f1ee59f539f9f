import type {
  CallOptions,
  ModelGateway,
  ModelReply,
  ModelRequest,
} from '../../../src/protocol/model-call.js';

export function requestOf(content: string): ModelRequest {
  return {
    tier: 'standard',
    role: 'backend',
    messages: [{ role: 'user', content }],
    structure: { name: 'answer', schema: { type: 'object', required: ['b', 'a'], properties: {} } },
    maxOutputTokens: 1000,
  };
}

export function replyOf(costUsd: number, changes: Partial<ModelReply> = {}): ModelReply {
  return {
    finish: 'stop',
    text: 'export {};\n',
    endpoint: 'default',
    model: 'small',
    usage: { inputTokens: 100, cachedInputTokens: 40, outputTokens: 20, reasoningTokens: 5 },
    costUsd,
    seconds: 2,
    ...changes,
  };
}

/** What the next call does: a reply, an error, or something that takes its time. */
export type ScriptedAnswer = ModelReply | Error | ((options: CallOptions) => Promise<ModelReply>);

export interface ScriptedGateway extends ModelGateway {
  /** What was asked, as JSON, in the order of the calls. */
  readonly asked: readonly string[];
}

/** Answers its calls in turn from a script; a call that the script does not have fails the test. */
export function scriptGateway(priceUsd: number | Error, script: readonly ScriptedAnswer[]): ScriptedGateway {
  const asked: string[] = [];
  return {
    asked,
    price() {
      if (priceUsd instanceof Error) throw priceUsd;
      return { inputTokens: 100, costUsd: priceUsd };
    },
    async call(request, options) {
      const answer = script[asked.length];
      asked.push(JSON.stringify(request));
      if (answer === undefined) throw new Error('The script has no such call.');
      if (answer instanceof Error) throw answer;
      return typeof answer === 'function' ? answer(options) : Promise.resolve(answer);
    },
  };
}
