import type { Activities } from '../../../src/protocol/activities.js';
import type { ArtifactRef } from '../../../src/protocol/artifact.js';
import type {
  ProduceFileInput,
  ProduceFileResult,
  VerifyProjectResult,
} from '../../../src/protocol/children.js';
import type { Diagnostic } from '../../../src/protocol/diagnostic.js';
import type { EvidenceLevel } from '../../../src/protocol/evidence.js';
import { generateInputSchema, limitsSchema } from '../../../src/protocol/generate-input.js';
import type { AnalyzeResult } from '../../../src/protocol/plan-activities.js';
import type { Flag } from '../../../src/protocol/report.js';
import type { RunKey } from '../../../src/protocol/run-key.js';
import { EMPTY_TREE, type TreeView } from '../../../src/protocol/tree.js';
import { REVIEW_ASPECTS } from '../../../src/protocol/verify-activities.js';
import { buildProject } from '../../../src/workflows/loops/build-project.js';
import { startBuild, type FileProgress } from '../../../src/workflows/loops/build-state.js';
import { produceFile } from '../../../src/workflows/loops/produce-file.js';
import { FIRST_VERIFY_ROUND, verifyProject } from '../../../src/workflows/loops/verify-project.js';
import { flagRun } from '../../../src/workflows/policy/flags.js';
import { errorsAllowed } from '../../../src/workflows/policy/guardrail.js';
import { amendOnPorts, planOnPorts } from './plan-on-ports.js';
import { retriedActivities } from './retried.js';

/** Between two looks into a full purse, in milliseconds. */
const ROOM_WAIT_MS = 5;

export interface PortsRun {
  readonly analysis: AnalyzeResult;
  /** As they were in the end: amended plans bring others. */
  readonly plan: ArtifactRef;
  readonly environment: ArtifactRef;
  readonly tree: ArtifactRef;
  readonly files: readonly FileProgress[];
  /** Drafts of each file, those of the verification included. */
  readonly drafts: ReadonlyMap<string, number>;
  readonly verified: VerifyProjectResult;
  readonly levels: Readonly<Record<string, EvidenceLevel>>;
  readonly flags: readonly Flag[];
}

type ProduceOrder = Pick<
  ProduceFileInput,
  'tree' | 'round' | 'draftsBefore' | 'repair' | 'retries' | 'leastTier' | 'remark'
> & { readonly taskUsd: number | null };

/**
 * A whole run by the product's own loops and activities, without an engine: what is retried, is retried at once, and nothing
 * survives this process. The author is the model author, the options are the shipped defaults.
 *
 * The checks of the review are run, the model reviewers are not asked: what the double says as one never blocks, and changes no
 * outcome. Asking them made seeds whose verdicts are kept take 1.4 times as long with 12 files, and 1.1 times with 25 (ten and three
 * seeds, by turns with and without), and cost a tenth more.
 *
 * @throws MillwrightError or an activity's failure, as the run would fail.
 */
export async function runOnPorts(
  served: Activities,
  run: RunKey,
  brief: string,
  limitUsd: number | null,
): Promise<PortsRun> {
  const activities = retriedActivities(served);
  const options = generateInputSchema.parse({ brief, author: 'model' });
  const limits = limitsSchema.parse({ costUsd: limitUsd });
  const analysis = await activities.analyze({ run, options, limitUsd });
  const { author } = analysis.digest;
  let project = await planOnPorts(activities, run, analysis);
  const drafts = new Map<string, number>();

  const produce = async (path: string, request: ProduceOrder): Promise<ProduceFileResult> => {
    const { plan, prepared } = project;
    const { environment } = prepared;
    const { tree, taskUsd, ...asked } = request;
    const about = { run, analysis: analysis.analysis, plan: plan.plan, environment, path, tree };
    const priority = plan.digest.files.find((file) => file.path === path)?.priority ?? 'normal';
    const result = await produceFile(
      { ...about, ...asked, ...(taskUsd === null ? {} : { taskUsd }), priority, author },
      {
        build: (order) => activities.buildFile({ ...about, ...order }),
        validate: (content) =>
          activities.validate({ run, plan: plan.plan, path, content, tree, environment }),
        waitForRoom: () =>
          new Promise((resolve) => {
            setTimeout(resolve, ROOM_WAIT_MS);
          }),
      },
    );
    drafts.set(path, result.drafts);
    return result;
  };

  const built = await buildProject(
    project.plan.digest,
    startBuild(project.plan.digest, { manifest: null, changes: project.prepared.changes }),
    { concurrency: options.concurrency, mode: options.mode, limits: () => limits },
    {
      produce: ({ path }, request) => produce(path, request),
      checkGate: async (_phase, tree, paths) => {
        const { plan, prepared } = project;
        const { environment } = prepared;
        const { diagnostics } = await activities.checkTree({
          run,
          plan: plan.plan,
          tree,
          environment,
          paths,
        });
        return diagnostics.filter(({ blocking }) => blocking);
      },
      fold: (tree) => activities.foldTree({ run, tree }),
      ask: () => Promise.resolve('stop'),
      amend: async (asker, needs) => {
        const amended = await amendOnPorts(activities, run, analysis, { plan: project.plan, asker, needs });
        if (!('problems' in amended)) project = amended;
        return amended;
      },
      wasCancelled: () => false,
      windDown: () => undefined,
      paused: () => undefined,
      shouldDrain: () => false,
      onChange: () => undefined,
    },
  );

  const { plan, digest } = project.plan;
  const { environment } = project.prepared;
  const whole = (manifest: ArtifactRef): TreeView => ({ ...EMPTY_TREE, manifest });
  const step = (tree: ArtifactRef) => ({
    run,
    analysis: analysis.analysis,
    plan,
    tree,
    environment,
    sandbox: options.sandbox,
  });
  const sendBack = async (
    path: string,
    diagnostics: readonly Diagnostic[] | null,
    round: number,
    tree: ArtifactRef,
  ): Promise<ProduceFileResult> =>
    produce(path, {
      tree: whole(tree),
      round: FIRST_VERIFY_ROUND + round,
      draftsBefore: drafts.get(path) ?? 1,
      retries: limits.retriesPerFile,
      taskUsd: limits.taskUsd,
      repair:
        diagnostics === null
          ? null
          : { previous: await activities.readFile({ run, tree, path }), diagnostics },
    });
  const missing = new Set(
    built.state.files.filter(({ content }) => content === null).map(({ path }) => path),
  );
  const result = await verifyProject(
    {
      tree: await activities.foldTree({ run, tree: built.state.tree }),
      files: digest.files.filter(({ path }) => !missing.has(path)),
      errors: {
        before: built.state.errors + (analysis.insteadOf === undefined ? 0 : 1),
        allowed: errorsAllowed(limits.errors, digest.files.length),
      },
    },
    {
      whilePaused: () => Promise.resolve(),
      checkTypes: (tree) => activities.checkTree({ run, plan, tree: whole(tree), environment, paths: [] }),
      lint: (tree) => activities.lint(step(tree)),
      test: (tree) => activities.test(step(tree)),
      prove: (tree) => activities.prove(step(tree)),
      mutate: (tree, tests) => activities.mutate({ ...step(tree), tests }),
      followReadme: (tree, ran) => activities.followReadme({ ...step(tree), ran }),
      repair: sendBack,
      revise: sendBack,
      redraft: (path, round, tree) => sendBack(path, null, round, tree),
      concurrency: options.concurrency,
      fold: (tree, accepted) => activities.foldTree({ run, tree: { manifest: tree, changes: accepted } }),
    },
  );
  const { tree, tests, proof, mutations } = result;
  const judged = await activities.judge({
    run,
    analysis: analysis.analysis,
    plan,
    tests: tests.results,
    proof,
    mutations,
  });
  const checks = await Promise.all(
    REVIEW_ASPECTS.map((aspect) => activities.review({ run, plan, environment, tree, aspect })),
  );
  const { files } = built.state;
  return {
    analysis,
    plan,
    environment,
    tree,
    files,
    drafts,
    verified: result,
    levels: judged.levels,
    flags: flagRun({
      insteadOf: analysis.insteadOf,
      analysis: analysis.digest,
      files,
      reviewed: { verified: { result, judged }, checks, advice: [] },
    }),
  };
}
