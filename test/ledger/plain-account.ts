import { CLAIM_LEASE_MS, type CallKey, type ClaimOutcome } from '../../src/protocol/model-ledger.js';

interface PlainClaim {
  readonly call: PlainCall;
  readonly cents: number;
  state: 'open' | 'settled' | 'released' | 'unknown';
  paid: number;
  leaseEnds: number;
}

interface PlainCall {
  readonly key: CallKey;
  readonly text: string;
  /** Number of the settled claim whose reply answers it. */
  reply: number | null;
  reused: PlainCall | null;
  askedAgain: boolean;
}

/** A claim is told by its number, a reply by the claim that paid for it. */
export type PlainOutcome =
  | { readonly outcome: 'claimed'; readonly claim: number }
  | { readonly outcome: 'settled'; readonly reply: number; readonly reusedFrom: string | null }
  | Exclude<ClaimOutcome, { outcome: 'claimed' | 'settled' }>;

function same(one: CallKey, other: CallKey): boolean {
  return (
    one.run === other.run && one.step === other.step && one.draft === other.draft && one.turn === other.turn
  );
}

/** What a ledger keeps, in the plainest way: lists that are gone through, amounts in whole cents. */
export class PlainAccount {
  readonly limits = new Map<string, number | null>();
  readonly claims: PlainClaim[] = [];
  /** Milliseconds that have passed. */
  now = 0;
  readonly #calls: PlainCall[] = [];

  constructor(readonly ancestors: ReadonlyMap<string, string>) {}

  claim(key: CallKey, text: string, cents: number): PlainOutcome {
    const call = this.#callOf(key, text);
    for (const claim of this.claims) {
      const lapsed = claim.call.key.run === key.run && claim.leaseEnds <= this.now;
      if (claim.state === 'open' && (claim.call === call || lapsed)) claim.state = 'unknown';
    }
    if (call.reply !== null) {
      call.askedAgain = true;
      return { outcome: 'settled', reply: call.reply, reusedFrom: call.reused?.key.run ?? null };
    }
    const source = this.#sourceOf(call);
    if (source !== undefined && source.reply !== null) {
      call.reply = source.reply;
      call.reused = source;
      return { outcome: 'settled', reply: source.reply, reusedFrom: source.key.run };
    }
    const limit = this.limits.get(key.run) ?? null;
    const { settled, claimed, unknown } = this.sums(key.run);
    if (limit !== null && settled + unknown + cents > limit)
      return { outcome: 'over-limit', limitUsd: limit / 100, spentUsd: (settled + unknown) / 100 };
    if (limit !== null && settled + unknown + claimed + cents > limit) return { outcome: 'no-room' };
    const leaseEnds = this.now + CLAIM_LEASE_MS;
    const claims = this.claims.push({ call, cents, state: 'open', paid: 0, leaseEnds });
    return { outcome: 'claimed', claim: claims - 1 };
  }

  /** False: it is refused. */
  renew(number: number): boolean {
    const claim = this.claims[number];
    if (claim?.state === 'open') claim.leaseEnds = this.now + CLAIM_LEASE_MS;
    return claim !== undefined;
  }

  /** False: it is refused. */
  settle(number: number, cents: number): boolean {
    const claim = this.claims[number];
    if (claim === undefined || claim.state === 'settled' || claim.state === 'released') return false;
    claim.state = 'settled';
    claim.paid = cents;
    claim.call.reply ??= number;
    return true;
  }

  end(number: number, state: 'released' | 'unknown'): boolean {
    const claim = this.claims[number];
    if (claim === undefined || claim.state === 'settled') return false;
    if (claim.state === 'released') return state === 'released';
    claim.state = state;
    return true;
  }

  close(run: string): void {
    for (const claim of this.claims)
      if (claim.call.key.run === run && claim.state === 'open') claim.state = 'unknown';
  }

  /** In cents; and the numbers of calls. */
  sums(run: string): Readonly<Record<'settled' | 'claimed' | 'unknown' | 'unknownCalls' | 'reused', number>> {
    const claims = this.claims.filter(({ call }) => call.key.run === run);
    const sum = (state: PlainClaim['state']): number =>
      claims
        .filter((claim) => claim.state === state)
        .reduce((total, { cents, paid }) => total + (state === 'settled' ? paid : cents), 0);
    return {
      settled: sum('settled'),
      claimed: sum('open'),
      unknown: sum('unknown'),
      unknownCalls: claims.filter(({ state }) => state === 'unknown').length,
      reused: this.#calls.filter((call) => call.key.run === run && (call.askedAgain || call.reused !== null))
        .length,
    };
  }

  #callOf(key: CallKey, text: string): PlainCall {
    const found = this.#calls.find((call) => same(call.key, key));
    if (found !== undefined) return found;
    const call = { key, text, reply: null, reused: null, askedAgain: false };
    this.#calls.push(call);
    return call;
  }

  /** The call of an ancestor that answers this one: under its own key first, then the one that was frozen first. */
  #sourceOf({ key, text }: PlainCall): PlainCall | undefined {
    const line = new Set<string>();
    for (let run = this.ancestors.get(key.run); run !== undefined && !line.has(run);) {
      line.add(run);
      run = this.ancestors.get(run);
    }
    const free = this.#calls.filter(
      (call) =>
        call.key.run !== key.run &&
        line.has(call.key.run) &&
        call.text === text &&
        call.reply !== null &&
        call.reused === null &&
        !this.#calls.some((own) => own.key.run === key.run && own.reused === call),
    );
    return free.find((call) => same({ ...call.key, run: key.run }, key)) ?? free[0];
  }
}
