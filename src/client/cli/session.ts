import type { Client } from '@temporalio/client';
import { ConfigError } from '../../config.js';
import { messageOf } from '../../protocol/errors.js';
import { isUnavailable } from '../runs/server-errors.js';
import { UpdateUnanswered } from '../runs/update-run.js';
import { CommandError, Interrupted } from './command-error.js';
import type { CliContext, StackAddress } from './context.js';
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
  /**
   * Carries out the last of the work, which Ctrl-C no longer cuts, before the stack is left: that may take long, and a second Ctrl-C
   * ends it. @throws the interruption, when it came before.
   */
  readonly uncut: <R>(last: () => Promise<R>) => Promise<R>;
}

export interface SessionOptions {
  /** Is work to be done? Then somebody must serve it: this process, when nobody does yet. */
  readonly worker: boolean;
  /** Looks at the server before this process serves it with a worker of its own; what it throws ends the command. */
  readonly beforeWorker?: (client: Client) => Promise<void>;
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
  const workerCommand = options.worker ? await offeredWorker(context) : null;
  let client: Client | undefined;
  const connected = async (to: StackAddress): Promise<Client> => (client ??= await stack.connect(to));
  const { beforeWorker } = options;
  const joined = await stack.join({
    home: config.home,
    cache: config.cache,
    serverPort: config.serverPort,
    uiPort: config.uiPort,
    namespace: config.namespace,
    temporalAddress: config.temporalAddress,
    workerCommand,
    ...(beforeWorker === undefined
      ? {}
      : {
          beforeWorker: async (address) => {
            const local: StackAddress = { address, namespace: config.namespace, role: () => 'host' };
            await beforeWorker(await connected(local)).catch((error: unknown) => {
              throw unreached(error, address);
            });
          },
        }),
    onProgress: (line) => {
      display.line(line);
    },
    signal: interrupted,
  });
  let isLast = false;
  try {
    const session: Session = {
      client: await connected(joined),
      hosting: () => joined.role() === 'host',
      webUi: (workflowId) =>
        joined.uiUrl === null
          ? null
          : `${joined.uiUrl}/namespaces/${joined.namespace}/workflows/${encodeURIComponent(workflowId)}`,
      address: joined.address,
      uiUrl: joined.uiUrl,
      uncut: async (last) => {
        interrupted.throwIfAborted();
        isLast = true;
        return last();
      },
    };
    // What Ctrl-C came before is not begun: it would go on until the stack is left.
    interrupted.throwIfAborted();
    const { onInterrupt } = options;
    return await (onInterrupt === null
      ? work(session)
      : Promise.race([work(session), interruption(interrupted, onInterrupt, () => isLast)]));
  } catch (error) {
    throw unreached(error, joined.address);
  } finally {
    // What the work came to stands, however the stack is left.
    await joined.leave().catch((error: unknown) => {
      display.line(`The stack was not left in order: ${messageOf(error)}`);
    });
  }
}

/**
 * The worker that this process has to offer; null where none could start here, and another is at work already: a run that spends
 * money can be watched and stopped from anywhere.
 * @throws ConfigError when none could start here, and none is at work.
 */
async function offeredWorker(context: CliContext): Promise<readonly string[] | null> {
  const { config, display, stack, workerCommand } = context;
  // Where the server is somebody else's, so are its workers.
  if (config.temporalAddress !== undefined) return workerCommand;
  try {
    await context.checkWorker();
    return workerCommand;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const { running, workerPid } = await stack.status(config.home);
    if (!running || workerPid === null) throw error;
    display.line(`${error.message}\nNo worker could start here; the one at work is process ${workerPid}.`);
    return null;
  }
}

/** @param tooLate does what is under way go on all the same? */
function interruption(signal: AbortSignal, message: () => string, tooLate: () => boolean): Promise<never> {
  return new Promise((_, reject) => {
    const interrupt = (): void => {
      if (!tooLate()) reject(new Interrupted(message()));
    };
    if (signal.aborted) interrupt();
    else signal.addEventListener('abort', interrupt, { once: true });
  });
}

/** What a command has said in its own words stands, whatever caused it. */
function unreached(error: unknown, address: string): unknown {
  const said = error instanceof CommandError || error instanceof UpdateUnanswered;
  return !said && isUnavailable(error) ? noServer(address, error) : error;
}

function noServer(address: string, cause: unknown): CommandError {
  return new CommandError(
    'NoServer',
    `The Temporal server at ${address} does not answer. Look at "millwright status"; "millwright dev" starts a server of its own, and TEMPORAL_ADDRESS must name one that runs.`,
    { cause },
  );
}
