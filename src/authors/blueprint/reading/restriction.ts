import type { PatternPiece } from '../domain/field.js';
import type { Amount } from '../domain/rule.js';
import type { TypeWord } from './type-words.js';

/** What a phrase says about a field, beside its name. */
export interface Restrictions {
  readonly required?: boolean;
  readonly optional?: boolean;
  readonly unique?: boolean;
  /** Above zero. */
  readonly positive?: boolean;
  readonly min?: number;
  readonly max?: number;
  /** Bounds that are not themselves allowed: "less than 30". */
  readonly below?: number;
  readonly above?: number;
  /** `characters` when the bounds are said to be a length. */
  readonly unit?: 'characters';
  /** Whether the bounds are bare numbers, "1–120" or "max 60": of a length as often as of a number. */
  readonly isBareRange?: boolean;
  readonly type?: TypeWord;
  readonly values?: readonly string[];
  readonly default?: string;
  /** Whether values below zero are said to be taken. */
  readonly negative?: boolean;
  /** Whether it has to be well-formed. */
  readonly valid?: boolean;
  /** What a number counts: `minutes`. */
  readonly measure?: string;
  /** How many decimals a number may have. */
  readonly decimals?: number;
  /** The form of a code. */
  readonly code?: readonly PatternPiece[];
  /** Any number of the values, rather than one. */
  readonly several?: boolean;
  /** Where a date lies, seen from the day on which it is given. */
  readonly moment?: { readonly lies: 'past' | 'future'; readonly atLeast: Amount | null };
  /** Against another field of the record; `previous`: the one before it in the list. */
  readonly order?: { readonly side: 'later' | 'earlier'; readonly equal: boolean; readonly other: string };
  /** `once`: never changed after the record was created. `system`: no request gives it. */
  readonly set?: 'once' | 'first' | 'system';
  /** The word for records without a value: "empty while it is running". */
  readonly unsetWhile?: string;
  /** A record within which the value is unique: "unique within its freezer". */
  readonly uniqueWithin?: string;
}

/** `first` and `second` together; a contradiction between them is not settled here. */
export function together(first: Restrictions, second: Restrictions): Restrictions {
  return { ...first, ...second };
}
