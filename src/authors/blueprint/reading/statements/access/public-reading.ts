import type { EntityNotes, Understanding } from '../../understanding.js';
import { clean, type Reader, type Statement } from '../statement.js';
import { actionsOf, DOINGS } from './deeds.js';
import { LOGIN } from './login-words.js';
import { objectsIn } from './objects.js';
import { accessOf, whoSignsIn } from './people.js';

const WITHOUT = `without (?:having to |needing to |the need to )?(?:${LOGIN}|log in|sign in|authenticate)(?: first)?`;
const PUBLIC =
  '(?:public|publicly (?:accessible|available|readable|visible)|open(?: (?:to|for) (?:everyone|everybody|anyone|anybody|all|the public))?|(?:allowed|possible|available|accessible|visible|readable) (?:for|to) (?:anyone|anybody|the public)|anonymous|unauthenticated)';
const BE = '(?:is|are|stays?|remains?|should be|must be|can be|should stay|should remain)';
const NEEDS_NONE = `(?:(?:does|do|should|must) not (?:need|require)|(?:does|do|should) n[o']t (?:need|require)|needs? no|requires? no|need not have) (?:${LOGIN}|one)`;
const READING =
  '(?:reading|reads|read access|read requests?|read[- ]only (?:requests?|endpoints?|access)|read endpoints?|browsing|viewing|listing|searching|seeing|looking things up|(?:all |the )*get (?:requests?|endpoints?))';
const STRANGERS =
  '(?:anyone|anybody|everyone|everybody|people|visitors|guests|users|the (?:general )?public)';
const UNKNOWN =
  '(?:(?:unauthenticated|anonymous|unregistered|logged[- ]out|not logged[- ]in) (?:users?|visitors?|people|guests?|requests?|callers?)|(?:users?|visitors?|people|guests?|anyone|whoever) (?:who|that) (?:are|is) not (?:logged|signed) in)';

/** Reading as a noun, with or without what is read: "reading recipes is public". */
const AS_NOUN = new RegExp(
  `^(${READING}(?:(?:, | and | or |, and )${READING})*)(?: (?:of |to |for )?(.+?))? (?:${BE} ${PUBLIC}|${NEEDS_NONE}|(?:${BE}|works?) (?:possible |allowed |done )?${WITHOUT})$`,
  'iu',
);
/** What is read as the subject: "recipes can be read by anyone", "recipes are visible without logging in". */
const PASSIVE = new RegExp(
  `^(.+?) (?:(?:can|may|should|must) be (?:publicly )?(${DOINGS})|${BE} (?:publicly )?(?:readable|visible|viewable|accessible)) (?:by (?:anyone|anybody|the (?:general )?public)|to (?:anyone|anybody|the (?:general )?public)|${WITHOUT})$`,
  'iu',
);
const PUBLIC_THINGS = new RegExp(
  `^(.+?) ${BE} publicly (?:readable|visible|viewable|accessible|available)$`,
  'iu',
);
const ACTIVE: readonly RegExp[] = [
  new RegExp(
    `^${STRANGERS} (?:can|may|should be able to|are able to|is allowed to|are allowed to) (${DOINGS}) (.+?) ${WITHOUT}$`,
    'iu',
  ),
  new RegExp(
    `^${UNKNOWN} (?:can|may|should be able to|are able to|is allowed to|are allowed to) (?:only |just |still )*(${DOINGS}) (.+)$`,
    'iu',
  ),
];
/** "Anyone can read". */
const ALONE = new RegExp(
  `^(?:anyone|anybody|the (?:general )?public) (?:can|may) (?:only )?(${DOINGS})$`,
  'iu',
);
const NONE_FOR = new RegExp(
  `^(?:no ${LOGIN} (?:is|are) (?:needed|required|necessary)|${LOGIN} (?:is|are) not (?:needed|required|necessary)) (?:to|for) (${DOINGS}|${READING})(?: (.+))?$`,
  'iu',
);

function isReading(verbs: string): boolean {
  return (
    actionsOf(verbs)?.every((action) => action === 'read') === true ||
    new RegExp(`^${READING}$`, 'iu').test(verbs)
  );
}

/** What is read without signing in; `all`: everything; undefined: it is not known what that is, or more than reading is spoken of. */
export function publiclyRead(
  text: string,
  understanding: Understanding,
): readonly EntityNotes[] | 'all' | undefined {
  const noun = AS_NOUN.exec(text);
  const passive = PASSIVE.exec(text);
  const active = ACTIVE.map((pattern) => pattern.exec(text)).find((match) => match !== null);
  const none = NONE_FOR.exec(text);
  const alone = ALONE.exec(text);
  if (alone !== null) return isReading(alone[1] ?? '') ? 'all' : undefined;
  if (passive?.[2] !== undefined && !isReading(passive[2])) return undefined;
  if (active != null && !isReading(active[1] ?? '')) return undefined;
  if (none !== null && !isReading(none[1] ?? '')) return undefined;
  const match = noun ?? none;
  if (match !== null && match[2] === undefined) return 'all';
  const objects = match?.[2] ?? passive?.[1] ?? PUBLIC_THINGS.exec(text)?.[1] ?? active?.[2];
  if (objects === undefined) return undefined;
  const found = objectsIn(objects, undefined, understanding);
  if (found === undefined || found.isOwn || found.fields !== undefined) return undefined;
  return found.isEverything ? 'all' : found.entities;
}

/** Notes what the statement opens to anyone; it is settled when all rights are known. */
export function noteOpen(
  read: readonly EntityNotes[] | 'all',
  by: 'reading' | 'both',
  statement: Statement,
  understanding: Understanding,
): void {
  accessOf(whoSignsIn(understanding), statement, understanding);
  understanding.openReading.push({
    entities: read === 'all' ? undefined : read,
    source: statement.source,
    by,
  });
}

/** "Reading is public", "recipes can be read without logging in", beside those who sign in. */
export const readPublicReading: Reader = (statement, understanding) => {
  if (understanding.access === null && !understanding.hadAccess) return undefined;
  const read = publiclyRead(clean(statement.text), understanding);
  return read === undefined
    ? undefined
    : () => {
        noteOpen(read, 'reading', statement, understanding);
      };
};
