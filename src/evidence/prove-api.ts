import { messageOf } from '../protocol/errors.js';
import type { ProofStep } from '../protocol/evidence.js';
import type { ProbeRequest } from '../protocol/plan.js';

/** How long a started service has until its health probe answers. A cold start of a compiled API takes about a second. */
const START_MS = 30_000;
const POLL_MS = 100;
const REQUEST_MS = 10_000;
/** How long a service has to stop after SIGTERM before it is ended hard. */
const STOP_GRACE_MS = 5_000;
const DETAIL_CHARACTERS = 400;

/** What the recipe needs of a sandbox. */
export interface ApiUnderProof {
  build(): Promise<{ readonly exitCode: number | null; readonly output: string }>;
  start(): Promise<RunningApi>;
}
export interface RunningApi {
  request(
    request: ProbeRequest,
    timeoutMs: number,
  ): Promise<{ readonly status: number; readonly body: string }>;
  stop(graceMs: number): Promise<{
    readonly stoppedBySigterm: boolean;
    readonly exitCode: number | null;
    readonly output: string;
  }>;
  /** Settles when it ends by itself. */
  readonly ended: Promise<{ readonly output: string }>;
}

/**
 * The proof recipe of an API: it is built, started, answers a health probe and one real request, and stops on SIGTERM.
 * A step that fails makes the steps after it unproven, not failed.
 */
export async function proveApi(
  api: ApiUnderProof,
  recipe: { readonly health: ProbeRequest; readonly request: ProbeRequest },
): Promise<readonly ProofStep[]> {
  const steps: ProofStep[] = [];
  const rest = (...names: string[]): readonly ProofStep[] => [
    ...steps,
    ...names.map((step): ProofStep => ({ step, outcome: 'unproven', detail: 'an earlier step failed' })),
  ];
  const built = await api.build();
  steps.push({
    step: 'build',
    outcome: built.exitCode === 0 ? 'passed' : 'failed',
    detail: tail(built.output),
  });
  if (built.exitCode !== 0) return rest('health', 'request', 'stop');

  const running = await api.start();
  const health = await waitUntilHealthy(running, recipe.health);
  steps.push({ step: 'health', ...health });
  if (health.outcome === 'passed') {
    steps.push({ step: 'request', ...(await probe(running, recipe.request)) });
  } else {
    steps.push({ step: 'request', outcome: 'unproven', detail: 'it was never healthy' });
  }
  const stopped = await running.stop(STOP_GRACE_MS);
  steps.push(
    stopped.stoppedBySigterm
      ? {
          step: 'stop',
          outcome: 'passed',
          detail: `stopped on SIGTERM with exit code ${stopped.exitCode ?? 'none'}`,
        }
      : {
          step: 'stop',
          outcome: 'failed',
          detail: `did not stop within ${STOP_GRACE_MS} ms of SIGTERM: ${tail(stopped.output)}`,
        },
  );
  return steps;
}

async function waitUntilHealthy(api: RunningApi, health: ProbeRequest): Promise<Omit<ProofStep, 'step'>> {
  const end = Date.now() + START_MS;
  let last: Omit<ProofStep, 'step'> = { outcome: 'failed', detail: 'it never answered' };
  let gone: string | undefined;
  api.ended.then(
    ({ output }) => (gone = output),
    (error: unknown) => (gone = messageOf(error)),
  );
  while (Date.now() < end) {
    if (gone !== undefined) return { outcome: 'failed', detail: `it ended by itself: ${tail(gone)}` };
    last = await probe(api, health);
    if (last.outcome === 'passed') return last;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  return last;
}

async function probe(api: RunningApi, request: ProbeRequest): Promise<Omit<ProofStep, 'step'>> {
  const name = `${request.method} ${request.path}`;
  try {
    const { status, body } = await api.request(request, REQUEST_MS);
    return status === request.status
      ? { outcome: 'passed', detail: `${name} answered ${status}` }
      : { outcome: 'failed', detail: `${name} answered ${status}, not ${request.status}: ${tail(body)}` };
  } catch (error) {
    return {
      outcome: 'failed',
      detail: `${name}: ${messageOf(error)}`,
    };
  }
}

function tail(output: string): string {
  return output.trim().slice(-DETAIL_CHARACTERS);
}
