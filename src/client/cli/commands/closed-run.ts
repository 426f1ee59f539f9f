import type { RunRecord } from '../../../protocol/report.js';
import { exitCodeOf } from '../../runs/run-failure.js';
import type { CommandResult } from '../context.js';
import { count } from '../render/format.js';
import { renderRunFailure } from '../render/run-failure.js';

/** What a command that waits for a run answers when the run is closed already. */
export function closedRun(record: RunRecord): CommandResult {
  const { workflowId, outcome, error } = record;
  const json = { ...record, runKey: record.key };
  if (error !== null) {
    const exitCode = exitCodeOf(error.type);
    return { exitCode, json, lines: (style) => renderRunFailure(workflowId, { ...error, exitCode }, style) };
  }
  return {
    exitCode: outcome === 'delivered' || outcome === 'planned' ? 0 : 1,
    json,
    lines: () => [
      `The run ${workflowId} is closed: ${outcome.replaceAll('-', ' ')}${record.flags > 0 ? `, ${count(record.flags, 'flag')}` : ''}.`,
      outcome === 'planned'
        ? 'The "millwright plan" that made it, given again, writes its plan to a file and pays nothing, as long as the Temporal server keeps the run.'
        : outcome === 'stopped'
          ? `What it accepted so far: millwright fetch ${workflowId} --partial --out DIR`
          : `Get its project: millwright fetch ${workflowId}    All about it: millwright show ${workflowId}`,
    ],
  };
}
