import { AMOUNT, amountOf } from './amounts.js';
import type { Restrictions } from './restriction.js';

const AGO = new RegExp(`^(?:at least|more than) ${AMOUNT} (?:ago|in the past|old|back)$`, 'i');
const AHEAD = new RegExp(`^at least ${AMOUNT} (?:ahead|from now|in the future|away)$`, 'i');

/** A date against the present, or against the field before it. */
export function momentOf(text: string): Restrictions | undefined {
  const lower = text
    .toLowerCase()
    .replace(/^(?:which |that )?(?:must |may |can |should )?(?:lie|be|lies|is|fall|falls) /, '');
  if (
    /^(?:(?:not|never|cannot be|may not be|must not be|not be|no(?:t)? date) (?:lie )?in the future|in the past|not (?:later than|after) today|today or (?:earlier|before)|no later than today|never later than today|not after the current (?:day|date|year)|past)$/.test(
      lower,
    )
  )
    return { moment: { lies: 'past', atLeast: null } };
  if (
    /^(?:(?:not|never|cannot be|may not be|must not be|not be) (?:lie )?in the past|in the future|not (?:earlier than|before) today|today or later|no earlier than today|not already over)$/.test(
      lower,
    )
  )
    return { moment: { lies: 'future', atLeast: null } };
  for (const [pattern, lies] of [
    [AGO, 'past'],
    [AHEAD, 'future'],
  ] as const) {
    const match = pattern.exec(lower);
    const atLeast = amountOf(match?.[1], match?.[2]);
    if (atLeast !== undefined) return { moment: { lies, atLeast } };
  }
  if (
    /^(?:the )?same (?:day|time|date) or (?:later|after)$|^on (?:or after it|the same day or later)$|^(?:not|never) (?:before|earlier than) (?:it|that)$/.test(
      lower,
    )
  )
    return { order: { side: 'later', equal: true, other: 'previous' } };
  if (/^(?:the )?(?:later|after) (?:it|that)$/.test(lower))
    return { order: { side: 'later', equal: false, other: 'previous' } };
  const against =
    /^(on or after|at or after|not before|no earlier than|not earlier than|never before|after|later than|not after|no later than|not later than|before|earlier than|on or before|never after) (?:the |its |their )?([a-z][a-z ]*?)$/.exec(
      lower,
    );
  if (against?.[1] !== undefined && against[2] !== undefined && !/^(?:today|now|that|it)$/.test(against[2])) {
    const relation = against[1];
    const isNegated = /^(?:not|no|never) /.test(relation);
    const later = /after|later/.test(relation) !== isNegated;
    return {
      order: {
        side: later ? 'later' : 'earlier',
        equal: isNegated || /\bor\b/.test(relation),
        other: against[2],
      },
    };
  }
  return undefined;
}
