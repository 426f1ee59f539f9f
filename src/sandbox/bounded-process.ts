import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { devNull as devNullPath } from 'node:os';
import { BoundedOutput } from './bounded-output.js';
import { inheritedDescriptors } from './inherited-descriptors.js';

/** Node's timers take no longer delay; a bound above it (24 days) is no bound in practice. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** How long a process that was ended may keep its pipes open through a descendant that left its group. */
const PIPES_AFTER_EXIT_MS = 1_000;

export interface BoundedProcessOptions {
  /** Program and arguments. */
  readonly command: readonly string[];
  readonly folder?: string;
  /** The whole environment. */
  readonly environment: Readonly<Record<string, string>>;
  readonly wallMs: number;
  /** Bytes kept of stdout and of stderr each. */
  readonly outputBytes: number;
}

export interface ProcessEnd {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly truncated: boolean;
  readonly wallExceeded: boolean;
  /** What was written to descriptor 3. */
  readonly status: string;
}

/** Something that runs until it ends or is ended. */
export interface Running<End> {
  /** Settles when it is gone, and its pipes with it. @throws the spawn error when it never started. */
  readonly ended: Promise<End>;
  /** Ends the process and its whole group, hard. */
  readonly kill: () => void;
}

export interface BoundedProcess extends Running<ProcessEnd> {
  /** Asks the process itself, and not its group, to stop. */
  readonly terminate: () => void;
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill('SIGKILL');
    else process.kill(-child.pid, 'SIGKILL');
  } catch {
    // The group is gone already.
  }
}

/**
 * Starts a process as the leader of its own group, with bounds on time and output. stdin is empty; descriptor 3 is a
 * pipe for status that is no part of the output.
 */
export function startBoundedProcess(options: BoundedProcessOptions): BoundedProcess {
  const [program = '', ...args] = options.command;
  const devNull = openSync(devNullPath, 'r+');
  const stdio: ('ignore' | 'pipe' | number)[] = ['ignore', 'pipe', 'pipe', 'pipe'];
  for (const descriptor of inheritedDescriptors()) {
    while (stdio.length < descriptor) stdio.push('ignore');
    stdio[descriptor] = devNull;
  }
  const child = spawn(program, args, {
    ...(options.folder === undefined ? {} : { cwd: options.folder }),
    env: { ...options.environment },
    stdio,
    detached: process.platform !== 'win32',
  });
  closeSync(devNull);
  const stdout = new BoundedOutput(options.outputBytes);
  const stderr = new BoundedOutput(options.outputBytes);
  const status = new BoundedOutput(64 * 1024);
  child.stdout?.on('data', (chunk: Buffer) => {
    stdout.add(chunk);
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr.add(chunk);
  });
  child.stdio[3]?.on('data', (chunk: Buffer) => {
    status.add(chunk);
  });

  let wallExceeded = false;
  let gone = false;
  const wall = setTimeout(
    () => {
      wallExceeded = true;
      killGroup(child);
    },
    Math.min(options.wallMs, LONGEST_TIMER_MS),
  );

  const ended = new Promise<ProcessEnd>((resolve, reject) => {
    child.once('error', (error) => {
      clearTimeout(wall);
      if (child.pid === undefined) reject(error);
    });
    child.once('exit', () => {
      clearTimeout(wall);
      killGroup(child);
      gone = true;
      setTimeout(() => {
        for (const pipe of child.stdio) pipe?.destroy();
      }, PIPES_AFTER_EXIT_MS).unref();
    });
    child.once('close', (exitCode, signal) => {
      resolve({
        exitCode,
        signal,
        stdout: stdout.text(),
        stderr: stderr.text(),
        truncated: stdout.truncated || stderr.truncated,
        wallExceeded,
        status: status.text(),
      });
    });
  });
  return {
    ended,
    // A group that is gone may have given its number to another.
    kill: () => {
      if (!gone) killGroup(child);
    },
    terminate: () => {
      child.kill('SIGTERM');
    },
  };
}

/**
 * Waits for `running` to end; when `signal` aborts first, ends it hard, waits until it is gone, and throws the reason.
 */
export async function endOf<End>(running: Running<End>, signal: AbortSignal): Promise<End> {
  const abort = (): void => {
    running.kill();
  };
  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) abort();
  try {
    const end = await running.ended;
    signal.throwIfAborted();
    return end;
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
