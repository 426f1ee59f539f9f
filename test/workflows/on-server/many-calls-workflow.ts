import type { BuildFileInput } from '../../../src/protocol/build-activities.js';
import { activity } from '../../../src/workflows/activity-options.js';

/** Asks for `calls` drafts at once, as a run of that many files does. */
export async function manyCalls(input: BuildFileInput, calls: number): Promise<void> {
  await Promise.all(
    Array.from({ length: calls }, (_, index) =>
      activity('buildFile', `draft ${String(index + 1)}`)({ ...input, draft: index + 1 }),
    ),
  );
}
