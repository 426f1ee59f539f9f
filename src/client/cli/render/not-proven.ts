import type { Report } from '../../../protocol/report.js';
import type { EvidenceLevel } from '../../../protocol/evidence.js';
import { judgedRequirements, type Judged } from '../../delivery/judged-requirements.js';
import { fit } from './format.js';
import { MARKS, type Style } from './style.js';

/** Requirements named, each in a line; the report has all. */
const SHOWN = 5;
/** What is least shown is named first. */
const ORDER: readonly EvidenceLevel[] = ['disputed', 'open', 'tested'];
/** Share of a line that the statement may take: the rest says why. */
const STATEMENT_SHARE = 0.4;

/** The requirements that are less than proven, and why, one a line. */
export function renderNotProven(report: Report, style: Style): string[] {
  const judged = judgedRequirements(report);
  const named = ORDER.flatMap((level) => judged.filter((item) => item.level === level));
  const more = named.length - SHOWN;
  return [
    ...named.slice(0, SHOWN).map((item) => line(item, style)),
    ...(more > 0 ? [style.colors.dim(`    and ${String(more)} more: millwright-report.html`)] : []),
  ];
}

function line({ requirement, level, because }: Judged, { colors, columns }: Style): string {
  const mark = level === 'disputed' ? colors.red(MARKS.failed) : colors.yellow(MARKS.open);
  const start = `${requirement.id} ${level}: `;
  const statement = fit(requirement.statement.trim(), Math.max(16, Math.floor(columns * STATEMENT_SHARE)));
  return fit(`    ${mark} ${start}${statement} ${colors.dim(`(${whyOf(because)})`)}`, columns);
}

/** The part that says what is missing; how many tests passed is in the report. */
function whyOf(because: string): string {
  return because.replace(/^\d+ tests? bound to it passed; /, '').replace(/\s+/g, ' ');
}
