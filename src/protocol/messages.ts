import { z } from 'zod';
import { limitsSchema } from './generate-input.js';

/** An answer to a request. `amendments` are for the approval of a plan. */
export const responseSchema = z.strictObject({
  requestId: z.string().min(1),
  choice: z.string().min(1),
  text: z.string().max(16_384).optional(),
  amendments: z.json().optional(),
});
export type Response = z.infer<typeof responseSchema>;

/** Only what is named is changed. */
export const limitChangeSchema = z
  .strictObject({
    retriesPerFile: limitsSchema.shape.retriesPerFile.unwrap().optional(),
    retriesPerGate: limitsSchema.shape.retriesPerGate.unwrap().optional(),
    errors: limitsSchema.shape.errors.unwrap().optional(),
    taskUsd: limitsSchema.shape.taskUsd.unwrap().optional(),
    hallucinationRate: limitsSchema.shape.hallucinationRate.unwrap().optional(),
    costUsd: limitsSchema.shape.costUsd.unwrap().optional(),
  })
  .refine((change) => Object.values(change).some((value) => value !== undefined), 'names no limit to change');
export type LimitChange = z.infer<typeof limitChangeSchema>;

/** A question that the run puts to a person. The deadline is absolute: a run goes on in a new execution only while nothing is asked. */
export interface PersonRequest {
  readonly id: string;
  readonly kind: 'clarify' | 'approve' | 'gate' | 'budget' | 'guardrail';
  readonly question: string;
  readonly options: readonly string[];
  readonly default: string;
  readonly askedAt: string;
  /** When the default is taken; null: never. ISO 8601. */
  readonly deadline: string | null;
}
