import type { PersonRequest } from '../../../protocol/messages.js';
import type { Progress } from '../../../protocol/progress.js';
import { renderFlags } from './delivered.js';
import { paragraph } from './format.js';
import { renderProgress } from './progress-view.js';
import type { Style } from './style.js';

/** An open run at one moment, in full. */
export function renderOpenRun(
  progress: Progress,
  requests: readonly PersonRequest[],
  webUi: string | null,
  style: Style,
  now: number,
): string[] {
  const { colors, columns } = style;
  const screen = renderProgress(
    { ...progress, waitingFor: [] },
    { style, rows: Number.MAX_SAFE_INTEGER, now, frame: 0, silent: false, troubles: [] },
  ).slice(0, -1);
  return [
    ...screen,
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

/** A heading and its lines, or nothing. */
export function section(title: string, lines: readonly string[], { colors, columns }: Style): string[] {
  if (lines.length === 0) return [];
  return ['', colors.bold(title), ...lines.flatMap((line) => paragraph(line, columns, '  - '))];
}
