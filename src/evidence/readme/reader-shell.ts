import { posix } from 'node:path';
import { assignmentsOf, learn, setsEnvironment, usedBy } from './shell-line.js';
import type { ToldVariables } from './told-variables.js';

/** The shell of somebody who follows a README: where they are, and which variables they have set. */
export class ReaderShell {
  /** Values that a reader of the lines knows. */
  readonly variables = new Map<string, string>();
  /** Variables that a reader has, and whose value nothing here can tell. */
  readonly #unknown = new Set<string>();
  readonly #exported = new Set<string>();
  /** They set values, and run nothing: whatever ran once does not run again. */
  readonly #statements: string[] = [];
  #exportsAll = false;
  #lost: string | undefined;
  #folder = '.';
  #cloned = false;

  constructor(private readonly project: string) {}

  /** Statements that bring another shell to where this one is; '' where it has not moved. */
  get before(): string {
    const folder = this.#folder === '.' ? [] : [`cd '${this.#folder}' || exit`];
    return [...this.#statements, ...folder].map((statement) => `${statement}\n`).join('');
  }

  /** In the project; '.' is its own folder. */
  get folder(): string {
    return this.#folder;
  }

  /** The value of `name` for the programs that this shell starts. */
  exported(name: string): string | undefined {
    return this.#exported.has(name) ? this.variables.get(name) : undefined;
  }

  /** A variable of the line whose value cannot be told. */
  unknownIn(command: string): string | undefined {
    return usedBy(command, this.#unknown);
  }

  /** Each block of a README starts in the project's folder. */
  startBlock(): void {
    this.#folder = '.';
  }

  /** The project was fetched: a reader goes into what they have fetched, whatever it is called. */
  clone(): void {
    this.#cloned = true;
  }

  /** The first line that may have set, for the programs of this shell, what could not be taken over. */
  get lost(): string | undefined {
    return this.#lost;
  }

  /** Takes over a line that only sets plain values. @returns false where it does not: only a shell can tell what it sets. */
  set(command: string): boolean {
    const assignments = assignmentsOf(command);
    if (assignments === undefined || !learn(this.variables, command, assignments)) return false;
    for (const name of assignments.names) {
      this.#unknown.delete(name);
      if (assignments.exported || this.#exportsAll) this.#exported.add(name);
    }
    this.#statements.push(command);
    return true;
  }

  /** Takes over what a shell that ran a line told of it. */
  take({ values, exported, exportsAll }: ToldVariables): void {
    for (const [name, value] of values) {
      this.#unknown.delete(name);
      this.#exported.delete(name);
      this.variables.delete(name);
      if (value === null) {
        this.#statements.push(`unset ${name}`);
        continue;
      }
      const statement = `${name}=${value}`;
      learn(this.variables, statement, { names: [name] });
      if (exported.has(name)) this.#exported.add(name);
      this.#statements.push(exported.has(name) ? `export ${statement}` : statement);
    }
    if (exportsAll !== this.#exportsAll) this.#statements.push(exportsAll ? 'set -a' : 'set +a');
    this.#exportsAll = exportsAll;
  }

  /** What a line sets cannot be told. */
  forget(command: string): void {
    const [, first] = /^(?:export +)?([A-Za-z_]\w*)=/.exec(command) ?? [];
    for (const name of assignmentsOf(command)?.names ?? (first === undefined ? [] : [first])) {
      this.variables.delete(name);
      this.#unknown.add(name);
    }
    if (setsEnvironment(command)) this.#lost ??= command;
  }

  /**
   * Where a `cd` of this word leads: to where the reader is in any case, to a folder of the project (its path), or out of it.
   */
  destination(word: string): 'here' | 'outside' | { readonly path: string } {
    const plain = word.replaceAll(/["']/g, '').replace(/(?<=.)\/+$/, '');
    const isProject = posix.basename(plain) === this.project && this.#folder === '.';
    if (isProject || (this.#cloned && /^[\w.@/-]*\w$/.test(plain))) {
      this.#cloned = false;
      return 'here';
    }
    if (!/^[\w.@/-]+$/.test(plain) || plain.startsWith('/') || plain === '-') return 'outside';
    const path = posix.join(this.#folder, plain);
    return path.startsWith('..') ? 'outside' : { path };
  }

  go(path: string): void {
    this.#folder = path;
  }
}

/** The word of a `cd`, and what the line does after it. */
export function moveOf(command: string): { readonly word: string; readonly then: string } | undefined {
  const [, word, then = ''] =
    /^cd\s+("[^"]*"|'[^']*'|[^\s;&|"']+)\s*(?:(?:&&|;)\s*(.+))?$/s.exec(command) ?? [];
  return word === undefined ? undefined : { word, then };
}
