import type { BuildFileInput, ValidateInput } from '../../src/protocol/build-activities.js';
import { activity } from '../../src/workflows/activity-options.js';

/** The least that a file can cost on Temporal: its two activities, under the product's own options, and nothing else. */
export async function bareFile(input: {
  readonly build: BuildFileInput;
  readonly validate: ValidateInput;
}): Promise<number> {
  await activity('buildFile', input.build.path)(input.build);
  const { findings } = await activity('validate', input.validate.path)(input.validate);
  return findings.blocking;
}
