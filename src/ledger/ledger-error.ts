/** The ledger cannot be used or read. The message says what to do. */
export class LedgerError extends Error {
  override readonly name = 'LedgerError';
}
