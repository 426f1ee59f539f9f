import { ApplicationFailure } from '@temporalio/workflow';
import { generateInputSchema, type GenerateOptions } from '../protocol/generate-input.js';
import { problemsOf } from '../protocol/parse-input.js';

/** What a run works with. @throws ApplicationFailure `InvalidBrief` naming every problem of the input. */
export function parseOptions(input: unknown): GenerateOptions {
  const parsed = generateInputSchema.safeParse(input);
  if (parsed.success) return parsed.data;
  const problems = problemsOf(parsed.error, Object.keys(generateInputSchema.shape));
  throw ApplicationFailure.create({
    type: 'InvalidBrief',
    message: `The input cannot be used: ${problems.join('; ')}.`,
    nonRetryable: true,
    details: [{ problems }],
  });
}
