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

/** The words of a passage without the signs of emphasis, code and links, on one line. */
export function plainText(markdown: string): string {
  return markdown
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

const BULLET = /^(\s*)(?:[-*+•]|\d{1,3}[.)])\s+(?=\S)/;
const HEADING = /^\s{0,3}#{1,6}\s+/;
const NUMBERING = /^\d+(?:\.\d+)*[.)]?\s+(?=\p{L})/u;
const FENCE = /^\s*(?:```|~~~)/;

/** "  host      hostname, os": a list of two columns that only blanks part. */
const TWO_COLUMNS = /^\s{2,}([\p{L}][\p{L}\d_-]*)(?:\s{3,}|\t+|\s{2})(\S.*)$/u;

/** The brief as its passages, in order. Every letter of it is in one of them. */
export function passagesOf(brief: string): readonly Passage[] {
  const passages: Passage[] = [];
  let paragraph: string[] = [];
  let code: string[] | undefined;
  let table: string[] = [];
  const add = (source: string, kind: Passage['kind'], indent = 0, said = source): void => {
    const text = plainText(said);
    if (/\p{L}/u.test(text)) passages.push({ source: source.trim(), text, kind, indent });
  };
  const flush = (): void => {
    for (const row of table.length === 0 ? [] : tableRows(table))
      add(row.source, row.isHead ? 'columns' : 'item', 0, row.text);
    table = [];
    const text = paragraph.join('\n');
    paragraph = [];
    for (const sentence of sentencesOf(text)) add(sentence, 'sentence');
  };
  for (const line of brief.replace(/\r\n?/g, '\n').split('\n')) {
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
      const [, name = '', said = ''] = TWO_COLUMNS.exec(line) ?? [];
      add(line, 'item', 0, `${name}: ${said}`);
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
    } else if (BULLET.test(line)) {
      flush();
      const indent = (BULLET.exec(line)?.[1] ?? '').replaceAll('\t', '    ').length;
      for (const [index, sentence] of sentencesOf(line.replace(BULLET, '')).entries()) {
        add(sentence, index === 0 ? 'item' : 'sentence', indent);
      }
    } else {
      if (table.length > 0) flush();
      paragraph.push(line);
    }
  }
  flush();
  if (code !== undefined) add(code.join('\n'), 'code');
  return passages;
}
