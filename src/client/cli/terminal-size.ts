/** What a terminal has that does not say how large it is. */
const USUAL = { columns: 80, rows: 24 } as const;

/**
 * A terminal that does not know its size (a serial line, a pty that nobody has given one) says 0 columns and 0 rows, or nothing.
 * It is taken for one of the usual size, so that nothing that is drawn on it is cut to nothing.
 */
export function assumeSize(...streams: readonly NodeJS.WriteStream[]): void {
  for (const stream of streams) {
    if (!stream.isTTY) continue;
    const assume = (): void => {
      if (!(stream.columns > 0)) stream.columns = USUAL.columns;
      if (!(stream.rows > 0)) stream.rows = USUAL.rows;
    };
    assume();
    // Before whoever draws anew by what it says now.
    stream.prependListener('resize', assume);
  }
}
