import { Interrupted } from '../command-error.js';
import { prompt, UNANSWERED, type Terminal } from '../requests/prompt.js';

export type Decision = 'build' | 'edit' | 'no';

export interface Question {
  /** May the plan be written to a file to edit it? Not one that came from a file. */
  readonly editable: boolean;
  /** How to go on after Ctrl-C. */
  readonly wayBack: string;
}

/**
 * Asks the person at the terminal whether to build what is shown above.
 * @throws Interrupted on Ctrl-C, Esc or Ctrl-D, or when the terminal goes away.
 */
export async function askToBuild(
  terminal: Terminal,
  interrupted: AbortSignal,
  question: Question,
): Promise<Decision> {
  const left = (): Interrupted => new Interrupted(`Nothing was started.\n${question.wayBack}`);
  if (interrupted.aborted) throw left();
  const { select } = await import('@clack/prompts');
  const answer = await prompt<Decision>(terminal, interrupted, (at) =>
    select<Decision>({
      message: 'Build it?',
      options: [
        { value: 'build', label: 'yes', hint: 'build exactly this' },
        ...(question.editable
          ? [{ value: 'edit' as const, label: 'edit', hint: 'write the plan to a file' }]
          : []),
        { value: 'no', label: 'no', hint: 'leave it' },
      ],
      ...at,
    }),
  );
  if (answer === UNANSWERED) throw left();
  return answer;
}
