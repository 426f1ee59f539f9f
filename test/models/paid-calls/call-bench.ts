import { openModelLedger, type ConnectedModelLedger } from '../../../src/ledger/sqlite-model-ledger.js';
import { createModelCaller } from '../../../src/models/paid-calls.js';
import type { ArtifactStore } from '../../../src/protocol/artifact-store.js';
import type { ModelGateway, ModelRequest } from '../../../src/protocol/model-call.js';
import type { ModelAnswer, ModelQuestion } from '../../../src/protocol/model-caller.js';
import type { ModelLedger } from '../../../src/protocol/model-ledger.js';
import { keyOf } from '../../ledger/call-of.js';
import { createMemoryStore } from './memory-store.js';
import { requestOf, scriptGateway, type ScriptedAnswer, type ScriptedGateway } from './scripted-gateway.js';

/** What a call of these tests may cost, in US dollars. */
export const PRICE_USD = 0.5;

/** A ledger in which `run-1` may spend a dollar, a store, and somebody who asks. */
export class CallBench {
  readonly ledger: ConnectedModelLedger = openModelLedger(':memory:');
  store: ArtifactStore = createMemoryStore();
  /** Waits between tries to keep a reply, in milliseconds. */
  keepAgainMs: readonly number[] = [];
  /** How often a prompt was put together. */
  assembled = 0;

  async open(): Promise<void> {
    await this.ledger.open('run-1', 1, null);
  }

  /** Puts another prompt together each time. */
  readonly assemble = (): Promise<ModelRequest> =>
    Promise.resolve(requestOf(`prompt ${String(++this.assembled)}`));

  ask(
    gateway: ModelGateway,
    changes: Partial<ModelQuestion> = {},
    ledger: Partial<ModelLedger> = {},
    renewEveryMs?: number,
  ): Promise<ModelAnswer> {
    const caller = createModelCaller({
      gateway,
      ledger: { ...this.ledger, ...ledger },
      store: this.store,
      keepAgainMs: this.keepAgainMs,
      ...(renewEveryMs === undefined ? {} : { renewEveryMs }),
    });
    const { signal } = new AbortController();
    return caller.ask({ key: keyOf(), purpose: 'first', request: this.assemble, signal, ...changes });
  }
}

/** A gateway whose calls may cost `PRICE_USD` each. */
export function script(...answers: readonly ScriptedAnswer[]): ScriptedGateway {
  return scriptGateway(PRICE_USD, answers);
}
