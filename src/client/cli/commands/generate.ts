import { resolve } from 'node:path';
import type { Client } from '@temporalio/client';
import type { GenerateInput } from '../../../protocol/generate-input.js';
import type { Delivery, RunRecord } from '../../../protocol/report.js';
import { changeSpendLimit } from '../../runs/update-run.js';
import { shellWord } from '../../shell-word.js';
import { DeliveryError } from '../../delivery/delivery-error.js';
import { findRunById, type FoundRun } from '../../runs/find-run.js';
import { inputOfOpenRun } from '../../runs/open-input.js';
import { startRun, type RunOrder, type StartedRun } from '../../runs/start-run.js';
import { workflowIdOf, workflowIdOfPlan } from '../../runs/workflow-id.js';
import { continuedInput } from '../brief/continued-input.js';
import { generateInputOf, runOptionsOf, workflowIdProblem } from '../brief/generate-input.js';
import { refuseOtherOrder } from '../brief/other-order.js';
import { CommandError } from '../command-error.js';
import type { CliContext, CommandResult } from '../context.js';
import { requireOutputFolder } from '../folder/output-folder.js';
import { writeProject } from '../folder/write-project.js';
import type { GenerateOrder } from '../arguments/invocation.js';
import { choosePlan } from '../plan/choose-plan.js';
import { renderDelivered } from '../render/delivered.js';
import { count } from '../render/format.js';
import { renderNextSteps } from '../render/next-steps.js';
import { withSession, type SessionOptions } from '../session.js';
import { failedRun } from './failed-run.js';
import { DELIVERS, followRun, wayBack, type RunEnd } from './follow-run.js';
import { sayWithoutLimit } from './limit-note.js';

/**
 * Starts a run, or attaches to the open one of this brief, follows it to its end, and writes what it delivered. A person at
 * a terminal sees the plan first, and is asked.
 */
export async function generate(context: CliContext, order: GenerateOrder): Promise<CommandResult> {
  const { cwd, parts } = context;
  const idProblem = order.id === undefined ? undefined : workflowIdProblem(order.id);
  if (idProblem !== undefined) throw new CommandError('Usage', idProblem);
  runOptionsOf(order);
  const wanted = order.out ?? order.name;
  // Without a name the folder is not known yet; it will be made in this one.
  if (!order.detach) await requireOutputFolder(wanted === undefined ? cwd : resolve(cwd, wanted));
  const choice = await choosePlan(context, order);
  if (choice.kind === 'left') return choice.result;
  const { brief, given } = choice;
  const ordered = choice.guided === true ? { ...order, guided: true } : order;
  const input = await generateInputOf(ordered, brief, parts.artifacts, given);
  // Agreed to or not, what comes of a brief is the run of that brief: the same command finds it again.
  const own = order.brief.from === 'plan' && given !== undefined;
  const workflowId =
    order.id ?? (own ? workflowIdOfPlan(given) : workflowIdOf(brief, order.name, order.kind));
  // That a person at this terminal is asked was not typed: a run that takes the defaults is theirs all the same.
  const { mode, ...untyped } = input;
  return build(context, order, { workflowId, input, typed: order.guided ? { ...untyped, mode } : untyped });
}

interface Build extends Omit<RunOrder, 'again'> {
  /** The input without what was not typed. */
  readonly typed: GenerateInput;
}

async function build(
  context: CliContext,
  order: GenerateOrder,
  { workflowId, input, typed }: Build,
): Promise<CommandResult> {
  let asked = false;
  let started: StartedRun | undefined;
  const onInterrupt = (): string => {
    if (started !== undefined) return wayBack(workflowId);
    return asked
      ? `Whether the run ${workflowId} was started is not known; "millwright show ${workflowId}" tells.`
      : 'Nothing was started.';
  };
  const refuseOther = async (client: Client): Promise<void> => {
    const open = await inputOfOpenRun(client, workflowId);
    if (open !== undefined) refuseOtherOrder(workflowId, typed, open);
  };
  // Before a worker of this process would go on with the run that is open.
  const options: SessionOptions = { worker: !order.detach, beforeWorker: refuseOther, onInterrupt };
  return withSession(context, options, async (session) => {
    const { display, parts } = context;
    const before = await findRunById(session.client, parts.records, workflowId);
    if (!order.again) refuseClosed(before);
    const continued = continuedInput(input, before);
    context.interrupted.throwIfAborted();
    asked = true;
    started = await startRun(session.client, parts.records, {
      workflowId,
      input: continued.input,
      again: order.again,
    });
    if (started.kind === 'closed') throw closedError(workflowId, started.status.toLowerCase());
    const attached = started.kind === 'attached';
    if (attached) await refuseOther(session.client);
    if (attached && order.maxCost !== undefined)
      await changeSpendLimit(session.client, workflowId, order.maxCost);
    const webUi = session.webUi(workflowId);
    display.line(
      attached
        ? `Attached to the run ${workflowId}, which is open already.`
        : `Started the run ${workflowId}.`,
    );
    if (!attached && continued.note !== undefined) display.line(continued.note);
    if (input.author !== 'blueprint') await sayWithoutLimit(context, order.maxCost);
    if (webUi !== null) display.line(`Web UI: ${webUi}`);
    const run: OpenRun = { workflowId, key: started.runId, attached, webUi };
    if (order.detach) return detached(order, run);
    const end = await followRun(context, session, workflowId, DELIVERS);
    // Before the stack is left, which may take long.
    return session.uncut(() => finish(context, order, run, end));
  });
}

interface OpenRun {
  readonly workflowId: string;
  readonly key: string;
  readonly attached: boolean;
  readonly webUi: string | null;
}

async function finish(
  context: CliContext,
  order: GenerateOrder,
  run: OpenRun,
  end: RunEnd<Delivery>,
): Promise<CommandResult> {
  if (end.kind === 'failure') return failedRun(run, end.failure);
  const delivery = end.result;
  const folder = resolve(context.cwd, order.out ?? delivery.name);
  const { workflowId } = run;
  const written = await writeProject(context.parts, {
    workflowId,
    delivery,
    folder,
    force: order.force,
  }).catch((error: unknown) => {
    throw unwritten(workflowId, order.force, error);
  });
  return {
    exitCode: delivery.outcome === 'delivered' ? 0 : 1,
    json: {
      workflowId,
      runKey: run.key,
      attached: run.attached,
      ...delivery,
      statement: written.report.statement,
      spending: written.report.spending ?? null,
      written: written.result,
      webUi: run.webUi,
    },
    lines: (style) => [
      ...renderDelivered(delivery, written.report, style),
      '',
      ...written.lines(style),
      ...renderNextSteps(context.cwd, folder, written, style),
    ],
  };
}

/** The run is closed by now: giving the same command again is refused. */
function unwritten(workflowId: string, force: boolean, error: unknown): unknown {
  if (!(error instanceof DeliveryError)) return error;
  return new CommandError(
    'OutputFolder',
    `${error.trouble}\nThen write it with: millwright fetch ${workflowId} --out DIR${force ? ' --force' : ''}`,
    { cause: error, workflowId },
  );
}

function detached(order: GenerateOrder, { workflowId, key, attached, webUi }: OpenRun): CommandResult {
  const fetch = [
    `millwright fetch ${workflowId}`,
    ...(order.out === undefined ? [] : [`--out ${shellWord(order.out)}`]),
    ...(order.force ? ['--force'] : []),
  ].join(' ');
  return {
    exitCode: 0,
    json: { workflowId, runKey: key, attached, outcome: null, webUi },
    lines: () => [
      'It goes on while a worker serves it (millwright dev, or another command that hosts one).',
      `Watch it: millwright follow ${workflowId}    Get its project: ${fetch}`,
    ],
  };
}

function refuseClosed(found: FoundRun | undefined): void {
  if (found === undefined || found.state === 'open') return;
  if (found.state === 'unsettled') throw closedError(found.workflowId, found.status.toLowerCase());
  const { outcome, error, flags, endedAt, tree } = found.record;
  const how = [
    error === null ? outcome.replaceAll('-', ' ') : `${outcome}: ${error.type}`,
    ...(flags > 0 ? [count(flags, 'flag')] : []),
    `${endedAt.slice(0, 16).replace('T', ' ')} UTC`,
  ].join(', ');
  throw closedError(found.workflowId, how, fetchHint(found.workflowId, outcome, tree !== null));
}

function fetchHint(workflowId: string, outcome: RunRecord['outcome'], hasTree: boolean): string {
  if (outcome === 'delivered' || outcome === 'delivered-with-flags') {
    return `Get its project with "millwright fetch ${workflowId}"`;
  }
  return hasTree
    ? `Get what it had accepted with "millwright fetch ${workflowId} --partial"`
    : `See why with "millwright show ${workflowId}"`;
}

function closedError(
  workflowId: string,
  how: string,
  hint = `Get its project with "millwright fetch ${workflowId}"`,
): CommandError {
  return new CommandError(
    'RunClosed',
    `A run with the id ${workflowId} is closed (${how}). ${hint}, or start a new run with --again.`,
  );
}
