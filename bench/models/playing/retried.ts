import { ApplicationFailure } from '@temporalio/common';
import type { Activities } from '../../../src/protocol/activities.js';
import { ACTIVITY_OPTIONS } from '../../../src/workflows/activity-options.js';

type Called = (input: never) => Promise<unknown>;

/**
 * The activities, each called again as often as the engine would while its failures say that it may work later. At once: waiting is
 * the engine's, and measured with it.
 */
export function retriedActivities(activities: Activities): Activities {
  const retried = Object.entries<Called>({ ...activities }).map(([name, activity]): [string, Called] => {
    const attempts = ACTIVITY_OPTIONS[name as keyof Activities].retry?.maximumAttempts ?? 1;
    return [name, (input) => retry(() => activity(input), attempts)];
  });
  return Object.fromEntries(retried) as unknown as Activities;
}

async function retry<Result>(call: () => Promise<Result>, attempts: number): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await call();
    } catch (error) {
      const passing = error instanceof ApplicationFailure && error.nonRetryable !== true;
      if (!passing || attempt === attempts) throw error;
    }
  }
}
