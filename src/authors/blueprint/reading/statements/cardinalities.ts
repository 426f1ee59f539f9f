import { nounWords } from '../nouns.js';
import { noteMany } from './pairings.js';
import { tie, tieMany } from './references.js';
import { canBeRecord, clean, type Reader } from './statement.js';

const COUNT = '(?:1|one|n|m|many|\\*|[01]\\.\\.(?:\\*|n|m))';
const TO = '(?: ?(?:-to-|[-–—:|/]+>?|\\.\\.|↔|→|to) ?)';
const NOUN = '((?:an? |the )?[\\p{L}]+(?: [\\p{L}]+)?)';
/** How many of one there are for the other, as data models write it. */
const WRITTEN: readonly RegExp[] = [
  // "Author 1—n Book"
  new RegExp(`^${NOUN} \\(?((${COUNT})\\)?${TO}\\(?(${COUNT}))\\)? ${NOUN}$`, 'iu'),
  // "Author → Book (1:n)", "Author and Book: one-to-many"
  new RegExp(
    `^${NOUN} ?(?:-+>?|[–—↔→/]|<-+>|to|and) ?${NOUN}(?:: ?| ?\\(| )((${COUNT})${TO}(${COUNT}))\\)?$`,
    'iu',
  ),
];
/** "One-to-many: Author to Book" */
const BEFORE = new RegExp(
  `^((${COUNT})${TO}(${COUNT}))(?: relation(?:ship)?)?(?:: ?| (?:from|between) )${NOUN} ?(?:-+>?|[–—↔→/]|<-+>|to|and) ?${NOUN}$`,
  'iu',
);

interface Cardinality {
  readonly sides: readonly [string, string];
  /** The sign as it is written: "1—n". */
  readonly sign: string;
  readonly counts: readonly [string, string];
}

function cardinalityIn(text: string): Cardinality | undefined {
  const [between, behind] = WRITTEN.map((pattern) => pattern.exec(text));
  const before = BEFORE.exec(text);
  const [a = '', b = '', sign = '', one = '', other = ''] =
    between != null
      ? [between[1], between[5], between[2], between[3], between[4]]
      : behind != null
        ? [behind[1], behind[2], behind[3], behind[4], behind[5]]
        : before !== null
          ? [before[4], before[5], before[1], before[2], before[3]]
          : [];
  return sign === '' ? undefined : { sides: [nounWords(a), nounWords(b)], sign, counts: [one, other] };
}

const isOne = (count: string): boolean => /^(?:1|one)$/i.test(count);

/** "Author 1—n Book", "Book → Genre (n:m)": how records are tied, as in a data model. */
export const readCardinality: Reader = (statement, understanding) => {
  const found = cardinalityIn(clean(statement.text));
  if (found === undefined) return undefined;
  const { sides, sign, counts } = found;
  // One to one would have to be unique as well.
  if (counts.every(isOne) || !sides.every((noun) => canBeRecord(noun) && understanding.isKnown(noun)))
    return undefined;
  return () => {
    const [first, second] = sides.map((noun) => understanding.declare(noun, statement.source));
    if (first === undefined || second === undefined || first === second) return;
    const { source } = statement;
    if (isOne(counts[0])) tieMany(first, second, source, understanding, sign);
    else if (isOne(counts[1])) tie(first, second, source, understanding, { verb: sign });
    else noteMany(first, second, statement, understanding, [sign]);
    understanding.topic = first;
  };
};
