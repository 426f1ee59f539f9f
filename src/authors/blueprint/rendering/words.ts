/** Names that generated modules already use for something else, or that the language keeps for itself. */
const TAKEN_TYPES = new Set(
  (
    'AnyCollection OwnerOfRecord Array Boolean CamelCasePlugin Config Database Date Error Generated Kysely Map Migration Number Object Page PageQuery ' +
    'Caller Fields FastifyInstance Guard Role InjectOptions Harness RecordKind RecordCommands Command Problem Terminal Values ValueOption Refusal RefusalCode Context Promise Record Reply Repositories Row Set SqlBool Store StoreOptions Storage String Symbol Tables Api ApiReply AppOptions'
  ).split(' '),
);
const TAKEN_VARIABLES = new Set(
  (
    'abstract api any harness app store program terminal command commands arguments as async await boolean break case catch changes class config const constructor continue ' +
    'count database debugger declare default delete do else enum eval export extends false fields filter finally for ' +
    'from function get if implements import in input instanceof interface let limit list module namespace never new ' +
    'null number object of offset package page pattern private process protected public query rows reply repositories ' +
    'request require return set sql static storage string super switch symbol table tables this throw true try type ' +
    'matches toRow fromRow fits pattern result last undo snapshot failing step order refused again elsewhere kept wanted ' +
    'body serial record folder file lost broken transaction stop signal status others values error errors problem ' +
    'settings environment config containsText likePattern conflict unprocessable existing remove read create check ' +
    'tags items total found columns matching done app row id existing input changes page given first second third ' +
    'access health caller owner stranger passwords token nextCode write given others overlapping deletion going child count counts harness reply unchanged fields earlier later sum context now randomUUID before created changed expect describe next typeof undefined unknown unknownId var void while with work yield z'
  ).split(' '),
);
/** Whether generated modules use the name for something else. */
export function isTakenVariable(name: string): boolean {
  return TAKEN_VARIABLES.has(name);
}

/** Folders of every project: an entity may not take one. */
const TAKEN_FOLDERS = new Set(['http', 'commands', 'storage', 'test', 'support', 'health', 'access']);

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

export function pascalCase(words: string): string {
  return words.split(' ').map(capitalised).join('');
}

export function camelCase(words: string): string {
  const pascal = pascalCase(words);
  return pascal.charAt(0).toLowerCase() + pascal.slice(1);
}

export function kebabCase(words: string): string {
  return words.replaceAll(' ', '-');
}

export function snakeCase(words: string): string {
  return words.replaceAll(' ', '_');
}

/**
 * What the database calls the table or column whose name in code is `name`: as the plugin of the delivered storage maps it,
 * and back, for any name. Words cannot say it: in `addressLine1` nobody sees that "1" was one.
 */
export function databaseName(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** `a` or `an`, by sound as far as spelling tells. */
export function article(words: string): 'a' | 'an' {
  if (/^(uni([^n]|$)|use|usu|uti|eu|one|ur[aeiou])/.test(words)) return 'a';
  if (/^(hour|honest|honou?r|heir)/.test(words)) return 'an';
  if (/^(isbn|sku$|id$|mri|x-?ray)/.test(words)) return words.startsWith('sku') ? 'a' : 'an';
  return /^[aeiou]/.test(words) ? 'an' : 'a';
}

/** The first letter of a sentence in upper case. */
export function sentenceCase(text: string): string {
  return capitalised(text);
}

/** Every spelling of one kind of record that code and prose need. */
export interface EntityNames {
  readonly singular: string;
  readonly plural: string;
  /** `a line item`. */
  readonly aSingular: string;
  readonly type: string;
  readonly variable: string;
  readonly variables: string;
  readonly types: string;
  readonly file: string;
  readonly folder: string;
  /** The table in code, and in the database. */
  readonly tableKey: string;
  readonly table: string;
  readonly route: string;
}

export function entityNames(singular: string, plural: string): EntityNames {
  // "series", "equipment": one spelling for both would give one name to two things.
  const many = plural === singular ? `${plural} list` : plural;
  const type = pascalCase(singular);
  const types = pascalCase(many);
  const variable = camelCase(singular);
  const variables = camelCase(many);
  const folder = kebabCase(plural);
  const tableKey = camelCase(plural);
  return {
    singular,
    plural,
    aSingular: `${article(singular)} ${singular}`,
    type: TAKEN_TYPES.has(type) ? `${type}Item` : type,
    types: TAKEN_TYPES.has(types) ? `${types}List` : types,
    variable: TAKEN_VARIABLES.has(variable) ? `${variable}Item` : variable,
    variables: TAKEN_VARIABLES.has(variables) ? `${variables}List` : variables,
    // Windows has devices of such names, whatever their ending.
    file: /^(?:con|prn|aux|nul)$/.test(singular) ? `${singular}-record` : kebabCase(singular),
    folder: TAKEN_FOLDERS.has(folder) ? `${folder}-records` : folder,
    tableKey,
    table: databaseName(tableKey),
    route: `/${kebabCase(plural)}`,
  };
}

const ACRONYMS = new Set([
  'isbn',
  'issn',
  'url',
  'sku',
  'vin',
  'iban',
  'vat',
  'id',
  'ean',
  'upc',
  'imei',
  'gps',
  'pin',
  'iata',
]);

/** Words as prose writes them: `isbn` is `ISBN`. */
export function proseWords(words: string): string {
  return words
    .split(' ')
    .map((word) => (ACRONYMS.has(word) ? word.toUpperCase() : word === 'email' ? 'e-mail' : word))
    .join(' ');
}

/** `a, b and c`. */
export function listed(items: readonly string[], last: 'and' | 'or'): string {
  if (items.length <= 1) return items.join('');
  return `${items.slice(0, -1).join(', ')} ${last} ${items.at(-1) ?? ''}`;
}
