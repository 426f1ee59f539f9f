/** One row of a table, with the line of the brief that it is. */
export interface TableRow {
  readonly source: string;
  /** What the row says, in one line of words. */
  readonly text: string;
  /** `columns`: the row that names them; `heading`: it names the record whose fields follow as well. */
  readonly kind: 'columns' | 'heading' | 'item';
}

const ROW = /^\s*\|(.*)\|\s*$/;
const RULE = /^\s*\|?[\s:|-]+\|?\s*$/;
/** First words of a table that lists records, each with its fields. */
const RECORDS = /^(?:records?|entit(?:y|ies)|resources?|models?|tables?|objects?)$/i;
/** First words of a table that lists fields. */
const FIELDS = /^(?:fields?|names?|attributes?|columns?|propert(?:y|ies)|keys?|elements?|data|what)$/i;
/** A second column by which the first one names records, whatever it is called: "noun | fields". */
const LISTED_FIELDS = /^(?:fields|attributes|columns|properties)$/i;
const TYPES = /^(?:(?:data ?)?types?|kind|format)$/i;
const REQUIRED = /^(?:required|mandatory|obligatory|needed|req\.?|must|not null)\??$/i;
const OPTIONAL = /^(?:optional|nullable)\??$/i;
/** Columns that only tables of fields have. */
const ABOUT_FIELDS =
  /^(?:(?:data ?)?types?|format|required|mandatory|req\.?|optional|nullable|constraints?|validations?|rules?|defaults?(?: value)?)\??$/i;
const DEFAULTS = /^defaults?(?: value)?$/i;
/** Values and nothing else: "sealed, open, empty" of a choice, where "empty" says nothing of the field. */
const BARE_VALUES =
  /^(?!one of\b|either\b|any of\b|same\b)[\p{L}\d][\p{L}\d -]*(?:, ?[\p{L}\d][\p{L}\d -]*)+$/u;
/** A type that is told by its values in another column. */
const CHOICE = /^(?:choice|enum(?:eration)?|select(?:ion)?|options?|one of|list|values?)$/i;

export function isTableLine(line: string): boolean {
  return ROW.test(line) || (line.includes('|') && RULE.test(line) && line.includes('-'));
}

function cellsOf(line: string): readonly string[] {
  const inner = ROW.exec(line)?.[1] ?? line;
  return inner.split(/(?<!\\)\|/).map((cell) => cell.replaceAll('\\|', '|').trim());
}

/** "sealed (default), open, empty": the values, and the one that is meant where none is given. */
function markedDefault(text: string): string {
  const marked = /(?:^|[,;/|]\s*)([^,;()/|]+?) ?\((?:the )?default\)/i.exec(text)?.[1];
  return marked === undefined
    ? text
    : `default ${marked.trim()}; ${text.replace(/ ?\((?:the )?default\)/i, '')}`;
}

/** A type that is the name of a record: "Book". */
const RECORD = /^\p{Lu}\p{Ll}+(?:\p{Lu}\p{Ll}+)*$/u;

/** "accession_no | text | yes | unique" → "accession_no (text) (required) (unique)": a field as an item of a list names it. */
function fieldOf(cells: readonly string[], head: readonly string[]): string {
  const [name = '', ...said] = cells;
  const hasValues = said.some((cell) => /[,|/].*\S/.test(cell));
  const isChoice = hasValues && said.some((cell) => CHOICE.test(cell));
  const parts = said.flatMap((cell, index): readonly string[] => {
    const column = head[index + 1] ?? '';
    const text = cell.replace(/^[–—-]$/, '');
    if (text === '') return [];
    if (REQUIRED.test(column) || OPTIONAL.test(column)) {
      const isYes = /^(?:yes|y|true|x|✓|✔|required|optional|mandatory)$/i.test(text);
      const isNo = /^(?:no|n|false|optional)$/i.test(text);
      if (!isYes && !isNo) return [text];
      return [REQUIRED.test(column) === (isYes && !/^optional$/i.test(text)) ? 'required' : 'optional'];
    }
    if (DEFAULTS.test(column)) return [`default ${text}`];
    if (CHOICE.test(text) && hasValues) return [];
    // A reference is told by the name of its record.
    if (TYPES.test(column) && RECORD.test(text) && sameName(name, text)) return [];
    if (TYPES.test(column) && /^(?:→|->|=>|fk|ref(?:erence)?(?: to)?:?) ?/i.test(text)) {
      const record = text.replace(/^(?:→|->|=>|fk|ref(?:erence)?(?: to)?:?) ?/i, '').toLowerCase();
      return name
        .toLowerCase()
        .replace(/[_ ]?id$/, '')
        .endsWith(record)
        ? []
        : [text];
    }
    return markedDefault(text)
      .replace(/\(([^()]*)\)/g, '; $1')
      .split(/\s*;\s*/)
      .filter((part) => part !== '')
      .map((part) => (isChoice && BARE_VALUES.test(part) ? `one of ${part}` : part));
  });
  // What has a default may be left out, whatever its column says.
  const hasDefault = parts.some((part) => /\bdefaults?\b/i.test(part));
  const told = hasDefault ? parts.filter((part) => part !== 'required') : parts;
  return [name, ...told.map((part) => `(${part.replace(/\s*\|\s*/g, ', ')})`)].join(' ');
}

/** "book" and "Book", "book_id" and "Book". */
function sameName(field: string, record: string): boolean {
  const plain = (words: string): string =>
    words
      .toLowerCase()
      .replace(/[_ ]?id$/, '')
      .replace(/[_ ]/g, '');
  return plain(field) === plain(record) && plain(record) !== 'date' && plain(record) !== 'time';
}

/** Names of fields as people say them, where a rule of another names them: "after starts_on". */
function spoken(text: string, names: readonly string[]): string {
  return names.reduce((said, name) => said.replaceAll(name, name.replaceAll('_', ' ')), text);
}

/** "Record | field | type", the record in the first row of its fields: a heading over each group. */
function grouped(lines: readonly string[], head: readonly string[]): readonly TableRow[] {
  return lines.flatMap((line): readonly TableRow[] => {
    const [record = '', ...cells] = cellsOf(line);
    const row: TableRow = { source: line, text: fieldOf(cells, head.slice(1)), kind: 'item' };
    const name = plainName(record);
    return name === '' ? [row] : [{ source: record, text: name, kind: 'heading' }, row];
  });
}

/** "HireItem" is what programmers call a hire item. */
function plainName(record: string): string {
  return record.replace(/[`*_]/g, '').replace(/(?<=\p{Ll})\p{Lu}/gu, (letter) => ` ${letter.toLowerCase()}`);
}

/** "Method | path | description": each row is a request. */
const METHODS = /^(?:http )?(?:methods?|verbs?)$/i;
const PATHS = /^(?:paths?|routes?|endpoints?|urls?|uris?)$/i;

/** The rows of a table. One that lists fields says each as an item of a list would. */
export function tableRows(lines: readonly string[]): readonly TableRow[] {
  const [first = '', ...others] = lines.filter((line) => !RULE.test(line));
  const head = cellsOf(first);
  if (RECORDS.test(head[0] ?? '') && FIELDS.test(head[1] ?? '') && head.length > 2)
    return [{ source: first, text: head.join(', '), kind: 'columns' }, ...grouped(others, head)];
  if (METHODS.test(head[0] ?? '') && PATHS.test(head[1] ?? '') && head.length === 3)
    return [
      { source: first, text: head.join(', '), kind: 'columns' },
      ...others.map((line): TableRow => {
        const [method = '', path = '', said = ''] = cellsOf(line);
        return { source: line, text: `${method.toUpperCase()} ${path} – ${said}`, kind: 'item' };
      }),
    ];
  const names = others
    .map((line) => cellsOf(line)[0] ?? '')
    .filter((name) => /^[a-z]+(?:_[a-z]+)+$/.test(name));
  // "Vehicle | type | rules": the first column is named by the record whose fields stand in it.
  const isOfOne =
    !FIELDS.test(head[0] ?? '') &&
    !RECORDS.test(head[0] ?? '') &&
    head.slice(1).some((each) => ABOUT_FIELDS.test(each));
  const isOfFields =
    (FIELDS.test(head[0] ?? '') && head.length > 1 && !LISTED_FIELDS.test(head[1] ?? '')) || isOfOne;
  const isOfRecords =
    head.length === 2 &&
    ((RECORDS.test(head[0] ?? '') && FIELDS.test(head[1] ?? '')) || LISTED_FIELDS.test(head[1] ?? ''));
  return [
    isOfOne
      ? { source: first, text: head[0] ?? '', kind: 'heading' }
      : { source: first, text: head.join(', '), kind: 'columns' },
    ...others.map((line): TableRow => {
      const cells = cellsOf(line);
      const said = isOfFields ? spoken(fieldOf(cells, head), names) : cells.join(isOfRecords ? ': ' : ' | ');
      return { source: line, text: said, kind: 'item' };
    }),
  ];
}
