const DAY =
  '(?:an?|its) (?:(?:certain|given|specific|particular|fixed) )?(?:(?:[\\p{L}-]+ ){1,2}(?:time|date|day)|date|day)';
/** "At the same time" compares, "at a time" limits: neither names a field. */
const NO_FIELD = /\b(?:same|current|present|first|last|given|any|other|different) (?:time|date|day)\b/i;
const WHEN = new RegExp(
  `^(.+?),? (?:(?:at|on|starting (?:at|on)) (${DAY})|from (${DAY}) (?:to|until|till) (${DAY}))$`,
  'iu',
);

/** "In a room at a start time", "from a start date to an end date": what stands before it, and the fields that it names. */
export function cutWhen(text: string): { readonly head: string; readonly fields: string | undefined } {
  const [, head = text, at, from, to] = WHEN.exec(text) ?? [];
  const named = [at, from, to].filter((words) => words !== undefined);
  return named.length === 0 || named.some((words) => NO_FIELD.test(words))
    ? { head: text, fields: undefined }
    : { head, fields: named.join(', ') };
}
