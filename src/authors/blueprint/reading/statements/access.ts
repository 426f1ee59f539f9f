import type { Access, Action, Allowed } from '../../domain/access.js';
import type { Aspect } from '../../domain/aspect.js';
import { splitOutside } from '../outside-brackets.js';
import { isPlural, nounWords, singular } from '../nouns.js';
import { NUMBER, numberOf } from '../numbers.js';
import type { EntityNotes, Understanding } from '../understanding.js';
import { clean, entityNamed, type Reader, type Statement } from './statement.js';

const LOGS_IN =
  '(?:log(?:s|ged)? ?in|logs? on|sign(?:s|ed)? in|authenticates?|register|registers|sign(?:s)? up|have (?:an? )?accounts?|has (?:an? )?account)';
const GENERIC =
  /^(?:everybody|everyone|users?|people|all users|all|each user|every user|anybody|anyone|one|they|you|all people)$/i;
const SIGN_IN: readonly RegExp[] = [
  new RegExp(
    `^(?:all |the |each |every |an? )?([\\p{L} -]+?) (?:can |may |must |should |will |have to |has to |need to |needs to )*(?:first |also )*(${LOGS_IN})((?:(?:,| and| with| using| by| via| before| to get| for| as well| too) ?.*)?)$`,
    'iu',
  ),
  /^(?:users?|people|everybody|everyone|all requests?|(?:every|each) request|the api|access|it)? ?(?:is|are|must be|needs?|requires?|uses?|with)? ?(?:protected by |secured (?:with|by) |authenticated (?:with|by) )?(?:an? )?(?:bearer[- ]?(?:token|auth\w*)|token[- ]based auth\w*|login|sign[- ]?in)(?: (?:is|are) (?:needed|required))?$/iu,
];
const PERSONS =
  /^(?:user|member|customer|client|person|employee|tenant|holder|student|teacher|volunteer|patient|doctor|owner|manager|trainer|staff|guest|reader|librarian|account|resident|applicant|nurse|agent|coach|player|seller|buyer|author|worker|driver|technician)$/;

/** Whom the brief lets sign in: a kind of record that it keeps, or users of their own. */
function peopleOf(
  subject: string,
  understanding: Understanding,
): { people: EntityNotes | undefined; role: string | undefined } {
  const noun = nounWords(subject);
  const named = GENERIC.test(subject) || noun === '' ? undefined : understanding.entity(noun);
  if (named !== undefined) return { people: named, role: undefined };
  const persons = understanding.entities.filter(
    ({ singular: one, fields }) => PERSONS.test(one.split(' ').at(-1) ?? '') && fields.some(isEmail),
  );
  const [only] = persons;
  return {
    people: persons.length === 1 ? only : undefined,
    role: GENERIC.test(subject) || noun === '' ? undefined : singular(noun),
  };
}

function isEmail({ words }: { words: string }): boolean {
  return /\b(?:email|mail)(?: address)?$/.test(words);
}

/** Sign-in as it stands; begun with `people`, or with users of their own, where the brief has not spoken of it. */
function accessOf(
  people: EntityNotes | undefined,
  statement: Statement,
  understanding: Understanding,
): Access {
  if (understanding.access !== null) return understanding.access;
  const who = people ?? understanding.declare('user', statement.source);
  if (people === undefined)
    understanding.assume(
      'Those who sign in are users, kept with an e-mail address: the brief says of no other record that it signs in.',
    );
  const login =
    who.fields.find(isEmail) ?? understanding.addField(who, 'email', statement.source, { stated: false });
  const id = `unique-${who.singular}-${login.words}`.replaceAll(' ', '-');
  if (
    !login.said.some(({ restriction }) => restriction.unique === true) &&
    !understanding.rules.some((rule) => rule.id === id)
  ) {
    understanding.rules.push({
      kind: 'unique',
      id,
      entity: who.singular,
      field: login.words,
      per: null,
      also: [],
      state: null,
    });
  }
  understanding.access = {
    people: who.singular,
    login: login.words,
    passwordMin: 8,
    roles: [],
    permissions: [],
    owners: [],
  };
  return understanding.access;
}

function addRole(access: Access, role: string): void {
  if (!access.roles.includes(role)) access.roles.push(role);
}

const PASSWORD = new RegExp(
  `passwords? (?:of|with|that has|which has|having|,)? ?\\(?(?:at least|no less than|not less than|min(?:imum)?(?: of)?|of at least) (${NUMBER})(?: characters?| chars?| signs?| letters?)?\\)?`,
  'i',
);
const WITH_WHAT =
  /^[, ]*(?:(?:and|then|with|using|by|via|before|to|get|gets|receive|receives|they|an?|the|their|his|her|its|own|bearer|token|tokens|e-?mail|email|address|addresses|password|passwords|log|in|logs|login|sign|first|is|unique|as|well|too|that|must|be|which|has|have|of|at|least|min|minimum|characters?|chars|,|and|name|\d+|\(|\)|can|do|anything|anyone|else|doing|using|valid|jwt|for|it|api|everything)[\s,]*)*$/i;

/** "Members register with an e-mail address and a password, log in and get a bearer token". */
export const readSignIn: Reader = (statement, understanding) => {
  const text = clean(statement.text);
  const match = SIGN_IN[0]?.exec(text);
  if (match !== null && match !== undefined) {
    const [, subject = '', , rest = ''] = match;
    if (/ (?:not|never|no|cannot|only) /i.test(` ${text} `)) return undefined;
    const { people, role } = peopleOf(subject.replace(/ can both$| both$/i, ''), understanding);
    const least = numberOf(PASSWORD.exec(rest)?.[1] ?? '');
    const said = rest
      .replace(PASSWORD, 'password')
      .replace(/\(unique\)|\bunique\b/gi, '')
      .replace(/[()]/g, ' ');
    if (!WITH_WHAT.test(said) || /oauth|google|facebook|sso|ldap|fingerprint|pin\b|code\b/i.test(rest))
      return undefined;
    if (least !== undefined && (least < 8 || least > 100 || !Number.isInteger(least))) return undefined;
    return () => {
      const access = accessOf(people, statement, understanding);
      if (least !== undefined) access.passwordMin = least;
      if (role !== undefined) addRole(access, role);
      const who = role ?? access.people;
      understanding.met(
        `${who}s sign in with ${access.login} and a password${least === undefined ? '' : ` of at least ${String(least)} characters`}, and get a bearer token`,
        statement.source,
        [{ kind: 'sign-in' }],
      );
    };
  }
  if (
    SIGN_IN[1]?.test(text) !== true ||
    /^(?:it|the api|access)?$/i.test(text) ||
    !/token|login|sign|auth/i.test(text)
  )
    return undefined;
  if (/\b(?:no|not|without)\b/i.test(text)) return undefined;
  const { people } = peopleOf('users', understanding);
  return () => {
    accessOf(people, statement, understanding);
    understanding.met('everyone signs in and sends a bearer token', statement.source, [{ kind: 'sign-in' }]);
  };
};

const ROLES: readonly RegExp[] = [
  /^(?:the )?(?:user )?(?:roles|user types|users types|types of users?|kinds of users?)(?: (?:are|is))?:? (.+)$/iu,
  /^(?:there (?:are|is)|we have|it has|the system has|with) (?:(?:two|three|four|five|\d) )?(?:different )?(?:user )?(?:roles|user types|users types|types of users?|kinds of users?|user roles)(?::| -| –|,)? (.+)$/iu,
];

/** "Roles: student, researcher, safety officer". */
export const readRoles: Reader = (statement, understanding) => {
  const text = clean(statement.text);
  const listed = ROLES.map((pattern) => pattern.exec(text)?.[1]).find((each) => each !== undefined);
  if (listed === undefined) return undefined;
  const roles = splitOutside(listed, /\s*,\s*(?:and |or )?|\s+(?:and|or)\s+/).map((role) =>
    singular(nounWords(role)),
  );
  if (roles.length < 2 || !roles.every((role) => /^[a-z]+(?: [a-z]+){0,2}$/.test(role))) return undefined;
  if (roles.some((role) => understanding.entity(role) !== undefined)) return undefined;
  const { people } = peopleOf('users', understanding);
  return () => {
    const access = accessOf(people, statement, understanding);
    for (const role of roles) addRole(access, role);
    understanding.met(`people sign in and have one of the roles ${roles.join(', ')}`, statement.source, [
      { kind: 'sign-in' },
    ]);
  };
};

const NO_SIGN_IN =
  /^(?:(?:there is|there are|we need|it needs|the \p{L}+ needs|you need) )?(?:no|without(?: any)?|does not need|needs no) (?:an? )?(?:log ?-?ins?|logging in|sign[- ]?in|signing in|auth\w*|user accounts?|users?(?: and)?(?: or)? ?passwords?|accounts?|passwords?|access control|permissions?)(?:(?:,| or| and) (?:an? )?(?:log ?-?ins?|sign[- ]?in|auth\w*|accounts?|passwords?|permissions?|roles?|users?))*(?: (?:is|are) (?:needed|required|necessary|wanted|used|there))?$|^(?:log ?-?in|authentication|sign[- ]?in|logging in|accounts?|auth) (?:is|are) not (?:needed|required|necessary|wanted)$|^(?:nobody|no ?one|users?) (?:needs?|has|have|do not need|does not need|do not have) to (?:log|sign) in$/iu;

/** "No login is needed". */
export const readNoSignIn: Reader = (statement, understanding) => {
  if (!NO_SIGN_IN.test(clean(statement.text))) return undefined;
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

const ACTIONS: readonly (readonly [RegExp, readonly Action[]])[] = [
  [
    /^(?:create|created|add|added|make|made|enter|entered|register|registered|record|recorded|post|posted|open|opened)$/i,
    ['create'],
  ],
  [
    /^(?:see|seen|read|view|viewed|list|listed|look at|show|shown|access|accessed|get|browse|looked at)$/i,
    ['read'],
  ],
  [
    /^(?:change|changed|edit|edited|update|updated|alter|altered|modify|modified|correct|corrected|amend|amended)$/i,
    ['change'],
  ],
  [/^(?:delete|deleted|remove|removed|erase|erased)$/i, ['delete']],
  [
    /^(?:manage|managed|maintain|maintained|administer|administered|handle)$/i,
    ['create', 'change', 'delete'],
  ],
  [/^(?:write|do|doe|does|do everything with|do anything with)$/i, ['create', 'change', 'delete']],
];
const VERB =
  '(?:create|created|add|added|make|made|enter|entered|register|registered|record|recorded|see|seen|sees|read|reads|view|viewed|list|listed|look at|access|accessed|change|changes|changed|edit|edited|edits|update|updated|alter|altered|modify|modified|correct|corrected|delete|deleted|deletes|remove|removed|manage|managed|manages|maintain|maintains|maintained|administer|handle|handles|amend|amends|amended|creates|adds|enters|records|updates|removes|corrects|do|does)';
const VERBS = `(?:${VERB})(?:(?:, (?:and |or )?| and | or |\\/)(?:${VERB}))*`;

function actionsOf(text: string): readonly Action[] | undefined {
  const found = splitOutside(text, /\s*,\s*(?:and |or )?|\s+(?:and|or)\s+|\//).map(
    (verb) => ACTIONS.find(([pattern]) => pattern.test(verb) || pattern.test(verb.replace(/s$/, '')))?.[1],
  );
  const known = found.filter((actions) => actions !== undefined);
  return known.length > 0 && known.length === found.length ? [...new Set(known.flat())] : undefined;
}

function recordsIn(text: string, understanding: Understanding): readonly EntityNotes[] | undefined {
  if (
    /^(?:everything|all(?: the)?(?: data| records)?|things|anything|the data|all things|it all)$/i.test(
      text.trim(),
    )
  )
    return understanding.entities;
  const found = splitOutside(text, /\s*,\s*(?:and |or )?|\s+(?:and|or)\s+/).map((noun) =>
    entityNamed(
      noun.replace(/^(?:the|their own|his own|its|their|all|own|any|new|an?) /i, ''),
      understanding,
    ),
  );
  const known = found.filter((entity) => entity !== undefined);
  return known.length > 0 && known.length === found.length ? known : undefined;
}

/** The reference fields that lead from a record to a person, the shortest way; undefined: none, or several. */
function pathTo(people: string, entity: EntityNotes, understanding: Understanding): string[] | undefined {
  if (entity.singular === people) return [];
  let ways: { at: string; path: string[] }[] = [{ at: entity.singular, path: [] }];
  for (let step = 0; step < 3; step += 1) {
    ways = ways.flatMap(({ at, path }) =>
      (understanding.entities.find(({ singular: one }) => one === at)?.fields ?? []).flatMap((field) =>
        field.refersTo !== undefined && field.several === undefined && field.refersTo !== at
          ? [{ at: field.refersTo, path: [...path, field.words] }]
          : [],
      ),
    );
    const there = ways.filter(({ at }) => at === people);
    if (there.length > 0) return there.length === 1 ? there[0]?.path : undefined;
  }
  return undefined;
}

function allow(
  access: Access,
  entities: readonly EntityNotes[],
  actions: readonly Action[],
  allowed: Allowed,
  fields: string[] | null,
): void {
  for (const entity of entities) {
    for (const action of actions) {
      const before = access.permissions.find(
        (permission) => permission.entity === entity.singular && permission.actions.includes(action),
      );
      if (before === undefined)
        access.permissions.push({
          entity: entity.singular,
          actions: [action],
          allowed: { ...allowed, roles: [...allowed.roles] },
          fields,
        });
      else {
        before.allowed = {
          signedIn: before.allowed.signedIn && allowed.signedIn,
          owner: before.allowed.owner || allowed.owner,
          roles: [...new Set([...before.allowed.roles, ...allowed.roles])],
        };
        before.fields ??= fields;
      }
    }
  }
}

function own(access: Access, entity: EntityNotes, path: string[]): void {
  if (!access.owners.some((owner) => owner.entity === entity.singular))
    access.owners.push({ entity: entity.singular, path });
}

function aspectsOf(entities: readonly EntityNotes[], actions: readonly Action[]): Aspect[] {
  return entities.flatMap((entity) =>
    actions.map((action): Aspect => ({ kind: 'permission', entity: entity.singular, action })),
  );
}

const ONLY_ROLE = new RegExp(
  `^only (?:the |an? |logged[- ]in |signed[- ]in )?([\\p{L} -]+?) (?:can|may|are allowed to|is allowed to|should|must) (?:only )?(${VERBS}) (.+)$`,
  'iu',
);
const BY_ROLE = new RegExp(
  `^(?:an? |the |all |each |every )?([\\p{L}, -]+?) (?:can|may|must|should|is|are) (?:only )?(?:be )?(${VERBS}) (?:only )?by (?:the |an? |its |their )?(.+)$`,
  'iu',
);
const ANYONE = new RegExp(
  `^(?:any(?:one|body)|every(?:one|body)|all users|all members|any user|every user|all)(?: (?:who is |that is |who are )?(?:logged|signed)[- ]in)? (?:can|may|sees?|reads?|is allowed to|should be able to) ?(${VERBS})? ?(.+)$`,
  'iu',
);
const OWN = new RegExp(
  `^(?:an? |the |each |every |all )?([\\p{L} -]+?) (?:can |may |should |are allowed to |is allowed to |must )?(?:only )?(${VERBS}) (?:only )?(?:their|his|her|his or her|its) own (.+)$`,
  'iu',
);
const EVERYTHING = new RegExp(
  `^(?:an? |the |each |every |all )?([\\p{L} -]+?) (?:can |may |should |are allowed to |is allowed to |must )?(${VERBS}) (everything|things|all records|anything|all data)$`,
  'iu',
);

/** Those who do something: people of a role, or whoever the record belongs to. */
function roleIn(phrase: string, access: Access, understanding: Understanding): Allowed | undefined {
  const text = phrase.trim();
  const noun = singular(nounWords(text));
  if (
    /^(?:logged|signed)[- ]in (?:users?|people|members)$|^(?:users?|people) who (?:are|is) (?:logged|signed) in$/i.test(
      text,
    )
  )
    return { signedIn: true, owner: false, roles: [] };
  const owner =
    /^(?:owner|creator|author)$|^([\p{L} -]+?) (?:who|that|which) (?:made|created|added|entered|owns|wrote|posted|put|registered|brought|booked|uploaded|reported|placed|submitted|has|took)(?: (?:it|them|one))?(?: in)?$/iu.exec(
      text,
    );
  const who = owner?.[1] === undefined ? undefined : singular(nounWords(owner[1]));
  if (owner !== null && (who === undefined || who === access.people || GENERIC.test(who) || who === 'person'))
    return { signedIn: false, owner: true, roles: [] };
  if (noun === access.people)
    return access.roles.length === 0 ? { signedIn: true, owner: false, roles: [] } : undefined;
  if (
    understanding.entity(noun) !== undefined ||
    noun === '' ||
    noun.split(' ').length > 3 ||
    !/^[a-z ]+$/.test(noun)
  )
    return undefined;
  return { signedIn: false, owner: false, roles: [noun] };
}

/** The people that the brief lets sign in, told anywhere in it. */
function whoSignsIn(understanding: Understanding): EntityNotes | undefined {
  const known = understanding.access === null ? undefined : understanding.entity(understanding.access.people);
  return known ?? peopleOf('users', understanding).people;
}

function permission(
  allowed: (access: Access) => Allowed | undefined,
  entities: readonly EntityNotes[] | undefined,
  actions: readonly Action[] | undefined,
  said: string,
  statement: Statement,
  understanding: Understanding,
): (() => void) | undefined {
  if (entities === undefined || actions === undefined) return undefined;
  const people = whoSignsIn(understanding);
  const draft: Access = understanding.access ?? {
    people: people?.singular ?? 'user',
    login: 'email',
    passwordMin: 8,
    roles: [],
    permissions: [],
    owners: [],
  };
  const who = allowed(draft);
  if (who === undefined) return undefined;
  const paths = who.owner ? entities.map((entity) => pathTo(draft.people, entity, understanding)) : [];
  if (paths.some((path) => path === undefined)) return undefined;
  return () => {
    const access = accessOf(people, statement, understanding);
    for (const role of who.roles) addRole(access, role);
    for (const [index, entity] of entities.entries()) if (who.owner) own(access, entity, paths[index] ?? []);
    allow(access, entities, actions, who, null);
    understanding.met(said, statement.source, aspectsOf(entities, actions));
  };
}

/** "Only admins can create kilns", "a piece can be edited only by the member who made it". */
export const readPermission: Reader = (statement, understanding) => {
  const text = clean(statement.text);
  const only = ONLY_ROLE.exec(text);
  if (only !== null) {
    const [, role = '', verbs = '', things = ''] = only;
    const entities = recordsIn(things, understanding);
    return permission(
      (access) => roleIn(role, access, understanding),
      entities,
      actionsOf(verbs),
      `only ${nounWords(role)} ${verbs} ${entities?.map(({ plural: many }) => many).join(' and ') ?? ''}`,
      statement,
      understanding,
    );
  }
  const by = BY_ROLE.exec(text);
  if (by !== null && / only /i.test(text)) {
    const [, things = '', verbs = '', role = ''] = by;
    const entities = recordsIn(things, understanding);
    return permission(
      (access) => roleIn(role, access, understanding),
      entities,
      actionsOf(verbs),
      `${entities?.map(({ plural: many }) => many).join(' and ') ?? ''} are ${verbs} only by ${nounWords(role)}`,
      statement,
      understanding,
    );
  }
  const anyone = ANYONE.exec(text);
  if (anyone !== null) {
    const [, verbs = /^every\w+ reads? /i.test(text) ? 'read' : 'see', things = ''] = anyone;
    const entities = recordsIn(things, understanding);
    return permission(
      () => ({ signedIn: true, owner: false, roles: [] }),
      entities,
      actionsOf(verbs),
      `everyone who is signed in may ${verbs} ${entities?.map(({ plural: many }) => many).join(', ') ?? ''}`,
      statement,
      understanding,
    );
  }
  const owned = OWN.exec(text);
  if (owned !== null && / only | own /i.test(text)) {
    const [, who = '', verbs = '', things = ''] = owned;
    const people = entityNamed(who, understanding);
    const actions = actionsOf(verbs);
    const signsIn = whoSignsIn(understanding);
    if (people === undefined || actions === undefined || (signsIn !== undefined && signsIn !== people))
      return undefined;
    const entities = recordsIn(things, understanding);
    if (entities !== undefined)
      return permission(
        () => ({ signedIn: false, owner: true, roles: [] }),
        entities,
        actions,
        `${people.plural} ${verbs} only ${entities.map(({ plural: many }) => many).join(' and ')} of their own`,
        statement,
        understanding,
      );
    const fields = splitOutside(things, /\s*,\s*(?:and )?|\s+and\s+/).map(
      (words) => understanding.field(people, nounWords(words))?.words,
    );
    const known = fields.filter((words) => words !== undefined);
    if (known.length !== fields.length || actions.length !== 1 || actions[0] !== 'change') return undefined;
    return () => {
      const access = accessOf(people, statement, understanding);
      own(access, people, []);
      allow(access, [people], ['change'], { signedIn: false, owner: true, roles: [] }, known);
      understanding.met(
        `${people.plural} change only ${known.join(' and ')} of their own record`,
        statement.source,
        aspectsOf([people], ['change']),
      );
    };
  }
  const all = EVERYTHING.exec(text);
  if (all !== null) {
    const [, role = '', verbs = ''] = all;
    const noun = nounWords(role);
    if (!isPlural(noun) && !/^(?:the|an?) /i.test(text)) return undefined;
    const actions = actionsOf(verbs);
    if (actions === undefined || understanding.entity(noun) !== undefined || GENERIC.test(role))
      return undefined;
    // "See and change everything": whatever there is to change, and not only what "enter and amend" names.
    const wide: readonly Action[] =
      actions.includes('change') && !actions.includes('create')
        ? [...new Set<Action>([...actions, 'create', 'delete'])]
        : actions;
    return permission(
      (access) => roleIn(role, access, understanding),
      understanding.entities,
      wide,
      `${noun} ${verbs} everything`,
      statement,
      understanding,
    );
  }
  return undefined;
};

const MAY_VERBS = `(?:${VERBS})`;
const MAY = new RegExp(
  `^(?:an? |the |all |every |each )?([\\p{L}, -]+?) (?:(?:can|may|are allowed to|is allowed to) )?(${MAY_VERBS}.*)$`,
  'iu',
);
const DEED = new RegExp(`^(${VERBS}) (.+?)$`, 'iu');

/** What a role may do: "create inspections and update defects", deed by deed. */
function deedsIn(
  text: string,
  understanding: Understanding,
): readonly { entities: readonly EntityNotes[]; actions: readonly Action[] }[] | undefined {
  const parts = text.split(new RegExp(`(?:,? and |, )(?=(?:${VERB}) (?!and |or )\\p{L})`, 'iu'));
  const deeds = parts.map((part) => {
    const match = DEED.exec(part.trim());
    const actions = match === null ? undefined : actionsOf(match[1] ?? '');
    const entities = match === null ? undefined : recordsIn(match[2] ?? '', understanding);
    return actions === undefined || entities === undefined ? undefined : { entities, actions };
  });
  const known = deeds.filter((deed) => deed !== undefined);
  return known.length > 0 && known.length === deeds.length ? known : undefined;
}

/** "Mechanics create inspections and update defects": of a role that the brief has named. */
export const readMay: Reader = (statement, understanding) => {
  const text = clean(statement.text);
  if (/\b(?:only|own|not|never|cannot|if|when|while|unless|until)\b/i.test(text)) return undefined;
  const match = MAY.exec(text);
  const roles = splitOutside(match?.[1] ?? '', /\s*,\s*(?:and )?|\s+(?:and|or)\s+/).map((role) =>
    singular(nounWords(role)),
  );
  const known = understanding.access?.roles ?? [];
  if (match === null || !roles.every((role) => known.includes(role))) return undefined;
  const deeds = deedsIn(match[2] ?? '', understanding);
  if (deeds === undefined) return undefined;
  const people = whoSignsIn(understanding);
  return () => {
    const access = accessOf(people, statement, understanding);
    for (const { entities, actions } of deeds)
      allow(access, entities, actions, { signedIn: false, owner: false, roles }, null);
    understanding.met(
      `${roles.join(' and ')} ${match[2] ?? ''}`,
      statement.source,
      deeds.flatMap(({ entities, actions }) => aspectsOf(entities, actions)),
    );
  };
};

export const ACCESS: readonly Reader[] = [readNoSignIn, readSignIn, readRoles, readPermission, readMay];
