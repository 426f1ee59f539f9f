import { WorkflowUpdateFailedError, type Client } from '@temporalio/client';
import type { LimitChange, Response } from '../../protocol/messages.js';
import { REFUSALS, UPDATES } from '../../protocol/names.js';
import { causesOf } from './causes-of.js';
import { isTooLate } from './server-errors.js';
import { isServed, UNSERVED } from './serving.js';

/** A run takes no such answer, or no such limit; the message is in its own words. */
export class UpdateRefused extends Error {
  override readonly name = 'UpdateRefused';

  constructor(
    message: string,
    /** Somebody else has answered that request, or its deadline has passed: there is nothing left to answer. */
    readonly answeredElsewhere: boolean,
    options: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** No worker took what was sent to a run in time; whether one will take it later is not known. */
export class UpdateUnanswered extends Error {
  override readonly name = 'UpdateUnanswered';
}

/** A worker answers within milliseconds; one that just started first replays the history. */
const ANSWER_WITHIN_MS = 30_000;

/**
 * Answers a request of an open run, and waits until the run has taken the answer.
 * @throws UpdateRefused; UpdateUnanswered after `withinMs`.
 */
export async function answerRequest(
  client: Client,
  workflowId: string,
  response: Response,
  withinMs?: number,
): Promise<void> {
  await update(client, workflowId, UPDATES.respond, 'the answer', response, withinMs);
}

/**
 * Sets what an open run may spend on models, in US dollars, and waits until that counts.
 * @throws UpdateRefused; UpdateUnanswered after `withinMs`.
 */
export async function changeSpendLimit(
  client: Client,
  workflowId: string,
  costUsd: number,
  withinMs?: number,
): Promise<void> {
  const change: LimitChange = { costUsd };
  await update(client, workflowId, UPDATES.changeLimits, 'the new limit', change, withinMs);
}

async function update(
  client: Client,
  workflowId: string,
  name: string,
  what: string,
  change: Response | LimitChange,
  withinMs = ANSWER_WITHIN_MS,
): Promise<void> {
  try {
    await client.withDeadline(Date.now() + withinMs, () =>
      client.workflow.getHandle(workflowId).executeUpdate(name, { args: [change] }),
    );
  } catch (error) {
    if (isTooLate(error)) {
      const why = (await isServed(client)) ? 'its worker does not answer; try again' : UNSERVED;
      throw new UpdateUnanswered(`The run ${workflowId} did not take ${what}: ${why}.`, { cause: error });
    }
    if (!(error instanceof WorkflowUpdateFailedError)) throw error;
    const causes = causesOf(error);
    const why = causes.findLast((cause): cause is Error => cause instanceof Error) ?? error;
    throw new UpdateRefused(
      `The run ${workflowId} refused ${what}: ${why.message}`,
      causes.some((cause) => isOfType(cause, REFUSALS.alreadyAnswered)),
      { cause: error },
    );
  }
}

function isOfType(cause: unknown, type: string): boolean {
  return cause instanceof Error && 'type' in cause && cause.type === type;
}
