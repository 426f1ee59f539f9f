import { shownEffort } from '../../delivery/effort-words.js';
import { modelLines, spendingLines } from '../../delivery/spending-words.js';
import type { EvidenceLevel } from '../../../protocol/evidence.js';
import type { Report, RunRecord } from '../../../protocol/report.js';
import { renderEvidence, renderFlags } from './delivered.js';
import { count, formatCost, formatDuration, paragraph, table } from './format.js';
import { renderNotProven } from './not-proven.js';
import { section } from './open-run.js';
import { MARKS, type Style } from './style.js';

/** A closed run in full: from its report where it has one, else from what the ledger keeps of every run. */
export function renderRecord(
  record: RunRecord,
  report: Report | null,
  webUi: string | null,
  style: Style,
): string[] {
  return [
    ...heading(record, report, style),
    ...(report === null ? section('Brief', [shorten(record.brief)], style) : reportLines(report, style)),
    ...(record.delivery === null ? [] : renderFlags(record.delivery.flags, style)),
    '',
    `Key ${record.key}, from ${record.startedAt} to ${record.endedAt}`,
    ...(record.tree === null
      ? []
      : [
          record.delivery === null || record.outcome === 'stopped'
            ? `What it accepted: millwright fetch ${record.workflowId} --partial --out DIR`
            : `Its project: millwright fetch ${record.workflowId}`,
        ]),
    ...(webUi === null ? [] : [`Web UI: ${webUi}`]),
  ];
}

const BRIEF_SHOWN = 400;

function shorten(brief: string): string {
  const line = brief.replace(/\s+/g, ' ').trim();
  return line.length > BRIEF_SHOWN ? `${line.slice(0, BRIEF_SHOWN)} …` : line;
}

function heading(record: RunRecord, report: Report | null, style: Style): string[] {
  const { colors, columns } = style;
  const mark =
    record.outcome === 'delivered' || record.outcome === 'planned'
      ? colors.green(MARKS.done)
      : record.outcome === 'delivered-with-flags'
        ? colors.yellow(MARKS.flag)
        : colors.red(MARKS.failed);
  const took = formatDuration(Date.parse(record.endedAt) - Date.parse(record.startedAt));
  const what = report?.title ?? record.name ?? record.workflowId;
  return [
    `${mark} ${colors.bold(what)}  ${record.outcome.replaceAll('-', ' ')} in ${took}, ${formatCost(record.costUsd)}  ${colors.dim(`run ${record.workflowId}`)}`,
    ...(record.error === null
      ? []
      : record.error.message
          .split('\n')
          .flatMap((line, index) =>
            paragraph(
              line,
              columns,
              index === 0 ? `  ${colors.red(record.error?.type ?? '')}: ` : '  ',
              '  ',
            ),
          )),
    ...(record.delivery === null ? [] : [`  ${renderEvidence(record.delivery.requirements)}`]),
    ...(report === null
      ? []
      : [
          ...(record.delivery === null ? [] : renderNotProven(report, style)),
          ...paragraph(report.statement, columns, '  '),
        ]),
  ];
}

function reportLines(report: Report, style: Style): string[] {
  const { colors, columns } = style;
  const levels = new Map(report.evidence.map((evidence) => [evidence.requirement, evidence]));
  const requirements = report.requirements.flatMap((requirement) => {
    const evidence = levels.get(requirement.id);
    const level = evidence?.level ?? 'open';
    const line = `${levelMark(level, style)} ${requirement.id.padEnd(4)} ${level.padEnd(8)} `;
    const indent = ' '.repeat(16);
    return [
      ...paragraph(requirement.statement, columns, line, indent),
      ...(level === 'open' || level === 'disputed'
        ? paragraph(evidence?.because ?? 'nothing shows it', columns, indent).map((text) => colors.dim(text))
        : []),
    ];
  });
  const effort = shownEffort(report.effort);
  const proof = report.proof.map((step) => [
    `  ${{ passed: colors.green(MARKS.done), failed: colors.red(MARKS.failed), unproven: colors.yellow(MARKS.open) }[step.outcome]} ${step.step}`,
    step.detail.split('\n')[0] ?? '',
  ]);
  const files = report.files.map((file) => [
    `  ${file.outcome === 'failed' || file.outcome === 'not-built' ? colors.red(MARKS.failed) : colors.green(MARKS.done)} ${file.path}`,
    file.outcome === 'prepared'
      ? colors.dim('prepared')
      : file.attempts > 1
        ? count(file.attempts, 'attempt')
        : '',
  ]);
  return [
    ...section('Understood', report.understood, style),
    ...section('Assumed', report.assumptions, style),
    '',
    colors.bold('Requirements'),
    ...requirements.map((line) => `  ${line}`),
    ...(proof.length === 0
      ? []
      : ['', colors.bold(`Proof (sandbox: ${report.sandbox})`), ...table(proof, columns)]),
    '',
    colors.bold(`Files (${report.files.length})`),
    ...table(files, columns),
    ...section('Plan amendments', report.amendments, style),
    ...section('Models', [...modelLines(report), ...spendingLines(report), ...effort.lines], style),
    ...(effort.escalations.length === 0 ? [] : ['', colors.bold('Escalations')]),
    ...table(
      effort.escalations.map(({ path, to, why }) => [`  ${path}`, to, why]),
      columns,
    ),
    ...(effort.more === 0 ? [] : [`  and ${count(effort.more, 'other')}`]),
  ];
}

function levelMark(level: EvidenceLevel, { colors }: Style): string {
  switch (level) {
    case 'proven':
    case 'tested':
      return colors.green(MARKS.done);
    case 'open':
      return colors.yellow(MARKS.open);
    case 'disputed':
      return colors.red(MARKS.failed);
  }
}
