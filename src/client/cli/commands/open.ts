import { once } from 'node:events';
import type { TreeView } from '../../../protocol/tree.js';
import type { SandboxChoice } from '../../../protocol/generate-input.js';
import type { ProjectKind } from '../../../protocol/analysis.js';
import type { RunRecord } from '../../../protocol/report.js';
import { findClosedRun } from '../../runs/find-run.js';
import { shortKey } from '../../../protocol/run-key.js';
import { CommandError } from '../command-error.js';
import type { CliContext, CommandResult } from '../context.js';
import type { OpenedProject } from '../../parts.js';
import { portError, requirePort } from './require-port.js';
import { requireClosedRecord } from './require-record.js';

export interface OpenOrder {
  readonly run: string;
  readonly port: number;
  readonly sandbox: SandboxChoice;
}

/** Starts the API that a run delivered, in the sandbox, and keeps it until Ctrl-C or its own end. */
export async function open(context: CliContext, order: OpenOrder): Promise<CommandResult> {
  const { display, interrupted, parts } = context;
  const record =
    (await findClosedRun(parts.records, order.run)) ?? (await requireClosedRecord(context, order.run));
  const tree = deliveredTree(record);
  if (await parts.records.isUnsettled(order.run)) display.line(notTheNewest(record));
  // Installing and building take a while: what would be in the way at their end is said now.
  await requirePort(order.port);
  const project = await parts
    .openProject({
      tree,
      sandbox: order.sandbox,
      port: order.port,
      onProgress: (line) => {
        display.line(line);
      },
      signal: interrupted,
    })
    .catch((error: unknown) => {
      throw portError(error, order.port) ?? error;
    });
  try {
    return await untilItEnds(context, record, project);
  } finally {
    await project.stop();
  }
}

/** Says where it answers, and waits for Ctrl-C or its own end. */
async function untilItEnds(
  context: CliContext,
  record: RunRecord,
  project: OpenedProject,
): Promise<CommandResult> {
  const { display, interrupted } = context;
  const json = {
    workflowId: record.workflowId,
    runKey: record.key,
    url: project.url,
    sandbox: project.sandbox,
    /** Of this command: whoever started it through another program ends it by that. */
    pid: process.pid,
  };
  context.announce(json);
  display.line(
    `${record.name ?? record.workflowId} answers at ${project.url} (sandbox: ${project.sandbox}). Ctrl-C stops it.`,
  );
  const ended = await Promise.race([
    project.ended,
    interrupted.aborted ? undefined : once(interrupted, 'abort').then(() => undefined),
  ]);
  if (ended === undefined) return { exitCode: 0, json: undefined, lines: () => ['Stopped.'] };
  return {
    exitCode: ended.exitCode === 0 ? 0 : 1,
    json: undefined,
    lines: () => [
      `It ended by itself with exit code ${String(ended.exitCode)}.`,
      ...ended.output
        .trimEnd()
        .split('\n')
        .slice(-20)
        .map((line) => `  ${line}`),
    ],
  };
}

/** A newer run keeps nobody from what there is; whoever opens that knows which of them it is. */
function notTheNewest({ key, workflowId, endedAt }: RunRecord): string {
  const which = `${shortKey(key)}, ended ${endedAt.slice(0, 16).replace('T', ' ')} UTC`;
  return `This is the run before (${which}): a newer one was started under this id and has delivered nothing yet. See it with: millwright show ${workflowId}`;
}

/** What is no service, and what to do with it instead of opening it. */
const WITHOUT_SERVER: Readonly<Record<Exclude<ProjectKind, 'api'>, string>> = {
  cli: 'a command-line program: it runs and ends, so there is nothing to keep open. In its folder "npm ci && npm run build" makes it, and its README says what to type.',
  library:
    'a library: other programs import it, so there is nothing to start. In its folder "npm ci && npm run build && npm pack" makes the package, and its README has an example.',
  frontend: 'a user interface; only an API is started.',
  fullstack: 'a project with a user interface; only an API is started.',
};

function deliveredTree(record: RunRecord): TreeView {
  const { delivery, workflowId } = record;
  if (
    delivery === null ||
    (delivery.outcome !== 'delivered' && delivery.outcome !== 'delivered-with-flags')
  ) {
    throw new CommandError(
      'NothingToShow',
      `The run ${workflowId} delivered nothing that could be started (${record.error?.type ?? record.outcome}).`,
    );
  }
  if (delivery.kind !== 'api') {
    throw new CommandError(
      'NothingToShow',
      `The run ${workflowId} delivered ${WITHOUT_SERVER[delivery.kind]} Get it with "millwright fetch ${workflowId}".`,
    );
  }
  return { manifest: delivery.tree, changes: [] };
}
