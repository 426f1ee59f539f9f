import type { Aspect } from '../../../domain/aspect.js';
import { splitOutside } from '../../outside-brackets.js';
import { nounWords, singular } from '../../nouns.js';
import { NUMBER, numberOf } from '../../numbers.js';
import { plural } from '../../nouns.js';
import { clean, type Reader } from '../statement.js';
import { accessOf, addRole, isGenericPeople, isPersonNoun, peopleOf } from './people.js';

/** What is claimed where nobody is let in who does not sign in. */
export const EVERYONE_SIGNS_IN = 'everyone signs in and sends a bearer token';

export const LOGS_IN =
  '(?:log(?:s|ged)? ?in|logs? on|sign(?:s|ed)? in|authenticates?|register|registers|sign(?:s)? up|have (?:an? )?accounts?|has (?:an? )?account)';
const SIGN_IN: readonly RegExp[] = [
  new RegExp(
    `^(?:all |the |each |every |an? )?([\\p{L} -]+?) (?:can |may |must |should |will |have to |has to |need to |needs to )*(?:first |also )*(${LOGS_IN})((?:(?:,| and| with| using| by| via| before| to get| for| as well| too) ?.*)?)$`,
    'iu',
  ),
];
const PASSWORD = new RegExp(
  `passwords? (?:of|with|that has|which has|having|,)? ?\\(?(?:at least|no less than|not less than|min(?:imum)?(?: of)?|of at least) (${NUMBER})(?: characters?| chars?| signs?| letters?)?\\)?`,
  'i',
);
const WITH_WHAT =
  /^[, ]*(?:(?:and|then|with|using|by|via|before|to|get|gets|receive|receives|they|an?|the|their|his|her|its|own|bearer|token|tokens|e-?mail|email|address|addresses|password|passwords|log|in|logs|login|sign|first|is|unique|as|well|too|that|must|be|which|has|have|of|at|least|min|minimum|characters?|chars|,|and|name|\d+|\(|\)|can|do|anything|anyone|else|doing|using|valid|for|it|api|everything)[\s,]*)*$/i;

/** What stands after "log in", as far as it asks for nothing else; the least length of a password. */
export function loginTail(rest: string): { readonly least: number | undefined } | undefined {
  const least = numberOf(PASSWORD.exec(rest)?.[1] ?? '');
  const said = rest
    .replace(PASSWORD, 'password')
    .replace(/\(unique\)|\bunique\b/gi, '')
    .replace(/[()]/g, ' ');
  if (!WITH_WHAT.test(said) || /oauth|google|facebook|sso|ldap|fingerprint|pin\b|code\b/i.test(rest))
    return undefined;
  if (least !== undefined && (least < 8 || least > 100 || !Number.isInteger(least))) return undefined;
  return { least };
}

/** Those who sign in: one or several nouns. */
export function subjectsOf(subject: string): readonly string[] {
  return splitOutside(
    subject
      .replace(/(?: (?:both|all|can|may|must|should|will|have to|need to|make|makes|do|use))+$/i, '')
      .replace(/^both /i, ''),
    /\s*,\s*(?:and |or )?|\s+(?:and|or)\s+/,
  );
}

/** "Members register with an e-mail address and a password, log in and get a bearer token". */
export const readSignIn: Reader = (statement, understanding) => {
  const text = clean(statement.text);
  const match = SIGN_IN[0]?.exec(text);
  if (match !== null && match !== undefined && !/^(?:nobody|no ?one) /i.test(text)) {
    const [, subject = '', , rest = ''] = match;
    // "Writing requires a login": what signs in is no person.
    if (/ (?:an?|the|by|with|requires?|needs?|is|are)$/i.test(subject)) return undefined;
    if (
      / (?:not|never|no|cannot|only|nobody|none|without|gets?) /i.test(
        ` ${text.slice(0, text.length - rest.length)} `,
      )
    )
      return undefined;
    if (/\b(?:not|never|cannot|only|nobody)\b/i.test(rest)) return undefined;
    const subjects = subjectsOf(subject).map((each) => ({ each, ...peopleOf(each, understanding) }));
    const tail = loginTail(rest);
    if (tail === undefined || subjects.some(({ each }) => each.split(' ').length > 4)) return undefined;
    const named = subjects.flatMap(({ each, people, role }) =>
      role === undefined && people !== undefined && !isGenericPeople(each) ? [people] : [],
    );
    const [people] = [
      ...named,
      ...subjects.flatMap((each) => (each.people === undefined ? [] : [each.people])),
    ];
    const signsIn = understanding.access?.people;
    if (named.length > 1 || (named.length === 1 && signsIn !== undefined && signsIn !== named[0]?.singular))
      return undefined;
    return () => {
      if (named[0] !== undefined) understanding.namedPeople = named[0].singular;
      const access = accessOf(people, statement, understanding);
      if (tail.least !== undefined) access.passwordMin = tail.least;
      for (const { role } of subjects) if (role !== undefined) addRole(access, role);
      // "Everybody logs in": those of another role, too.
      const isAll = isGenericPeople(subject) && understanding.hadRoles && access.people !== 'user';
      const who = isAll
        ? 'all who use it'
        : subjects.map(({ role }) => plural(role ?? access.people)).join(' and ');
      const registers = /\b(?:registers?|signs? up)\b/i.test(text);
      if (registers) understanding.letsRegister = true;
      const [one, ...more] = subjects;
      if (registers && more.length === 0 && !isGenericPeople(subject))
        understanding.registering = one?.role ?? access.people;
      const isUnique = /\bunique\b/i.test(rest);
      const aspects: Aspect[] = [
        { kind: 'sign-in' },
        ...(registers ? [{ kind: 'permission', entity: access.people, action: 'create' } as const] : []),
        ...understanding.rules.flatMap((rule): Aspect[] =>
          isUnique && rule.kind === 'unique' && rule.entity === access.people && rule.field === access.login
            ? [{ kind: 'rule', rule: rule.id }]
            : [],
        ),
      ];
      understanding.grantee = { words: nounWords(subject), position: statement.source.position };
      understanding.met(
        `${who} ${registers ? 'register and ' : ''}sign in with ${isUnique ? 'a unique ' : ''}${access.login} and a password${tail.least === undefined ? '' : ` of at least ${String(tail.least)} characters`}, and get a bearer token`,
        statement.source,
        aspects,
        statement.source.text,
      );
    };
  }
  const label = text.replace(/^(?:auth\w*|access|security|log-?in|sign-?in): ?/i, '');
  if (!SIGN_IN_NEEDED.some((pattern) => pattern.test(label))) return undefined;
  if (/accounts?$/i.test(label) && understanding.isKnown('account')) return undefined;
  const { people } = peopleOf('users', understanding);
  return () => {
    accessOf(people, statement, understanding);
    if (FOR_ALL.test(text)) understanding.closeReading(undefined);
    understanding.met(EVERYONE_SIGNS_IN, statement.source, [{ kind: 'sign-in' }], statement.source.text);
  };
};

const LOGIN =
  '(?:bearer[- ]?(?:tokens?|auth\\w*)|token[- ]based auth\\w*|log ?-?ins?|sign[- ]?ins?|logging in|signing in|authentication|auth|user accounts?|accounts?)';
const SIGN_IN_NEEDED: readonly RegExp[] = [
  new RegExp(
    `^(?:users?|people|everybody|everyone|all requests?|(?:every|each) request|the api|access|it|we|i|you|there|everything)? ?(?:is|are|must be|needs?|requires?|uses?|want|has|have|must have|should have|with|should be|must use)? ?(?:protected by |secured (?:with|by) |authenticated (?:with|by) )?(?:an? |the )?${LOGIN}(?: (?:for everyone|for everybody|with (?:an? )?(?:e-?mail|email)(?: address)? and (?:an? )?password))?$`,
    'i',
  ),
  new RegExp(
    `^(?:an? |the )?${LOGIN} (?:is|are) (?:needed|required|necessary|a must)(?: (?:for|to do) (?:everything|anything|all of it|all requests|every request))?$`,
    'i',
  ),
  new RegExp(
    `^(?:nobody|no ?one) (?:may|can|should|must|gets?|is (?:allowed )?to)? ?(?:get |do |see |be )?(?:in|anything|near it|to the data|at the data)? ?without (?:an? )?${LOGIN}$`,
    'i',
  ),
  /^(?:you|people|users|everyone|everybody|one) (?:must|has to|have to|needs? to|should) be (?:logged|signed) in(?: (?:to|for|before) .{3,40})?$/i,
  /^(?:nobody|no ?one) (?:may|can|should|must) (?:do|see|use|change|get at|read) (?:anything|it|any of it|the data)(?: at all)? (?:without (?:logging|signing) in|unless (?:they|he|she) (?:are|is|have|has) (?:logged|signed) in)$/i,
  /^(?:web |rest )?(?:api|service|system) with (?:logins?|sign-?in|user accounts)$/i,
  /^(?:we|i) (?:need|want|would like) (?:an? |the )?(?:\w+ ){0,3}(?:api|service|system|backend) with (?:logins?|sign-?ins?|user accounts)$/i,
];

/** By the words of the above, reading takes it, too. */
const FOR_ALL =
  /\b(?:everything|anything|all (?:requests?|of it)|(?:every|each) request|nobody|no ?one|near it|must be|has to be|have to be|needs? to be|should be)\b/i;

/** "Roles: student, researcher, safety officer", "there are two types of users: reception and owner". */
const ROLES: readonly RegExp[] = [
  /^(?:the |our |user |possible )*(?:roles|users? types|types of users?|kinds of users?)(?:(?: are| is|:| -| –)+)? (?!in\b|of\b|and\b|for\b)(.+)$/i,
  /^(?:there (?:are|is|will be)|we have|it has|it knows|i need|we need|with|has) (?:the |these |only |exactly )?(?:following )?(?:\w+ )?(?:roles?|users? types?|(?:types|kinds|sorts|groups) of (?:users?|people|accounts?)|user (?:roles|groups|kinds)|access levels)(?::| -| –|,| namely| which are)* (.+)$/i,
  /^(?:users?|people|accounts?|everyone|every user|each user|a user|a person)(?: (?:are|is|has|have|can be|must be))(?: (?:either|one of|the role(?: of)?|one role|one of the roles|one of these roles))*:? (.+)$/i,
  /^(?:product )?(?:users?|people|audience|actors?): (.+)$/i,
];

export const readRoles: Reader = (statement, understanding) => {
  const text = clean(statement.text);
  for (const pattern of ROLES) {
    const listed = pattern.exec(text)?.[1]?.replace(/^(?:an?|the) /i, '');
    if (listed === undefined) continue;
    const names = splitOutside(listed, /\s*,\s*(?:and |or )?|\s+(?:and|or)\s+|\s*\/\s*/).map((name) =>
      nounWords(name.replace(/^["']|["']$/g, '')),
    );
    const isSure = /\b(?:roles?|types|kinds|sorts|groups|levels)\b/i.test(text);
    if (
      names.length < 2 ||
      names.some((name) => name === '' || name.split(' ').length > 3 || !/^[a-z ]+$/.test(name))
    )
      continue;
    if (!isSure && !names.every((name) => isPersonNoun(singular(name)))) continue;
    const persons = names.map((name) => understanding.entity(name));
    const [people, ...more] = persons.filter((each) => each !== undefined);
    if (more.length > 0) continue;
    const roles = names.map((name) => (isSure || isPersonNoun(singular(name)) ? singular(name) : name));
    return () => {
      if (people !== undefined) understanding.namedPeople = people.singular;
      const access = accessOf(people ?? peopleOf('users', understanding).people, statement, understanding);
      for (const role of roles) addRole(access, role);
      understanding.met(
        `those who sign in have one role each: ${roles.join(', ').replace(/, ([^,]*)$/, ' or $1')}`,
        statement.source,
        [{ kind: 'sign-in' }],
        statement.source.text,
      );
    };
  }
  return undefined;
};

const NO_SIGN_IN =
  /^(?:(?:there is|there are|we need|it needs|the \p{L}+ needs|you need) )?(?:no|without(?: any)?|does not need|needs no) (?:an? )?(?:log ?-?ins?|logging in|sign[- ]?in|signing in|auth\w*|user accounts?|users?(?: and)?(?: or)? ?passwords?|accounts?|passwords?|access control|permissions?)(?:(?:,| or| and) (?:an? )?(?:log ?-?ins?|sign[- ]?in|auth\w*|accounts?|passwords?|permissions?|roles?|users?))*(?: (?:(?:is|are) )?(?:needed|required|necessary|wanted|used|there))?$|^(?:log ?-?in|authentication|sign[- ]?in|logging in|accounts?|auth) (?:is|are) not (?:needed|required|necessary|wanted)$|^(?:nobody|no ?one|users?) (?:needs?|has|have|do not need|does not need|do not have) to (?:log|sign) in$/iu;

/** "No login is needed". */
export const readNoSignIn: Reader = (statement, understanding) => {
  const text = clean(statement.text).replace(/ (?:for now|yet|at all|for the moment|so far)$/i, '');
  if (!NO_SIGN_IN.test(text)) return undefined;
  return () => {
    if (understanding.access !== null)
      understanding.contradict('people sign in, and no login is needed', statement.source, statement.source);
    understanding.checked(
      'nobody signs in',
      statement.source,
      'the proof recipe makes its requests without signing in',
    );
  };
};
