import { relative } from 'node:path';

/** A path as a person would type it here. */
export function shownPath(cwd: string, file: string): string {
  const from = relative(cwd, file);
  return from === '' || from.startsWith('..') ? file : from;
}
