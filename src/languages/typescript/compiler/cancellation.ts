import ts from 'typescript';

/**
 * A flag in memory that the event loop and a thread share: the thread sees an abort in the middle of a check, gives the
 * check up, and keeps its warm compiler.
 */
export type CancelFlag = Int32Array<SharedArrayBuffer>;

export function createCancelFlag(): CancelFlag {
  return new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
}

export function raise(flag: CancelFlag): void {
  Atomics.store(flag, 0, 1);
}

/** What the compiler asks while it works. @throws ts.OperationCanceledException from `throwIfCancellationRequested`. */
export function cancellationToken(flag: CancelFlag): ts.CancellationToken {
  const isCancellationRequested = (): boolean => Atomics.load(flag, 0) === 1;
  return {
    isCancellationRequested,
    throwIfCancellationRequested: () => {
      // The compiler knows a cancellation by this class, which is no Error.
      // eslint-disable-next-line @typescript-eslint/only-throw-error
      if (isCancellationRequested()) throw new ts.OperationCanceledException();
    },
  };
}
