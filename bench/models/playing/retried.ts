import { ApplicationFailure } from '@temporalio/common';

/** As often as the engine would: `AUTHOR` of src/workflows/activity-options.ts. */
const ATTEMPTS = 20;

/** Calls an activity again while its failures say that it may work later. At once: waiting is the engine's, and measured with it. */
export async function retried<Result>(call: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await call();
    } catch (error) {
      const passing = error instanceof ApplicationFailure && error.nonRetryable !== true;
      if (!passing || attempt === ATTEMPTS) throw error;
    }
  }
}
