import { relative } from 'node:path';
import type { Report } from '../../../protocol/report.js';
import type { Style } from './style.js';

/** What to type now, in the delivered folder. */
export function renderNextSteps(cwd: string, folder: string, report: Report, { colors }: Style): string[] {
  const shown = relative(cwd, folder);
  const path = shown === '' ? '.' : shown.startsWith('..') ? folder : shown;
  const quoted = /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
  const steps = [
    ...(path === '.' ? [] : [`cd ${quoted}`]),
    'npm ci && npm test',
    ...(report.kind === 'api' || report.kind === 'fullstack' ? ['npm run build && npm start'] : []),
  ];
  return ['', colors.bold('Next'), ...steps.map((step) => `  ${colors.cyan(step)}`)];
}
