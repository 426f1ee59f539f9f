import { NUMBER } from './numbers.js';

/** Verbs in the passive, as the grammar has them. */
const PARTICIPLES: Readonly<Record<string, string>> = {
  change: 'changed',
  edit: 'edited',
  alter: 'altered',
  modify: 'modified',
  update: 'updated',
  delete: 'deleted',
  remove: 'removed',
  touch: 'changed',
  amend: 'changed',
  correct: 'changed',
};

type Rewording = readonly [pattern: RegExp, said: string | ((...groups: string[]) => string)];

const CAN = '(?:can|may|must|should|shall)';
const CANNOT = '(?:cannot|may not|must not|should not|shall not|can never|may never|must never)';
const REFUSED =
  '(?:(?:is|are|must be|should be|gets|will be) (?:refused|rejected|forbidden|not (?:allowed|possible|permitted)|blocked|prevented|an error|disallowed)|(?:throws?|raises?) an? (?:[\\p{L}]+ )?(?:error|exception)|(?:must|should|may) not be (?:possible|allowed|permitted)|cannot be done|is impossible)';
const WHOLE =
  '(?: (?:in|within|across|over) (?:the |our |this )?(?:whole |entire )?(?:register|system|database|list|books?|app|application|catalogue|directory|inventory|shop|company|club|organisation))?';

/** One rule has many ways to be said; these are put as the readers of statements know them. */
const REWORDINGS: readonly Rewording[] = [
  // "Only one" belongs to the number, wherever "only" stands.
  [
    new RegExp(
      `^((?:an? |the |each |every )?[\\p{L} -]+?) (can|may|must|should) only (\\p{Ll}+) (?=(?:${NUMBER}|a single) \\p{L})`,
      'iu',
    ),
    '$1 $2 $3 only ',
  ],
  // Values that there are once.
  [
    new RegExp(
      `^((?:an? |the |each |every )?[\\p{L} -]+?) (?:${CAN} (?:only )?(?:be (?:only )?(?:used|taken|given|registered|entered|there|assigned)|occur|appear|exist)|is used|occurs|appears|exists|is allowed)(?: only)? once${WHOLE}$`,
      'iu',
    ),
    '$1 must be unique',
  ],
  [
    new RegExp(
      `^((?:an? |the |each |every )?[\\p{L} -]+?) ${CANNOT} (?:be )?(?:repeat|repeated|duplicated|used twice|taken twice|shared)${WHOLE}$`,
      'iu',
    ),
    '$1 must be unique',
  ],
  [/^(?:there (?:are|must be) )?no duplicate ([\p{L} -]+)$/iu, 'the $1 must be unique'],
  // What records are, said by the kind of thing.
  [
    /^((?:an?|each|every) [\p{L} -]+?) is (?:an? )?(?:person|place|thing|object|item|somebody|someone|something|one)(?: in the [\p{L}]+)? with (.+)$/iu,
    '$1 has $2',
  ],
  [
    /^([\p{L}-]+s) are (?:people|persons|places|things|objects|companies|those)(?: in the [\p{L}]+)? (?:with|who have|that have|which have) (.+)$/iu,
    '$1 have $2',
  ],
  [
    /^(?:we|i|they|the \p{L}+) (?:take down|write down|note|record|register|keep|store|note down) (?:the|each|every|a) (\p{L}+)(?:'s|’s) (.+,.+)$/iu,
    'each $1 has $2',
  ],
  [/^(\p{L}[\p{L} ]*?) > (\p{L}[\p{L} ]*?)$/u, '$1 must be after $2'],
  [/^(\p{L}[\p{L} ]*?) (?:>=|≥) (\p{L}[\p{L} ]*?)$/u, '$1 must not be before $2'],
  // What deleting does.
  [
    /^(?:the |all |any |its )?([\p{L}][\p{L} -]*?) (?:(?:is|are|get|gets|must be|should be|will be) )(?:also |automatically )?(?:deleted|removed)(?: automatically)? (?:together |along )?with (?:its|their|his|her|the) (?!help\b)([\p{L} -]+)$/iu,
    (_match, gone = '', holder = '') => `Deleting a ${holder} deletes its ${gone.toLowerCase()}`,
  ],
  [
    /^(?:the |all |any |its )?([\p{L}][\p{L} -]*?) (?:(?:is|are|get|gets|must be|should be|will be) )(?:also |automatically )?(?:deleted|removed)(?: automatically)?,? (?:when|if|once|whenever|as soon as) (?:its|their|his|her|the) ([\p{L} -]+?) (?:is|gets|has been|are) (?:deleted|removed)$/iu,
    (_match, gone = '', holder = '') => `Deleting a ${holder} deletes its ${gone.toLowerCase()}`,
  ],
  [
    /^((?:an?|the|any) [\p{L} -]+? (?:who|which|that) (?:(?:still )?(?:has|have|is|are) )[\p{L} -]+?), (?:i|we|you|one|nobody) (?:cannot|must not|may not|should not) (?:delete|remove)(?: also| too| either)?$/iu,
    '$1 cannot be deleted',
  ],
  [/ ?(?:→|->|=>|⇒) ?(?:http )?4\d\d(?: [\p{L} ]+)?$/iu, ' is refused'],
  [
    new RegExp(
      `^(?:deleting|removing|the deletion of|deletion of) ((?:an? |the |any )?[^,]+?) ${REFUSED}$`,
      'iu',
    ),
    '$1 cannot be deleted',
  ],
  [/^((?:deleting|removing) .+?) cascades to (.+)$/iu, '$1 also deletes $2'],
  [
    /^((?:if|when|whenever|once) (?:an? |the )?[\p{L} -]+? (?:is|are|gets|has been) (?:deleted|removed)),? ((?:its|their|his|her|all|the|any) [^,]+?) (?:should|must|shall|will|are to) (?:also )?be (?:deleted|removed)(?: (?:too|as well|with (?:it|them)))?$/iu,
    '$1, $2 are deleted too',
  ],
  [
    /^((?:if|when|whenever|once) (?:an? |the )?[\p{L} -]+? (?:is|are|gets|has been) (?:deleted|removed)) (?=(?:its|their|his|her|all|the|any) )/iu,
    '$1, ',
  ],
  // What may not be changed.
  [
    /^((?:an? |the )?[\p{L} -]+?) (?:is|are|become|becomes|stay|stays) (?:read[- ]only|immutable)$/iu,
    '$1 cannot be changed or deleted',
  ],
  [/^((?:an? |the )?\p{L}+ [\p{L} -]+?) (?:is|are|stay|stays) (?:frozen|locked)$/iu, '$1 cannot be changed'],
  [
    /^(once|after|when|if|as soon as) (.+?),? (?:nobody|no ?one) (?:should be able to|may|can|should|is allowed to|must) (\p{L}+) (it|them)(?: any ?more| any longer| again)?$/iu,
    (match, word = '', clause = '', verb = '', object = '') =>
      PARTICIPLES[verb.toLowerCase()] === undefined
        ? match
        : `${object === 'them' ? 'they' : 'it'} cannot be ${PARTICIPLES[verb.toLowerCase()] ?? ''} ${word.toLowerCase()} ${clause}`,
  ],
  [
    /^(?:nobody|no ?one) (?:can|may|should|must|should be able to|is allowed to) ((?!have|hold|be |own|see|read|exceed)\p{L}+) (?=an? |the |any )/iu,
    'you cannot $1 ',
  ],
  // What is not added any more.
  [
    /^(?:an? |the )?(\p{L}+) ([\p{L} -]+?) (?:takes?|accepts?|gets?|receives?|(?:can|may) (?:take|accept|get|receive|have)) no (?!more than|longer|less|fewer)(?:more |further |new |other )?([\p{L} -]+)$/iu,
    'no $3 can be added once the $2 is $1',
  ],
  [
    /^(?:an? |the )?(\p{L}+) ([\p{L} -]+?) (?:does not|do not|cannot|may not|must not|should not) (?:take|accept|get|receive|be given) (?:any )?(?:more |further |new |another )([\p{L} -]+)$/iu,
    'no $3 can be added once the $2 is $1',
  ],
  [
    /^((?:an? |the )?[\p{L} -]+?) in (?!(?:the|a|an|no|this|that|one|each|every|progress|use|stock)\b)(\p{L}+) (condition|status|state) ((?:are|is|cannot|may|must|should) .+)$/iu,
    '$2 $1 $4',
  ],
  [
    /^((?:an? |the )?[\p{L} -]+? (?:cannot|must not|may not|can never) (?:be )?(?!lie|come|fall)\p{L}{3,}[\p{L} ]*?) after (its|the|their) ((?:[\p{L}]+ )*(?:date|day|deadline))$/iu,
    '$1 once $2 $3 has passed',
  ],
  // "It is not possible to check in if the reservation is not confirmed."
  [
    /^cannot (check|close|confirm|approve|publish|start|finish|reject|return)( in| out)? (if|when|while|unless|until) the (\p{L}+) (.+)$/iu,
    (_whole, verb = '', particle = '', word = '', noun = '', rest = '') =>
      `the ${noun} cannot be ${verb.endsWith('e') ? verb : `${verb}e`}d${particle} ${word} it ${rest}`,
  ],
  // How long it lasts.
  [
    new RegExp(
      `^(?:the )?(?:maximum|longest|max\\.?) (?:stay|duration|length|period|rental|loan period|lease|booking|time)(?: of an? ([\\p{L} ]+?))? is (.+)$`,
      'iu',
    ),
    (match, of = '', amount = '') => `${of === '' ? 'it' : `a ${of}`} lasts at most ${amount}`,
  ],
  [
    new RegExp(
      `^(?:the )?(?:minimum|shortest|min\\.?) (?:stay|duration|length|period|rental|loan period|lease|booking|time)(?: of an? ([\\p{L} ]+?))? is (.+)$`,
      'iu',
    ),
    (match, of = '', amount = '') => `${of === '' ? 'it' : `a ${of}`} lasts at least ${amount}`,
  ],
  [/\b(\d+|\p{L}+) nights\b(?=$|[.,])/iu, '$1 days'],
  [/\bbigger than\b/i, 'greater than'],
  [/\bmust (?:stay|remain|be kept) (under|below|above|over|between|within)\b/i, 'must be $1'],
  [
    / (?:must|has to|have to|should|needs to) be (\d+|[\p{L}-]+) (?:years? (?:of age|old) )?or (?:older|above|over|more)$/iu,
    ' must be at least $1 years old',
  ],
  // How it begins.
  [
    /^(?:in the beginning|at the (?:start|beginning)|at first|initially|to begin with),? (.+?) (?:is|are) (?!not\b)([\p{L} -]+)$/iu,
    '$1 starts as $2',
  ],
  // Who may.
  [
    /^(?:nobody|no ?one) (?:except|but|other than) (?:the |an? )?([\p{L} -]+?) (can|may|is allowed to|should) /iu,
    'Only $1 may ',
  ],
  [
    /^((?:the )?[\p{L} -]+?) (?:is|are) the only (?:one|ones|person|people) (?:who|that|to) (?:can |may )?/iu,
    'Only $1 may ',
  ],
];

/** The statement as the readers know it. Without the full stop at its end where it is put otherwise. */
export function reworded(text: string): string {
  const end = /[.!]+$/.exec(text)?.[0] ?? '';
  const bare = text.slice(0, text.length - end.length);
  const said = REWORDINGS.reduce(
    (before, [pattern, words]) =>
      typeof words === 'string'
        ? before.replace(pattern, words)
        : before.replace(pattern, (...match: unknown[]) =>
            words(...match.map((group) => (typeof group === 'string' ? group : ''))),
          ),
    bare,
  );
  return said === bare ? text : `${said.charAt(0).toUpperCase()}${said.slice(1)}${end}`;
}
