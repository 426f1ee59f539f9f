import { accessSync, constants, mkdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { ConfigError } from '../../src/config.js';
import { messageOf } from '../../src/protocol/errors.js';
import { prepareExternalServer } from '../external-server.js';
import { millwrightVersion } from '../millwright-version.js';
import { enterGuest, liveGuests } from './guest-list.js';
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
  requireFolder(options.home);
  const leaveList = await enterGuest(options.home, options.namespace).catch((error: unknown) => {
    throw unusable(options.home, error);
  });
  try {
    // After entering, so that of two who start at once at least one sees the other; and once, so that nobody leaves whom
    // others count on.
    for (const { namespace, pid } of await liveGuests(options.home)) {
      if (namespace !== undefined) requireSameNamespace(options.namespace, namespace, pid);
    }
    return await joinLocal(options, leaveList);
  } catch (error) {
    await leaveList();
    throw error;
  }
}

function requireFolder(home: string): void {
  try {
    mkdirSync(home, { recursive: true });
    accessSync(home, constants.W_OK);
  } catch (error) {
    throw unusable(home, error);
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

async function joinLocal(options: StackOptions, leaveList: () => Promise<void>): Promise<StackConnection> {
  let said = false;
  for (;;) {
    options.signal?.throwIfAborted();
    const former = await readStackRecord(options.home);
    const othersCountOnIt = (await liveGuests(options.home)).length > 1;
    const hosting = await becomeHost(options, othersCountOnIt ? former : undefined);
    if (hosting !== undefined) return joinAsHost(options, leaveList, hosting);

    const record = await readStackRecord(options.home);
    if (record?.state === 'ready' && (await isAlive(record.host))) {
      sayVersion(record, options.onProgress);
      if (options.workerCommand !== null) await options.beforeWorker?.(`127.0.0.1:${record.serverPort}`);
      return joinAsGuest(options, leaveList, record);
    }
    if (!said) options.onProgress('Another command is starting the local stack; waiting for it.');
    said = true;
    await sleep(POLL_MS);
  }
}

function sayVersion(record: StackRecord, onProgress: (line: string) => void): void {
  const ours = millwrightVersion();
  if (record.version === ours) return;
  onProgress(
    `The local stack was started by Millwright ${record.version}, and this command is ${ours}: its worker does the work. ` +
      `To change that, end process ${record.host.pid} and start this command again.`,
  );
}
