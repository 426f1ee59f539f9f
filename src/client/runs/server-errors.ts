import { causesOf } from './causes-of.js';

/** gRPC status codes, from the gRPC specification. */
const STATUS = {
  cancelled: 1,
  deadlineExceeded: 4,
  notFound: 5,
  failedPrecondition: 9,
  unavailable: 14,
} as const;

function statusOf(error: unknown): number | undefined {
  for (const cause of causesOf(error)) {
    if (typeof cause === 'object' && cause !== null && 'code' in cause && typeof cause.code === 'number') {
      return cause.code;
    }
  }
  return undefined;
}

/** Nobody answered: the server restarts or is gone, or no worker is there to answer a query. Asking again may help. */
export function isUnavailable(error: unknown): boolean {
  const status = statusOf(error);
  return (
    status === STATUS.unavailable ||
    status === STATUS.deadlineExceeded ||
    status === STATUS.failedPrecondition ||
    status === STATUS.cancelled
  );
}

/** What was asked took longer than it might; which of the two the call ends with is up to who notices first. */
export function isTooLate(error: unknown): boolean {
  const status = statusOf(error);
  return status === STATUS.deadlineExceeded || status === STATUS.cancelled;
}

/** The server answers, and has no such run. */
export function isNotFound(error: unknown): boolean {
  return (
    statusOf(error) === STATUS.notFound ||
    causesOf(error).some((cause) => cause instanceof Error && cause.name === 'WorkflowNotFoundError')
  );
}
