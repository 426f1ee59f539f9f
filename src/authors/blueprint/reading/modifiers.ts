import { canBeValue } from './clean-words.js';
import { splitOutside } from './outside-brackets.js';
import { isProgrammersType, typeWordOf } from './type-words.js';
import { restrictionOf } from './restrictions.js';
import { valuesIn } from './values.js';
import type { Restrictions } from './restriction.js';

const BETWEEN_MODIFIERS =
  /\s*[,;]\s*(?:(?:and|but) )?|\s+(?:and|but)\s+|\s+(?=(?:which|that) (?:is|are|must|exists|occurs|can|may|has|nobody|no|appears|cannot|defaults)\b)/;
/** Words in brackets that say nothing of a field. */
const NOISE =
  /^(?:our own|your own|its own|own|as usual|see (?:above|below)|obviously|of course|important|all of them|please)$/i;

/** The longest runs of a list of modifiers that say something each: "unique, two letters and four digits" has two. */
function modifiersOf(text: string): readonly string[] {
  const guarded = text.replace(/\b(between\s+\S+|from\s+\S+) and (?=\S)/gi, '$1 to ');
  const pieces = splitOutside(guarded, BETWEEN_MODIFIERS);
  const modifiers: string[] = [];
  let from = 0;
  for (let start = 0; start < pieces.length;) {
    let taken: string | undefined;
    let next = start + 1;
    const at = guarded.indexOf(pieces[start] ?? '', from);
    for (let end = pieces.length - 1; end > start && taken === undefined; end -= 1) {
      const last = pieces[end] ?? '';
      const run = guarded.slice(at, guarded.indexOf(last, at) + last.length);
      if (run.length > last.length && restrictionOf(run) !== undefined) [taken, next] = [run, end + 1];
    }
    const piece = taken ?? pieces[start] ?? '';
    const last = modifiers.at(-1);
    if (
      taken === undefined &&
      last !== undefined &&
      /\b(?:one|any) of\b|^either\b/i.test(last) &&
      restrictionOf(piece) === undefined
    ) {
      modifiers[modifiers.length - 1] = `${last}, ${piece}`;
    } else if (!NOISE.test(piece) && !/^(?:e\.g\.?|for example|for instance|such as|like|say) ?/i.test(piece))
      modifiers.push(piece);
    from = at + piece.length;
    start = next;
  }
  return modifiers;
}

/** "1-0, 0-1 or ½-½" are outcomes of a game, and no bounds. */
const SCORE = /^(?:\d{1,2}\s*[-–:]\s*\d{1,2}|\d\/\d|½(?:\s*[-–:]\s*½)?)$/u;

/** "required, single, double, optional": what stands around the options is about the field. */
const AROUND_OPTIONS =
  /^(?:(required|mandatory|optional|unique), )?(.+?)(?:, (required|mandatory|optional|unique))?$/i;
const MODIFIER = /^(?:required|mandatory|optional|unique|positive|nullable)$/i;

/**
 * The values of a bare list. Words that can also say something of a field, "double" or "date", are values where plain words
 * stand around them; "required" or "string" at an end of the list is none.
 */
function optionsIn(text: string): readonly string[] | undefined {
  const scores = splitOutside(text, /\s*[,|]\s*(?:or |and )?|\s+(?:or|and)\s+/);
  if (scores.length >= 2 && scores.filter((score) => SCORE.test(score)).length >= 2)
    return scores.every((score) => SCORE.test(score) || /^\p{L}[\p{L} -]*$/u.test(score))
      ? scores
      : undefined;
  const pieces = splitOutside(text, /\s*[,/|]\s*(?:and )?|\s+and\s+/);
  const values = valuesIn(pieces.join(', '));
  // "Fresh, opened, empty": a stage like the others.
  const isStage = (piece: string): boolean => /^(?:empty|blank|missing)$/i.test(piece);
  const says = (piece: string): boolean => restrictionOf(piece) !== undefined && !isStage(piece);
  const isType = (piece: string): boolean => typeWordOf(piece) !== undefined;
  const isWord = (piece: string): boolean => isType(piece) || MODIFIER.test(piece) || !says(piece);
  const [first = '', last = ''] = [pieces[0], pieces.at(-1)];
  if (pieces.length < 2 || values.length !== pieces.length || MODIFIER.test(first) || MODIFIER.test(last))
    return undefined;
  if (!pieces.every((piece) => isWord(piece) && piece.split(' ').length <= 3)) return undefined;
  const types = pieces.filter(isType).length;
  // One value is not of two types: those are options, unless the second is the form of a text ("string, email").
  if (types >= (isProgrammersType(first) ? 3 : 2)) return values;
  const plain = pieces.filter((piece) => !says(piece)).length;
  if (plain === pieces.length && pieces.length > 2 && pieces.some(isStage)) return values;
  if (plain === 0 || plain === pieces.length) return undefined;
  return isProgrammersType(first) || (plain === 1 && says(first)) ? undefined : values;
}

/** Reads modifiers; a bare list of values (`open, closed`) is an enumeration. */
export function readModifiers(said: string): { restrictions: Restrictions[]; leftovers: string[] } {
  const text = said.replace(/\s*\|\s*|\s+\/\s+/g, ', ').replace(/^(\p{L}+)\?$/u, '$1, optional');
  const whole = restrictionOf(text);
  if (whole !== undefined) return { restrictions: [whole], leftovers: [] };
  const [, before, inner = text, after] = AROUND_OPTIONS.exec(text) ?? [];
  const options = optionsIn(inner);
  const restrictions: Restrictions[] = options === undefined ? [] : [{ values: options }];
  const around = [before, after].filter((modifier) => modifier !== undefined).join(', ');
  const leftovers: string[] = [];
  for (const modifier of modifiersOf(options === undefined ? text : around)) {
    const restriction = restrictionOf(modifier);
    if (restriction === undefined) leftovers.push(modifier);
    else restrictions.push(restriction);
  }
  if (options !== undefined) return { restrictions, leftovers };
  const values = valuesIn(leftovers.join(', '));
  const areValues = leftovers.every(
    (leftover) =>
      valuesIn(leftover).length > 0 &&
      valuesIn(leftover).every(canBeValue) &&
      (leftover.split(' ').length <= 3 || /,? or /.test(leftover)),
  );
  if (areValues && values.length >= 2) return { restrictions: [...restrictions, { values }], leftovers: [] };
  return { restrictions, leftovers };
}

/** Whether the words say nothing but restrictions, and one of them at least is none that a name could end in. */
export function isModifiers(text: string): boolean {
  const measure = /^in [\p{L}°²³ -]+$/iu.test(text);
  if (measure) return false;
  const { leftovers, restrictions } = readModifiers(text);
  return (
    leftovers.length === 0 &&
    restrictions.length > 0 &&
    (restrictions.every((said) => said.values === undefined) ||
      /^(?:of|is|are|either|one|from|out|with|can|may|must|which|that|being)\b/i.test(text))
  );
}
