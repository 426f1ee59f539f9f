import pc from 'picocolors';

/** What a text for a person may use: colours or none, and how wide it may be. */
export interface Style {
  readonly colors: ReturnType<typeof pc.createColors>;
  /** Columns of the terminal. */
  readonly columns: number;
}

/** Width for text that goes to a file or a pipe: wide enough to cut nothing that matters. */
const COLUMNS_WITHOUT_TERMINAL = 120;

/**
 * Colours follow https://no-color.org: any non-empty NO_COLOR turns them off; FORCE_COLOR turns them on without a terminal.
 */
export function styleOf(
  stream: { readonly isTTY?: boolean; readonly columns?: number },
  environment: Readonly<Record<string, string | undefined>>,
): Style {
  const given = (name: string): boolean => (environment[name] ?? '') !== '';
  const colored =
    !given('NO_COLOR') && (given('FORCE_COLOR') || (stream.isTTY === true && environment.TERM !== 'dumb'));
  return {
    colors: pc.createColors(colored),
    columns: stream.columns ?? COLUMNS_WITHOUT_TERMINAL,
  };
}

export const MARKS = { done: '✔', failed: '✖', waiting: '·', flag: '⚑', open: '○' } as const;
