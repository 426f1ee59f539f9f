import { describe, expect, it } from '@jest/globals';
import { errorsAllowed, guardErrors } from '../../../src/workflows/policy/guardrail.js';

describe('the guardrail on errors', () => {
  it.each([
    [5, 10, 5],
    [5, 59, 5],
    [5, 60, 6],
    [5, 300, 30],
    [0, 9, 0],
    [40, 300, 40],
  ])('with a limit of %i, a run of %i files may have %i errors', (limit, files, allowed) => {
    expect(errorsAllowed(limit, files)).toBe(allowed);
  });

  it('lets a run go on up to the limit, and past it ends an autonomous one and asks in a guided one', () => {
    expect(guardErrors(5, 5, 10, 'autonomous')).toBe('continue');
    expect(guardErrors(6, 5, 10, 'autonomous')).toBe('abort');
    expect(guardErrors(5, 5, 10, 'guided')).toBe('continue');
    expect(guardErrors(6, 5, 10, 'guided')).toBe('escalate');
  });
});
