import type { ProduceFileInput, ProduceFileResult } from '../../protocol/children.js';
import { planDiagnostic } from './plan-diagnostic.js';

/**
 * A file that a person did not want written any further has failed, as one that nobody could write. How many drafts were begun is
 * not known: all that its round may have are counted, since one of the same number would be asked with what this one was asked.
 */
export function cancelledFile({
  path,
  draftsBefore = 0,
  retries,
}: Pick<ProduceFileInput, 'path' | 'draftsBefore' | 'retries'>): ProduceFileResult {
  // A first draft, the retries, the one beside the last of them, and the template at the end.
  const drafts = draftsBefore + retries + 3;
  const message = `A person cancelled the work on ${path}.`;
  return {
    outcome: 'failed',
    drafts,
    diagnostics: [planDiagnostic('cancelled', path, message)],
    costUsd: 0,
  };
}
