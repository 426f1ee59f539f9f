import { patched, setCurrentDetails, sleep } from '@temporalio/workflow';
import type { ProduceFileInput, ProduceFileResult } from '../protocol/children.js';
import { activity } from './activity-options.js';
import { withNamedFailures } from './with-named-failures.js';
import { produceFile as produce } from './loops/produce-file.js';

/**
 * How long, in milliseconds, to wait before a claim that found no room is tried again: other calls settle in seconds, or in
 * minutes, and each try is history.
 */
const FIRST_ROOM_WAIT_MS = 2_000;
const LONGEST_ROOM_WAIT_MS = 60_000;

/** One file of a run, from draft to accepted, as a child with a history and a cancel of its own. */
export async function produceFile(input: ProduceFileInput): Promise<ProduceFileResult> {
  const { run, analysis, plan, environment, path, tree } = input;
  return withNamedFailures(() =>
    produce(input, {
      build: (request) => {
        setCurrentDetails(`${path}: draft ${request.draft} by the ${request.author} author`);
        return activity(
          'buildFile',
          `${path} · draft ${request.draft}`,
        )({
          ...request,
          run,
          analysis,
          plan,
          path,
          tree,
          environment,
        });
      },
      validate: (content) => {
        setCurrentDetails(`${path}: checking`);
        return activity('validate', path)({ run, plan, path, content, tree, environment });
      },
      waitForRoom: (waits) =>
        sleep(Math.min(FIRST_ROOM_WAIT_MS * 2 ** waits, LONGEST_ROOM_WAIT_MS), {
          summary: 'waiting for room in the purse',
        }),
      countsUnanswered: () => patched('unanswered-drafts-count'),
    }),
  );
}
