import type { Diagnostic } from './diagnostic.js';

/** How many findings travel through history; the whole list is an artifact. */
export const DIAGNOSTICS_IN_HISTORY = 20;

/** How many findings a failure's message says in full. */
const DIAGNOSTICS_IN_MESSAGE = 5;

/** `src/a.ts:3:7 error TS2345 message`, the form that editors and people know. */
export function formatDiagnostic(diagnostic: Diagnostic): string {
  const place = [diagnostic.path, diagnostic.line, diagnostic.column]
    .filter((part) => part !== undefined)
    .join(':');
  const hint = diagnostic.hint === undefined ? '' : ` (${diagnostic.hint})`;
  return `${place === '' ? '' : `${place} `}${diagnostic.severity} ${diagnostic.code} ${diagnostic.message}${hint}`;
}

/** The first findings, for the message of a failure, and how many there are beyond them. */
export function listDiagnostics(diagnostics: readonly Diagnostic[]): string {
  const more = diagnostics.length - DIAGNOSTICS_IN_MESSAGE;
  const first = diagnostics.slice(0, DIAGNOSTICS_IN_MESSAGE).map(formatDiagnostic).join('; ');
  return more > 0 ? `${first} (and ${String(more)} more)` : first;
}

/**
 * What makes two failures "the same": codes and places without line numbers, which move when anything else is edited.
 */
export function diagnosticsSignature(diagnostics: readonly Diagnostic[]): string {
  return diagnostics
    .filter((diagnostic) => diagnostic.blocking)
    .map((diagnostic) => `${diagnostic.code}|${diagnostic.path ?? ''}|${diagnostic.message}`)
    .sort()
    .join('\n');
}

/** Ends what names a failing test: the file that the test is in. */
const TEST_PLACE = / \([^\s()]+\.[^\s()]+\): /u;

/**
 * Equal for two failures of the same test, traced to the same file. What the assertion saw, which may change with every repair,
 * is left out; of a finding that no test made, all but its line counts.
 */
export function testIdentity({ code, path = '', message, source }: Diagnostic): string {
  const place = source === 'test' ? TEST_PLACE.exec(message) : null;
  const test = place === null ? message : message.slice(0, place.index + place[0].length);
  return JSON.stringify([code, path, test]);
}
