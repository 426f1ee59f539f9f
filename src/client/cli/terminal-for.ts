import type { Invocation } from './arguments/invocation.js';
import type { CliContext } from './context.js';

/** The streams of this process, and what its display and its command line make of them. */
export interface Surroundings {
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WriteStream;
  /** Can the output be redrawn in place? */
  readonly live: boolean;
  /** A program reads the answer. */
  readonly forProgram: boolean;
}

/** Where a person can be asked while the command is carried out; null: nowhere. */
export function terminalFor(
  invocation: Invocation,
  { input, output, live, forProgram }: Surroundings,
): CliContext['terminal'] {
  return live && input.isTTY && !forProgram && !readsInput(invocation) ? { input, output } : null;
}

/** A brief that is typed ends the input: no key arrives after it. */
function readsInput(invocation: Invocation): boolean {
  const { command } = invocation;
  return (command === 'generate' || command === 'plan') && invocation.brief.from === 'stdin';
}
