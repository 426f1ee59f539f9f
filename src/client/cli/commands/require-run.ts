import type { Client } from '@temporalio/client';
import { findRun, type FoundRun } from '../../runs/find-run.js';
import { CommandError } from '../command-error.js';
import type { CliContext } from '../context.js';

/**
 * The run of that name, for something to be done with it.
 * @throws CommandError `RunNotFound`; the interruption, when it came meanwhile: then nothing is begun.
 */
export async function requireRun(context: CliContext, client: Client, name: string): Promise<FoundRun> {
  const found = await findRun(client, context.parts.records, name);
  context.interrupted.throwIfAborted();
  if (found !== undefined) return found;
  throw new CommandError(
    'RunNotFound',
    `There is no run ${JSON.stringify(name)}. "millwright runs" lists them.`,
  );
}

/** The run of that name, which must be open. @throws CommandError `RunNotFound`, `RunClosed`. */
export async function requireOpenRun(
  context: CliContext,
  client: Client,
  name: string,
): Promise<Extract<FoundRun, { state: 'open' }>> {
  const found = await requireRun(context, client, name);
  if (found.state === 'open') return found;
  throw runClosed(found);
}

/** What whoever would change a closed run is told. */
export function runClosed(found: Exclude<FoundRun, { state: 'open' }>): CommandError {
  const how =
    found.state === 'closed' ? found.record.outcome.replaceAll('-', ' ') : found.status.toLowerCase();
  return new CommandError(
    'RunClosed',
    `The run ${found.workflowId} is closed (${how}); nothing in it can be changed.`,
  );
}
