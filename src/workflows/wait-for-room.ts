import { sleep } from '@temporalio/workflow';

/**
 * How long, in milliseconds, to wait before a claim that found no room is tried again: other calls settle in seconds, or in
 * minutes, and each try is history.
 */
const FIRST_ROOM_WAIT_MS = 2_000;
const LONGEST_ROOM_WAIT_MS = 60_000;

/** Resolves when the purse may have room again. @param waits how often was waited before. */
export function waitForRoom(waits: number): Promise<void> {
  return sleep(Math.min(FIRST_ROOM_WAIT_MS * 2 ** waits, LONGEST_ROOM_WAIT_MS), {
    summary: 'waiting for room in the purse',
  });
}
