/** One thing that `doctor` looked at. */
export interface Finding {
  readonly name: string;
  /** `missing` keeps Millwright from working; `degraded` keeps it from proving or delivering all it could. */
  readonly state: 'ok' | 'degraded' | 'missing';
  /** What was found. */
  readonly detail: string;
  /** What to do; absent when it is well. */
  readonly remedy?: string;
}
