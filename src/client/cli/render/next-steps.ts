import { relative } from 'node:path';
import type { Report } from '../../../protocol/report.js';
import type { WriteResult } from '../../delivery/write-result.js';
import { shellWord } from '../../shell-word.js';
import type { Style } from './style.js';

const USES: Readonly<Record<Report['kind'], readonly string[]>> = {
  api: ['npm run build && npm start'],
  cli: ['npm run build'],
  library: ['npm run build && npm pack'],
  frontend: [],
  fullstack: ['npm run build && npm start'],
};

interface Delivered {
  readonly report: Pick<Report, 'kind'>;
  readonly result: Pick<WriteResult, 'branch'>;
}

/** What to type now, in the delivered folder, or on the branch that has the project. */
export function renderNextSteps(
  cwd: string,
  folder: string,
  { report, result }: Delivered,
  { colors }: Style,
): string[] {
  const shown = relative(cwd, folder);
  const path = shown === '' ? '.' : shown.startsWith('..') ? folder : shown;
  const steps = [
    ...(path === '.' ? [] : [`cd ${shellWord(path)}`]),
    ...(result.branch === null ? [] : [`git switch ${result.branch}`]),
    'npm ci && npm test',
    ...USES[report.kind],
  ];
  return ['', colors.bold('Next'), ...steps.map((step) => `  ${colors.cyan(step)}`)];
}
