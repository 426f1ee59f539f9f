import { fieldPhraseOf } from '../field-phrases.js';
import { itemsOf } from '../lists.js';
import { isPlural, nounWords } from '../nouns.js';
import { withoutBrackets } from '../outside-brackets.js';
import { canBeRecord } from './statement.js';

/** Records of their own, in the list of another's fields: "lines with a description, quantity and unit price". */
export interface NestedRecords {
  /** The fields before them, as the list has them. */
  readonly before: string;
  readonly noun: string;
  readonly fields: string;
  /** All that is said of them, to the end of the list. */
  readonly tail: string;
  /** Whether it is told where their fields end: not in "lines with a text and a price, a date and a total". */
  readonly isApart: boolean;
}

const NESTED =
  /^(?:(?:many|several|multiple|one or more|zero or more|any number of|some) )?((?:[\p{L}-]+ )?[\p{L}-]+s),? (?:each )?(?:with|having|that have|which have) (.+)$/iu;
/** Plurals that a field holds as one text. */
const ONE_TEXT =
  /^(?:names|emails|details|notes|comments|addresses|phones|photos|images|attachments|files|instructions|remarks)$/;

/** The noun of the records that an item names with fields of their own. */
function nounIn(item: string): string | undefined {
  const noun = nounWords(NESTED.exec(item)?.[1] ?? '');
  const isOwn = canBeRecord(noun) && isPlural(noun) && !ONE_TEXT.test(noun);
  return isOwn && fieldPhraseOf(item) === undefined ? noun : undefined;
}

/** The first records that a list of fields names with fields of their own, and what stands before them. */
export function nestedIn(text: string): NestedRecords | undefined {
  const item = itemsOf(text).find((each) => nounIn(each) !== undefined);
  const noun = item === undefined ? undefined : nounIn(item);
  const [, named = '', first = ''] = NESTED.exec(item ?? '') ?? [];
  const start = text.includes(item ?? named) ? text.indexOf(item ?? named) : text.indexOf(named);
  if (noun === undefined || start < 0) return undefined;
  const tail = text.slice(start);
  const before = text.slice(0, start).replace(/[\s,;]*(?:\band )?$/i, '');
  const joined = text.slice(before.length, start);
  const fields = tail.slice(tail.indexOf(first.split(',')[0] ?? ''));
  return {
    before,
    noun,
    fields,
    tail,
    isApart: (before === '' || /\band\b/i.test(joined)) && !/ and .* and |;/i.test(withoutBrackets(fields)),
  };
}
