import type { Action } from '../../../domain/access.js';
import { nounWords } from '../../nouns.js';
import type { EntityNotes, Understanding } from '../../understanding.js';
import { actionsOf, bareVerbs, DOING, DOINGS } from './deeds.js';
import { objectsIn, type Objects } from './objects.js';
import { isPersonNoun } from './people.js';
import { LOGS_IN, loginTail } from './sign-in.js';
import { whoIs, type Who } from './who.js';

const OWN_TOLD = /^[^,;]{0,40}\b(?:their|his|her) own\b|^[^,;]{0,60}\bof their own\b/i;
/** Those who work somewhere, as one word. */
const GROUP = /^(?:staff|management|reception|office|crew|team|board|committee)$/;
const WRITES: readonly Action[] = ['create', 'change', 'delete'];

/** What is let, to whom. */
export interface Grant {
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

const MODAL =
  '(?:can|may|must|should|could|will|shall|(?:is|are) (?:also )?(?:allowed|able|permitted|entitled|supposed) to|get to|gets to|has the right to|have the right to|be able to)';
const NO_DOING = `(?!(?:only|also|both|then|just|can|may|must|there|and|or|but|${DOING})\\b)`;
const WHO = `(?:(?:the |an? |our |all |every |each |any |both )*(?:(?:logged|signed)[- ]in )?${NO_DOING}[\\p{L}-]+(?: ${NO_DOING}[\\p{L}-]+){0,4}?(?:(?:, | and |, and )(?:the |an? )?${NO_DOING}[\\p{L}-]+(?: ${NO_DOING}[\\p{L}-]+)??)*(?: (?:(?:who|that) (?:is|are) )?(?:logged|signed)[- ]in)?)`;
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

/** A statement about rights, taken apart from the left: who, what they do, and with what. */
export class Rights {
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
    const people =
      subject === null || (login === null && !OWN_TOLD.test(deed))
        ? undefined
        : this.peopleNamed(subject[2] ?? '');
    if (people !== undefined) {
      this.people = people;
      who = { words: people.plural, roles: [], isAll: true, isOnly: false, isMaker: false, isAnyone: false };
    }
    if (who === undefined) return undefined;
    if (login !== null && loginTail(login[1] ?? '') !== undefined && !who.isOnly) {
      this.who = who;
      this.logins.push({ who, words: rest.slice(0, at + login[0].length) });
      return at + login[0].length;
    }
    if (this.needsRole && who.roles.some((role) => !this.isRole(role) && !GROUP.test(role))) return undefined;
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
    // Nothing is written by nobody: only what is read can be open to anyone.
    const isRead = actions.every((action) => action === 'read') && !objects.isOwn;
    if (who.isAnyone && !isRead) return undefined;
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
