import { nounWords, plural, singular } from './nouns.js';
import { canBeRecord, isSoftware } from './statements/statement.js';
import type { EntityNotes, FieldNotes, Understanding } from './understanding.js';

/** The record that a sentence is about, by the subject that it begins with: what "it" means in the next. */
export function topicOf(text: string, understanding: Understanding): EntityNotes | undefined {
  const about = text.replace(
    /^(?:(?:users|people|we|i|you) can )?(?:list|filter|search|sort|show|find|look up)(?: for| the| all)* (?=\p{L})/iu,
    '',
  );
  const subject =
    /^(?:an? |the |each |every |all |only |no |one )?((?:[\p{L}-]+ ){1,4})/iu
      .exec(about)?.[1]
      ?.trim()
      .split(' ') ?? [];
  for (let length = subject.length; length > 0; length -= 1) {
    const entity = understanding.entity(nounWords(subject.slice(0, length).join(' ')));
    if (entity !== undefined) return entity;
  }
  return undefined;
}

/** The noun that a sentence is about, where it can name a kind of record that nothing declared so far. */
export function subjectNoun(text: string, understanding: Understanding): string | undefined {
  const match =
    /^(an?|each|every) ([\p{L}-]+(?: [\p{L}-]+)?) (?:is|links?|ties|can|may|must|connects?|stands?|represents?|means|joins?)\b/iu.exec(
      text,
    ) ??
    /^(an?|each|every) ([\p{L}-]+)['’]s [\p{L}-]+(?: [\p{L}-]+)? (?:is|are|must|can|may)\b/iu.exec(text) ??
    /^()(?:at the (?:heart|centre|center|core) of (?:it|this|everything|all this|it all)|the (?:main|central|most important) thing) (?:is|are) (?:the|our|an?) ([\p{L}-]+)[.]?$/iu.exec(
      text,
    ) ??
    /^()([\p{L}-]+s) (?:are|link|can|may|must|connect|come|live|work|sign|log|register|join|have to|need|get)\b/iu.exec(
      text,
    );
  // "The people we let to are our tenants."
  const called =
    /^(?:the )?(?:people|persons|ones|those|things|places) (?:that |who |whom |which )?.{3,40}? (?:are|we call) (?:our|the|called|known as)? ?([\p{L}-]+s)$/iu.exec(
      text.replace(/[.]$/, ''),
    );
  const noun = nounWords(called?.[1] ?? match?.[2] ?? '');
  const isField =
    understanding.topic?.fields.some(({ words }) => words === noun || words === singular(noun)) === true;
  return noun !== '' && canBeRecord(noun) && !isField && !isSoftware(noun, understanding) ? noun : undefined;
}

/** Whether a sentence is about something else than the records so far: "An entry puts a rider on a course." */
export function isAboutOther(text: string, understanding: Understanding): boolean {
  const noun = nounWords(OTHER_SUBJECT.exec(text)?.[1] ?? '');
  const isField =
    understanding.topic?.fields.some(({ words }) => words === noun || words.endsWith(` ${noun}`)) === true;
  return (
    noun !== '' &&
    understanding.entityMeant(noun) === undefined &&
    !isField &&
    !isSoftware(noun, understanding)
  );
}

const OTHER_SUBJECT =
  /^(?:an?|each|every|one) ([\p{L}-]+) (?!(?:as|is|has|was|does|its|this|us)\b)\p{Ll}+s (?:an?|the|one|exactly|its|their|to|for|on|in|at|by|with|from)\b/iu;

/** The field that a sentence is about, by the subject that it begins with. */
export function fieldIn(text: string, understanding: Understanding): FieldNotes | undefined {
  const { topic } = understanding;
  const subject =
    /^(?:an? |the |its |each |every )([\p{L} -]+?) (?:is|are|must|can|cannot|may|has|should|lies|comes|will)\b/iu.exec(
      text,
    )?.[1];
  return topic === undefined || subject === undefined
    ? undefined
    : topic.fields.find(({ words }) => words === nounWords(subject));
}

/** The records that a sentence names, in any place. */
export function entitiesIn(text: string, understanding: Understanding): readonly EntityNotes[] {
  const words = ` ${nounWords(`x ${text}`)} `;
  return understanding.entities.filter(
    ({ singular, plural }) => words.includes(` ${singular} `) || words.includes(` ${plural} `),
  );
}

/** The kinds of records (singular) that a text names in any place, of those that the brief has anywhere. */
export function spokenRecords(text: string, understanding: Understanding): readonly string[] {
  const words = ` ${nounWords(`x ${text.replace(/[’']s\b/g, '')}`)} `;
  const nouns = new Set([...understanding.known, ...understanding.entities.map(({ singular: one }) => one)]);
  const named = [...nouns].filter(
    (noun) => words.includes(` ${noun} `) || words.includes(` ${plural(noun)} `),
  );
  return named.filter((noun) => !named.some((longer) => longer.endsWith(` ${noun}`)));
}
