import { NUMBER, numberOf } from '../../numbers.js';
import type { Understanding } from '../../understanding.js';
import { clean, entityNamed, type Reader, type Statement } from '../statement.js';
import { actionsOf, DOINGS } from './deeds.js';
import { objectsIn } from './objects.js';
import { accessOf, isGenericPeople, whoSignsIn } from './people.js';

/** Being signed in, as what is required: "a login", "authentication", "a bearer token". */
const LOGIN =
  '(?:an? |the |any )?(?:valid )?(?:log ?-?in|sign[- ]?in|logging in|signing in|being (?:logged|signed) in|authentication|auth|(?:bearer |access )?tokens?|user accounts?)';
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
  new RegExp(`^(.+?) (?:requires?|needs?) ${LOGIN}$`, 'iu'),
  new RegExp(
    `^(?:${LOGIN}) (?:is|are) (?:required|needed|necessary|mandatory) (?:to|for|before|in order to) (.+)$`,
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
const CHANGES = new RegExp(`^(?:${MADE}|(?:write access|writes)|(${DOINGS})${ANYTHING})$`, 'iu');
const ACCESSED =
  /^(?:(?:use|access|call|reach|using|accessing|calling) (?:the |this )?(?:api|service|system|app|application)|use it)$/i;

/** Whether the words say that something is done with records, whichever it is: "to create, edit or delete tasks". */
function isDone(words: string, understanding: Understanding): boolean {
  const [whole, verbs] = CHANGES.exec(words) ?? [];
  if (whole !== undefined) return verbs === undefined || actionsOf(verbs) !== undefined;
  const [, deeds = '', objects = ''] = new RegExp(`^(${DOINGS}) (.+)$`, 'iu').exec(words) ?? [];
  return (
    deeds !== '' &&
    actionsOf(deeds) !== undefined &&
    objectsIn(objects, undefined, understanding)?.isOwn === false
  );
}

/** People of whom nothing is said but that they have signed in. */
const SIGNED_IN =
  /^(?:the |all )?(?:(?:logged|signed)[- ]in|authenticated|registered) (?:users?|people|persons?)$/i;

function isNeeded(text: string, understanding: Understanding): boolean {
  if (ALL_NEED.some((pattern) => pattern.test(text))) return true;
  const [must, only] = NEEDED_FOR.map((pattern) => pattern.exec(text));
  const isPeople = (words = ''): boolean =>
    isGenericPeople(words) || entityNamed(words, understanding) === whoSignsIn(understanding);
  const isWhat = (words = ''): boolean => isDone(words, understanding) || ACCESSED.test(words);
  if (must !== null && must !== undefined && isPeople(must[1]) && isWhat(must[2])) return true;
  if (only !== null && only !== undefined && SIGNED_IN.test(only[1] ?? '') && isWhat(only[2])) return true;
  return WHAT_NEEDS.some((pattern) => isWhat(pattern.exec(text)?.[1]));
}

/** "Users must log in to make changes", "writing requires authentication", "all endpoints require a bearer token". */
export const readLoginRequired: Reader = (statement, understanding) => {
  const text = clean(statement.text).replace(/^(?:auth\w*|access|security|log-?in|sign-?in): ?/i, '');
  if (!isNeeded(text, understanding)) return undefined;
  return () => {
    const access = accessOf(whoSignsIn(understanding), statement, understanding);
    const isAll = ALL_NEED.some((pattern) => pattern.test(text));
    if (!isAll)
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
