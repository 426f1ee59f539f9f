import type { RunCosts } from '../../../protocol/model-ledger.js';
import type { PersonRequest } from '../../../protocol/messages.js';
import type { Progress } from '../../../protocol/progress.js';
import { renderFlags } from './delivered.js';
import { count, formatCost, paragraph } from './format.js';
import { renderProgress } from './progress-view.js';
import { spendNote } from './spend-note.js';
import type { Style } from './style.js';

export interface OpenRun {
  readonly progress: Progress;
  /** To this moment; null: the ledger cannot be read. */
  readonly costs: RunCosts | null;
  readonly requests: readonly PersonRequest[];
  readonly webUi: string | null;
}

/** An open run at one moment, in full. */
export function renderOpenRun(
  { progress, costs, requests, webUi }: OpenRun,
  style: Style,
  now: number,
): string[] {
  const { colors, columns } = style;
  const screen = renderProgress(
    { ...progress, waitingFor: [] },
    { style, rows: Number.MAX_SAFE_INTEGER, now, frame: 0, silence: 'none', troubles: [] },
  ).slice(0, -1);
  return [
    ...screen,
    ...section('Spent on models', spent(progress, costs), style),
    ...section('Understood', progress.understood, style),
    ...requests.flatMap((request) => [
      '',
      ...paragraph(`${request.id}: ${request.question}`, columns, colors.yellow('? ')),
      ...paragraph(
        `${request.options.join(' | ')} (${request.default}${request.deadline === null ? '' : ` is taken at ${request.deadline}`})`,
        columns,
        '  ',
      ),
      `  millwright respond ${progress.run.workflowId} ${request.id} CHOICE`,
    ]),
    ...renderFlags(progress.flags, style),
    ...(webUi === null ? [] : ['', `Web UI: ${webUi}`]),
  ];
}

function spent(progress: Progress, costs: RunCosts | null): string[] {
  const silent = progress.costUsd === 0 && (progress.estimate ?? null) === null;
  if (costs === null) return silent ? [] : [spendNote(progress)];
  const { byPurpose, claimedUsd, unknownCalls, unknownUsd } = costs;
  if (silent && claimedUsd === 0) return [];
  const repairs = byPurpose.find(({ purpose }) => purpose === 'repair');
  return [
    spendNote(progress),
    ...(repairs === undefined ? [] : [`of which repairs: ${formatCost(repairs.costUsd)}`]),
    ...(claimedUsd === 0 ? [] : [`set aside for calls under way: ${formatCost(claimedUsd)}`]),
    ...(unknownCalls === 0
      ? []
      : [`possibly charged without a reply: ${formatCost(unknownUsd)} (${count(unknownCalls, 'call')})`]),
  ];
}

/** A heading and its lines, or nothing. */
export function section(title: string, lines: readonly string[], { colors, columns }: Style): string[] {
  if (lines.length === 0) return [];
  return ['', colors.bold(title), ...lines.flatMap((line) => paragraph(line, columns, '  - '))];
}
