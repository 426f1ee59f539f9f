import type { CallKey, CallSettlement } from '../../src/protocol/model-ledger.js';
import { refOf } from '../doubles/artifacts.js';

export function keyOf(changes: Partial<CallKey> = {}): CallKey {
  return { run: 'run-1', step: 'file:src/app.ts', draft: 1, turn: 1, ...changes };
}

/** A settlement with something in every field. */
export function settlementOf(costUsd: number, changes: Partial<CallSettlement> = {}): CallSettlement {
  return {
    reply: refOf(`a reply for ${costUsd}`),
    costUsd,
    endpoint: 'default',
    model: 'small',
    usage: { inputTokens: 100, cachedInputTokens: 40, outputTokens: 20, reasoningTokens: 5 },
    seconds: 1.5,
    ...changes,
  };
}
