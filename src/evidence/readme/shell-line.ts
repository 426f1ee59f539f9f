import { shellWords } from './parse-curl.js';

/** Settings in front of a command: `PORT=8080 npm start`. */
export const SETTINGS = /^(?:[A-Za-z_]\w*=\S* +)+/;

const VALUE = String.raw`(?:'[^']*'|"(?:[^"\\]|\\.)*"|\$\([^()]*\)|\x60[^\x60]*\x60|\\.|[^\s'"\x60;&|<>()\\])*`;
const ASSIGNMENT = String.raw`[A-Za-z_]\w*=${VALUE}`;
const ASSIGNMENTS = new RegExp(`^(export +)?${ASSIGNMENT}(?: +${ASSIGNMENT})*$`);
const EXPORTS = /^export(?: +[A-Za-z_]\w*)+$/;
/** What stands in front of the program that a command runs. */
const IN_FRONT =
  /^(?:(?:[A-Za-z_]\w*=\S* +)|(?:sudo|time|exec|env|nohup|command|do|then|else|if|while|until|!) +)+/;

/** A line that only sets variables. */
export interface Assignments {
  readonly names: readonly string[];
  readonly exported: boolean;
  /** Part of a value is what another command says. */
  readonly runs: boolean;
}

/** undefined: it does something else. */
export function assignmentsOf(command: string): Assignments | undefined {
  if (EXPORTS.test(command)) return { names: command.split(/ +/).slice(1), exported: true, runs: false };
  const match = ASSIGNMENTS.exec(command);
  if (match === null) return undefined;
  const names = [...command.matchAll(new RegExp(`([A-Za-z_]\\w*)=${VALUE}`, 'g'))].flatMap(
    ([, name]) => name ?? [],
  );
  return { names, exported: match[1] !== undefined, runs: /\$\(|`/.test(withoutSingleQuoted(command)) };
}

/** Adds what an assignment of plain values sets, and forgets what it sets to something that is not known here. */
export function learn(variables: Map<string, string>, command: string, { names }: Assignments): void {
  if (EXPORTS.test(command)) return;
  for (const name of names) variables.delete(name);
  try {
    for (const word of shellWords(command.replace(/^export +/, ''), variables)) {
      const [, name, value] = /^(\w+)=(.*)$/s.exec(word) ?? [];
      if (name !== undefined && value !== undefined) variables.set(name, value);
    }
  } catch {
    // The shell knows its value, and whoever only reads the line does not.
  }
}

function withoutSingleQuoted(command: string): string {
  return command.replaceAll(/'[^']*'/g, "''");
}

/** The commands that a line runs, those within it included, each from its program on. */
export function commandsOf(line: string): readonly string[] {
  return withoutSingleQuoted(line)
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

/** What a line holds open at its end: a quote, or nothing. A comment holds nothing open. */
export function openQuote(text: string): string | null {
  const closed = text.replaceAll(/\\.|'[^']*'|"(?:[^"\\]|\\.)*"|(?:^|\s)#.*$/gm, '');
  return /['"]/.exec(closed)?.[0] ?? null;
}

/** The line without a comment at its end. */
export function withoutComment(line: string): string {
  const match = /^((?:'[^']*'|"(?:[^"\\]|\\.)*"|\\.|[^'"\\#]|(?<=\S)#)*?)\s+#.*$/s.exec(line);
  return match?.[1] ?? line;
}
