import { resolve } from 'node:path';
import type { RunRecord } from '../../../protocol/report.js';
import type { TreeView } from '../../../protocol/tree.js';
import { findSettledRun } from '../../runs/find-run.js';
import { isUnavailable } from '../../runs/server-errors.js';
import { queryProgress } from '../../runs/temporal-run.js';
import { CommandError } from '../command-error.js';
import type { CliContext, CommandResult } from '../context.js';
import { requireOutputFolder } from '../folder/output-folder.js';
import { writePartial } from '../folder/write-partial.js';
import { writeProject } from '../folder/write-project.js';
import { renderDelivered } from '../render/delivered.js';
import { count } from '../render/format.js';
import { renderNextSteps } from '../render/next-steps.js';
import { withSession, type Session } from '../session.js';
import { requireRun } from './require-run.js';

export interface FetchOrder {
  readonly run: string;
  readonly out: string | undefined;
  readonly partial: boolean;
  readonly force: boolean;
}

/** Writes a run's project into a folder: what it delivered, or with `partial` what it accepted so far. */
export async function fetch(context: CliContext, order: FetchOrder): Promise<CommandResult> {
  if (order.out !== undefined) await requireOutputFolder(resolve(context.cwd, order.out));
  const stack = await context.stack.status(context.config.home);
  if (!stack.running && context.config.temporalAddress === undefined) {
    const record = await findSettledRun(context.parts.records, order.run);
    if (record !== undefined) return fetchClosed(context, order, record);
  }
  return withSession(
    context,
    { worker: order.partial, onInterrupt: () => 'Nothing was written.' },
    async (session) => {
      const source = await sourceOf(context, session, order);
      // Before the stack is left, which may take long.
      return session.uncut(() =>
        source.kind === 'record'
          ? fetchClosed(context, order, source.record)
          : fetchPartial(context, order, source.run),
      );
    },
  );
}

type Source =
  | { readonly kind: 'record'; readonly record: RunRecord }
  | { readonly kind: 'partial'; readonly run: PartialRun };

/** What is to be written. @throws CommandError `RunNotFound`, `NothingToShow`. */
async function sourceOf(context: CliContext, session: Session, order: FetchOrder): Promise<Source> {
  const found = await requireRun(context, session.client, order.run);
  const { workflowId, key } = found;
  if (found.state === 'closed') return { kind: 'record', record: found.record };
  if (found.state === 'open' && !order.partial) {
    throw new CommandError(
      'NothingToShow',
      `The run ${workflowId} is still open. Wait for it with "millwright follow ${workflowId}", or take what it has so far with --partial.`,
    );
  }
  if (!order.partial) {
    throw new CommandError(
      'NothingToShow',
      `The run ${workflowId} was closed before it delivered. Take what it had accepted with --partial.`,
    );
  }
  const handle = session.client.workflow.getHandle(workflowId);
  const { name, tree } = await queryProgress(session.client, handle).catch((error: unknown) => {
    if (!isUnavailable(error)) throw error;
    throw new CommandError(
      'NothingToShow',
      `No worker answers for the run ${workflowId}. Try again once "millwright dev" runs.`,
    );
  });
  const state = found.state === 'open' ? 'open' : found.status.toLowerCase();
  return { kind: 'partial', run: { workflowId, key, state, name, tree } };
}

async function fetchClosed(
  context: CliContext,
  order: FetchOrder,
  record: RunRecord,
): Promise<CommandResult> {
  const { delivery, workflowId, key } = record;
  const delivered = record.outcome === 'delivered' || record.outcome === 'delivered-with-flags';
  if (delivery === null || !delivered) {
    const how = record.error === null ? record.outcome : `${record.outcome}, ${record.error.type}`;
    if (!order.partial) {
      throw new CommandError(
        'NothingToShow',
        record.tree === null
          ? `The run ${workflowId} ended (${how}) before it accepted anything: there is nothing to fetch.`
          : `The run ${workflowId} ended (${how}) without a delivery. Take what it had accepted with --partial.`,
      );
    }
    return fetchPartial(context, order, {
      workflowId,
      key,
      state: record.outcome,
      name: record.name,
      tree: { manifest: record.tree, changes: [] },
    });
  }
  const folder = resolve(context.cwd, order.out ?? delivery.name);
  if (order.out === undefined) await requireOutputFolder(folder);
  const written = await writeProject(context.parts, { workflowId, delivery, folder, force: order.force });
  return {
    exitCode: delivery.outcome === 'delivered' ? 0 : 1,
    json: { workflowId, runKey: key, ...delivery, partial: false, written: written.result },
    lines: (style) => [
      ...renderDelivered(delivery, written.report, style),
      '',
      ...written.lines(style),
      ...renderNextSteps(context.cwd, folder, written, style),
    ],
  };
}

interface PartialRun {
  readonly workflowId: string;
  readonly key: string;
  readonly state: string;
  readonly name: string | null;
  readonly tree: TreeView;
}

async function fetchPartial(context: CliContext, order: FetchOrder, run: PartialRun): Promise<CommandResult> {
  const { workflowId, state } = run;
  const files = await context.parts.readTree(run.tree);
  if (files.size === 0) {
    throw new CommandError(
      'NothingToShow',
      `The run ${workflowId} (${state}) accepted nothing${state === 'open' ? ' yet' : ''}: there is nothing to fetch.`,
    );
  }
  const folder = resolve(context.cwd, order.out ?? `${run.name ?? workflowId}-partial`);
  if (order.out === undefined) await requireOutputFolder(folder);
  await writePartial(folder, { workflowId, state, files });
  return {
    exitCode: 0,
    json: { workflowId, runKey: run.key, state, partial: true, folder, files: files.size },
    lines: (style) => [
      `Wrote ${count(files.size, 'file')} to ${folder}.`,
      style.colors.yellow(
        `This is not a delivery: the run is ${state}, and nothing vouches for these files as a whole.`,
      ),
    ],
  };
}
