import type { Access, Action, Allowed } from '../../../domain/access.js';
import type { EntityNotes, Understanding } from '../../understanding.js';
import { openReason } from '../../open-reasons.js';
import { rightKey } from '../../outcome/doubts.js';
import { clean, within, type Reader, type Statement } from '../statement.js';
import { allow, aspectsOf, own, pathTo } from './grants.js';
import { accessOf, addRole, whoSignsIn } from './people.js';
import { noteOpen } from './public-reading.js';
import { Rights, type Grant } from './rights.js';
import { byWhom } from './turned-round.js';

function allowedTo(grant: Grant): Allowed {
  const { who } = grant;
  if (grant.isOwn) return { anyone: false, signedIn: false, owner: true, roles: [] };
  if (who.roles.length > 0) return { anyone: false, signedIn: false, owner: false, roles: [...who.roles] };
  return who.isAll
    ? { anyone: false, signedIn: true, owner: false, roles: [] }
    : { anyone: false, signedIn: false, owner: true, roles: [] };
}

/** Whether the grant can be kept: an owner has to be found on the way from each record. */
function isPossible(grant: Grant, understanding: Understanding, named: EntityNotes | undefined): boolean {
  // Where nobody signs in, everything is open to anyone.
  if (grant.who.isAnyone) return understanding.access !== null || understanding.hadAccess;
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
  if (who.isAll && who.isOnly) return `only who is signed in may ${grant.verbs} ${records}`;
  return `${who.isOnly ? 'only ' : ''}${who.words} may ${grant.verbs} ${records}`;
}

function note(
  grant: Grant,
  source: Statement['source'],
  statement: Statement,
  understanding: Understanding,
  isAlone: boolean,
): void {
  if (grant.who.isAnyone) {
    noteOpen(grant.isEverything ? 'all' : grant.entities, 'reading', { ...statement, source }, understanding);
    return;
  }
  const allowed = allowedTo(grant);
  const access: Access = accessOf(whoSignsIn(understanding), statement, understanding);
  if (grant.who.isAll && grant.who.isOnly && grant.actions.includes('read'))
    understanding.closeReading(grant.isEverything ? undefined : grant.entities);
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
  if (grant.who.isOnly) {
    for (const { singular } of grant.entities)
      for (const action of actions) understanding.keptAlone.add(rightKey(singular, action));
    for (const role of allowed.roles) understanding.privileged.add(role);
  } else if (allowed.roles.length > 0 && !grant.isEverything)
    understanding.shared.push({ roles: allowed.roles, entities: grant.entities, actions: restricted });
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
  const told = text.replace(
    /^there (?:is|are) (?:also |one |exactly one )*((?:an? |the )?[\p{L}]+(?: [\p{L}]+)?) (?:who|that|which) /iu,
    '$1 ',
  );
  const turned = byWhom(told) ?? told;
  const { grantee } = understanding;
  const carried =
    grantee !== undefined && statement.source.position - grantee.position <= 1 ? grantee.words : undefined;
  const isRight =
    turned !== told ||
    /\b(?:only|own|nobody|no ?one)\b/i.test(text) ||
    understanding.access !== null ||
    understanding.hadAccess ||
    understanding.rightsFollow.has(statement.source.position) ||
    EVERYTHING_TOLD.test(text);
  if (!isRight) return undefined;
  const read = new Rights(
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
      isWhole || turned !== told ? statement.source : within(statement, words);
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
