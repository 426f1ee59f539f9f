import type { FieldPhrase } from './field-phrase.js';
import { readModifiers } from './modifiers.js';
import { nounWords } from './nouns.js';

/** "ownerId → Member, required", "group: → Club". */
const NAMES_RECORD =
  /^([\p{L}][\p{L}_ ]*?)(?:[ _]id ?:?|:) ?(?:→|->|=>) ?(?:an? |the )?(\p{Lu}[\p{L}]*(?: [\p{L}]+)?)(?:\.\w+)?(?:, ?([^→]+)| ?\(([^()]+)\))?$/u;

/** "Company: reference to Company, required". */
const REFERS =
  /: ?(?:a )?(?:reference|ref|foreign key|fk|link|relation)(?: to| on|:) (?:an? |the )?(?=\p{Lu})/u;

/** A field that is written with an arrow to the record that it names; undefined: none is. */
export function pointedAt(phrase: string): FieldPhrase | undefined {
  const [, name = '', noun, plain, bracketed] = NAMES_RECORD.exec(phrase.replace(REFERS, ': → ')) ?? [];
  if (noun === undefined) return undefined;
  const said = plain ?? bracketed ?? '';
  const { restrictions, leftovers } = said === '' ? { restrictions: [], leftovers: [] } : readModifiers(said);
  return { words: nounWords(name), several: false, refersTo: nounWords(noun), restrictions, leftovers };
}
