import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { open, rename, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { packageRoot } from '../package-root.js';

/** A log that has grown past this is set aside, once, as `NAME.1`, before a process writes on. */
const LOG_BYTES = 10 * 1024 * 1024;

const reportSchema = z.union([
  z.object({ pid: z.number() }),
  z.object({ exit: z.object({ code: z.number().nullable(), signal: z.string().nullable() }) }),
  z.object({ error: z.string() }),
]);

/** What to run, and where its output goes. */
export interface SupervisedCommand {
  /** Program and arguments. */
  readonly command: readonly string[];
  /** On top of this process' own; undefined takes a variable away. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly logFile: string;
  /** Milliseconds between SIGTERM and SIGKILL. */
  readonly graceMs: number;
}

/** A program that cannot outlive this process, whichever way this process ends. */
export interface SupervisedProcess {
  /** Of the program itself, not of its supervisor. */
  readonly pid: number;
  /** Settles when the program and all that it started are gone, with why in words ("exit code 1", "signal SIGKILL"). */
  readonly ended: Promise<string>;
  /** SIGTERM, then SIGKILL after the grace; returns once the program is gone. */
  stop(): Promise<void>;
}

/** @throws Error when the program cannot be started; the message says why. */
export async function startSupervised(wanted: SupervisedCommand): Promise<SupervisedProcess> {
  const log = await openLog(wanted.logFile);
  let supervisor: ChildProcess;
  try {
    supervisor = spawn(
      process.execPath,
      [join(packageRoot(), 'temporal-config', 'supervise.mjs'), String(wanted.graceMs), ...wanted.command],
      {
        stdio: ['ignore', log.fd, log.fd, 'ipc'],
        env: { ...process.env, ...wanted.environment },
        // Its own process group: Ctrl-C in the terminal reaches this process only, which then ends things in order.
        detached: true,
      },
    );
  } finally {
    await log.close();
  }
  return watchSupervisor(supervisor, wanted.command[0] ?? '');
}

function watchSupervisor(supervisor: ChildProcess, program: string): Promise<SupervisedProcess> {
  let why = 'its supervisor was killed';
  const ended = new Promise<string>((resolve) => {
    supervisor.once('exit', () => {
      killGroup(supervisor.pid);
      resolve(why);
    });
    supervisor.once('error', (error) => {
      resolve(error.message);
    });
  });
  const stop = async (): Promise<void> => {
    if (supervisor.exitCode === null && supervisor.signalCode === null) supervisor.kill('SIGTERM');
    await ended;
  };
  return new Promise((resolve, reject) => {
    supervisor.on('message', (message) => {
      const report = reportSchema.parse(message);
      if ('pid' in report) resolve({ pid: report.pid, ended, stop });
      else if ('error' in report) why = report.error;
      else
        why =
          report.exit.code === null ? `signal ${report.exit.signal ?? '?'}` : `exit code ${report.exit.code}`;
    });
    void ended.then((reason) => {
      reject(new Error(`Could not start ${program}: ${reason}`));
    });
  });
}

/** What a killed supervisor left behind in its group; usually nothing. */
function killGroup(leader: number | undefined): void {
  if (leader === undefined) return;
  try {
    process.kill(-leader, 'SIGKILL');
  } catch {
    // The group is gone, which is what was wanted.
  }
}

async function openLog(path: string): Promise<Awaited<ReturnType<typeof open>>> {
  mkdirSync(dirname(path), { recursive: true });
  const size = await stat(path).then(
    (found) => found.size,
    () => 0,
  );
  if (size > LOG_BYTES) await rename(path, `${path}.1`);
  return open(path, 'a');
}
