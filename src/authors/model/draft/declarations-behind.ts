import { namesIn } from './mentions.js';
import { referencesIn, type Reference } from './references.js';
import { declaredIn, type DeclaredFile, type WholeDeclaration } from './whole-declarations.js';

/** Declarations of a file by its path; undefined when the project has no such file. */
export type DeclarationsOf = (path: string) => Promise<string | undefined>;

/** A larger surface is not shown in whole. */
const MOST_BEHIND = 80;

interface Wanted extends Reference {
  /** Are the types that it is made of wanted, too? */
  readonly withTypes: boolean;
}

function isWanted({ names }: WholeDeclaration, name: string): boolean {
  return name === '*' || names.includes(name);
}

/** Those that are wanted by name, and those of the same file that they are made of. */
function wantedOf({ declarations }: DeclaredFile, name: string): ReadonlySet<WholeDeclaration> {
  const found = new Set(declarations.filter((each) => isWanted(each, name)));
  for (const each of found) {
    const named = namesIn(each.text);
    for (const other of declarations) if (other.names.some((own) => named.has(own))) found.add(other);
  }
  return found;
}

function withImports({ imports }: DeclaredFile, { text }: WholeDeclaration): string {
  return [...imports.map((each) => each.text), text].join('\n');
}

function textOf({ imports, declarations }: DeclaredFile, kept: ReadonlySet<WholeDeclaration>): string {
  const body = declarations.filter((each) => kept.has(each)).map(({ text }) => text);
  const named = namesIn(body.join('\n'));
  return [
    ...imports.filter(({ names }) => names.some((name) => named.has(name))).map(({ text }) => text),
    ...body,
  ].join('\n');
}

/**
 * Declarations that stand behind those of `shown` in other files: of what is passed on from there, however often, and, one file
 * further, of the types that it and what is shown are made of.
 */
export async function declarationsBehind(
  shown: ReadonlyMap<string, string>,
  declarationsOf: DeclarationsOf,
): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, DeclaredFile | undefined>();
  const kept = new Map<string, Set<WholeDeclaration>>();
  const queue: Wanted[] = [];
  const seen = new Set<string>();
  let count = 0;
  const follow = (text: string, path: string, name: string, withTypes: boolean): void => {
    const { passedOn, spokenOf } = referencesIn(text, path);
    for (const each of passedOn)
      if (name === '*' || each.as === name || each.as === '*')
        queue.push({ path: each.path, name: each.as === '*' ? name : each.name, withTypes });
    if (withTypes) queue.push(...spokenOf.map((each) => ({ ...each, withTypes: false })));
  };
  for (const [path, text] of shown) follow(text, path, '*', true);
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const { path, name, withTypes } = next;
    const key = `${path} ${name} ${String(withTypes)}`;
    if (shown.has(path) || seen.has(key)) continue;
    seen.add(key);
    if (!files.has(path)) {
      const text = await declarationsOf(path);
      files.set(path, text === undefined ? undefined : declaredIn(text));
    }
    const file = files.get(path);
    if (file === undefined) continue;
    const own = kept.get(path) ?? new Set<WholeDeclaration>();
    for (const each of wantedOf(file, name)) {
      if (!own.has(each) && ++count > MOST_BEHIND) return behind();
      own.add(each);
      kept.set(path, own);
      // Of several that one statement passes on, only what is wanted is followed.
      follow(withImports(file, each), path, each.names.length > 1 ? name : '*', withTypes);
    }
    // Whatever passes on everything may have it, too.
    for (const each of file.declarations)
      if (each.names.length === 0) follow(withImports(file, each), path, name, withTypes);
  }
  return behind();

  function behind(): ReadonlyMap<string, string> {
    return new Map(
      [...kept].flatMap(([path, own]): readonly (readonly [string, string])[] => {
        const file = files.get(path);
        return file === undefined ? [] : [[path, textOf(file, own)]];
      }),
    );
  }
}
