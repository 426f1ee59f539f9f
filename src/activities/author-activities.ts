import { setImmediate } from 'node:timers/promises';
import { log } from '@temporalio/activity';
import { getJson, putJson } from '../artifacts/json-artifact.js';
import { readTree } from '../artifacts/tree-store.js';
import type { AnalyzeRequest, Author, RefusedFor, ReviewRequest } from '../authors/author.js';
import type { Activities } from '../protocol/activities.js';
import type { Analysis, AuthorName } from '../protocol/analysis.js';
import type { ArtifactRef } from '../protocol/artifact.js';
import type { RefusedDraft } from '../protocol/build-activities.js';
import { digestAnalysis, digestPlan } from '../protocol/digest.js';
import { MillwrightError } from '../protocol/errors.js';
import { withPlanning } from '../protocol/estimate.js';
import type { Findings } from '../protocol/findings.js';
import type { OnReplyProgress } from '../protocol/model-call.js';
import { spentUsd } from '../protocol/model-ledger.js';
import type { Plan } from '../protocol/plan.js';
import type { PlanResult } from '../protocol/plan-activities.js';
import type { RunKey } from '../protocol/run-key.js';
import { givenPlanSchema } from '../protocol/given-plan.js';
import { amendPlan, widenedBy } from './amend-plan.js';
import { authorOf, authorUnderWay } from './author-of.js';
import { briefText } from './brief-text.js';
import { packageDeclarations } from './package-declarations.js';
import type { Parts } from './parts.js';
import type { Project } from './project.js';
import { refusedPlan } from './refused-plan.js';
import { runActivity, type ActivityProgress } from './run-activity.js';

type AuthorActivities = Pick<
  Activities,
  'analyze' | 'plan' | 'adoptPlan' | 'readPlan' | 'amendPlan' | 'buildFile' | 'askReviewer' | 'setSpendLimit'
>;

/** What the run has spent on models: known to the ledger, and told to the workflow with the step that spent it. */
async function spentSoFar(
  { spending }: Parts,
  author: AuthorName,
  run: RunKey,
): Promise<{ readonly spentUsd?: number }> {
  return author === 'model' ? { spentUsd: spentUsd(await spending.costs(run.id)) } : {};
}

/** What the run has spent, and what it will likely cost as a whole. */
async function spentAndExpected(
  parts: Parts,
  author: Author,
  run: RunKey,
  given: { readonly analysis: Analysis; readonly plan: Plan },
): Promise<Pick<PlanResult, 'spentUsd' | 'estimate'>> {
  if (author.name !== 'model') return {};
  const { spentUsd: spent = 0 } = await spentSoFar(parts, author.name, run);
  return { spentUsd: spent, estimate: withPlanning(author.estimate(given), spent) };
}

/**
 * A model's analysis; when no model gave one that could be used, that of the blueprint author, where the brief is in its field.
 * @throws what the model author throws, when there is no other analysis to be had.
 */
async function analyzeByModel(
  model: Author,
  blueprint: Author | undefined,
  request: AnalyzeRequest,
): Promise<{ readonly analysis: Analysis; readonly insteadOf: string | undefined }> {
  try {
    return { analysis: await model.analyze(request), insteadOf: undefined };
  } catch (error) {
    const unusable =
      error instanceof MillwrightError &&
      (error.type === 'ModelRefused' || error.details.reason === 'unreadable');
    if (!unusable || blueprint === undefined) throw error;
    const analysis = await blueprint.analyze(request).catch(() => {
      // Out of its field: what the model failed of says more.
      throw error;
    });
    return { analysis, insteadOf: error.message };
  }
}

/** Blocking findings that did not travel. */
function notShown({ diagnostics, blocking }: Findings): number {
  return blocking - diagnostics.filter((diagnostic) => diagnostic.blocking).length;
}

/** Reviewers are asked side by side: the purse may have no room for one while the others hold theirs, and that is no failure. */
function noRoomYet(error: unknown): { readonly outcome: 'no-room' } {
  if (error instanceof MillwrightError && error.details.reason === 'no-room') return { outcome: 'no-room' };
  throw error;
}

/** A ledger that cannot be written now keeps nobody from a run: without the note, an earlier run under its id may be taken for it. */
async function noteStart({ records }: Parts, run: RunKey): Promise<void> {
  await records.noteStart(run).catch((error: unknown) => {
    log.warn('The ledger did not take the note that this run was started.', { error: String(error) });
  });
}

/** A reply's characters so far, as an activity's progress. */
function tellCharacters(progress: (value: ActivityProgress) => void): OnReplyProgress {
  return (replyCharacters) => {
    progress({ replyCharacters });
  };
}

/** What authors do: analysis, plan, drafts. */
export function authorActivities(parts: Parts, project: Project): AuthorActivities {
  const { store } = parts;
  const author = (name: AuthorName): Author => authorOf(parts, name);
  /** What a reviewer reads. Of tests it sees nothing that it could take for what others may count on. */
  const reviewed = async (
    planRef: ArtifactRef,
    tree: ArtifactRef,
  ): Promise<Pick<ReviewRequest, 'plan' | 'files' | 'declarations'>> => {
    const plan = await project.plan(planRef);
    const files = await project.texts({ manifest: tree, changes: [] });
    const declarations = new Map<string, string>();
    for (const { path, role } of plan.files) {
      const content = files.get(path);
      if (role === 'tester' || content === undefined) continue;
      // Each takes about 10 ms: those of a big project, in one go, would let no heartbeat through for seconds.
      await setImmediate();
      declarations.set(path, project.outline(plan, { path, content }));
    }
    return { plan, files, declarations };
  };
  return {
    analyze: ({ run, options, limitUsd, repliesOf = null }) =>
      runActivity(async (signal, progress) => {
        await noteStart(parts, run);
        const wanted =
          options.author === 'auto'
            ? parts.authors.model === undefined
              ? 'blueprint'
              : 'model'
            : options.author;
        if (wanted === 'model') await parts.spending.open(run.id, limitUsd, repliesOf);
        const request = {
          run,
          brief: await briefText(store, options),
          name: options.name,
          kind: options.kind,
          signal,
          onProgress: tellCharacters(progress),
        };
        const { analysis, insteadOf } =
          wanted === 'model'
            ? await analyzeByModel(author(wanted), parts.authors.blueprint, request)
            : { analysis: await author(wanted).analyze(request), insteadOf: undefined };
        return {
          analysis: await putJson(store, analysis),
          digest: digestAnalysis(analysis),
          ...(insteadOf === undefined ? {} : { insteadOf }),
          ...(await spentSoFar(parts, wanted, run)),
        };
      }),
    plan: ({ run, analysis: ref, answers, attempt, problems, previous }) =>
      runActivity(async (signal, progress) => {
        const analysis = await project.analysis(ref);
        const planner = authorUnderWay(parts, analysis.author);
        const plan = await planner.plan({
          run,
          analysis,
          answers,
          attempt,
          problems,
          previous: previous === undefined ? null : await project.plan(previous),
          signal,
          onProgress: tellCharacters(progress),
        });
        return {
          plan: await project.storePlan(plan),
          digest: digestPlan(plan),
          ...(await spentAndExpected(parts, planner, run, { analysis, plan })),
        };
      }),
    adoptPlan: ({ run, options, plan: ref, limitUsd, repliesOf = null }) =>
      runActivity(async (signal) => {
        await noteStart(parts, run);
        const given = await getJson(store, ref, givenPlanSchema);
        if (given.analysis.author === 'model') await parts.spending.open(run.id, limitUsd, repliesOf);
        const brief = await briefText(store, options);
        const adopter = author(given.analysis.author);
        const adoption = await adopter.adopt({ brief, given, signal });
        if (adoption.outcome === 'refused') throw refusedPlan(adoption.problems);
        const { analysis, plan } = adoption.given;
        return {
          analysis: { analysis: await putJson(store, analysis), digest: digestAnalysis(analysis) },
          plan: {
            plan: await project.storePlan(plan),
            digest: digestPlan(plan),
            ...(await spentAndExpected(parts, adopter, run, adoption.given)),
          },
        };
      }),
    setSpendLimit: ({ run, limitUsd }) => runActivity(() => parts.spending.changeLimit(run.id, limitUsd)),
    readPlan: ({ plan }) => runActivity(async () => ({ plan, digest: digestPlan(await project.plan(plan)) })),
    amendPlan: ({ plan: ref, asker, needs }) =>
      runActivity(async () => {
        const before = await project.plan(ref);
        const plan = amendPlan(before, asker, needs);
        return {
          plan: await project.storePlan(plan),
          digest: digestPlan(plan),
          widened: widenedBy(before, plan),
        };
      }),
    askReviewer: ({ run, analysis, plan: planRef, tree, author: name, reviewer }) =>
      runActivity(async (signal, progress) => {
        const writer = authorUnderWay(parts, name);
        const review = await writer
          .review?.({
            run,
            analysis: await project.analysis(analysis),
            ...(await reviewed(planRef, tree)),
            reviewer,
            signal,
            onProgress: tellCharacters(progress),
          })
          .catch(noRoomYet);
        const costs = await parts.spending.costs(run.id);
        const unasked = { outcome: 'left-out', reason: `The ${name} author reviews nothing.` } as const;
        return { ...(review ?? unasked), spentUsd: spentUsd(costs) };
      }),
    buildFile: (input) =>
      runActivity(async (signal, progress) => {
        const tree = new Map((await readTree(store, input.tree)).map(({ path, content }) => [path, content]));
        const plan = await project.plan(input.plan);
        const read = async (path: string): Promise<string | undefined> => {
          const content = tree.get(path);
          return content === undefined ? undefined : project.text(content);
        };
        const found = ({ findings }: RefusedDraft): RefusedFor => ({
          diagnostics: findings.diagnostics,
          more: notShown(findings),
          packageDeclarations: () => packageDeclarations(project, input, signal),
        });
        const draft = await authorUnderWay(parts, input.author).draft({
          run: input.run,
          analysis: await project.analysis(input.analysis),
          plan,
          path: input.path,
          draft: input.draft,
          tier: input.tier,
          read,
          outline: async (path) => {
            const content = await read(path);
            return content === undefined ? undefined : project.outline(plan, { path, content });
          },
          remark: input.remark ?? null,
          vain: input.vain ?? 0,
          repair:
            input.repair === null
              ? null
              : { previous: await project.text(input.repair.previous), ...found(input.repair) },
          refusedBefore: input.refusedBefore === undefined ? null : found(input.refusedBefore),
          signal,
          onProgress: tellCharacters(progress),
        });
        if (draft.outcome !== 'draft') return draft;
        const { content, costUsd, author: writer = input.author } = draft;
        return { outcome: 'draft', content: await store.put(content), author: writer, costUsd };
      }),
  };
}
