import type { Response } from '../../../protocol/messages.js';
import { answerRequest, changeSpendLimit } from '../../runs/update-run.js';
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

/** Answers a request of an open run. @throws UpdateRefused with the run's own words. */
export async function respond(context: CliContext, answer: Answer): Promise<CommandResult> {
  const response: Response = { requestId: answer.request, choice: answer.choice };
  return withSession(
    context,
    { worker: true, onInterrupt: () => 'The answer may not have arrived; "millwright show" tells.' },
    async (session) => {
      const { workflowId, key } = await requireOpenRun(context, session.client, answer.run);
      // First: what is answered may go on at once.
      if (answer.maxCost !== undefined) await changeSpendLimit(session.client, workflowId, answer.maxCost);
      await answerRequest(session.client, workflowId, response);
      return {
        exitCode: 0,
        json: { workflowId, runKey: key, ...response },
        lines: () => [`Answered ${answer.request} of the run ${workflowId} with ${answer.choice}.`],
      };
    },
  );
}
