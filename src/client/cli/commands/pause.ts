import { SIGNALS } from '../../../protocol/names.js';
import { changeSpendLimit } from '../../runs/update-run.js';
import type { CliContext, CommandResult } from '../context.js';
import { withSession } from '../session.js';
import { requireOpenRun } from './require-run.js';

/** Keeps a run from starting further work. */
export function pause(context: CliContext, name: string): Promise<CommandResult> {
  return pauseOrResume(context, name, 'pause', undefined);
}

/** Lets a paused run go on, from then on within `maxCost` US dollars where that is given. */
export function resume(
  context: CliContext,
  { run, maxCost }: { readonly run: string; readonly maxCost: number | undefined },
): Promise<CommandResult> {
  return pauseOrResume(context, run, 'resume', maxCost);
}

function pauseOrResume(
  context: CliContext,
  name: string,
  signal: keyof typeof SIGNALS,
  maxCost: number | undefined,
): Promise<CommandResult> {
  return withSession(
    context,
    // A new limit is taken in by whoever serves the run.
    {
      worker: maxCost !== undefined,
      onInterrupt: () => 'The signal may not have arrived; "millwright show" tells.',
    },
    async (session) => {
      const { workflowId, key } = await requireOpenRun(context, session.client, name);
      if (maxCost !== undefined) await changeSpendLimit(session.client, workflowId, maxCost);
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
