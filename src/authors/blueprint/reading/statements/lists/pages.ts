import { NUMBER, numberOf } from '../../numbers.js';
import type { EntityNotes } from '../../understanding.js';
import type { Asked } from './asked.js';

const THINGS =
  '(?: (?!(?:per|a|on|to|at|in|each|by|is|max\\w*|min\\w*|up|no|not|never|and|but|with|unless)\\b)[\\p{L}]+)?';
const MOST = `(?:,? ?(?:and |but |with )?\\(?(?:an? )?(?:at most|never more than|max(?:imum)?(?: of| is)?|up to|no more than|not more than):? (${NUMBER})(?: (?:per|a|on a) page)?\\)?)?`;
/** Ways of saying how many records come at once. One of two groups: the usual number, and the most that may be asked for. */
const SIZES: readonly RegExp[] = [
  // "paginated (default 25, max 100)", "page size 25, at most 100", "limit (default 50, max 200)"
  new RegExp(
    `^(?:(?:with|in|and|are|is|be|delivered|returned|shown|the|an?|default) )*(?:paginat\\p{L}+|pag(?:ed|ing|es)|page by page|split into pages|page[- ]size|limit)(?: (?:by|of|with|is|at|to))?(?:(?:[,:]? ?\\(?|, | )(?:(?:the )?default(?:s to|s| is)?:? |by default )?(${NUMBER})${THINGS}(?: (?:per|a|to a|to the|on a|each|at a) (?:page|time))?(?: (?:by default|as default|default|unless (?:asked|told) otherwise))?${MOST}\\)?)?`,
    'iu',
  ),
  // "20 on a page", "twenty at a time", "25 to a page", "50 results each", "20 per page"
  new RegExp(
    `^(?:(?:with|limited to|at most|always|by|shows?|please|in|about|no more than|showing|give me) )*(${NUMBER})${THINGS} (?:per|a|on a|to a|to the|on each|on one|on every|each|every|at a|in one) (?:page|time|go|screen|call|request)${MOST}`,
    'iu',
  ),
  // "in pages of 20", "pages of 20 records", "in batches of 20", "in chunks of 20"
  new RegExp(
    `^(?:(?:with|in|split into|come in|shown in|always|cut into) )*(?:pages|batches|chunks|portions|lots|groups) of (${NUMBER})${THINGS}${MOST}`,
    'iu',
  ),
  // "a page has 20", "one page shows 20 lines"
  new RegExp(
    `^(?:an?|the|one|each|every) page (?:has|holds|shows|contains|is|should have|should hold) (${NUMBER})${THINGS}${MOST}`,
    'iu',
  ),
];

/** How many records a page has, at the start of the words, with how many letters say so. */
export function pagesAt(
  entity: EntityNotes,
  text: string,
): { readonly asked: Asked; readonly length: number } | undefined {
  const match = SIZES.map((pattern) => pattern.exec(text)).find((each) => each !== null);
  if (match === undefined) return undefined;
  const after = text.slice(match[0].length);
  if (/^[\p{L}\d]/u.test(after)) return undefined;
  const size = numberOf(match[1] ?? '');
  const most = numberOf(match[2] ?? '');
  if (/^(?:[\w ]+ )?limit/i.test(match[0]) && size === undefined) return undefined;
  const page = { size: size ?? 20, most: most ?? Math.max(100, size ?? 20) };
  if (!Number.isInteger(page.size) || page.size < 1 || page.most < page.size || page.most > 10_000)
    return undefined;
  return {
    length: match[0].length,
    asked: {
      words: match[0],
      statement:
        size === undefined && most === undefined
          ? `the list of ${entity.plural} is paginated`
          : `the list of ${entity.plural} has ${String(page.size)} on a page${most === undefined ? '' : `, at most ${String(most)}`}`,
      aspects: [{ kind: 'pagination', entity: entity.singular }],
      act: (source, understanding) => {
        if (size === undefined && most === undefined) return;
        const before = (entity.page ??= { ...page, source });
        if (before.size !== page.size)
          understanding.contradict(
            `a page of ${entity.plural} has ${String(before.size)}, and it has ${String(page.size)}`,
            before.source,
            source,
          );
      },
    },
  };
}
