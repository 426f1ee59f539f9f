import type { ErrorType } from '../../protocol/errors.js';
import type { FoundRun } from './find-run.js';

/** Ends that say nothing of what models wrote, nor of what a person thought of it. */
const FROM_OUTSIDE: ReadonlySet<string> = new Set<ErrorType>([
  'ModelUnavailable',
  'BudgetExhausted',
  'SandboxUnavailable',
  'ToolchainMissing',
]);

export interface CutOff {
  /** The key of the run. */
  readonly key: string;
  readonly costUsd: number;
}

/**
 * A run that was cut off by its limit, a provider or this machine: one like it may use the replies that were paid for it. One that
 * failed of what models wrote would fail of the same replies again, and whoever stopped a run, refused its plan, or has its
 * delivery, begins anew for another result: undefined.
 */
export function cutOff(run: FoundRun | undefined): CutOff | undefined {
  if (run?.state !== 'closed') return undefined;
  const { outcome, error, costUsd } = run.record;
  const isOutside = outcome === 'failed' && error !== null && FROM_OUTSIDE.has(error.type);
  return isOutside ? { key: run.key, costUsd } : undefined;
}
