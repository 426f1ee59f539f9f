import type { BuildFileInput } from '../../protocol/build-activities.js';
import type { AuthorName } from '../../protocol/analysis.js';
import type { ProduceFileInput, ProduceFileResult } from '../../protocol/children.js';
import type { Diagnostic } from '../../protocol/diagnostic.js';
import { diagnosticsSignature } from '../../protocol/diagnostics.js';
import type { Findings } from '../../protocol/findings.js';
import type { Need } from '../../protocol/need.js';
import type { Tier } from '../../protocol/tier.js';
import { firstTier, strongerTier } from '../policy/tier.js';
import { Tried, tryDraft, type DraftOrder, type DraftVerdict, type ProduceFilePorts } from './one-draft.js';

/** How many diagnostics of a failed file its parent's history keeps. */
const DIAGNOSTICS_KEPT = 5;

function findingsOf(diagnostics: readonly Diagnostic[]): Findings {
  const blocking = diagnostics.filter((diagnostic) => diagnostic.blocking).length;
  return { diagnostics, blocking, signature: diagnosticsSignature(diagnostics), all: null };
}

function gaveUp(path: string, reason: string): Diagnostic {
  return { code: 'draft/none', severity: 'error', source: 'plan', path, message: reason, blocking: true };
}

/** The drafts of one file so far, over all authors and rounds. */
class Production {
  drafts: number;
  costUsd = 0;
  /** What was found last: why the file is not accepted yet. */
  why: readonly Diagnostic[];

  constructor(
    readonly input: ProduceFileInput,
    readonly ports: ProduceFilePorts,
  ) {
    this.drafts = input.draftsBefore ?? 0;
    this.why = input.repair?.diagnostics ?? [];
  }

  /** The drafts of `orders` side by side; each verdict in the place of its order. */
  async draft(orders: readonly Omit<DraftOrder, 'draft'>[], tried: Tried): Promise<readonly DraftVerdict[]> {
    const first = this.drafts + 1;
    // Each is waited for: what one of them was paid for is not lost with the other.
    const ended = await Promise.allSettled(
      orders.map((order, index) => tryDraft(this.ports, { ...order, draft: first + index }, tried)),
    );
    const made = ended.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
    const lost = ended.find((each) => each.status === 'rejected');
    if (lost !== undefined && !made.some(({ verdict }) => verdict.outcome === 'accepted')) throw lost.reason;
    for (const { verdict, costUsd } of made) {
      if (verdict.outcome !== 'nothing') this.drafts += 1;
      this.costUsd += costUsd;
      if (verdict.outcome === 'unreadable') this.why = [gaveUp(this.input.path, verdict.reason)];
      if (verdict.outcome === 'nothing' && this.why.length === 0)
        this.why = [gaveUp(this.input.path, verdict.reason)];
      if (verdict.outcome === 'refused' && verdict.findings !== null)
        this.why = verdict.findings.diagnostics.filter((diagnostic) => diagnostic.blocking);
    }
    return made.map(({ verdict }) => verdict);
  }
}

type Settled =
  | (Extract<DraftVerdict, { outcome: 'accepted' }> & { readonly lowConfidence: boolean })
  | { readonly outcome: 'needs'; readonly needs: readonly Need[] };

function settledOf(verdicts: readonly DraftVerdict[], lowConfidence: boolean): Settled | undefined {
  const accepted = verdicts.find((verdict) => verdict.outcome === 'accepted');
  if (accepted !== undefined) return { ...accepted, lowConfidence };
  return verdicts.find((verdict) => verdict.outcome === 'needs');
}

/** One author's attempts; undefined when none was accepted. */
async function attemptsOf(production: Production, author: AuthorName): Promise<Settled | undefined> {
  const { input } = production;
  const { round = 0, repair: sentBackWith = null } = input;
  const fallback = author !== input.author;
  const attempts = fallback ? 1 : input.retries + 1;
  let tier: Tier = round > 0 ? 'strong' : firstTier(input.priority);
  let tried = new Tried();
  let repair: BuildFileInput['repair'] = null;
  let remark: string | undefined;
  if (sentBackWith !== null && !fallback) {
    repair = { previous: sentBackWith.previous, findings: findingsOf(sentBackWith.diagnostics) };
    tried.draftAgain(repair.previous);
    tried.findingsAgain(repair.findings.signature);
  }
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const order = { author, tier, repair, ...(remark === undefined ? {} : { remark }) };
    // A model's last attempt is two drafts, judged by the checks: one mended, one begun afresh.
    const last = author === 'model' && attempt === attempts && attempts > 1 && repair !== null;
    const verdicts = await production.draft(last ? [order, { author, tier, repair: null }] : [order], tried);
    const settled = settledOf(verdicts, fallback);
    if (settled !== undefined) return settled;
    const [verdict] = verdicts;
    if (verdict === undefined || verdict.outcome === 'nothing') return undefined;
    if (verdict.outcome === 'refused' && verdict.findings !== null) {
      repair = { previous: verdict.content, findings: verdict.findings };
    }
    remark = verdict.outcome === 'unreadable' ? verdict.reason : undefined;
    const stuck = 'stuck' in verdict && verdict.stuck;
    const stronger = strongerTier(tier);
    if (stuck) {
      if (stronger === undefined) return undefined;
      tried = new Tried();
    }
    // The last attempt is worth more than the first.
    if (stronger !== undefined && (stuck || attempt + 1 === attempts)) tier = stuck ? stronger : 'strong';
  }
  return undefined;
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
  const production = new Production(input, ports);
  const authors: readonly AuthorName[] = input.author === 'model' ? ['model', 'blueprint'] : ['blueprint'];
  for (const author of authors) {
    const settled = await attemptsOf(production, author);
    if (settled === undefined) continue;
    const { drafts, costUsd } = production;
    return settled.outcome === 'needs'
      ? { outcome: 'needs', drafts, needs: settled.needs, costUsd }
      : {
          outcome: 'accepted',
          content: settled.content,
          drafts,
          author: settled.author,
          lowConfidence: settled.lowConfidence,
          costUsd,
        };
  }
  return {
    outcome: 'failed',
    drafts: production.drafts,
    diagnostics: production.why.slice(0, DIAGNOSTICS_KEPT),
    costUsd: production.costUsd,
  };
}
