import { SIGNALS } from '../../../protocol/names.js';
import type { CliContext, CommandResult } from '../context.js';
import { withSession } from '../session.js';
import { requireOpenRun } from './require-run.js';

/** Keeps a run from starting further work, or lets it go on. */
export async function pauseOrResume(
  context: CliContext,
  name: string,
  signal: keyof typeof SIGNALS,
): Promise<CommandResult> {
  return withSession(
    context,
    { worker: false, onInterrupt: () => 'The signal may not have arrived; "millwright show" tells.' },
    async (session) => {
      const { workflowId, key } = await requireOpenRun(context, session.client, name);
      await session.client.workflow.getHandle(workflowId).signal(SIGNALS[signal]);
      return {
        exitCode: 0,
        json: { workflowId, runKey: key, paused: signal === 'pause' },
        lines: () => [
          signal === 'pause'
            ? `Paused the run ${workflowId}: what is at work ends, nothing new starts. Go on with: millwright resume ${workflowId}`
            : `Resumed the run ${workflowId}.`,
        ],
      };
    },
  );
}
