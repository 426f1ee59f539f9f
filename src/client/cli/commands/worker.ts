import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { requireSameNamespace } from '../../../../temporal-config/local-stack/one-namespace.js';
import { workerEnvironment } from '../../../../temporal-config/local-stack/worker-environment.js';
import { CommandError } from '../command-error.js';
import type { CliContext, CommandResult } from '../context.js';

/** Runs one worker process in the foreground, on the settings of the environment, until it ends or Ctrl-C. */
export async function worker(context: CliContext): Promise<CommandResult> {
  const [program = process.execPath, ...args] = context.workerCommand;
  await context.checkWorker();
  const env = await environmentOf(context);
  // A child that is started after Ctrl-C never hears of it.
  context.interrupted.throwIfAborted();
  // The channel closes however this process ends, SIGKILL included: by that the worker hears of it.
  const child = spawn(program, args, {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env,
  });
  // Ctrl-C reaches the child by itself, being in the same process group; a signal sent to this process alone does not.
  const pass = (): void => {
    child.kill('SIGTERM');
  };
  context.interrupted.addEventListener('abort', pass, { once: true });
  const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
  const ended = code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
  return {
    exitCode: ended === 0 || context.interrupted.aborted ? 0 : 2,
    json: { exitCode: code, signal },
    lines: () => (ended === 0 ? [] : [`The worker ended with ${signal ?? `exit code ${String(code)}`}.`]),
  };
}

/**
 * What the worker finds its server by.
 * @throws CommandError `NoServer`; ConfigError when the local stack has another namespace.
 */
async function environmentOf({ config, stack }: CliContext): Promise<NodeJS.ProcessEnv> {
  if (config.temporalAddress !== undefined) return process.env;
  const { address, namespace, hostPid } = await stack.status(config.home);
  if (address === null) {
    throw new CommandError(
      'NoServer',
      'There is no server for a worker: the local stack does not run, and TEMPORAL_ADDRESS is not set. "millwright dev" starts a server with a worker of its own.',
    );
  }
  if (namespace !== null && hostPid !== null) {
    requireSameNamespace(config.namespace, namespace, hostPid);
  }
  return { ...process.env, ...workerEnvironment(config, address) };
}
