/** With fewer lines a sentence may be broken before a capital letter by chance. */
const FEWEST_LINES = 3;
/** Of so many lines one may begin with a small letter: "list takes filters". */
const FEW = 8;
/** Who breaks prose at a margin breaks no line so early. */
const EARLY = 48;

const BEGINS = /^["'“(]?[\p{Lu}\d]/u;
/** "Coin: country, face value" and "Turbine – serial number": a line that names what it is about. */
const NAMES = /^["'“(]?\p{Lu}[\p{L}\d'’/-]*(?: [\p{L}\d'’/-]+){0,3}(?::| [-–—]) \S/u;
/** A line after which its sentence must go on. */
const GOES_ON =
  /(?:[,;(–—-]|\b(?:and|or|but|of|the|an?|to|with|for|in|on|at|by|from|is|are|that|which))\s*$/iu;

/** Whether the lines of a paragraph say something each, and are no prose that was broken at a margin: a list without bullets. */
export function isLineByLine(lines: readonly string[]): boolean {
  if (lines.length < FEWEST_LINES) return false;
  const told = lines.map((line) => line.trim());
  const before = told.slice(0, -1);
  return (
    told.filter((line) => !BEGINS.test(line)).length * FEW <= told.length &&
    before.every((line) => !GOES_ON.test(line)) &&
    (before.some((line) => line.length < EARLY) || told.filter((line) => NAMES.test(line)).length > 1)
  );
}
