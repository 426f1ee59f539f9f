import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  CLAIM_LEASE_MS,
  type CallKey,
  type ClaimOutcome,
  type ModelLedger,
} from '../../src/protocol/model-ledger.js';
import { refOf } from '../doubles/artifacts.js';
import { settlementOf } from './call-of.js';
import type { LedgerInTest } from './ledger-in-test.js';
import { PlainAccount, type PlainOutcome } from './plain-account.js';

const SEED = { seed: 20_260_101, numRuns: 80 };

type Step =
  | { readonly do: 'claim'; readonly key: CallKey; readonly text: string; readonly cents: number }
  | { readonly do: 'settle'; readonly claimsAgo: number; readonly cents: number }
  | { readonly do: 'release' | 'markUnknown' | 'renew'; readonly claimsAgo: number }
  | { readonly do: 'wait'; readonly milliseconds: number }
  | { readonly do: 'limit'; readonly run: string; readonly cents: number | null }
  | { readonly do: 'close'; readonly run: string };

const run = fc.constantFrom('old', 'fork');
/** Counted from the newest claim, beyond the oldest now and then. */
const claimsAgo = fc.nat({ max: 3 });
const cents = fc.integer({ min: 0, max: 40 });

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .record({ run, step: fc.constantFrom('plan', 'file'), draft: fc.integer({ min: 1, max: 2 }), cents })
      .map(({ cents: price, ...key }) => ({
        do: 'claim' as const,
        // Few calls, so that most are asked for again; the two of a file have one prompt.
        key: { ...key, draft: key.step === 'file' ? key.draft : 1, turn: 1 },
        text: key.step,
        cents: price,
      })),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('settle' as const), claimsAgo, cents }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom('release' as const, 'markUnknown' as const, 'renew' as const),
      claimsAgo,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      milliseconds: fc.constantFrom(1, CLAIM_LEASE_MS / 2, CLAIM_LEASE_MS - 1, CLAIM_LEASE_MS),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('limit' as const),
      run,
      cents: fc.option(fc.integer({ min: 0, max: 200 })),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('close' as const), run }) },
);

/** Does the step in the ledger and in the plain account, and tells what each answered. */
async function both(
  ledger: ModelLedger,
  pass: LedgerInTest['pass'],
  account: PlainAccount,
  ids: string[],
  named: (name: string) => string,
  each: Step,
): Promise<readonly [unknown, unknown]> {
  const accepted = (work: Promise<unknown>): Promise<boolean> =>
    work.then(
      () => true,
      () => false,
    );
  const number = 'claimsAgo' in each ? ids.length - 1 - each.claimsAgo : -1;
  switch (each.do) {
    case 'claim': {
      const key = { ...each.key, run: named(each.key.run) };
      const request = await ledger.freeze(key, refOf(each.text));
      const call = { request, costUsd: each.cents / 100, purpose: 'first' } as const;
      const outcome = await ledger.claim(key, call);
      if (outcome.outcome === 'claimed') ids.push(outcome.claim);
      return [plain(outcome, ids), account.claim(key, each.text, each.cents)];
    }
    case 'settle': {
      const settlement = settlementOf(each.cents / 100, { reply: refOf(`reply ${number}`) });
      return [
        await accepted(ledger.settle(ids[number] ?? 'none', settlement)),
        account.settle(number, each.cents),
      ];
    }
    case 'release':
    case 'markUnknown':
      return [
        await accepted(ledger[each.do](ids[number] ?? 'none')),
        account.end(number, each.do === 'release' ? 'released' : 'unknown'),
      ];
    case 'renew':
      return [await accepted(ledger.renew(ids[number] ?? 'none')), account.renew(number)];
    case 'wait':
      pass(each.milliseconds);
      account.now += each.milliseconds;
      return [null, null];
    case 'limit':
      await ledger.changeLimit(named(each.run), each.cents === null ? null : each.cents / 100);
      account.limits.set(named(each.run), each.cents);
      return [null, null];
    case 'close':
      await ledger.close(named(each.run));
      account.close(named(each.run));
      return [null, null];
  }
}

function plain(outcome: ClaimOutcome, ids: readonly string[]): PlainOutcome {
  if (outcome.outcome === 'claimed') return { outcome: 'claimed', claim: ids.indexOf(outcome.claim) };
  if (outcome.outcome !== 'settled') return outcome;
  const reply = ids.findIndex((_, number) => refOf(`reply ${number}`).sha256 === outcome.call.reply.sha256);
  return { outcome: 'settled', reply, reusedFrom: outcome.reusedFrom };
}

/** Whatever is asked of it, in whatever order, a ledger answers as the plain account does. */
export function describeAccount({ ledger, reopen, pass }: LedgerInTest): void {
  it('answers any order of steps, by any opening, as a plain account does', async () => {
    const openings = [ledger, reopen()];
    let round = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 60 }), async (steps) => {
        // Runs of their own, so that one ledger serves all rounds.
        const prefix = `${++round}:`;
        const named = (name: string): string => `${prefix}${name}`;
        const account = new PlainAccount(new Map([[named('fork'), named('old')]]));
        await ledger.open(named('old'), null, null);
        await ledger.open(named('fork'), 1, named('old'));
        account.limits.set(named('fork'), 100);
        const ids: string[] = [];
        for (const [index, each] of steps.entries()) {
          const on = openings[index % openings.length] ?? ledger;
          const [answered, expected] = await both(on, pass, account, ids, named, each);
          expect(answered).toEqual(expected);
          for (const name of ['old', 'fork'].map(named)) {
            const sums = account.sums(name);
            expect(await on.costs(name)).toMatchObject({
              settledUsd: sums.settled / 100,
              claimedUsd: sums.claimed / 100,
              unknownUsd: sums.unknown / 100,
              unknownCalls: sums.unknownCalls,
              reusedCalls: sums.reused,
            });
          }
        }
      }),
      SEED,
    );
  });
}
