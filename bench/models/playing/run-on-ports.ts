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
import type { PreparedPlan } from '../../../src/workflows/loops/plan-ports.js';
import { produceFile } from '../../../src/workflows/loops/produce-file.js';
import { verifyProject } from '../../../src/workflows/loops/verify-project.js';
import {
  flagAnalysis,
  flagFiles,
  flagRequirements,
  flagReview,
  flagVerification,
} from '../../../src/workflows/policy/flags.js';
import { errorsAllowed } from '../../../src/workflows/policy/guardrail.js';
import { amendOnPorts, planOnPorts } from './plan-on-ports.js';
import { retried } from './retried.js';

/** As in src/workflows/verify-project.ts. */
const FIRST_VERIFY_ROUND = 100;
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

/**
 * A whole run by the product's own loops and activities, without an engine: what is retried, is retried at once, and nothing
 * survives this process. The author is the model author, the options are the shipped defaults.
 * @throws MillwrightError or an activity's failure, as the run would fail.
 */
export async function runOnPorts(
  activities: Activities,
  run: RunKey,
  brief: string,
  limitUsd: number | null,
): Promise<PortsRun> {
  const options = generateInputSchema.parse({ brief, author: 'model' });
  const limits = limitsSchema.parse({ costUsd: limitUsd });
  const analysis = await retried(() => activities.analyze({ run, options, limitUsd }));
  let project = await planOnPorts(activities, run, analysis);
  const drafts = new Map<string, number>();

  const produce = async (
    current: PreparedPlan,
    path: string,
    request: Pick<
      ProduceFileInput,
      'tree' | 'round' | 'draftsBefore' | 'repair' | 'retries' | 'leastTier' | 'remark'
    > & {
      readonly taskUsd?: number | null;
    },
  ): Promise<ProduceFileResult> => {
    const file = current.plan.digest.files.find((planned) => planned.path === path);
    const about = {
      run,
      analysis: analysis.analysis,
      plan: current.plan.plan,
      environment: current.prepared.environment,
      path,
      tree: request.tree,
    };
    const { taskUsd, ...asked } = request;
    const result = await produceFile(
      {
        ...about,
        ...asked,
        ...(taskUsd == null ? {} : { taskUsd }),
        priority: file?.priority ?? 'normal',
        author: analysis.digest.author,
      },
      {
        build: (order) => retried(() => activities.buildFile({ ...about, ...order })),
        validate: (content) => {
          const { run: key, plan, environment, tree } = about;
          return retried(() => activities.validate({ run: key, plan, path, content, tree, environment }));
        },
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
      produce: ({ path }, request) => produce(project, path, request),
      checkGate: async (_phase, tree, paths) => {
        const { plan, prepared } = project;
        const { environment } = prepared;
        const { diagnostics } = await retried(() =>
          activities.checkTree({ run, plan: plan.plan, tree, environment, paths }),
        );
        return diagnostics.filter(({ blocking }) => blocking);
      },
      fold: (tree) => activities.foldTree({ run, tree }),
      ask: () => Promise.resolve('stop'),
      amend: (asker, needs) =>
        amendOnPorts(activities, run, analysis, {
          plan: project.plan,
          asker,
          needs,
          onAmended: (amended) => {
            project = amended;
          },
        }),
      windDown: () => true,
      paused: () => undefined,
      shouldDrain: () => false,
      onChange: () => undefined,
    },
  );

  const { plan } = project.plan;
  const { environment } = project.prepared;
  const step = (tree: ArtifactRef) => ({
    run,
    analysis: analysis.analysis,
    plan,
    tree,
    environment,
    sandbox: options.sandbox,
  });
  const whole = (manifest: ArtifactRef): TreeView => ({ ...EMPTY_TREE, manifest });
  const sendBack = async (
    path: string,
    diagnostics: readonly Diagnostic[] | null,
    round: number,
    tree: ArtifactRef,
  ): Promise<ProduceFileResult> => {
    const previous = await activities.readFile({ run, tree, path });
    return produce(project, path, {
      tree: whole(tree),
      round: FIRST_VERIFY_ROUND + round,
      draftsBefore: drafts.get(path) ?? 1,
      retries: limits.retriesPerFile,
      ...(limits.taskUsd === null ? {} : { taskUsd: limits.taskUsd }),
      repair: diagnostics === null ? null : { previous, diagnostics },
    });
  };
  const verified = await verifyProject(
    {
      tree: await activities.foldTree({ run, tree: built.state.tree }),
      files: project.plan.digest.files,
      errors: {
        before: built.state.errors,
        allowed: errorsAllowed(limits.errors, project.plan.digest.files.length),
      },
    },
    {
      checkTypes: (tree) =>
        retried(() => activities.checkTree({ run, plan, tree: whole(tree), environment, paths: [] })),
      lint: (tree) => retried(() => activities.lint(step(tree))),
      test: (tree) => retried(() => activities.test(step(tree))),
      prove: (tree) => retried(() => activities.prove(step(tree))),
      mutate: (tree, tests) => retried(() => activities.mutate({ ...step(tree), tests })),
      followReadme: (tree, ran) => retried(() => activities.followReadme({ ...step(tree), ran })),
      repair: sendBack,
      revise: sendBack,
      redraft: (path, round, tree) => sendBack(path, null, round, tree),
      waitsForAll: () => true,
      fold: (tree, accepted) => activities.foldTree({ run, tree: { manifest: tree, changes: accepted } }),
    },
  );
  const { tests, proof, mutations = null } = verified;
  const { levels } = await activities.judge({
    run,
    analysis: analysis.analysis,
    plan,
    tests: tests.results,
    proof,
    mutations,
  });
  const reviewed = await Promise.all(
    REVIEW_ASPECTS.map((aspect) =>
      activities.review({ run, plan, environment, tree: verified.tree, aspect }),
    ),
  );
  const flags = [
    ...flagAnalysis(analysis.insteadOf),
    ...flagFiles(built.state.files),
    ...flagRequirements(analysis.digest, levels),
    ...flagVerification(verified),
    ...flagReview(reviewed.flatMap(({ diagnostics }) => diagnostics)),
  ];
  return {
    analysis,
    plan,
    environment,
    tree: verified.tree,
    files: built.state.files,
    drafts,
    verified,
    levels,
    flags,
  };
}
