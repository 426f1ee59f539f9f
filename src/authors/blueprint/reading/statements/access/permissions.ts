import type { Access, Action, Allowed } from '../../../domain/access.js';
import { nounWords, plural, singular } from '../../nouns.js';
import { splitOutside } from '../../outside-brackets.js';
import type { EntityNotes, Understanding } from '../../understanding.js';
import { openReason } from '../../open-reasons.js';
import { clean, entityNamed, within, type Reader, type Statement } from '../statement.js';
import { actionsOf, DOING, DOINGS } from './deeds.js';
import { allow, aspectsOf, own, pathTo } from './grants.js';
import { accessOf, addRole, isGenericPeople, isPersonNoun, whoSignsIn } from './people.js';
import { LOGS_IN, loginTail, subjectsOf } from './sign-in.js';

const WRITES: readonly Action[] = ['create', 'change', 'delete'];

/** What is let, to whom. */
interface Grant {
  readonly words: string;
  readonly who: Who;
  readonly actions: readonly Action[];
  readonly entities: readonly EntityNotes[];
  readonly isOwn: boolean;
  /** Fields of the own record that may be changed; undefined: all. */
  readonly fields?: readonly string[];
  readonly isEverything: boolean;
  readonly verbs: string;
}

interface Who {
  readonly words: string;
  readonly roles: readonly string[];
  /** Everyone who signs in, or the people whose records sign in. */
  readonly isAll: boolean;
  readonly isOnly: boolean;
  /** Who made the record itself, told as such. */
  readonly isMaker: boolean;
}

const EVERYTHING =
  /^(?:everything(?: in it| else)?|all(?: of)?(?: the| our)?(?: data| records| entries| of it| things)?|things|anything|the data|all things|it all|any data|any record|every record)$/i;
const MAKER =
  /^(?:its |their |the )?(?:owner|creator|author|maker)s?$|^(?:the )?(?:(?:same )?(?:[\p{L} ]+?|one|those|whoever)) ?(?:who|that|which)? (?:made|created|added|entered|wrote|posted|put|registered|brought|uploaded|reported|submitted|took|recorded|filed)(?: (?:it|them|one|this|the [\p{L}]+))?(?: in| down)?$/iu;
const BELONGS =
  /^(?:the )?(?:[\p{L} ]+?|one) (?:who|that|which|whom) (?:owns (?:it|them)|(?:it|they) belongs? to|(?:has|holds) (?:it|them))$/iu;

/** People of a role: `nurses`, `people with the role reception`. */
function inMany(role: string): string {
  return isPersonNoun(role) ? plural(role) : `people with the role ${role}`;
}

/** A person or some, by what they are: everyone, people of a role, who made the record. */
function whoIs(phrase: string, isOnly: boolean, understanding: Understanding): Who | undefined {
  const words = phrase
    .trim()
    .replace(/^(?:the |an? |our |all |every |each |any |its )+/i, '')
    .replace(/^both /i, '');
  const signsIn = whoSignsIn(understanding);
  const known = (understanding.access?.roles ?? []).filter((role) => role !== understanding.access?.people);
  const told = subjectsOf(words).map((each) => {
    const noun = nounWords(each);
    return known.find((role) => [role, plural(role), `${role}s`].includes(noun));
  });
  const roles = told.filter((role) => role !== undefined);
  if (roles.length > 0 && roles.length === told.length)
    return { words: roles.map(inMany).join(' and '), roles, isAll: false, isOnly, isMaker: false };
  if (MAKER.test(phrase.trim()) || BELONGS.test(phrase.trim())) {
    const noun = singular(
      nounWords(/^(?:the )?([\p{L} ]+?) (?:who|that|which|whom)\b/iu.exec(phrase.trim())?.[1] ?? ''),
    );
    const isPerson =
      noun === '' ||
      noun === 'one' ||
      isGenericPeople(noun) ||
      noun === signsIn?.singular ||
      noun === understanding.access?.people;
    return isPerson
      ? {
          words: phrase.trim(),
          roles: [],
          isAll: false,
          isOnly,
          isMaker: !BELONGS.test(phrase.trim()) && !/^(?:its |their |the )?owner/i.test(phrase.trim()),
        }
      : undefined;
  }
  if (isGenericPeople(phrase))
    return { words: 'everyone who is signed in', roles: [], isAll: true, isOnly, isMaker: false };
  const nouns = subjectsOf(words).map((each) => singular(nounWords(each)));
  if (nouns.some((noun) => noun === '' || noun.split(' ').length > 3 || !/^[a-z ]+$/.test(noun)))
    return undefined;
  const named: string[] = [];
  let isAll = false;
  for (const noun of nouns) {
    if (noun === (understanding.access?.people ?? understanding.namedPeople ?? signsIn?.singular))
      isAll = true;
    else if (understanding.entity(noun) !== undefined) return undefined;
    else named.push(noun);
  }
  return isAll && named.length > 0
    ? undefined
    : {
        words: nouns.map(isAll ? plural : inMany).join(' and '),
        roles: named,
        isAll,
        isOnly,
        isMaker: false,
      };
}

interface Objects {
  readonly entities: readonly EntityNotes[];
  readonly isOwn: boolean;
  readonly fields?: readonly string[];
  readonly isEverything: boolean;
}

const OWN_AFTER =
  / (?:(?:that|which) (?:belongs? to (?:them|him|her|him or her)|are theirs|is theirs|they own|he owns|they (?:made|entered|added|created)|are their own)|of their own|they own)$/i;

/** The records that a phrase names: "their own hives and inspections", "everything", "the data". */
function objectsIn(
  phrase: string,
  before: Objects | undefined,
  understanding: Understanding,
): Objects | undefined {
  const text = phrase
    .trim()
    .replace(/^only /i, '')
    .replace(/,? only$/i, '');
  if (EVERYTHING.test(text)) return { entities: understanding.entities, isOwn: false, isEverything: true };
  if (/^(?:them|these|those|it)$/i.test(text)) return before;
  if (/^(?:their|his|her|its) own(?: ones?)?$/i.test(text))
    return before === undefined || before.isEverything ? undefined : { ...before, isOwn: true };
  const isOwn = /^(?:the )?(?:their|his|her|his or her|its) own /i.test(text) || OWN_AFTER.test(text);
  const bare = text.replace(/^(?:the )?(?:their|his|her|his or her|its) own /i, '').replace(OWN_AFTER, '');
  const parts = splitOutside(bare, /\s*,\s*(?:and |or )?|\s+(?:and|or)\s+/);
  const found = parts.map((noun) => {
    const words = noun.replace(
      /^(?:the|their own|its|all(?: the)?|any|new|an?|every|each|other|existing|more) /i,
      '',
    );
    return /^(?:it|they|them|he|she)$/i.test(words) ? undefined : exactly(words, understanding);
  });
  const known = found.filter((entity) => entity !== undefined);
  if (known.length > 0 && known.length === found.length)
    return { entities: known, isOwn, isEverything: false };
  const people = whoSignsIn(understanding);
  if (!isOwn || people === undefined) return undefined;
  const fields = parts.map((words) => understanding.field(people, nounWords(words))?.words);
  const told = fields.filter((words) => words !== undefined);
  return told.length === fields.length && told.length > 0
    ? { entities: [people], isOwn, fields: told, isEverything: false }
    : undefined;
}

/** The record that is called so, and not one that only ends like it with other words before. */
function exactly(words: string, understanding: Understanding): EntityNotes | undefined {
  const noun = nounWords(words);
  return noun.split(' ').length <= 3
    ? (understanding.entity(noun) ?? entityNamed(words, understanding))
    : undefined;
}

const MODAL =
  '(?:can|may|must|should|could|will|shall|(?:is|are) (?:also )?(?:allowed|able|permitted|entitled|supposed) to|get to|gets to|has the right to|have the right to|be able to)';
const NO_DOING = `(?!(?:only|also|both|then|just|can|may|must|there|and|or|but|${DOING})\\b)`;
const WHO = `(?:(?:the |an? |our |all |every |each |any |both )*${NO_DOING}[\\p{L}-]+(?: ${NO_DOING}[\\p{L}-]+){0,4}?(?:(?:, | and |, and )(?:the |an? )?${NO_DOING}[\\p{L}-]+(?: ${NO_DOING}[\\p{L}-]+)??)*(?: (?:(?:who|that) (?:is|are) )?(?:logged|signed)[- ]in)?)`;
const SUBJECT = new RegExp(
  `^(only |(?:nobody|no ?one|none) (?:except|but|other than|besides|apart from) (?:for )?)?(${WHO}) (?=(?:also |both |all |then |only |just )*(?:${MODAL} |${DOINGS} |(?:${LOGS_IN})(?:,| |$)|(?:is|are) the only one|does |do |has full|have full|reads? only|read-only))`,
  'iu',
);
const DEED = new RegExp(
  `^((?:also |both |all |then |just |only )*(?:${MODAL} )?(?:also |always |just |only )*(?:(?:(?:is|are) the only (?:ones?|person|people) (?:who |that |to )?(?:can |may )?))?)(${DOINGS}) (.+)$`,
  'iu',
);
const WIDE =
  /^(?:also |then )*(?:(?:can|may|must|should|is allowed to|are allowed to|get to) )?(?:also )*(?:do(?:es)? (?:everything|anything|all(?: of (?:it|that))?|the same plus everything else|whatever (?:they|he|she) (?:like|want)s?)|ha(?:s|ve) (?:full access|access to everything|all rights)|all of (?:this|that|it))(?=$|[,;.]| and| but)/i;
const READ_ONLY =
  /^(?:also )?(?:can |may )?(?:only )?(?:read|look|view|see)s?(?: things| everything| it)? only(?=$|[,;.])|^(?:can |may )?only (?:read|look at|view|see)(?: things| everything| it all| the data)?(?=$|[,;.])|^(?:ha(?:s|ve) read[- ]only access)(?=$|[,;.])/i;
const SAME =
  /^(?:and )?(?:the )?same (?:goes|holds|applies|is true|rule goes|rule holds) (?:for|to|with) (.+?)(?: of (?:their|his|her) (?:own )?[\p{L}]+)?(?=$|[;.])/iu;
const JOIN = /^[\s,;]*(?:(?:and|but|or|also|as well as|then|while|whereas)\s+)*/i;

class Permissions {
  readonly grants: Grant[] = [];
  readonly left: string[] = [];
  readonly readOnly: { who: Who; words: string }[] = [];
  readonly logins: { who: Who; words: string }[] = [];
  /** The records that the sentence says sign in. */
  people: EntityNotes | undefined;
  private who: Who | undefined;
  private objects: Objects | undefined;

  constructor(
    private readonly understanding: Understanding,
    grantee: string | undefined,
    private readonly needsRole: boolean,
  ) {
    this.carried = grantee;
  }
  private readonly carried: string | undefined;

  take(text: string): void {
    let rest = text;
    while (/[\p{L}\d]/u.test(rest)) {
      rest = rest.replace(JOIN, '');
      const length = this.next(rest);
      if (length !== undefined) {
        rest = rest.slice(length);
        continue;
      }
      const until = this.nextStart(rest);
      this.left.push(rest.slice(0, until).trim());
      rest = rest.slice(until);
    }
  }

  private nextStart(rest: string): number {
    for (const match of rest.matchAll(/\s*[,;]\s+(?:and |but )?|\s+(?:and|but)\s+/gi)) {
      if (match.index === 0) continue;
      const tail = rest.slice(match.index).replace(JOIN, '');
      if (SUBJECT.test(tail) || SAME.test(tail) || (this.who !== undefined && DEED.test(tail)))
        return match.index;
    }
    return rest.length;
  }

  /** How many letters say the next thing that is let; undefined: nothing is understood there. */
  private next(rest: string): number | undefined {
    const same = SAME.exec(rest);
    if (same !== null) {
      const objects = objectsIn(same[1] ?? '', undefined, this.understanding);
      if (objects === undefined || objects.isEverything || this.grants.length === 0) return undefined;
      const [first] = this.grants;
      const [one] = first?.entities ?? [];
      const before = this.grants.filter(({ entities }) => entities.length === 1 && entities[0] === one);
      if (before.length !== this.grants.length) return undefined;
      for (const grant of before)
        this.grants.push({ ...grant, words: same[0].trim(), entities: objects.entities });
      return same[0].length;
    }
    const subject = SUBJECT.exec(rest);
    let at = 0;
    let who = this.who;
    if (subject !== null) {
      const phrase = (subject[2] ?? '').trim();
      if (/^(?:they|he|she|these|those)$/i.test(phrase)) {
        who ??=
          this.carried === undefined
            ? undefined
            : whoIs(this.carried, subject[1] !== undefined, this.understanding);
      } else if (!/^(?:it|nobody|no ?one|nothing|i|we)$/i.test(phrase))
        who = whoIs(phrase, subject[1] !== undefined, this.understanding);
      else who = undefined;
      at = subject[0].length;
      this.who = who;
    }
    const deed = rest.slice(at);
    const login = new RegExp(
      `^(?:also |both |all )*(?:(?:can|may|must|should|will|have to|has to) )?(?:also |both |all )*(?:${LOGS_IN})((?: (?:too|as well|with|using|by) [^,;]*?| too| as well)?)(?=$|[,;]| and | but )`,
      'i',
    ).exec(deed);
    const people = subject === null || login === null ? undefined : this.peopleNamed(subject[2] ?? '');
    if (people !== undefined) {
      this.people = people;
      who = { words: people.plural, roles: [], isAll: true, isOnly: false, isMaker: false };
    }
    if (who === undefined) return undefined;
    if (login !== null && loginTail(login[1] ?? '') !== undefined && !who.isOnly) {
      this.who = who;
      this.logins.push({ who, words: rest.slice(0, at + login[0].length) });
      return at + login[0].length;
    }
    if (this.needsRole && who.roles.some((role) => !this.isRole(role))) return undefined;
    const readOnly = READ_ONLY.exec(deed);
    if (readOnly !== null && who.roles.length > 0) {
      this.who = who;
      this.readOnly.push({ who, words: rest.slice(0, at + readOnly[0].length) });
      return at + readOnly[0].length;
    }
    const wide = WIDE.exec(deed);
    if (wide !== null && who.roles.length > 0) {
      this.who = who;
      this.grants.push({
        words: rest.slice(0, at + wide[0].length),
        who,
        actions: WRITES,
        entities: this.understanding.entities,
        isOwn: false,
        isEverything: true,
        verbs: 'do',
      });
      return at + wide[0].length;
    }
    const match = DEED.exec(deed);
    if (match === null) return undefined;
    const [, lead = '', verbs = '', tail = ''] = match;
    const actions = actionsOf(verbs);
    if (actions === undefined) return undefined;
    const found = this.objectsAt(tail);
    if (found === undefined) return undefined;
    const { objects, end } = found;
    const said = tail.slice(0, end);
    const limits = /\bonly\b/i.test(lead) || /^only |,? only$/i.test(said.trim());
    const isOnlyOne = /the only/i.test(lead);
    // "May add only inspections" limits what they do, and says nothing of who else does it.
    if (limits && !objects.isOwn && !isOnlyOne && !who.isOnly) return undefined;
    if (objects.isOwn && (who.isOnly || who.isMaker)) return undefined;
    // "Members add honey": what people do is told so, and no right.
    if (
      lead.trim() === '' &&
      !who.isOnly &&
      !objects.isOwn &&
      who.roles.length === 0 &&
      !objects.isEverything &&
      this.grants.length === 0
    )
      return undefined;
    if (objects.fields !== undefined && (actions.length !== 1 || actions[0] !== 'change')) return undefined;
    this.who = who;
    this.objects = objects;
    const length = rest.length - deed.length + (deed.length - tail.length) + end;
    this.grants.push({
      words: rest.slice(0, length).trim(),
      who: isOnlyOne ? { ...who, isOnly: true } : who,
      actions,
      entities: objects.entities,
      isOwn: objects.isOwn,
      ...(objects.fields === undefined ? {} : { fields: objects.fields }),
      isEverything: objects.isEverything,
      verbs: new RegExp(MODAL, 'i').test(lead) ? verbs : bareVerbs(verbs),
    });
    return length;
  }

  /** The kind of record that the brief lets sign in by its name, unless another one does. */
  private peopleNamed(phrase: string): EntityNotes | undefined {
    const named = this.understanding.entity(nounWords(phrase));
    const { access } = this.understanding;
    return named === undefined || (access !== null && access.people !== named.singular) ? undefined : named;
  }

  private isRole(role: string): boolean {
    return this.understanding.access?.roles.includes(role) === true || isPersonNoun(role);
  }

  /** The records at the start of the words: as many of them as are known. */
  private objectsAt(tail: string): { objects: Objects; end: number } | undefined {
    const most = this.objectsEnd(tail);
    const ends = [...tail.slice(0, most).matchAll(/\s*,\s+(?:and )?|\s+and\s+/gi)].map(({ index }) => index);
    for (const end of [most, ...ends.reverse()]) {
      const objects = objectsIn(tail.slice(0, end), this.objects, this.understanding);
      if (objects !== undefined) return { objects, end };
    }
    return undefined;
  }

  /** Where the objects end: before the next deed, or what cannot be one of them. */
  private objectsEnd(tail: string): number {
    for (const match of tail.matchAll(/\s*;\s*|\s*,\s+(?:and |but )?|\s+(?:and|but)\s+/gi)) {
      const next = tail.slice(match.index).replace(JOIN, '');
      if (
        match[0].includes(';') ||
        /but/i.test(match[0]) ||
        SUBJECT.test(next) ||
        DEED.test(next) ||
        SAME.test(next) ||
        WIDE.test(next)
      )
        return match.index;
    }
    return tail.length;
  }
}

function allowedTo(grant: Grant): Allowed {
  const { who } = grant;
  if (grant.isOwn) return { signedIn: false, owner: true, roles: [] };
  if (who.roles.length > 0) return { signedIn: false, owner: false, roles: [...who.roles] };
  return who.isAll
    ? { signedIn: true, owner: false, roles: [] }
    : { signedIn: false, owner: true, roles: [] };
}

/** Whether the grant can be kept: an owner has to be found on the way from each record. */
function isPossible(grant: Grant, understanding: Understanding, named: EntityNotes | undefined): boolean {
  const allowed = allowedTo(grant);
  if (!allowed.owner) return true;
  const people = understanding.access?.people ?? named?.singular ?? whoSignsIn(understanding)?.singular;
  if (people === undefined) return false;
  return grant.entities.every((entity) => {
    const path = pathTo(people, entity, understanding);
    // Who made a record is known where it names them itself, and not where another record does.
    return path !== undefined && (!grant.who.isMaker || path.length <= 1);
  });
}

function saidOf(grant: Grant): string {
  const { who, entities, isOwn, fields } = grant;
  const records = grant.isEverything
    ? who.isOnly
      ? 'anything'
      : 'everything'
    : entities.map((each) => each.plural).join(' and ');
  if (fields !== undefined) return `${who.words} change only ${fields.join(' and ')} of their own record`;
  if (isOwn) return `${who.words} ${grant.verbs} only ${records} of their own`;
  if (who.isMaker || (who.roles.length === 0 && !who.isAll))
    return `${records}: only ${who.words} may ${grant.verbs} them`;
  return `${who.isOnly ? 'only ' : ''}${who.words} may ${grant.verbs} ${records}`;
}

function note(
  grant: Grant,
  source: Statement['source'],
  statement: Statement,
  understanding: Understanding,
  isAlone: boolean,
): void {
  const allowed = allowedTo(grant);
  const access: Access = accessOf(whoSignsIn(understanding), statement, understanding);
  for (const role of allowed.roles) addRole(access, role);
  // Who may "change everything" adds and deletes, too, unless the same breath says who does.
  const isWide = grant.isEverything && isAlone && grant.actions.includes('change');
  const actions = isWide ? [...new Set<Action>([...grant.actions, 'create', 'delete'])] : grant.actions;
  if (allowed.owner)
    for (const entity of grant.entities)
      own(access, entity, pathTo(access.people, entity, understanding) ?? []);
  // Who else reads is said where reading is restricted: others are not kept from it by this.
  const isShared = !grant.who.isOnly && allowed.roles.length > 0;
  const restricted = actions.filter((action) => !isShared || action !== 'read');
  if (isShared && (restricted.length < actions.length || isWide || grant.verbs === 'do'))
    understanding.readers.push({ roles: allowed.roles, entities: grant.entities });
  allow(access, grant.entities, restricted, allowed, grant.fields === undefined ? null : [...grant.fields]);
  if (grant.isOwn && grant.who.isAll && grant.who.roles.length === 0)
    understanding.namedPeople ??= access.people;
  if (allowed.roles.length > 0 && !grant.who.isOnly && !grant.isEverything)
    understanding.assume('What the brief lets some people do, nobody else may do.');
  understanding.met(saidOf(grant), source, aspectsOf(grant.entities, actions), statement.source.text);
}

/** "Only admins can create kilns", "members see all hives but change only their own", "the librarian handles books". */
export const readPermission: Reader = (statement, understanding) => {
  const text = clean(statement.text).replace(/["`]/g, '');
  if (
    /\b(?:unless|except(?! (?:for )?(?:the |an? )?[\p{L}]+ (?:can|may|must))|if|when|while|until)\b/iu.test(
      text.replace(/^(?:nobody|no ?one) except/i, ''),
    )
  )
    return undefined;
  const turned = byWhom(text) ?? text;
  const { grantee } = understanding;
  const carried =
    grantee !== undefined && statement.source.position - grantee.position <= 1 ? grantee.words : undefined;
  const isRight =
    turned !== text ||
    /\b(?:only|own|nobody|no ?one)\b/i.test(text) ||
    understanding.access !== null ||
    understanding.hadAccess ||
    understanding.rightsFollow.has(statement.source.position) ||
    EVERYTHING_TOLD.test(text);
  if (!isRight) return undefined;
  const read = new Permissions(
    understanding,
    carried,
    !/\b(?:only|own|nobody|no ?one)\b/i.test(turned) &&
      !understanding.rightsFollow.has(statement.source.position),
  );
  read.take(turned);
  const possible = read.grants.filter((grant) => isPossible(grant, understanding, read.people));
  const left = [
    ...read.left,
    ...read.grants.filter((grant) => !possible.includes(grant)).map(({ words }) => words),
  ];
  const count = possible.length + read.readOnly.length;
  if (count === 0 || left.length > count) return undefined;
  return () => {
    const isWhole = count + read.logins.length === 1 && left.length === 0;
    const sourceOf = (words: string): Statement['source'] =>
      isWhole || turned !== text ? statement.source : within(statement, words);
    if (read.people !== undefined) understanding.namedPeople = read.people.singular;
    for (const { who, words } of read.logins) {
      const access = accessOf(read.people ?? whoSignsIn(understanding), statement, understanding);
      for (const role of who.roles) addRole(access, role);
      understanding.met(
        `${who.words} sign in with ${access.login} and a password, and get a bearer token`,
        sourceOf(words),
        [{ kind: 'sign-in' }],
        statement.source.text,
      );
    }
    const isAlone = possible.every(
      ({ actions, isEverything }) =>
        !actions.includes('create') || (isEverything && actions.includes('delete')),
    );
    for (const grant of possible) note(grant, sourceOf(grant.words), statement, understanding, isAlone);
    for (const { who, words } of read.readOnly) {
      const access = accessOf(whoSignsIn(understanding), statement, understanding);
      for (const role of who.roles) addRole(access, role);
      understanding.readOnly.push({ roles: who.roles, source: sourceOf(words) });
    }
    for (const words of left) understanding.open(words, within(statement, words), openReason(words));
    const [first] = possible;
    if (first !== undefined)
      understanding.grantee = { words: first.who.words, position: statement.source.position };
  };
};

const EVERYTHING_TOLD = /\b(?:everything|all (?:the )?data|anything)\b/i;

const BY_WHOM = new RegExp(
  `^(.+?) (?:(?:can|may|must|should|is|are|will) )?(?:only )?(?:to )?(?:be )?(${DOINGS}) (only )?by (.+?)( only)?$`,
  'iu',
);
const FOR_WHOM = new RegExp(
  `^(${DOINGS})(?: (.+?))? is (?:only )?(?:for|allowed for|allowed to|reserved for|limited to|restricted to|possible for|permitted to|up to|open to|done by|left to) (only )?(.+?)( only| alone)?$`,
  'iu',
);

/** "Hives are deleted by admins only", "deleting is for admins only", put the other way round: who, and what. */
function byWhom(text: string): string | undefined {
  if (!/\b(?:only|reserved|limited|restricted|alone)\b/i.test(text)) return undefined;
  const by = BY_WHOM.exec(text);
  if (by !== null && / only\b/i.test(` ${text}`)) {
    const [, things = '', verbs = '', , who = ''] = by;
    return `only ${who} can ${bareVerbs(verbs)} ${things.replace(/ (?:can|may|must|should|is|are|will)$/i, '').replace(/ only$/i, '')}`;
  }
  const only = FOR_WHOM.exec(text);
  if (only === null) return undefined;
  const [, verbs = '', things, , who = ''] = only;
  return `only ${who} can ${bareVerbs(verbs)} ${things ?? 'everything'}`;
}

/** The verbs in the form that "can" has after it. */
function bareVerbs(verbs: string): string {
  const bare: Readonly<Record<Action, string>> = {
    create: 'add',
    read: 'see',
    change: 'change',
    delete: 'delete',
  };
  return (actionsOf(verbs) ?? []).map((action) => bare[action]).join(' and ');
}
