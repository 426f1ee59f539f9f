import { openModelLedger, type ConnectedModelLedger } from '../../../src/ledger/sqlite-model-ledger.js';
import { createModelCaller } from '../../../src/models/paid-calls.js';
import type { ArtifactStore } from '../../../src/protocol/artifact-store.js';
import { MillwrightError } from '../../../src/protocol/errors.js';
import type { ModelGateway, ModelReply } from '../../../src/protocol/model-call.js';
import type { ModelCaller } from '../../../src/protocol/model-caller.js';
import type { CallKey, ModelLedger, RunCosts } from '../../../src/protocol/model-ledger.js';
import { createMemoryStore } from './memory-store.js';
import { replyOf, requestOf } from './scripted-gateway.js';

export interface PlannedCall {
  readonly key: CallKey;
  readonly priceUsd: number;
  readonly costUsd: number;
  /** How its first calls fail: `free` ones are certainly not charged for. Those after them are answered. */
  readonly failures: readonly ('free' | 'charged')[];
}

export interface PlannedRun {
  readonly run: string;
  readonly limitUsd: number | null;
  readonly ancestor: string | null;
}

/** How the life of a process ends: before its nth step. One that is only taken for dead goes on beside the next. */
export interface Death {
  readonly beforeStep: number;
  readonly kind: 'killed' | 'taken-for-dead';
}

export interface TrackedClaim {
  readonly run: string;
  readonly priceUsd: number;
  /** The call was made; it failed in a way that is free; neither. */
  state: 'claimed' | 'sent' | 'refused';
  end: 'settled' | 'released' | 'unknown' | null;
  paidUsd: number;
}

const NANOS = 1e9;

/** More tries than any order of steps needs until the calls that hold the room have ended. */
const MAX_TRIES = 300;

function nameOf(key: CallKey): string {
  return `${key.run}/${key.step}/${key.draft}/${key.turn}`;
}

function never<T>(): Promise<T> {
  return new Promise(() => undefined);
}

/**
 * Processes that ask for the same calls one after another, each until it dies, over one ledger and one store. Every step of
 * every call waits for its turn, so that a test decides their order; each step is checked as it is done.
 */
export class CrashingWorld {
  readonly ledger: ConnectedModelLedger = openModelLedger(':memory:');
  /** Every claim that was granted, and what became of it, as seen from outside of the ledger. */
  readonly claims = new Map<string, TrackedClaim>();
  /** The prompts of the calls that were made, by the name of their key. */
  readonly sent = new Map<string, string[]>();
  readonly answered = new Map<string, ModelReply>();
  readonly refused = new Set<string>();
  /** What went wrong; a test expects none. */
  readonly wrongs: string[] = [];
  /** The steps before which a process died. */
  readonly deathPlaces = new Set<string>();
  readonly #store: ArtifactStore = createMemoryStore();
  readonly #settled = new Set<string>();
  readonly #shadows: Promise<unknown>[] = [];
  #lives = 0;

  constructor(readonly turn: (label: string) => Promise<unknown>) {}

  async play(
    runs: readonly PlannedRun[],
    calls: readonly PlannedCall[],
    deaths: readonly Death[],
  ): Promise<void> {
    for (const { run, limitUsd, ancestor } of runs) await this.ledger.open(run, limitUsd, ancestor);
    for (const death of [...deaths, undefined]) {
      await this.#live(calls, death);
    }
    await Promise.all(this.#shadows);
    for (const { run } of runs) await this.ledger.close(run);
  }

  /** One process: asks for all that has not ended yet, until it dies. */
  async #live(calls: readonly PlannedCall[], death: Death | undefined): Promise<void> {
    const life = { number: ++this.#lives, steps: 0, dead: false };
    let die = (): void => undefined;
    const died = new Promise<void>((resolve) => (die = resolve));
    const step = async <T>(label: string, effect: () => Promise<T>): Promise<T> => {
      await this.turn(label);
      if (++life.steps === death?.beforeStep) {
        this.deathPlaces.add(label);
        life.dead = true;
        die();
      }
      return life.dead && death?.kind === 'killed' ? never() : effect();
    };
    const open = calls.filter(({ key }) => !this.answered.has(nameOf(key)) && !this.refused.has(nameOf(key)));
    const ends = open.map(async (call) => {
      const caller = this.#callerOf(call, step);
      const end = await this.#pursue(caller, call, life.number, step);
      // Nobody listens to a process that is taken for dead.
      if (life.dead) return;
      if (end === null) this.refused.add(nameOf(call.key));
      else this.answered.set(nameOf(call.key), end);
    });
    const all = Promise.all(ends);
    if (death?.kind === 'taken-for-dead') this.#shadows.push(all);
    await Promise.race([all, died]);
  }

  /** Asks until there is an answer, as an activity that is retried does; null: the limit is reached. */
  async #pursue(
    caller: ModelCaller,
    { key }: PlannedCall,
    life: number,
    step: <T>(label: string, effect: () => Promise<T>) => Promise<T>,
  ): Promise<ModelReply | null> {
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      try {
        const answer = await caller.ask({
          key,
          purpose: 'first',
          // What would be put together differs from process to process.
          request: () => step('assemble', () => Promise.resolve(requestOf(`${key.step} by process ${life}`))),
          signal: new AbortController().signal,
        });
        if (answer.outcome === 'no-room') continue;
        // A process may also die after the last step, before anybody hears of the reply.
        return await step('return', () => Promise.resolve(answer.reply));
      } catch (error) {
        if (!(error instanceof MillwrightError)) throw error;
        if (error.type === 'BudgetExhausted') return null;
      }
    }
    this.wrongs.push(`${nameOf(key)} never had room`);
    return null;
  }

  #callerOf(
    call: PlannedCall,
    step: <T>(label: string, effect: () => Promise<T>) => Promise<T>,
  ): ModelCaller {
    const name = nameOf(call.key);
    const { ledger } = this;
    const store = this.#store;
    let current: TrackedClaim | undefined;
    const tracked: ModelLedger = {
      ...ledger,
      frozen: (key) => step('frozen', () => ledger.frozen(key)),
      freeze: (key, request) => step('freeze', () => ledger.freeze(key, request)),
      claim: (key, price) =>
        step('claim', async () => {
          const outcome = await ledger.claim(key, price);
          if (outcome.outcome === 'claimed') {
            if (this.#settled.has(name)) this.wrongs.push(`${name} was claimed after it was settled`);
            current = { run: key.run, priceUsd: price.costUsd, state: 'claimed', end: null, paidUsd: 0 };
            this.claims.set(outcome.claim, current);
          }
          await this.#checkLimit(key.run);
          return outcome;
        }),
      settle: (id, settlement) =>
        step('settle', async () => {
          const kept = await ledger.settle(id, settlement);
          this.#settled.add(name);
          Object.assign(this.claims.get(id) ?? {}, { end: 'settled', paidUsd: settlement.costUsd });
          await this.#checkLimit(call.key.run);
          return kept;
        }),
      release: (id) =>
        step('release', async () => {
          await ledger.release(id);
          if (current?.state === 'sent') this.wrongs.push(`${name} may have been charged, and was released`);
          Object.assign(this.claims.get(id) ?? {}, { end: 'released' });
        }),
      markUnknown: (id, failedAt) =>
        step('mark unknown', async () => {
          await ledger.markUnknown(id, failedAt);
          Object.assign(this.claims.get(id) ?? {}, { end: 'unknown' });
        }),
    };
    const gateway: ModelGateway = {
      price: () => ({ inputTokens: 1, costUsd: call.priceUsd }),
      call: async (request) => {
        const nth = await step('send', () => {
          if (current === undefined) this.wrongs.push(`${name} was called without a claim`);
          else current.state = 'sent';
          const earlier = this.sent.get(name) ?? [];
          this.sent.set(name, [...earlier, JSON.stringify(request)]);
          return Promise.resolve(earlier.length);
        });
        return step('receive', () => {
          const failure = call.failures[nth];
          if (failure === undefined) return Promise.resolve(replyOf(call.costUsd, { text: `answer ${nth}` }));
          if (failure === 'free' && current !== undefined) current.state = 'refused';
          const details = { transient: true, billed: failure === 'charged' };
          return Promise.reject(new MillwrightError('ModelUnavailable', 'The endpoint is down.', details));
        });
      },
    };
    return createModelCaller({
      gateway,
      ledger: tracked,
      store: {
        ...store,
        put: (content) => step('put', () => store.put(content)),
        get: (ref) => step('get', () => store.get(ref)),
      },
    });
  }

  async #checkLimit(run: string): Promise<void> {
    const costs = await this.ledger.costs(run);
    if (costs.limitUsd !== null && totalNanos(costs) > Math.round(costs.limitUsd * NANOS))
      this.wrongs.push(`${run} passed its limit: ${JSON.stringify(costs)}`);
  }
}

/** What a run has paid, set aside and may have paid, in billionths of a dollar. */
export function totalNanos({ settledUsd, claimedUsd, unknownUsd }: RunCosts): number {
  return [settledUsd, claimedUsd, unknownUsd].reduce((sum, usd) => sum + Math.round(usd * NANOS), 0);
}
