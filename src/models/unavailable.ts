import { MillwrightError } from '../protocol/errors.js';

/** Why a call came to nothing, for programs. */
export type FailureReason =
  | 'context-too-long'
  | 'quota'
  | 'key'
  | 'forbidden'
  | 'not-found'
  | 'other-api'
  | 'bad-request'
  | 'rate-limit'
  | 'conflict'
  | 'server'
  | 'overloaded'
  | 'timeout'
  | 'unreachable'
  | 'untrusted'
  | 'dropped'
  | 'cut'
  | 'garbled'
  | 'no-reply'
  | 'no-api'
  | 'endless'
  | 'endpoints-down'
  | 'cancelled'
  | 'price-unknown';

/** What went wrong with whom. */
export interface FailedCall {
  readonly endpoint: string;
  readonly model: string;
  /** Environment variable of the key; null: none is sent. */
  readonly keyFrom: string | null;
}

/** Does the endpoint take no more calls for now, this one, which cost nothing, among them? */
export function asksToWait({ details }: MillwrightError): boolean {
  return details.reason === 'rate-limit' && details.transient === true && details.billed === false;
}

/** Of a call that was stopped before it was sent: who set money aside for it takes that back. */
export function cancelled(endpoint: string, model: string): MillwrightError {
  return unavailable(
    'cancelled',
    'The call was cancelled before it was made.',
    { endpoint, model },
    { transient: true, billed: false },
  );
}

export function unavailable(
  reason: FailureReason,
  message: string,
  { endpoint, model }: Pick<FailedCall, 'endpoint' | 'model'>,
  details: {
    readonly transient: boolean;
    readonly billed: boolean;
    readonly status?: number;
    readonly retryAfterMs?: number;
  },
): MillwrightError {
  return new MillwrightError('ModelUnavailable', message, { reason, endpoint, model, ...details });
}
