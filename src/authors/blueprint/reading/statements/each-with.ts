import { isPlural, nounWords } from '../nouns.js';
import { isFieldList, noteFields } from './fields.js';
import { tieMany } from './references.js';
import { canBeRecord, clean, entityOrNew, type Reader } from './statement.js';

const EACH_WITH =
  /^(.+?) (?:has|have|contains?|holds?|consists? of|is made up of) (?:(?:many|several|multiple|some|zero or more|any number of|an? (?:list|number|set) of) )?((?:[\p{L}-]+ )?[\p{L}-]+s),? each (?:one |of (?:them|which) )?(?:with|having|has) (.+)$/iu;

/** "An order belongs to a customer and has many lines, …": what else is said of the first. */
const SAID_BEFORE =
  /^((?:an? |each |every |the )?[\p{L}-]+(?: [\p{L}-]+)?) ((?:belongs?|has|have|is|are) .+?),? and$/iu;

/** "A recipe has ingredients, each with a name and an amount": records of their own, which belong to the first. */
export const readEachWith: Reader = (statement, understanding) => {
  const [, holder = '', said = '', fields = ''] = EACH_WITH.exec(clean(statement.text)) ?? [];
  const noun = nounWords(said);
  if (noun === '' || !canBeRecord(noun) || !isPlural(noun) || !isFieldList(fields)) return undefined;
  const [before, subject = holder] = SAID_BEFORE.exec(holder) ?? [];
  const parent = entityOrNew(subject, statement, understanding);
  if (parent === undefined) return undefined;
  return () => {
    if (before !== undefined) understanding.later(before.replace(/,? and$/i, ''), statement);
    const one = parent();
    const child = understanding.declare(noun, statement.source);
    if (child === one) return;
    tieMany(one, child, statement.source, understanding);
    noteFields(fields, child, statement, understanding);
    understanding.topic = child;
  };
};
