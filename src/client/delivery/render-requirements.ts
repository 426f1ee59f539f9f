import type { Requirement } from '../../protocol/analysis.js';
import type { Evidence, EvidenceLevel } from '../../protocol/evidence.js';
import type { Report } from '../../protocol/report.js';
import { code, list, plainText, section, table } from './markdown.js';

const LEVELS: readonly EvidenceLevel[] = ['proven', 'tested', 'open', 'disputed'];

/** What a level means, for someone who sees it for the first time. */
const MEANING: Readonly<Record<EvidenceLevel, string>> = {
  proven: 'a test made for it passes, and fails when the code that it is about is broken on purpose',
  tested: 'a test made for it passes',
  open: 'nothing shows that it holds',
  disputed: 'what was looked at says different things about it',
};

interface Judged {
  readonly requirement: Requirement;
  readonly level: EvidenceLevel;
  readonly because: string;
  readonly tests: Evidence['tests'];
}

/** Every requirement with its evidence; one without any is open. */
function judge(report: Report): readonly Judged[] {
  const evidence = new Map(report.evidence.map((item) => [item.requirement, item]));
  return report.requirements.map((requirement) => {
    const found = evidence.get(requirement.id);
    if (found !== undefined)
      return { requirement, level: found.level, because: found.because, tests: found.tests };
    const because =
      requirement.proof.kind === 'none' ? requirement.proof.reason : 'The run ended before it was looked at.';
    return { requirement, level: 'open', because, tests: [] };
  });
}

function example({ given, when, then }: Requirement['examples'][number]): string {
  const start = given.trim() === '' ? 'When' : `Given ${plainText(given)}, when`;
  return `${start} ${plainText(when)}, then ${plainText(then)}`;
}

function inFull({ requirement, tests }: Judged): string {
  const lines = [
    ...requirement.examples.map(example),
    ...tests.map(({ path, title, outcome }) => `Test, ${outcome}: ${plainText(title)} (${code(path)})`),
  ];
  return lines.length === 0
    ? ''
    : `**${requirement.id}** ${plainText(requirement.statement)}\n\n${list(lines)}`;
}

/** The sections about requirements: all of them with their level, those that nothing shows, and examples with tests. */
export function requirementSections(report: Report): readonly string[] {
  const judged = judge(report);
  const present = LEVELS.filter((level) => judged.some((item) => item.level === level));
  const counts = present.map((level) => `${judged.filter((item) => item.level === level).length} ${level}`);
  const unshown = judged.filter((item) => item.level === 'open' || item.level === 'disputed');
  return [
    section(
      'Requirements',
      counts.length === 0 ? '' : `${counts.join(', ')}, of ${judged.length}.`,
      list(present.map((level) => `*${level}*: ${MEANING[level]}`)),
      table(
        ['Id', 'Requirement', 'Level', 'Because', 'Words of the brief'],
        judged.map(({ requirement, level, because }) => [
          requirement.id,
          plainText(requirement.statement),
          `**${level}**`,
          plainText(because),
          `“${plainText(requirement.source)}”`,
        ]),
      ),
    ),
    section(
      'Not shown to hold',
      list(
        unshown.map(
          ({ requirement, level, because }) =>
            `**${requirement.id}** (${level}) ${plainText(requirement.statement)} — ${plainText(because)}`,
        ),
      ),
    ),
    section('From the brief to the tests', ...judged.map(inFull)),
  ];
}
