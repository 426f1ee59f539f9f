import { getHeapStatistics } from 'node:v8';
import { workerData } from 'node:worker_threads';
import ts from 'typescript';
import { z } from 'zod';
import { cancellationToken } from '../compiler/cancellation.js';
import { doWork } from './do-work.js';
import { ProjectSession } from './project-session.js';
import type { ThreadReply, ThreadTask } from './thread-messages.js';

/** Bytes of heap that the compilers of this thread may hold between checks. */
const { memoryBytes } = z.object({ memoryBytes: z.number().positive() }).parse(workerData);

/** By environment; the one used last is at the end. */
const sessions = new Map<string, ProjectSession>();

/** Does the work of one task; the tasks of a thread come one after another. */
export function check(task: ThreadTask): ThreadReply {
  const session = sessions.get(task.environment.key) ?? new ProjectSession(task.environment.folder);
  sessions.delete(task.environment.key);
  sessions.set(task.environment.key, session);
  if (!session.apply(task)) return { outcome: 'unknown-base' };
  const token = cancellationToken(task.cancel);
  try {
    token.throwIfCancellationRequested();
    return { outcome: 'done', results: doWork(session, task.work, token) };
  } catch (error) {
    if (error instanceof ts.OperationCanceledException) return { outcome: 'cancelled' };
    throw error;
  } finally {
    dropOldSessions();
  }
}

/** Compilers of other environments go first, oldest first; the last one stays, or every check would start cold. */
function dropOldSessions(): void {
  const used = getHeapStatistics().used_heap_size;
  if (used <= memoryBytes) return;
  const [oldest] = sessions.keys();
  if (oldest !== undefined && sessions.size > 1) sessions.delete(oldest);
}
