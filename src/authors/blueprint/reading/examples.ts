/** What begins a restriction or a clause, and no further example: "e.g. A12 | , max 5 chars", "such as B-017 | , and no two share one". */
const SAYS =
  '(?:and |but |or |so )?(?:(?:no|not|never|nobody|none|each|every|all|it|they|we|must|cannot|can|may|should|has|have|is|are|which|who|that|max|min|maximum|minimum|at most|at least|up to|between|exactly|uniq|unique|required|mandatory|optional|nullable|default|only|within)\\b|\\d+ ?(?:-|–|to |chars|characters))';
const MARKS = '(?:e\\.g\\.|eg|for example|for instance|such as|things like)';
/** A clause behind the examples that is joined to them without a comma. */
const CLAUSE = ',? (?:and|but|which|who) (?:carries|has|have|is|are|must|can|may|shows?|holds?|gets?)\\b';

/** Where examples stand in a text, each up to where something else is said. */
export const EXAMPLES: readonly RegExp[] = [
  new RegExp(`\\((?:e\\.g\\.|for example|for instance|such as|like)[^)]*?(?:\\)|(?=,\\s+${SAYS}))`, 'gi'),
  /\(i\.e\.[^)]*\)/gi,
  new RegExp(`,? ${MARKS},? [^.;)]*?(?=,\\s+${SAYS}|${CLAUSE}|[.;)]|$)`, 'gi'),
];

/** What stands behind an example and says something: "max 5 chars" of "e.g. A12, max 5 chars"; nothing: ''. */
export function behindExample(text: string): string {
  return new RegExp(`,\\s+(${SAYS}.*)$`, 'is').exec(text)?.[1] ?? '';
}
