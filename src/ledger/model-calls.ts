import type Database from 'libsql';
import { z } from 'zod';
import { artifactRefSchema, type ArtifactRef } from '../protocol/artifact.js';
import type { CallKey, SettledCall } from '../protocol/model-ledger.js';
import { usdOfNanos } from './nano-dollars.js';
import { change, readRow } from './read-rows.js';

/** A call whose request is frozen. */
export interface FrozenCall {
  readonly id: number;
  readonly request: ArtifactRef;
  readonly settled: SettledCall | null;
  /** The run that paid for the reply, when it was another one. */
  readonly reusedFrom: string | null;
}

const sha256 = artifactRefSchema.shape.sha256;

const frozenRow = z.object({
  id: z.int(),
  request_sha256: sha256,
  request_bytes: z.int(),
  reply_sha256: sha256.nullable(),
  reply_bytes: z.int().nullable(),
  reply_nanos: z.int().nullable(),
  reused_from: z.string().nullable(),
});

const sourceRow = z.object({
  id: z.int(),
  run: z.string(),
  reply_sha256: sha256,
  reply_bytes: z.int(),
  reply_nanos: z.int(),
});

/** What is known of the call under this key. */
export function frozenCall(database: Database.Database, key: CallKey): FrozenCall | undefined {
  const row = readRow(
    database,
    frozenRow,
    `SELECT call.id, call.request_sha256, call.request_bytes, call.reply_sha256, call.reply_bytes, call.reply_nanos,
            source.run AS reused_from
     FROM model_calls AS call LEFT JOIN model_calls AS source ON source.id = call.reused_call
     WHERE call.run = ? AND call.step = ? AND call.draft = ? AND call.turn = ?`,
    [key.run, key.step, key.draft, key.turn],
  );
  if (row === undefined) return undefined;
  const { reply_sha256, reply_bytes, reply_nanos } = row;
  return {
    id: row.id,
    request: { sha256: row.request_sha256, bytes: row.request_bytes },
    settled:
      reply_sha256 === null || reply_bytes === null || reply_nanos === null
        ? null
        : { reply: { sha256: reply_sha256, bytes: reply_bytes }, costUsd: usdOfNanos(reply_nanos) },
    reusedFrom: row.reused_from,
  };
}

/** Keeps `request` under the key; one that is there already stays. */
export function freezeRequest(database: Database.Database, key: CallKey, request: ArtifactRef): void {
  change(
    database,
    `INSERT INTO model_calls (run, step, draft, turn, request_sha256, request_bytes) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (run, step, draft, turn) DO NOTHING`,
    [key.run, key.step, key.draft, key.turn, request.sha256, request.bytes],
  );
}

const keptRow = z.object({ reply_sha256: sha256, reply_bytes: z.int(), reply_nanos: z.int() });

/** Keeps the first reply of a call, and says which one it was: a later one (of a process that was taken for dead) changes nothing. */
export function keepReply(
  database: Database.Database,
  call: number,
  reply: ArtifactRef,
  nanos: number,
): SettledCall {
  change(
    database,
    `UPDATE model_calls SET reply_sha256 = ?, reply_bytes = ?, reply_nanos = ? WHERE id = ? AND reply_sha256 IS NULL`,
    [reply.sha256, reply.bytes, nanos, call],
  );
  const kept = readRow(
    database,
    keptRow,
    'SELECT reply_sha256, reply_bytes, reply_nanos FROM model_calls WHERE id = ?',
    [call],
  );
  if (kept === undefined) throw new Error(`There is no call ${call}.`);
  return {
    reply: { sha256: kept.reply_sha256, bytes: kept.reply_bytes },
    costUsd: usdOfNanos(kept.reply_nanos),
  };
}

/**
 * Answers a call with a reply that `ancestor`, or one of its own ancestors, paid for to the same request: the one under the same key
 * first, and none that answers another call of this run already, since drafts that are asked for side by side are meant to differ.
 */
export function reuseReply(
  database: Database.Database,
  call: number,
  key: CallKey,
  request: ArtifactRef,
  ancestor: string,
): { readonly call: SettledCall; readonly reusedFrom: string } | undefined {
  const source = readRow(
    database,
    sourceRow,
    `WITH RECURSIVE line (run) AS (
       SELECT ?
       UNION
       SELECT purse.ancestor FROM model_purses AS purse JOIN line ON purse.run = line.run WHERE purse.ancestor IS NOT NULL
     )
     SELECT id, run, reply_sha256, reply_bytes, reply_nanos
     FROM model_calls
     WHERE run IN (SELECT run FROM line) AND run <> ?
       AND request_sha256 = ? AND reply_sha256 IS NOT NULL AND reused_call IS NULL
       AND NOT EXISTS (SELECT 1 FROM model_calls AS own WHERE own.run = ? AND own.reused_call = model_calls.id)
     ORDER BY (step = ? AND draft = ? AND turn = ?) DESC, id
     LIMIT 1`,
    [ancestor, key.run, request.sha256, key.run, key.step, key.draft, key.turn],
  );
  if (source === undefined) return undefined;
  const reply = { sha256: source.reply_sha256, bytes: source.reply_bytes };
  keepReply(database, call, reply, source.reply_nanos);
  change(database, 'UPDATE model_calls SET reused_call = ? WHERE id = ?', [source.id, call]);
  return { call: { reply, costUsd: usdOfNanos(source.reply_nanos) }, reusedFrom: source.run };
}

/** A settled call was asked for once more, and answered by its reply. */
export function noteAskedAgain(database: Database.Database, call: number): void {
  change(database, 'UPDATE model_calls SET asked_again = 1 WHERE id = ? AND asked_again = 0', [call]);
}
