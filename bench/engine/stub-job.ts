import { z } from 'zod';

/** What a run with stubbed activities is to build. It travels as the run's brief, so that the run is a usual one. */
export const stubJobSchema = z.strictObject({
  /** `layered`: see `syntheticPlan`; `chain`: each file needs the one before it; `flat`: none needs another. */
  shape: z.enum(['layered', 'chain', 'flat']).default('layered'),
  files: z.int().min(5),
  seed: z.int().default(1),
  /** How long `buildFile` sleeps, in milliseconds; every other stub answers at once. */
  sleepMs: z.int().min(0).default(0),
  /** How long `validate` sleeps. Nothing knows of it, so it is overhead: for a run that must fall short. */
  hiddenSleepMs: z.int().min(0).default(0),
  /** The file with this number in the plan is never accepted: for a run that must fall short. */
  failingFile: z.int().min(0).nullable().default(null),
});
export type StubJob = z.output<typeof stubJobSchema>;

const PREFIX = 'A synthetic plan: ';

export function briefOfJob(job: z.input<typeof stubJobSchema>): string {
  return PREFIX + JSON.stringify(stubJobSchema.parse(job));
}

/** @throws Error when the brief is not one of ours. */
export function jobOfBrief(brief: string): StubJob {
  return stubJobSchema.parse(JSON.parse(brief.slice(PREFIX.length)));
}
