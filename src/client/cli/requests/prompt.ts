import type { CliContext } from '../context.js';

export type Terminal = NonNullable<CliContext['terminal']>;

/** What a prompt of the library is given beside its question. */
export interface PromptAt extends Terminal {
  readonly signal: AbortSignal;
}

/** Nobody answered: the person left the question, or it was taken away. */
export const UNANSWERED = Symbol('unanswered');

/**
 * Puts one question to the person at the terminal.
 * @param ask calls the library's prompt.
 * @param until aborted when the question is taken away.
 * @returns UNANSWERED on Ctrl-C, Esc or Ctrl-D, or when `until` aborts.
 */
export async function prompt<Answer>(
  { input, output }: Terminal,
  until: AbortSignal,
  ask: (at: PromptAt) => Promise<Answer | symbol>,
): Promise<Answer | typeof UNANSWERED> {
  const { isCancel } = await import('@clack/prompts');
  // The prompt stops listening at the end of input, and says nothing of it.
  const ended = new AbortController();
  const onKey = (_: unknown, key: { readonly name?: string; readonly ctrl?: boolean }): void => {
    if (key.ctrl === true && key.name === 'd') ended.abort();
  };
  input.prependListener('keypress', onKey);
  try {
    const answer = await ask({ input, output, signal: AbortSignal.any([until, ended.signal]) });
    return isCancel(answer) || typeof answer === 'symbol' ? UNANSWERED : answer;
  } finally {
    input.off('keypress', onKey);
  }
}
