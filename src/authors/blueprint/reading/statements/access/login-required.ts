import type { Action } from '../../../domain/access.js';
import { NUMBER, numberOf } from '../../numbers.js';
import type { EntityNotes, Understanding } from '../../understanding.js';
import { clean, entityNamed, type Reader, type Statement } from '../statement.js';
import { actionsOf, DOINGS, WRITES } from './deeds.js';
import { LOGIN } from './login-words.js';
import { objectsIn } from './objects.js';
import { accessOf, isGenericPeople, whoSignsIn } from './people.js';
import { noteOpen, publiclyRead } from './public-reading.js';

const MUST_LOG_IN =
  '(?:must|has to|have to|needs? to|should|are required to|is required to) (?:first |always )?(?:log ?in|sign ?in|authenticate|be (?:logged|signed) in|be authenticated|have an account)(?: first)?';
const EVERY = '(?:all|every|each)(?: (?:of )?(?:the|other|api|http))*';
const ENDPOINTS =
  '(?:endpoints?|requests?|routes?|calls?|operations?|resources?)(?: (?:of|to) the (?:api|service))?';
/** Everything that is asked of an API: "all other endpoints". */
const ALL = `(?:${EVERY} ${ENDPOINTS}|(?:the |access to the )?api(?: endpoints?)?)`;

/** Who is not signed in does not do this: in one group, what. */
const NEEDED_FOR: readonly RegExp[] = [
  new RegExp(`^([\\p{L} -]+?) ${MUST_LOG_IN} (?:to|before|in order to|for) (.+)$`, 'iu'),
  new RegExp(`^only ([\\p{L} -]+?) (?:can|may|are allowed to|should be able to) (.+)$`, 'iu'),
];
const WHAT_NEEDS: readonly RegExp[] = [
  new RegExp(`^(?:only )?(.+?) (?:requires?|needs?) ${LOGIN}$`, 'iu'),
  new RegExp(
    `^(?:${LOGIN}) (?:is|are) (?:only )?(?:required|needed|necessary|mandatory) (?:to|for|before|in order to) (.+)$`,
    'iu',
  ),
];
const ALL_NEED: readonly RegExp[] = [
  new RegExp(
    `^${ALL} (?:requires?|needs?|must have|must carry|(?:is|are|must be|should be) (?:protected|secured) (?:by|with)) ${LOGIN}(?: with (?:an? )?e-?mail(?: address)? and (?:an? )?password)?$`,
    'iu',
  ),
  new RegExp(`^${ALL} (?:must be|are|is|should be) authenticated$`, 'iu'),
  new RegExp(`^${LOGIN} (?:is|are) (?:required|needed|necessary|mandatory) (?:for|on|by) ${ALL}$`, 'iu'),
  new RegExp(
    `^(?:the )?(?:api )?auth(?:entication)? (?:uses?|is (?:based on|done with|by|via|with|through)|works with|happens with) (?:an? )?(?:bearer tokens?|e-?mail(?: address)? and (?:an? )?password)$`,
    'iu',
  ),
];
const MADE = '(?:make|making|made|do|doing) (?:any )?changes';
const ANYTHING = '(?: (?:anything|something|data|the data|any data|things|records|any records?|entries))?';
const METHODS = '(?:POST|PUT|PATCH|DELETE)(?:(?:, (?:and )?| and |\\/)(?:POST|PUT|PATCH|DELETE))*';
const CHANGES = new RegExp(
  `^(?:${MADE}|(?:write access|writes)|(?:all )?${METHODS}(?: requests?| endpoints?| routes?)?|(${DOINGS})${ANYTHING})$`,
  'iu',
);
const ACCESSED =
  /^(?:(?:use|access|call|reach|using|accessing|calling) (?:the |this )?(?:api|service|system|app|application)|use it)$/i;

/** What takes a login. */
interface Needing {
  /** Undefined: the service as a whole. */
  readonly actions: readonly Action[] | undefined;
  /** Undefined: records of every kind. */
  readonly entities: readonly EntityNotes[] | undefined;
}

/** What the words say is done with records, whichever they are: "to create, edit or delete tasks". */
function doneIn(words: string, understanding: Understanding): Needing | undefined {
  if (ACCESSED.test(words)) return { actions: undefined, entities: undefined };
  const [whole, verbs] = CHANGES.exec(words) ?? [];
  const told = verbs === undefined ? WRITES : actionsOf(verbs);
  if (whole !== undefined) return told && { actions: told, entities: undefined };
  const [, deeds = '', objects = ''] = new RegExp(`^(${DOINGS}) (.+)$`, 'iu').exec(words) ?? [];
  const actions = deeds === '' ? undefined : actionsOf(deeds);
  const found = objectsIn(objects, undefined, understanding);
  if (actions === undefined || found?.isOwn !== false) return undefined;
  return { actions, entities: found.isEverything ? undefined : found.entities };
}

/** People of whom nothing is said but that they have signed in. */
const SIGNED_IN =
  /^(?:the |all )?(?:(?:logged|signed)[- ]in|authenticated|registered) (?:users?|people|persons?)$/i;

function neededFor(text: string, understanding: Understanding): Needing | undefined {
  const [must, only] = NEEDED_FOR.map((pattern) => pattern.exec(text));
  const isPeople = (words = ''): boolean =>
    isGenericPeople(words) || entityNamed(words, understanding) === whoSignsIn(understanding);
  const what = [
    ...(isPeople(must?.[1]) ? [must?.[2]] : []),
    ...(SIGNED_IN.test(only?.[1] ?? '') ? [only?.[2]] : []),
    ...WHAT_NEEDS.map((pattern) => pattern.exec(text)?.[1]),
  ];
  return what
    .map((words) => (words === undefined ? undefined : doneIn(words, understanding)))
    .find((needing) => needing !== undefined);
}

/** Whether all writing takes a login, and nothing else is said to: what is told apart is reading. */
function isOfWritingAlone({ actions = [] }: Needing, text: string): boolean {
  if (actions.length === 0 || actions.includes('read')) return false;
  return /\bonly (?:required|needed|necessary|mandatory|\p{L}+ing\b|writes?|changes)/iu.test(text)
    ? true
    : WRITES.every((action) => actions.includes(action));
}

/** "Reading is public, writing requires authentication", in either order: what is read by anyone. */
function readBesideWriting(
  text: string,
  understanding: Understanding,
): readonly EntityNotes[] | 'all' | undefined {
  for (const { index, 0: comma } of text.matchAll(/(?:[,;]? (?:and|but|while|whereas)|[,;]) /gi)) {
    const [first, second] = [text.slice(0, index), text.slice(index + comma.length)];
    for (const [read, written] of [
      [first, second],
      [second, first],
    ] as const) {
      const needing = neededFor(written, understanding);
      const found = publiclyRead(read, understanding);
      if (needing?.actions?.includes('read') === false && found !== undefined) return found;
    }
  }
  return undefined;
}

/** "Reading is public, but writing requires a login". */
export const readReadingAndWriting: Reader = (statement, understanding) => {
  const read = readBesideWriting(clean(statement.text), understanding);
  return read === undefined
    ? undefined
    : () => {
        noteOpen(read, 'both', statement, understanding);
      };
};

/** "Users must log in to make changes", "writing requires authentication", "all endpoints require a bearer token". */
export const readLoginRequired: Reader = (statement, understanding) => {
  const text = clean(statement.text).replace(/^(?:auth\w*|access|security|log-?in|sign-?in): ?/i, '');
  const isAll = ALL_NEED.some((pattern) => pattern.test(text));
  const needing = isAll ? undefined : neededFor(text, understanding);
  if (!isAll && needing === undefined) return undefined;
  return () => {
    const access = accessOf(whoSignsIn(understanding), statement, understanding);
    if (needing?.actions === undefined) understanding.closeReading(undefined);
    else if (needing.actions.includes('read')) understanding.closeReading(needing.entities);
    if (needing !== undefined && isOfWritingAlone(needing, text)) {
      understanding.openReading.push({ entities: needing.entities, source: statement.source, by: 'writing' });
      return;
    }
    if (!isAll && needing?.actions !== undefined)
      understanding.assume(
        'Where people sign in for some things, they do for all: reading needs a bearer token, too.',
      );
    understanding.met(
      isAll
        ? `everyone signs in with ${access.login} and a password, and sends a bearer token`
        : 'who has not signed in is refused',
      statement.source,
      [{ kind: 'sign-in' }],
      statement.source.text,
    );
  };
};

const PASSWORD_LENGTH = new RegExp(
  `^(?:an? |the |every |all )?passwords? (?:(?:must|should|need to|needs? to) )?(?:have|has|be|are|is|contain) (?:at least|no less than|not less than|a minimum of|min\\.?) (${NUMBER}) (?:characters?|chars|letters|signs)(?: long| in length)?$`,
  'iu',
);
const PASSWORD_KEPT =
  /^(?:the |all )?passwords? (?:(?:must|should|shall|will) )?(?:is|are|be) (?:(?:stored|kept|saved) (?:only )?(?:hashed|as (?:an? )?(?:salted )?hash(?:es)?)|(?:salted and )?hashed|never (?:stored|kept|saved) (?:in|as) (?:plain|clear)[- ]?text)$/i;

/** "Passwords have at least 10 characters", "passwords are stored hashed", where people sign in. */
export const readPassword: Reader = (statement, understanding) => {
  if (understanding.access === null && !understanding.hadAccess) return undefined;
  const text = clean(statement.text);
  const least = numberOf(PASSWORD_LENGTH.exec(text)?.[1] ?? '');
  if (least !== undefined && (least < 8 || least > 100 || !Number.isInteger(least))) return undefined;
  if (least === undefined && !PASSWORD_KEPT.test(text)) return undefined;
  return () => {
    const access = accessOf(whoSignsIn(understanding), statement, understanding);
    if (least !== undefined) access.passwordMin = least;
    understanding.met(
      least === undefined
        ? 'of a password only a hash is kept'
        : `a password has at least ${String(least)} characters`,
      statement.source,
      [{ kind: 'sign-in' }],
      statement.source.text,
    );
  };
};

const LOGS_OUT =
  /^(?:(?:the |all )?(?:they|users?|people|everyone|members) )?(?:can |may )?(?:also )?(?:log|sign)s? out(?: again)?$/i;

/** "… and log out": their session ends. */
export const readLogout: Reader = (statement: Statement, understanding) => {
  if (understanding.access === null && !understanding.hadAccess) return undefined;
  if (!LOGS_OUT.test(clean(statement.text))) return undefined;
  return () => {
    accessOf(whoSignsIn(understanding), statement, understanding);
    understanding.met(
      'who signs out ends their session: the token is refused from then on',
      statement.source,
      [{ kind: 'sign-in' }],
      statement.source.text,
    );
  };
};
