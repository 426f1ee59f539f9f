import type { Diagnostic } from '../../protocol/diagnostic.js';
import { guard } from './guardrail.js';

/** What a gate looks at: every planned file, and the type check of the tree so far. */
export interface GateEvidence {
  readonly phase: string;
  readonly files: readonly {
    readonly path: string;
    /** A critical file of the gate's phase, or one that such a file stands on. */
    readonly critical: boolean;
    readonly accepted: boolean;
    /** Why it was not accepted, when it was not. */
    readonly diagnostics: readonly Diagnostic[];
  }[];
  /** Blocking findings of the check over the tree and the contracts of the accepted critical files. */
  readonly tree: readonly Diagnostic[];
  readonly retriesUsed: number;
  readonly retriesAllowed: number;
  readonly mode: 'autonomous' | 'guided';
}

/** A file that is not sound, with what was found in it. */
export interface UnsoundFile {
  readonly path: string;
  readonly diagnostics: readonly Diagnostic[];
  /** It was not accepted, and they are of the draft that it failed with; left out: they are of the tree with it. */
  readonly missing?: true;
}

export type GateDecision =
  | { readonly decision: 'pass' }
  /** Send these files back. */
  | { readonly decision: 'retry'; readonly files: readonly UnsoundFile[] }
  | {
      readonly decision: 'ask' | 'stop';
      /** Every file that is not sound, of this phase or not. */
      readonly files: readonly UnsoundFile[];
      /** All findings, those that no file owns included. */
      readonly diagnostics: readonly Diagnostic[];
    };

/**
 * The decision at the end of a critical phase. Every critical file must be accepted and the tree so far must type-check;
 * a file that is not critical may be missing, and is flagged elsewhere.
 */
export function decideGate(evidence: GateEvidence): GateDecision {
  const found = new Map<string, Diagnostic[]>();
  for (const file of evidence.files) {
    if (file.critical && !file.accepted) found.set(file.path, [...file.diagnostics]);
  }
  for (const diagnostic of evidence.tree) {
    if (!diagnostic.blocking) continue;
    const path = diagnostic.path ?? '';
    found.set(path, [...(found.get(path) ?? []), diagnostic]);
  }
  if (found.size === 0) return { decision: 'pass' };
  const unsound = [...found].map(([path, diagnostics]): UnsoundFile => {
    const missing = evidence.files.some((file) => file.path === path && file.critical && !file.accepted);
    return { path, diagnostics, ...(missing ? { missing } : {}) };
  });
  const owned = unsound.filter(({ path }) => evidence.files.some((file) => file.path === path));
  const { retriesUsed, retriesAllowed, mode } = evidence;
  // A finding that no planned file owns cannot be retried away.
  const allowed = owned.length > 0 ? retriesAllowed : 0;
  const action = guard('gate-retries', retriesUsed + 1, allowed, { mode });
  if (action === 'retry') return { decision: 'retry', files: owned };
  return {
    decision: action === 'person' ? 'ask' : 'stop',
    files: unsound.filter(({ path }) => path !== ''),
    diagnostics: [...found.values()].flat(),
  };
}
