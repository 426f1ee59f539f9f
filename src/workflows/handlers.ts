import {
  ApplicationFailure,
  defineQuery,
  defineSignal,
  defineUpdate,
  setHandler,
} from '@temporalio/workflow';
import type { PlanDigest } from '../protocol/digest.js';
import { limitsSchema } from '../protocol/generate-input.js';
import {
  limitChangeSchema,
  type LimitChange,
  type PersonRequest,
  type Response,
} from '../protocol/messages.js';
import { QUERIES, REFUSALS, SIGNALS, UPDATES } from '../protocol/names.js';
import { problemsOf } from '../protocol/parse-input.js';
import type { Costs, Progress } from '../protocol/progress.js';
import { writeLimit } from './hold-limit.js';
import { refuseResponse, takeResponse } from './policy/requests.js';
import type { RunState } from './run-state.js';

const respond = defineUpdate<null, [Response]>(UPDATES.respond);
const changeLimits = defineUpdate<RunState['limits'], [LimitChange]>(UPDATES.changeLimits);
const pause = defineSignal(SIGNALS.pause);
const resume = defineSignal(SIGNALS.resume);
const progress = defineQuery<Progress>(QUERIES.progress);
const plan = defineQuery<PlanDigest | null>(QUERIES.plan);
const requests = defineQuery<readonly PersonRequest[]>(QUERIES.requests);
const costs = defineQuery<Costs>(QUERIES.costs);

/** Wires the run's messages to its state. Validators are synchronous: an asynchronous one cannot refuse. */
export function handleMessages(state: RunState): void {
  setHandler(
    respond,
    (response) => {
      state.requests = takeResponse(state.requests, response);
      return null;
    },
    {
      validator: (response) => {
        const refusal = refuseResponse(state.requests, state.upcoming(), response);
        if (refusal !== undefined) throw ApplicationFailure.nonRetryable(refusal.message, refusal.type);
      },
    },
  );
  setHandler(
    changeLimits,
    async (change) => {
      const named = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
      const { limitByDefault, limitWasSet } = state;
      const { costUsd } = state.limits;
      state.limits = { ...state.limits, ...named };
      if (change.costUsd === undefined) return state.limits;
      state.limitByDefault = false;
      state.limitWasSet = true;
      try {
        // The purse holds the limit that counts.
        await writeLimit(state, 'the new limit');
      } catch (error) {
        // What is shown is what is in force; a limit that was set meanwhile tells of itself.
        if (state.limits.costUsd === change.costUsd) {
          state.limits = { ...state.limits, costUsd };
          Object.assign(state, { limitByDefault, limitWasSet });
        }
        throw error;
      }
      return state.limits;
    },
    {
      validator: (change) => {
        const parsed = limitChangeSchema.safeParse(change);
        if (parsed.success) return;
        const problems = problemsOf(parsed.error, Object.keys(limitsSchema.shape));
        throw ApplicationFailure.nonRetryable(
          `The limits cannot be changed: ${problems.join('; ')}.`,
          REFUSALS.badLimits,
        );
      },
    },
  );
  setHandler(pause, () => {
    state.paused = true;
    state.onPause?.();
    state.say('Paused: what is running ends, and nothing new starts until "resume".');
  });
  setHandler(resume, () => {
    state.paused = false;
    state.onPause?.();
    state.say('Resumed.');
  });
  setHandler(progress, () => state.progress());
  setHandler(plan, () => state.plan ?? null);
  setHandler(requests, () => state.requests.open);
  setHandler(costs, () => state.costs());
}
