import type { Requirement } from '../../../protocol/analysis.js';
import type { GivenPlan } from '../../../protocol/given-plan.js';
import type { CostEstimate } from '../../../protocol/estimate.js';
import { estimateOf, type Estimate } from '../../plan-file/estimate.js';
import { count, fit, formatCost, formatDuration } from './format.js';
import { MARKS, type Style } from './style.js';

/** Lines that the question below the plan takes. */
const QUESTION_ROWS = 7;
/** Of each list that has any, so many are shown on the smallest screen. */
const LEAST_SHOWN = 2;

/**
 * A plan at a glance: what it is, what was understood, what is open, the files by phase, packages, and what it takes.
 * Each entry is one line, and all together fit on a screen of `rows` lines with the question below; what does not fit is counted.
 */
export function renderPlan(
  given: GivenPlan,
  style: Style,
  rows: number,
  cost?: CostEstimate,
): readonly string[] {
  const { analysis, plan } = given;
  const { colors, columns } = style;
  const open = analysis.requirements.filter(isOpen).length;
  const phases = cut(phaseLines(given, style), Math.max(Math.floor(rows / 4), 2 * LEAST_SHOWN), colors.dim);
  const around = 10 + phases.length;
  const room = Math.max(rows - QUESTION_ROWS - around, 2 * LEAST_SHOWN);
  const [understood, requirements] = share(room, analysis.understood.length, analysis.requirements.length);
  const lines = [
    `${colors.bold(plan.name)}  ${plan.kind}  ${colors.dim(`${analysis.stack.language} on ${analysis.stack.framework}`)}`,
    '',
    colors.bold('Understood'),
    ...cut(analysis.understood, understood, colors.dim).map((line) => `  ${line}`),
    '',
    `${colors.bold(count(analysis.requirements.length, 'requirement'))}${open === 0 ? '' : colors.yellow(`, ${open} open`)}`,
    ...requirementLines(analysis.requirements, requirements, style),
    '',
    colors.bold(count(plan.files.length, 'file')),
    ...phases,
    `${colors.bold(count(plan.packages.length, 'package'))}  ${plan.packages.map(({ name, version }) => `${name} ${version}`).join(', ')}`,
    estimateLine(estimateOf(given, cost), style),
  ];
  return lines.map((line) => fit(line, columns));
}

function isOpen({ proof }: Requirement): boolean {
  return proof.kind === 'none';
}

/** Open ones come first where not all can be shown: they are what a person has to know. */
function requirementLines(all: readonly Requirement[], room: number, { colors }: Style): readonly string[] {
  const ordered = all.length <= room ? all : [...all.filter(isOpen), ...all.filter((one) => !isOpen(one))];
  const lines = ordered.map(({ id, statement, proof }) =>
    proof.kind === 'none'
      ? `${colors.yellow(`${MARKS.open} ${id}`)}  ${statement} ${colors.yellow(`open: ${proof.reason}`)}`
      : `${MARKS.waiting} ${id}  ${statement}`,
  );
  return cut(lines, room, colors.dim).map((line) => `  ${line}`);
}

function phaseLines({ plan }: GivenPlan, { colors }: Style): readonly string[] {
  return plan.phases.map(({ id, title, critical }) => {
    const files = plan.files.filter(({ phase }) => phase === id);
    const names = files.map(({ path }) => path.slice(path.lastIndexOf('/') + 1)).join(', ');
    const gate = critical ? ' (gate)' : '';
    return `  ${String(files.length).padStart(3)}  ${title}${gate}  ${colors.dim(names)}`;
  });
}

function estimateLine(estimate: Estimate, { colors }: Style): string {
  const { seconds, costUsd, modelCalls, withoutPrice = [] } = estimate;
  if (modelCalls === 0) {
    return `${colors.bold('Takes about')} ${formatDuration((seconds ?? 0) * 1000)}, ${formatCost(0)}, no model is called`;
  }
  if (costUsd === 'unknown') {
    const why = withoutPrice.length === 0 ? '' : `: no price is known for ${withoutPrice.join(', ')}`;
    return `${colors.bold('Costs')} ${colors.yellow(`unknown${why}`)}`;
  }
  return `${colors.bold('Costs about')} ${formatCost(costUsd)} to build, in ${modelCalls} calls of models`;
}

/** The first entries in `room` lines; the last line counts the others. */
function cut(entries: readonly string[], room: number, dim: (text: string) => string): readonly string[] {
  return entries.length <= room
    ? entries
    : [...entries.slice(0, room - 1), dim(`… ${entries.length - room + 1} more`)];
}

/** `room` lines for two lists: each as many as it needs, and half of them where both need more. */
function share(room: number, first: number, second: number): readonly [number, number] {
  const half = Math.max(Math.floor(room / 2), LEAST_SHOWN);
  const forFirst = Math.min(first, Math.max(half, room - second));
  return [forFirst, Math.max(Math.min(second, room - forFirst), Math.min(second, LEAST_SHOWN))];
}
