import type { BuildFileInput, BuildFileResult, ValidateResult } from '../../protocol/build-activities.js';
import type { AuthorName } from '../../protocol/analysis.js';
import type { ArtifactRef } from '../../protocol/artifact.js';
import type { Findings } from '../../protocol/findings.js';
import type { Need } from '../../protocol/need.js';

export type DraftOrder = Pick<
  BuildFileInput,
  'draft' | 'author' | 'tier' | 'repair' | 'refusedBefore' | 'remark' | 'vain'
>;

/** What one draft of one file needs done; in a run these are activities, in tests plain functions. */
export interface ProduceFilePorts {
  build(request: DraftOrder): Promise<BuildFileResult>;
  validate(content: ArtifactRef): Promise<ValidateResult>;
  /** Resolves when the purse may have room again; `waits`: times that this draft waited before. */
  waitForRoom(waits: number): Promise<void>;
}

/** What one author at one tier has given already; the same again would be money for the same answer. */
export class Tried {
  readonly #drafts = new Set<string>();
  readonly #signatures = new Set<string>();

  /** Notes a draft; true when it was given before. */
  draftAgain({ sha256 }: ArtifactRef): boolean {
    const again = this.#drafts.has(sha256);
    this.#drafts.add(sha256);
    return again;
  }

  /** Notes what was found in a draft; true when the same was found before. */
  findingsAgain(signature: string): boolean {
    const again = this.#signatures.has(signature);
    this.#signatures.add(signature);
    return again;
  }
}

export type DraftVerdict =
  | { readonly outcome: 'accepted'; readonly content: ArtifactRef; readonly author: AuthorName }
  | { readonly outcome: 'needs'; readonly needs: readonly Need[] }
  | {
      readonly outcome: 'refused';
      readonly content: ArtifactRef;
      /** null: the draft was refused before, and was not checked again. */
      readonly findings: Findings | null;
      /** It gave what this tier gave before. */
      readonly stuck: boolean;
    }
  | { readonly outcome: 'unreadable'; readonly reason: string; readonly stuck: boolean }
  /** The author has nothing (more) to offer; no draft was made. */
  | { readonly outcome: 'nothing'; readonly reason: string };

/** One draft, checked. Waits while the purse has no room: that is no attempt. */
export async function tryDraft(
  ports: ProduceFilePorts,
  order: DraftOrder,
  tried: Tried,
): Promise<{ readonly verdict: DraftVerdict; readonly costUsd: number }> {
  let built = await ports.build(order);
  for (let waits = 0; built.outcome === 'no-room'; waits++) {
    await ports.waitForRoom(waits);
    built = await ports.build(order);
  }
  if (built.outcome === 'nothing') return { verdict: built, costUsd: 0 };
  const { costUsd } = built;
  if (built.outcome === 'needs') return { verdict: { outcome: 'needs', needs: built.needs }, costUsd };
  if (built.outcome === 'unreadable') {
    const { reason } = built;
    return {
      verdict: { outcome: 'unreadable', reason, stuck: tried.findingsAgain(`unreadable: ${reason}`) },
      costUsd,
    };
  }
  const { content, author } = built;
  if (tried.draftAgain(content)) {
    return { verdict: { outcome: 'refused', content, findings: null, stuck: true }, costUsd };
  }
  const { findings } = await ports.validate(content);
  if (findings.blocking === 0) return { verdict: { outcome: 'accepted', content, author }, costUsd };
  const stuck = tried.findingsAgain(findings.signature);
  return { verdict: { outcome: 'refused', content, findings, stuck }, costUsd };
}
