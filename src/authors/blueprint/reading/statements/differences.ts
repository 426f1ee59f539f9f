import { nounWords } from '../nouns.js';
import { noteRule, ruleId } from '../outcome/field-rules.js';
import type { EntityNotes, FieldNotes, Understanding } from '../understanding.js';
import { type Reader, clean } from './statement.js';

const DIFFER: readonly RegExp[] = [
  /^(?:the )?([\p{L} -]+?) and (?:the )?([\p{L} -]+?) (?:must|should|have to|has to|need to|shall|may|can|are) (?:always )?(?:not )?(?:be )?(?:two )?(different|differ|the same|equal|distinct|identical)(?: [\p{L} -]+)?$/iu,
  /^(?:the )?([\p{L} -]+?) (?:must|should|has to|cannot|must not|may not|should not|is not|can never) (?:not )?(?:be )?(different from|other than|differ from|the same as|equal to|equal|identical to|distinct from) (?:the |its )?([\p{L} -]+?)$/iu,
];

/** "White and black must be different players". */
export const readDiffer: Reader = (statement, understanding) => {
  const text = clean(statement.text);
  for (const [index, pattern] of DIFFER.entries()) {
    const match = pattern.exec(text);
    if (match === null) continue;
    const [, a = '', b = '', c = ''] = match;
    const [first, second, how] = index === 0 ? [a, b, c] : [a, c, b];
    const isNegated = / (?:not|cannot|never) /i.test(` ${text} `);
    const differs = /^(?:diff|dist|other)/i.test(how) !== isNegated;
    if (!differs) continue;
    for (const entity of [understanding.topic, ...understanding.entities].filter(
      (each) => each !== undefined,
    )) {
      const fields = [first, second].map((words) => fieldOrRole(entity, words, understanding));
      const [one, two] = fields;
      if (one === undefined || two === undefined || one === two) continue;
      return () => {
        noteRule(
          {
            kind: 'differ',
            id: ruleId('differ', entity.singular, one.words, two.words),
            entity: entity.singular,
            fields: [one.words, two.words],
          },
          `the ${one.words} and the ${two.words} of ${entity.plural} differ`,
          statement.source,
          understanding,
        );
        understanding.topic = entity;
      };
    }
  }
  return undefined;
};

/** A field by its name or, "white" for a white player, by the first word of it. */
function fieldOrRole(
  entity: EntityNotes,
  words: string,
  understanding: Understanding,
): FieldNotes | undefined {
  const name = nounWords(words);
  const roles = entity.fields.filter(
    (field) => field.refersTo !== undefined && field.words === `${name} ${field.refersTo}`,
  );
  return understanding.field(entity, name) ?? (roles.length === 1 ? roles[0] : undefined);
}
