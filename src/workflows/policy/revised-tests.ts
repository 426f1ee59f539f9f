import type { VerifyProjectResult } from '../../protocol/children.js';
import type { RevisedTest } from '../../protocol/report.js';

const REASONS = {
  redraftedTests:
    'a first test failed on code that came back as it was. A second one, written from the same requirement by a tester who knew nothing of that, agrees with the code and took its place.',
  sharpenedTests: 'it passed on code that was broken on purpose, and its tester sharpened it.',
  putBackTests:
    'it passed on code that was broken on purpose. Its tester sharpened it, and the sharper one failed on code that could not be mended: the one from before stands, and may ask for too little.',
  revisedTests: 'it failed on code that could not be mended, and its tester revised it.',
} as const;

/** The tests that are not as they were first written, each with every reason. Only those of the last kind are flags. */
export function revisedTests(
  verified: Pick<VerifyProjectResult, keyof typeof REASONS>,
): readonly RevisedTest[] {
  return (['redraftedTests', 'sharpenedTests', 'putBackTests', 'revisedTests'] as const).flatMap((kind) =>
    (verified[kind] ?? []).map((path) => ({ path, reason: REASONS[kind] })),
  );
}
