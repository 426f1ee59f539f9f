/** A host file or folder in a sandbox, read-only. */
export interface Mount {
  readonly source: string;
  /** Absolute path inside. */
  readonly target: string;
  /** Folders in it, by name, that are writable, empty and in memory. */
  readonly scratch: readonly string[];
}
