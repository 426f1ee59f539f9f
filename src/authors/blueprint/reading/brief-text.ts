import { isGeneric } from './statements/generic-headings.js';
import { isLineByLine } from './line-by-line.js';
import { isTableLine, tableRows } from './tables.js';

/** A stretch of the brief that says something: a sentence, a list item, a heading. */
export interface Passage {
  /** Verbatim, as it stands in the brief. */
  readonly source: string;
  /** The same without Markdown's signs. */
  readonly text: string;
  readonly kind: 'sentence' | 'item' | 'heading' | 'code' | 'columns';
  /** Columns before a list item; 0 for everything else. */
  readonly indent: number;
}

/** What is not seen: marks of direction and width. */
const UNSEEN = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;
/** They stand between words and say nothing. */
const EMOJI = /\p{Emoji_Presentation}|\p{Extended_Pictographic}\ufe0f/gu;

/** The words of a passage without the signs of emphasis, quotation, code and links, on one line. */
export function plainText(markdown: string): string {
  return markdown
    .replace(EMOJI, ' ')
    .replace(/^\s*(?:>[ \t]?)+/gm, '')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[`]+/g, '')
    .replace(/(\*\*|__)(.+?)\1/g, '$2')
    .replace(/(?<![\w*])\*([^*\n]+)\*(?![\w*])/g, '$1')
    .replace(/[“”]/g, '"')
    .replace(/[‘’]/g, "'")
    .replace(/\s+/g, ' ')
    .trim();
}

// A full stop that ends no sentence.
const ABBREVIATION = /(?:\b(?:e\.g|i\.e|etc|approx|incl|max|min|no|vs|dr|mr|mrs|st|ca|resp)|\d|\bnode)\.$/i;

/** Splits a paragraph into its sentences; each is a verbatim slice. */
export function sentencesOf(paragraph: string): readonly string[] {
  const sentences: string[] = [];
  let start = 0;
  for (const match of paragraph.matchAll(/[.!?]+["')\]]*(?=\s|$)/g)) {
    const end = match.index + match[0].length;
    const before = paragraph.slice(start, match.index + 1);
    const after = paragraph.slice(end).trimStart();
    if (after !== '' && /\b(?:e\.g|i\.e|approx|incl|max|min|vs|ca|resp)\.$/i.test(before)) continue;
    if (after !== '' && ABBREVIATION.test(before) && !/^[A-Z]/.test(after)) continue;
    sentences.push(paragraph.slice(start, end).trim());
    start = end;
  }
  const rest = paragraph.slice(start).trim();
  return [...sentences, ...(rest === '' ? [] : [rest])].filter((sentence) => /\p{L}/u.test(sentence));
}

const BULLET = /^(\s*)(?:[-*+•]|\d{1,3}[.)])\s+(?:\[[ xX]\]\s+)?(?=\S)/;
const HEADING = /^\s{0,3}#{1,6}\s+/;
/** "**Rules**" on a line of its own, which says nothing by itself. */
const BOLD_LINE =
  /^\s{0,3}(\*\*|__)(?!.*\b(?:is|are|has|have|can|cannot|may|must|should|shall|will|needs?|only|no|not|never)\b)([\p{L}\d'’&/-]+(?: [\p{L}\d'’&/-]+){0,3}:?)\1:?\s*$/iu;
const NUMBERING = /^\d+(?:\.\d+)*[.)]?\s+(?=\p{L})/u;
const FENCE = /^\s*(?:```|~~~)/;
const QUOTED = /^\s{0,3}(?:>[ \t]?)+/;

/** "  host      hostname, os": a list of two columns that only blanks part. */
const TWO_COLUMNS =
  /^\s{2,}([\p{L}][\p{L}\d_-]*)(?:\s{3,}|\t+|\s{2})(\S.*)$|^\s{2,}([\p{L}][\p{L}\d_-]*(?:,? [\p{L}\d_-]+){1,4})(?:\s{3,}|\t+)(\S.*)$/u;

/** "  title - required": a line of a list that nothing but its indent makes one. */
const INDENTED = /^(\s{2,})([\p{L}][\p{L}\d_ -]{0,30}?)(?: [-–—]|:) +(\S.*)$/u;

/** What numbers or names a statement: "2.1", "**US-3**", "R12:". */
const LABEL =
  /^(?:\*\*|__)?(?:§ ?)?(?:\(?\d{1,2}(?:\.\d{1,2}){1,2}|\p{Lu}{1,4}-?\d{1,3}(?:\.\d{1,2})*)[.):]?(?:\*\*|__)?[.):]? +(?=\p{Lu})/u;

/** "POST /books creates a book", "**Owner** – name, phone": a line that is one thing, with no sign of a list. */
const ITEM_LINE = /^\s{0,3}(?:`?(?:GET|POST|PUT|PATCH|DELETE) \/[\w{]|\*\*[^*]+\*\*:? ?[:–—-] ?\S)/;

/** A line of few words, none of which ends a sentence or a clause. */
const TITLE = /^\s{0,3}\p{Lu}[\p{L}\d'’&/-]*(?: [\p{L}\d'’&/-]+){0,4}:?\s*$/u;

/** A line that stands further in than those around it. */
const INDENT = /^\s{2,}\S/;

/** "2. Clients." */
const SECTION = /^\s{0,3}\d{1,2}[.)]\s+\p{Lu}[\p{L}’' -]{2,40}[.:]?\s*$/u;

/** "booking rules": a line of few words in small letters, which is one where a list follows it. */
const SMALL_TITLE = /^\s{0,3}\p{Ll}+(?: \p{Ll}+){0,2}\s*$/u;

/** Whether a line is a title by what stands around it: nothing before, a list behind. */
function isOverList(before: string | undefined, following: readonly string[]): boolean {
  const next = following.find((line) => line.trim() !== '') ?? '';
  return (before ?? '').trim() === '' && BULLET.test(next);
}

/** Whether what follows a numbered title is text about it, and no further item of a list. */
function isSection(following: readonly string[]): boolean {
  const next = following.find((line) => line.trim() !== '') ?? '';
  return next !== '' && (!BULLET.test(next) || /^\s*\d{1,2}\.\d/.test(next));
}

/** Whether a line is something by itself, and no part of a sentence. */
function isWhole(line: string): boolean {
  const isSign = [FENCE, HEADING, BULLET].some((sign) => sign.test(line));
  return isSign || line.trim() === '' || isTableLine(line);
}

/** The brief as its passages, in order. Every letter of it is in one of them. */
export function passagesOf(brief: string): readonly Passage[] {
  const passages: Passage[] = [];
  let paragraph: string[] = [];
  let code: string[] | undefined;
  let table: string[] = [];
  // "Season", and under it, further in, a line for each thing that it has.
  let isUnderTitle = false;
  // Who writes in capitals throughout means nothing by them.
  const isShouted = !/\p{Ll}/u.test(brief);
  const add = (written: string, kind: Passage['kind'], indent = 0, told = written): void => {
    const plainly = (text: string): string => text.replace(QUOTED, '').trim().replace(LABEL, '');
    const [source, said] = [plainly(written), plainly(told)];
    const plain = plainText(said);
    const text = isShouted ? plain.charAt(0) + plain.slice(1).toLowerCase() : plain;
    if (/\p{L}/u.test(text)) passages.push({ source, text, kind, indent });
  };
  const addItem = (line: string, indent?: number): void => {
    for (const [index, sentence] of sentencesOf(line).entries())
      add(sentence, index === 0 ? 'item' : 'sentence', indent);
  };
  const flush = (): void => {
    const [first = '', second = ''] = paragraph;
    // A title on a line of its own, with no sign of one.
    const isAlone =
      second === '' &&
      isGeneric(
        first
          .replace(/[:\s]+$/, '')
          .trim()
          .toLowerCase(),
      );
    if (TITLE.test(first) && (isAlone || /^\s{0,3}\p{Lu}/u.test(second))) {
      add(first, 'heading');
      paragraph = paragraph.slice(1);
    }
    for (const row of table.length === 0 ? [] : tableRows(table)) add(row.source, row.kind, 0, row.text);
    table = [];
    const said = paragraph;
    paragraph = [];
    if (isLineByLine(said)) for (const line of said) addItem(line);
    else for (const sentence of sentencesOf(said.join('\n'))) add(sentence, 'sentence');
  };
  const lines = brief.replace(UNSEEN, '').replace(/\r\n?/g, '\n').split('\n');
  for (const [place, written] of lines.entries()) {
    const within = code === undefined ? written.replace(QUOTED, '') : written;
    // A quoted sentence may go on in the next line, and keeps its signs: its words are told as they stand in the brief.
    const line = isWhole(within) ? within : written;
    if (!INDENT.test(line)) isUnderTitle = false;
    if (FENCE.test(line)) {
      flush();
      if (code === undefined) code = [];
      else {
        add(code.join('\n'), 'code');
        code = undefined;
      }
    } else if (code !== undefined) code.push(line);
    else if (isTableLine(line)) {
      if (paragraph.length > 0) flush();
      table.push(line);
    } else if (TWO_COLUMNS.test(line)) {
      if (paragraph.length > 0) flush();
      const [, one, oneSaid, several = '', severalSaid = ''] = TWO_COLUMNS.exec(line) ?? [];
      const [name, said] = [one ?? several, oneSaid ?? severalSaid];
      add(line, 'item', 0, `${name}: ${said}`);
    } else if (INDENTED.test(line)) {
      if (paragraph.length > 0) flush();
      const [, blanks = '', name = '', said = ''] = INDENTED.exec(line) ?? [];
      add(line, 'item', blanks.length, `${name}: ${said}`);
    } else if (line.trim() === '') flush();
    else if (HEADING.test(line)) {
      flush();
      add(
        line
          .replace(HEADING, '')
          .replace(NUMBERING, '')
          .replace(/#+\s*$/, ''),
        'heading',
      );
    } else if (BOLD_LINE.test(line) && paragraph.length === 0) {
      flush();
      add((BOLD_LINE.exec(line)?.[2] ?? line).replace(/:\s*$/, ''), 'heading');
    } else if (SECTION.test(line) && isSection(lines.slice(place + 1))) {
      flush();
      add(line.replace(NUMBERING, '').replace(/[.:]\s*$/, ''), 'heading');
    } else if (TITLE.test(line) && paragraph.length === 0 && INDENT.test(lines[place + 1] ?? '')) {
      flush();
      add(line, 'heading');
      isUnderTitle = true;
      continue;
    } else if (isUnderTitle && INDENT.test(line) && !BULLET.test(line)) {
      flush();
      addItem(line);
    } else if (SMALL_TITLE.test(line) && isOverList(lines[place - 1], lines.slice(place + 1))) {
      flush();
      add(line, 'heading');
    } else if (BULLET.test(line)) {
      flush();
      const indent = (BULLET.exec(line)?.[1] ?? '').replaceAll('\t', '    ').length;
      addItem(line.replace(BULLET, ''), indent);
    } else if (ITEM_LINE.test(line)) {
      flush();
      addItem(line);
    } else {
      if (table.length > 0) flush();
      paragraph.push(line);
    }
  }
  flush();
  if (code !== undefined) add(code.join('\n'), 'code');
  return passages;
}
