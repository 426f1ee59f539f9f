import type { Client } from '@temporalio/client';
import { isUnavailable } from '../runs/server-errors.js';
import { CommandError, Interrupted } from './command-error.js';
import type { CliContext } from './context.js';
import { isInterruption } from './interrupts.js';

/** A connection to Temporal for as long as one command works. */
export interface Session {
  readonly client: Client;
  /** Does this process keep the server and the worker? */
  readonly hosting: () => boolean;
  /** Page of a run in the Web UI; null where its address is not known. */
  readonly webUi: (workflowId: string) => string | null;
  readonly address: string;
  readonly uiUrl: string | null;
}

export interface SessionOptions {
  /** Is work to be done? Then somebody must serve it: this process, when nobody does yet. */
  readonly worker: boolean;
  /** What to tell a person who presses Ctrl-C now; null where the work ends by Ctrl-C and sees to it itself. */
  readonly onInterrupt: (() => string) | null;
}

/**
 * Joins the stack (or starts it), works, and leaves it again whatever happens.
 * @throws CommandError `NoServer`; ConfigError when a worker is needed and could not start; Interrupted when Ctrl-C came first.
 */
export async function withSession<T>(
  context: CliContext,
  options: SessionOptions,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  try {
    return await joinAndWork(context, options, work);
  } catch (error) {
    if (!isInterruption(error, context.interrupted)) throw error;
    throw new Interrupted((options.onInterrupt ?? NOTHING_STARTED)(), { cause: error });
  }
}

const NOTHING_STARTED = (): string => 'Nothing was started.';

async function joinAndWork<T>(
  context: CliContext,
  options: SessionOptions,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const { config, display, interrupted, stack } = context;
  // Where the server is somebody else's, so are its workers.
  if (options.worker && config.temporalAddress === undefined) await context.checkWorker();
  const joined = await stack.join({
    home: config.home,
    cache: config.cache,
    serverPort: config.serverPort,
    uiPort: config.uiPort,
    namespace: config.namespace,
    temporalAddress: config.temporalAddress,
    workerCommand: options.worker ? context.workerCommand : null,
    onProgress: (line) => {
      display.line(line);
    },
    signal: interrupted,
  });
  try {
    const session: Session = {
      client: await stack.connect(joined),
      hosting: () => joined.role() === 'host',
      webUi: (workflowId) =>
        joined.uiUrl === null
          ? null
          : `${joined.uiUrl}/namespaces/${joined.namespace}/workflows/${encodeURIComponent(workflowId)}`,
      address: joined.address,
      uiUrl: joined.uiUrl,
    };
    const { onInterrupt } = options;
    return await (onInterrupt === null
      ? work(session)
      : Promise.race([work(session), interruption(interrupted, onInterrupt)]));
  } catch (error) {
    // What a command has said in its own words stands, whatever caused it.
    throw !(error instanceof CommandError) && isUnavailable(error) ? noServer(joined.address, error) : error;
  } finally {
    await joined.leave();
  }
}

function interruption(signal: AbortSignal, message: () => string): Promise<never> {
  return new Promise((_, reject) => {
    const interrupt = (): void => {
      reject(new Interrupted(message()));
    };
    if (signal.aborted) interrupt();
    else signal.addEventListener('abort', interrupt, { once: true });
  });
}

function noServer(address: string, cause: unknown): CommandError {
  return new CommandError(
    'NoServer',
    `The Temporal server at ${address} does not answer. Look at "millwright status"; "millwright dev" starts a server of its own, and TEMPORAL_ADDRESS must name one that runs.`,
    { cause },
  );
}
