import type { Access } from '../../../domain/access.js';
import { nounWords, singular } from '../../nouns.js';
import type { EntityNotes, Understanding } from '../../understanding.js';
import type { Statement } from '../statement.js';

const GENERIC =
  /^(?:(?:the |our |all |each |every |any )*(?:everybody|everyone|users?|people|all|anybody|anyone|one|they|you|all of them|persons?|those)(?: (?:who|that) (?:is|are|has|have)| being)?(?: (?:logged|signed)[- ]in)?|(?:all |every |any )?(?:(?:logged|signed)[- ]in|authenticated|registered) (?:users?|people|persons?))$/i;

/** Whether the words mean all who use it, and nobody among them. */
export function isGenericPeople(words: string): boolean {
  return GENERIC.test(words.trim());
}

const PERSONS =
  /^(?:user|member|customer|client|person|employee|tenant|holder|student|teacher|volunteer|patient|doctor|owner|manager|trainer|staff|guest|reader|librarian|account|resident|applicant|nurse|agent|coach|player|seller|buyer|author|worker|driver|technician)$/;

/** Whom the brief lets sign in: a kind of record that it keeps, or users of their own. */
export function peopleOf(
  subject: string,
  understanding: Understanding,
): { people: EntityNotes | undefined; role: string | undefined } {
  const noun = nounWords(subject);
  const named = isGenericPeople(subject) || noun === '' ? undefined : understanding.entity(noun);
  if (named !== undefined) return { people: named, role: undefined };
  const persons = understanding.entities.filter(
    ({ singular: one, fields }) => PERSONS.test(one.split(' ').at(-1) ?? '') && fields.some(isEmail),
  );
  const [only] = persons;
  const told =
    understanding.namedPeople === undefined ? undefined : understanding.entity(understanding.namedPeople);
  // Customers with an address are not the staff that signs in, unless the brief says that they do, too.
  if (!isGenericPeople(subject) && noun !== '') return { people: told, role: singular(noun) };
  return {
    people: told ?? (persons.length === 1 && !understanding.hadRoles ? only : undefined),
    role: undefined,
  };
}

function isEmail({ words }: { words: string }): boolean {
  return /\b(?:email|mail)(?: address)?$/.test(words);
}

/** Sign-in as it stands; begun with `people`, or with users of their own, where the brief has not spoken of it. */
export function accessOf(
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

export function addRole(access: Access, role: string): void {
  if (!access.roles.includes(role)) access.roles.push(role);
}

/** The people that the brief lets sign in, told anywhere in it. */
export function whoSignsIn(understanding: Understanding): EntityNotes | undefined {
  const known = understanding.access === null ? undefined : understanding.entity(understanding.access.people);
  return known ?? peopleOf('users', understanding).people;
}

const PERSON_NOUN =
  /(?:^| )(?:user|member|customer|client|person|tenant|student|pupil|volunteer|patient|guest|resident|nurse|agent|coach|clerk|warden|admin|administrator|librarian|secretary|treasurer|chairman|captain|guard|cook|chef|visitor|manager|operator|editor|viewer|author|reader|owner|holder|keeper|worker|driver|officer|director|mechanic|technician|engineer|conductor|conservator|registrar|curator|leader|organi[sz]er|teacher|trainer|doctor|vet|assistant|receptionist|researcher|scientist|planner|dispatcher|inspector|supervisor|caretaker|employee|player|parent|scout|moderator|accountant|auditor|boss|host|buyer|seller)$/;

/** Whether a noun in the singular names people by what they are or do. */
export function isPersonNoun(noun: string): boolean {
  return PERSON_NOUN.test(noun) || /(?:ist|ian|man|woman|ee)$/.test(noun);
}
