import type { Diagnostic } from '../../../../protocol/diagnostic.js';
import { finding, type Place } from '../../finding.js';
import type { Comment } from './comments.js';
import { namesWhatIsThere } from './named-code.js';

/** What may be left, of code or of values. */
const REST =
  '(the )?(rest|remainder|remaining (code|parts?|methods?|functions?|routes?|fields?|implementation))( of (the|this) [\\w-]+( [\\w-]+)?)?';
/** What only code can be called. */
const CODE =
  '(code|file|implementation|logic|functions?|methods?|handlers?|routes?|class(es)?|modules?|components?|imports?|styles?|tests?)';
const STAYS = '( (goes|is|are|stays?|remains?)( the)?( same| unchanged| as before)| unchanged)';

/**
 * Words with which a writer leaves code out. Each is bound to the start of the comment or to words that an explanation
 * of code has no use for, because prose that merely mentions "the rest" is no placeholder.
 */
const STANDS_FOR_CODE: readonly RegExp[] = [
  // "...", "… rest", "... existing code ...", and not an argument that was commented out
  /^(\.{3}(?![\w$.]+[(,)\]}])|…)/,
  /(\.{3}|…)$(?<=^(rest|existing|other|remaining|previous|same|more|omitted|etc)\b.*)/i,
  new RegExp(`^${REST}( (goes|is|are|stays?|remains?)( the)? here| here| omitted)\\.?$`, 'i'),
  new RegExp(`^(the )?(rest|remainder) of (the|this) ([\\w-]+ )?${CODE}${STAYS}\\.?$`, 'i'),
  new RegExp(`^(the )?remaining ${CODE}${STAYS}\\.?$`, 'i'),
  /^(the )?(rest|remainder) of (the|this) ([\w-]+ )?(code|file|implementation|logic|function|class|module|component|styles?)\.?$/i,
  /^remaining (code|implementation)\.?$/i,
  /^(existing|previous|original|other) (code|implementation|methods?|functions?|imports?|routes?|logic) ((stays?|remains?|goes|is|are)( the)?( same| here| unchanged)?|here|unchanged|above|below|omitted)\.?$/i,
  /^((existing|previous|original) (code|implementation|methods?|functions?|imports?|routes?|logic)|other (code|implementation|logic))\.?$/i,
  /^(your|actual|real|the) (code|implementation|logic) (goes )?here\.?$/i,
  /^(implementation|logic|code|body) (goes here|here|omitted|elided|follows)\.?$/i,
  /\b(omitted|elided|left out|removed|skipped|shortened|truncated) for (brevity|clarity|space|now)\b/i,
  /^(same|unchanged)( code as (before|above|in the original)| as in the original)\.?$/i,
  /^TBD[.:…]*$/,
  /^(add|insert|put|write|implement) (your|more|other|the remaining|the rest)\b.*\b(here|below)\.?$/i,
  /^(similarly|likewise|and so on|etc\.?|repeat) for (the )?(other|rest|remaining|all)\b/i,
  /\b(would|should) be implemented (here|later|in (a )?(real|production))\b/i,
  /\bin a real (app|application|implementation|project|world)\b/i,
];

/**
 * As good a word on code that is there: a heading above what it names, or what a test shows of values ("the rest is unchanged").
 * Only where no such code is there it stands for it.
 */
const SPEAKS_OF_CODE: readonly RegExp[] = [
  /^(?:(?:the )?(?:rest|remainder)(?: of (?:the|this) [\w-]+(?: [\w-]+)?)?|(?:remaining|other) (?:parts?|methods?|functions?|imports?|routes?|fields?))\.?$/i,
  new RegExp(`^${REST}${STAYS}\\.?$`, 'i'),
  /^(same|unchanged) as (before|above)\.?$/i,
  /^unchanged\.?$/i,
];

/** Of code. Settings and styles have placeholders of their own: values to be replaced, and a pseudo-element. */
const CALLS_ITSELF_A_STAND_IN: readonly RegExp[] = [
  // Not "Placeholder syntax: …" or "Stub of the clock that tests share".
  /^(this is )?(just |only )?(an? )?(temporary )?(placeholder|stub)( (code|content|body|data|value|text|function|method|class|component|implementation|logic|response|for now))*[.!:]?$/i,
  /^(this is )?(just |only )?(an? )?(temporary )?(placeholder|stub)\b( for now|[\s:,;(–—-]+(replace|implement|fill|write|to be|until)\b)/i,
];

const VERB =
  '(?:[Ii]mplement|[Aa]dd|[Ww]rite|[Ff]ill|[Ff]inish|[Cc]omplete|[Rr]eplace|[Hh]andle|[Ss]upport|[Ww]ire|[Hh]ook|[Dd]escribe|[Dd]ocument|[Ee]xplain)\\b';
/** In capitals, or as a label: an application of todos has comments on them. */
const IS_LABELLED_TASK = new RegExp(
  `(?:\\b(?:TODO|FIXME|XXX)|^(?:[Tt]odo|[Ff]ixme)\\s*)[:(][\\s:(\\w)-]*?\\b${VERB}`,
);
/** Of a line: "TODO implement …", "TODO we still have to implement …". */
const STARTS_WITH_A_TASK = new RegExp(
  `^(?:TODO|FIXME|XXX)[\\s-]+(?:(?:we|you|I|it|this|need|needs|must|should|have|has|will|be|to|later|still|please|properly|actually|really|also|and|then)\\s+)*${VERB}`,
);
const OPEN_NOTE = /^(?:TODO|FIXME|XXX)\b|\b(?:TODO|FIXME|XXX)[:(]/;

/**
 * Comments where code should be (blocking), and notes that something is still open (not).
 * @param hasPlaceholders whether a placeholder is nothing unusual in such a file.
 */
export function omittedCode(
  comments: readonly Comment[],
  content: string,
  placeAt: (position: number) => Place,
  hasPlaceholders = false,
): readonly Diagnostic[] {
  const patterns = [
    IS_LABELLED_TASK,
    ...STANDS_FOR_CODE,
    ...(hasPlaceholders ? [] : CALLS_ITSELF_A_STAND_IN),
  ];
  return comments.flatMap((comment) => {
    const { text, position } = comment;
    const place = placeAt(position);
    if (
      patterns.some((pattern) => pattern.test(text)) ||
      linesOf(comment, content).some((line) => STARTS_WITH_A_TASK.test(line)) ||
      (SPEAKS_OF_CODE.some((pattern) => pattern.test(text)) && !namesWhatIsThere(comment, content))
    )
      return [
        finding('MW2001', place, `"${short(text)}" stands where something is left out.`, 'Write it in full.'),
      ];
    return OPEN_NOTE.test(text)
      ? [
          finding(
            'MW2006',
            place,
            `Something is still open: "${short(text)}".`,
            'Do it, or say it in the documentation.',
          ),
        ]
      : [];
  });
}

/** Without what marks a line as one of a comment. */
function linesOf({ position, end }: Comment, content: string): readonly string[] {
  return content
    .slice(position, end)
    .split('\n')
    .map((line) => line.replace(/^[\s/*#<!-]+/, ''));
}

function short(text: string): string {
  return text.length <= 80 ? text : `${text.slice(0, 79)}…`;
}
