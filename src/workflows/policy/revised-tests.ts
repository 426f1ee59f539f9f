import type { VerifyProjectResult } from '../../protocol/children.js';
import type { RevisedTest } from '../../protocol/report.js';

const REASONS = {
  redraftedTests:
    'a first test failed on code that came back as it was. A second one, written from the same requirement by a tester who knew nothing of that, agrees with the code and took its place.',
  sharpenedTests: 'it passed on code that was broken on purpose, and its tester sharpened it.',
  revisedTests: 'it failed on code that could not be mended, and its tester revised it.',
} as const;

/** The tests that are not as they were first written, each with every reason. Only those of the last kind are flags. */
export function revisedTests(
  verified: Pick<VerifyProjectResult, keyof typeof REASONS>,
): readonly RevisedTest[] {
  return (['redraftedTests', 'sharpenedTests', 'revisedTests'] as const).flatMap((kind) =>
    (verified[kind] ?? []).map((path) => ({ path, reason: REASONS[kind] })),
  );
}
