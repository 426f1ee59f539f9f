import { nounWords, singular } from './nouns.js';

const TYPES: Readonly<Record<string, string>> = {
  varchar: 'text',
  char: 'text',
  str: 'text',
  string: 'text',
  text: 'text',
  int: 'integer',
  integer: 'integer',
  bigint: 'integer',
  smallint: 'integer',
  decimal: 'number',
  numeric: 'number',
  float: 'number',
  double: 'number',
  real: 'number',
  number: 'number',
  bool: 'boolean',
  boolean: 'boolean',
  date: 'date',
  datetime: 'datetime',
  timestamp: 'datetime',
  timestamptz: 'datetime',
  money: 'money',
};

/** Types that only programmers name: "due date" and "free text" are names, "age int" is a name and its type. */
const UNMISTAKABLE = /^(?!text$|number$|date$|money$|string$|real$|double$)/i;

const NAME = '([a-z][a-z0-9]*(?:_[a-z0-9]+)*)';
const TYPE = `(${Object.keys(TYPES).join('|')})(?:\\((\\d+)(?:, ?\\d+)?\\))?`;
const CONSTRAINT =
  '(?:not null|nullable|null|uniq(?:ue)?|required|optional|immutable|read-?only|pk|primary key|(?:min|max) -?\\d+(?:\\.\\d+)?|default [\\w"\'-]+|(?:>=|<=|≥|≤|>|<) ?-?\\d+(?:\\.\\d+)?|-?\\d+(?:\\.\\d+)? ?(?:\\.\\.\\.?|–|-) ?\\d+(?:\\.\\d+)?)';
const COLUMN = new RegExp(`^${NAME} ${TYPE}((?: ${CONSTRAINT})*)$`, 'i');
const UNTYPED = new RegExp(`^${NAME}((?: ${CONSTRAINT})*? not null(?: ${CONSTRAINT})*)$`, 'i');
/** "name uniq", "code unique required": a name and nothing but such words. */
const CONSTRAINED = new RegExp(
  `^${NAME}((?: (?:uniq(?:ue)?|nullable|required|optional|immutable|read-?only|pk|primary key))+)$`,
  'i',
);
/** "sun enum(full, half)": the options in brackets. */
const ENUM = new RegExp(`^${NAME} enum ?[({[]([^(){}[\\]]+)[)}\\]]((?: ${CONSTRAINT})*)$`, 'i');
/** "tags set of {red, blue}", "days array of mon|tue". */
const SEVERAL = new RegExp(`^${NAME} (?:set|array|list) of [{[(]?([^{}[\\]()]+)[}\\])]?$`, 'i');
const REFERENCE = new RegExp(
  `^${NAME}(?: (?:int|integer|uuid))?(?: not null)? (?:->|→|=>|references) ([a-z_]+)(?:\\(\\w+\\)|\\.\\w+)?((?: ${CONSTRAINT})*)$`,
  'i',
);
const OPTIONS = new RegExp(`^${NAME}((?: ${CONSTRAINT})*) ((?:[\\w-]+ ?\\| ?)+[\\w-]+)$`, 'i');

function constraintsIn(text: string): readonly string[] {
  return [...text.matchAll(new RegExp(CONSTRAINT, 'gi'))].flatMap(([said]) => {
    if (/^(?:pk|primary key)$/i.test(said)) return ['unique', 'required'];
    if (/^not null$/i.test(said)) return 'required';
    if (/^null$/i.test(said)) return 'optional';
    if (/^uniq$/i.test(said)) return 'unique';
    if (/^read-?only$/i.test(said)) return 'read-only';
    return said.replace(/\.\.\.?/, '-').replace(/^default /i, 'default ');
  });
}

const bracketed = (name: string, said: readonly string[]): string =>
  [name, ...said.map((each) => `(${each})`)].join(' ');

/**
 * A field as programmers put it, "code varchar(8) unique not null" or "supplier_id -> suppliers", as people put it:
 * "code (text) (at most 8 characters) (unique) (required)". Everything else as it is.
 */
export function spelledColumn(phrase: string): string {
  const reference = REFERENCE.exec(phrase);
  if (reference !== null) {
    const [, name = '', table = '', said = ''] = reference;
    const noun = nounWords(name).replace(/ id$/, '');
    return noun === singular(nounWords(table)) ? bracketed(noun, constraintsIn(said)) : phrase;
  }
  const column = COLUMN.exec(phrase);
  if (column !== null) {
    const [, name = '', type = '', length, said = ''] = column;
    if (!UNMISTAKABLE.test(type) && !name.includes('_') && said === '') return phrase;
    const isText = TYPES[type.toLowerCase()] === 'text';
    const exactly = type.toLowerCase() === 'char' ? 'exactly' : 'at most';
    return bracketed(name, [
      TYPES[type.toLowerCase()] ?? type,
      ...(length !== undefined && isText ? [`${exactly} ${length} characters`] : []),
      ...constraintsIn(said),
    ]);
  }
  const constrained = CONSTRAINED.exec(phrase);
  if (constrained !== null) return bracketed(constrained[1] ?? '', constraintsIn(constrained[2] ?? ''));
  const listed = ENUM.exec(phrase);
  if (listed !== null)
    return bracketed(listed[1] ?? '', [
      ...constraintsIn(listed[3] ?? ''),
      `one of ${(listed[2] ?? '').replace(/ ?\| ?/g, ', ')}`,
    ]);
  const several = SEVERAL.exec(phrase);
  if (several !== null && /[,|]/.test(several[2] ?? ''))
    return bracketed(several[1] ?? '', [`any number of ${(several[2] ?? '').replaceAll('|', ', ')}`]);
  const untyped = UNTYPED.exec(phrase);
  if (untyped !== null) return bracketed(untyped[1] ?? '', constraintsIn(untyped[2] ?? ''));
  const options = OPTIONS.exec(phrase);
  if (options === null) return phrase;
  const values = (options[3] ?? '').split('|').map((value) => value.trim());
  return bracketed(options[1] ?? '', [...constraintsIn(options[2] ?? ''), `one of ${values.join(', ')}`]);
}
