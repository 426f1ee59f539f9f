import { Context } from '@temporalio/activity';
import type { Author } from '../authors/author.js';
import type { AuthorName } from '../protocol/analysis.js';
import { MillwrightError } from '../protocol/errors.js';
import type { Parts } from './parts.js';

/**
 * How long, in milliseconds, a run that is under way waits for a worker that has its author: at first so long, then twice as long each
 * time. With the attempts of such an activity that is about four hours, in which a person may notice.
 */
const FIRST_WAIT_MS = 30_000;
const LONGEST_WAIT_MS = 15 * 60_000;

/** @throws MillwrightError `ModelRequired`, final, when this worker does not have the author. */
export function authorOf({ authors }: Parts, name: AuthorName): Author {
  const found = authors[name];
  if (found !== undefined) return found;
  throw new MillwrightError(
    'ModelRequired',
    `The ${name} author was asked for, and this worker has none. Start the run with the blueprint author, or a worker with a model configured.`,
  );
}

/**
 * The same for a run that its author has begun: another worker had it, and one may have it again, so that this is no reason to end it.
 * @throws MillwrightError `ModelRequired`, to be tried again.
 */
export function authorUnderWay({ authors }: Parts, name: AuthorName): Author {
  const found = authors[name];
  if (found !== undefined) return found;
  const { attempt } = Context.current().info;
  throw new MillwrightError(
    'ModelRequired',
    `A ${name} writes this run, and the process that keeps the worker now has none configured. The run waits: end that process and start it again with ` +
      'OPENAI_API_KEY (or OPENAI_BASE_URL, or the folder of the millwright.config.yaml) that the run was started with, e.g. "millwright dev".',
    { transient: true, retryAfterMs: Math.min(FIRST_WAIT_MS * 2 ** (attempt - 1), LONGEST_WAIT_MS) },
  );
}
