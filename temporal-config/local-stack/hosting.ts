import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { tryHold, type Hold } from '../hold.js';
import { liveGuests } from './guest-list.js';
import { hostStack, type HostedStack, type StackPorts } from './hosted-stack.js';
import { isAlive } from './process-identity.js';
import { readStackRecord, type StackRecord } from './stack-record.js';
import type { StackOptions } from './stack.js';

/** How long a leaving host waits for a guest to take over; the guest does so either way. */
const HAND_OVER_WITHIN_MS = 20_000;
const POLL_MS = 100;

/** The stack that this process hosts, and the hold on it that keeps others from doing so. */
export interface Hosting {
  readonly hold: Hold;
  readonly stack: HostedStack;
}

/**
 * Hosts the stack of a home when nobody does; undefined when another process has the hold.
 *
 * @param portsOf those that others count on, or undefined. It is asked with the hold, when nobody can join any more.
 * @throws what {@link hostStack} throws; the hold is free again then.
 */
export async function becomeHost(
  options: StackOptions,
  portsOf: (former: StackRecord | undefined) => Promise<StackPorts | undefined>,
): Promise<Hosting | undefined> {
  const hold = tryHold(join(options.home, 'stack.hold'));
  if (hold === undefined) return undefined;
  try {
    const former = await readStackRecord(options.home);
    return { hold, stack: await hostStack(options, former, await portsOf(former)) };
  } catch (error) {
    hold.release();
    throw error;
  }
}

/** Ends what this process hosts; when guests are there, returns once one of them serves again. */
export async function endHosting(hosting: Hosting, options: StackOptions): Promise<void> {
  await hosting.stack.stop();
  hosting.hold.release();
  const deadline = Date.now() + HAND_OVER_WITHIN_MS;
  let said = false;
  while (Date.now() < deadline) {
    const [guest] = await liveGuests(options.home);
    if (guest === undefined) return;
    const record = await readStackRecord(options.home);
    if (record?.state === 'ready' && (await isAlive(record.host))) return;
    if (!said) options.onProgress(`Handing the local stack over to process ${guest.pid}.`);
    said = true;
    await sleep(POLL_MS);
  }
}
