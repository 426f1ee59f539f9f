import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import type { PlanDigest } from '../../../protocol/digest.js';
import type { PersonRequest } from '../../../protocol/messages.js';
import { QUERIES } from '../../../protocol/names.js';
import type { Progress } from '../../../protocol/progress.js';
import { isNotFound, isUnavailable } from '../../runs/server-errors.js';
import { answerRequest, changeSpendLimit, UpdateRefused } from '../../runs/update-run.js';
import { FIRST_RETRY_MS } from '../../runs/watch-run.js';
import { Interrupted } from '../command-error.js';
import type { CliContext } from '../context.js';
import { renderDigest } from '../render/digest-screen.js';
import { forTerminal } from '../render/for-terminal.js';
import { askRequest, type Chosen } from './ask-request.js';
import { UNANSWERED, type Terminal } from './prompt.js';

/** Someone at the terminal who answers what a run asks, while the run is followed. */
export interface Answering {
  /** Is a question on the screen? Then nothing else is drawn. */
  readonly busy: () => boolean;
  /** Looks whether the run asks something, and puts it on the screen; what it asks no more is taken away. */
  look(progress: Progress): void;
  /** Takes away what is on the screen: the run has ended. */
  withdraw(): void;
  /** Rejects when the person leaves, or an answer could not be given; never resolves. */
  readonly left: Promise<never>;
}

/** What became of a question: its answer given here, or why it is not asked any more. */
type Fate = 'answered' | 'elsewhere' | 'ended';

const NOT_ASKED: Readonly<Record<Exclude<Fate, 'answered'>, string>> = {
  elsewhere: 'it was answered elsewhere, or its time is over',
  ended: 'the run has ended',
};

/** The question on the screen. */
interface Asked {
  readonly id: string;
  readonly gone: AbortController;
}

/**
 * Puts a run's requests to the person at the terminal, one after the other. Leaving a question leaves the run waiting: it is asked
 * again by whoever follows it next. What is answered elsewhere meanwhile is no longer asked here.
 */
export function answerRequests(
  { display, interrupted }: CliContext,
  terminal: Terminal,
  client: Client,
  workflowId: string,
  wayBack: string,
): Answering {
  const handle = client.workflow.getHandle(workflowId);
  let busy = false;
  let asked: Asked | undefined;
  /** The last that was heard of the run while a question was on the screen. */
  let missed: Progress | undefined;
  let leave: (reason: unknown) => void = () => undefined;
  const left = new Promise<never>((_, reject) => (leave = reject));
  // Whoever races it hears of it; nobody else has to.
  left.catch(() => undefined);

  const end = new AbortController();
  const hasEnded = (): boolean => end.signal.aborted;

  const answerAll = async (spends: boolean): Promise<void> => {
    const open = await handle.query<readonly PersonRequest[]>(QUERIES.requests);
    for (const request of open) {
      // What nobody has seen yet is not put before someone who has been told how the run ended.
      if (hasEnded()) return;
      if (missed?.waitingFor.includes(request.id) === false) continue;
      const gone = new AbortController();
      asked = { id: request.id, gone };
      display.settle();
      if (request.kind === 'approve') await showPlan();
      if (hasEnded()) return;
      const fate = await untilAnswered({ request, spends }, gone.signal);
      asked = undefined;
      if (fate !== 'answered') display.line(`${request.id} is not asked any more: ${NOT_ASKED[fate]}.`);
    }
  };
  /** Resolves once the run has the answer from here, or waits for none any more. */
  const untilAnswered = async (
    question: { readonly request: PersonRequest; readonly spends: boolean },
    gone: AbortSignal,
  ): Promise<Fate> => {
    const until = AbortSignal.any([interrupted, gone, end.signal]);
    for (;;) {
      const chosen = await askRequest(terminal, until, question);
      if (chosen === UNANSWERED) {
        if (hasEnded()) return 'ended';
        if (gone.aborted) return 'elsewhere';
        throw new Interrupted(`The run waits for an answer.\n${wayBack}`);
      }
      try {
        await send(question.request.id, chosen);
        return 'answered';
      } catch (error) {
        // How a run ended that is closed by now, its result says.
        if (isNotFound(error)) {
          withdraw();
          return 'ended';
        }
        if (!(error instanceof UpdateRefused)) throw error;
        if (error.answeredElsewhere) return 'elsewhere';
        display.line(error.message);
      }
    }
  };
  const send = async (requestId: string, { choice, limitUsd }: Chosen): Promise<void> => {
    if (limitUsd !== undefined) await changeSpendLimit(client, workflowId, limitUsd);
    await answerRequest(client, workflowId, { requestId, choice });
  };
  const showPlan = async (): Promise<void> => {
    const plan = await handle.query<PlanDigest | null>(QUERIES.plan);
    if (plan === null || hasEnded()) return;
    terminal.output.write(`\n${forTerminal(renderDigest(plan, display.style()).join('\n'))}\n`);
  };
  const look = (progress: Progress): void => {
    const { waitingFor, costUsd, estimate = null } = progress;
    if (asked !== undefined && !waitingFor.includes(asked.id)) asked.gone.abort();
    if (busy) missed = progress;
    if (hasEnded() || busy || waitingFor.length === 0) return;
    busy = true;
    answerAll(estimate !== null || costUsd > 0)
      .then(
        () => missed,
        async (error: unknown) => {
          // The run waits longer than its server or worker is away; whoever watches it says that nobody answers.
          if (!isUnavailable(error)) throw error;
          await sleep(FIRST_RETRY_MS);
          return missed ?? progress;
        },
      )
      .then((next) => {
        asked = undefined;
        busy = false;
        missed = undefined;
        if (next !== undefined) look(next);
      }, leave);
  };
  const withdraw = (): void => {
    end.abort();
  };
  return { busy: () => busy, look, withdraw, left };
}
