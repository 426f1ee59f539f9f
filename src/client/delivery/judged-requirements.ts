import type { Requirement } from '../../protocol/analysis.js';
import type { Evidence, EvidenceLevel } from '../../protocol/evidence.js';
import type { Report } from '../../protocol/report.js';

export const LEVELS: readonly EvidenceLevel[] = ['proven', 'tested', 'open', 'disputed'];

/** What a level means, for someone who sees it for the first time. */
export const MEANING: Readonly<Record<EvidenceLevel, string>> = {
  proven: 'a test made for it passes, and fails when the code that it is about is broken on purpose',
  tested: 'a test made for it passes; that it would notice the code breaking was not shown',
  open: 'nothing shows that it holds',
  disputed: 'what was looked at says different things about it',
};

/** A requirement with what the run found out about it. */
export interface Judged extends Pick<Evidence, 'level' | 'because' | 'tests' | 'mutants'> {
  readonly requirement: Requirement;
}

/** Every requirement with its evidence; one without any is open. */
export function judgedRequirements(report: Report): readonly Judged[] {
  const evidence = new Map(report.evidence.map((item) => [item.requirement, item]));
  return report.requirements.map((requirement): Judged => {
    const found = evidence.get(requirement.id);
    if (found !== undefined) return { ...found, requirement };
    const because =
      requirement.proof.kind === 'none' ? requirement.proof.reason : 'The run ended before it was looked at.';
    return { requirement, level: 'open', because, tests: [], mutants: [] };
  });
}

/** The levels that occur, with how many requirements have each. */
export function levelCounts(judged: readonly Judged[]): readonly { level: EvidenceLevel; count: number }[] {
  return LEVELS.map((level) => ({
    level,
    count: judged.filter((item) => item.level === level).length,
  })).filter(({ count }) => count > 0);
}
