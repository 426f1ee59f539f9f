import { condition } from '@temporalio/workflow';
import type { PersonRequest, Response } from '../protocol/messages.js';
import { answerTo, clearAnswer, closeRequest, openRequest } from './policy/requests.js';
import type { RunState } from './run-state.js';

/** How long a guided run waits for a person before the default is taken: a week covers a holiday. */
const PATIENCE_MS = 7 * 24 * 60 * 60 * 1000;

/** `isDefault`: nobody answered. */
export type Answer = Response & { readonly isDefault: boolean };

/** Puts a request to a person and waits for the answer, or until its deadline, when the default is taken; in a run that fails that is at once. */
export async function askPerson(
  state: RunState,
  request: Omit<PersonRequest, 'askedAt' | 'deadline'>,
): Promise<Answer> {
  const { id } = request;
  const early = answerTo(state.requests, id);
  if ((early === undefined || !request.options.includes(early.choice)) && !state.failing) {
    const now = Date.now();
    state.requests = openRequest(clearAnswer(state.requests, id), {
      ...request,
      askedAt: new Date(now).toISOString(),
      deadline: new Date(now + PATIENCE_MS).toISOString(),
    });
    state.say(`Waiting for an answer to ${id}: ${request.question}`);
    await condition(() => answerTo(state.requests, id) !== undefined || state.failing, PATIENCE_MS, {
      summary: `deadline of ${id}`,
    });
  }
  const given = answerTo(state.requests, id);
  const answer = given ?? { requestId: id, choice: request.default };
  // The same id may ask again (another plan, another round of a gate): what was answered now does not answer that.
  state.requests = clearAnswer(closeRequest(state.requests, id), id);
  state.say(`${id}: ${answer.choice}`);
  return { ...answer, isDefault: given === undefined };
}
