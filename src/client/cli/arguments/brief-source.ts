import { CommandError } from '../command-error.js';
import type { BriefSource } from './invocation.js';

/**
 * Where the brief of `command` comes from: words on the command line, or the file of --brief; "-" is standard input.
 * @throws CommandError `Usage` when there is none, or two.
 */
export function briefSource(
  text: string | undefined,
  file: string | undefined,
  command: 'generate' | 'plan',
): BriefSource {
  if (text !== undefined && file !== undefined) {
    throw new CommandError('Usage', 'A brief is given twice, as text and as --brief. Give one.');
  }
  if (text === '-' || file === '-') return { from: 'stdin' };
  if (file !== undefined) return { from: 'file', path: file };
  if (text !== undefined) return { from: 'argument', text };
  throw new CommandError(
    'Usage',
    `The brief is missing. Say what to build, e.g. millwright ${command} "A REST API for a library, with books and loans.", or give --brief FILE.`,
  );
}
