import { REPORTS } from './delivered-files.js';
import type { Kept } from './lay-over-plan.js';

/** What became of the folder's git repository. */
export type RepositoryResult =
  | { readonly state: 'created'; readonly commit: string }
  /** The folder had one, and it was left as it is (but for the branch, if there is one). */
  | { readonly state: 'there' }
  | { readonly state: 'none'; readonly because: string };

/** What writing a delivery did. Paths are relative to `target`. */
export interface WriteResult {
  /** The folder, absolute, links resolved. */
  readonly target: string;
  /**
   * `created`: a new folder; `updated`: files of a folder that was there; `branch`: a new branch in the folder's
   * repository, and nothing else; `unchanged`: all of it was there already, or kept.
   */
  readonly how: 'created' | 'updated' | 'branch' | 'unchanged';
  /** Created or replaced. */
  readonly written: readonly string[];
  /** Written by an earlier delivery, untouched since, and no longer part of the project. */
  readonly removed: readonly string[];
  /** Left alone, because a person made or changed them. */
  readonly kept: readonly Kept[];
  /** Moved away before they were written over (`--force`). */
  readonly saved: readonly { readonly path: string; readonly savedAs: string }[];
  readonly branch: string | null;
  readonly repository: RepositoryResult;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** Files of the project as a run counts them, and Millwright's reports beside them. */
function filesAndReports(written: readonly string[]): string {
  const reports = REPORTS.filter((path) => written.includes(path));
  const files = count(written.length - reports.length, 'file');
  return reports.length === 0
    ? files
    : `${files} and ${count(reports.length, 'report')} (${reports.join(', ')})`;
}

/** The result in sentences for a person, one a line, the most telling first. */
export function describeWrite(result: WriteResult): readonly string[] {
  const lines: string[] = [];
  switch (result.how) {
    case 'created':
      lines.push(`Wrote ${filesAndReports(result.written)} to ${result.target}.`);
      break;
    case 'updated':
      lines.push(`Updated ${result.target}: ${filesAndReports(result.written)} written.`);
      break;
    case 'branch':
      lines.push(
        `${result.target} is in a git repository: the project is on its new branch ${result.branch ?? ''}, and the ` +
          'working tree is untouched.',
      );
      break;
    case 'unchanged':
      lines.push(
        result.branch === null
          ? `Nothing to write: ${result.target} has it already.`
          : `Nothing to write: branch ${result.branch} has it already, and the working tree is untouched.`,
      );
      break;
  }
  if (result.removed.length > 0)
    lines.push(`Removed what the project no longer has: ${result.removed.join(', ')}.`);
  for (const { path, because } of result.kept) lines.push(`Kept ${path}: ${because}.`);
  if (result.kept.length > 0 && result.repository.state !== 'there')
    lines.push('With --force these are saved elsewhere first, then written over.');
  for (const { path, savedAs } of result.saved) lines.push(`Saved ${path} as ${savedAs} before writing it.`);
  if (result.repository.state === 'created')
    lines.push(`It is a git repository, branch main at ${result.repository.commit.slice(0, 12)}.`);
  if (result.repository.state === 'none')
    lines.push(`It is not a git repository: ${result.repository.because}.`);
  return lines;
}
