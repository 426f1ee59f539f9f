import { shellWords } from './parse-curl.js';
import { withoutHeredocs } from './shell-scan.js';

/** Settings in front of a command: `PORT=8080 npm start`. */
export const SETTINGS = /^(?:[A-Za-z_]\w*=\S* +)+/;

const VALUE = String.raw`(?:'[^']*'|"(?:[^"\\]|\\.)*"|\$\([^()]*\)|\x60[^\x60]*\x60|\\.|[^\s'"\x60;&|<>()\\])*`;
const ASSIGNMENT = String.raw`[A-Za-z_]\w*=${VALUE}`;
const ASSIGNMENTS = new RegExp(`^(export +)?${ASSIGNMENT}(?: +${ASSIGNMENT})*$`);
const EXPORTS = /^export(?: +[A-Za-z_]\w*)+$/;
const SETTERS = /^(?:\.|source|eval|set|unset|export|readonly|declare|typeset|read)(?=\s|$)/;
/** Matches quotes too, so that nothing in them is taken for it. The file is looked at, and not part of the match. */
const READS_SETTINGS =
  /'[^']*'|"(?:[^"\\]|\\.)*"|(?<=^\s*|[;&|({\n]\s*|\b(?:do|then|else)\s+)(?:source|\.)[ \t]+(?=["']?([^\s;&|"']*))/g;
/** What stands in front of the program that a command runs. */
const IN_FRONT =
  /^(?:(?:[A-Za-z_]\w*=\S* +)|(?:sudo|time|exec|env|nohup|command|do|then|else|if|while|until|!) +)+/;

/** A line that only sets variables. */
export interface Assignments {
  readonly names: readonly string[];
  readonly exported: boolean;
}

/** undefined: it does something else. */
export function assignmentsOf(command: string): Assignments | undefined {
  if (EXPORTS.test(command)) return { names: command.split(/ +/).slice(1), exported: true };
  const match = ASSIGNMENTS.exec(command);
  if (match === null) return undefined;
  const names = [...command.matchAll(new RegExp(`([A-Za-z_]\\w*)=${VALUE}`, 'g'))].flatMap(
    ([, name]) => name ?? [],
  );
  return { names, exported: match[1] !== undefined };
}

/**
 * Adds what an assignment of plain values sets, and forgets what it sets to something that only a shell can tell.
 * @returns whether every value of it is known then.
 */
export function learn(
  variables: Map<string, string>,
  command: string,
  { names }: Pick<Assignments, 'names'>,
): boolean {
  if (EXPORTS.test(command)) return true;
  const values = new Map<string, string>();
  try {
    for (const word of shellWords(command.replace(/^export +/, ''), variables)) {
      const [, name, value] = /^(\w+)=(.*)$/s.exec(word) ?? [];
      if (name !== undefined && value !== undefined) values.set(name, value);
    }
  } catch {
    values.clear();
  }
  for (const name of names) {
    const value = values.get(name);
    if (value === undefined) variables.delete(name);
    else variables.set(name, value);
  }
  return names.every((name) => values.has(name));
}

/** A line that may leave variables set, which only a shell that runs it can tell. */
export function setsVariables(command: string): boolean {
  return commandsOf(command).some((each) => /^[A-Za-z_]\w*=/.test(each) || SETTERS.test(each));
}

/** What programs that are started later get of a line cannot be told by reading it. */
export function setsEnvironment(command: string): boolean {
  return commandsOf(command).some((each) => SETTERS.test(each));
}

/**
 * The line as a plain `sh` has to be told it: it knows no `source`, and its `.` does not look for a file in the folder that it is in,
 * as that of whoever types it does.
 */
export function forPlainShell(command: string): string {
  if (command.includes('<<')) return command;
  return command.replace(READS_SETTINGS, (whole, file?: string) => {
    if (file === undefined) return whole;
    return /^[~$]|\//.test(file) ? '. ' : '. ./';
  });
}

function withoutSingleQuoted(command: string): string {
  return command.replaceAll(/'[^']*'/g, "''");
}

/** The commands that a line runs, those within it included, each from its program on. */
export function commandsOf(line: string): readonly string[] {
  return withoutSingleQuoted(withoutHeredocs(line))
    .replaceAll(/"(?:[^"\\$`]|\\.)*"/g, '""')
    .split(/&&|\|\||\$\(|[;|&()`\n]/)
    .map((command) => command.trim().replace(IN_FRONT, ''))
    .filter((command) => command !== '');
}

export function programOf(command: string): string {
  return command.split(/\s/, 1)[0] ?? '';
}

/** Those of `names` whose value the line uses. */
export function usedBy(line: string, names: ReadonlySet<string>): string | undefined {
  return [...withoutSingleQuoted(line).matchAll(/\$\{?([A-Za-z_]\w*)/g)]
    .map(([, name]) => name ?? '')
    .find((name) => names.has(name));
}

/** A program of the line that its shell did not find, by what the shell said. */
export function notFound(line: string, output: string): string | undefined {
  const missing = [...output.matchAll(/^\S*sh: (?:(?:line )?\d+: )?(\S+): (?:command )?not found$/gm)].map(
    ([, name]) => name,
  );
  return commandsOf(line)
    .map(programOf)
    .find((program) => missing.includes(program));
}

/** The line without a comment at its end. */
export function withoutComment(line: string): string {
  const match = /^((?:'[^']*'|"(?:[^"\\]|\\.)*"|\\.|[^'"\\#]|(?<=\S)#)*?)\s+#[^\n]*$/s.exec(line);
  return match?.[1] ?? line;
}
