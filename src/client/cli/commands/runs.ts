import { listClosedRuns, listOpenRuns, type ListedRun } from '../../runs/list-runs.js';
import { shortKey } from '../../../protocol/run-key.js';
import type { CliContext, CommandResult } from '../context.js';
import { formatCost, formatDuration, table } from '../render/format.js';
import { MARKS, type Style } from '../render/style.js';
import { withSession } from '../session.js';

/** Open runs of the server and closed ones of the ledger, newest first. */
export async function runs(context: CliContext, limit: number): Promise<CommandResult> {
  const closed = await listClosedRuns(context.parts.records, limit);
  const open = await withSession(
    context,
    { worker: false, onInterrupt: () => 'Nothing was changed.' },
    (session) => listOpenRuns(session.client, limit),
  );
  // A run that just closed may still be listed as open by the server's index.
  const settled = new Set(closed.map((run) => run.key));
  const all = [...open.filter((run) => !settled.has(run.key)), ...closed];
  return {
    exitCode: 0,
    json: { runs: all },
    lines: (style) => renderRuns(all, style, Date.now()),
  };
}

/** A line a run: state, id, key, what there is to know, when. */
export function renderRuns(all: readonly ListedRun[], style: Style, now: number): readonly string[] {
  const { colors, columns } = style;
  if (all.length === 0) return ['No runs yet. Start one: millwright generate "…"'];
  const rows = all.map((run) => [
    `${markOf(run, style)} ${run.workflowId}`,
    colors.dim(shortKey(run.key)),
    stateOf(run),
    run.costUsd === null ? '' : formatCost(run.costUsd),
    colors.dim(
      run.endedAt === null
        ? `for ${formatDuration(now - Date.parse(run.startedAt))}`
        : `${run.endedAt.slice(0, 16).replace('T', ' ')} UTC`,
    ),
  ]);
  return table(rows, columns);
}

function markOf(run: ListedRun, { colors }: Style): string {
  switch (run.state) {
    case 'open':
      return colors.cyan(MARKS.open);
    case 'delivered':
    case 'planned':
      return colors.green(MARKS.done);
    case 'delivered-with-flags':
      return colors.yellow(MARKS.flag);
    case 'stopped':
    case 'failed':
      return colors.red(MARKS.failed);
  }
}

function stateOf(run: ListedRun): string {
  const flags = run.flags !== null && run.flags > 0 ? ` (${run.flags})` : '';
  const detail = run.detail === null ? '' : `: ${run.detail}`;
  return `${run.state.replaceAll('-', ' ')}${flags}${detail}`;
}
