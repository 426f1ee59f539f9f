const CONTRACTED: readonly (readonly [RegExp, string])[] = [
  [/\bcan(?:'t| not)(?![\w'])/gi, 'cannot'],
  [/\bwon't\b/gi, 'will not'],
  [/\b(must|should|may|do|does|did|is|are|was|were|has|have|would|could|need)n't\b/gi, '$1 not'],
];

/** "As a coach, I want to list results so that …": who wants it and why ask for nothing more. */
const USER_STORY =
  /^as an? [\w -]+?,? i (?:want|need|would like|should be able|am able|wish|have|can|may|must) ?(?:to )?(?:be able to )?(.+?)(?:,? so that .+| so i can .+)?$/i;

/** The same statement in fewer ways of saying it: no contraction, no user story, no comma inside a number. */
export function plainlySaid(text: string): string {
  const words = CONTRACTED.reduce((said, [short, long]) => said.replace(short, long), text).replace(
    /(\d),(?=\d{3}(?!\d))/g,
    '$1',
  );
  const listed = words.replace(/\b(have|has|contains?|includes?|with):\s+(?=\S)/gi, '$1 ');
  const wish = USER_STORY.exec(listed.replace(/[.!]+$/, ''))?.[1];
  return wish === undefined ? listed : `Users can ${wish}`;
}
