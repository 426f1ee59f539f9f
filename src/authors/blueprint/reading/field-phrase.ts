import type { Restrictions } from './restriction.js';

/** A field as one phrase tells it. */
export interface FieldPhrase {
  /** Words of its name, as a noun phrase: `due date`. */
  readonly words: string;
  /** Whether the name stood in the plural ("tags"), or after "many". */
  readonly several: boolean;
  /** "A list of pieces": the record names them, and has none of its own. */
  readonly isList?: boolean;
  readonly restrictions: readonly Restrictions[];
  /** The noun of the record that it is said to name: "ownerId → Member". */
  readonly refersTo?: string;
  /** How its values follow each other, as a clause about the record: "goes from open to closed". */
  readonly moves?: string;
  /** Words that tell of the field and ask for nothing: "a number | that we paint on it". */
  readonly told?: string;
  /** Parts of the phrase that say something which was not understood. */
  readonly leftovers: readonly string[];
}
