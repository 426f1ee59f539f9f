import type { RunFailure } from '../../runs/run-failure.js';
import type { CommandResult } from '../context.js';
import { renderRunFailure } from '../render/run-failure.js';

/** The answer of a command whose run failed. */
export function failedRun(
  run: { readonly workflowId: string; readonly key: string },
  failure: RunFailure,
): CommandResult {
  return {
    exitCode: failure.exitCode,
    json: {
      workflowId: run.workflowId,
      runKey: run.key,
      outcome: failure.type === 'Cancelled' ? 'stopped' : 'failed',
      error: { type: failure.type, message: failure.message },
    },
    lines: (style) => renderRunFailure(run.workflowId, failure, style),
  };
}
