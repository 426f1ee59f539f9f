import { Context } from '@temporalio/activity';
import { CancelledFailure } from '@temporalio/common';
import { toActivityFailure } from './activity-failure.js';

/** How often an activity says that its worker lives. The worker passes each on to the server (`create-workers.ts`). */
const BEAT_MS = 1_000;

/** How far an activity is, as its heartbeats tell the server. */
export interface ActivityProgress {
  /** Characters of the model's reply that is arriving. */
  readonly replyCharacters: number;
}

/**
 * Runs one activity's work: heartbeats from the first line on, hands cancellation through as a signal, and lets errors
 * out only as failures with a type. What `work` last said of its progress goes with each beat from the next one on.
 */
export async function runActivity<Result>(
  work: (signal: AbortSignal, progress: (value: ActivityProgress) => void) => Promise<Result>,
): Promise<Result> {
  const context = Context.current();
  let latest: ActivityProgress | undefined;
  context.heartbeat();
  const beat = setInterval(() => {
    context.heartbeat(latest);
  }, BEAT_MS);
  const signal = context.cancellationSignal;
  try {
    return await work(signal, (value) => {
      latest = value;
    });
  } catch (error) {
    // Whatever a part throws when it is told to stop, it is a cancellation.
    if (signal.aborted) throw new CancelledFailure('The activity was cancelled.');
    throw toActivityFailure(error);
  } finally {
    clearInterval(beat);
  }
}
