import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { mutantOutcomeSchema } from '../../../protocol/evidence.js';
import type { Language } from '../../language.js';

/** The first one is run, and imports the others. */
const RUNNER = ['run-mutants.mjs', 'bound-tests.mjs', 'judge-tests.mjs'] as const;
const FOLDER = '.millwright';
const JOB = '.millwright/mutation-job.json';
const OUTPUT = '.millwright/mutants.json';

/**
 * Megabytes of a heap: what fills it is ended before it fills the memory of its sandbox. The tests of thirty files and their code
 * take a tenth of it.
 */
const HEAP_MB = 1024;

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
  running: z.strictObject({ requirement: z.string(), mutant: z.int().nonnegative().nullable() }).nullable(),
});

/** Mutants are run by vitest's own interface, many in one process: measured, 0.6 s each instead of 2 s. */
export const MUTATE: Language['commands']['mutate'] = {
  files: async (job) => [
    ...(await Promise.all(
      RUNNER.map(async (name) => ({
        path: `${FOLDER}/${name}`,
        content: await readFile(new URL(`./inside/${name}`, import.meta.url), 'utf8'),
      })),
    )),
    { path: JOB, content: JSON.stringify(job) },
  ],
  command: ['node', `--max-old-space-size=${HEAP_MB}`, `${FOLDER}/${RUNNER[0]}`],
  output: OUTPUT,
  read: (output) => outputSchema.parse(JSON.parse(output)),
};
