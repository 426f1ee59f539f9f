import { ActivityCancellationType, proxyActivities, type ActivityOptions } from '@temporalio/workflow';
import type { Activities } from '../protocol/activities.js';
import { TASK_QUEUES } from '../protocol/names.js';
import type { RunKey } from '../protocol/run-key.js';

/**
 * Retries are for a lost worker and for a passing fault (a full disk, a registry out of reach). What a retry cannot mend
 * is thrown as non-retryable by the activity itself. Ten attempts from 0.5 s to 10 s apart ride out about a minute, and a
 * worker that dies again and again with one input does not keep a run for ever.
 */
const RETRY = {
  initialInterval: '500ms',
  backoffCoefficient: 2,
  maximumInterval: '10s',
  maximumAttempts: 10,
} as const;

/**
 * A worker that died is noticed when its heartbeats stop: measured, an activity goes on elsewhere 5 to 6 s after a SIGKILL
 * with this value. Each activity beats every second from its first line on, and each beat is passed on (`create-workers.ts`):
 * there are four seconds of room for a call that is slow and for a process that is busy. What takes longer in it runs in
 * threads of its own.
 */
const HEARTBEAT = '5s';

/** An attempt that is given up though it lives costs an author a call to a model, which takes longer than the wait for a dead one. */
const AUTHOR_HEARTBEAT = '10s';

/** A stop waits for what runs in a sandbox to be ended, so that nothing is left behind. */
const cancellationType = ActivityCancellationType.WAIT_CANCELLATION_COMPLETED;

const shared = { heartbeatTimeout: HEARTBEAT, retry: RETRY, cancellationType } as const;

/** Reading and folding trees, rendering, settling records: seconds of work. Two minutes cover a slow disk. */
export const LIGHT: ActivityOptions = {
  ...shared,
  taskQueue: TASK_QUEUES.main,
  startToCloseTimeout: '2 minutes',
};

/**
 * One step of an author: up to five calls to a model that answers, each bounded by the gateway (by minutes of silence, and by
 * the length that a reply may have), and a few more that are refused at once where a prompt has to be cut. A dead worker is noticed by its heartbeats long
 * before.
 */
export const AUTHOR: ActivityOptions = {
  ...shared,
  heartbeatTimeout: AUTHOR_HEARTBEAT,
  // A provider that is down says so at once and may need minutes: 20 attempts up to 30 s apart ride out eight. One that throttles is
  // waited for within each attempt.
  retry: { ...RETRY, maximumInterval: '30s', maximumAttempts: 20 },
  taskQueue: TASK_QUEUES.model,
  startToCloseTimeout: '4 hours',
};

/**
 * Resolving and installing packages: bound by the network; a cold install of a web project took 20–60 s. Whatever works with
 * packages installs them first where it finds none, as on a second machine, and has this time beside its own.
 */
const INSTALL_MINUTES = 15;
export const INSTALL: ActivityOptions = {
  ...shared,
  taskQueue: TASK_QUEUES.build,
  startToCloseTimeout: `${INSTALL_MINUTES} minutes`,
};

/** One check by a compiler: 3–5 s when it starts cold, and it may wait its turn behind others. */
export const CHECK: ActivityOptions = {
  ...shared,
  taskQueue: TASK_QUEUES.build,
  startToCloseTimeout: `${INSTALL_MINUTES + 5} minutes`,
};

/** Work in the sandbox: its own clocks end it first (a command 5 minutes, a proof 11, mutants 11, a whole README 9). */
export const SANDBOX: ActivityOptions = {
  ...shared,
  taskQueue: TASK_QUEUES.build,
  startToCloseTimeout: `${INSTALL_MINUTES + 12} minutes`,
};

const OPTIONS: Readonly<Record<keyof Activities, ActivityOptions>> = {
  analyze: AUTHOR,
  plan: AUTHOR,
  adoptPlan: AUTHOR,
  readPlan: LIGHT,
  amendPlan: LIGHT,
  prepare: INSTALL,
  checkContracts: CHECK,
  buildFile: AUTHOR,
  validate: CHECK,
  checkTree: CHECK,
  readFile: LIGHT,
  foldTree: LIGHT,
  lint: SANDBOX,
  test: SANDBOX,
  prove: SANDBOX,
  followReadme: SANDBOX,
  mutate: SANDBOX,
  judge: LIGHT,
  review: CHECK,
  askReviewer: AUTHOR,
  deliver: LIGHT,
  settleRun: LIGHT,
  setSpendLimit: LIGHT,
};

type Call<Name extends keyof Activities> = (
  input: Parameters<Activities[Name]>[0],
) => ReturnType<Activities[Name]>;
type Calls = { readonly [Name in keyof Activities]: Call<Name> };

/**
 * Runs share a queue by their key, so that the few calls of a small run need not wait for all those of a big one. Where nothing
 * waits for long there is nothing to share, and each key is history.
 */
function sharing({ taskQueue }: ActivityOptions, run: RunKey): Pick<ActivityOptions, 'priority'> {
  return taskQueue === TASK_QUEUES.main ? {} : { priority: { fairnessKey: run.id } };
}

/** The activity `name`, shown in the Web UI as `summary`. */
export function activity<Name extends keyof Activities>(name: Name, summary: string): Call<Name> {
  return (input) => {
    const options = OPTIONS[name];
    const calls: Calls = proxyActivities<Activities>({ ...options, summary, ...sharing(options, input.run) });
    return calls[name](input);
  };
}

/** Named, so that a test can schedule one activity under each set of options. */
export const ACTIVITY_OPTIONS = OPTIONS;
