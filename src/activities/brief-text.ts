import type { AnalyzeInput } from '../protocol/plan-activities.js';
import type { ArtifactStore } from '../protocol/artifact-store.js';
import { MillwrightError } from '../protocol/errors.js';
import { briefProblem } from '../protocol/generate-input.js';

/** The brief as text, wherever it travels. @throws MillwrightError `InvalidBrief` when a stored one is not text. */
export async function briefText(
  store: ArtifactStore,
  options: Pick<AnalyzeInput['options'], 'brief' | 'briefRef'>,
): Promise<string> {
  if (options.brief !== undefined) return options.brief;
  if (options.briefRef === undefined) throw new MillwrightError('InvalidBrief', 'The input has no brief.');
  let brief: string;
  try {
    brief = new TextDecoder('utf-8', { fatal: true }).decode(await store.get(options.briefRef));
  } catch (error) {
    if (error instanceof MillwrightError) throw error;
    throw new MillwrightError(
      'InvalidBrief',
      'The brief is not UTF-8 text. Save it as UTF-8, and start again.',
    );
  }
  const problem = briefProblem(brief);
  if (problem !== undefined) throw new MillwrightError('InvalidBrief', `The brief ${problem}.`);
  return brief;
}
