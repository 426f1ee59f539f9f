import { ERRORS, MillwrightError } from '../../protocol/errors.js';
import { ConfigError } from '../../config.js';
import { DeliveryError } from '../delivery/delivery-error.js';
import { AmbiguousRun } from '../runs/find-run.js';
import { runFailureOf } from '../runs/run-failure.js';
import { UpdateRefused, UpdateUnanswered } from '../runs/update-run.js';
import { CommandError, Interrupted } from './command-error.js';

/** An error as a command ends with it. */
export interface PrintedError {
  readonly type: string;
  /** For a person: a sentence for what is known, the stack for what is not. */
  readonly text: string;
  readonly exitCode: number;
  /** For a program: each problem by itself, where the error is about several. */
  readonly problems?: unknown;
  /** For a program: the run to go on with. */
  readonly workflowId?: string;
}

/** The one place where an error becomes words and an exit code. */
export function printedError(error: unknown): PrintedError {
  if (error instanceof Interrupted)
    return { type: 'Interrupted', text: error.message, exitCode: error.exitCode };
  if (error instanceof CommandError) {
    const { type, message, exitCode, workflowId } = error;
    return { type, text: message, exitCode, ...(workflowId === undefined ? {} : { workflowId }) };
  }
  if (error instanceof AmbiguousRun) return { type: 'Usage', text: error.message, exitCode: 2 };
  if (error instanceof UpdateRefused) return { type: 'Refused', text: error.message, exitCode: 2 };
  if (error instanceof UpdateUnanswered) return { type: 'NoWorker', text: error.message, exitCode: 2 };
  if (error instanceof ConfigError) return { type: 'Config', text: error.message, exitCode: 2 };
  if (error instanceof DeliveryError) return { type: 'OutputFolder', text: error.message, exitCode: 2 };
  if (error instanceof MillwrightError) {
    return {
      type: error.type,
      text: `${error.type}: ${error.message}`,
      exitCode: ERRORS[error.type].exitCode,
      ...(error.details.problems === undefined ? {} : { problems: error.details.problems }),
    };
  }
  const failure = runFailureOf(error);
  if (failure !== undefined) {
    return { type: failure.type, text: `${failure.type}: ${failure.message}`, exitCode: failure.exitCode };
  }
  return {
    type: 'Unknown',
    text: `This should not have happened:\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    exitCode: 2,
  };
}
