import { readBrief } from '../../src/authors/blueprint/reading/read-brief.js';
import { MillwrightError } from '../../src/protocol/errors.js';

/** One statement of a brief, and what the blueprint author made of it. */
export interface ReadStatement {
  /** The words of the brief. */
  readonly source: string;
  /** The statement as understood, with its examples; for one that is left open, why. */
  readonly understood: string;
  readonly outcome: 'met' | 'open';
}

export type BriefReading =
  | { readonly kind: 'read'; readonly statements: readonly ReadStatement[] }
  /** The brief was refused as a whole; every passage of it counts as open. */
  | { readonly kind: 'refused'; readonly type: string; readonly message: string };

export function readStatements(brief: string): BriefReading {
  try {
    const { requirements } = readBrief({ brief, name: undefined, kind: undefined });
    return {
      kind: 'read',
      statements: requirements.map(({ source, statement, examples, proof }) => ({
        source,
        understood: [
          statement,
          ...examples.map(({ given, when, then }) => `Given ${given}: ${when}: ${then}`),
          ...(proof.kind === 'none' ? [`Open: ${proof.reason}`] : []),
        ].join(' | '),
        outcome: proof.kind === 'none' ? 'open' : 'met',
      })),
    };
  } catch (error) {
    if (!(error instanceof MillwrightError)) throw error;
    return { kind: 'refused', type: error.type, message: error.message };
  }
}
