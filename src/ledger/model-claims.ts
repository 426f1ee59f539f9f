import { randomUUID } from 'node:crypto';
import type Database from 'libsql';
import { z } from 'zod';
import type { CallPlace } from '../protocol/model-call.js';
import { CLAIM_LEASE_MS, type CallPurpose, type CallSettlement } from '../protocol/model-ledger.js';
import { LedgerError } from './ledger-error.js';
import { nanosOfCost } from './nano-dollars.js';
import { change, readRow, readRows } from './read-rows.js';

const CLAIM_STATES = ['open', 'settled', 'released', 'unknown'] as const;
type ClaimState = (typeof CLAIM_STATES)[number];

export interface Claim {
  readonly id: string;
  readonly call: number;
  readonly state: ClaimState;
}

/** What a run's claims come to, in billionths of a dollar. */
export interface ClaimSums {
  readonly settled: number;
  readonly claimed: number;
  readonly unknown: number;
  readonly unknownCalls: number;
}

const claimRow = z.object({ id: z.string(), call: z.int(), state: z.enum(CLAIM_STATES) });

const sumRow = z.object({ state: z.enum(CLAIM_STATES), nanos: z.int(), calls: z.int() });
const placeRow = z.object({ endpoint: z.string(), model: z.string() });

/** Milliseconds since 1970. */
export type Clock = () => number;

function now(): string {
  return new Date().toISOString();
}

/** @throws LedgerError when there is no such claim. */
export function claimOf(database: Database.Database, id: string): Claim {
  const claim = readRow(database, claimRow, 'SELECT id, call, state FROM model_claims WHERE id = ?', [id]);
  if (claim !== undefined) return claim;
  throw new LedgerError(
    `The ledger has no claim ${id}: it was made in another ledger. Use the MILLWRIGHT_HOME that it was made with.`,
  );
}

/** Sets the price of a call aside, and for how long it counts as worked on. */
export function addClaim(
  database: Database.Database,
  claim: {
    readonly run: string;
    readonly call: number;
    readonly purpose: CallPurpose;
    readonly nanos: number;
  },
  clock: Clock,
): string {
  const id = randomUUID();
  change(
    database,
    `INSERT INTO model_claims (id, call, run, purpose, state, price_nanos, claimed_at, lease_ends_ms)
     VALUES (?, ?, ?, ?, 'open', ?, ?, ?)`,
    [id, claim.call, claim.run, claim.purpose, claim.nanos, now(), clock() + CLAIM_LEASE_MS],
  );
  return id;
}

/** Replaces what a claim set aside by what the call cost. */
export function settleClaim(database: Database.Database, id: string, settlement: CallSettlement): void {
  const { usage } = settlement;
  change(
    database,
    `UPDATE model_claims
     SET state = 'settled', cost_nanos = ?, endpoint = ?, model = ?, input_tokens = ?, cached_input_tokens = ?,
         output_tokens = ?, reasoning_tokens = ?, seconds = ?, ended_at = ?
     WHERE id = ?`,
    [
      nanosOfCost(settlement.costUsd),
      settlement.endpoint,
      settlement.model,
      usage.inputTokens,
      usage.cachedInputTokens,
      usage.outputTokens,
      usage.reasoningTokens,
      settlement.seconds,
      now(),
      id,
    ],
  );
}

/** @param failedAt the model at which the call failed; null: it did not. */
export function endClaim(
  database: Database.Database,
  id: string,
  state: 'released' | 'unknown',
  failedAt: CallPlace | null = null,
): void {
  change(database, 'UPDATE model_claims SET state = ?, endpoint = ?, model = ?, ended_at = ? WHERE id = ?', [
    state,
    failedAt?.endpoint ?? null,
    failedAt?.model ?? null,
    now(),
    id,
  ]);
}

export function renewClaim(database: Database.Database, id: string, clock: Clock): void {
  change(database, `UPDATE model_claims SET lease_ends_ms = ? WHERE id = ? AND state = 'open'`, [
    clock() + CLAIM_LEASE_MS,
    id,
  ]);
}

/** The open claims of a run that nobody has renewed in time become unknowns. */
export function orphanLapsed(database: Database.Database, run: string, clock: Clock): void {
  change(
    database,
    `UPDATE model_claims SET state = 'unknown', ended_at = ? WHERE run = ? AND state = 'open' AND lease_ends_ms <= ?`,
    [now(), run, clock()],
  );
}

/** The open claims of a call, or of a run, were left by a process that died: they become unknowns. */
export function orphanClaims(
  database: Database.Database,
  of: { readonly call: number } | { readonly run: string },
): void {
  const [column, value] = 'call' in of ? ['call', of.call] : ['run', of.run];
  change(
    database,
    `UPDATE model_claims SET state = 'unknown', ended_at = ? WHERE ${column} = ? AND state = 'open'`,
    [now(), value],
  );
}

/**
 * Where a call failed: a row for each of its claims that became an unknown for it. A claim of a version that kept the endpoint
 * alone has no model ('').
 */
export function failedPlaces(database: Database.Database, call: number): readonly CallPlace[] {
  return readRows(
    database,
    placeRow,
    `SELECT endpoint, COALESCE(model, '') AS model FROM model_claims
     WHERE call = ? AND state = 'unknown' AND endpoint IS NOT NULL`,
    [call],
  );
}

export function sumClaims(database: Database.Database, run: string): ClaimSums {
  const rows = readRows(
    database,
    sumRow,
    `SELECT state, SUM(CASE state WHEN 'settled' THEN cost_nanos ELSE price_nanos END) AS nanos, COUNT(*) AS calls
     FROM model_claims WHERE run = ? GROUP BY state`,
    [run],
  );
  const of = (state: ClaimState): { readonly nanos: number; readonly calls: number } =>
    rows.find((row) => row.state === state) ?? { nanos: 0, calls: 0 };
  return {
    settled: of('settled').nanos,
    claimed: of('open').nanos,
    unknown: of('unknown').nanos,
    unknownCalls: of('unknown').calls,
  };
}
