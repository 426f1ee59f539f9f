import type { AnalysisDigest } from '../../protocol/digest.js';
import { responseSchema, type PersonRequest, type Response } from '../../protocol/messages.js';
import { FIXED_REQUESTS, REFUSALS } from '../../protocol/names.js';
import { problemsOf } from '../../protocol/parse-input.js';

/** What a person may choose when a plan is shown. */
export const APPROVAL_CHOICES = ['approve', 'stop'] as const;

/** What a person may choose at a gate, or of a file that has cost too much. */
export const GATE_CHOICES = ['stop', 'retry', 'continue'] as const;
export type GateChoice = (typeof GATE_CHOICES)[number];

/** What a person may choose past a limit of the whole run, where there is nothing to try again. */
export const GO_ON_CHOICES = ['stop', 'continue'] as const satisfies readonly GateChoice[];

/** What a person may choose when the run's limit leaves no room for the next call. */
export const BUDGET_CHOICES = ['stop', 'go-on'] as const;

/** The answers of a run that asks nobody, by question id. */
export function defaultAnswers({
  questions,
}: Pick<AnalysisDigest, 'questions'>): Readonly<Record<string, string>> {
  return Object.fromEntries(questions.map((question) => [question.id, question.default]));
}

/** The questions a run has put to a person, and the answers. Plain data, so that it survives continue-as-new. */
export interface RequestBook {
  readonly open: readonly PersonRequest[];
  /** Answers that stand: given before they were asked for, or not to be asked again. */
  readonly answers: readonly Response[];
  /** Ids of everything that was ever asked. */
  readonly asked: readonly string[];
}

export const EMPTY_BOOK: RequestBook = { open: [], answers: [], asked: [] };

/** Which of the requests with fixed ids a run may still come to; only those may be answered before they are asked. */
export interface Upcoming {
  readonly approval: boolean;
  /** Phases of the plan whose gate is shut; undefined while there is no plan, when any may come. */
  readonly gates: readonly string[] | undefined;
}

/** Why a response is refused: a stable type and a sentence. */
export interface Refusal {
  readonly type: (typeof REFUSALS)[keyof typeof REFUSALS];
  readonly message: string;
}

/** The options of a request that may still come, or undefined: no such request is to come. */
function optionsToCome(upcoming: Upcoming, requestId: string): readonly string[] | undefined {
  if (requestId === FIXED_REQUESTS.approve) return upcoming.approval ? APPROVAL_CHOICES : undefined;
  const known =
    upcoming.gates === undefined
      ? requestId.startsWith(FIXED_REQUESTS.gate(''))
      : upcoming.gates.some((phase) => FIXED_REQUESTS.gate(phase) === requestId);
  return known ? GATE_CHOICES : undefined;
}

/** Why `response` cannot be taken, or undefined. The rule is synchronous: it is the update's validator. */
export function refuseResponse(
  book: RequestBook,
  upcoming: Upcoming,
  response: unknown,
): Refusal | undefined {
  const parsed = responseSchema.safeParse(response);
  if (!parsed.success) {
    const problems = problemsOf(parsed.error, Object.keys(responseSchema.shape));
    return { type: REFUSALS.badResponse, message: `The response cannot be read: ${problems.join('; ')}.` };
  }
  const { requestId, choice, text, amendments } = parsed.data;
  // Taken in and left aside they would look like done.
  const unheard = [text === undefined ? [] : 'text', amendments === undefined ? [] : 'amendments'].flat();
  if (unheard.length > 0) {
    return {
      type: REFUSALS.badResponse,
      message: `A response with ${unheard.join(' and ')} cannot be followed yet: answer with one of the choices alone. To change a plan, stop, and start again with a plan of your own (millwright plan).`,
    };
  }
  const request = book.open.find((open) => open.id === requestId);
  const given = book.answers.some((answer) => answer.requestId === requestId);
  if (given || (request === undefined && book.asked.includes(requestId))) {
    return {
      type: REFUSALS.alreadyAnswered,
      message: `The request ${requestId} has been answered already, or its deadline has passed.`,
    };
  }
  const options = request?.options ?? optionsToCome(upcoming, requestId);
  if (options === undefined) {
    const open = book.open.map(({ id }) => id).join(', ');
    return {
      type: REFUSALS.unknownRequest,
      message: `No request ${requestId} is open or still to come; ${open === '' ? 'nothing is being asked now' : `open are ${open}`}.`,
    };
  }
  return options.includes(choice)
    ? undefined
    : {
        type: REFUSALS.badResponse,
        message: `"${choice}" is no option of ${requestId}; choose one of ${options.join(', ')}.`,
      };
}

export function takeResponse(book: RequestBook, response: Response): RequestBook {
  return {
    ...book,
    open: book.open.filter(({ id }) => id !== response.requestId),
    answers: [...book.answers, response],
  };
}

export function openRequest(book: RequestBook, request: PersonRequest): RequestBook {
  return {
    ...book,
    open: [...book.open.filter(({ id }) => id !== request.id), request],
    asked: book.asked.includes(request.id) ? book.asked : [...book.asked, request.id],
  };
}

/** Nothing is asked under `requestId` any more: it was answered, or its deadline has passed. */
export function closeRequest(book: RequestBook, requestId: string): RequestBook {
  return {
    ...book,
    open: book.open.filter(({ id }) => id !== requestId),
    asked: book.asked.includes(requestId) ? book.asked : [...book.asked, requestId],
  };
}

export function answerTo(book: RequestBook, requestId: string): Response | undefined {
  return book.answers.find((answer) => answer.requestId === requestId);
}

/** An approval and a gate ask again under their fixed id, so an answer that was used makes room for the next. */
export function clearAnswer(book: RequestBook, requestId: string): RequestBook {
  return { ...book, answers: book.answers.filter((answer) => answer.requestId !== requestId) };
}
