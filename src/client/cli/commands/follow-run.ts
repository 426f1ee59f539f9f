import { setTimeout as sleep } from 'node:timers/promises';
import { deliverySchema, type Delivery } from '../../../protocol/report.js';
import { runFailureOf, type RunFailure } from '../../runs/run-failure.js';
import { temporalRun } from '../../runs/temporal-run.js';
import { watchRun } from '../../runs/watch-run.js';
import type { CliContext } from '../context.js';
import { answerRequests } from '../requests/answer-requests.js';
import type { Session } from '../session.js';

export type RunEnd<Result> =
  | { readonly kind: 'result'; readonly result: Result }
  | { readonly kind: 'failure'; readonly failure: RunFailure };

export interface Followed<Result> {
  /** Reads what the run returns. */
  readonly parse: (result: unknown) => Result;
  /** How to come back to it; left out: by following it. */
  readonly back?: string;
}

/** A run that delivers a project. */
export const DELIVERS: Followed<Delivery> = { parse: (result) => deliverySchema.parse(result) };

/**
 * Shows a run until it closes; a person at a terminal is asked what the run asks. Its failure is an answer, not an exception.
 * @throws Interrupted when the person leaves a question.
 */
export async function followRun<Result>(
  context: CliContext,
  session: Session,
  workflowId: string,
  { parse, back = wayBack(workflowId) }: Followed<Result>,
): Promise<RunEnd<Result>> {
  const { display, parts, terminal } = context;
  const answering =
    terminal === null ? undefined : answerRequests(context, terminal, session.client, workflowId, back);
  const watched = watchRun(temporalRun(session.client, workflowId, { parse, costs: parts.costs }), {
    onProgress: (progress) => {
      if (answering?.busy() !== true) display.progress(progress);
      answering?.look(progress);
    },
    onSilence: (silence) => {
      display.silence(silence);
    },
    onTrouble: (troubles) => {
      display.trouble(troubles);
    },
    sleep: (ms) => sleep(ms),
  });
  try {
    const result = await (answering === undefined ? watched : Promise.race([watched, answering.left]));
    return { kind: 'result', result };
  } catch (error) {
    const failure = runFailureOf(error);
    if (failure === undefined) throw error;
    return { kind: 'failure', failure };
  } finally {
    answering?.withdraw();
    display.settle();
  }
}

/** What Ctrl-C leaves behind while a run is followed. */
export function wayBack(workflowId: string): string {
  return `The run ${workflowId} is not ended: what it has done is kept.\nGo on with: millwright follow ${workflowId}\nEnd it with:  millwright cancel ${workflowId}`;
}
