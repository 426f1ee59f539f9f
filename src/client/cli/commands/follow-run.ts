import { setTimeout as sleep } from 'node:timers/promises';
import type { Delivery } from '../../../protocol/report.js';
import { runFailureOf, type RunFailure } from '../../runs/run-failure.js';
import { temporalRun } from '../../runs/temporal-run.js';
import { watchRun } from '../../runs/watch-run.js';
import type { CliContext } from '../context.js';
import { answerRequests } from '../requests/answer-requests.js';
import type { Session } from '../session.js';

export type RunEnd =
  | { readonly kind: 'delivery'; readonly delivery: Delivery }
  | { readonly kind: 'failure'; readonly failure: RunFailure };

/**
 * Shows a run until it closes; a person at a terminal is asked what the run asks. Its failure is an answer, not an exception.
 * @throws Interrupted when the person leaves a question.
 */
export async function followRun(context: CliContext, session: Session, workflowId: string): Promise<RunEnd> {
  const { display, terminal } = context;
  const answering =
    terminal === null
      ? undefined
      : answerRequests(context, terminal, session.client, workflowId, wayBack(workflowId));
  const watched = watchRun(temporalRun(session.client, workflowId, context.parts.costs), {
    onProgress: (progress) => {
      if (answering?.busy() !== true) display.progress(progress);
      answering?.look(progress);
    },
    onSilence: (silent) => {
      display.silence(silent);
    },
    onTrouble: (troubles) => {
      display.trouble(troubles);
    },
    sleep: (ms) => sleep(ms),
  });
  try {
    const delivery = await (answering === undefined ? watched : Promise.race([watched, answering.left]));
    return { kind: 'delivery', delivery };
  } catch (error) {
    const failure = runFailureOf(error);
    if (failure === undefined) throw error;
    return { kind: 'failure', failure };
  } finally {
    display.settle();
  }
}

/** What Ctrl-C leaves behind while a run is followed. */
export function wayBack(workflowId: string): string {
  return `The run ${workflowId} is safe: what it has done is kept.\nGo on with: millwright follow ${workflowId}`;
}
