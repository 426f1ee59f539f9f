import { describe, expect, it } from '@jest/globals';
import { ERRORS, isErrorType, MillwrightError } from '../../src/protocol/errors.js';

describe('the errors of a run', () => {
  it('are a closed set, each with an exit code and an HTTP status', () => {
    expect(
      Object.fromEntries(Object.entries(ERRORS).map(([type, at]) => [type, [at.exitCode, at.httpStatus]])),
    ).toEqual({
      InvalidBrief: [2, 422],
      InvalidPlan: [1, 422],
      CriticalPhaseFailure: [1, 422],
      GenerationError: [1, 422],
      BudgetExhausted: [1, 402],
      GuardrailTripped: [1, 422],
      ModelRequired: [1, 422],
      ModelUnavailable: [2, 503],
      ModelRefused: [1, 422],
      SandboxUnavailable: [2, 503],
      ToolchainMissing: [2, 503],
      ArtifactMissing: [2, 404],
      ArtifactCorrupt: [2, 500],
    });
  });

  it('are told from other names', () => {
    expect(Object.keys(ERRORS).every(isErrorType)).toBe(true);
    for (const other of ['Error', 'toString', '__proto__', '', undefined, 7])
      expect(isErrorType(other)).toBe(false);
  });

  it('carry their type, details and cause', () => {
    const cause = new Error('the disk');
    const error = new MillwrightError('ArtifactMissing', 'It is gone.', { sha256: 'x' }, { cause });
    expect(error).toMatchObject({
      type: 'ArtifactMissing',
      message: 'It is gone.',
      details: { sha256: 'x' },
      cause,
    });
    expect(new MillwrightError('InvalidPlan', 'No.').details).toEqual({});
  });
});
