import { ApplicationFailure } from '@temporalio/workflow';
import { generateInputSchema, type GenerateOptions } from '../protocol/generate-input.js';
import { problemsOf } from '../protocol/parse-input.js';

/**
 * What a run works with.
 * @param begun the run goes on from an earlier part of it, which took the input as it is.
 * @throws ApplicationFailure `InvalidBrief` naming every problem of the input.
 */
export function parseOptions(input: unknown, begun = false): GenerateOptions {
  const parsed = generateInputSchema.safeParse(input);
  const problems = parsed.success
    ? begun
      ? []
      : notYet(parsed.data)
    : problemsOf(parsed.error, Object.keys(generateInputSchema.shape));
  if (parsed.success && problems.length === 0) return parsed.data;
  throw ApplicationFailure.create({
    type: 'InvalidBrief',
    message: `The input cannot be used: ${problems.join('; ')}.`,
    nonRetryable: true,
    details: [{ problems }],
  });
}

/** What an input may say one day. Taken in and left aside it would look like done, and cost what a new run costs. */
function notYet({ from }: GenerateOptions): readonly string[] {
  return from === undefined ? [] : ['from cannot be followed yet; leave it out to start a run of its own'];
}
