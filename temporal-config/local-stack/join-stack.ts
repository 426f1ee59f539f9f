import { setTimeout as sleep } from 'node:timers/promises';
import { ConfigError } from '../../src/config.js';
import { messageOf } from '../../src/protocol/errors.js';
import { prepareExternalServer } from '../external-server.js';
import { millwrightVersion } from '../millwright-version.js';
import { enterGuest, liveGuests, type GuestEntry } from './guest-list.js';
import type { StackPorts } from './hosted-stack.js';
import { becomeHost } from './hosting.js';
import { joinAsGuest, joinAsHost } from './membership.js';
import { requireSameNamespace } from './one-namespace.js';
import { isAlive } from './process-identity.js';
import { readStackRecord, type StackRecord } from './stack-record.js';
import type { StackConnection, StackOptions } from './stack.js';

/** How often a command looks whether the stack that another one is starting is ready. */
const POLL_MS = 250;

/**
 * Joins the local stack of a home: as its host when there is none, else as a guest who takes it over when the host ends.
 * With `temporalAddress` nothing is started.
 *
 * @throws MillwrightError `ToolchainMissing` without a Temporal server; ConfigError when the home or `temporalAddress`
 * cannot be used, or others use the stack with another namespace.
 */
export async function joinStack(options: StackOptions): Promise<StackConnection> {
  if (options.temporalAddress !== undefined) return joinExternal(options, options.temporalAddress);
  const entry = await enterGuest(options.home, options.namespace).catch((error: unknown) => {
    throw unusable(options.home, error);
  });
  try {
    // After entering, so that of two who start at once at least one sees the other; and once, so that nobody leaves whom
    // others count on.
    for (const { namespace, pid } of await liveGuests(options.home)) {
      if (namespace !== undefined) requireSameNamespace(options.namespace, namespace, pid);
    }
    return await joinLocal(options, entry);
  } catch (error) {
    await entry.leave();
    throw error;
  }
}

function unusable(home: string, error: unknown): ConfigError {
  return new ConfigError(
    `The folder of Millwright's state, ${home}, cannot be used: ${messageOf(error)}\n` +
      'Name another one: MILLWRIGHT_HOME=FOLDER',
  );
}

async function joinExternal(options: StackOptions, address: string): Promise<StackConnection> {
  await prepareExternalServer(address, options.namespace, options.onProgress);
  return {
    address,
    namespace: options.namespace,
    uiUrl: null,
    role: () => 'external',
    leave: () => Promise.resolve(),
  };
}

async function joinLocal(options: StackOptions, entry: GuestEntry): Promise<StackConnection> {
  let said = false;
  for (;;) {
    options.signal?.throwIfAborted();
    const hosting = await becomeHost(options, (former) => portsCountedOn(options.home, former));
    if (hosting !== undefined) return joinAsHost(options, entry.leave, hosting);

    const record = await readStackRecord(options.home);
    if (record?.state === 'ready' && (await isAlive(record.host))) {
      await entry.countOn(record.serverPort);
      // Whoever became host before that was written need not have taken the same ports.
      if (!isSame(await readStackRecord(options.home), record)) {
        await entry.countOn(undefined);
        continue;
      }
      sayVersion(record, options.onProgress);
      if (options.workerCommand !== null) await options.beforeWorker?.(`127.0.0.1:${record.serverPort}`);
      return joinAsGuest(options, entry.leave, record);
    }
    if (!said) options.onProgress('Another command is starting the local stack; waiting for it.');
    said = true;
    await sleep(POLL_MS);
  }
}

/** The ports of the former host, where somebody who had joined it is still there. */
async function portsCountedOn(
  home: string,
  former: StackRecord | undefined,
): Promise<StackPorts | undefined> {
  if (former === undefined) return undefined;
  const guests = await liveGuests(home);
  return guests.some(({ serverPort }) => serverPort === former.serverPort) ? former : undefined;
}

/** Is the host that of `record` still, and as far? */
function isSame(now: StackRecord | undefined, record: StackRecord): boolean {
  return (
    now?.state === 'ready' &&
    now.host.pid === record.host.pid &&
    now.host.started === record.host.started &&
    now.serverPort === record.serverPort
  );
}

function sayVersion(record: StackRecord, onProgress: (line: string) => void): void {
  const ours = millwrightVersion();
  if (record.version === ours) return;
  onProgress(
    `The local stack was started by Millwright ${record.version}, and this command is ${ours}: its worker does the work. ` +
      `To change that, end process ${record.host.pid} and start this command again.`,
  );
}
