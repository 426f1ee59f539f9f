import { fieldTypeOf } from '../field-types.js';
import { nounWords } from '../nouns.js';
import { restrictionOf } from '../restrictions.js';
import { valuesIn } from '../values.js';
import { saidOf } from '../states.js';
import { clean, entityNamed, entityOrNew, type Reader } from './statement.js';

const IS_ONE_OF =
  /^(.+?) (?:(?:can|may|must|should|will) (?:only |always )?(?:be|have)|is always|are always|is|are|has (?:the|a) (?:status|state)(?: of)?|counts as) (?:(?:either|one of|any of|any one of|in one of|always|at any time|marked(?: as)?|of type|of kind|of the (?:type|kind)|in (?:the )?(?:state|status)):? )*(.+)$/i;
const OF_TYPE = /\b(?:of (?:the )?|its )(type|kind|category|class|status|state)\b/i;

function isValue(text: string): boolean {
  return (
    text.split(' ').length <= 3 &&
    (/^\p{L}+ed from \p{L}+$/u.test(text) ||
      !/\b(?:from|one|more|for|to|must|may|can|cannot|by|than|whether|which|that|when|if|only|the|its|their|same|after|before|between|given|required|unique|optional|allowed|possible|\d+)\b/i.test(
        text,
      ))
  );
}

/** "A tube is stored, in use or discarded": a status, whether or not the brief calls it one. */
export const readChoice: Reader = (statement, understanding) => {
  const text = clean(statement.text).replace(/^(?:(?:and|but) )/i, '');
  const match = IS_ONE_OF.exec(text);
  const [, subject = '', listed = ''] = match ?? [];
  if (match === null || !/\bor\b|, .*and /i.test(listed) || / not | never |cannot/i.test(` ${text} `))
    return undefined;
  // "In good, worn or lost condition": the values stand between what they are values of.
  const between = /^in (.+) (condition|state|shape|order|use)$/i.exec(listed);
  const values = valuesIn((between?.[1] ?? listed).replace(/^either /i, '')).map((value) =>
    value.toLowerCase().replace(/^(?:in the|at the|an?) (?=\w)/, ''),
  );
  if (
    values.length < 2 ||
    !values.every(isValue) ||
    values.every((value) => restrictionOf(value) !== undefined)
  )
    return undefined;
  if (values.some((value) => understanding.isKnown(nounWords(value)) || /^(?:not|no|un\w+)$/.test(value)))
    return undefined;
  const words = nounWords(between?.[2] ?? OF_TYPE.exec(text)?.[1] ?? 'status');
  const subjectWords = subject.replace(/ (?:also|then|always|only|either)$/i, '');
  const entity = entityOrNew(subjectWords, statement, understanding);
  if (entity === undefined) return undefined;
  return () => {
    const about = entity();
    const type = words === 'status' ? 'status' : words;
    const before = about.fields.find((field) => {
      const known = fieldTypeOf(field.words, saidOf(field));
      return known?.kind === 'enum' && values.every((value) => known.values.includes(value));
    });
    const field = before ?? understanding.addField(about, type, statement.source);
    if (before === undefined) field.said.push({ restriction: { values }, source: statement.source });
    understanding.topic = about;
  };
};

const MAY_HAVE =
  /^(.+?) (?:may|can|might|could) (?:or may not )?(?:have|has|be|come with|include) (.+? or not)(?:,? and (?:an? |it may have |may have )?(.+?)(?: or not)?)?$/i;

/** "It may have water or not and a shed or not": yes-or-no fields. */
export const readOrNot: Reader = (statement, understanding) => {
  const match = MAY_HAVE.exec(clean(statement.text));
  const [, subject = '', first = '', second] = match ?? [];
  const entity = match === null ? undefined : entityOrNew(subject, statement, understanding);
  const names = [
    first.replace(/ or not$/i, ''),
    ...(second === undefined ? [] : [second.replace(/ or not$/i, '')]),
  ].map((name) => nounWords(name));
  if (entity === undefined || names.some((name) => name === '' || name.split(' ').length > 3))
    return undefined;
  return () => {
    const about = entity();
    for (const name of names) {
      const field = understanding.addField(
        about,
        / be /i.test(statement.text) ? name : `has ${name}`,
        statement.source,
      );
      field.said.push({ restriction: { type: 'boolean' }, source: statement.source });
    }
    understanding.topic = about;
  };
};

const NEW = [
  /^(?:an? |all |every |each |any )?(?:new(?:ly (?:created|added|registered|entered))?|fresh) ([\w -]+?)(?: that is new in the \w+)? (?:is|are|starts?(?: out| off)?|begins?(?: life)?|counts?|come[s]? in|are created|is created|will be|should be|has|have|gets?|is (?:first|always)|are (?:first|always)) ?(?:as|in|with|at|marked as|set to|the status|the state|of)?(?: (?:an? |the )?(?:status|state|tier|level|role))? ?["']?([\w -]+?)["']?(?: (?:by default|initially|at first|to begin with|unless .+|if nothing else is said|when (?:it is )?created))?$/i,
  /^(?:an? |all |every |each |any |the )?([\w -]+?) (?:starts?(?: out| off)?|begins?|are created|is created|are entered|is entered|comes? in)(?: life)? (?:as|in|with) (?:an? |the )?(?:status |state )?["']?([\w -]+?)["']?$/i,
  /^(?:an? |all |every |each |any |the )?([\w -]+?) (?:that|which|who) (?:is|are) new(?: [\w ]+?)? (?:is|are|counts?|starts?) (?:as )?["']?([\w -]+?)["']?(?: unless .+)?$/i,
  /^(?:at first|initially|by default|when (?:it is )?(?:new|created|added)),? (?:an? |the |every |each |all )?([\w -]+?) (?:is|are) ["']?([\w -]+?)["']?$/i,
  /^(?:an? |the |every |each |all )?([\w -]+?) (?:is|are) ["']?([\w -]+?)["']? (?:by default|initially|at first|to begin with|when (?:it is |they are )?(?:new|created|added|entered|registered)|unless .*(?:say|said|says).*)$/i,
] as const;

/** "New people start as trainees", "a new plot is free": the value that a choice has at first. */
export const readNew: Reader = (statement, understanding) => {
  const text = clean(statement.text);
  for (const pattern of NEW) {
    const match = pattern.exec(text);
    if (match === null) continue;
    const [, noun = '', said = ''] = match;
    const value = nounWords(said);
    const named = entityNamed(noun, understanding);
    // "New people": whoever has that value.
    const people = /^(?:people|persons?|ones?|entries|records?|somebody|someone)$/i.test(noun)
      ? understanding.topic
      : undefined;
    for (const entity of [named, people].filter((each) => each !== undefined)) {
      for (const field of entity.fields) {
        const type = field.refersTo === undefined ? fieldTypeOf(field.words, saidOf(field)) : undefined;
        if (type?.kind !== 'enum') continue;
        const found = type.values.find(
          (each) => nounWords(each) === value || `${nounWords(each)}s` === value,
        );
        if (found === undefined) continue;
        return () => {
          field.said.push({ restriction: { default: found.toLowerCase() }, source: statement.source });
          understanding.topic = entity;
        };
      }
    }
  }
  return undefined;
};

const IS_DEFAULT =
  /^(?:the )?["']?([\w -]+?)["']? is (?:the )?(?:default|standard|usual)(?: (?:value|one|status|state|choice))?$|^(?:the )?default(?: value| one| status| state)? is ["']?([\w -]+?)["']?$|^if (?:nobody|nothing|no ?one|no \w+|none)(?: \w+)? (?:says|is said|is given|given|else is said|is entered)(?: anything| otherwise)?,? (?:it|that|this) is ["']?([\w .-]+?)["']?$/i;

/** "Unplayed is the default": of the field that was spoken of last. */
export const readDefault: Reader = (statement, understanding) => {
  const match = IS_DEFAULT.exec(clean(statement.text));
  const said = match?.[1] ?? match?.[2] ?? match?.[3];
  const entity = understanding.topic;
  if (said === undefined || entity === undefined) return undefined;
  const value = said.toLowerCase().replace(/^["']|["']$/g, '');
  const byValue = [entity, ...understanding.entities.filter((each) => each !== entity)]
    .flatMap((each) =>
      each.fields.filter(
        (field) => saidOf(field).values?.some((one) => one.toLowerCase() === value) === true,
      ),
    )
    .at(0);
  const last = /^-?\d/.test(value)
    ? entity.fields.filter((field) => field.refersTo === undefined).at(-1)
    : undefined;
  if (
    byValue === undefined &&
    last !== undefined &&
    !['integer', 'number', 'money'].includes(fieldTypeOf(last.words, saidOf(last))?.kind ?? '')
  )
    return undefined;
  const field = byValue ?? last;
  if (field === undefined) return undefined;
  return () => {
    field.said.push({ restriction: { default: value }, source: statement.source });
  };
};

export const CHOICES: readonly Reader[] = [readNew, readDefault];
