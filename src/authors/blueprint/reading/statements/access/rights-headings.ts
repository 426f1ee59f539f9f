import type { Passage } from '../../brief-text.js';

const RIGHTS =
  /\b(?:who (?:can|may|does|is allowed)|access|roles?|permissions?|rights|users|people and rights|sign[- ]?in|log ?in|logins?|security|allowed)\b/i;

/** Positions of what stands under a heading, or after a line with a colon, about who may do what. */
export function rightsFollow(passages: readonly Passage[]): ReadonlySet<number> {
  const found = new Set<number>();
  let isHeading = false;
  let isLine = false;
  for (const [position, { kind, text }] of passages.entries()) {
    const isAbout = text.split(' ').length <= 10 && RIGHTS.test(text);
    if (kind === 'heading') {
      isHeading = isAbout;
      isLine = false;
    } else {
      if (kind === 'sentence' && text.endsWith(':')) isLine = isAbout;
      if (isHeading || (isLine && kind === 'item')) found.add(position);
    }
  }
  return found;
}
