import type { Requirement } from '../../protocol/analysis.js';
import type { MutantResult } from '../../protocol/evidence.js';
import type { Report } from '../../protocol/report.js';
import { judgedRequirements, levelCounts, MEANING, type Judged } from './judged-requirements.js';
import { code, list, plainText, section, table } from './markdown.js';

function example({ given, when, then }: Requirement['examples'][number]): string {
  const start = given.trim() === '' ? 'When' : `Given ${plainText(given)}, when`;
  return `${start} ${plainText(when)}, then ${plainText(then)}`;
}

const OUTCOME: Readonly<Record<MutantResult['outcome'], string>> = {
  killed: 'a test failed, as it should',
  covered: 'a test of another requirement failed',
  survived: 'none of the tests above failed',
  crashed: 'a test failed, but asserted nothing',
  unfinished: 'its tests did not come to an end',
  invalid: 'it could not be loaded',
  'not-run': 'not tried',
};

/** One line for a person: what was broken, where, and what its tests made of it. */
function broken({ before, after, path, line, outcome }: MutantResult): string {
  return `Broken on purpose: ${code(before)} → ${code(after)} (${code(`${path}:${line}`)}): ${OUTCOME[outcome]}`;
}

function inFull({ requirement, tests, mutants }: Judged): string {
  const lines = [
    ...requirement.examples.map(example),
    ...tests.map(({ path, title, outcome }) => `Test, ${outcome}: ${plainText(title)} (${code(path)})`),
    ...mutants.map(broken),
  ];
  return lines.length === 0
    ? ''
    : `**${requirement.id}** ${plainText(requirement.statement)}\n\n${list(lines)}`;
}

/** The sections about requirements: all of them with their level, those that nothing shows, and examples with tests. */
export function requirementSections(report: Report): readonly string[] {
  const judged = judgedRequirements(report);
  const present = levelCounts(judged);
  const counts = present.map(({ level, count }) => `${count} ${level}`);
  const unshown = judged.filter((item) => item.level === 'open' || item.level === 'disputed');
  return [
    section(
      'Requirements',
      counts.length === 0 ? '' : `${counts.join(', ')}, of ${judged.length}.`,
      list(present.map(({ level }) => `*${level}*: ${MEANING[level]}`)),
      plainText(report.independence ?? ''),
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
    section('From the brief to the tests, and to the code they were tried on', ...judged.map(inFull)),
  ];
}
