import type ts from 'typescript';
import type { Diagnostic } from '../../../../protocol/diagnostic.js';
import { finding, placeOf } from '../../finding.js';
import type { Comment } from './comments.js';

/**
 * Words with which a writer leaves code out. Each is bound to the start of the comment or to words that an explanation
 * of code has no use for, because prose that merely mentions "the rest" is no placeholder.
 */
const STANDS_FOR_CODE: readonly RegExp[] = [
  // "...", "… rest", "... existing code ..."
  /^(\.{3}|…)/,
  /(\.{3}|…)$(?<=^(rest|existing|other|remaining|previous|same|more|omitted|etc)\b.*)/i,
  /^(the )?(rest|remainder|remaining (code|parts?|methods?|functions?|routes?|fields?|implementation))( of (the|this) [\w-]+( [\w-]+)?)?( (goes|is|are|stays?|remains?)( the)?( same| here| unchanged| as before)| here| unchanged| omitted)?\.?$/i,
  /^(existing|previous|original|other) (code|implementation|methods?|functions?|imports?|routes?|logic)( (stays?|remains?|goes|is|are)( the)?( same| here| unchanged)?| here| unchanged| above| below| omitted)?\.?$/i,
  /^(your|actual|real|the) (code|implementation|logic) (goes )?here\.?$/i,
  /^(implementation|logic|code|body) (goes here|here|omitted|elided|follows)\.?$/i,
  /\b(omitted|elided|left out|removed|skipped|shortened|truncated) for (brevity|clarity|space|now)\b/i,
  /^(same|unchanged)( code)? as (before|above|in the original)\.?$/i,
  /^unchanged\.?$/i,
  /^(add|insert|put|write|implement) (your|more|other|the remaining|the rest)\b.*\b(here|below)\.?$/i,
  /^(similarly|likewise|and so on|etc\.?|repeat) for (the )?(other|rest|remaining|all)\b/i,
  /\b(would|should) be implemented (here|later|in (a )?(real|production))\b/i,
  /\bin a real (app|application|implementation|project|world)\b/i,
  /^(placeholder|stub)\b/i,
];

const ASKS_FOR_CODE =
  /\b(TODO|FIXME|XXX)\b[\s:(\w)-]*?\b(implement|add|write|fill|finish|complete|replace|handle|support|wire|hook)\b/i;
const OPEN_NOTE = /\b(TODO|FIXME|XXX)\b/;

/** Comments where code should be (blocking), and notes that something is still open (not). */
export function omittedCode(
  path: string,
  sourceFile: ts.SourceFile,
  comments: readonly Comment[],
): readonly Diagnostic[] {
  return comments.flatMap(({ text, position }) => {
    const place = placeOf(path, sourceFile, position);
    if (ASKS_FOR_CODE.test(text) || STANDS_FOR_CODE.some((pattern) => pattern.test(text)))
      return [
        finding(
          'MW2001',
          place,
          `The comment "${short(text)}" stands where code should be.`,
          'Write the code in full.',
        ),
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

function short(text: string): string {
  return text.length <= 80 ? text : `${text.slice(0, 79)}…`;
}
