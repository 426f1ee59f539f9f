import type { Diagnostic } from '../../protocol/diagnostic.js';

/**
 * Codes of findings that say: what is imported does not exist. A file that is planned and no dependency, or a development
 * package in shipped code, does exist; and a member that a value lacks is an ordinary type error.
 */
const DOES_NOT_EXIST: ReadonlySet<string> = new Set([
  // Files, modules of Node.js, packages, their entries.
  'MW3001',
  'MW3004',
  'MW3101',
  'MW3102',
  'MW3104',
  'TS2307',
  'TS2792',
  // Members that a module does not export.
  'TS1192',
  'TS2305',
  'TS2613',
  'TS2614',
  'TS2724',
]);

/** Was a draft refused because it imports files, packages or members that do not exist? */
export function isHallucination(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ code, blocking }) => blocking && DOES_NOT_EXIST.has(code));
}
