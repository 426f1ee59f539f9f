import {
  condition,
  type ChildWorkflowHandle,
  type Workflow,
  type WorkflowResultType,
} from '@temporalio/workflow';
import { SIGNALS } from '../protocol/names.js';
import type { RunState } from './run-state.js';

/** Waits while the run is paused, and not past its failing. What begins something new asks here first. */
export async function whilePaused(state: Pick<RunState, 'paused' | 'failing'>): Promise<void> {
  if (state.paused) await condition(() => !state.paused || state.failing);
}

/** Runs a child that holds itself back while the run is paused: it is told of each pause, and of each end of one. */
export async function pausedWithRun<Child extends Workflow>(
  state: RunState,
  starting: Promise<ChildWorkflowHandle<Child>>,
): Promise<WorkflowResultType<Child>> {
  const child = await starting;
  const tell = (): void => {
    // Who has ended meanwhile need not know.
    child.signal(state.paused ? SIGNALS.pause : SIGNALS.resume).catch(() => undefined);
  };
  state.onPause = tell;
  try {
    if (state.paused) tell();
    return await child.result();
  } finally {
    state.onPause = undefined;
  }
}
