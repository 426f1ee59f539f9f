import { setTimeout as sleep } from 'node:timers/promises';
import type { CliContext, CommandResult } from '../context.js';
import { withSession } from '../session.js';
import { closedRun } from './closed-run.js';
import { requireRun } from './require-run.js';

/** A run ends its sandboxes and settles its record before it closes; longer than this is worth saying instead of waiting. */
const CLOSING_MS = 30_000;

/** Stops a run and waits until it has settled. */
export async function cancel(context: CliContext, name: string): Promise<CommandResult> {
  return withSession(
    context,
    {
      worker: true,
      onInterrupt: () => `Asked the run ${name} to stop; it settles while a worker serves it.`,
    },
    async (session) => {
      const found = await requireRun(context, session.client, name);
      const { workflowId, key } = found;
      if (found.state === 'closed') return closedRun(found.record);
      if (found.state === 'open') await session.client.workflow.getHandle(workflowId).cancel();
      context.display.line(`Stopping the run ${workflowId} …`);
      const closed = session.client.workflow
        .getHandle(workflowId)
        .result()
        .then(
          () => true,
          () => true,
        );
      const settled = await Promise.race([closed, sleep(CLOSING_MS, false, { ref: false })]);
      return {
        exitCode: 0,
        json: { workflowId, runKey: key, outcome: settled ? 'stopped' : null },
        lines: () => [
          settled
            ? `Stopped the run ${workflowId}.`
            : `The run ${workflowId} was asked to stop and is still ending its work; "millwright show ${workflowId}" says when it has.`,
          `What it accepted is kept: millwright fetch ${workflowId} --partial --out DIR`,
        ],
      };
    },
  );
}
