import type { PatternPiece } from '../domain/field.js';
import { quoted } from './literal.js';

type ClassPiece = Exclude<PatternPiece, { kind: 'text' }>;

const CLASSES: Readonly<Record<ClassPiece['kind'], { signs: string; one: string; many: string }>> = {
  digits: { signs: '0-9', one: 'digit', many: 'digits' },
  capitals: { signs: 'A-Z', one: 'capital letter', many: 'capital letters' },
  letters: { signs: 'A-Za-z', one: 'letter', many: 'letters' },
  'capitals-or-digits': {
    signs: 'A-Z0-9',
    one: 'capital letter or digit',
    many: 'capital letters or digits',
  },
  'letters-or-digits': { signs: 'A-Za-z0-9', one: 'letter or digit', many: 'letters or digits' },
};

function times({ min, max }: ClassPiece): string {
  if (min !== max) return `{${String(min)},${String(max)}}`;
  return min === 1 ? '' : `{${String(min)}}`;
}

/** The source of an anchored regular expression that a code of these pieces matches as a whole. */
export function patternSource(pieces: readonly PatternPiece[]): string {
  const parts = pieces.map((piece) =>
    piece.kind === 'text'
      ? piece.text.replace(/[\\^$.*+?()[\]{}|/]/g, (sign) => `\\${sign}`)
      : `[${CLASSES[piece.kind].signs}]${times(piece)}`,
  );
  return `^${parts.join('')}$`;
}

/** `2 capital letters, then 4 digits`. */
export function patternProse(pieces: readonly PatternPiece[]): string {
  return pieces
    .map((piece) => {
      if (piece.kind === 'text') return `"${piece.text}"`;
      const { one, many } = CLASSES[piece.kind];
      const count =
        piece.min === piece.max ? String(piece.min) : `${String(piece.min)} to ${String(piece.max)}`;
      return `${count} ${piece.max === 1 ? one : many}`;
    })
    .join(', then ');
}

/** A code of these pieces; different numbers below 10 give different codes, as far as the pieces allow. */
export function patternSample(pieces: readonly PatternPiece[], number = 0): string {
  const last = pieces.findLastIndex((piece) => piece.kind !== 'text');
  return pieces
    .map((piece, index) => {
      if (piece.kind === 'text') return piece.text;
      const isDigit = piece.kind === 'digits';
      const filled = (isDigit ? '1234567890' : 'ABCDEFGHIJ').repeat(Math.ceil(piece.min / 10));
      const text = filled.slice(0, piece.min);
      const sign = (isDigit ? '0123456789' : 'KLMNOPQRST').charAt(number % 10);
      return index === last && number > 0 ? `${text.slice(0, -1)}${sign}` : text;
    })
    .join('');
}

/** Texts that are nearly such a code: a sign too few, a sign too many, a sign of another class, something around it. */
export function patternMisses(pieces: readonly PatternPiece[]): readonly string[] {
  const expression = new RegExp(patternSource(pieces));
  const sample = patternSample(pieces);
  const longest = pieces.reduce(
    (length, piece) => length + (piece.kind === 'text' ? piece.text.length : piece.max),
    0,
  );
  const filled = pieces
    .map((piece) =>
      piece.kind === 'text' ? piece.text : (piece.kind === 'digits' ? '1' : 'A').repeat(piece.max),
    )
    .join('');
  const candidates = [
    sample.slice(0, -1),
    sample.slice(1),
    `${filled}${filled.at(-1) ?? 'x'}`.padEnd(longest + 1, 'x'),
    sample.toLowerCase(),
    sample.replace(/[0-9](?!.*[0-9])/, 'O'),
    sample.replace(/[A-Z]/, '?'),
    ` ${sample}`,
    `${sample}\n`,
  ];
  return [...new Set(candidates)].filter((candidate) => !expression.test(candidate));
}

function signsOf(kind: ClassPiece['kind']): string {
  return CLASSES[kind].signs
    .replace('A-Z', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ')
    .replace('a-z', 'abcdefghijklmnopqrstuvwxyz')
    .replace('0-9', '0123456789');
}

/** How many codes of these pieces there are. */
export function patternRoom(pieces: readonly PatternPiece[]): number {
  return pieces.reduce(
    (room, piece) => (piece.kind === 'text' ? room : room * signsOf(piece.kind).length ** piece.max),
    1,
  );
}

/** Source of a code that is new each time it runs; it calls `nextCode()` of the samples. */
export function patternSerial(pieces: readonly PatternPiece[]): string {
  const sources = pieces.map((piece) =>
    piece.kind === 'text'
      ? `['${quoted(piece.text)}', 0]`
      : `['${signsOf(piece.kind)}', ${String(piece.max)}]`,
  );
  return `nextCode(${sources.join(', ')})`;
}
