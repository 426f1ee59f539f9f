import type { PackageDeclarations } from '../../../protocol/package-declarations.js';
import { oneLine } from '../prompts/sections.js';

/** Tokens that a prompt may have of what packages declare. */
const MOST_TOKENS = 1_500;
/** Tokens of what is shown of one thing. */
const MOST_TOKENS_EACH = 400;

const SHOWN_AS: Readonly<Record<PackageDeclarations['shows'], string>> = {
  exports: 'exports of',
  members: 'members of',
  signatures: 'signatures of',
  type: 'the type',
};

type Kept = Pick<PackageDeclarations, 'declarations' | 'names'>;

/** One thing under its name, with those of its declarations and names that are kept; the others are counted. */
function textOf(all: PackageDeclarations, { declarations, names }: Kept): string {
  const more = all.more + all.declarations.length + all.names.length - declarations.length - names.length;
  const rest = [...names, ...(more > 0 ? [`${String(more)} more`] : [])];
  return [
    `// ${oneLine(`${all.from}: ${SHOWN_AS[all.shows]} ${all.of}`)}`,
    ...declarations,
    ...(rest.length === 0 ? [] : [`// ${declarations.length > 0 ? 'and ' : ''}${oneLine(rest.join(', '))}`]),
  ].join('\n');
}

/** As much of one thing as fits: whole declarations, then whole names. Undefined when not one of either does. */
function fitted(
  all: PackageDeclarations,
  tokens: number,
  count: (text: string) => number,
): string | undefined {
  let kept: Kept = { declarations: [], names: [] };
  const keep = (next: Kept): void => {
    if (count(textOf(all, next)) <= tokens) kept = next;
  };
  for (const each of all.declarations) keep({ ...kept, declarations: [...kept.declarations, each] });
  for (const each of all.names) keep({ ...kept, names: [...kept.names, each] });
  return kept.declarations.length + kept.names.length === 0 ? undefined : textOf(all, kept);
}

/**
 * What packages declare of what was found, as code with a line before each that says what it is. Each has an equal share of the
 * room, and what one leaves is for those after it.
 */
export function declaredByPackages(
  found: readonly PackageDeclarations[],
  count: (text: string) => number,
): readonly string[] {
  const shown: string[] = [];
  let room = MOST_TOKENS;
  found.forEach((each, index) => {
    const share = Math.floor(room / (found.length - index));
    const text = fitted(each, Math.min(MOST_TOKENS_EACH, Math.max(share, MOST_TOKENS / 10)), count);
    if (text === undefined || count(text) > room) return;
    shown.push(text);
    room -= count(text);
  });
  return shown;
}
