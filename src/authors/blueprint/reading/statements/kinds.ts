import type { Passage } from '../brief-text.js';

const CLI =
  /\b(?:cli|command[- ]line|terminal (?:tool|program|app)|console (?:tool|program|app)|shell command)\b/i;
const LIBRARY =
  /\b(?:(?:typescript|npm|node(?:\.?js)?|client|software) (?:library|package|module)|library (?:in typescript|for (?:our|my|the|typescript|other|use)|that (?:other )?(?:programs?|scripts?|applications?|developers|we|they|can)|to (?:be (?:used|called|imported)|import|manage|keep)|, to be)|(?:^|[.–—-] ?)(?:an? )?library(?: in typescript)?(?:,|$|\.| for our| to be)|(?:package|module|library) (?:to import|other programs (?:can )?import|that can be imported)|– library$)/im;
const API = /\b(?:apis?|rest|restful|back-?end|back end|endpoints?|http|server|web ?service)\b/i;

/** Which kind of project the start of a brief asks for. */
export function kindOf(passages: readonly Passage[]): 'api' | 'cli' | 'library' {
  const opening = passages.slice(0, 3).map(({ text }) => text);
  for (const text of opening) {
    // "With no server": what it is not.
    const said = text.replace(
      /\b(?:no|without(?: an?)?|not an?) (?:[\w-]+ )?(?:server|api|user interface|web ?site|back-?end)\b/gi,
      '',
    );
    if (CLI.test(said)) return 'cli';
    if (LIBRARY.test(said) && !API.test(said)) return 'library';
    if (API.test(said)) return 'api';
  }
  return 'api';
}
