import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf } from '../../src/protocol/errors.js';
import { becomeHost, endHosting, type Hosting } from './hosting.js';
import type { StackPorts } from './hosted-stack.js';
import type { KeptProcess } from './kept-process.js';
import { readStackRecord } from './stack-record.js';
import type { StackConnection, StackOptions } from './stack.js';
import { keepWorker } from './worker-process.js';

/** How often a guest looks whether its host is still there: what a take-over waits at most before it begins. */
const WATCH_MS = 250;
/** Wait after a take-over that failed. */
const RETRY_MS = 2_000;

/** The connection of the process that hosts. */
export function joinAsHost(
  options: StackOptions,
  leaveList: () => Promise<void>,
  hosting: Hosting,
): StackConnection {
  return {
    address: hosting.stack.address,
    namespace: options.namespace,
    uiUrl: hosting.stack.uiUrl,
    role: () => 'host',
    leave: once(async () => {
      await leaveList();
      await endHosting(hosting, options);
    }),
  };
}

/** The connection of a process that uses another's stack, and takes it over on the same ports when that one ends. */
export function joinAsGuest(
  options: StackOptions,
  leaveList: () => Promise<void>,
  ports: StackPorts,
): StackConnection {
  const leaving = new AbortController();
  const guest = new Guest({ ...options, beforeWorker: undefined, signal: leaving.signal }, ports);
  const watching = guest.watch(leaving.signal);
  return {
    address: `127.0.0.1:${ports.serverPort}`,
    namespace: options.namespace,
    uiUrl: `http://127.0.0.1:${ports.uiPort}`,
    role: () => (guest.hosting === undefined ? 'guest' : 'host'),
    leave: once(async () => {
      leaving.abort();
      await watching;
      await leaveList();
      await guest.end();
    }),
  };
}

/** What a guest keeps running: nothing, or a worker of its own where the host has none, or the whole stack. */
class Guest {
  hosting: Hosting | undefined;
  private worker: KeptProcess | undefined;

  constructor(
    private readonly options: StackOptions,
    private readonly ports: StackPorts,
  ) {}

  /** Returns once this process hosts, or leaves. */
  async watch(leaving: AbortSignal): Promise<void> {
    let wait = WATCH_MS;
    while (!leaving.aborted && this.hosting === undefined) {
      wait = await this.look(leaving);
      await sleep(wait, undefined, { signal: leaving }).catch(() => undefined);
    }
  }

  async end(): Promise<void> {
    await this.worker?.stop();
    if (this.hosting !== undefined) await endHosting(this.hosting, this.options);
  }

  /** Milliseconds until the next look. */
  private async look(leaving: AbortSignal): Promise<number> {
    try {
      await this.hostIfFree();
      if (this.hosting === undefined) await this.keepWorkerIfNoneIsKept();
      return WATCH_MS;
    } catch (error) {
      if (!leaving.aborted) {
        this.options.onProgress(messageOf(error));
      }
      return RETRY_MS;
    }
  }

  private async hostIfFree(): Promise<void> {
    this.hosting = await becomeHost(this.options, () => Promise.resolve(this.ports));
    if (this.hosting === undefined) return;
    await this.worker?.stop();
    this.worker = undefined;
    this.options.onProgress('Took over the local stack: the command that hosted it has ended.');
  }

  private async keepWorkerIfNoneIsKept(): Promise<void> {
    const { workerCommand } = this.options;
    if (workerCommand === null || this.worker !== undefined) return;
    const record = await readStackRecord(this.options.home);
    if (record?.state !== 'ready' || record.keepsWorker) return;
    const options = { ...this.options, workerCommand };
    this.worker = await keepWorker(options, `127.0.0.1:${this.ports.serverPort}`, () => Promise.resolve());
  }
}

/** The same promise for every call. */
function once(action: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => (done ??= action());
}
