import { nounWords, plural, singular } from '../../nouns.js';
import type { Understanding } from '../../understanding.js';
import { isGenericPeople, isPersonNoun, whoSignsIn } from './people.js';
import { subjectsOf } from './sign-in.js';

/** Those who may do something, as a statement names them. */
export interface Who {
  readonly words: string;
  readonly roles: readonly string[];
  /** Everyone who signs in, or the people whose records sign in. */
  readonly isAll: boolean;
  readonly isOnly: boolean;
  /** Who made the record itself, told as such. */
  readonly isMaker: boolean;
  /** Whoever asks, signed in or not. */
  readonly isAnyone: boolean;
}

/** "Anyone can browse the tools", beside those who sign in: whoever it is need not. */
const ANYONE: Who = {
  words: 'anyone',
  roles: [],
  isAll: false,
  isOnly: false,
  isMaker: false,
  isAnyone: true,
};
const ANYONE_TOLD = /^(?:any ?one|any ?body|any person|the (?:general )?public)$/i;

const MAKER =
  /^(?:its |their |the )?(?:owner|creator|author|maker)s?$|^(?:the )?(?:(?:same )?(?:[\p{L} ]+?|one|those|whoever)) ?(?:who|that|which)? (?:made|created|added|entered|wrote|posted|put|registered|brought|uploaded|reported|submitted|took|recorded|filed)(?: (?:it|them|one|this|the [\p{L}]+))?(?: in| down)?$/iu;
const BELONGS =
  /^(?:the )?(?:[\p{L} ]+?|one) (?:who|that|which|whom) (?:owns (?:it|them)|(?:it|they) belongs? to|(?:has|holds) (?:it|them))$/iu;

/** People of a role: `nurses`, `people with the role reception`. */
function inMany(role: string): string {
  return isPersonNoun(role) ? plural(role) : `people with the role ${role}`;
}

function isFieldOfAny(noun: string, { entities }: Understanding): boolean {
  return entities.some(({ fields }) => fields.some(({ words }) => words === noun));
}

/** A person or some, by what they are: everyone, people of a role, who made the record. */
export function whoIs(phrase: string, isOnly: boolean, understanding: Understanding): Who | undefined {
  if (ANYONE_TOLD.test(phrase)) return isOnly ? undefined : ANYONE;
  const words = phrase
    .trim()
    .replace(/^(?:the |an? |our |all |every |each |any |its )+/i, '')
    .replace(/^both /i, '')
    .replace(/^(?:user )?roles? (?=\p{L})/iu, '');
  // "Everyone else" is whoever was not spoken of, and no role.
  if (/\b(?:else|others?|rest)\b/i.test(words)) return undefined;
  const signsIn = whoSignsIn(understanding);
  const known = (understanding.access?.roles ?? []).filter((role) => role !== understanding.access?.people);
  const told = subjectsOf(words).map((each) => {
    const noun = nounWords(each);
    return known.find((role) => [role, plural(role), `${role}s`].includes(noun));
  });
  const roles = told.filter((role) => role !== undefined);
  if (roles.length > 0 && roles.length === told.length)
    return {
      words: roles.map(inMany).join(' and '),
      roles,
      isAll: false,
      isOnly,
      isMaker: false,
      isAnyone: false,
    };
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
          isAnyone: false,
        }
      : undefined;
  }
  if (isGenericPeople(phrase))
    return {
      words: 'everyone who is signed in',
      roles: [],
      isAll: true,
      isOnly,
      isMaker: false,
      isAnyone: false,
    };
  const nouns = subjectsOf(words).map((each) => singular(nounWords(each)));
  if (nouns.some((noun) => noun === '' || noun.split(' ').length > 3 || !/^[a-z ]+$/.test(noun)))
    return undefined;
  // "Done ones are read only": some of the records spoken of, and nobody.
  if (nouns.some((noun) => /\b(?:is|are|be|ones?|can|may|must)\b/.test(noun))) return undefined;
  const named: string[] = [];
  let isAll = false;
  for (const noun of nouns) {
    if (noun === (understanding.access?.people ?? understanding.namedPeople ?? signsIn?.singular))
      isAll = true;
    else if (understanding.entity(noun) !== undefined) return undefined;
    // "Members can only be listed and searched by name": by what, and not by whom.
    else if (!isPersonNoun(noun) && isFieldOfAny(noun, understanding)) return undefined;
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
        isAnyone: false,
      };
}
