import { forPlainShell } from './shell-line.js';
import { wholeCommands } from './whole-commands.js';

/** What a line left set, as the shell that ran it told. */
export interface ToldVariables {
  /** What it changed, by name: the value as a shell reads it, in quotes where it needs them; null: it is set no longer. */
  readonly values: ReadonlyMap<string, string | null>;
  /** Those of them that the programs of the shell get. */
  readonly exported: ReadonlySet<string>;
  /** What is set from here on is exported too (`set -a`). */
  readonly exportsAll: boolean;
}

const MARK = '-- variables of the shell of a reader --';
const BETWEEN = `\n${MARK}\n`;
/** Double quotes only: it stands in a trap. */
const TELL = `printf "\\n${MARK}\\n"; set; printf "\\n${MARK}\\n"; export -p; printf "\\n${MARK}\\n%s\\n\\n${MARK}\\n" "$-"`;
/** Before the first mark, three parts before the command, what it prints, three parts after it, and after the last mark. */
const PARTS = 9;

/** What a shell sets by itself. */
const ITS_OWN =
  /^(?:_|BASH\w*|COLUMNS|COMP_\w+|DIRSTACK|EPOCH\w+|EUID|FUNCNAME|GROUPS|LINENO|LINES|OLDPWD|OPTARG|OPTIND|PIPESTATUS|PPID|PWD|RANDOM|SECONDS|SHELLOPTS|SHLVL|SRANDOM|UID)$/;
const LITERAL = /^(?:'[^']*'|"(?:[^"\\$`]|\\.)*"|\\.|\$'(?:[^'\\]|\\.)*'|[^\s'"\\$`;&|<>()])*$/s;

/** The command in a shell that tells in the end, where it ends well, what it has left set. */
export function telling(before: string, command: string): string {
  return `${before}${TELL}\ntrap 'case $? in 0) ${TELL};; esac' EXIT\n${forPlainShell(command)}`;
}

/** Of the last words of such a shell whose command failed, those of the command. */
export function wordsOfCommand(output: string): string {
  return output.split(MARK).at(-1) ?? '';
}

/** @returns undefined where the shell did not come to tell it. */
export function toldIn(stdout: string): ToldVariables | undefined {
  const parts = stdout.split(BETWEEN);
  if (parts.length !== PARTS) return undefined;
  const [, set = '', exports = '', , , setThen = '', exportsThen = '', options = ''] = parts;
  const [before, after] = [valuesIn(set), valuesIn(setThen)];
  const [exportedBefore, exported] = [namesOf(exports), namesOf(exportsThen)];
  const values = new Map<string, string | null>();
  for (const [name, value] of after)
    if (before.get(name) !== value || exportedBefore.has(name) !== exported.has(name))
      values.set(name, value);
  for (const name of before.keys()) if (!after.has(name)) values.set(name, null);
  return { values, exported, exportsAll: options.includes('a') };
}

function valuesIn(set: string): ReadonlyMap<string, string> {
  return new Map(
    wholeCommands(set.split('\n')).flatMap(({ text }): [string, string][] => {
      const [, name = '', value = ''] = /^([A-Za-z_]\w*)=(.*)$/s.exec(text) ?? [];
      return name === '' || ITS_OWN.test(name) || !LITERAL.test(value) ? [] : [[name, value]];
    }),
  );
}

function namesOf(exports: string): ReadonlySet<string> {
  return new Set(
    wholeCommands(exports.split('\n')).flatMap(
      ({ text }) => /^(?:export|declare -\w+) ([A-Za-z_]\w*)/.exec(text)?.[1] ?? [],
    ),
  );
}
