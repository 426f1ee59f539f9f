import { z } from 'zod';

/** When a draft was asked for and when it was there, in milliseconds since the epoch. */
export const draftTimeSchema = z.object({ path: z.string(), scheduledMs: z.number(), endedMs: z.number() });
export type DraftTime = z.infer<typeof draftTimeSchema>;
