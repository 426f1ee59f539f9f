/** One measured figure. Every bar is a bound from above: less is better throughout. */
export interface Figure {
  /** Says what is measured, so that the line stands by itself. */
  readonly name: string;
  readonly value: number;
  /** `s`, `ms`, `×`, `MB` …; '' for a bare number. */
  readonly unit: string;
  /** The most that the figure may be; null where it is printed for the reader only. */
  readonly bar: number | null;
  /** A run that is made to fall short, which shows that the figure beside it can. */
  readonly control?: true;
}

/** Whether `figure` is as it should be: within its bar, or, for a control, over it. */
export function isAsItShouldBe(figure: Figure): boolean {
  return fallsShort(figure) === (figure.control === true);
}

export function fallsShort({ value, bar }: Figure): boolean {
  // A figure that could not be computed is no success.
  return bar !== null && !(value <= bar);
}

/** `name value unit (bar: …) ok|short`. */
export function formatFigure(figure: Figure): string {
  const { name, value, unit, bar, control } = figure;
  const bound = bar === null ? 'none' : `at most ${formatNumber(bar)}`;
  const line = `${name} ${formatNumber(value)}${unit === '' ? '' : ` ${unit}`} (bar: ${bound})`;
  if (control !== true) return `${line} ${fallsShort(figure) ? 'short' : 'ok'}`;
  return `(control) ${line} ${fallsShort(figure) ? 'short, as it must be' : 'ok, and must not be: this bench cannot fail'}`;
}

/** Three significant digits below a thousand, whole numbers above. */
function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  return Math.abs(value) >= 1000
    ? Math.round(value).toLocaleString('en-US')
    : String(Number(value.toPrecision(Math.abs(value) >= 1 && Math.abs(value) < 10 ? 4 : 3)));
}
