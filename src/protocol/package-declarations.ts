/**
 * What an installed package declares about one thing that a finding is about. All of it was written by others: it is shown as
 * data, and never as words of our own.
 */
export interface PackageDeclarations {
  /** The package, or the module as it is imported (`node:test`). */
  readonly from: string;
  /** What is shown of `of`: what the module exports, what the type has, how it is called, or the type itself. */
  readonly shows: 'exports' | 'members' | 'signatures' | 'type';
  /** Name of the module, type or function. */
  readonly of: string;
  /** Whole declarations without their comments, the most useful first. */
  readonly declarations: readonly string[];
  /** Names of others, the most useful first. */
  readonly names: readonly string[];
  /** How many there are beside all of these. */
  readonly more: number;
}
