import type { ArtifactRef } from '../protocol/artifact.js';
import { messageOf } from '../protocol/errors.js';
import type { CallKey, ClaimOutcome, ModelLedger } from '../protocol/model-ledger.js';
import { LedgerError } from './ledger-error.js';
import {
  freezeRequest,
  frozenCall,
  keepReply,
  noteAskedAgain,
  reuseReply,
  type FrozenCall,
} from './model-calls.js';
import {
  addClaim,
  claimOf,
  endClaim,
  failedPlaces,
  orphanClaims,
  orphanLapsed,
  renewClaim,
  settleClaim,
  sumClaims,
  type Claim,
  type Clock,
} from './model-claims.js';
import { costsOf } from './model-costs.js';
import { openPurse, purseOf, setLimit } from './model-purses.js';
import { nanosOfCost, usdOfNanos } from './nano-dollars.js';
import { inTransaction, openSqlite } from './sqlite-database.js';

/** A ledger of model calls that holds a connection to its database. */
export interface ConnectedModelLedger extends ModelLedger {
  disconnect(): Promise<void>;
}

function nameOf(key: CallKey): string {
  return `${key.step} (draft ${key.draft}, turn ${key.turn}) of run ${key.run}`;
}

function refuseToEnd(claim: Claim, what: string): LedgerError {
  return new LedgerError(
    `Claim ${claim.id} cannot be ${what}: it is ${claim.state} already. Two processes took one call for theirs; this is a ` +
      'bug of Millwright, and the account stays as it was.',
  );
}

/**
 * The purse and the replies in one SQLite file, used by any number of processes at once.
 * @param file the same as that of the run records, or `:memory:` for a ledger that ends with its connection.
 * @param clock what leases are measured by; the same for every process that uses the file.
 * @throws LedgerError when the file cannot be opened; each method, when it cannot be used or what it holds cannot be read.
 */
export function openModelLedger(file: string, clock: Clock = Date.now): ConnectedModelLedger {
  const database = openSqlite(file);

  function transact<Result>(kind: 'read' | 'write', work: () => Result): Promise<Result> {
    return new Promise((resolve) => {
      try {
        resolve(inTransaction(database, kind, work));
      } catch (error) {
        if (error instanceof LedgerError) throw error;
        throw new LedgerError(
          `The ledger ${file} could not be used: ${messageOf(error)}. ` +
            'If it is locked, end the process that holds it; else check the space on its disk and its permissions, and move a ' +
            'damaged file away.',
          { cause: error },
        );
      }
    });
  }

  function expectFrozen(key: CallKey, request: ArtifactRef): FrozenCall {
    const call = frozenCall(database, key);
    if (call?.request.sha256 === request.sha256) return call;
    throw new LedgerError(
      `The call ${nameOf(key)} cannot be claimed: ${call === undefined ? 'no request' : 'another request'} is frozen ` +
        'under its key. Freeze the request, and claim for what "freeze" gave back.',
    );
  }

  return {
    open: (run, limitUsd, ancestor) =>
      transact('write', () => {
        openPurse(database, run, limitUsd, ancestor === run ? null : ancestor);
      }),
    changeLimit: (run, limitUsd) =>
      transact('write', () => {
        setLimit(database, run, limitUsd);
      }),
    frozen: (key) => transact('read', () => frozenCall(database, key)?.request ?? null),
    freeze: (key, request) =>
      transact('write', () => {
        purseOf(database, key.run);
        freezeRequest(database, key, request);
        return frozenCall(database, key)?.request ?? request;
      }),
    claim: (key, { request, costUsd, purpose }) =>
      transact('write', (): ClaimOutcome => {
        const { limitNanos, ancestor } = purseOf(database, key.run);
        const call = expectFrozen(key, request);
        orphanClaims(database, { call: call.id });
        orphanLapsed(database, key.run, clock);
        if (call.settled !== null) {
          noteAskedAgain(database, call.id);
          return { outcome: 'settled', call: call.settled, reusedFrom: call.reusedFrom };
        }
        const reused = ancestor === null ? undefined : reuseReply(database, call.id, key, request, ancestor);
        if (reused !== undefined) return { outcome: 'settled', ...reused };
        const nanos = nanosOfCost(costUsd);
        const { settled, claimed, unknown } = sumClaims(database, key.run);
        const spent = settled + unknown;
        if (limitNanos !== null && spent + nanos > limitNanos)
          return { outcome: 'over-limit', limitUsd: usdOfNanos(limitNanos), spentUsd: usdOfNanos(spent) };
        if (limitNanos !== null && spent + claimed + nanos > limitNanos) return { outcome: 'no-room' };
        return {
          outcome: 'claimed',
          claim: addClaim(database, { run: key.run, call: call.id, purpose, nanos }, clock),
          failedAt: failedPlaces(database, call.id),
        };
      }),
    renew: (id) =>
      transact('write', () => {
        claimOf(database, id);
        renewClaim(database, id, clock);
      }),
    settle: (id, settlement) =>
      transact('write', () => {
        const claim = claimOf(database, id);
        if (claim.state === 'settled' || claim.state === 'released') throw refuseToEnd(claim, 'settled');
        settleClaim(database, id, settlement);
        return keepReply(database, claim.call, settlement.reply, nanosOfCost(settlement.costUsd));
      }),
    markUnknown: (id, failedAt = null) =>
      transact('write', () => {
        const claim = claimOf(database, id);
        if (claim.state === 'settled' || claim.state === 'released')
          throw refuseToEnd(claim, 'made an unknown');
        if (claim.state === 'open') endClaim(database, id, 'unknown', failedAt);
      }),
    release: (id) =>
      transact('write', () => {
        const claim = claimOf(database, id);
        if (claim.state === 'settled') throw refuseToEnd(claim, 'released');
        if (claim.state !== 'released') endClaim(database, id, 'released');
      }),
    close: (run) =>
      transact('write', () => {
        orphanClaims(database, { run });
      }),
    costs: (run) => transact('read', () => costsOf(database, run)),
    disconnect() {
      database.close();
      return Promise.resolve();
    },
  };
}
