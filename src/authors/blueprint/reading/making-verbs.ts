/** Verbs by which a record comes to be, where its noun does not begin like them. */
const OTHERWISE: Readonly<Record<string, string>> = {
  loan: 'lend lent borrow',
  rental: 'hire',
  ticket: 'buy sell purchase',
  sale: 'sell',
  purchase: 'buy',
  registration: 'register',
  subscription: 'subscribe',
  admission: 'admit',
  booking: 'reserve',
  reservation: 'book',
};

const ENDING = /(?:(?<=[st])ion|(?<=..)(?:ation|al|ment|ing|ance|y))$/;

/** The verbs that say that a record of the kind is made: to adopt for an adoption, to park for a parking session. */
export function verbsMaking(noun: string): string {
  return noun
    .split(' ')
    .flatMap((word) => [
      word,
      word.replace(ENDING, ''),
      ...(Object.hasOwn(OTHERWISE, word) ? [OTHERWISE[word]] : []),
    ])
    .join(' ');
}
