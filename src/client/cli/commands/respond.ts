import { WorkflowUpdateFailedError } from '@temporalio/client';
import type { Response } from '../../../protocol/messages.js';
import { UPDATES } from '../../../protocol/names.js';
import { changeSpendLimit } from '../../runs/change-spend-limit.js';
import { causesOf } from '../../runs/run-failure.js';
import { CommandError } from '../command-error.js';
import type { CliContext, CommandResult } from '../context.js';
import { withSession } from '../session.js';
import { requireOpenRun } from './require-run.js';

export interface Answer {
  readonly run: string;
  readonly request: string;
  readonly choice: string;
  /** What the run may spend on models from then on, in US dollars; undefined: as before. */
  readonly maxCost: number | undefined;
}

/** Answers a request of an open run. @throws CommandError `Refused` with the run's own words. */
export async function respond(context: CliContext, answer: Answer): Promise<CommandResult> {
  const response: Response = { requestId: answer.request, choice: answer.choice };
  return withSession(
    context,
    { worker: true, onInterrupt: () => 'The answer may not have arrived; "millwright show" tells.' },
    async (session) => {
      const { workflowId, key } = await requireOpenRun(context, session.client, answer.run);
      try {
        // First: what is answered may go on at once.
        if (answer.maxCost !== undefined) await changeSpendLimit(session.client, workflowId, answer.maxCost);
        await session.client.workflow
          .getHandle(workflowId)
          .executeUpdate(UPDATES.respond, { args: [response] });
      } catch (error) {
        throw error instanceof WorkflowUpdateFailedError ? refused(workflowId, error) : error;
      }
      return {
        exitCode: 0,
        json: { workflowId, runKey: key, ...response },
        lines: () => [`Answered ${answer.request} of the run ${workflowId} with ${answer.choice}.`],
      };
    },
  );
}

function refused(workflowId: string, error: WorkflowUpdateFailedError): CommandError {
  const why = causesOf(error).findLast((cause): cause is Error => cause instanceof Error) ?? error;
  return new CommandError('Refused', `The run ${workflowId} refused the answer: ${why.message}`, {
    cause: error,
  });
}
