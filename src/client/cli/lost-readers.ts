import type { Writable } from 'node:stream';

/** A pipe whose reader is gone, and a terminal that was closed. */
const NOBODY_READS: ReadonlySet<string | undefined> = new Set(['EPIPE', 'EIO', 'ERR_STREAM_DESTROYED']);

/**
 * A reader that had enough (`| head`) is no failure, and no end of the work either: what is still written to it goes nowhere,
 * and the command ends with the exit code that it has earned.
 */
export function outliveReaders(...streams: readonly Writable[]): void {
  for (const stream of streams) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (!NOBODY_READS.has(error.code)) throw error;
    });
  }
}
