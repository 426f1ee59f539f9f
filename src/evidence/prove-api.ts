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
  /** Resolves to a sentence where it cannot be started here, which says nothing of the API. */
  start(): Promise<RunningApi | string>;
}
export interface RunningApi {
  /** It listens on this machine itself, where other programs may have its port. */
  readonly amongOthers: boolean;
  request(
    request: ProbeRequest,
    timeoutMs: number,
  ): Promise<{ readonly status: number; readonly body: string }>;
  stop(graceMs: number): Promise<{
    readonly stoppedBySigterm: boolean;
    /** Processes of it that outlived it. */
    readonly leftBehind: number;
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
  const rest = (detail: string, ...names: string[]): readonly ProofStep[] => [
    ...steps,
    ...names.map((step): ProofStep => ({ step, outcome: 'unproven', detail })),
  ];
  const built = await api.build();
  steps.push({
    step: 'build',
    outcome: built.exitCode === 0 ? 'passed' : 'failed',
    detail: tail(built.output),
  });
  if (built.exitCode !== 0) return rest('an earlier step failed', 'health', 'request', 'stop');

  const running = await api.start();
  if (typeof running === 'string') return rest(running, 'health', 'request', 'stop');
  const life = watch(running);
  const health = await waitUntilHealthy(running, life, recipe.health);
  steps.push({ step: 'health', ...health });
  if (health.outcome === 'passed') {
    steps.push({ step: 'request', ...(await probe(running, recipe.request)) });
  } else {
    steps.push({ step: 'request', outcome: 'unproven', detail: 'it was never healthy' });
  }
  steps.push({ step: 'stop', ...(await stop(running, life, steps)) });
  return steps;
}

/** What became of a service; `gone` is what it said before it ended by itself. */
interface Life {
  gone: string | undefined;
}

function watch({ ended }: RunningApi): Life {
  const life: Life = { gone: undefined };
  void ended.then(
    ({ output }) => (life.gone = output),
    (error: unknown) => (life.gone = messageOf(error)),
  );
  return life;
}

/** What stopping it shows: of one that was never healthy, or that an earlier step ended, no more than that it stops well. */
async function stop(
  api: RunningApi,
  { gone }: Life,
  before: readonly ProofStep[],
): Promise<Omit<ProofStep, 'step'>> {
  const { stoppedBySigterm, leftBehind, exitCode, output } = await api.stop(STOP_GRACE_MS);
  if (stoppedBySigterm)
    return { outcome: 'passed', detail: `stopped on SIGTERM with exit code ${exitCode ?? 'none'}` };
  const hasPassed = ({ outcome: shown }: ProofStep): boolean => shown === 'passed';
  if (gone !== undefined) {
    const detail = `it had ended by itself before it was asked to: ${tail(gone)}`;
    return { outcome: before.every(hasPassed) ? 'failed' : 'unproven', detail };
  }
  const isHealthy = before.some((step) => step.step === 'health' && hasPassed(step));
  const outcome = isHealthy ? 'failed' : 'unproven';
  if (leftBehind > 0)
    return { outcome, detail: `stopped on SIGTERM, and left ${leftBehind} of its processes behind` };
  return { outcome, detail: `did not stop within ${STOP_GRACE_MS} ms of SIGTERM: ${tail(output)}` };
}

async function waitUntilHealthy(
  api: RunningApi,
  life: Life,
  health: ProbeRequest,
): Promise<Omit<ProofStep, 'step'>> {
  const end = Date.now() + START_MS;
  let last: Omit<ProofStep, 'step'> = { outcome: 'failed', detail: 'it never answered' };
  while (Date.now() < end) {
    if (life.gone !== undefined) return endedEarly(life.gone, api);
    last = await probe(api, health);
    if (last.outcome === 'passed') return last;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  return last;
}

function endedEarly(output: string, { amongOthers }: RunningApi): Omit<ProofStep, 'step'> {
  return amongOthers && output.includes('EADDRINUSE')
    ? { outcome: 'unproven', detail: `something else on this machine listens where it does: ${tail(output)}` }
    : { outcome: 'failed', detail: `it ended by itself: ${tail(output)}` };
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
