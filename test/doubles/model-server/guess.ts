/** What someone writes who remembers roughly how a name went. */
const OTHER_WORD: Readonly<Record<string, string>> = {
  add: 'insert',
  all: 'every',
  build: 'assemble',
  book: 'reserve',
  cancel: 'revoke',
  create: 'make',
  find: 'lookup',
  get: 'fetch',
  is: 'check',
  list: 'fetch',
  new: 'create',
  open: 'load',
  parse: 'read',
  put: 'store',
  read: 'load',
  register: 'mount',
  remove: 'erase',
  require: 'demand',
  save: 'persist',
  update: 'modify',
};

/** A plausible name in the place of one that the prompt does not show; never the name itself. */
export function guessedName(name: string): string {
  const [first = ''] = /^[a-z]+/.exec(name) ?? [];
  const other = OTHER_WORD[first];
  if (other !== undefined) return `${other}${name.slice(first.length)}`;
  return /^[A-Z]/.test(name) ? `${name}Model` : `${name}Value`;
}

export function guessedPackage(name: string): string {
  return `${name}-toolkit`;
}

export function guessedFile(specifier: string): string {
  return specifier.replace(/\.js$/, '-model.js');
}

export function replaceWord(content: string, word: string, other: string): string {
  const escaped = word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return content.replace(new RegExp(`(?<![\\w$])${escaped}(?![\\w$])`, 'g'), other);
}
