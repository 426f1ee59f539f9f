import { oneField } from './compared-fields.js';
import { type Reader, clean, entityNamed } from './statement.js';

const SET_ONCE =
  /^(?:an? |the |its )?(.+?) (?:can|may|is|must) (?:only )?(?:be )?(?:set|entered|given|recorded)(?: only)? (?:only )?once(?:[;,.]? (?:and |after that |then )*(?:it is |is )?(?:fixed|final|never changed|cannot be changed))?$/i;

const NEVER_CHANGED =
  /^(?:an? |the |its )?(.+?) (?:is|are|can|may|must|cannot|may not|must not|should) ?(?:never|not)? ?(?:be )?(?:changed|altered|edited|modified)(?: (?:later|afterwards|after that|any ?more|once (?:it has been |it is )?(?:set|created|entered|recorded)|after (?:creation|it was created)))?$/i;

const FIXED =
  /^(?:after that|afterwards|then|from then on),? (?:it|they|this) (?:is|are|stays?) (?:fixed|final|unchangeable|never changed)$/i;

/** "A result can be set once; after that it is fixed", "the serial number can never be changed". */
export const readFixed: Reader = (statement, understanding) => {
  const text = clean(statement.text);
  const once = SET_ONCE.exec(text);
  const never = once === null && / (?:never|not|cannot) /i.test(text) ? NEVER_CHANGED.exec(text) : null;
  if (FIXED.test(text) && understanding.fieldTopic !== undefined) {
    const { fieldTopic, topic } = understanding;
    if (
      topic?.fields.includes(fieldTopic) === true &&
      fieldTopic.said.some(({ restriction }) => restriction.set === 'first')
    )
      return () => {
        understanding.met(
          `the ${fieldTopic.words} of ${topic.plural} never changes once it is set`,
          statement.source,
          [{ kind: 'fixed', entity: topic.singular, field: fieldTopic.words }],
        );
      };
  }
  const phrase = once?.[1] ?? never?.[1];
  if (phrase === undefined || entityNamed(phrase, understanding) !== undefined) return undefined;
  const named = oneField(phrase, understanding);
  if (named === undefined || named.field.refersTo !== undefined) return undefined;
  return () => {
    named.field.said.push({
      restriction: { set: once === null ? 'once' : 'first' },
      source: statement.source,
    });
    understanding.topic = named.entity;
    understanding.fieldTopic = named.field;
  };
};
