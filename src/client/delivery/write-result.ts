import { shellWord } from '../shell-word.js';
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
   * repository, and nothing else (`written`, `removed` and `kept` are then what it holds); `unchanged`: all of it was
   * there already, or kept.
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
  /** On a branch: what a person made or changed, and the project's files take the place of there. HEAD keeps it. */
  readonly replaced: readonly string[];
  /** The branch that has the project, new or from before; null when it is in the folder. */
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

/** The result in sentences for a person, one a line, the most telling first. `run`: as `millwright fetch` takes it. */
export function describeWrite(result: WriteResult, run: string): readonly string[] {
  const lines: string[] = [];
  const forced = result.kept.filter(({ wanted }) => wanted);
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
        `See what it changes with "git diff HEAD ${result.branch ?? ''}", or take it into a folder of its own with ` +
          `"git worktree add FOLDER ${result.branch ?? ''}".`,
      );
      break;
    case 'unchanged':
      lines.push(
        result.branch === null
          ? `Nothing to write: ${forced.length === 0 ? 'all of it' : 'the rest of it'} is in ${result.target} already.`
          : `Nothing to write: branch ${result.branch} has it already, and the working tree is untouched.`,
      );
      break;
  }
  if (result.removed.length > 0) {
    const where = result.branch === null ? '' : ' on that branch';
    lines.push(`Removed${where} what the project no longer has: ${result.removed.join(', ')}.`);
  }
  if (result.replaced.length > 0)
    lines.push(
      `On that branch the project's files take the place of what Millwright did not write: ${result.replaced.join(', ')}. ` +
        'The commit under it keeps yours: merge with care.',
    );
  for (const { path, because } of result.kept) lines.push(`Left ${path} as it is: ${because}.`);
  if (forced.length > 0 && result.branch === null)
    lines.push(
      `To have it as delivered: "millwright fetch ${shellWord(run)} --out ${shellWord(result.target)} --force" saves what is there, then writes.`,
    );
  for (const { path, savedAs } of result.saved) lines.push(`Saved ${path} as ${savedAs} before writing it.`);
  if (result.repository.state === 'created')
    lines.push(`It is a git repository, branch main at ${result.repository.commit.slice(0, 12)}.`);
  if (result.repository.state === 'none')
    lines.push(`It is not a git repository: ${result.repository.because}.`);
  return lines;
}
