import { CancellationScope, CancelledFailure, isCancellation } from '@temporalio/workflow';
import { namedError, runFailure } from './run-failure.js';

/** Was this one file cancelled by a person, and not the run? */
export function wasCancelledAlone(error: unknown): boolean {
  return isCancellation(error) && !CancellationScope.current().consideredCancelled;
}

/**
 * The cancellation that `error` tells of, to be thrown on; undefined: it tells of something else. A worker that dies before it has
 * acknowledged the cancel of its activity leaves a time-out: what fails without a name in what is being cancelled was cancelled.
 */
export function cancellationIn(error: unknown): Error | undefined {
  if (isCancellation(error) && error instanceof Error) return error;
  const isUnnamed = namedError(error) === undefined && runFailure(error) !== undefined;
  if (!isUnnamed || !CancellationScope.current().consideredCancelled) return undefined;
  const cause = error instanceof Error ? error : undefined;
  return new CancelledFailure('It was cancelled, and what was under way did not come to its end.', [], cause);
}
