import type Database from 'libsql';
import { z } from 'zod';
import { CALL_PURPOSES, type RunCosts } from '../protocol/model-ledger.js';
import { sumClaims } from './model-claims.js';
import { findPurse } from './model-purses.js';
import { usdOfNanos } from './nano-dollars.js';
import { readRow, readRows } from './read-rows.js';

const modelRow = z.object({
  endpoint: z.string(),
  model: z.string(),
  calls: z.int(),
  nanos: z.int(),
  input_tokens: z.int(),
  cached_input_tokens: z.int(),
  output_tokens: z.int(),
  reasoning_tokens: z.int(),
});

const purposeRow = z.object({ purpose: z.enum(CALL_PURPOSES), calls: z.int(), nanos: z.int() });

const countRow = z.object({ calls: z.int() });

/** The account of a run; one that never opened a purse has spent nothing. */
export function costsOf(database: Database.Database, run: string): RunCosts {
  const limitNanos = findPurse(database, run)?.limitNanos ?? null;
  const sums = sumClaims(database, run);
  const models = readRows(
    database,
    modelRow,
    `SELECT endpoint, model, COUNT(*) AS calls, SUM(cost_nanos) AS nanos, SUM(input_tokens) AS input_tokens,
            SUM(cached_input_tokens) AS cached_input_tokens, SUM(output_tokens) AS output_tokens,
            SUM(reasoning_tokens) AS reasoning_tokens
     FROM model_claims WHERE run = ? AND state = 'settled'
     GROUP BY endpoint, model ORDER BY nanos DESC, endpoint, model`,
    [run],
  );
  const purposes = readRows(
    database,
    purposeRow,
    `SELECT purpose, COUNT(*) AS calls, SUM(cost_nanos) AS nanos
     FROM model_claims WHERE run = ? AND state = 'settled' GROUP BY purpose ORDER BY nanos DESC, purpose`,
    [run],
  );
  const reused = readRow(
    database,
    countRow,
    'SELECT COUNT(*) AS calls FROM model_calls WHERE run = ? AND (reused_call IS NOT NULL OR asked_again = 1)',
    [run],
  );
  return {
    limitUsd: limitNanos === null ? null : usdOfNanos(limitNanos),
    settledUsd: usdOfNanos(sums.settled),
    claimedUsd: usdOfNanos(sums.claimed),
    unknownUsd: usdOfNanos(sums.unknown),
    unknownCalls: sums.unknownCalls,
    reusedCalls: reused?.calls ?? 0,
    byModel: models.map((row) => ({
      endpoint: row.endpoint,
      model: row.model,
      calls: row.calls,
      costUsd: usdOfNanos(row.nanos),
      inputTokens: row.input_tokens,
      cachedInputTokens: row.cached_input_tokens,
      outputTokens: row.output_tokens,
      reasoningTokens: row.reasoning_tokens,
    })),
    byPurpose: purposes.map(({ purpose, calls, nanos }) => ({ purpose, calls, costUsd: usdOfNanos(nanos) })),
  };
}
