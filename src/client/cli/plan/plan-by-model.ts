import { analysisSchema, type Analysis } from '../../../protocol/analysis.js';
import type { ArtifactRef } from '../../../protocol/artifact.js';
import type { GivenPlan } from '../../../protocol/given-plan.js';
import { WORKFLOWS } from '../../../protocol/names.js';
import { plannedProjectSchema, type PlannedProject } from '../../../protocol/planned-project.js';
import { planSchema } from '../../../protocol/plan.js';
import type { RunRecord } from '../../../protocol/report.js';
import { findRunById } from '../../runs/find-run.js';
import { changeSpendLimit } from '../../runs/update-run.js';
import { runFailureOf, type RunFailure } from '../../runs/run-failure.js';
import { isNotFound } from '../../runs/server-errors.js';
import { startRun, type StartedRun } from '../../runs/start-run.js';
import { planningIdOf } from '../../runs/workflow-id.js';
import type { PlanOrder } from '../arguments/invocation.js';
import { continuedInput } from '../brief/continued-input.js';
import { generateInputOf } from '../brief/generate-input.js';
import { CommandError } from '../command-error.js';
import { followRun } from '../commands/follow-run.js';
import { sayWithoutLimit } from '../commands/limit-note.js';
import type { CliContext } from '../context.js';
import { withSession, type Session } from '../session.js';

/** A plan that a run has made. */
export interface MadePlan {
  readonly workflowId: string;
  readonly runKey: string;
  /** It was made before, and nothing was paid for it now. */
  readonly reused: boolean;
  readonly project: PlannedProject;
}

export type PlanEnd =
  | { readonly kind: 'plan'; readonly given: GivenPlan; readonly run: MadePlan }
  | {
      readonly kind: 'failure';
      readonly run: { readonly workflowId: string; readonly key: string };
      readonly failure: RunFailure;
    };

/**
 * Has models plan, in a run of its own: given again, the same order attaches to the run that is open, and takes the plan of one that
 * has ended, so that nothing is paid twice for it. A person at a terminal is asked what the brief leaves open.
 * @throws CommandError `RunClosed` when such a run has failed before, or its plan is kept no longer, and a new one was not asked for.
 */
export async function planByModel(context: CliContext, order: PlanOrder, brief: string): Promise<PlanEnd> {
  const { display, parts, terminal } = context;
  const guided = terminal !== null && !order.yes;
  const { name, kind, maxCost, again } = order;
  const workflowId = planningIdOf(brief, name, kind);
  const input = await generateInputOf(
    {
      name,
      kind,
      maxCost,
      again,
      guided,
      author: 'model',
      out: undefined,
      id: undefined,
      concurrency: undefined,
      sandbox: undefined,
      maxTaskCost: undefined,
      maxErrors: undefined,
      force: false,
      detach: false,
    },
    brief,
    parts.artifacts,
  );
  let asked = false;
  let started: StartedRun | undefined;
  const onInterrupt = (): string => {
    if (started !== undefined) return `The run ${workflowId} is safe. ${BACK}`;
    return asked ? `The run ${workflowId} may have been started. ${BACK}` : 'Nothing was started.';
  };
  return withSession(context, { worker: true, onInterrupt }, async (session) => {
    const earlier = async (key: string, record: RunRecord | undefined): Promise<PlanEnd> => {
      const project = await earlierPlan(session, workflowId, record);
      return { kind: 'plan', ...(await made(context, { workflowId, key }, project, true)) };
    };
    // The ledger knows of it for longer than the server.
    const before = await findRunById(session.client, parts.records, workflowId);
    if (!again && before !== undefined && before.state !== 'open')
      return earlier(before.key, before.state === 'closed' ? before.record : undefined);
    const continued = continuedInput(input, before);
    context.interrupted.throwIfAborted();
    asked = true;
    started = await startRun(session.client, parts.records, {
      type: WORKFLOWS.planProject,
      workflowId,
      input: continued.input,
      again,
    });
    const run = { workflowId, key: started.runId };
    if (started.kind === 'closed') return earlier(started.runId, undefined);
    const attached = started.kind === 'attached';
    display.line(
      attached
        ? `Attached to the run ${workflowId}, which plans this already.`
        : `Started the run ${workflowId}, which plans.`,
    );
    if (!attached && continued.note !== undefined) display.line(continued.note);
    if (attached && maxCost !== undefined) await changeSpendLimit(session.client, workflowId, maxCost);
    await sayWithoutLimit(context, maxCost);
    const end = await followRun(context, session, workflowId, { parse: readPlanned, back: BACK });
    return end.kind === 'failure'
      ? { kind: 'failure', run, failure: end.failure }
      : { kind: 'plan', ...(await made(context, run, end.result, false)) };
  });
}

const BACK = 'What it has paid for is kept: the same command goes on with it.';

function readPlanned(result: unknown): PlannedProject {
  return plannedProjectSchema.parse(result);
}

/**
 * What a closed run has planned.
 * @param record what the ledger has of it; undefined: nothing.
 * @throws CommandError `RunClosed` when it made no plan, or the server has forgotten it.
 */
async function earlierPlan(
  session: Session,
  workflowId: string,
  record: RunRecord | undefined,
): Promise<PlannedProject> {
  const closed = (how: string, cause?: unknown): CommandError =>
    new CommandError('RunClosed', `This was planned before, in the run ${workflowId}, ${how}`, { cause });
  const withoutPlan = (why: string, cause?: unknown): CommandError =>
    closed(`which ended without a plan (${why}). Plan anew with --again.`, cause);
  if (record !== undefined && record.outcome !== 'planned') {
    const { outcome, error } = record;
    throw withoutPlan(error === null ? outcome : `${error.type}: ${error.message}`);
  }
  try {
    return readPlanned(await session.client.workflow.getHandle(workflowId).result());
  } catch (error) {
    if (isNotFound(error))
      throw closed(`and the Temporal server keeps its plan no longer. ${PAID_ANEW}`, error);
    const failure = runFailureOf(error);
    if (failure === undefined) throw error;
    throw withoutPlan(`${failure.type}: ${failure.message}`, error);
  }
}

const PAID_ANEW = '--again plans anew, which models are paid for again.';

async function made(
  { parts }: CliContext,
  run: { readonly workflowId: string; readonly key: string },
  project: PlannedProject,
  reused: boolean,
): Promise<{ readonly given: GivenPlan; readonly run: MadePlan }> {
  const json = async (ref: ArtifactRef): Promise<unknown> =>
    JSON.parse(new TextDecoder().decode(await parts.artifacts.get(ref)));
  const analysis = analysisSchema.parse(await json(project.analysis));
  const plan = planSchema.parse(await json(project.plan));
  return {
    given: { version: 1, analysis: decided(analysis, project.answers), plan },
    run: { workflowId: run.workflowId, runKey: run.key, reused, project },
  };
}

/** Questions that were answered are decided: a plan file asks nothing. */
function decided(analysis: Analysis, answers: PlannedProject['answers']): Analysis {
  const lines = analysis.questions.map(({ id, text, default: taken }) => {
    const answer = answers[id] ?? taken;
    return `${text} ${answer === taken ? 'Assumed' : 'Decided'}: ${answer}.`;
  });
  return { ...analysis, questions: [], assumptions: [...analysis.assumptions, ...lines] };
}
