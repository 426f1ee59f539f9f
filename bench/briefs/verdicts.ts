import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { briefsFolder, type CorpusBrief } from './corpus.js';
import type { ReadStatement } from './read-statements.js';

/**
 * What a judge, who has seen brief and report alone, thinks of one statement as it was understood. A statement that is
 * understood otherwise than the one that was judged has no verdict.
 */
const verdictSchema = z.strictObject({
  /** The words of the brief. */
  source: z.string(),
  /** What was made of them. */
  understood: z.string(),
  verdict: z.enum(['right', 'misread']),
  /** Why it is misread. */
  why: z.string().optional(),
});

const fileSchema = z.strictObject({
  statements: z.array(verdictSchema),
  /** Passages that ask for nothing, such as a greeting; they are not dropped where nothing stands for them. */
  asksNothing: z.array(z.string()),
  /** What the tool itself says that it leaves open: told to the judge, who is not asked about it. */
  leftOpen: z.array(z.string()).optional(),
});
export type Verdicts = z.infer<typeof fileSchema>;

const NONE: Verdicts = { statements: [], asksNothing: [] };

export async function readVerdicts({ half, name }: Pick<CorpusBrief, 'half' | 'name'>): Promise<Verdicts> {
  const file = join(briefsFolder(), 'verdicts', half, `${name}.json`);
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  });
  return text === undefined ? NONE : fileSchema.parse(JSON.parse(text));
}

export function verdictOn(
  { source, understood }: ReadStatement,
  verdicts: Verdicts,
): 'right' | 'misread' | 'unjudged' {
  const found = verdicts.statements.find(
    (verdict) => verdict.source === source && verdict.understood === understood,
  );
  return found?.verdict ?? 'unjudged';
}
