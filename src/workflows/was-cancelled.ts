import { CancellationScope, isCancellation, patched } from '@temporalio/workflow';

/** Was this one file cancelled by a person, and not the run? Always false in runs that began before that was told apart. */
export function wasCancelledAlone(error: unknown): boolean {
  return (
    isCancellation(error) &&
    !CancellationScope.current().consideredCancelled &&
    patched('one-file-is-cancelled')
  );
}
