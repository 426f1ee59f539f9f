import type { State } from '../domain/rule.js';
import { stateWith } from './named-values.js';
import { nounWords, singular } from './nouns.js';
import { entityNamed, isPerson } from './statements/statement.js';
import type { EntityNotes, FieldNotes, Source, Understanding } from './understanding.js';

/** The one reference of `entity` to a record that `phrase` names. */
export function referenceTo(
  entity: EntityNotes,
  phrase: string,
  understanding: Understanding,
): FieldNotes | undefined {
  const words = singular(nounWords(phrase));
  const own = entity.fields.find(
    (field) => field.refersTo !== undefined && field.several === undefined && field.words === words,
  );
  if (own !== undefined) return own;
  const other = /^(?:it|they|he|she|this|that)$/i.test(phrase.trim())
    ? undefined
    : entityNamed(phrase, understanding);
  const fields = entity.fields.filter(
    (field) =>
      field.refersTo !== undefined && field.several === undefined && field.refersTo === other?.singular,
  );
  return fields.length === 1 ? fields[0] : undefined;
}

/** Records of one kind that name another by a reference field; `act` adds what their state needs. */
export interface Children {
  readonly child: EntityNotes;
  readonly by: FieldNotes;
  readonly state: State | null;
  readonly act: () => void;
}

/** Children of `entity`: records of the kind a phrase names that refer to it. */
export function childrenNamed(
  entity: EntityNotes,
  phrase: string,
  source: Source,
  understanding: Understanding,
): Children | undefined {
  if (/^(?:people|persons?|somebody|someone|anybody|anyone)$/i.test(phrase.trim())) {
    const ties = understanding.entities.flatMap((child) => {
      const by = child.fields.filter(
        (field) => field.refersTo === entity.singular && field.several === undefined,
      );
      const who = child.fields.some((field) =>
        understanding.entities.some((each) => each.singular === field.refersTo && isPerson(each)),
      );
      const [only] = by;
      return only !== undefined && by.length === 1 && who
        ? [{ child, by: only, state: null, act: (): void => undefined }]
        : [];
    });
    if (ties.length === 1) return ties[0];
  }
  const words = nounWords(
    phrase.replace(/\b(?:any|some|other|own|existing|of (?:its|their|his|her) own|left|still|ever)\b/gi, ' '),
  ).split(' ');
  for (let start = 0; start < words.length; start += 1) {
    const noun = words.slice(start).join(' ');
    const children = [understanding.entity(noun), understanding.entityMeant(noun)].filter(
      (each) => each !== undefined,
    );
    for (const child of children) {
      const by = child.fields.filter(
        (field) => field.refersTo === entity.singular && field.several === undefined,
      );
      const [only] = by;
      if (only === undefined || by.length > 1) continue;
      const adjective = words.slice(0, start).join(' ');
      if (adjective === '') return { child, by: only, state: null, act: () => undefined };
      const state = stateWith(child, adjective, source, understanding);
      if (state !== undefined) return { child, by: only, ...state };
    }
  }
  return tiedTo(entity, words.join(' '), understanding);
}

/** "A loan has an object": the records that tie the two. */
function tiedTo(entity: EntityNotes, noun: string, understanding: Understanding): Children | undefined {
  const other = understanding.entity(noun);
  if (other === undefined || other === entity) return undefined;
  const to = (child: EntityNotes, one: EntityNotes): FieldNotes[] =>
    child.fields.filter((field) => field.refersTo === one.singular && field.several === undefined);
  const ties = understanding.entities.flatMap((child) => {
    const [by, ...more] = to(child, entity);
    return by !== undefined && more.length === 0 && to(child, other).length === 1
      ? [{ child, by, state: null, act: (): void => undefined }]
      : [];
  });
  return ties.length === 1 ? ties[0] : undefined;
}
