import type { Diagnostic } from './diagnostic.js';

/** How many findings travel through history; the whole list is an artifact. */
export const DIAGNOSTICS_IN_HISTORY = 20;

/** `src/a.ts:3:7 error TS2345 message`, the form that editors and people know. */
export function formatDiagnostic(diagnostic: Diagnostic): string {
  const place = [diagnostic.path, diagnostic.line, diagnostic.column]
    .filter((part) => part !== undefined)
    .join(':');
  const hint = diagnostic.hint === undefined ? '' : ` (${diagnostic.hint})`;
  return `${place === '' ? '' : `${place} `}${diagnostic.severity} ${diagnostic.code} ${diagnostic.message}${hint}`;
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
