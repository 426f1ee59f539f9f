import { WorkflowFailedError } from '@temporalio/client';
import { ApplicationFailure, CancelledFailure, TerminatedFailure, TimeoutFailure } from '@temporalio/common';
import { ERRORS, isErrorType, MillwrightError } from '../../protocol/errors.js';
import { causesOf } from './causes-of.js';

/** How a run ended when it did not end with a delivery. */
export interface RunFailure {
  /** One of `ERRORS`, or how Temporal ended it: `Cancelled`, `Terminated`, `TimedOut`, `Unknown`. */
  readonly type: string;
  readonly message: string;
  readonly exitCode: 1 | 2;
}

/** The exit code of an error type, wherever the type comes from (a failure, a record). Unknown ones are ours to answer for: 2. */
export function exitCodeOf(type: string): 1 | 2 {
  if (isErrorType(type)) return ERRORS[type].exitCode;
  return type === 'Cancelled' || type === 'Terminated' || type === 'TimedOut' ? 1 : 2;
}

/**
 * What a person should be told of an error that a run or one of its updates failed with: the closed set's name found
 * anywhere in the chain of causes, else how Temporal ended it. Undefined for anything that is not the failure of a run.
 */
export function runFailureOf(error: unknown): RunFailure | undefined {
  const chain = causesOf(error);
  const named = chain.find(
    (cause): cause is ApplicationFailure | MillwrightError =>
      (cause instanceof ApplicationFailure || cause instanceof MillwrightError) && isErrorType(cause.type),
  );
  if (named !== undefined && isErrorType(named.type)) {
    return { type: named.type, message: named.message, exitCode: exitCodeOf(named.type) };
  }
  if (!chain.some((cause) => cause instanceof WorkflowFailedError)) return undefined;
  return endedByTemporal(chain);
}

function endedByTemporal(chain: readonly unknown[]): RunFailure {
  if (chain.some((cause) => cause instanceof CancelledFailure)) {
    return { type: 'Cancelled', message: 'The run was cancelled.', exitCode: 1 };
  }
  if (chain.some((cause) => cause instanceof TerminatedFailure)) {
    return {
      type: 'Terminated',
      message: 'The run was terminated from outside (its history in the Web UI says by whom).',
      exitCode: 1,
    };
  }
  if (chain.some((cause) => cause instanceof TimeoutFailure)) {
    return { type: 'TimedOut', message: 'The run used up its time.', exitCode: 1 };
  }
  const deepest = chain.findLast((cause): cause is Error => cause instanceof Error);
  return {
    type: 'Unknown',
    message: `The run failed with an error that Millwright does not know: ${deepest?.message ?? 'no message'}`,
    exitCode: 2,
  };
}
