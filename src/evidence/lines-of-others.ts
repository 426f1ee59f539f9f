import type { Requirement } from '../protocol/analysis.js';
import { aimOf, withoutLimit, type AimedAt } from './aim.js';

interface Decided {
  readonly requirement: Pick<Requirement, 'statement' | 'examples'>;
  readonly symbol: { readonly path: string; readonly export: string };
}

/**
 * The aims of requirements that may share a symbol, in their order. "The time of the latest answer with 500 or above" names
 * the 500 to say what it speaks of. Where another requirement of the same symbol states that number as well and has its
 * examples right at it, the line is that one's, and this one is aimed at for what else it says. One that refuses something,
 * or has examples at the line itself, keeps it.
 */
export function aimsOf(decided: readonly Decided[]): readonly AimedAt[] {
  const aims = decided.map(({ requirement }) => aimOf(requirement));
  return decided.map(({ requirement, symbol }, index): AimedAt => {
    const aim = aims[index] ?? aimOf(requirement);
    const beside = withoutLimit(requirement);
    if (beside.wants !== 'behaviour') return aim;
    const isOthers = (number: number): boolean =>
      isNamed(requirement.statement, number) &&
      !standsAt(requirement, number) &&
      decided.some(
        (other, at) =>
          at !== index &&
          other.symbol.path === symbol.path &&
          other.symbol.export === symbol.export &&
          (aims[at]?.numbers.includes(number) ?? false) &&
          standsAt(other.requirement, number),
      );
    const own = aim.numbers.filter((number) => !isOthers(number));
    if (own.length === aim.numbers.length) return aim;
    return own.length > 0 ? { ...aim, numbers: own } : { ...beside, numbers: [], words: aim.words };
  });
}

/** "with 500 or above": the number belongs to what the sentence is about, and is not what it says of it. */
function isNamed(statement: string, number: number): boolean {
  const spelled = String(number).replace('.', '\\.');
  return new RegExp(
    `\\b(?:with|of)(?: [a-z]+)? ${spelled} (?:or|and) (?:above|more|over|higher|below|less|under|lower|fewer)\\b`,
    'i',
  ).test(statement);
}

/** Whether an example is one step beside the number: there it shows on which side the number itself is. */
function standsAt({ examples }: Decided['requirement'], number: number): boolean {
  const text = examples.map(({ given, when, then }) => `${given} ${when} ${then}`).join(' ');
  return [number - 1, number + 1].some((beside) =>
    new RegExp(`(?<![\\w.])${String(beside)}(?![\\w.]*\\d)`).test(text),
  );
}
