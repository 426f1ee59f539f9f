import type { PlanDigest } from '../../../protocol/digest.js';
import { count, fit } from './format.js';
import type { Style } from './style.js';

/** The plan of a run at a glance: files by phase, and packages. */
export function renderDigest(plan: PlanDigest, { colors, columns }: Style): readonly string[] {
  const phases = plan.phases.map(({ id, title, critical }) => {
    const files = plan.files.filter(({ phase }) => phase === id);
    const names = files.map(({ path }) => path).join(', ');
    const gate = critical ? ' (gate)' : '';
    return `  ${String(files.length).padStart(3)}  ${title}${gate}  ${colors.dim(names)}`;
  });
  return [
    colors.bold(`${plan.kind}, ${count(plan.files.length, 'file')}`),
    ...phases,
    `${colors.bold(count(plan.packages.length, 'package'))}  ${plan.packages.join(', ')}`,
  ].map((line) => fit(line, columns));
}
