/** The item of a list of one. */
export function onlyOne<Item>(items: readonly Item[]): Item | undefined {
  return items.length === 1 ? items[0] : undefined;
}

/** The same words in another order: "date received" and "received date". */
export function sameWords(first: string, second: string): boolean {
  const kinds = /^(?:date|day|time|on|at)$/;
  const bag = (words: string): string =>
    words
      .split(' ')
      .filter((word) => word !== 'of' && word !== 'the')
      .map((word) => (kinds.test(word) ? 'date' : word))
      .sort()
      .join(' ');
  return bag(first) === bag(second);
}

/** Which end of a period a field's name stands for: "last day", "end date", "until". */
export function endOf(words: string): 'start' | 'end' | undefined {
  if (/^(?:(?:first|start|starting|begin|beginning|from)(?: (?:date|day|time))?|from|start)$/.test(words))
    return 'start';
  if (/^(?:(?:last|end|ending|until|to|till|final)(?: (?:date|day|time))?|until|end)$/.test(words))
    return 'end';
  return undefined;
}

/** "Email address" of what is called "email" for short, "phone number" of "phone". */
export function isLongerName(words: string, short: string): boolean {
  return (
    (/(?:^| )e?mail$/.test(short) && words === `${short} address`) ||
    (/(?:^| )(?:phone|telephone|mobile|fax)$/.test(short) && words === `${short} number`)
  );
}
