import { allHandlersFinished, CancellationScope, condition } from '@temporalio/workflow';
import { MillwrightError } from '../protocol/errors.js';
import type { GenerateInput, GenerateOptions } from '../protocol/generate-input.js';
import type { PlannedProject } from '../protocol/planned-project.js';
import { handleMessages } from './handlers.js';
import { parseOptions } from './parse-options.js';
import { planAndPrepare } from './phases/plan.js';
import { analyze, clarify } from './phases/understand.js';
import { RunState } from './run-state.js';
import { settle, settleFailure } from './settle-run.js';
import { cancellationIn } from './was-cancelled.js';

/**
 * A run that ends with its plan: analyze, clarify, plan, and prepare, which proves packages and contracts. Whoever asked reads the
 * plan, changes it, and has it built by `generateProject` with input `plan`.
 *
 * @param input as that of `generateProject`; what is only for building has no effect.
 */
export async function planProject(input: GenerateInput): Promise<PlannedProject> {
  const options = parseOptions(input);
  const state = new RunState(options, undefined);
  state.lastPhase = 'prepare';
  handleMessages(state);
  try {
    const planned = await plan(state, options);
    state.end('planned', `Planned ${String(state.plan?.files.length ?? 0)} files; nothing was built.`);
    await settle(state, input, options, null, null);
    await CancellationScope.nonCancellable(() => condition(allHandlersFinished));
    return planned;
  } catch (error) {
    const cancellation = cancellationIn(error);
    if (cancellation !== undefined) {
      state.end('stopped', 'Stopped by a person.');
      await CancellationScope.nonCancellable(() => settle(state, input, options, null, null));
      throw cancellation;
    }
    throw (await settleFailure(state, input, options, error)) ?? error;
  }
}

async function plan(state: RunState, options: GenerateOptions): Promise<PlannedProject> {
  if (options.plan !== undefined) {
    throw new MillwrightError(
      'InvalidPlan',
      'There is a plan already: give it to "millwright generate --plan FILE".',
    );
  }
  const analysis = await analyze(state, options);
  const answers = await clarify(state, options);
  const { plan: planned } = await planAndPrepare(state, options, analysis, answers);
  return {
    analysis: analysis.analysis,
    plan: planned.plan,
    answers,
    ...(state.estimate === undefined ? {} : { estimate: state.estimate }),
    costUsd: state.costUsd,
  };
}
