import { ActivityFailure, ApplicationFailure, ChildWorkflowFailure } from '@temporalio/workflow';
import { isErrorType, MillwrightError, type ErrorType } from '../protocol/errors.js';

/** The named error inside a failure that came back from an activity, a child or a loop; undefined: there is none. */
export function namedError(
  error: unknown,
): { type: ErrorType; message: string; details: unknown } | undefined {
  if (error instanceof MillwrightError)
    return { type: error.type, message: error.message, details: error.details };
  let cause: unknown = error;
  while (cause instanceof ActivityFailure || cause instanceof ChildWorkflowFailure) cause = cause.cause;
  if (!(cause instanceof ApplicationFailure) || !isErrorType(cause.type)) return undefined;
  return { type: cause.type, message: cause.message, details: cause.details?.[0] ?? {} };
}

/**
 * How a run fails: by its named error, or as `GenerationError` when an activity or a child failed for good without one.
 * Undefined for anything else: that is a bug, and must stay one that fails the workflow task.
 */
export function runFailure(error: unknown): ApplicationFailure | undefined {
  const named = namedError(error);
  if (named !== undefined) {
    return ApplicationFailure.create({
      type: named.type,
      message: named.message,
      nonRetryable: true,
      details: [named.details],
    });
  }
  if (!(error instanceof ActivityFailure) && !(error instanceof ChildWorkflowFailure)) return undefined;
  const step =
    error instanceof ActivityFailure
      ? `the activity ${error.activityType}`
      : `the child ${error.workflowType}`;
  return ApplicationFailure.create({
    type: 'GenerationError',
    message: `The run cannot go on: ${step} failed for good: ${deepestMessage(error)}. The Web UI shows its attempts; what was accepted can be had with "millwright fetch --partial".`,
    nonRetryable: true,
    cause: error,
  });
}

function deepestMessage(error: Error): string {
  let deepest: Error = error;
  while (deepest.cause instanceof Error) deepest = deepest.cause;
  return deepest.message;
}
