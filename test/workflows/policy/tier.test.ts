import { describe, expect, it } from '@jest/globals';
import { fileRoleSchema, type FileRole } from '../../../src/protocol/plan.js';
import { firstTier, type Tier } from '../../../src/protocol/tier.js';
import { strongerTier } from '../../../src/workflows/policy/tier.js';

const FIRST_TIERS: Readonly<Record<FileRole | 'any', readonly [low: Tier, normal: Tier, critical: Tier]>> = {
  backend: ['light', 'standard', 'standard'],
  database: ['light', 'standard', 'standard'],
  api: ['light', 'standard', 'standard'],
  frontend: ['light', 'standard', 'standard'],
  devops: ['light', 'standard', 'standard'],
  docs: ['light', 'standard', 'standard'],
  tester: ['standard', 'standard', 'standard'],
  security: ['standard', 'standard', 'strong'],
  any: ['light', 'standard', 'standard'],
};

describe('the tier that a file is asked for', () => {
  it.each([...fileRoleSchema.options, 'any' as const])('for the role %s goes by priority', (name) => {
    const role = name === 'any' ? undefined : name;
    const tiers = (['low', 'normal', 'critical'] as const).map((priority) => firstTier(role, priority));
    expect(tiers).toEqual(FIRST_TIERS[name]);
  });

  it('steps up to strong, and no further', () => {
    expect([strongerTier('light'), strongerTier('standard'), strongerTier('strong')]).toEqual([
      'standard',
      'strong',
      undefined,
    ]);
  });
});
