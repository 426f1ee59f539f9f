import { once } from 'node:events';
import type { TreeView } from '../../../protocol/tree.js';
import type { SandboxChoice } from '../../../protocol/generate-input.js';
import type { RunRecord } from '../../../protocol/report.js';
import { findClosedRun } from '../../runs/find-run.js';
import { CommandError } from '../command-error.js';
import type { CliContext, CommandResult } from '../context.js';
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
  const project = await parts.openProject({
    tree: deliveredTree(record),
    sandbox: order.sandbox,
    port: order.port,
    onProgress: (line) => {
      display.line(line);
    },
    signal: interrupted,
  });
  const json = {
    workflowId: record.workflowId,
    runKey: record.key,
    url: project.url,
    sandbox: project.sandbox,
  };
  context.announce(json);
  display.line(
    `${record.name ?? record.workflowId} answers at ${project.url} (sandbox: ${project.sandbox}). Ctrl-C stops it.`,
  );
  const ended = await Promise.race([
    project.ended,
    interrupted.aborted ? undefined : once(interrupted, 'abort').then(() => undefined),
  ]);
  if (ended === undefined) {
    await project.stop();
    return { exitCode: 0, json: undefined, lines: () => ['Stopped.'] };
  }
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
      `The run ${workflowId} delivered a project of kind ${delivery.kind}; only an API is started. Get it with "millwright fetch ${workflowId}".`,
    );
  }
  return { manifest: delivery.tree, changes: [] };
}
