import type { RunFailure } from '../../runs/run-failure.js';
import { paragraph } from './format.js';
import { MARKS, type Style } from './style.js';

/** Failures that come before anything is accepted: there is nothing to fetch. */
const BEFORE_ANY_FILE: ReadonlySet<string> = new Set(['InvalidBrief', 'ModelRequired', 'InvalidPlan']);

/** A failed run: what happened, in its own words, and where to look next. */
export function renderRunFailure(workflowId: string, failure: RunFailure, style: Style): string[] {
  const { colors, columns } = style;
  return [
    `${colors.red(MARKS.failed)} ${colors.bold(failure.type)}`,
    ...failure.message.split('\n').flatMap((line) => paragraph(line, columns, '  ')),
    '',
    ...(BEFORE_ANY_FILE.has(failure.type)
      ? []
      : [`  What it accepted so far: millwright fetch ${workflowId} --partial --out DIR`]),
    `  All about it: millwright show ${workflowId}`,
  ];
}
