import Database from 'libsql';
import { z } from 'zod';
import { getJson } from '../../../src/artifacts/json-artifact.js';
import { readRows } from '../../../src/ledger/read-rows.js';
import type { ArtifactStore } from '../../../src/protocol/artifact-store.js';
import { artifactRefSchema } from '../../../src/protocol/artifact.js';
import { modelRequestSchema } from '../../../src/protocol/model-call.js';
import { MODELS, type ModelServer } from '../../../test/doubles/model-server/model-server.js';

/** What the ledger holds of one call. */
export interface CallAccount {
  /** Equal for equal prompts to equal models, and equal to that of the provider's answers. */
  readonly prompt: string;
  /** When its first reply was kept, in milliseconds since the epoch; null: it never was. */
  readonly settledAt: number | null;
  /** Claims that count as spent: those that were settled, and those of which nobody knows. */
  readonly spentClaims: number;
}

/** A reply that a provider charges for. */
export interface ProviderAnswer {
  readonly prompt: string;
  /** When it was asked for, in milliseconds since the epoch. */
  readonly askedAt: number;
}

/**
 * Replies that were charged for though the ledger had one, or without a claim for them. Each prompt has its own account: a claim
 * that no answer came to makes up for none of another call, nor for one that was asked for after the settlement.
 */
export function paidTwice(answers: readonly ProviderAnswer[], accounts: readonly CallAccount[]): number {
  const prompts = new Set([...answers, ...accounts].map(({ prompt }) => prompt));
  return [...prompts].reduce((sum, prompt) => {
    const asked = answers.filter((answer) => answer.prompt === prompt);
    const calls = accounts.filter((account) => account.prompt === prompt);
    // Drafts that are asked for side by side may have one prompt: then it is settled when all of them are.
    const settledAt = Math.max(...calls.map((call) => call.settledAt ?? Infinity));
    const late = asked.filter(({ askedAt }) => askedAt >= settledAt).length;
    const spent = calls.reduce((claims, call) => claims + call.spentClaims, 0);
    return sum + Math.max(late, asked.length - spent, 0);
  }, 0);
}

/** What `double` answered so that it is charged for. */
export function answersOf(double: ModelServer): readonly ProviderAnswer[] {
  const prompts = new Map(double.prompts().map((prompt) => [prompt.number, prompt]));
  return double.calls().flatMap(({ number, status, arrivedAt, model }) => {
    const messages = prompts.get(number)?.messages ?? [];
    return status === 200
      ? [
          {
            prompt: promptKey(
              model,
              messages.map(({ role, text }) => [role, text]),
            ),
            askedAt: arrivedAt,
          },
        ]
      : [];
  });
}

const accountRow = z.object({
  request_sha256: artifactRefSchema.shape.sha256,
  request_bytes: z.int(),
  settled_at: z.iso.datetime().nullable(),
  spent_claims: z.int(),
});

/** The calls of a run that is closed in the ledger; `store` holds their prompts. */
export async function readCallAccounts(
  ledgerFile: string,
  store: ArtifactStore,
  run: string,
): Promise<readonly CallAccount[]> {
  const database = new Database(ledgerFile, { readonly: true });
  try {
    const rows = readRows(
      database,
      accountRow,
      `SELECT call.request_sha256, call.request_bytes,
              MIN(CASE claim.state WHEN 'settled' THEN claim.ended_at END) AS settled_at,
              COUNT(CASE WHEN claim.state IN ('settled', 'unknown') THEN 1 END) AS spent_claims
       FROM model_calls AS call LEFT JOIN model_claims AS claim ON claim.call = call.id
       WHERE call.run = ? GROUP BY call.id`,
      [run],
    );
    return await Promise.all(
      rows.map(async (row) => {
        const ref = { sha256: row.request_sha256, bytes: row.request_bytes };
        const { tier, messages } = await getJson(store, ref, modelRequestSchema);
        return {
          prompt: promptKey(
            MODELS[tier],
            messages.map(({ role, content }) => [role, content]),
          ),
          settledAt: row.settled_at === null ? null : Date.parse(row.settled_at),
          spentClaims: row.spent_claims,
        };
      }),
    );
  } finally {
    database.close();
  }
}

function promptKey(model: string, messages: readonly (readonly [role: string, text: string])[]): string {
  return JSON.stringify([model, messages]);
}
