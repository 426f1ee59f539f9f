import { FIXED_REQUESTS } from '../../protocol/names.js';
import type { AnalyzeResult, PlanResult } from '../../protocol/plan-activities.js';
import type { ArtifactRef } from '../../protocol/artifact.js';
import type { AnalysisDigest } from '../../protocol/digest.js';
import type { GenerateOptions } from '../../protocol/generate-input.js';
import { formatUsd } from '../../protocol/usd.js';
import { activity } from '../activity-options.js';
import { askPerson } from '../ask-person.js';
import { firstLimit, takeFirstLimit } from '../hold-limit.js';
import { APPROVAL_CHOICES, defaultAnswers } from '../policy/requests.js';
import type { RunState } from '../run-state.js';
import { Stopped } from '../stopped.js';
import { withinBudget } from '../within-budget.js';

function repliesFrom({ repliesOf }: GenerateOptions): { readonly repliesOf?: string } {
  return repliesOf === undefined ? {} : { repliesOf };
}

/** Phase analyze: brief → analysis, echoed in plain words. */
export async function analyze(state: RunState, options: GenerateOptions): Promise<AnalyzeResult> {
  state.enter('analyze', 'Reading the brief.');
  const { brief, briefRef, name, kind, author } = options;
  const result = await withinBudget(state, () =>
    activity(
      'analyze',
      'the brief',
    )({
      run: state.run,
      options: { brief, briefRef, name, kind, author },
      limitUsd: firstLimit(state),
      ...repliesFrom(options),
    }),
  );
  state.analysis = result.digest;
  state.planningUsd = result.spentUsd ?? 0;
  if (result.spentUsd !== undefined) takeFirstLimit(state, options);
  state.insteadOf = result.insteadOf;
  const open = result.digest.requirements.filter(({ proof }) => proof === 'none').length;
  state.say(
    `Understood ${result.digest.requirements.length} requirements${open === 0 ? '' : `, ${open} of which nothing can be built for yet`}.`,
  );
  return result;
}

/** Phase analyze of a run that is given its plan: both are taken over as they are, if their author can write them. */
export async function adopt(
  state: RunState,
  options: GenerateOptions,
  given: ArtifactRef,
): Promise<{ readonly analysis: AnalyzeResult; readonly plan: PlanResult }> {
  state.enter('analyze', 'Reading the plan.');
  const { brief, briefRef } = options;
  const adopted = await activity(
    'adoptPlan',
    'the given plan',
  )({
    run: state.run,
    options: { brief, briefRef },
    plan: given,
    limitUsd: firstLimit(state),
    ...repliesFrom(options),
  });
  state.analysis = adopted.analysis.digest;
  if (adopted.analysis.digest.author === 'model') takeFirstLimit(state, options);
  return adopted;
}

/**
 * Phase clarify: questions that change the result. An autonomous run takes each default at once and records it as an
 * assumption; a guided one waits, and does the same of a question that nobody answers.
 */
export async function clarify(
  state: RunState,
  options: GenerateOptions,
): Promise<Readonly<Record<string, string>>> {
  const questions = state.analysis?.questions ?? [];
  state.enter('clarify', questions.length === 0 ? 'Nothing to ask.' : `${questions.length} questions.`);
  if (options.mode === 'autonomous') {
    state.assumptions = questions.map(assumed);
    return defaultAnswers({ questions });
  }
  const answers = await Promise.all(
    questions.map(async (question) => {
      const answer = await askPerson(state, {
        id: `clarify-${question.id}`,
        kind: 'clarify',
        question: question.text,
        options: question.options,
        default: question.default,
      });
      return { question, answer };
    }),
  );
  state.assumptions = answers.flatMap(({ question, answer }) =>
    answer.isDefault ? [assumed(question)] : [],
  );
  return Object.fromEntries(answers.map(({ question, answer }) => [question.id, answer.choice]));
}

function assumed({ text, default: taken }: AnalysisDigest['questions'][number]): string {
  return `${text} Assumed: ${taken}.`;
}

function price({ analysis, costUsd, estimate, limits }: RunState): string {
  if (analysis?.author !== 'model') return 'It costs nothing more: no model is called.';
  const most =
    limits.costUsd === null
      ? 'no limit is set (the update "changeLimits" sets one)'
      : `the limit is ${formatUsd(limits.costUsd)} (the update "changeLimits" changes it)`;
  const spent = `Models have cost ${formatUsd(costUsd)} so far; ${most}.`;
  if (estimate === undefined) return spent;
  return estimate.costUsd === null
    ? `${spent} What it will cost is unknown, because no price is known for ${estimate.withoutPrice.join(', ')}: no limit in dollars could hold for what has no price, so it is not called. Set its price in millwright.config.yaml first (docs/models.md).`
    : `${spent} All of it will likely cost ${formatUsd(estimate.costUsd)}.`;
}

/**
 * Phase approve: a guided run shows its plan and waits; an autonomous one goes on.
 *
 * @throws Stopped when a person refuses the plan.
 */
export async function approve(state: RunState, options: GenerateOptions): Promise<void> {
  // Who only wants the plan reads it first, and has it built when it is right.
  if (state.lastPhase !== undefined) return;
  const files = state.plan?.files.length ?? 0;
  state.enter('approve', `The plan has ${files} files.`);
  if (options.mode === 'autonomous') return;
  const answer = await askPerson(state, {
    id: FIXED_REQUESTS.approve,
    kind: 'approve',
    question: `Build this plan of ${files} files? The query "plan" shows it. ${price(state)}`,
    options: [...APPROVAL_CHOICES],
    // Nobody's silence spends money.
    default: state.analysis?.author === 'model' ? 'stop' : 'approve',
  });
  if (answer.choice !== 'approve') throw new Stopped();
}
