import { condition } from '@temporalio/workflow';
import type { PersonRequest, Response } from '../protocol/messages.js';
import { answerTo, openRequest, clearAnswer } from './policy/requests.js';
import type { RunState } from './run-state.js';

/** How long a guided run waits for a person before the default is taken: a week covers a holiday. */
const PATIENCE_MS = 7 * 24 * 60 * 60 * 1000;

/** Puts a request to a person and waits for the answer, or until its deadline, when the default is taken. */
export async function askPerson(
  state: RunState,
  request: Omit<PersonRequest, 'askedAt' | 'deadline'>,
): Promise<Response> {
  const early = answerTo(state.requests, request.id);
  // An answer given before it was asked counts only if it fits what is now asked.
  if (early !== undefined && request.options.includes(early.choice)) return early;
  state.requests = clearAnswer(state.requests, request.id);
  const now = Date.now();
  state.requests = openRequest(state.requests, {
    ...request,
    askedAt: new Date(now).toISOString(),
    deadline: new Date(now + PATIENCE_MS).toISOString(),
  });
  state.say(`Waiting for an answer to ${request.id}: ${request.question}`);
  await condition(() => answerTo(state.requests, request.id) !== undefined, PATIENCE_MS, {
    summary: `deadline of ${request.id}`,
  });
  const answer = answerTo(state.requests, request.id) ?? { requestId: request.id, choice: request.default };
  state.requests = { ...state.requests, open: state.requests.open.filter(({ id }) => id !== request.id) };
  state.say(`${request.id}: ${answer.choice}`);
  return answer;
}
