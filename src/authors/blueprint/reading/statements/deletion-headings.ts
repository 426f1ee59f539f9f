import type { Passage } from '../brief-text.js';
import { splitOutside } from '../outside-brackets.js';

const HEADING =
  /^(?:on |what |when )?(?:delet(?:es?|ing|ions?)|remov(?:es?|ing|als?))(?: (?:rules?|behaviou?r|records?|things|happens|does))*:?$/i;
const KEPT =
  /^(?:refused?|restrict(?:ed)?|block(?:ed)?|forbidden|forbid|reject(?:ed)?|not allowed|error)(?: \((?:409|422|400)\))? (?:if|when|while|as long as) (?:(?:it|they|he|she) (?:still )?(?:has|have|owns?) |there (?:is|are) (?:still )?|any |an? )*([\p{L} ,-]+?)(?: (?:reference|references|refer to|use|uses|point to|exist|remain|refers to|points to)(?: it| them)?)?$/iu;
/** "Client with sites: refused", "room w/ any bookings: 409", "host with shows → refuse". */
const KEPT_WITH =
  /^(?:an? |the )?([\p{L}][\p{L} ]*?) (?:with|w\/|that (?:has|have)) (?:any |an? |some )*([\p{L} ]+?)(?::| ?(?:→|->|=>)) ?(?:(?:is |are )?(?:refused?|blocked|forbidden|rejected|not allowed|conflict|error)|(?:throws? )?[`"']?\p{L}*(?:Conflict|Error)\p{L}*[`"']?)?(?: ?\(?(?:409|422|400|conflict)\)?)?[.]?$/iu;
const GONE =
  /^(?:cascades?(?: to)?|drops?|deletes?|removes?|takes?) (?:also |all |its |the |their )*([\p{L} ,+&-]+?)(?: (?:along|too|as well|with it))?$/iu;

/** Positions of the items that stand under a heading about deleting. */
export function underDeletion(passages: readonly Passage[]): ReadonlySet<number> {
  const found = new Set<number>();
  let isUnder = false;
  for (const [position, { kind, text }] of passages.entries()) {
    if (kind === 'heading' || (kind !== 'item' && text.endsWith(':'))) isUnder = HEADING.test(text);
    else if (kind !== 'item') isUnder = false;
    else if (isUnder) found.add(position);
  }
  return found;
}

/** "site: refuse if racks", "Resident: cascade to vehicles", under such a heading, as a sentence; undefined: it is none of them. */
export function deletionSaid(text: string): string | undefined {
  const [, holder = '', held = ''] = KEPT_WITH.exec(text) ?? [];
  if (holder !== '' && held !== '' && !/\b(?:or|and|but|unless|only)\b/i.test(held))
    return `A ${holder.toLowerCase()} with ${held} cannot be deleted`;
  const [, noun = '', said = ''] = /^([\p{L}][\p{L} ]*?): (.+?)[.]?$/u.exec(text) ?? [];
  const [only = '', ...more] = splitOutside(said, /\s*;\s*/);
  // Where two things are said at once, one of them may limit the other.
  if (noun === '' || more.length > 0) return undefined;
  const kept = KEPT.exec(only)?.[1];
  if (kept !== undefined) return `A ${noun.toLowerCase()} with ${kept} cannot be deleted`;
  const gone = GONE.exec(only)?.[1]?.replace(/ ?[+&] ?/g, ' and ');
  return gone === undefined || /\b(?:if|when|unless|refused?|restrict|only|but)\b/i.test(gone)
    ? undefined
    : `Deleting a ${noun.toLowerCase()} deletes its ${gone}`;
}
