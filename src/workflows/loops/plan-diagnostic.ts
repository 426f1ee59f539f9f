import type { Diagnostic } from '../../protocol/diagnostic.js';

/** What the plan, and no check, says against a file. */
export function planDiagnostic(code: string, path: string, message: string): Diagnostic {
  return { code: `plan/${code}`, severity: 'error', source: 'plan', path, message, blocking: true };
}
