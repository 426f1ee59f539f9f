import { z } from 'zod';
import { artifactRefSchema } from '../protocol/artifact.js';
import { deliverySchema, runOutcomeSchema, type RunRecord } from '../protocol/report.js';

/** A run record as the database holds it: what has parts is JSON text. Times are ISO 8601 in UTC, which sorts by time. */
export interface RunRecordRow {
  readonly key: string;
  readonly workflow_id: string;
  readonly name: string | null;
  readonly kind: string | null;
  readonly brief: string;
  readonly input: string;
  readonly outcome: string;
  readonly error: string | null;
  readonly delivery: string | null;
  readonly tree: string | null;
  readonly report: string | null;
  readonly cost_usd: number;
  readonly flags: number;
  readonly started_at: string;
  readonly ended_at: string;
}

/** JSON text → value, its parse error an issue like any other. */
const jsonText = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue({ code: 'custom', message: 'is not JSON' });
    return z.NEVER;
  }
});

const rowSchema = z.object({
  key: z.string(),
  workflow_id: z.string(),
  name: z.string().nullable(),
  kind: z.string().nullable(),
  brief: z.string(),
  input: jsonText,
  outcome: runOutcomeSchema,
  error: jsonText.pipe(z.object({ type: z.string(), message: z.string() })).nullable(),
  delivery: jsonText.pipe(deliverySchema).nullable(),
  tree: jsonText.pipe(artifactRefSchema).nullable(),
  report: jsonText.pipe(artifactRefSchema).nullable(),
  cost_usd: z.number(),
  flags: z.number(),
  started_at: z.string(),
  ended_at: z.string(),
});

function encode(value: unknown): string | null {
  return value === null ? null : JSON.stringify(value);
}

function utc(time: string): string {
  return new Date(time).toISOString();
}

/** @throws RangeError when a time of the record is not one. */
export function toRow(record: RunRecord): RunRecordRow {
  return {
    key: record.key,
    workflow_id: record.workflowId,
    name: record.name,
    kind: record.kind,
    brief: record.brief,
    input: JSON.stringify(record.input ?? null),
    outcome: record.outcome,
    error: encode(record.error),
    delivery: encode(record.delivery),
    tree: encode(record.tree),
    report: encode(record.report),
    cost_usd: record.costUsd,
    flags: record.flags,
    started_at: utc(record.startedAt),
    ended_at: utc(record.endedAt),
  };
}

/** @throws ZodError when the row is not what this version writes. */
export function fromRow(row: unknown): RunRecord {
  const { workflow_id, cost_usd, started_at, ended_at, ...same } = rowSchema.parse(row);
  return { ...same, workflowId: workflow_id, costUsd: cost_usd, startedAt: started_at, endedAt: ended_at };
}
