import { describe, expect, it } from '@jest/globals';
import { firstTier } from '../../../src/protocol/tier.js';
import { strongerTier } from '../../../src/workflows/policy/tier.js';

describe('the tier that a file is asked for', () => {
  it('starts light for what matters little, and standard for the rest', () => {
    expect([firstTier('low'), firstTier('normal'), firstTier('critical')]).toEqual([
      'light',
      'standard',
      'standard',
    ]);
  });

  it('steps up to strong, and no further', () => {
    expect([strongerTier('light'), strongerTier('standard'), strongerTier('strong')]).toEqual([
      'standard',
      'strong',
      undefined,
    ]);
  });
});
