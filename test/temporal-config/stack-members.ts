import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { readConfig } from '../../src/config.js';
import { NAMESPACE } from '../../src/protocol/names.js';

const lineSchema = z.union([
  z.object({ line: z.string() }),
  z.object({
    joined: z.object({ address: z.string(), uiUrl: z.string(), role: z.enum(['host', 'guest']) }),
  }),
]);

/** A command in a process of its own that has joined the local stack of a home. */
export interface StackMember {
  readonly pid: number;
  readonly address: string;
  readonly role: 'host' | 'guest';
  /** Lines of progress so far. */
  readonly lines: readonly string[];
  /** SIGKILL. */
  kill(): Promise<void>;
  /** SIGTERM: it leaves the stack in order. */
  leave(): Promise<void>;
}

export interface MemberOptions {
  readonly home: string;
  readonly serverPort: number;
  readonly uiPort: number;
  readonly workerCommand: readonly string[] | null;
  /** Left out: the one that all have. */
  readonly namespace?: string;
}

export async function startMember(options: MemberOptions): Promise<StackMember> {
  const script = fileURLToPath(new URL('./stack-member.mjs', import.meta.url));
  // One CLI for all tests of this machine, whatever home they use.
  const { cache } = readConfig(process.env);
  const child = spawn(
    process.execPath,
    [script, JSON.stringify({ namespace: NAMESPACE, cache, ...options })],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const lines: string[] = [];
  const joined = await new Promise<{ address: string; role: 'host' | 'guest' }>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (text) => {
      const message = lineSchema.parse(JSON.parse(text));
      if ('line' in message) lines.push(message.line);
      else resolve(message.joined);
    });
    child.once('exit', (code) => {
      reject(new Error(`The member ended with ${String(code)}: ${lines.join('\n')}`));
    });
  });
  return {
    pid: child.pid ?? 0,
    address: joined.address,
    role: joined.role,
    lines,
    kill: () => end(child, 'SIGKILL'),
    leave: () => end(child, 'SIGTERM'),
  };
}

async function end(child: ChildProcess, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
}

/** Returns once `condition` holds; the test's own time-out is the bound. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await sleep(50);
}
