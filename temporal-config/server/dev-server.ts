import { mkdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import { messageOf, MillwrightError } from '../../src/protocol/errors.js';
import { localConnection } from '../connect.js';
import { startSupervised, type SupervisedProcess } from '../local-stack/supervised-process.js';
import { prepareNamespace } from './prepare-namespace.js';
import { serverEnvironment } from './server-environment.js';
import { serverArguments, type ServerPlace } from './server-arguments.js';

/** A start takes about a second on a small machine; this bounds a hang, also on a machine under heavy load. */
const HEALTHY_WITHIN_MS = 60_000;
const POLL_MS = 50;
/** A server that finds its port taken has ended by then. */
const ENDS_WITHIN_MS = 5_000;
/** An orderly end takes about 2.5 s; the state is safe either way. */
const GRACE_MS = 8_000;

/** One development server with its state in a file; it ends when this process does. */
export interface DevServer extends SupervisedProcess {
  readonly address: string;
  readonly uiUrl: string;
}

export interface DevServerOptions {
  /** The Temporal CLI: see `findCli`. */
  readonly cli: string;
  readonly place: ServerPlace;
  readonly logFile: string;
  readonly signal?: AbortSignal;
}

/**
 * Starts a server and returns once it answers and its namespace is ready (retention, search attributes).
 *
 * @throws MillwrightError `ToolchainMissing` when it ends or does not answer; the message holds the end of its log. The signal's
 * reason, with the server ended.
 */
export async function startDevServer(options: DevServerOptions): Promise<DevServer> {
  const { cli, place, logFile } = options;
  mkdirSync(dirname(place.database), { recursive: true });
  const supervised = await startSupervised({
    command: [cli, ...serverArguments(place)],
    environment: serverEnvironment(process.env),
    logFile,
    graceMs: GRACE_MS,
  });
  const address = `127.0.0.1:${place.port}`;
  try {
    await orAborted(options.signal, untilHealthy(address, place.namespace, supervised, options.signal));
  } catch (error) {
    await supervised.stop();
    if (options.signal?.aborted === true) throw error;
    throw new MillwrightError(
      'ToolchainMissing',
      `The Temporal server did not start on ${address}: ${messageOf(error)}\n` +
        `The end of its log, ${logFile}:\n${await endOf(logFile)}\n` +
        `Its state is in ${place.database}; without that file it starts anew. Or set TEMPORAL_ADDRESS: docs/temporal.md`,
      {},
      { cause: error },
    );
  }
  return { ...supervised, address, uiUrl: `http://127.0.0.1:${place.uiPort}` };
}

/** `work`, or the signal's reason as soon as that is there: a call to a server that hangs ends by itself only later. */
async function orAborted<T>(signal: AbortSignal | undefined, work: Promise<T>): Promise<T> {
  if (signal === undefined) return work;
  const over = new AbortController();
  const aborted = new Promise<never>((_, reject) => {
    const abort = (): void => {
      reject(signal.reason as Error);
    };
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { signal: over.signal });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    over.abort();
  }
}

async function untilHealthy(
  address: string,
  namespace: string,
  server: SupervisedProcess,
  signal: AbortSignal | undefined,
): Promise<void> {
  const deadline = Date.now() + HEALTHY_WITHIN_MS;
  let ended: string | undefined;
  void server.ended.then((why) => {
    ended = why;
  });
  const endedWith = (): string | undefined => ended;
  for (let attempt = 1; ; attempt += 1) {
    signal?.throwIfAborted();
    const end = endedWith();
    if (end !== undefined) throw new Error(`it ended with ${end}`);
    const last = await tryOnce(address, namespace);
    if (last === undefined) {
      // What answers at the first look, sooner than a server starts, may be another's: then ours is about to end.
      if (attempt === 1) await Promise.race([server.ended, sleep(ENDS_WITHIN_MS)]);
      const endedMeanwhile = endedWith();
      if (endedMeanwhile === undefined) return;
      throw new Error(`it ended with ${endedMeanwhile}, and another program answers there`);
    }
    if (Date.now() > deadline) {
      throw new Error(`it did not answer within ${HEALTHY_WITHIN_MS / 1000} s`, { cause: last });
    }
    await sleep(POLL_MS);
  }
}

/** Undefined when the server is ready; else what stood in the way, which may pass while it starts. */
async function tryOnce(address: string, namespace: string): Promise<unknown> {
  // gRPC waits a second after a refused connection, so the socket is asked first.
  if (!(await accepts(address))) return new Error('connection refused');
  try {
    const connection = await Connection.connect({ ...localConnection(address), connectTimeout: '5s' });
    try {
      await connection.withDeadline(Date.now() + 45_000, () => prepareNamespace(connection, namespace));
      return undefined;
    } finally {
      await connection.close();
    }
  } catch (error) {
    return error;
  }
}

/** Whether something listens at `address` (`host:port`). */
export function accepts(address: string): Promise<boolean> {
  const [host, port] = address.split(':');
  return new Promise((resolve) => {
    const socket = connect({ host, port: Number(port) });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => {
      resolve(false);
    });
  });
}

async function endOf(logFile: string): Promise<string> {
  const text = await readFile(logFile, 'utf8').catch(() => '');
  return text
    .trimEnd()
    .split('\n')
    .slice(-10)
    .map((line) => `  ${line.slice(0, 400)}`)
    .join('\n');
}
