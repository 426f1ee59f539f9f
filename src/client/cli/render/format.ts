import cliTruncate from 'cli-truncate';
import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';
import { usdFigures } from '../../../protocol/usd.js';

/** `0.8 s`, `12 s`, `3 min 05 s`, `2 h 07 min`. */
export function formatDuration(ms: number): string {
  const seconds = Math.max(0, ms) / 1000;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  const two = (value: number): string => String(value).padStart(2, '0');
  return minutes < 60
    ? `${minutes} min ${two(whole % 60)} s`
    : `${Math.floor(minutes / 60)} h ${two(minutes % 60)} min`;
}

/** `$1.25`, `$0.034`. */
export function formatCost(usd: number): string {
  return `$${usdFigures(usd)}`;
}

/** `1 file`, `3 files`. */
export function count(amount: number, one: string, many = `${one}s`): string {
  return `${amount} ${amount === 1 ? one : many}`;
}

/** One line of at most `columns` terminal cells, wide characters counted as two. */
export function fit(line: string, columns: number): string {
  return stringWidth(line) <= columns ? line : cliTruncate(line, Math.max(1, columns));
}

/** A path cut in its middle: both the folder and the name say something. */
export function fitPath(path: string, columns: number): string {
  return stringWidth(path) <= columns
    ? path
    : cliTruncate(path, Math.max(1, columns), { position: 'middle' });
}

/** `text` filled up with spaces to `cells` terminal cells. */
export function pad(text: string, cells: number): string {
  return text + ' '.repeat(Math.max(0, cells - stringWidth(text)));
}

/** A paragraph broken to `columns`, every line after the first indented to stand under the first's text. */
export function paragraph(
  text: string,
  columns: number,
  first = '',
  rest = ' '.repeat(stringWidth(first)),
): string[] {
  const room = Math.max(20, columns - stringWidth(rest));
  return wrapAnsi(text, room, { hard: true })
    .split('\n')
    .map((line, index) => `${index === 0 ? first : rest}${line}`);
}

/** Columns of text, each as wide as its widest cell; the last is cut where the line would be too long. */
export function table(rows: readonly (readonly string[])[], columns: number): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, index) => {
      widths[index] = Math.max(widths[index] ?? 0, stringWidth(cell));
    });
  }
  return rows.map((row) => {
    const last = row.length - 1;
    const cells = row.map((cell, index) => (index === last ? cell : pad(cell, widths[index] ?? 0)));
    return fit(cells.join('  ').trimEnd(), columns);
  });
}
