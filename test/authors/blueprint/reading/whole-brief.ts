import { readBrief, understandBrief } from '../../../../src/authors/blueprint/reading/read-brief.js';
import type { RequirementNotes } from '../../../../src/authors/blueprint/reading/understanding.js';
import type { Analysis } from '../../../../src/protocol/analysis.js';

export function analysisOf(brief: string): Analysis {
  return readBrief({ brief, name: undefined, kind: undefined });
}

/** What is claimed to be understood, each as "words of the brief → statement". */
export function understood(brief: string): readonly string[] {
  return requirementsOf(brief)
    .filter(({ outcome }) => outcome.kind !== 'open')
    .map(
      ({ source, statement }) => `${source.text} → ${statement.charAt(0).toUpperCase()}${statement.slice(1)}`,
    );
}

/** The words of the brief that stay open. */
export function leftOpen(brief: string): readonly string[] {
  return requirementsOf(brief)
    .filter(({ outcome }) => outcome.kind === 'open')
    .map(({ source }) => source.text);
}

function requirementsOf(brief: string): readonly RequirementNotes[] {
  return understandBrief({ brief, name: undefined, kind: undefined }).requirements;
}
