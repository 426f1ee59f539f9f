import type { Diagnostic } from '../../../protocol/diagnostic.js';
import { MillwrightError } from '../../../protocol/errors.js';
import { formatDiagnostic } from '../../../protocol/diagnostics.js';
import type { ModelCaller } from '../../../protocol/model-caller.js';
import { CRITICAL_PARTS, type Plan } from '../../../protocol/plan.js';
import type { PromptMeasure } from '../../../protocol/prompt-measure.js';
import type { PlanRequest } from '../../author.js';
import { askStructured } from '../ask-structured.js';
import { kindPrompt, rolePrompt } from '../prompts/load-prompt.js';
import { decisionsOf } from '../prompts/decisions.js';
import { bullets, fenced, oneLine, sections } from '../prompts/sections.js';
import { describeRequirements } from '../prompts/describe-requirements.js';
import { atHandFor, packagesAtHand, toolNames } from './packages-at-hand.js';
import { planChangesSchema, withChanges } from './plan-changes.js';
import { planOfReply, planReplySchema, type PlanReply } from './plan-reply.js';
import { replyOfPlan } from './reply-of-plan.js';

const FLOOR_TOKENS = 12_000;
const CEILING_TOKENS = 60_000;
/** Two files a requirement, each with its contract and its bindings. */
const TOKENS_A_REQUIREMENT = 1_200;

/** Phase plan by a model. @throws MillwrightError `InvalidPlan`, and what `askStructured` throws. */
export async function askPlan(
  caller: ModelCaller,
  measure: PromptMeasure,
  request: PlanRequest,
): Promise<Plan> {
  const { analysis, answers, attempt, problems, previous, run, signal, onProgress } = request;
  const { kind, requirements } = analysis;
  const decided = decisionsOf(analysis, answers);
  const refused = previous === null ? null : replyOfPlan(previous);
  const user = sections([
    [
      'Project',
      `${oneLine(analysis.title)}: a project of kind \`${kind}\`, built on ${oneLine(analysis.stack.framework)}. Its package is named \`${analysis.name}\`.`,
    ],
    ['Requirements', describeRequirements(requirements)],
    ['Decided', bullets(decided)],
    ['Survey', fenced(JSON.stringify(analysis.subject), 'json')],
    [
      'Packages',
      `At hand, in versions that work together (others need an exact version that exists):\n${bullets(
        packagesAtHand(kind).map(({ name, version, why }) => `${name} ${version}: ${why}`),
      )}\nThere already, and not to be planned: ${toolNames().join(', ')}.`,
    ],
    ['Critical parts', bullets(CRITICAL_PARTS[kind])],
    ['Current content', refused === null ? null : fenced(JSON.stringify(refused), 'json')],
    [
      'Diagnostics',
      problems.length === 0
        ? null
        : `The plan above was refused. Mend every one of these, and keep what was right: answer with what changes, and nothing that stays as it is.\n${bullets(problems.map((problem) => formatDiagnostic(withKnownPackages(problem, previous))))}`,
    ],
  ]);
  const question = {
    key: { run: run.id, step: 'plan', draft: attempt },
    again: attempt > 1,
    role: 'architect',
    system: `${rolePrompt('architect')}\n\n${kindPrompt(kind)}`,
    user: `${user}\n\nTask: plan`,
    name: 'plan',
    maxOutputTokens: Math.min(
      CEILING_TOKENS,
      Math.max(FLOOR_TOKENS, requirements.length * TOKENS_A_REQUIREMENT),
    ),
    signal,
    onProgress,
  };
  const problemsOf = (answer: PlanReply): readonly string[] => {
    const read = planOfReply(answer, analysis);
    return read.outcome === 'plan' ? [] : read.problems;
  };
  const reply =
    refused === null
      ? await askStructured(caller, measure, { ...question, schema: planReplySchema, problems: problemsOf })
      : withChanges(
          refused,
          await askStructured(caller, measure, {
            ...question,
            schema: planChangesSchema,
            problems: (changes) => problemsOf(withChanges(refused, changes)),
          }),
        );
  const read = planOfReply(reply, analysis);
  if (read.outcome === 'plan') return { ...read.plan, decided: [...decided] };
  throw new MillwrightError('InvalidPlan', `The plan cannot be read: ${read.problems.join(' ')}`);
}

/** Of a package that does not exist: the ones at hand that do what the plan wanted it for. */
function withKnownPackages(problem: Diagnostic, previous: Plan | null): Diagnostic {
  if (problem.code !== 'packages/missing' || previous === null) return problem;
  const missing = previous.packages.find(({ name, version }) =>
    problem.message.includes(` ${name}@${version} `),
  );
  const known = missing === undefined ? [] : atHandFor(missing.why, previous.kind);
  if (known.length === 0) return problem;
  const names = known.map(({ name, version }) => `${name} ${version}`).join(', ');
  return { ...problem, hint: `${problem.hint ?? ''} At hand for that: ${names}.`.trim() };
}
