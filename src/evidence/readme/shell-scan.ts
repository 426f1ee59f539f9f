/**
 * Why a shell waits for another line: a backslash at the end of the last, a quote, a text that is handed to a command (`<<END`), a
 * compound command (`for … do`), or an operator without what comes after it (`a &&`).
 */
export type OpenEnd = 'line' | 'quote' | 'heredoc' | 'compound' | 'operator';

/** What ends what a word begins. */
const ENDS = new Map([
  ['for', 'done'],
  ['select', 'done'],
  ['while', 'done'],
  ['until', 'done'],
  ['if', 'fi'],
  ['case', 'esac'],
  ['{', '}'],
]);
/** Words that name something first, and no command. */
const NAMING = new Set(['for', 'select', 'case']);
/** Words that a command comes after. */
const BEFORE_COMMAND = new Set(['do', 'then', 'else', 'elif', '!', 'time']);
const HEREDOC = /<<(-?)[ \t]*(?:\\?([A-Za-z_][\w.-]*)|'([^']+)'|"([^"]+)")/;
const STARTS_HEREDOC = new RegExp(`^${HEREDOC.source}`);
const EVERY_HEREDOC = new RegExp(HEREDOC.source, 'g');
const OPERATOR = /^(?:;;&?|;&|&&|\|\||\|&?|&>>?|[;&()]|<<<|[<>]{1,2}[&|]?)/;
/** What a word is made of beside quotes. A quoted part stands in it as `""`: what is quoted is no word of the shell. */
const PLAIN = /^(?:\\.|[^\s'"\\;&|<>()])+/;

interface Heredoc {
  readonly end: string;
  readonly stripsTabs: boolean;
}

/** Reads commands line by line, as far as it takes to know where each of them ends. */
export class ShellScan {
  #continued = false;
  #quote: "'" | '"' | null = null;
  #waits = false;
  #word = '';
  #atCommand = true;
  readonly #heredocs: Heredoc[] = [];
  readonly #ends: { readonly word: string; readonly commandAfter: boolean }[] = [];

  /** The last line ended in a backslash that joins the next one to it. */
  get continued(): boolean {
    return this.#continued;
  }

  /** null: the command is whole. */
  get open(): OpenEnd | null {
    if (this.#quote !== null) return 'quote';
    if (this.#heredocs.length > 0) return 'heredoc';
    if (this.#ends.length > 0) return 'compound';
    if (this.#waits) return 'operator';
    return this.#continued ? 'line' : null;
  }

  /** Reads the next line. @returns whether it is text of a heredoc, or its end. */
  feed(line: string): boolean {
    const [heredoc] = this.#heredocs;
    if (heredoc !== undefined && this.#quote === null && !this.#continued) {
      const text = heredoc.stripsTabs ? line.replace(/^\t+/, '') : line;
      if (text === heredoc.end) this.#heredocs.shift();
      return true;
    }
    this.#continued = false;
    let rest = line;
    while (rest !== '') rest = this.#quote === null ? this.#read(rest) : this.#readQuoted(rest);
    if (this.#quote !== null || this.continued) return false;
    this.#endWord();
    this.#atCommand = true;
    return false;
  }

  #readQuoted(rest: string): string {
    const [closed] = (this.#quote === "'" ? /^[^']*'/ : /^(?:[^"\\]|\\.)*"/).exec(rest) ?? [];
    if (closed === undefined) {
      this.#continued = this.#quote === '"' && endsInBackslash(rest);
      return '';
    }
    this.#quote = null;
    this.#word += '""';
    return rest.slice(closed.length);
  }

  #read(rest: string): string {
    const space = /^\s+/.exec(rest)?.[0];
    if (space !== undefined) {
      this.#endWord();
      return rest.slice(space.length);
    }
    if (rest === '\\') {
      this.#continued = true;
      return '';
    }
    if (rest.startsWith('#') && this.#word === '') return '';
    const [first] = rest;
    if (first === "'" || first === '"') {
      this.#waits = false;
      this.#quote = first;
      return rest.slice(1);
    }
    const [heredoc, dash, ...ends] = STARTS_HEREDOC.exec(rest) ?? [];
    if (heredoc !== undefined) {
      this.#endWord();
      this.#heredocs.push({ end: ends.join(''), stripsTabs: dash === '-' });
      return rest.slice(heredoc.length);
    }
    const [operator] = OPERATOR.exec(rest) ?? [];
    if (operator !== undefined) {
      this.#operate(operator);
      return rest.slice(operator.length);
    }
    const plain = PLAIN.exec(rest)?.[0] ?? rest[0] ?? '';
    this.#waits = false;
    this.#word += plain;
    return rest.slice(plain.length);
  }

  #operate(operator: string): void {
    const isSubstitution = this.#word.endsWith('$');
    this.#endWord();
    if (/[<>]/.test(operator)) return;
    this.#waits = /^(?:&&|\|\||\|&?)$/.test(operator);
    this.#atCommand = true;
    if (operator === '(') this.#ends.push({ word: ')', commandAfter: !isSubstitution });
    // Else it ends a pattern of a `case`.
    if (operator === ')' && this.#ends.at(-1)?.word === ')')
      this.#atCommand = this.#ends.pop()?.commandAfter ?? true;
  }

  #endWord(): void {
    const word = this.#word;
    this.#word = '';
    if (word === '') return;
    const end = this.#ends.at(-1)?.word;
    if (!this.#atCommand) {
      // Patterns follow, and where there are none, its end.
      this.#atCommand = word === 'in' && end === 'esac';
      return;
    }
    const ends = ENDS.get(word);
    if (word === end) this.#ends.pop();
    else if (ends !== undefined) {
      this.#ends.push({ word: ends, commandAfter: true });
      this.#atCommand = !NAMING.has(word);
    } else this.#atCommand = BEFORE_COMMAND.has(word) || /^[A-Za-z_]\w*\+?=/.test(word);
  }
}

function endsInBackslash(text: string): boolean {
  return (/\\*$/.exec(text)?.[0].length ?? 0) % 2 === 1;
}

/** A command without the texts that it hands to its programs. */
export function withoutHeredocs(command: string): string {
  if (!command.includes('<<')) return command;
  const scan = new ShellScan();
  return command
    .split('\n')
    .filter((line) => !scan.feed(line))
    .join('\n')
    .replaceAll(EVERY_HEREDOC, '');
}
