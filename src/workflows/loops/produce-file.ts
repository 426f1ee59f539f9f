import type { RefusedDraft } from '../../protocol/build-activities.js';
import type { AuthorName } from '../../protocol/analysis.js';
import type { ArtifactRef } from '../../protocol/artifact.js';
import type { ProduceFileInput, ProduceFileResult } from '../../protocol/children.js';
import type { Diagnostic } from '../../protocol/diagnostic.js';
import { diagnosticsSignature } from '../../protocol/diagnostics.js';
import type { Findings } from '../../protocol/findings.js';
import type { Need } from '../../protocol/need.js';
import { firstTier, type Tier } from '../../protocol/tier.js';
import { formatUsd } from '../../protocol/usd.js';
import { guard } from '../policy/guardrail.js';
import { atLeast, strongerTier } from '../policy/tier.js';
import { Tried, type DraftOrder, type DraftVerdict, type ProduceFilePorts } from './one-draft.js';
import { Production } from './production.js';

/** How many diagnostics of a failed file its parent's history keeps. */
const DIAGNOSTICS_KEPT = 5;

function findingsOf(diagnostics: readonly Diagnostic[]): Findings {
  const blocking = diagnostics.filter((diagnostic) => diagnostic.blocking).length;
  return { diagnostics, blocking, signature: diagnosticsSignature(diagnostics), all: null };
}

type Settled =
  | (Extract<DraftVerdict, { outcome: 'accepted' }> & { readonly lowConfidence: boolean })
  | { readonly outcome: 'needs'; readonly needs: readonly Need[] };

function settledOf(verdicts: readonly DraftVerdict[], lowConfidence: boolean): Settled | undefined {
  const accepted = verdicts.find((verdict) => verdict.outcome === 'accepted');
  if (accepted !== undefined) return { ...accepted, lowConfidence };
  return verdicts.find((verdict) => verdict.outcome === 'needs');
}

/** The tier that a round begins at, and why it is not the one that the file has by itself. */
function startTier(production: Production, author: AuthorName): Tier {
  const { round = 0, role, priority, leastTier } = production.input;
  const own = firstTier(role, priority);
  const tier = round > 0 ? 'strong' : atLeast(own, leastTier ?? own);
  if (tier !== own && author === 'model')
    production.escalated({ to: tier, why: round > 0 ? 'sent-back' : 'hallucinations' });
  return tier;
}

/** What the next draft is told of a reply that was none: never the same words twice, for one model may serve all tiers. */
function remarkOn(reason: string, stuck: boolean): string {
  return stuck ? `${reason} The one before it came to the same.` : reason;
}

/** Is what came of a mend what was there before, of this tier or of another? */
function isVain(verdict: DraftVerdict, { previous, findings }: RefusedDraft): boolean {
  if (verdict.outcome !== 'refused') return false;
  return verdict.stuck || isSame(verdict, previous) || verdict.findings?.signature === findings.signature;
}

function isSame(verdict: DraftVerdict, { sha256 }: ArtifactRef): boolean {
  return verdict.outcome === 'refused' && verdict.content.sha256 === sha256;
}

/** One author's attempts; undefined when none was accepted. */
async function attemptsOf(production: Production, author: AuthorName): Promise<Settled | undefined> {
  const { input } = production;
  const { repair: sentBackWith = null } = input;
  const fallback = author !== input.author;
  const retries = fallback ? 0 : input.retries;
  let tier = startTier(production, author);
  let tried = new Tried();
  let repair: RefusedDraft | null = null;
  let refusedBefore: RefusedDraft | null = null;
  let remark = input.remark;
  /** Mends in a row that left things as they were. */
  let vain = 0;
  let fresh = false;
  if (sentBackWith !== null && !fallback) {
    repair = { previous: sentBackWith.previous, findings: findingsOf(sentBackWith.diagnostics) };
    tried.draftAgain(repair.previous);
    tried.findingsAgain(repair.findings.signature);
  }
  const step = (to: Tier, why: 'same-again' | 'last-attempt'): void => {
    if (to !== tier && author === 'model') production.escalated({ to, why });
    tier = to;
  };
  const afresh = (before: RefusedDraft | null): Omit<DraftOrder, 'draft'> => ({
    author,
    tier,
    repair: null,
    ...(before === null ? {} : { refusedBefore: before }),
  });
  for (let retry = 0; ; retry++) {
    const order = {
      ...(repair === null
        ? afresh(refusedBefore)
        : { author, tier, repair, ...(vain === 0 ? {} : { vain }) }),
      ...(remark === undefined ? {} : { remark }),
    };
    // A model's last attempt is two drafts, judged by the checks: one mended, one begun afresh that knows what was found.
    const last = author === 'model' && retry > 0 && retry === retries && repair !== null;
    const verdicts = await production.draft(last ? [order, afresh(repair)] : [order], tried);
    const settled = settledOf(verdicts, fallback);
    if (settled !== undefined) return settled;
    const [verdict] = verdicts;
    if (verdict === undefined || verdict.outcome === 'nothing') return undefined;
    const stronger = strongerTier(tier);
    const stuck = 'stuck' in verdict && verdict.stuck;
    const cameBack = stuck && sentBackWith !== null && isSame(verdict, sentBackWith.previous);
    // Whoever says that nothing is to change has not failed, on whichever attempt and at whatever cost.
    if (cameBack && stronger === undefined) {
      production.unchanged = true;
      return undefined;
    }
    if (guard('file-retries', retry + 1, retries) === 'abort') return undefined;
    if (guard('task-cost', production.costUsd, input.taskUsd ?? null) === 'abort') {
      production.overCost = true;
      return undefined;
    }
    vain = repair !== null && isVain(verdict, repair) ? vain + 1 : 0;
    if (verdict.outcome === 'refused' && verdict.findings !== null) {
      repair = { previous: verdict.content, findings: verdict.findings };
    }
    remark = verdict.outcome === 'unreadable' ? remarkOn(verdict.reason, stuck) : undefined;
    const next = guard('same-again', stuck ? 1 : 0, 0, { tier: stronger !== undefined });
    if (next === 'abort') {
      if (fresh || repair === null || author !== 'model') return undefined;
      // Nobody stronger can mend it: it is begun once more, from nothing.
      fresh = true;
      vain = 0;
      refusedBefore = repair;
      repair = null;
      tried = new Tried();
      continue;
    }
    if (next === 'stronger-tier' && stronger !== undefined) {
      tried = new Tried();
      step(stronger, 'same-again');
    } else if (retry + 1 === retries) {
      // The last attempt is worth more than the first.
      step('strong', 'last-attempt');
    }
  }
}

function tooDear({ costUsd, input: { path, taskUsd = 0 } }: Production): Diagnostic {
  const message = `${path} has cost ${formatUsd(costUsd)} and is not accepted; one file may cost ${formatUsd(taskUsd)} (limit taskUsd).`;
  return { code: 'draft/cost', severity: 'error', source: 'plan', path, message, blocking: true };
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
    const draftsBefore = production.drafts;
    const settled = await attemptsOf(production, author);
    if (author !== input.author && production.drafts > draftsBefore)
      production.escalated({ to: 'blueprint', why: 'used-up' });
    // A template would overrule who said that nothing is to change.
    if (production.unchanged) break;
    if (settled === undefined) continue;
    const { drafts, costUsd, effort } = production;
    return settled.outcome === 'needs'
      ? { outcome: 'needs', drafts, needs: settled.needs, costUsd, ...effort }
      : {
          outcome: 'accepted',
          content: settled.content,
          drafts,
          author: settled.author,
          lowConfidence: settled.lowConfidence,
          costUsd,
          ...effort,
        };
  }
  const { overCost, unchanged, refused } = production;
  const why = overCost ? [tooDear(production), ...production.why] : production.why;
  return {
    outcome: 'failed',
    drafts: production.drafts,
    diagnostics: why.slice(0, DIAGNOSTICS_KEPT),
    costUsd: production.costUsd,
    ...production.effort,
    ...(refused === undefined ? {} : { refused }),
    ...(overCost ? { overCost } : {}),
    ...(unchanged ? { unchanged } : {}),
  };
}
