import type { Analysis } from '../../../protocol/analysis.js';
import type { FileRole, FileSpec, Plan } from '../../../protocol/plan.js';
import { REVIEWERS } from '../../../protocol/review.js';
import { firstTier, type Tier } from '../../../protocol/tier.js';
import { contractText } from '../draft/file-context.js';
import { fileSystem } from '../draft/file-system.js';
import { MOST_PROMPT_TOKENS } from '../draft/prompt-budget.js';
import { decisionsOf } from '../prompts/decisions.js';
import { describeRequirements, requirementLines } from '../prompts/describe-requirements.js';
import { isReviewed } from '../review/review-prompt.js';

/** English and code, on the side of more. */
const CHARACTERS_A_TOKEN = 3.5;

/**
 * What a model usually writes for a file of the role beside its contract, in tokens. The files of the references are a third of
 * it (test/fixtures/references: 200 for backend, 550 for a test): people who write a reference say less than models.
 */
const USUAL_OUTPUT: Readonly<Record<FileRole, number>> = {
  backend: 600,
  api: 700,
  database: 450,
  security: 700,
  frontend: 1_200,
  tester: 1_500,
  docs: 800,
  devops: 250,
};
/** A declaration comes back as that many times its length. */
const CODE_A_DECLARATION = 3;

/** Headings, packages, the project's line, paths around the file. */
const AROUND_TOKENS = 700;
/** Findings, and the rules for mending. */
const DIAGNOSTICS_TOKENS = 500;
/** A repair writes the places that change; now and then the whole file. */
const REPAIR_SHARE_OF_FILE = 0.6;

/**
 * Of 100 drafts 30 are sent back, and of as many repairs again 30 (the standard fault rate of the benches). The last of four attempts is
 * two drafts of the strong tier.
 */
const SENT_BACK = 0.3;
const REPAIRS_AT_OWN_TIER = SENT_BACK + SENT_BACK ** 2;
const REPAIRS_AT_STRONG_TIER = 2 * SENT_BACK ** 3;
/** Of the files, those that a failing test of the whole sends back. */
const VERIFICATION_REPAIRS = 0.1;

/** What a reviewer writes; findings are few. */
const REVIEW_OUTPUT = 1_000;

/** Calls of one kind for one file, as many as are usual: a share of a call where not every file takes one. */
export interface ExpectedCall {
  readonly why: 'draft' | 'repair' | 'verification' | 'review';
  readonly tier: Tier;
  readonly calls: number;
  /** Of one call. */
  readonly inputTokens: number;
  readonly outputTokens: number;
}

function tokensOf(text: string): number {
  return Math.ceil(text.length / CHARACTERS_A_TOKEN);
}

function promptTokens(
  spec: FileSpec,
  plan: Plan,
  analysis: Analysis,
  contracts: ReadonlyMap<string, string>,
): number {
  const served = analysis.requirements.filter(({ id }) => spec.requirements.includes(id));
  const used = plan.files.filter(({ path }) => spec.dependencies.some((each) => each.path === path));
  return (
    AROUND_TOKENS +
    tokensOf(
      [
        fileSystem({ plan, spec, repair: null }),
        ...decisionsOf(analysis),
        spec.role === 'docs' ? requirementLines(analysis.requirements) : describeRequirements(served),
        ...(spec.role === 'docs' ? plan.files : used).map(({ purpose }) => purpose),
        contractText(spec.contract),
        ...spec.dependencies.map(({ path }) => contracts.get(path) ?? ''),
      ].join('\n'),
    )
  );
}

function outputTokens({ role, contract }: FileSpec): number {
  return USUAL_OUTPUT[role] + CODE_A_DECLARATION * tokensOf(contractText(contract));
}

/** Each reviewer reads the code as far as a prompt may be long. */
function reviews(analysis: Analysis, written: readonly FileSpec[]): ExpectedCall {
  const code = written
    .filter((spec) => isReviewed(spec) && spec.priority !== 'low')
    .reduce((sum, spec) => sum + outputTokens(spec), 0);
  const inputTokens = AROUND_TOKENS + tokensOf(describeRequirements(analysis.requirements)) + code;
  return {
    why: 'review',
    tier: 'standard',
    calls: REVIEWERS.length,
    inputTokens: Math.min(inputTokens, MOST_PROMPT_TOKENS),
    outputTokens: REVIEW_OUTPUT,
  };
}

/** The calls that building, proving and reviewing `plan` usually takes. */
export function expectedCalls(analysis: Analysis, plan: Plan): readonly ExpectedCall[] {
  const contracts = new Map(plan.files.map(({ path, contract }) => [path, contractText(contract)]));
  const written = plan.files.filter(({ action }) => action !== 'delete');
  const files = written.flatMap((spec): readonly ExpectedCall[] => {
    const draft = {
      inputTokens: promptTokens(spec, plan, analysis, contracts),
      outputTokens: outputTokens(spec),
    };
    const repair = {
      inputTokens: draft.inputTokens + draft.outputTokens + DIAGNOSTICS_TOKENS,
      outputTokens: Math.ceil(draft.outputTokens * REPAIR_SHARE_OF_FILE),
    };
    const tier = firstTier(spec.role, spec.priority);
    return [
      { why: 'draft', tier, calls: 1, ...draft },
      { why: 'repair', tier, calls: REPAIRS_AT_OWN_TIER, ...repair },
      { why: 'repair', tier: 'strong', calls: REPAIRS_AT_STRONG_TIER, ...repair },
      { why: 'verification', tier: 'strong', calls: VERIFICATION_REPAIRS, ...repair },
    ];
  });
  return [...files, reviews(analysis, written)];
}
