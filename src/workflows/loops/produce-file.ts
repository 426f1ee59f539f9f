import type { BuildFileInput, BuildFileResult, ValidateResult } from '../../protocol/build-activities.js';
import type { Findings } from '../../protocol/findings.js';
import type { AuthorName } from '../../protocol/analysis.js';
import type { ArtifactRef } from '../../protocol/artifact.js';
import type { ProduceFileInput, ProduceFileResult } from '../../protocol/children.js';
import type { Diagnostic } from '../../protocol/diagnostic.js';
import { diagnosticsSignature } from '../../protocol/diagnostics.js';
import type { Tier } from '../../protocol/tier.js';
import { firstTier, strongerTier } from '../policy/tier.js';

/** What the loop needs done; in a run these are activities, in tests plain functions. */
export interface ProduceFilePorts {
  build(request: Pick<BuildFileInput, 'draft' | 'author' | 'tier' | 'repair'>): Promise<BuildFileResult>;
  validate(content: ArtifactRef): Promise<ValidateResult>;
  /** Resolves when the purse may have room again. */
  waitForRoom(): Promise<void>;
}

/** How many diagnostics of a failed file its parent's history keeps. */
const DIAGNOSTICS_KEPT = 5;

/** What one author at one tier has been shown already; the same again would be money for the same answer. */
interface Tried {
  readonly drafts: Set<string>;
  readonly signatures: Set<string>;
}

function findingsOf(diagnostics: readonly Diagnostic[]): Findings {
  const blocking = diagnostics.filter((diagnostic) => diagnostic.blocking).length;
  return { diagnostics, blocking, signature: diagnosticsSignature(diagnostics), all: null };
}

function gaveUp(path: string, reason: string): Diagnostic {
  return { code: 'draft/none', severity: 'error', source: 'plan', path, message: reason, blocking: true };
}

/**
 * One file from draft to accepted: draft → validate → accepted, or repaired with the diagnostics until the attempts are
 * used up. A tier that gives the same draft or the same diagnostics twice is not asked again; after the model author the
 * blueprint author is tried once, flagged low-confidence. What cannot be made valid fails: never a stub called done.
 */
export async function produceFile(
  input: ProduceFileInput,
  ports: ProduceFilePorts,
): Promise<ProduceFileResult> {
  const { round = 0, draftsBefore = 0, repair: sentBackWith = null } = input;
  const attempts = input.retries + 1;
  let drafts = draftsBefore;
  let costUsd = 0;
  let why: readonly Diagnostic[] = sentBackWith?.diagnostics ?? [];

  const authors: readonly AuthorName[] = input.author === 'model' ? ['model', 'blueprint'] : ['blueprint'];
  for (const author of authors) {
    const fallback = author !== input.author;
    let tier: Tier = round > 0 ? 'strong' : firstTier(input.priority);
    let tried: Tried = { drafts: new Set(), signatures: new Set() };
    let repair: BuildFileInput['repair'] =
      sentBackWith === null || fallback
        ? null
        : { previous: sentBackWith.previous, findings: findingsOf(sentBackWith.diagnostics) };
    if (repair !== null) {
      tried.drafts.add(repair.previous.sha256);
      tried.signatures.add(repair.findings.signature);
    }
    let attempt = 1;
    while (attempt <= (fallback ? 1 : attempts)) {
      const built = await ports.build({ draft: drafts + 1, author, tier, repair });
      if (built.outcome === 'no-room') {
        await ports.waitForRoom();
        continue;
      }
      if (built.outcome === 'nothing') {
        if (why.length === 0) why = [gaveUp(input.path, built.reason)];
        break;
      }
      drafts += 1;
      attempt += 1;
      costUsd += built.costUsd;
      if (built.outcome === 'needs') {
        return { outcome: 'needs', drafts, needs: built.needs, costUsd };
      }
      const repeated = tried.drafts.has(built.content.sha256);
      tried.drafts.add(built.content.sha256);
      let stuck = repeated;
      if (!repeated) {
        const verdict = await ports.validate(built.content);
        if (verdict.findings.blocking === 0) {
          return {
            outcome: 'accepted',
            content: built.content,
            drafts,
            author: built.author,
            lowConfidence: fallback,
            costUsd,
          };
        }
        why = verdict.findings.diagnostics.filter((diagnostic) => diagnostic.blocking);
        stuck = tried.signatures.has(verdict.findings.signature);
        tried.signatures.add(verdict.findings.signature);
        repair = { previous: built.content, findings: verdict.findings };
      }
      const stronger = strongerTier(tier);
      if (stuck) {
        if (stronger === undefined) break;
        tried = { drafts: new Set(), signatures: new Set() };
      }
      // The last attempt is worth more than the first.
      if (stronger !== undefined && (stuck || attempt === attempts)) tier = stuck ? stronger : 'strong';
    }
  }
  return {
    outcome: 'failed',
    drafts,
    diagnostics: why.slice(0, DIAGNOSTICS_KEPT),
    costUsd,
  };
}
