import type { ProjectKind } from '../../../../protocol/analysis.js';
import type { Passage } from '../brief-text.js';

/** What is run: a thing, and where. */
const RUN =
  '(?:tools?|programs?|apps?|applications?|utilit(?:y|ies)|commands?|scripts?|interface|software|client)';
const PLACE = '(?:terminal|console|shell|command[- ]?line|command prompt|prompt)';
const CLI = new RegExp(
  `\\b(?:cli|command[- ]?line(?! arguments?)(?: ${RUN})?|${PLACE} ${RUN}|shell command|${RUN} (?:(?:(?:that|which) )?(?:i|we|you|they|people|one) (?:can )?(?:run|use|start|call|type) )?(?:in|on|from|at|inside|for) (?:the|my|our|your|an?) ${PLACE}(?! (?:of|at)\\b)|(?:run|runs|start|starts|works|typed|working) (?:in|on|from|at|inside) (?:the|my|our|your|an?) ${PLACE}(?! (?:of|at)\\b))\\b`,
  'iu',
);
/** What only code that other code imports is called or does. */
const CODE = '(?:typescript|javascript|ts|js|npm|node(?:\\.?js)?|client|software|code|in-process|reusable)';
const PART = '(?:library|package|module)';
/** What such code consists of: "a library of TypeScript functions", "a set of functions". */
const FUNCTIONS = `(?:${PART} of (?:[\\w.-]+ )?functions|(?:set|collection|bundle) of (?:[\\w.-]+ )?functions (?:for|to|that|which))`;
const OTHER =
  '(?:other |our |my |your |their )*(?:own )?(?:programs?|scripts?|code|applications?|apps?|projects?|developers|services?|packages?|tools?)';
const CERTAIN_LIBRARY = new RegExp(
  `\\b(?:${CODE} ${PART}|${FUNCTIONS}|${PART} (?:in (?:typescript|javascript|ts)|for (?:typescript|node(?:\\.?js)?|other (?:programs?|scripts?|code|developers|projects))|to (?:import|be imported)|(?:(?:that|which) )?(?:${OTHER}|i|we|you|they|others|people|one) (?:can |could |will |may )*(?:import|call from|require from)|(?:that|which) (?:can|could|may|should|must|will|is)(?: be| to be)* (?:imported|called from|required from|used (?:by|from|in) ${OTHER}))|library (?:that|which) ${OTHER}|library [^.]{0,60}?\\bto be (?:called|imported|used) (?:by|from|in|inside|within))\\b`,
  'im',
);
const LIKELY_LIBRARY =
  /\b(?:library (?:for (?:our|my|the|use|managing|keeping|tracking|recording|storing|handling)|(?:(?:that|which) )?(?:we|they|i|you) can|it (?:shall|should|must|will|is to) be\b|to (?:manage|keep|be used|be called)|, to be))|(?:^|[.–—-] ?)(?:an? )?library(?:,|$|\.| for our| to be)|– library$/im;
/** Where people borrow things: what a brief is about, and not what is to be built. */
const LENDING =
  /\b(?:lend\w*|lent|borrow\w*|librarians?|readers?|shel(?:f|ves)|village|neighbou?rhood|school|public|church|town|city|community|toys?|tools?|seeds?|run an?|open(?:s|ing)? (?:on|hours|times)|books?|loans?|(?:public|branch|lending|toy|tool|seed|music|book|school|town|village|parish|mobile) library)\b/i;
const API = /\b(?:apis?|rest|restful|back-?end|back end|endpoints?|http|server|web ?service)\b/i;
/** What it is not: "with no server", "not a command-line tool". */
const NOT_SO =
  /\b(?:no|without(?: an?)?|not an?|instead of an?|rather than an?) (?:[\w-]+ )?(?:servers?|apis?|user interface|web ?site|back-?end|cli|command[- ]?line(?: \w+)?|terminal|library|package|module|http)\b/gi;

export type DeliveredKind = Extract<ProjectKind, 'api' | 'cli' | 'library'>;

/** What each kind is called in a sentence. */
export const KIND_WORDS: Readonly<Record<DeliveredKind, string>> = {
  api: 'a REST API',
  cli: 'a command-line program',
  library: 'a library',
};

/** The kind that the words of a brief ask for, and the words that say so. */
export interface KindTold {
  readonly kind: DeliveredKind;
  /** Where the passage stands, and what of it tells the kind; undefined: nothing does. */
  readonly told: { readonly position: number; readonly words: string } | undefined;
}

/** Passages at the start in which a word says what is to be built, and in which a whole phrase does. */
const NEAR = 3;
const FAR = 6;

function kindIn(text: string, isNear: boolean): { kind: DeliveredKind; words: string } | undefined {
  const said = text.replace(NOT_SO, (words) => ' '.repeat(words.length));
  const cli = CLI.exec(said)?.[0];
  // Far from the start a word alone may be of something else: "the old CLI", "in the shell".
  if (
    cli !== undefined &&
    (isNear || /\b(?:want|need|like|build|make|write|should be|is) (?:to have )?an? /i.test(said))
  )
    return { kind: 'cli', words: cli };
  const api = API.test(said);
  const certain = CERTAIN_LIBRARY.exec(said)?.[0];
  if (certain !== undefined && !api) return { kind: 'library', words: certain };
  if (!isNear) return undefined;
  const likely = LENDING.test(said) ? undefined : LIKELY_LIBRARY.exec(said)?.[0];
  if (likely !== undefined && !api) return { kind: 'library', words: likely };
  return api ? { kind: 'api', words: API.exec(said)?.[0] ?? '' } : undefined;
}

/** Which kind of project the start of a brief asks for, and where it says so. */
export function kindTold(passages: readonly Passage[]): KindTold {
  for (const [position, { text }] of passages.slice(0, FAR).entries()) {
    const found = kindIn(text, position < NEAR);
    if (found !== undefined) return { kind: found.kind, told: { position, words: found.words.trim() } };
  }
  return { kind: 'api', told: undefined };
}

/** Which kind of project the start of a brief asks for. */
export function kindOf(passages: readonly Passage[]): DeliveredKind {
  return kindTold(passages).kind;
}
