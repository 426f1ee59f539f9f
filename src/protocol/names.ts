import { shortKey, type RunKey } from './run-key.js';

/**
 * The names under which Temporal and its users know Millwright. Apart from the schemas: the workflow of a file needs names
 * only, and one is started for each file.
 */
export const NAMESPACE = 'millwright';
/** Days that a closed run stays in Temporal; its record is kept for good in the ledger. */
export const RETENTION_DAYS = 30;

export const WORKFLOWS = {
  generateProject: 'generateProject',
  planProject: 'planProject',
  produceFile: 'produceFile',
  verifyProject: 'verifyProject',
} as const;

/** `main`: workflows and light activities; `model`: model calls; `build`: checks and sandbox work. */
export const TASK_QUEUES = {
  main: 'millwright',
  model: 'millwright-model',
  build: 'millwright-build',
} as const;

export const UPDATES = { respond: 'respond', changeLimits: 'changeLimits' } as const;
export const SIGNALS = { pause: 'pause', resume: 'resume' } as const;
export const QUERIES = { progress: 'progress', plan: 'plan', requests: 'requests', costs: 'costs' } as const;

/** Written at phase borders only. */
export const SEARCH_ATTRIBUTES = {
  phase: { name: 'MillwrightPhase', type: 'Keyword' },
  outcome: { name: 'MillwrightOutcome', type: 'Keyword' },
  kind: { name: 'MillwrightKind', type: 'Keyword' },
  costUsd: { name: 'MillwrightCostUsd', type: 'Double' },
  flags: { name: 'MillwrightFlags', type: 'Int' },
} as const;

/** Failure types with which an update is refused. */
export const REFUSALS = {
  unknownRequest: 'UnknownRequest',
  alreadyAnswered: 'AlreadyAnswered',
  badResponse: 'BadResponse',
  badLimits: 'BadLimits',
} as const;

/** Requests with ids that are known beforehand, and so may be answered before they are asked. */
export const FIXED_REQUESTS = {
  approve: 'approve-plan',
  gate: (phase: string): string => `gate-${phase}`,
} as const;

/**
 * Workflow ids of the children, readable in the Web UI's tree. They hold the run's key, so that a second run under the
 * same workflow id never meets a child of the first that is still being ended.
 */
export const childIds = {
  /** `id` for the child that does the same work again; `again` counts from 0. */
  again: (id: string, again: number): string => (again === 0 ? id : `${id}+${String(again)}`),
  file: (run: RunKey, path: string, round: number): string =>
    `${run.workflowId}/${shortKey(run.id)}/${path}${round === 0 ? '' : `#${String(round)}`}`,
  /** A file that the verification called `verification` sends back; `sending` counts what it sends back. */
  sentBack: (verification: string, path: string, sending: number): string =>
    `${verification}/${path}#${String(sending)}`,
  /** A file that a reviewer sends back, apart from the rounds at the gates and in verification. */
  review: (run: RunKey, path: string): string => `${run.workflowId}/${shortKey(run.id)}/${path}#review`,
  verify: (run: RunKey): string => `${run.workflowId}/${shortKey(run.id)}/verify`,
} as const;
