/** Share of a run's files that may use up their attempts, when that is more than the fixed number of errors. */
const ERROR_SHARE = 0.1;

export type GuardrailAction = 'continue' | 'retry' | 'escalate' | 'abort';

/** How many errors a run may have: the fixed limit, or 10 % of its files if that is more. */
export function errorsAllowed(limit: number, files: number): number {
  return Math.max(limit, Math.floor(files * ERROR_SHARE));
}

/**
 * Whether a run goes on after `errors` files used up their attempts (and the like): past the limit a guided run asks a
 * person and an autonomous one ends as `GuardrailTripped`.
 */
export function guardErrors(
  errors: number,
  limit: number,
  files: number,
  mode: 'autonomous' | 'guided',
): GuardrailAction {
  if (errors <= errorsAllowed(limit, files)) return 'continue';
  return mode === 'guided' ? 'escalate' : 'abort';
}
