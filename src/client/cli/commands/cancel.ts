import { setTimeout as sleep } from 'node:timers/promises';
import type { WorkflowHandle } from '@temporalio/client';
import { deliverySchema, type Delivery } from '../../../protocol/report.js';
import { runFailureOf, type RunFailure } from '../../runs/run-failure.js';
import { isNotFound } from '../../runs/server-errors.js';
import { untilClosed } from '../../runs/watch-run.js';
import type { CliContext, CommandResult } from '../context.js';
import { withSession } from '../session.js';
import { closedRun } from './closed-run.js';
import { failedRun } from './failed-run.js';
import { requireRun, runClosed } from './require-run.js';

/** A run ends its sandboxes and settles its record before it closes; longer than this is worth saying instead of waiting. */
const CLOSING_MS = 30_000;

/** Stops a run and waits until it has settled. */
export async function cancel(context: CliContext, name: string): Promise<CommandResult> {
  let asking: 'not yet' | 'under way' | 'done' = 'not yet';
  const onInterrupt = (): string =>
    asking === 'not yet'
      ? 'No run was asked to stop.'
      : asking === 'under way'
        ? `Whether the run ${name} was asked to stop is not known; "millwright show ${name}" tells.`
        : `Asked the run ${name} to stop; it settles while a worker serves it.`;
  return withSession(context, { worker: true, onInterrupt }, async (session) => {
    const found = await requireRun(context, session.client, name);
    if (found.state === 'closed') return closedRun(found.record);
    if (found.state === 'unsettled') throw runClosed(found);
    const { workflowId, key } = found;
    const handle = session.client.workflow.getHandle(workflowId);
    asking = 'under way';
    await handle.cancel().catch((error: unknown) => {
      // It has ended since it was looked for: its result says how.
      if (!isNotFound(error)) throw error;
    });
    asking = 'done';
    context.display.line(`Stopping the run ${workflowId} …`);
    const waiting = new AbortController();
    const end = await Promise.race([
      endOf(handle, waiting.signal),
      sleep(CLOSING_MS, undefined, { signal: waiting.signal }),
    ]).finally(() => {
      waiting.abort();
    });
    return end === undefined ? stillEnding({ workflowId, key }) : ended({ workflowId, key }, end);
  });
}

type End =
  | { readonly kind: 'stopped' }
  /** Before it heard of it. */
  | { readonly kind: 'finished'; readonly delivery: Delivery | undefined }
  | { readonly kind: 'failed'; readonly failure: RunFailure };

/** How the run ended, however often the server goes away meanwhile. */
async function endOf(handle: WorkflowHandle, waiting: AbortSignal): Promise<End> {
  // A run that only plans returns no delivery.
  const result = async (): Promise<Delivery | undefined> =>
    deliverySchema.safeParse(await handle.result()).data;
  try {
    const delivery = await untilClosed({ result }, (ms) => sleep(ms, undefined, { signal: waiting }));
    return { kind: 'finished', delivery };
  } catch (error) {
    const failure = runFailureOf(error);
    if (failure === undefined) throw error;
    return failure.type === 'Cancelled' ? { kind: 'stopped' } : { kind: 'failed', failure };
  }
}

interface Stopped {
  readonly workflowId: string;
  readonly key: string;
}

function ended(run: Stopped, end: End): CommandResult {
  const { workflowId, key } = run;
  switch (end.kind) {
    case 'stopped':
      return {
        exitCode: 0,
        json: { workflowId, runKey: key, outcome: 'stopped' },
        lines: () => [`Stopped the run ${workflowId}.`, whatIsKept(workflowId)],
      };
    case 'failed':
      return failedRun(run, end.failure);
    case 'finished': {
      const { delivery } = end;
      const outcome = delivery?.outcome ?? 'planned';
      return {
        exitCode: outcome === 'delivered' || outcome === 'planned' ? 0 : 1,
        json: { workflowId, runKey: key, ...delivery, outcome },
        lines: () => [
          `The run ${workflowId} was not stopped: it had ended before it heard of it (${outcome.replaceAll('-', ' ')}).`,
          `All about it: millwright show ${workflowId}`,
        ],
      };
    }
  }
}

function stillEnding({ workflowId, key }: Stopped): CommandResult {
  return {
    exitCode: 0,
    json: { workflowId, runKey: key, outcome: null },
    lines: () => [
      `The run ${workflowId} was asked to stop and is still ending its work; "millwright show ${workflowId}" says when it has.`,
      whatIsKept(workflowId),
    ],
  };
}

function whatIsKept(workflowId: string): string {
  return `What it accepted is kept: millwright fetch ${workflowId} --partial --out DIR`;
}
