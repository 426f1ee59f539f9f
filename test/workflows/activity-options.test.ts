import { describe, expect, it } from '@jest/globals';
import { msToNumber } from '@temporalio/common/lib/time.js';
import type { Activities } from '../../src/protocol/activities.js';
import { ACTIVITY_OPTIONS } from '../../src/workflows/activity-options.js';

function timeOf(name: keyof Activities): number {
  return msToNumber(ACTIVITY_OPTIONS[name].startToCloseTimeout ?? 0);
}

describe('the time that an activity has', () => {
  it.each<keyof Activities>([
    ...(['checkContracts', 'validate', 'checkTree', 'review', 'buildFile'] as const),
    ...(['lint', 'test', 'prove', 'followReadme', 'mutate'] as const),
  ])('lets %s install the packages first that it works with, as on a second machine', (name) => {
    expect(timeOf(name)).toBeGreaterThan(timeOf('prepare'));
  });
});
