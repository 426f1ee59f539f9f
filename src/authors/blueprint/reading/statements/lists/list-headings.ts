import type { Passage } from '../../brief-text.js';
import type { Mode } from './mode.js';

const HEADINGS: readonly (readonly [RegExp, Mode])[] = [
  [/\b(?:search\w*|find\w*|look(?:ing)? (?:things |it )?up|looking for)\b/i, 'search'],
  [/\bfilter\w*\b/i, 'filter'],
  [/\bsort\w*\b/i, 'sort'],
  [
    /\b(?:lists?|listing|listings|overviews?|views?|queries|reports?|type all the time|want to see|look at|see)\b/i,
    'look',
  ],
];

/** For each item under a heading or a line that announces lists, how its words are meant. */
export function listModes(passages: readonly Passage[]): ReadonlyMap<number, Mode> {
  const modes = new Map<number, Mode>();
  let heading: Mode | undefined;
  let line: Mode | undefined;
  const modeOf = (text: string): Mode | undefined =>
    text.split(' ').length > 12 ? undefined : HEADINGS.find(([pattern]) => pattern.test(text))?.[1];
  for (const [position, { kind, text }] of passages.entries()) {
    if (kind === 'heading') {
      heading = modeOf(text);
      line = undefined;
    } else if (kind === 'item') {
      const mode = line ?? heading;
      if (mode !== undefined) modes.set(position, mode);
    } else line = text.endsWith(':') ? modeOf(text) : undefined;
  }
  return modes;
}
