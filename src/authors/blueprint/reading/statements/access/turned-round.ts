import { bareVerbs, DOINGS } from './deeds.js';

const BY_WHOM = new RegExp(
  `^(.+?) (?:(?:can|may|must|should|is|are|will) )?(?:only )?(?:to )?(?:be )?(${DOINGS}) (only )?by (.+?)( only)?$`,
  'iu',
);
const FOR_WHOM = new RegExp(
  `^(${DOINGS})(?: (.+?))? is (?:only )?(?:for|allowed for|allowed to|reserved for|limited to|restricted to|possible for|permitted to|up to|open to|done by|left to) (only )?(.+?)( only| alone)?$`,
  'iu',
);

/** "Hives are deleted by admins only", "deleting is for admins only", put the other way round: who, and what. */
export function byWhom(text: string): string | undefined {
  if (!/\b(?:only|reserved|limited|restricted|alone)\b/i.test(text)) return undefined;
  const by = BY_WHOM.exec(text);
  if (by !== null && / only\b/i.test(` ${text}`)) {
    const [, things = '', verbs = '', , who = ''] = by;
    return `only ${who} can ${bareVerbs(verbs)} ${things.replace(/ (?:can|may|must|should|is|are|will)$/i, '').replace(/ only$/i, '')}`;
  }
  const only = FOR_WHOM.exec(text);
  if (only === null) return undefined;
  const [, verbs = '', things, , who = ''] = only;
  return `only ${who} can ${bareVerbs(verbs)} ${things ?? 'everything'}`;
}
