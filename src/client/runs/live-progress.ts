import { spentUsd, type RunCosts } from '../../protocol/model-ledger.js';
import type { Progress } from '../../protocol/progress.js';

/**
 * The run's own account of itself, with what its calls have cost to this moment: a run hears of a file's cost when the file is done.
 * A ledger that cannot be read, or is another machine's, changes nothing.
 */
export async function withLiveSpend(
  progress: Progress,
  costs: (run: string) => Promise<RunCosts>,
): Promise<Progress> {
  try {
    const spent = spentUsd(await costs(progress.run.id));
    return spent > progress.costUsd ? { ...progress, costUsd: spent } : progress;
  } catch {
    return progress;
  }
}
