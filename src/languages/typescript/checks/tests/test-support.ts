import { posix } from 'node:path';
import { isTestPath } from '../../../../protocol/test-path.js';
import { isRelative } from '../../compiler/module-resolver.js';

/** What supports tests, by its place or its name: what is imported from there may check something. */
const SUPPORTS_TESTS =
  /(?:^|[/.-])(?:test|tests|testing|harness|helpers?|fixtures?|support|mocks?|doubles?)(?:[/.-]|$)/i;

/** The path that a relative import of the file at `path` names. */
export function importedPath(path: string, specifier: string): string {
  return posix.join(posix.dirname(path), specifier);
}

/** Whether the file at `path` imports what supports tests by that specifier: a file of the project, and none of those under test. */
export function importsSupport(path: string, specifier: string): boolean {
  const target = importedPath(path, specifier);
  return isRelative(specifier) && (isTestPath(target) || SUPPORTS_TESTS.test(target));
}
