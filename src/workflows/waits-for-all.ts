import { patched } from '@temporalio/workflow';

/** Does this run wait for what is under way before it tells of a failure? Those that began before it did fail at once. */
export function waitsForAll(): boolean {
  return patched('failure-waits-for-all');
}
