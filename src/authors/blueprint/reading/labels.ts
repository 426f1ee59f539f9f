/** Of what kind the statements are that follow, which says nothing of them: "Rules: …", "**Constraints:** …". */
const LABEL =
  /^\s*(?:[*_]{2})?(?:(?:the|some|our|my|main|core|key|basic|business|domain|data|general|further|other|additional) )*(rules?|constraints?|requirements?|conditions|restrictions|validations?|validation rules|regulations|entities|resources|models|data model|records)(?:[*_]{2})?:(?:[*_]{2})? +(?=\S)/i;
const OF_RECORDS = /^(?:entities|resources|models|data model|records)$/i;

/** The label that a passage begins with, verbatim; undefined: it has none. */
export function labelOf(text: string): string | undefined {
  return LABEL.exec(text)?.[0];
}

/** A statement without its label. The one of a list of records stays: it tells what the list is. */
export function withoutLabel(text: string): string {
  const [label = '', kind = ''] = LABEL.exec(text) ?? [];
  return OF_RECORDS.test(kind) ? text : text.slice(label.length);
}
