import { ShellScan } from './shell-scan.js';

/** A command as it stands in a block, over as many lines as it takes. */
export interface BlockCommand {
  readonly text: string;
  /** How many lines it takes. */
  readonly lines: number;
  /** Its end was found; else it is all that follows it. */
  readonly whole: boolean;
}

/** The commands (and comments, and blank lines) of a block: a command goes on for as long as a shell would wait for more of it. */
export function wholeCommands(lines: readonly string[]): readonly BlockCommand[] {
  const commands: BlockCommand[] = [];
  let at = 0;
  while (at < lines.length) {
    const command = firstCommand(lines, at);
    commands.push(command);
    at += command.lines;
  }
  return commands;
}

/** The command that begins in the line `start`. */
export function firstCommand(lines: readonly string[], start = 0): BlockCommand {
  const first = lines[start] ?? '';
  const scan = new ShellScan();
  scan.feed(first);
  const isQuote = scan.open === 'quote' && !scan.continued;
  let text = first;
  let end = start + 1;
  for (; scan.open !== null && end < lines.length; end += 1) {
    const line = lines[end] ?? '';
    text = scan.continued ? continuedBy(text, line, scan.open === 'quote') : `${text}\n${line}`;
    scan.feed(line);
  }
  if (scan.open === null) return { text, lines: end - start, whole: true };
  // A quote that never ends is an apostrophe.
  if (isQuote) return { text: first, lines: 1, whole: true };
  if (scan.open === 'line') return { text: text.slice(0, -1), lines: end - start, whole: true };
  return { text, lines: end - start, whole: false };
}

/** `text`, which ends in a backslash, and the line after it. */
function continuedBy(text: string, line: string, inQuote: boolean): string {
  const before = text.slice(0, -1);
  if (inQuote) return `${before}${line}`;
  const space = /^\s/.test(line) && !/\s$/.test(before) ? ' ' : '';
  return `${before}${space}${line.trimStart()}`;
}
