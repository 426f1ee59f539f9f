import { CommanderError, type Command } from 'commander';
import { CommandError } from '../command-error.js';
import type { Invocation } from './invocation.js';
import { createProgram } from './program.js';

/** A command to carry out, or a text (help, version) that answers already. */
export type Parsed =
  | { readonly kind: 'invocation'; readonly invocation: Invocation }
  | { readonly kind: 'text'; readonly text: string };

/**
 * Reads the arguments after the program's name.
 * @throws CommandError `Usage` with a sentence that names the argument, and the nearest one that exists.
 */
export function parseArguments(args: readonly string[], version: string): Parsed {
  const printed: string[] = [];
  let invocation: Invocation | undefined;
  const program = createProgram(version, (parsed) => {
    invocation = parsed;
  });
  prepare(program, printed);
  try {
    program.parse([...args], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return { kind: 'text', text: printed.join('') };
    throw new CommandError(
      'Usage',
      error.code === 'commander.help'
        ? `Say what to do.\n\n${printed.join('').trimEnd()}`
        : sentenceOf(error),
    );
  }
  if (invocation === undefined) throw new CommandError('Usage', program.helpInformation());
  return { kind: 'invocation', invocation };
}

/** Commander exits and prints by itself unless each command is told otherwise. */
function prepare(command: Command, printed: string[]): void {
  command.exitOverride().configureOutput({
    writeOut: (text) => printed.push(text),
    writeErr: (text) => printed.push(text),
    outputError: () => undefined,
  });
  for (const child of command.commands) prepare(child, printed);
}

/** "error: unknown option '--gudied'\n(Did you mean --guided?)" → "Unknown option '--gudied'. Did you mean --guided?" */
function sentenceOf(error: CommanderError): string {
  const [first = '', ...rest] = error.message.replace(/^error: /, '').split('\n');
  const sentence = `${first.charAt(0).toUpperCase()}${first.slice(1)}`;
  return [
    sentence.endsWith('.') ? sentence : `${sentence}.`,
    ...rest.map((line) => line.replace(/^\((.*)\)$/, '$1')),
    ...(error.code === 'commander.excessArguments' ? ['Put a brief of several words in quotes.'] : []),
    'See millwright --help.',
  ].join(' ');
}
