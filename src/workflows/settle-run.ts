import { CancellationScope, log, type ApplicationFailure } from '@temporalio/workflow';
import type { GenerateInput, GenerateOptions } from '../protocol/generate-input.js';
import type { Delivery } from '../protocol/report.js';
import { activity } from './activity-options.js';
import { runFailure } from './run-failure.js';
import type { RunState } from './run-state.js';
import { cancellationIn } from './was-cancelled.js';

/** Keeps the closed run's record outside of Temporal. A ledger that cannot be written does not undo a delivered project. */
export async function settle(
  state: RunState,
  input: GenerateInput,
  options: GenerateOptions,
  delivery: Delivery | null,
  error: { type: string; message: string } | null,
): Promise<void> {
  const record = () =>
    activity(
      'settleRun',
      'the record of this run',
    )({
      run: state.run,
      input,
      briefRef: options.briefRef ?? null,
      name: delivery?.name ?? state.analysis?.name ?? null,
      kind: state.analysis?.kind ?? null,
      outcome: state.outcome ?? 'failed',
      error,
      delivery,
      tree: state.tree.manifest === null && state.tree.changes.length === 0 ? null : state.tree,
      costUsd: state.costUsd,
      flags: state.flagCount,
      startedAt: state.startedAt,
      endedAt: new Date().toISOString(),
    });
  try {
    try {
      await record();
    } catch (failure) {
      // A person may stop a run that has ended already: it ended as it did, and that is kept.
      if (cancellationIn(failure) === undefined) throw failure;
      await CancellationScope.nonCancellable(record);
    }
  } catch (failure) {
    if (runFailure(failure) === undefined) throw failure;
    log.warn('The record of this run could not be kept outside of Temporal.', { failure });
  }
}

/**
 * Ends and settles a run that fails by name, and returns what it fails with. Anything else, a bug or the end of this execution in a
 * new one, is undefined and must pass through untouched.
 */
export async function settleFailure(
  state: RunState,
  input: GenerateInput,
  options: GenerateOptions,
  error: unknown,
): Promise<ApplicationFailure | undefined> {
  const failure = runFailure(error);
  if (failure === undefined) return undefined;
  state.end('failed', failure.message);
  await settle(state, input, options, null, {
    type: failure.type ?? 'GenerationError',
    message: failure.message,
  });
  return failure;
}
