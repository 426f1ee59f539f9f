/** Makes the git bundle of a tree. Replaced by its implementation; this is its contract. */
export interface GitBundler {
  /** A bundle whose one commit on `main` depends on `files` and `message` alone; null when there is no git here. */
  bundle(files: ReadonlyMap<string, Uint8Array>, message: string): Promise<Uint8Array | null>;
}
