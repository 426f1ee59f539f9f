import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import { MillwrightError } from '../protocol/errors.js';

/** Who was asked to wait, waits that long: an endpoint that throttles knows best when it will answer again. */
function retryDelay(milliseconds: unknown): { readonly nextRetryDelay?: number } {
  return typeof milliseconds === 'number' && milliseconds > 0 ? { nextRetryDelay: milliseconds } : {};
}

/**
 * How an error leaves an activity: always as a failure with a stable type. A named error is final, unless the part that
 * threw it knows it to be passing (`details.transient`); an unknown one is retried, since a lost disk or a broken pipe
 * heals, and its type is the error's name.
 */
export function toActivityFailure(error: unknown): Error {
  if (error instanceof CancelledFailure || error instanceof ApplicationFailure) return error;
  if (error instanceof MillwrightError) {
    return ApplicationFailure.create({
      type: error.type,
      message: error.message,
      nonRetryable: error.details.transient !== true,
      details: [error.details],
      cause: error,
      ...retryDelay(error.details.retryAfterMs),
    });
  }
  const cause = error instanceof Error ? error : new Error(String(error));
  return ApplicationFailure.create({ type: cause.name, message: cause.message, nonRetryable: false, cause });
}
