import type { ErrorType } from '../../protocol/errors.js';
import type { FoundRun } from './find-run.js';

/** Ends that say nothing of what models wrote. */
const FROM_OUTSIDE: ReadonlySet<string> = new Set<ErrorType>([
  'ModelUnavailable',
  'BudgetExhausted',
  'SandboxUnavailable',
  'ToolchainMissing',
]);

/**
 * The key of a run that was cut off from outside: by a person, a provider, its limit, this machine. A run like it may use the replies
 * that were paid for it. One that failed of what models wrote would fail of the same replies again, and one that has delivered is
 * begun anew for another result: undefined.
 */
export function cutOff(run: FoundRun | undefined): string | undefined {
  if (run === undefined || run.state === 'open') return undefined;
  if (run.state === 'unsettled') return run.key;
  const { outcome, error } = run.record;
  const isOutside =
    outcome === 'stopped' || (outcome === 'failed' && error !== null && FROM_OUTSIDE.has(error.type));
  return isOutside ? run.key : undefined;
}
