import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { mutantOutcomeSchema } from '../../../protocol/evidence.js';
import type { Language } from '../../language.js';

const RUNNER = '.millwright/run-mutants.mjs';
const JOB = '.millwright/mutation-job.json';
const OUTPUT = '.millwright/mutants.json';

const outputSchema = z.strictObject({
  tasks: z.array(
    z.strictObject({
      requirement: z.string(),
      unfit: z.string().nullable(),
      mutants: z.array(
        z.strictObject({ outcome: mutantOutcomeSchema, killedBy: z.string().exactOptional() }),
      ),
    }),
  ),
});

/** Mutants are run by vitest's own interface, many in one process: measured, 0.6 s each instead of 2 s. */
export const MUTATE: Language['commands']['mutate'] = {
  files: async (job) => [
    { path: RUNNER, content: await readFile(new URL('./inside/run-mutants.mjs', import.meta.url), 'utf8') },
    { path: JOB, content: JSON.stringify(job) },
  ],
  command: ['node', RUNNER],
  output: OUTPUT,
  read: (output) => outputSchema.parse(JSON.parse(output)).tasks,
};
