import { wordsIn } from './prompt.js';
import { specOf, type Reference } from './reference.js';

/** Lines of `text` that `other` does not have, with their numbers from 1. */
function ownLines(
  text: string,
  other: string,
): readonly { readonly line: string; readonly number: number }[] {
  const there = new Map<string, number>();
  for (const line of other.split('\n')) there.set(line.trim(), (there.get(line.trim()) ?? 0) + 1);
  return text.split('\n').flatMap((line, index) => {
    const count = there.get(line.trim()) ?? 0;
    there.set(line.trim(), count - 1);
    return count > 0 ? [] : [{ line, number: index + 1 }];
  });
}

/** How far from the line that is wrong a check may point: the place where a missing brace is noticed is the end of the file. */
const NEAR = 2;

/** What every check says of a file that is no file: it cannot be parsed, it is empty, it has placeholders. */
const WHOLE_FILE = /\bMW(?:1\d{3}|2\d{3})\b/;

/**
 * Whether `diagnostics` show what is wrong with `current`, compared with the reference's file: by the line, by a name that
 * is only in one of the two or that they quote from a line that differs, by a requirement that the file serves, or by a code
 * that stands for the file as a whole.
 */
export function showsTheFault(
  reference: Reference,
  path: string,
  current: string,
  diagnostics: string,
): boolean {
  const right = reference.files.get(path) ?? '';
  if (diagnostics.trim() === '' || current.trim() === right.trim()) return false;
  if (WHOLE_FILE.test(diagnostics)) return true;
  const wrong = ownLines(current, right);
  const missing = ownLines(right, current);
  const pointed = [...diagnostics.matchAll(/(?:\.\w+:|\bline )(\d+)\b/g)].map(([, number]) => Number(number));
  if (pointed.some((line) => wrong.some(({ number }) => Math.abs(number - line) <= NEAR))) return true;
  const said = wordsIn(diagnostics);
  const rightWords = wordsIn(right);
  const currentWords = wordsIn(current);
  const telling = [
    ...wrong.flatMap(({ line }) => [...wordsIn(line)].filter((word) => !rightWords.has(word))),
    ...missing.flatMap(({ line }) => [...wordsIn(line)].filter((word) => !currentWords.has(word))),
  ];
  if (telling.some((word) => word.length > 2 && said.has(word))) return true;
  const quoted = new Set([...diagnostics.matchAll(/["'`]([\w$]+)["'`]/g)].map(([, name = '']) => name));
  if ([...wrong, ...missing].some(({ line }) => [...wordsIn(line)].some((word) => quoted.has(word))))
    return true;
  return (
    isTold(reference, path, said) ||
    // A package is named by more than one word.
    wrong.some(({ line }) =>
      [...line.matchAll(/from '([^']+)'/g)].some(([, name = '']) => diagnostics.includes(name)),
    )
  );
}

/** A failing test says the id of its requirement. */
function isTold(reference: Reference, path: string, said: ReadonlySet<string>): boolean {
  const slips = reference.slips.filter((slip) => slip.path === path).map(({ requirement }) => requirement);
  return [...slips, ...(specOf(reference, path)?.requirements ?? [])].some((id) => said.has(id));
}
