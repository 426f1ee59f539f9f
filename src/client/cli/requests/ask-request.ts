import { messageOf } from '../../../protocol/errors.js';
import type { PersonRequest } from '../../../protocol/messages.js';
import { readDollars } from '../arguments/values.js';
import { forTerminal } from '../render/for-terminal.js';
import { prompt, UNANSWERED, type Terminal } from './prompt.js';

export interface Chosen {
  readonly choice: string;
  /** A new limit, when the question is about money. */
  readonly limitUsd?: number;
}

interface Option {
  readonly value: string;
  readonly label: string;
  readonly hint?: string;
}

/** No choice of the run's own: it approves once the limit is changed. */
const WITH_LIMIT = 'approve-with-limit';

/** As `--max-cost` is read. */
function amountProblem(text: string | undefined): string | undefined {
  try {
    readDollars(text ?? '');
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}

/**
 * Puts one request of a run to the person at the terminal.
 * @param spends does the run cost money? Then its plan may be approved with another limit.
 * @param until aborted when there is nothing to answer any more.
 */
export async function askRequest(
  terminal: Terminal,
  until: AbortSignal,
  { request, spends }: { readonly request: PersonRequest; readonly spends: boolean },
): Promise<Chosen | typeof UNANSWERED> {
  const { select, text } = await import('@clack/prompts');
  const options: Option[] = request.options.map((value) => ({
    value,
    label: forTerminal(value),
    ...(value === request.default ? { hint: 'the default' } : {}),
  }));
  if (request.kind === 'approve' && spends) {
    options.push({ value: WITH_LIMIT, label: 'approve with another limit' });
  }
  const chosen = await prompt<string>(terminal, until, (at) =>
    select<string>({ message: forTerminal(request.question), options, ...at }),
  );
  if (chosen === UNANSWERED) return UNANSWERED;
  const choice = chosen === WITH_LIMIT ? 'approve' : chosen;
  if (chosen !== WITH_LIMIT && (request.kind !== 'budget' || choice !== 'go-on')) return { choice };
  const limit = await prompt<string>(terminal, until, (at) =>
    text({ message: 'New limit of the whole run, in US dollars', validate: amountProblem, ...at }),
  );
  return limit === UNANSWERED ? UNANSWERED : { choice, limitUsd: readDollars(limit) };
}
