import {
  FIXED_REQUESTS,
  REFUSALS,
  responseSchema,
  type PersonRequest,
  type Response,
} from '../../protocol/messages.js';
import { problemsOf } from '../../protocol/parse-input.js';

/** The questions a run has put to a person, and the answers. Plain data, so that it survives continue-as-new. */
export interface RequestBook {
  readonly open: readonly PersonRequest[];
  readonly answers: readonly Response[];
}

export const EMPTY_BOOK: RequestBook = { open: [], answers: [] };

/** Why a response is refused: a stable type and a sentence. */
export interface Refusal {
  readonly type: (typeof REFUSALS)[keyof typeof REFUSALS];
  readonly message: string;
}

/** Ids that exist before they are asked: the approval, and the gates of the plan's phases. */
function mayBeAnsweredEarly(requestId: string): boolean {
  return requestId === FIXED_REQUESTS.approve || requestId.startsWith(FIXED_REQUESTS.gate(''));
}

/** Why `response` cannot be taken, or undefined. The rule is synchronous: it is the update's validator. */
export function refuseResponse(book: RequestBook, response: unknown): Refusal | undefined {
  const parsed = responseSchema.safeParse(response);
  if (!parsed.success) {
    const problems = problemsOf(parsed.error, Object.keys(responseSchema.shape));
    return { type: REFUSALS.badResponse, message: `The response cannot be read: ${problems.join('; ')}.` };
  }
  const { requestId, choice } = parsed.data;
  if (book.answers.some((answer) => answer.requestId === requestId)) {
    return { type: REFUSALS.alreadyAnswered, message: `The request ${requestId} has been answered already.` };
  }
  const request = book.open.find((open) => open.id === requestId);
  if (request === undefined && !mayBeAnsweredEarly(requestId)) {
    const open = book.open.map(({ id }) => id).join(', ');
    return {
      type: REFUSALS.unknownRequest,
      message: `No request ${requestId} is open; ${open === '' ? 'nothing is being asked now' : `open are ${open}`}.`,
    };
  }
  if (request !== undefined && !request.options.includes(choice)) {
    return {
      type: REFUSALS.badResponse,
      message: `"${choice}" is no option of ${requestId}; choose one of ${request.options.join(', ')}.`,
    };
  }
  return undefined;
}

export function takeResponse(book: RequestBook, response: Response): RequestBook {
  return {
    open: book.open.filter(({ id }) => id !== response.requestId),
    answers: [...book.answers, response],
  };
}

export function openRequest(book: RequestBook, request: PersonRequest): RequestBook {
  return { ...book, open: [...book.open.filter(({ id }) => id !== request.id), request] };
}

export function answerTo(book: RequestBook, requestId: string): Response | undefined {
  return book.answers.find((answer) => answer.requestId === requestId);
}

/** A gate asks again after each failed round under its fixed id, so an answer that was used makes room for the next. */
export function clearAnswer(book: RequestBook, requestId: string): RequestBook {
  return { ...book, answers: book.answers.filter((answer) => answer.requestId !== requestId) };
}
