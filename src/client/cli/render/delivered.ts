import type { Delivery, Flag, Report } from '../../../protocol/report.js';
import { estimateLine } from '../../delivery/spending-words.js';
import { count, formatCost, formatDuration, paragraph } from './format.js';
import { renderNotProven } from './not-proven.js';
import { MARKS, type Style } from './style.js';

/** Flags printed in full; the report has all. */
const FLAGS_SHOWN = 12;

/** How a delivered run went, in the order in which a person asks: what holds, what does not, what it cost. */
export function renderDelivered(delivery: Delivery, report: Report, style: Style): string[] {
  const { colors } = style;
  const clean = delivery.outcome === 'delivered';
  const beside = estimateLine(report);
  const took = Date.parse(report.run.endedAt) - Date.parse(report.run.startedAt);
  const mark = clean ? colors.green(MARKS.done) : colors.yellow(MARKS.flag);
  return [
    `${mark} ${colors.bold(report.title)} ${colors.dim(`${delivery.outcome.replaceAll('-', ' ')} in ${formatDuration(took)}`)}`,
    `  ${renderEvidence(delivery.requirements)}`,
    ...renderNotProven(report, style),
    `  ${count(delivery.files, 'file')}, ${formatCost(delivery.costUsd)}`,
    ...(beside === undefined ? [] : paragraph(beside, style.columns, '  ')),
    ...paragraph(report.statement, style.columns, '  '),
    ...renderFlags(delivery.flags, style),
  ];
}

/** `14 requirements: 12 tested, 2 open`; levels that nothing is at are left out. */
export function renderEvidence(levels: Delivery['requirements']): string {
  const parts = (['proven', 'tested', 'open', 'disputed'] as const)
    .filter((level) => levels[level] > 0)
    .map((level) => `${levels[level]} ${level}`);
  const total = levels.proven + levels.tested + levels.open + levels.disputed;
  return `${count(total, 'requirement')}${parts.length === 0 ? '' : `: ${parts.join(', ')}`}`;
}

export function renderFlags(flags: readonly Flag[], { colors, columns }: Style): string[] {
  if (flags.length === 0) return [];
  const shown = flags.slice(0, FLAGS_SHOWN);
  const more = flags.length - shown.length;
  return [
    '',
    `${colors.yellow(MARKS.flag)} ${count(flags.length, 'flag')}: know these before you trust the project`,
    ...shown.flatMap((flag) => paragraph(`${flag.code} ${flag.about}: ${flag.message}`, columns, '  - ')),
    ...(more > 0 ? [colors.dim(`  … ${more} more in millwright-report.json`)] : []),
  ];
}
