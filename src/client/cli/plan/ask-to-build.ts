import { Interrupted } from '../command-error.js';
import type { CliContext } from '../context.js';

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
  terminal: NonNullable<CliContext['terminal']>,
  interrupted: AbortSignal,
  question: Question,
): Promise<Decision> {
  const left = (): Interrupted => new Interrupted(`Nothing was started.\n${question.wayBack}`);
  if (interrupted.aborted) throw left();
  const { isCancel, select } = await import('@clack/prompts');
  // The prompt stops listening at the end of input, and says nothing of it.
  const ended = new AbortController();
  const onKey = (_: unknown, key: { readonly name?: string; readonly ctrl?: boolean }): void => {
    if (key.ctrl === true && key.name === 'd') ended.abort();
  };
  terminal.input.prependListener('keypress', onKey);
  const answer = await select<Decision>({
    message: 'Build it?',
    options: [
      { value: 'build', label: 'yes', hint: 'build exactly this' },
      ...(question.editable
        ? [{ value: 'edit' as const, label: 'edit', hint: 'write the plan to a file' }]
        : []),
      { value: 'no', label: 'no', hint: 'leave it' },
    ],
    input: terminal.input,
    output: terminal.output,
    signal: AbortSignal.any([interrupted, ended.signal]),
  });
  terminal.input.off('keypress', onKey);
  if (isCancel(answer)) throw left();
  return answer;
}
