import { putJson } from '../artifacts/json-artifact.js';
import type { Findings } from '../protocol/findings.js';
import type { ArtifactStore } from '../protocol/artifact-store.js';
import type { Diagnostic } from '../protocol/diagnostic.js';
import { DIAGNOSTICS_IN_HISTORY, diagnosticsSignature } from '../protocol/diagnostics.js';
import { createHash } from 'node:crypto';

/** Longest message that travels through history; the stored list keeps it whole. */
const MESSAGE_CHARACTERS = 600;

/** A diagnostic as it travels. */
export function shortened(diagnostic: Diagnostic): Diagnostic {
  return { ...diagnostic, message: diagnostic.message.slice(0, MESSAGE_CHARACTERS) };
}

/** Diagnostics as they travel: blocking ones first, the whole list stored. */
export async function toFindings(
  store: ArtifactStore,
  diagnostics: readonly Diagnostic[],
): Promise<Findings> {
  const blocking = diagnostics.filter((diagnostic) => diagnostic.blocking);
  const advice = diagnostics.filter((diagnostic) => !diagnostic.blocking);
  const ordered = [...blocking, ...advice];
  const signature = diagnosticsSignature(diagnostics);
  return {
    diagnostics: ordered.slice(0, DIAGNOSTICS_IN_HISTORY).map(shortened),
    blocking: blocking.length,
    signature: signature === '' ? '' : createHash('sha256').update(signature).digest('hex'),
    all: ordered.length === 0 ? null : await putJson(store, ordered),
  };
}
