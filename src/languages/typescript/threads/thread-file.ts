import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * The compiled thread: beside this file when it is compiled itself, in `dist/` when it runs from its sources (a thread
 * has no transpiler). @throws Error when the project was not built.
 */
export function threadFile(): string {
  const candidates = [
    new URL('./check-thread.js', import.meta.url),
    new URL('../../../../dist/src/languages/typescript/threads/check-thread.js', import.meta.url),
  ].map((url) => fileURLToPath(url));
  const found = candidates.find((path) => existsSync(path));
  if (found === undefined)
    throw new Error(
      `The type checker's thread is not built (looked at ${candidates.join(', ')}): run "npm run build".`,
    );
  return found;
}
