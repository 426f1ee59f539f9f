/** A service was to listen on a port of this machine that something else listens on: nothing was started, nothing was asked. */
export class TakenPortError extends Error {
  override readonly name = 'TakenPortError';

  constructor(readonly port: number) {
    super(`something else listens on port ${port} of this machine`);
  }
}
