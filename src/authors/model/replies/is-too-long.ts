import { MillwrightError } from '../../../protocol/errors.js';

/** Was a prompt refused for its length, and not charged? */
export function isTooLong(error: unknown): error is MillwrightError {
  return error instanceof MillwrightError && error.details.reason === 'context-too-long';
}
